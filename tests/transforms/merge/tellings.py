"""Core tables made of a few tellings of events, each in an article of its own unless it names one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import seeds
from tests.builders import frame
from transforms.merge.rules import merge_rules
from warehouse.tables.ids import content_id

if TYPE_CHECKING:
    import polars as pl

RULES = merge_rules(seeds.load())
DAY = date(2020, 3, 2)
#: name -> kind, country, sector
ACTORS = {
    "Boko Haram": ("armed_group", None, "REB"),
    "gunmen": ("armed_group", None, "UAF"),
    "Nigerian Army": ("military", "NGA", "MIL"),
    "Nigerian Police": ("government", "NGA", "COP"),
    "Government of Nigeria": ("government", "NGA", "GOV"),
    "Government of Niger": ("government", "NER", "GOV"),
    "Government of Chad": ("government", "TCD", "GOV"),
    "Amina Sule": ("person", "NGA", "CVL"),
    "Musa Bello": ("person", "NGA", "CVL"),
    "Bello": ("person", None, "CVL"),
    "a farmer": ("person", None, "AGR"),
    "mayor": ("person", "NGA", "GOV"),
    "farmers": ("person", "NGA", "AGR"),
    "teachers": ("person", "NGA", "EDU"),
    "Nigerian civilians": ("population", "NGA", "CVL"),
    "Reuters": ("media", "GBR", "JRN"),
}
#: name -> country, feature, latitude, longitude
PLACES = {
    "Maiduguri": ("NGA", "city", 11.8, 13.2),
    "Damboa": ("NGA", "city", 11.2, 12.8),
    "Borno State": ("NGA", "region", 11.5, 13.0),
    "Nigeria": ("NGA", "country", None, None),
    "Diffa": ("NER", "city", 13.3, 12.6),
}


@dataclass(frozen=True)
class Telling:
    """One mention; `start` None: no date."""

    name: str
    article: str = ""
    sentence: str = "Boko Haram attacked the market with rifles."
    type: str = "ASSAULT"
    mode: str | None = None
    status: str = "actual"
    start: date | None = DAY
    end: date | None = None
    place: str | None = "Maiduguri"
    actors: tuple[str, ...] = ("Boko Haram",)
    recipients: tuple[str, ...] = ("farmers",)
    killed: float | None = None
    published: date = DAY + timedelta(days=1)
    publisher: str | None = None
    media: str = ""

    @property
    def id(self) -> str:
        """Its event_mention_id."""
        return content_id(self.name)

    @property
    def article_id(self) -> str:
        """Its article's id."""
        return content_id(self.article or f"article of {self.name}")

    def but(self, name: str, **changes: object) -> Telling:
        """Another telling that differs in `changes`."""
        return replace(self, name=name, **changes)  # type: ignore[arg-type]  # free keywords


def tables(*told: Telling, text: str = "A text.") -> dict[str, pl.DataFrame]:
    """The core tables that merging reads."""
    articles = {t.article_id: t for t in reversed(told)}
    sides = [
        {"event_mention_id": t.id, "role": role, "position": n, "actor_id": content_id(who), "text": who}
        for t in told
        for role, names in (("actor", t.actors), ("recipient", t.recipients))
        for n, who in enumerate(names)
    ]
    return {
        "articles": frame(
            "articles",
            [
                {
                    "article_id": key,
                    "published_on": t.published,
                    "publisher": t.publisher,
                    "text": text,
                    "title": t.name,
                }
                for key, t in articles.items()
            ],
        ),
        "sentences": frame(
            "sentences",
            [
                {"sentence_id": content_id("s", t.name), "article_id": t.article_id, "text": t.sentence} | _at(n)
                for n, t in enumerate(told)
            ],
        ),
        "event_mentions": frame("event_mentions", [_mention(t, n) for n, t in enumerate(told)]),
        "event_participants": frame("event_participants", sides),
        "actors": frame(
            "actors",
            [
                {"actor_id": content_id(name), "name": name, "kind": kind, "country": country, "sector": sector}
                | {"is_resolved": not name.islower()}
                for name, (kind, country, sector) in ACTORS.items()
            ],
        ),
        "actor_mentions": frame(
            "actor_mentions",
            [{"article_id": t.article_id, "actor_id": content_id(w)} for t in told for w in (*t.actors, *t.recipients)],
        ),
        "places": frame(
            "places",
            [
                {"place_id": content_id(name), "name": name, "country": c, "feature": f, "latitude": n, "longitude": e}
                for name, (c, f, n, e) in PLACES.items()
            ],
        ),
        "place_mentions": frame(
            "place_mentions", [{"article_id": t.article_id, "place_id": content_id(t.place)} for t in told if t.place]
        ),
        "statistics": frame(
            "statistics",
            [
                {"event_mention_id": t.id, "measure": "killed", "value": t.killed, "low": t.killed, "high": t.killed}
                for t in told
                if t.killed is not None
            ],
        ),
        "attributions": frame(
            "attributions",
            [{"event_mention_id": t.id, "actor_id": content_id(t.media), "text": t.media} for t in told if t.media],
        ),
    }


def _at(n: int) -> dict[str, object]:
    return {"sentence_index": n, "start_char": 100 * n, "end_char": 100 * n + 50}


def _mention(t: Telling, n: int) -> dict[str, object]:
    end = t.end or t.start
    days = (end - t.start).days if t.start and end else None
    precision = "unknown" if days is None else "day" if days == 0 else "week" if days < 8 else "month"
    return {
        "event_mention_id": t.id,
        "article_id": t.article_id,
        "sentence_id": content_id("s", t.name),
        "event_type": t.type,
        "event_mode": t.mode,
        "status": t.status,
        "date_start": t.start,
        "date_end": end,
        "date_precision": precision,
        "place_id": content_id(t.place) if t.place else None,
        "text": "attacked",
    } | {"start_char": 100 * n + 10, "end_char": 100 * n + 18}
