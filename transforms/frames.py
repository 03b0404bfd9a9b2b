"""Frames that pass between stages but are not stored in the warehouse."""

from __future__ import annotations

import polars as pl

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
