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
    """Run a query and give its result as a frame; `parameters` are bound.

    Raises QueryRefused where it would write, QueryFailed where DuckDB can't run it, and what `connect.read` raises.
    """
    with read(path) as con:
        try:
            if not con.extract_statements(sql):
                raise QueryFailed("The query is empty; give one such as `SELECT * FROM event_records`.")
            return con.execute(sql, parameters).pl()
        except pl.exceptions.PolarsError as error:
            raise QueryFailed(f"The result has a type that can't be shown; cast it to VARCHAR: {error}") from error
        except duckdb.Error as error:
            if "read-only mode" in str(error):
                raise QueryRefused(
                    "This statement would write, and queries only read the warehouse; load articles with `sitrep run`."
                ) from error
            if translated(error, path) is not None:
                raise
            raise QueryFailed(f"DuckDB can't run this query; correct it and try again: {error}") from error
