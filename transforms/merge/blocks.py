"""Pairs of mentions worth comparing, near linear in the number of mentions.

Covers: mentions that share a kind of act and a week, and with it a place, a participant or a day in one country; those
with an imprecise day ("in March") share the month. In a block of more than CAP each is paired with the CAP next to it
by day, place and participants alone.
Does not cover: mentions that share neither a place, nor a country, nor a participant, in different articles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

#: With how many of its block a mention is paired at most.
CAP = 25
#: An act whose days are more than this is looked for by month.
_NARROW = 10
#: An act whose days are more than this is looked for within its article alone.
_WIDE = 366


def blocks(rows: pl.DataFrame) -> pl.DataFrame:
    """The blocks of each mention. `rows`: features with `i`, its number.

    Returns i, key (UInt64), a mention once a key.
    """
    # hashed first, and each block made of what it needs alone: that keeps a million mentions in memory
    base = rows.select(
        "i", "start", "end", "kinds", "status", "is_dated", "span", "level",
        article=pl.col("article_id").hash(), place=pl.col("place_id").hash(),
        who=pl.concat_list("actors", "recipients", "actor_likes", "recipient_likes").list.unique(),
        country=pl.concat_list(
            pl.when(pl.col("place_country").is_not_null()).then(pl.col("place_country").hash()),
            "actor_countries", "recipient_countries",
        ).list.unique(),
    ).explode("kinds").with_columns(act=pl.concat_str("kinds", "status", separator="\x1f").hash())  # fmt: skip
    who = base.select("i", "act", "start", "end", what="who").explode("what").drop_nulls("what")
    fine = base.filter(pl.col("level") > 1).select("i", "act", "start", "end", what="place")
    near = base.filter(pl.col("is_dated") & (pl.col("span") == 1))
    lands = near.select("i", "act", what="country", nth=pl.col("start").to_physical()).explode("what")
    found = [
        _keyed(base.select("i", "act", what="article", nth=0), "article"),
        _keyed(lands.drop_nulls("what"), "country day"),
    ]
    for told, name in ((fine, "place"), (who, "who")):
        days = (pl.col("end") - pl.col("start")).dt.total_days()
        found.append(_keyed(_spread(told.filter(days <= _NARROW + 1), 7), f"{name} week"))
        found.append(_keyed(_spread(told.filter(days <= _WIDE), 30), f"{name} month"))
    return pl.concat(found)


def _keyed(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    return rows.select("i", key=pl.struct(pl.lit(name), "act", "what", "nth").hash())


def _spread(rows: pl.DataFrame, days: int) -> pl.DataFrame:
    """A row for each span of `days` that a mention touches; `nth`: the number of the span."""
    first, last = (pl.col(c).to_physical() // days for c in ("start", "end"))
    return rows.select("i", "act", "what", nth=pl.int_ranges(first, last + 1)).explode("nth").drop_nulls("nth")


def candidates(rows: pl.DataFrame, *, is_new: pl.Series | None = None, cap: int = CAP) -> pl.DataFrame:
    """Pairs within blocks: one, two (UInt32, numbers of rows, one < two), once each, in order.

    `rows`: features in order of event_mention_id. `is_new`: which rows to find partners for, all if not given.
    What can't be one event by status or days is left out.
    """
    numbered = rows.with_row_index("i")
    order = numbered.select(
        "i", "start", "place_id", pl.col("recipients").list.min().alias("r"), pl.col("actors").list.min().alias("a")
    ).sort("start", "place_id", "r", "a", "i", nulls_last=True)
    rank = np.empty(rows.height, dtype=np.uint32)
    rank[order["i"].to_numpy()] = np.arange(rows.height, dtype=np.uint32)
    keyed = blocks(numbered)
    keyed = keyed.with_columns(rank=pl.Series(rank).gather(keyed["i"])).sort("key", "rank")
    i = keyed["i"].to_numpy()
    start = rows["start"].to_physical().fill_null(-(10**6)).to_numpy()
    end = rows["end"].to_physical().fill_null(10**6).to_numpy()
    new = np.ones(rows.height, dtype=bool) if is_new is None else is_new.to_numpy()

    def fits(one: np.ndarray, two: np.ndarray) -> np.ndarray:
        a, b = i[one], i[two]
        fitting: np.ndarray = (start[a] <= end[b]) & (start[b] <= end[a]) & (new[a] | new[b])
        return fitting

    return pairs_within(keyed["key"].to_numpy(), i, cap, fits)


def pairs_within(
    block: np.ndarray, i: np.ndarray, cap: int, fits: Callable[[np.ndarray, np.ndarray], np.ndarray]
) -> pl.DataFrame:
    """Pairs that stand at most `cap` apart within a block: one, two (UInt32, one < two), once each, in order.

    `block`, `i`: the block of each place, those of one side by side, and the number of what stands there. `fits`: of
    places, those before and those behind, whether they are a pair.
    """
    found: list[np.ndarray] = []
    for step in range(1, min(cap + 1, len(i))):
        at = np.flatnonzero(block[:-step] == block[step:])
        if not len(at):
            break
        at = at[fits(at, at + step) & (i[at] != i[at + step])]
        low, high = np.minimum(i[at], i[at + step]), np.maximum(i[at], i[at + step])
        found.append(low.astype(np.uint64) << np.uint64(32) | high.astype(np.uint64))
    packed = np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.uint64)
    return pl.DataFrame(
        {"one": (packed >> np.uint64(32)).astype(np.uint32), "two": (packed & np.uint64(0xFFFFFFFF)).astype(np.uint32)}
    )
