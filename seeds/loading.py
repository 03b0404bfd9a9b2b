"""Reading the seed files, each as strings; what the columns mean is in the README of its folder or in its users."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent
_SUFFIXES = (".csv", ".parquet", ".yml")
# Sample articles are input, the source columns are about reading, corrections are of single rows: none of them changes
# how a text is coded.
_NOT_RULES = ("articles", "sources", "corrections.yml")


class SeedError(Exception):
    """A seed file is missing or can't be read."""


@dataclass(frozen=True)
class Seeds:
    """The folder of seeds that a run uses, with the hash of all that is in it (16 hexadecimal digits)."""

    root: Path
    digest: str

    def table(self, name: str) -> pl.DataFrame:
        """One file, as strings; empty cells are NULL. `name` is relative: `actors/roles.csv`."""
        return read_csv(self.root / name)

    def parquet(self, name: str) -> pl.DataFrame:
        """One Parquet file; `name` is relative: `places/cities.parquet`."""
        try:
            return pl.read_parquet(self.root / name)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise SeedError(f"The seed file {self.root / name} can't be read: {error}") from error

    def tables(self, pattern: str) -> pl.DataFrame:
        """Every file that matches, one below the other in order of their names, with a column `file`."""
        paths = sorted(self.root.glob(pattern))
        if not paths:
            raise SeedError(f"No seed file matches {pattern} in {self.root}; the installation is not whole.")
        return pl.concat([read_csv(p).with_columns(file=pl.lit(p.stem)) for p in paths], how="diagonal")


def load(root: Path = ROOT) -> Seeds:
    """Find the seeds and hash every file that can change a result."""
    digest = blake2b(digest_size=8)
    for name, path in seed_files(root):
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return Seeds(root, digest.hexdigest())


def seed_files(root: Path = ROOT) -> Iterator[tuple[str, Path]]:
    """Every file that can change a result, in order, with its name: `actors/roles.csv`."""
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if path.suffix in _SUFFIXES and relative.parts[0] not in _NOT_RULES:
            yield relative.as_posix(), path


def read_csv(path: Path) -> pl.DataFrame:
    """One seed file as strings; an empty cell is NULL. Raises SeedError, which names the file and what is wrong."""
    try:
        frame = pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise SeedError(f"The seed file {path} can't be read: {error}") from error
    return frame.with_columns(pl.col(pl.String).str.strip_chars().replace("", None))


def items(column: str) -> pl.Expr:
    """A cell of several items as a list; NULL as an empty list."""
    return pl.col(column).fill_null("").str.split("|").list.eval(pl.element().filter(pl.element() != ""))
