"""Which id a cluster has: one that is stored already where it can, so that ids stay.

Covers: clusters that hold what is stored ("the attack in Goma" keeps its id as new tellings join), parts of a stored
event that fell apart (one of them keeps the id), new clusters (named for what founded them).
Does not cover: what belongs together, which the caller has decided.
"""

from __future__ import annotations

import polars as pl

from warehouse.tables.ids import id_of


def named(placed: pl.DataFrame) -> pl.DataFrame:
    """The id of each cluster: cluster, name. No two have the same.

    `placed`, in the order of what founds a cluster: id (of the member), cluster, stored (the id of its cluster in the
    warehouse, NULL for a new member), is_loose (its place in a stored cluster is open). A cluster has the oldest stored
    id of its members, before those of loose ones, before the hash of its first member. Where two want one, the first of
    these kinds has it, then the older.
    """
    own = placed.group_by("cluster", maintain_order=True).agg(
        pl.col("id").first(),
        firm=pl.col("stored").filter(~pl.col("is_loose")).drop_nulls().first(),
        loose=pl.col("stored").filter("is_loose").drop_nulls().first(),
    )
    wishes = own.with_row_index("age").select(
        "cluster",
        "age",
        "id",
        name=pl.coalesce("firm", "loose", id_of("id")),
        kind=pl.when(pl.col("firm").is_not_null()).then(0).when(pl.col("loose").is_not_null()).then(1).otherwise(2),
    )
    wishes = wishes.sort("kind", "age").with_columns(is_first=pl.col("name").is_first_distinct())
    if wishes["is_first"].all():
        return wishes.select("cluster", "name")
    taken = wishes.filter("is_first")["name"].implode()
    founded = id_of("id")
    # the hash of its first member may be the id of an event that this member has left
    second = pl.when(founded.is_in(taken)).then(id_of("id", pl.lit("apart"))).otherwise(founded)
    return wishes.select("cluster", name=pl.when("is_first").then("name").otherwise(second))
