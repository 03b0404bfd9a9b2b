"""Keeping out of a run what was withdrawn or forgotten, whether its id, its address or its text comes again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.frames import REJECTS
from warehouse import removals

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.place import Place

_FILE = "removed.parquet"
#: What is told of a removal, and of which article it was, whose text another article may have.
_TOLD = ("kind", pl.col("reason").alias("why"), pl.col("article_id").alias("removed_id"))
_NAMES = ("kind", "why", "removed_id")


def withhold(folder: Path, warehouse: Place) -> None:
    """Take articles that were removed from the warehouse out of raw/, by their id or web address: rejects."""
    gone = removals.removed(warehouse)
    if not gone.height:
        return
    from transforms.pipeline import article_ids  # noqa: PLC0415 - brings spaCy along

    _write(gone, folder / _FILE)
    for path in sorted((folder / "raw").glob("*.parquet")):
        raw = article_ids(pl.read_parquet(path))
        by_id = raw.join(gone.select(*_TOLD, "article_id"), on="article_id", how="left", maintain_order="left")
        is_page = pl.col("source_uri").str.contains("://", literal=True)
        pages = gone.filter(is_page).unique("source_uri").select(*_TOLD, "source_uri")
        told = by_id.join(pages, on="source_uri", how="left", maintain_order="left", suffix="_of_page").with_columns(
            pl.coalesce(name, f"{name}_of_page") for name in _NAMES
        )
        refused = told.filter(pl.col("kind").is_not_null())
        if refused.height:
            _write(told.filter(pl.col("kind").is_null()).select(raw.columns).drop("article_id"), path)
            _write(_rejects(refused), folder / "rejects" / f"removed-{path.stem}.parquet")


def withhold_texts(folder: Path) -> None:
    """Take cleaned articles that have the very text of a removed one out of clean/, whatever their name: rejects."""
    if not (folder / _FILE).exists():
        return
    gone = pl.read_parquet(folder / _FILE).select(*_TOLD, "text_id").unique("text_id")
    for path in sorted(folder.glob("clean/*/articles.parquet")):
        articles = pl.read_parquet(path)
        refused = articles.join(gone, on="text_id", maintain_order="left")
        if refused.height:
            left = articles.join(gone, on="text_id", how="anti", maintain_order="left")
            prints = pl.read_parquet(path.with_name("fingerprints.parquet"))
            _write(
                prints.join(left, on="article_id", how="semi", maintain_order="left"),
                path.with_name("fingerprints.parquet"),
            )
            _write(left, path)
            _write(_rejects(refused), folder / "rejects" / f"removed-text-{path.parent.name}.parquet")


def _write(frame: pl.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    frame.write_parquet(unfinished, compression="lz4")
    unfinished.replace(path)


def _rejects(refused: pl.DataFrame) -> pl.DataFrame:
    """A reject for each article. `refused`: source_uri, article_id and _NAMES."""
    command = pl.when(kind="withdrawn").then(pl.lit("withdraw")).otherwise(pl.lit("forget"))
    reason = pl.format(
        "{} was {}{} and is not loaded again; `sitrep {} --undo {}` lets it in.",
        "source_uri",
        "kind",
        pl.format(" ({})", "why").fill_null(""),
        command,
        "removed_id",
    )
    told = refused.select(
        "source_uri", "article_id", stage=pl.lit("extract"), table_name=pl.lit("articles"), rule="kind", reason=reason
    )
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in REJECTS.items() if name not in told.columns]
    return told.with_columns(missing).select(REJECTS.names())
