"""Many small Parquet files made into few, while others may read and write: each batch of a run leaves files of its own.

What is merged stands in the new file before the old ones go, so that for a moment rows are there twice, and never not
at all. Who listed the old ones before finds them gone.
"""

from __future__ import annotations

from contextlib import suppress
from secrets import token_hex
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: So many files below half of MERGED_BYTES are worth merging; bytes on disk that are merged at once, and so in memory
#: some ten times as many.
MANY, MERGED_BYTES = 16, 16_000_000
#: Rows of a file that are read together.
GROUP = 65_536


def compact(folder: Path, kind: str, order: Sequence[str]) -> None:
    """Merge the files `*.<kind>.parquet` of a folder where many are small; rows alike are one, sorted by `order`.

    A file that can't be read stays as it is; a folder that can't be written is no obstacle.
    """
    small = []
    with suppress(OSError):
        sizes = [(path, path.stat().st_size) for path in sorted(folder.glob(f"*.{kind}.parquet"))]
        small = [(path, size) for path, size in sizes if size < MERGED_BYTES / 2]
    for paths in _groups(small) if len(small) >= MANY else ():
        frames = {path: frame for path in paths if (frame := _read(path)) is not None}
        with suppress(OSError, pl.exceptions.PolarsError):
            if len(frames) > 1:
                write(folder, kind, pl.concat(frames.values()).unique().sort(order))
                for path in frames:
                    path.unlink(missing_ok=True)


def write(folder: Path, kind: str, frame: pl.DataFrame) -> None:
    """Write a file of the folder under a name of its own, whole or not at all. Raises OSError."""
    path = folder / f"{token_hex(8)}.{kind}.parquet"
    folder.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(path.with_suffix(".part"), compression="zstd", row_group_size=GROUP)
    path.with_suffix(".part").rename(path)


def _read(path: Path) -> pl.DataFrame | None:
    with suppress(OSError, pl.exceptions.PolarsError):
        return pl.read_parquet(path)
    return None


def _groups(files: Sequence[tuple[Path, int]]) -> Iterator[list[Path]]:
    """The files in groups of two or more and MERGED_BYTES at most."""
    group: list[Path] = []
    left = MERGED_BYTES
    for path, size in files:
        if size > left:
            if len(group) > 1:
                yield group
            group, left = [], MERGED_BYTES
        group.append(path)
        left -= size
    if len(group) > 1:
        yield group
