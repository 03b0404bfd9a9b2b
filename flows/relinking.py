"""Linking all that the warehouse holds anew, as if it came in one batch: `sitrep merge --rebuild`.

For when weights, kinds of act or thresholds of merging have changed, or an archive was loaded in an unlucky order:
loads only add to the events, stories and figures that are there. Corrections count as ever. What stays together keeps
its id, and every change is in `ops.changes`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from secrets import token_hex
from typing import TYPE_CHECKING

import polars as pl

import seeds
from flows import corrections
from transforms.figures.batch import figures_of_batch
from transforms.figures.features import READS as FIGURE_READS
from transforms.figures.rules import figure_rules
from transforms.merge.batch import READS, Beside, merge_batch
from transforms.merge.events import LINKS
from transforms.merge.names import named
from transforms.merge.rules import merge_rules
from warehouse.merge import Rewritten
from warehouse.publish import Counts, Linked, publish
from warehouse.tables import CORE, OPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

    from flows.settings import Settings
    from seeds.loading import Seeds
    from transforms.corrections import Corrections

REBUILT = "All was linked anew, by the rules of now"
_FOUNDED = ("published_on", "article_id", "start_char", "statistic_id")


def rebuild(settings: Settings) -> Counts:
    """Link every event mention, article and statistic of the warehouse anew, in one transaction.

    All texts are held in memory: about 1 GB for 300,000 event mentions. Raises what `publish` raises.
    """
    known, corrected = seeds.load(), corrections.read(settings.corrections)
    return publish(
        settings.warehouse,
        run={
            "run_id": token_hex(8), "started_at": datetime.now(UTC), "message": f"{REBUILT}.",
            "sources": ["sitrep merge --rebuild"], "articles_read": 0, "articles_new": 0,
        },
        tables={name: table.create_empty() for name, table in CORE.items()},
        rejects=OPS["rejects"].create_empty().drop("reject_id", "run_id"),
        validations=OPS["validations"].create_empty(),
        link=lambda con, batch: _anew(con, batch, known, corrected),
    )  # fmt: skip


def told(counts: Counts) -> str:
    """A sentence on what linking anew came to."""
    changed = {name: counts.by_table[name].updated for name in ("event_mentions", "articles", "statistics")}
    if not any(changed.values()):
        return "Linked anew: nothing changed."
    mentions, articles, figures = changed.values()
    return (
        f"Linked anew: {mentions:,} event mentions, {articles:,} articles and {figures:,} statistics changed their "
        "event, story or figure, or what links them to it; ops.changes has each."
    )


def _anew(
    con: duckdb.DuckDBPyConnection, nothing: Mapping[str, pl.DataFrame], known: Seeds, corrected: Corrections
) -> Linked:
    stored = {name: _all(con, name, columns) for name, columns in READS.items()}
    links = _all(con, "event_mentions", LINKS.names())
    stories = _all(con, "articles", ("article_id", "story_id"))
    open_ = pl.lit(value=True)
    beside = Beside(stored, links.with_columns(is_loose=open_), stories.with_columns(is_loose=open_))
    merged = merge_batch(nothing, merge_rules(known), beside, join=corrected.join, split=corrected.split)
    figures = _figures(
        con,
        links.select("event_mention_id", "event_id").update(merged.relinked, on="event_mention_id"),
        stories.update(merged.retold, on="article_id"),
        known,
    )
    rewritten = {"event_mentions": merged.relinked, "articles": merged.retold, "statistics": figures}
    return Linked(
        {name: merged.tables[name] for name in ("events", "stories")},
        tuple(Rewritten(name, rows, REBUILT) for name, rows in rewritten.items() if rows.height),
    )


def _figures(con: duckdb.DuckDBPyConnection, events: pl.DataFrame, stories: pl.DataFrame, known: Seeds) -> pl.DataFrame:
    """statistic_id, figure_id, figure_reason of the statistics that turn out to be of another figure."""
    told = {name: _all(con, name, columns) for name, columns in FIGURE_READS.items() if name != "event_mentions"}
    before = _all(con, "statistics", ("statistic_id", "figure_id", "figure_reason"))
    told["event_mentions"] = events
    told["articles"] = told["articles"].update(stories, on="article_id")
    told["statistics"] = told["statistics"].join(before, on="statistic_id")
    found = figures_of_batch(told, figure_rules(known)).statistics
    placed = found.join(before.select("statistic_id", stored="figure_id"), on="statistic_id")
    placed = placed.join(told["articles"].select("article_id", "published_on"), on="article_id")
    placed = placed.sort(*_FOUNDED, nulls_last=True).select(
        "statistic_id", "figure_reason", "stored", id="statistic_id", cluster="figure_id", is_loose=pl.lit(value=True)
    )
    now = placed.join(named(placed), on="cluster").select("statistic_id", "figure_reason", figure_id="name")
    return now.select(before.columns).join(before, on=before.columns, how="anti", nulls_equal=True)


def _all(con: duckdb.DuckDBPyConnection, name: str, columns: Iterable[str]) -> pl.DataFrame:
    return con.execute(f"SELECT {', '.join(columns)} FROM {name}").pl()
