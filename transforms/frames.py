"""Frames that pass between stages but are not stored in the warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What a source yields, as it is: decoded, nothing repaired. `published` is the date as the source writes it.
RAW_ARTICLES = pl.Schema(
    {
        "source_uri": pl.String,
        "source_name": pl.String,
        "text": pl.String,
        "title": pl.String,
        "published": pl.String,
        "publisher": pl.String,
    }
)

#: What a stage refuses; `ops.rejects` without run and id.
REJECTS = pl.Schema(
    {
        "stage": pl.String,
        "table_name": pl.String,
        "rule": pl.String,
        "source_uri": pl.String,
        "article_id": pl.String,
        "row_id": pl.String,
        "reason": pl.String,
        "evidence": pl.String,
    }
)


def first_by(
    frame: pl.DataFrame, keys: Sequence[str], *order: str, descending: Sequence[bool] | bool = False
) -> pl.DataFrame:
    """One row for each value of `keys`: the first by `order`, and where that ties by all other columns.

    So the choice never depends on how rows came together, in which batch, on how many threads. Sorted by keys.
    """
    chosen = {*keys, *order}
    rest = [c for c, t in frame.schema.items() if c not in chosen and not isinstance(t, pl.List)]
    down = [descending] * len(order) if isinstance(descending, bool) else list(descending)
    flags = [False] * len(keys) + down + [False] * len(rest)
    ordered = frame.sort([*keys, *order, *rest], descending=flags, nulls_last=True)
    return ordered.unique(list(keys), keep="first", maintain_order=True)
