"""Paths up the tree: what governs a word, step by step."""

from __future__ import annotations

import polars as pl

ANCESTORS = pl.Schema(
    {
        "t": pl.UInt32,  # where the path starts
        "depth": pl.Int64,  # 0 = t itself
        "ancestor": pl.UInt32,
        "below": pl.UInt32,  # the word on the path just below the ancestor; t itself at depth 0
        "via": pl.String,  # the relation of `below` to the ancestor; "" at depth 0
    }
)
MAX_DEPTH = 14


def ancestors(starts: pl.Series, tokens: pl.DataFrame) -> pl.DataFrame:
    """Every ancestor of each token in `starts`, nearest first, up to the root; schema ANCESTORS."""
    edges = tokens.select(ancestor="t", head="head", dep="dep")
    level = pl.DataFrame({"t": starts.unique().sort()}).with_columns(
        depth=pl.lit(0, dtype=pl.Int64), ancestor="t", below="t", via=pl.lit("")
    )
    levels = [level]
    for depth in range(1, MAX_DEPTH + 1):
        level = (
            level.join(edges, on="ancestor", how="left")
            .filter(pl.col("head") != pl.col("ancestor"))
            .select("t", depth=pl.lit(depth, dtype=pl.Int64), below="ancestor", ancestor="head", via="dep")
            .select(ANCESTORS.names())
        )
        if level.is_empty():
            break
        levels.append(level)
    return pl.concat(levels).cast(ANCESTORS).sort("t", "depth")
