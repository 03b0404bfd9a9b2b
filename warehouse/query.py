"""Asking the warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from warehouse.connect import read
from warehouse.errors import QueryFailed, QueryRefused, translated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def query(path: Path, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> pl.DataFrame:
    """The result of a query as a frame, empty for a statement that has none; `parameters` are bound.

    Raises QueryRefused where it would write, QueryFailed where DuckDB can't run it, and what `connect.read` raises.
    """
    with read(path) as con:
        try:
            result = con.execute(sql, parameters)
            return result.pl() if result.description else pl.DataFrame()
        except duckdb.Error as error:
            if "read-only mode" in str(error):
                raise QueryRefused(
                    "This statement would write, and queries only read the warehouse; load articles with `sitrep run`."
                ) from error
            if translated(error, path) is not None:
                raise
            raise QueryFailed(f"DuckDB can't run this query; correct it and try again: {error}") from error
