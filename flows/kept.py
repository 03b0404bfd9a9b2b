"""Forgetting what was kept of texts beside the warehouse: parses, by any model and code, and the words of articles.

A file is written anew without them. What is no longer kept is parsed again if it is ever asked for.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: What a killed run left half written is this old at least.
_STALE_SECONDS = 3600.0


def forget_words(annotations: Path, articles: Sequence[str], texts: Sequence[str]) -> None:
    """Remove what is kept of articles, by article_id and by text. Raises OSError where it can't be."""
    for path in sorted(annotations.glob("words/*/*.parquet")):
        _keep(path, ~pl.col("article_id").is_in(list(articles)))
    for tokens in sorted(annotations.glob("*/*.tokens.parquet")):
        parses = _parses(tokens, texts)
        if parses:
            name = tokens.name.removesuffix(".tokens.parquet")
            for what in ("index", "sentences", "tokens"):
                _keep(tokens.with_name(f"{name}.{what}.parquet"), ~pl.col("parse_id").is_in(parses))
    for unfinished in annotations.rglob("*.part"):
        if time.time() - unfinished.stat().st_mtime > _STALE_SECONDS:
            unfinished.unlink(missing_ok=True)


def _parses(tokens: Path, texts: Sequence[str]) -> list[str]:
    """The parses in a file that may be of one of the texts: all of their tokens begin there with the same character.

    A short parse of another text may be among them, which costs no more than to parse that again.
    """
    found: set[str] = set()
    with suppress(pl.exceptions.PolarsError):  # broken: it is not read again, and goes below
        first = pl.read_parquet(tokens, columns=["parse_id", "start_char", "text"]).with_columns(
            pl.col("text").str.head(1)
        )
        for text in texts:
            there = pl.DataFrame({"character": list(text)}).with_row_index("start_char").cast({"start_char": pl.Int64})
            met = first.join(there, on="start_char", how="left").group_by("parse_id")
            same = met.agg((pl.col("text") == pl.col("character")).fill_null(False).all())
            found.update(same.filter("text")["parse_id"])
        return sorted(found)
    tokens.unlink(missing_ok=True)
    return []


def _keep(path: Path, rows: pl.Expr) -> None:
    """Write a file anew with some of its rows, if it has others. One that can't be read is removed."""
    if not path.exists():
        return
    try:
        frame = pl.read_parquet(path)
        kept = frame.filter(rows)
    except pl.exceptions.PolarsError:
        path.unlink()
        return
    if kept.height < frame.height:
        unfinished = path.with_suffix(".part")
        kept.write_parquet(unfinished, compression="zstd")
        unfinished.replace(path)
