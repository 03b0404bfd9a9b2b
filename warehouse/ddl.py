"""From the declared tables to the statements that make them in DuckDB.

No PRIMARY KEY or UNIQUE: DuckDB checks those eagerly, so that a row can't be deleted and written anew in one
transaction. Keys are held by the gates before a load and by `publish` during it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from warehouse.tables import OPS, STORED
from warehouse.tables.reference import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    import polars.datatypes as pt

    from warehouse.tables import Table

#: Every table of a warehouse by the name that SQL knows it by.
DECLARED: dict[str, type[Table]] = STORED | {f"ops.{name}": table for name, table in (OPS | REFERENCE).items()}

#: DuckLake keeps comments of tables, their columns and views, not of the columns of a view or of macros.
_NO_ROOM_IN_A_LAKE = re.compile(r"^\s*COMMENT ON (COLUMN|MACRO)\b", re.MULTILINE)
_MACRO = re.compile(r"^(\s*CREATE OR REPLACE )MACRO\b", re.MULTILINE)

_TYPES: dict[pt.DataType, str] = {
    pl.String(): "VARCHAR",
    pl.Int64(): "BIGINT",
    pl.UInt32(): "UINTEGER",
    pl.UInt64(): "UBIGINT",
    pl.Float64(): "DOUBLE",
    pl.Boolean(): "BOOLEAN",
    pl.Date(): "DATE",
    pl.Datetime("us"): "TIMESTAMP",
}


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Make every declared table, with its comments, in an empty database; inside the caller's transaction."""
    con.execute("CREATE SCHEMA ops")
    for name, table in DECLARED.items():
        con.execute(create_table(name, table))
    comment(con)


def comment(con: duckdb.DuckDBPyConnection) -> None:
    """Give every declared table and its columns their comments; inside the caller's transaction."""
    for name, table in DECLARED.items():
        con.execute(";\n".join(comments(name, table)))


def create_table(name: str, table: type[Table]) -> str:
    """The CREATE TABLE statement of a declared table."""
    columns = [
        f"    {column} {duckdb_type(declared.dtype)}{'' if declared.nullable else ' NOT NULL'}"
        for column, declared in table.columns().items()
    ]
    return f"CREATE TABLE {name} (\n" + ",\n".join(columns) + "\n)"


def comments(name: str, table: type[Table]) -> Iterator[str]:
    """The COMMENT ON statements of a declared table: its docstring, and the description of each column."""
    yield f"COMMENT ON TABLE {name} IS {literal(table_description(table))}"
    for column, declared in table.columns().items():
        yield f"COMMENT ON COLUMN {name}.{column} IS {literal(declared.description or '')}"


def duckdb_type(dtype: pt.DataType) -> str:
    """The DuckDB type that holds a Polars type; raises KeyError for one that no table uses."""
    if isinstance(dtype, pl.List):
        return duckdb_type(pl.List(dtype.inner).inner) + "[]"  # type: ignore[arg-type]  # an instance once in a List
    return _TYPES[dtype]


def table_description(table: type[Table]) -> str:
    """The docstring of a table on one line."""
    return " ".join((table.__doc__ or "").split())


def key_of(table: type[Table]) -> str:
    """The name of the column that is the key of a table."""
    (key,) = table.primary_key()
    return key


def run(con: duckdb.DuckDBPyConnection, script: str) -> None:
    """Execute the statements of a script that makes views or macros.

    In a lake, comments for which its catalogue has no room are left out, and macros are of this connection only: one
    with a default of NULL makes a DuckLake unreadable for good.
    """
    if not is_lake(con):
        con.execute(script)
        return
    for statement in con.extract_statements(script):
        if not _NO_ROOM_IN_A_LAKE.search(statement.query):
            con.execute(_MACRO.sub(r"\1TEMP MACRO", statement.query, count=1))


def is_lake(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the database in use is a DuckLake."""
    found = con.execute("SELECT type FROM duckdb_databases() WHERE database_name = current_database()").fetchone()
    return found == ("ducklake",)


def quoted(*names: str) -> str:
    """A name as SQL writes it whatever is in it; of several, the last one qualified by those before."""
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)


def literal(text: str) -> str:
    """A string as SQL writes it, for statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"
