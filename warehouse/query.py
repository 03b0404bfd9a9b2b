"""Asking the warehouse."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from warehouse.connect import read, translated
from warehouse.errors import QueryFailed, QueryRefused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from warehouse.place import Place


_READING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)  # DESCRIBE, SHOW and SUMMARIZE are SELECTs
_EXPLAIN = re.compile(r"\s*EXPLAIN\s+(ANALYZE\s+)?(\([\w\s,]*\)\s*)?", re.IGNORECASE)
_OF_ERROR = "Invalid Input Error: "  # what our macros say by error() is a sentence of its own
_OUT_OF_REACH = ("read-only mode", "disabled by configuration", "configuration has been locked")


def query(path: Place, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> pl.DataFrame:
    """Run one query of the warehouse's tables and views and give its result as a frame; `parameters` are bound.

    Raises QueryRefused where it is anything but one SELECT, EXPLAIN, DESCRIBE, SHOW or SUMMARIZE or where it uses a
    file, QueryFailed where DuckDB can't run it, and what `connect.read` raises.
    """
    with read(path) as con:
        try:
            _check_reads(con, sql)
            return con.execute(sql, parameters).pl()
        except pl.exceptions.PolarsError as error:
            raise QueryFailed(f"The result has a type that can't be shown; cast it to VARCHAR: {error}") from error
        except duckdb.Error as error:
            if any(sign in str(error) for sign in _OUT_OF_REACH):
                raise QueryRefused(
                    "This query would use a file or change something, and queries only read the warehouse; "
                    "ask its tables and views, which docs/tables.md describes."
                ) from error
            if translated(error, path) is not None:
                raise
            if (told := str(error).removeprefix(_OF_ERROR)) != str(error):
                raise QueryFailed(told) from error
            raise QueryFailed(f"DuckDB can't run this query; correct it and try again: {error}") from error


def _check_reads(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Pass exactly one statement that reads, or raise QueryFailed, QueryRefused or what DuckDB says of its syntax."""
    statements = con.extract_statements(sql)
    if not statements:
        raise QueryFailed("The query is empty; give one such as `SELECT * FROM event_records`.")
    if len(statements) > 1 or statements[0].type not in _READING:
        raise QueryRefused(
            "This is not one statement that reads, and queries only read the warehouse; give one SELECT, EXPLAIN, "
            "DESCRIBE, SHOW or SUMMARIZE, and load articles with `sitrep run`."
        )
    if statements[0].type == duckdb.StatementType.EXPLAIN:  # EXPLAIN ANALYZE runs what it explains
        explained = _EXPLAIN.sub("", statements[0].query, count=1)
        try:
            kinds = [statement.type for statement in con.extract_statements(explained)]
        except duckdb.Error:  # a comment between the words; what can't be told is refused
            kinds = []
        if kinds != [duckdb.StatementType.SELECT]:
            raise QueryRefused("Only a SELECT is explained, as queries only read the warehouse; give EXPLAIN SELECT.")
