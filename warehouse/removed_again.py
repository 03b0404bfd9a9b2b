"""Removals that outlive a restore: what was forgotten in a warehouse does not come back with an older backup of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import TYPE_CHECKING

import polars as pl

from warehouse.connect import exists
from warehouse.errors import WarehouseCorrupt
from warehouse.merge import append, overwrite
from warehouse.publish import Counts, moment, run_row
from warehouse.removals import remove_within, removed
from warehouse.tables import OPS
from warehouse.tables.values import REMOVALS

if TYPE_CHECKING:
    import duckdb

    from warehouse.place import Place


@dataclass(frozen=True)
class Gone:
    """What had been removed from a warehouse that a backup replaces.

    `articles`: schema `ops.removals`. `is_unread`: that can't be told, as the warehouse is damaged.
    """

    articles: pl.DataFrame
    is_unread: bool = False

    @property
    def is_forgotten(self) -> bool:
        """Whether any of them must not leave a word."""
        return (self.articles["kind"] == "forgotten").any()


def gone_from(place: Place) -> Gone:
    """What was removed from the warehouse at a place; nothing where there is none, or one that is damaged."""
    if not exists(place):
        return Gone(OPS["removals"].create_empty())
    try:
        return Gone(removed(place))
    except WarehouseCorrupt:
        return Gone(OPS["removals"].create_empty(), is_unread=True)


def remove_again(con: duckdb.DuckDBPyConnection, place: Place, gone: Gone) -> dict[str, int]:
    """Take out of a restored warehouse what was removed from the one before; how many articles, by kind.

    A run for each reason tells of those that the backup holds; of others that they are not loaded again is kept.
    """
    known = con.execute("SELECT article_id, kind AS known FROM ops.removals").pl()
    told = gone.articles.join(known, on="article_id", how="left", maintain_order="left")
    # what the backup has forgotten stays so
    new = told.filter(pl.col("known").ne_missing("forgotten") & pl.col("known").ne_missing(pl.col("kind")))
    if new.is_empty():
        return {}
    held = con.execute("SELECT article_id FROM articles UNION SELECT article_id FROM ops.removals").pl()
    for kind in REMOVALS:
        here = new.filter(kind=kind).join(held, on="article_id", how="semi", maintain_order="left")
        for (reason,), articles in here.group_by("reason", maintain_order=True):
            ids = articles["article_id"].to_list()
            remove_within(con, place, ids, kind=kind, reason=str(reason or ""), run_id=token_hex(8))  # type: ignore[arg-type]  # of REMOVALS
    _keep_out(con, new.join(held, on="article_id", how="anti").select(gone.articles.columns))
    return {str(kind): int(count) for kind, count in new["kind"].value_counts().iter_rows()}


def _keep_out(con: duckdb.DuckDBPyConnection, articles: pl.DataFrame) -> None:
    """Keep what was removed and is not in the backup from being loaded, as a run of its own."""
    if articles.is_empty():
        return
    run_id, now = token_hex(8), moment(con)
    overwrite(con, "removals", articles.with_columns(run_id=pl.lit(run_id)))
    run = {
        "run_id": run_id, "started_at": datetime.now(UTC), "status": "removed", "articles_read": 0, "articles_new": 0,
        "message": f"Kept out after a restore, as removed before: {', '.join(articles['article_id'])}.",
        "sources": articles["source_uri"].to_list(),
    }  # fmt: skip
    append(con, "runs", run_row(run, Counts(), now))
