"""Paths up the tree: what governs a word, step by step."""

from __future__ import annotations

import numpy as np
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
    """Every ancestor of each token in `starts`, nearest first, up to the root; schema ANCESTORS.

    `starts`: UInt32, in any order, each as often as it comes. `tokens`: t, ascending, head and dep.
    """
    numbers, heads = tokens["t"].to_numpy(), tokens["head"].to_numpy()
    wanted = starts.unique().sort().drop_nulls().to_numpy()
    rows = np.searchsorted(numbers, wanted)
    is_known = (rows < len(numbers)) & (
        numbers[np.minimum(rows, len(numbers) - 1)] == wanted if len(numbers) else False
    )
    origin, at = np.arange(len(wanted))[is_known], rows[is_known]
    # one entry a step: where the path starts (its place in `wanted`), the row reached and the row just below it
    steps = [(np.arange(len(wanted)), wanted, wanted, np.full(len(wanted), -1))]
    for _ in range(MAX_DEPTH):
        above = heads[at]
        goes_on = above != numbers[at]
        origin, below, above = origin[goes_on], at[goes_on], above[goes_on]
        if not len(origin):
            break
        steps.append((origin, above, numbers[below], below))
        at = np.searchsorted(numbers, above)
    lengths = [len(step[0]) for step in steps]
    origin, ancestor, below, rows = (np.concatenate(part) for part in zip(*steps, strict=True))
    depth = np.repeat(np.arange(len(steps)), lengths)
    order = np.argsort(origin, kind="stable")
    via = tokens["dep"].gather(pl.Series(np.maximum(rows, 0)[order], dtype=pl.UInt32)) if len(tokens) else pl.Series([])
    return (
        pl.DataFrame(
            {
                "t": wanted[origin[order]],
                "depth": depth[order],
                "ancestor": ancestor[order],
                "below": below[order],
                "via": via,
            }
        )
        .with_columns(via=pl.when(pl.col("depth") > 0).then("via").otherwise(pl.lit("")))
        .cast(ANCESTORS)
    )


def along(steps: pl.Expr) -> pl.Expr:
    """How many of `steps` (Boolean) hold so far on each path, Int64; the rows of a path follow one another.

    What a running sum over t gives, without taking the paths apart.
    """
    total = steps.cast(pl.Int64).fill_null(0).cum_sum()
    before = total - steps.cast(pl.Int64).fill_null(0)
    begins = (pl.col("t") != pl.col("t").shift(1)).fill_null(value=True)
    return pl.when(steps.is_not_null()).then(total - pl.when(begins).then(before).forward_fill())
