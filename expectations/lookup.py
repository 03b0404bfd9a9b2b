"""A batch as the cross-table checks see it, and how a row looks up what it refers to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from expectations.declared import primary_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from expectations.check import Severity


def of_rows(rows: pl.LazyFrame, value: pl.Expr) -> pl.Series:
    """A value for each row, in order."""
    return rows.select(value).collect().to_series()


@dataclass(frozen=True)
class Batch:
    """The core tables, the ids the warehouse already has (table name -> ids) and the day of the check.

    Of a lazy table a check reads only the columns that it looks at, and nobody holds them after it.
    """

    tables: Mapping[str, pl.DataFrame | pl.LazyFrame]
    today: date
    known: Mapping[str, Iterable[str]] = field(default_factory=dict)

    def rows(self, table: str) -> pl.LazyFrame:
        """The rows of `table` in the batch."""
        return self.tables[table].lazy()

    def ids(self, table: str) -> pl.Series:
        """Every id of `table` in the batch or the warehouse."""
        key = primary_key(table)
        known = pl.Series(key, list(self.known.get(table, ())), dtype=pl.String)
        return pl.concat([of_rows(self.rows(table), pl.col(key)), known])

    def fetch(self, table: str, column: str, target: str, *wanted: str) -> pl.LazyFrame:
        """Rows of `table`, order kept, with columns of the rows of `target` whose key is in `column`.

        A fetched column is called `target.column`; it is NULL where there is no such row. Of two rows with one key the
        first counts.
        """
        key = primary_key(target)
        there = self.rows(target).select(key, *wanted).unique(key, keep="first", maintain_order=True)
        fetched = there.select(pl.col(key).alias("there"), *(pl.col(c).alias(f"{target}.{c}") for c in wanted))
        return self.rows(table).join(fetched, left_on=column, right_on="there", how="left", maintain_order="left")

    def count(self, table: str, target: str, column: str) -> pl.Series:
        """How many rows of `target` refer to each row of `table` by `column`."""
        key = primary_key(table)
        counted = self.rows(target).group_by(pl.col(column).alias(key)).len("count")
        rows = self.rows(table).select(key).join(counted, on=key, how="left", maintain_order="left")
        return of_rows(rows, pl.col("count").fill_null(0))


@dataclass(frozen=True)
class CrossCheck:
    """A check that looks beyond one row of one table.

    Attributes:
        table: The table whose rows are checked.
        name: What holds, as a name.
        severity: `critical` holds the batch, the others only report.
        explanation: What it checks, in a sentence.
        flags: Gives a flag for each row of `table`, in order: true, false, or NULL where it does not apply.
        at_most: Share of rows, of those it applies to, that may be false; 0 where every row must hold.
        at_least: Rows that `table` must have before the check is made, as a share of a few rows says nothing.

    """

    table: str
    name: str
    severity: Severity
    explanation: str
    flags: Callable[[Batch], pl.Series]
    at_most: float = 0.0
    at_least: int = 0
