"""Linking a batch with what the warehouse holds, inside the transaction that loads it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from transforms.corrections.apply import told_of
from transforms.figures.batch import figures_of_batch
from transforms.figures.features import READS as FIGURE_READS
from transforms.figures.rules import figure_rules
from transforms.merge.batch import READS, Beside, loose, merge_batch
from transforms.merge.features import RECENT
from transforms.merge.rules import merge_rules
from transforms.merge.stories import CAP, DAYS
from warehouse.figure_neighbours import figures_beside
from warehouse.merge import Rewritten
from warehouse.neighbours import neighbours
from warehouse.publish import Linked
from warehouse.tables import OPS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import duckdb

    from seeds.loading import Seeds
    from transforms.corrections import Corrections
    from warehouse.publish import Link

#: Why stored rows of other articles change.
LINKED = "What was loaded or corrected since shows it to be of another event, or through another mention"
IN_STORY = "What was loaded or corrected since shows it to be of another story"
OF_FIGURE = "What was loaded since shows it to be of another figure"
WITHDRAWN = "A correction of it was withdrawn, so that the next run that is given it codes it anew"
_WHOLE = ("articles", "event_mentions")
#: The recipe of an article that is to be coded anew.
NO_RECIPE = "0" * 16


def linker(
    seeds: Seeds, corrections: Corrections, run_id: str, of_rows: pl.DataFrame, *, is_coded: bool = True
) -> Link:
    """What `publish` calls to link a batch.

    `of_rows`: `ops.corrections` (but run_id) of the rows that were corrected in the batch. `is_coded`: the batch comes
    from its texts, and not from the warehouse.
    """

    def link(con: duckdb.DuckDBPyConnection, batch: Mapping[str, pl.DataFrame]) -> Linked:
        own = {name: batch[name] if name in _WHOLE else batch[name].select(READS[name]) for name in READS}
        linked = _link(con, own, seeds, corrections, run_id, of_rows, is_coded=is_coded)
        return _with_figures(con, batch, linked, seeds)

    return link


def _link(
    con: duckdb.DuckDBPyConnection,
    tables: Mapping[str, pl.DataFrame],
    seeds: Seeds,
    corrections: Corrections,
    run_id: str,
    of_rows: pl.DataFrame,
    *,
    is_coded: bool,
) -> Linked:
    rules = merge_rules(seeds)
    stored = con.execute("FROM ops.corrections").pl()
    told = _told(corrections, of_rows, stored, run_id, _known(con, corrections, tables))
    withdrawn = _withdrawn(stored, corrections)
    changed = pl.concat(
        [told.join(stored, on="correction_id", how="anti"), stored.join(withdrawn, on="correction_id", how="semi")]
    )
    of_events = changed.filter(pl.col("action").is_in(("join", "split")))
    kinds = rules.kinds.explode("kinds").rename({"kinds": "kind"})
    also = _also(of_events, corrections, tables["event_mentions"])
    found = neighbours(con, tables, READS, kinds=kinds, recent=RECENT, days=DAYS, most=CAP, also=also)
    anew = pl.concat(
        [
            loose(tables, found.before, found.participants, found.stories.select("article_id", "recipe")),
            _loosened(found.links, stored.join(withdrawn, on="correction_id", how="semi")),
        ]
    )
    recipes = tables["articles"].select("article_id", "recipe")
    firm = found.stories.join(recipes, on="article_id", how="left").select(
        "article_id", "story_id", is_loose=(pl.col("recipe") != pl.col("recipe_right")).fill_null(value=False)
    )
    beside = Beside(
        found.tables,
        found.links.with_columns(is_loose=pl.col("event_mention_id").is_in(anew.implode())),
        firm,
    )
    merged = merge_batch(tables, rules, beside, join=corrections.join, split=corrections.split)
    back = _to_code_anew(withdrawn, tables["articles"] if is_coded else tables["articles"].clear())
    rewritten = [
        Rewritten("event_mentions", merged.relinked, LINKED if is_coded else _why(of_events, withdrawn)),
        Rewritten("articles", merged.retold, IN_STORY),
        Rewritten("articles", back, WITHDRAWN),
    ]
    return Linked(
        merged.tables,
        tuple(one for one in rewritten if one.rows.height),
        told.select(list(OPS["corrections"].columns())) if told.height else None,
        tuple(withdrawn["correction_id"]),
    )


def _with_figures(
    con: duckdb.DuckDBPyConnection, batch: Mapping[str, pl.DataFrame], linked: Linked, seeds: Seeds
) -> Linked:
    """Add the figures of the batch's statistics, of which the events and stories are known by now."""
    found = {name: linked.tables.get(name, batch[name]) for name in FIGURE_READS}
    beside = figures_beside(con, found, FIGURE_READS)
    figured = figures_of_batch(found, figure_rules(seeds), beside=beside)
    moved = (Rewritten("statistics", figured.moved, OF_FIGURE),) if figured.moved.height else ()
    return replace(
        linked,
        tables={**linked.tables, "statistics": figured.statistics},
        rewritten=(*linked.rewritten, *moved),
    )


def _known(
    con: duckdb.DuckDBPyConnection, corrections: Corrections, tables: Mapping[str, pl.DataFrame]
) -> Collection[str]:
    """The event mentions that corrections name and that will be there after this load."""
    named = sorted({name for one in corrections.of_events for name in one.named})
    sql = "SELECT event_mention_id, article_id FROM event_mentions WHERE event_mention_id IN (SELECT unnest($ids))"
    stored = con.execute(sql, {"ids": named}).pl().join(tables["articles"], on="article_id", how="anti")
    return {*stored["event_mention_id"], *tables["event_mentions"]["event_mention_id"]}


def _told(
    corrections: Corrections, of_rows: pl.DataFrame, stored: pl.DataFrame, run_id: str, known: Collection[str]
) -> pl.DataFrame:
    """`ops.corrections` of this run: of events those that are new or of `known` mentions only now, and of its rows."""
    schema = pl.Schema(OPS["corrections"])
    told = [told_of(one, is_needed=one.is_of(known)) for one in corrections.of_events]
    new = pl.DataFrame(told, of_rows.schema).join(stored, on=["correction_id", "is_needed"], how="anti")
    return pl.concat([new, of_rows]).with_columns(run_id=pl.lit(run_id)).select(schema.names())


def _withdrawn(stored: pl.DataFrame, corrections: Corrections) -> pl.DataFrame:
    """Stored corrections that the file does not have."""
    kept = [one.correction_id for one in (*corrections.of_events, *corrections.of_rows)]
    return stored.filter(~pl.col("correction_id").is_in(kept))


def _why(changed: pl.DataFrame, withdrawn: pl.DataFrame) -> str:
    """The reasons of corrections of events that came or went."""
    told = [
        f"{what}: {reason}"
        for what, how in (("A correction", "anti"), ("A correction was withdrawn", "semi"))
        for reason in changed.join(withdrawn, on="correction_id", how=how)["reason"]  # type: ignore[arg-type]  # `how` is one of two literals
    ]
    return "; ".join(told) or LINKED


def _also(changed: pl.DataFrame, corrections: Corrections, mentions: pl.DataFrame) -> pl.Series:
    """The mentions of corrections that came or went, or that name a mention of the batch."""
    own = set(mentions["event_mention_id"])
    named = [name for one in corrections.of_events if own.intersection(one.named) for name in one.named]
    both = [changed[column].explode().drop_nulls() for column in ("row_ids", "apart_from")]
    return pl.concat([*both, pl.Series(named, dtype=pl.String)]).unique()


def _loosened(links: pl.DataFrame, withdrawn: pl.DataFrame) -> pl.Series:
    """Stored mentions that a withdrawn correction held where they are: all of the events of those that it moved."""
    moved = withdrawn.filter(pl.col("action").is_in(("join", "split")))["row_ids"].explode().drop_nulls()
    events = links.filter(pl.col("event_mention_id").is_in(moved.implode())).select("event_id").unique()
    return links.join(events, on="event_id", how="semi")["event_mention_id"]


def _to_code_anew(withdrawn: pl.DataFrame, coded: pl.DataFrame) -> pl.DataFrame:
    """Articles (article_id, recipe) whose rows are still as a withdrawn correction made them, but those just coded."""
    rows = withdrawn.filter(pl.col("article_id").is_not_null() & pl.col("is_needed"))
    rows = rows.join(coded, on="article_id", how="anti")
    return rows.select("article_id", recipe=pl.lit(NO_RECIPE)).unique().sort("article_id")
