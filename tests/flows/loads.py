"""A few coded articles that tell some events more than once, and their loads in parts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import polars as pl

import seeds
from flows.merging import linker
from transforms import pipeline
from transforms.corrections import Corrections
from transforms.frames import RAW_ARTICLES
from transforms.merge.single import each_alone
from warehouse.publish import Counts, publish
from warehouse.query import query
from warehouse.tables import OPS
from warehouse.tables.ids import content_id

if TYPE_CHECKING:
    from pathlib import Path

    from transforms.pipeline import Model

Tables = dict[str, pl.DataFrame]
RECIPE = "1" * 16
#: name -> day of publication, text. Those that share a letter tell one event.
ARTICLES = {
    "a1": ("2019-05-02", "Gunmen killed nine farmers in Gao on Tuesday. The farmers were on their way to a market."),
    "a2": ("2019-05-03", "Nine farmers were killed by gunmen in Gao on Tuesday as they went to a market."),
    "a3": ("2019-05-04", "Gunmen on motorcycles killed nine farmers near a market in Gao on Tuesday."),
    "b1": ("2019-05-03", "Police arrested Musa Keita, a teacher, in Sikasso on Wednesday over unpaid fines."),
    "b2": ("2019-05-04", "Musa Keita, a teacher, was arrested by police in Sikasso on Wednesday over unpaid fines."),
    "c1": ("2019-05-20", "Thousands of nurses protested in Kayes on Sunday against low wages."),
}
READ = {"articles_read": 1, "articles_new": 1}
NO_REJECTS = pl.DataFrame(schema=pl.Schema(OPS["rejects"])).drop("reject_id", "run_id")
NO_VALIDATIONS = pl.DataFrame(schema=pl.Schema(OPS["validations"]))
NO_CORRECTIONS = pl.DataFrame(schema=pl.Schema(OPS["corrections"])).drop("run_id")


def coded(model: Model) -> Tables:
    """The core tables of all ARTICLES, not linked yet."""
    rows = [
        dict.fromkeys(RAW_ARTICLES) | {"source_uri": name, "source_name": name, "published": day, "text": text}
        for name, (day, text) in ARTICLES.items()
    ]
    raw = pl.DataFrame(rows, RAW_ARTICLES)
    return pipeline.transform(raw, model=model, seeds=seeds.load(), recipe=RECIPE, today=date(2026, 1, 1)).tables


def some(tables: Tables, *names: str) -> Tables:
    """The part of the tables that belongs to some articles."""
    own = tables["articles"].filter(pl.col("source_name").is_in(names)).select("article_id")
    found = {
        name: frame.join(own, on="article_id", how="semi") if "article_id" in frame.columns else frame
        for name, frame in tables.items()
    }
    return found | {"events": each_alone(found["event_mentions"])}


def load(path: Path, tables: Tables, *, run: str = "run", corrections: Corrections | None = None) -> Counts:
    """Load coded tables as a run does."""
    run_id = content_id(run, datetime.now(UTC))
    return publish(
        path,
        run={
            "run_id": run_id,
            "started_at": datetime.now(UTC),
            "sources": [run],
            "articles_read": 1,
            "articles_new": 1,
        },
        tables=tables,
        rejects=NO_REJECTS,
        validations=NO_VALIDATIONS,
        link=linker(seeds.load(), corrections or Corrections(), run_id, NO_CORRECTIONS),
    )


def told(path: Path) -> set[tuple[str, ...]]:
    """Which mentions are one event, without its id."""
    found = query(path, "SELECT event_id, event_mention_id FROM event_mentions").group_by("event_id")
    return {tuple(sorted(ids)) for ids in found.agg("event_mention_id")["event_mention_id"]}
