"""Core tables made of a few reported numbers, each in an article of its own unless it names one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import seeds
from tests.builders import frame
from transforms.figures.rules import figure_rules
from warehouse.tables.ids import content_id

if TYPE_CHECKING:
    import polars as pl

RULES = figure_rules(seeds.load())
DAY = date(2020, 3, 2)
#: name -> kind, country, sector
ACTORS = {
    "United Nations": ("igo", None, "IGO"),
    "Red Cross": ("ngo", None, "NGO"),
    "Boko Haram": ("armed_group", None, "REB"),
    "Ansaru": ("armed_group", None, "REB"),
    "Government of Chad": ("government", "TCD", "GOV"),
}
#: name -> country, feature, latitude, longitude
PLACES = {
    "Maiduguri": ("NGA", "city", 11.8, 13.2),
    "Damboa": ("NGA", "city", 11.2, 12.8),
    "Kano": ("NGA", "city", 12.0, 8.5),
    "Abuja": ("NGA", "city", 9.1, 7.5),
    "Kalwa": ("NGA", "city", None, None),
    "Borno State": ("NGA", "region", 11.5, 13.0),
    "Nigeria": ("NGA", "country", None, None),
    "Diffa": ("NER", "city", 13.3, 12.6),
}


@dataclass(frozen=True)
class Report:
    """One reported number; `start` None: no period, `low` "same": the value."""

    name: str
    value: float | None = 40
    low: float | str | None = "same"
    high: float | str | None = "same"
    qualifier: str = "exact"
    measure: str = "killed"
    subject: str | None = "civilians"
    country: str | None = "NGA"
    place: str | None = "Maiduguri"
    start: date | None = DAY
    end: date | None = None
    kind: str = "flow"
    by: tuple[str, ...] = ()
    said: str = ""
    event: str = ""
    story: str = ""
    article: str = ""
    nth: int = 0
    published: date | None = DAY + timedelta(days=1)
    sentence: str = "The attack on the market killed civilians."

    @property
    def id(self) -> str:
        """Its statistic_id."""
        return content_id(self.name)

    @property
    def article_id(self) -> str:
        """Its article's id."""
        return content_id(self.article or f"article of {self.name}")

    @property
    def sentence_id(self) -> str:
        """Its sentence's id: the same for all of one `nth` in one article."""
        return content_id(self.article_id, self.nth)

    def but(self, name: str, **changes: object) -> Report:
        """Another report that differs in `changes`."""
        return replace(self, name=name, **changes)  # type: ignore[arg-type]  # free keywords


def tables(*told: Report) -> dict[str, pl.DataFrame]:
    """The core tables that linking reads."""
    articles = {t.article_id: t for t in reversed(told)}
    sentences = {t.sentence_id: t for t in reversed(told)}
    return {
        "articles": frame(
            "articles",
            [
                {"article_id": key, "published_on": t.published, "story_id": content_id(t.story or key)}
                for key, t in articles.items()
            ],
        ),
        "sentences": frame(
            "sentences",
            [{"sentence_id": key, "sentence_index": t.nth, "text": t.sentence} for key, t in sentences.items()],
        ),
        "statistics": frame("statistics", [_statistic(t, n) for n, t in enumerate(told)]),
        "attributions": frame(
            "attributions", [{"statistic_id": t.id, "actor_id": content_id(t.said)} for t in told if t.said]
        ),
        "event_mentions": frame(
            "event_mentions",
            [
                {"event_mention_id": content_id("m", t.name), "event_id": content_id(t.event)}
                for t in told if t.event
            ],
        ),
        "actors": frame(
            "actors",
            [
                {"actor_id": content_id(name), "name": name, "kind": kind, "country": country, "sector": sector}
                for name, (kind, country, sector) in ACTORS.items()
            ],
        ),
        "places": frame(
            "places",
            [
                {"place_id": content_id(name), "name": name, "country": c, "feature": f, "latitude": n, "longitude": e}
                for name, (c, f, n, e) in PLACES.items()
            ],
        ),
        "actor_mentions": frame("actor_mentions", []),
        "place_mentions": frame(
            "place_mentions",
            [{"sentence_id": t.sentence_id, "place_id": content_id(t.place)} for t in told if t.place],
        ),
    }  # fmt: skip


def _statistic(t: Report, n: int) -> dict[str, object]:
    low, high = (t.value if bound == "same" else bound for bound in (t.low, t.high))
    return {
        "statistic_id": t.id,
        "article_id": t.article_id,
        "sentence_id": t.sentence_id,
        "start_char": 100 * n,
        "event_mention_id": content_id("m", t.name) if t.event else None,
        "measure": t.measure,
        "value": t.value,
        "low": low,
        "high": high,
        "qualifier": t.qualifier,
        "unit": "person",
        "subject": t.subject,
        "subject_country": t.country,
        "by_actor_ids": [content_id(name) for name in t.by],
        "place_id": content_id(t.place) if t.place else None,
        "period_start": t.start,
        "period_end": t.end or t.start,
        "kind": t.kind,
    }
