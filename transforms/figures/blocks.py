"""Pairs of statistics worth comparing, near linear in their number.

Covers: statistics of one measure that share an event, an article, or a country together with a time: the weeks around
publication, the days told, the day since which is counted. In a block of more than CAP each is paired with the CAP next
to it by people, place and time alone.
Does not cover: the same count told months apart with no day in common.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.merge.blocks import pairs_within
from warehouse.tables.ids import id_of

#: With how many of its block a statistic is paired at most.
CAP = 25
#: A number without a period, or of a state, is looked for in blocks of publication this many days wide.
_WIDTH = 15
#: A count of a state is looked for over this many of them either way.
_SIDES = 2
#: Days since which is counted are told this exactly.
_START = 8


def figure_blocks(rows: pl.DataFrame) -> pl.DataFrame:
    """The blocks of each statistic: statistic_id, key (16 hexadecimal digits, the same on any machine), once each.

    `rows`: features. Two statistics can only be of one figure where they share a key; those of measure `other` have
    none.
    """
    base = rows.filter(pl.col("measure") != "other").select(
        "statistic_id", "measure", "article_id", "event_id", "time", "start", "end", "published",
        country=pl.concat_list(pl.col("subject_country").fill_null(""), "place_country"),
    )  # fmt: skip
    placed = base.explode("country").drop_nulls("country").unique()
    weeks = {"stock": _SIDES, "open": 1}
    around = placed.with_columns(sides=pl.col("time").replace_strict(weeks, default=1, return_dtype=pl.Int64))
    around = _spread(around, pl.col("published"), pl.col("published"), _WIDTH, pl.col("sides"))
    short = placed.filter(pl.col("time") == "day")
    short = _spread(short, pl.col("start"), pl.col("end"), 1, pl.lit(0))
    long = placed.filter(pl.col("time").is_in(("since", "closed")))
    long = _spread(long, pl.col("start"), pl.col("start"), _START, pl.lit(1))
    found = [
        _keyed(base, "article", "article_id"),
        _keyed(base.drop_nulls("event_id"), "event", "event_id"),
        _keyed(around, "told", "country", "span"),
        _keyed(short, "day", "country", "span"),
        _keyed(long, "since", "country", "span"),
    ]
    return pl.concat(found).unique().sort("statistic_id", "key")


def _keyed(rows: pl.DataFrame, name: str, *parts: str) -> pl.DataFrame:
    return rows.select("statistic_id", key=id_of(pl.lit(name), "measure", *parts))


def _spread(rows: pl.DataFrame, first: pl.Expr, last: pl.Expr, days: int, sides: pl.Expr) -> pl.DataFrame:
    """A row for each span of `days` that one touches, and `sides` more of them either way, as `span`."""
    low, high = (day.to_physical().cast(pl.Int64) // days for day in (first, last))
    spans = rows.with_columns(low=low - sides, high=high + sides).drop_nulls(["low", "high"])
    return spans.with_columns(span=pl.int_ranges("low", pl.col("high") + 1)).explode("span")


def candidates(rows: pl.DataFrame, *, is_new: pl.Series | None = None, cap: int = CAP) -> pl.DataFrame:
    """Pairs within blocks: one, two (UInt32, numbers of rows, one < two), once each, in order.

    `rows`: features in order of statistic_id. `is_new`: which rows to find partners for, all if not given.
    """
    numbered = rows.with_row_index("i")
    order = numbered.select("i", "subject_country", "place_id", "group", "time", "start", "published").sort(
        "subject_country", "time", "start", "place_id", "group", "published", "i", nulls_last=True
    )
    rank = np.empty(rows.height, dtype=np.uint32)
    rank[order["i"].to_numpy()] = np.arange(rows.height, dtype=np.uint32)
    keyed = figure_blocks(rows).join(numbered.select("i", "statistic_id"), on="statistic_id")
    keyed = keyed.with_columns(rank=pl.Series(rank).gather(keyed["i"])).sort("key", "rank")
    i, key = keyed["i"].to_numpy(), keyed.select(pl.col("key").rle_id()).to_series().to_numpy()
    new = np.ones(rows.height, dtype=bool) if is_new is None else is_new.to_numpy()
    return pairs_within(key, i, cap, lambda one, two: new[i[one]] | new[i[two]])
