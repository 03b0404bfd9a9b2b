"""A warehouse of made-up rows, of any size, made in SQL through the declared tables: `synthetic.sql` says of what."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

import seeds
from warehouse.connect import write
from warehouse.ddl import DECLARED, key_of
from warehouse.merge import replace
from warehouse.tables.reference import CROSSWALKS

if TYPE_CHECKING:
    import duckdb

QUERIES = Path(__file__).with_suffix(".sql")
#: How many event mentions an article has, about.
MENTIONS_AN_ARTICLE = 10 / 3
_TABLE = re.compile(r"^-- table: ([\w.]+)$", re.MULTILINE)
#: What stands in a column that the query of its table does not name and that must not be NULL.
_STAND_INS = {
    "VARCHAR": "{key}",
    "BIGINT": "1",
    "DOUBLE": "1",
    "BOOLEAN": "false",
    "TIMESTAMP": "TIMESTAMP '2024-01-01'",
}


def build(path: Path, mentions: int, *, threads: int = 2, memory: str = "6GB") -> None:
    """Make a warehouse at `path` with so many event mentions (at least 1,000) and what belongs to them.

    Crosswalks are the true ones. Raises what `connect.write` raises.
    """
    numbers = {"mentions": mentions, "articles": max(100, round(mentions / MENTIONS_AN_ARTICLE))}
    text = QUERIES.read_text(encoding="utf-8")
    for name, number in numbers.items():
        text = text.replace(f"${name}", str(number))
    first, *rest = _TABLE.split(text)
    with write(path) as con:
        con.execute("SET enable_progress_bar = false")
        con.execute(f"SET threads = {threads}")
        con.execute(f"SET memory_limit = '{memory}'")
        known = seeds.load()
        con.register("governments", known.table("actors/countries.csv").select("country", "government"))
        con.execute(first)
        for name, query in zip(rest[::2], rest[1::2], strict=True):
            con.execute(_insert(con, name, query))
        for name, table in CROSSWALKS.items():
            replace(
                con,
                name,
                known.table(f"ontology/{name.removeprefix('crosswalk_')}.csv").select(pl.Schema(table).names()),
            )


def _insert(con: duckdb.DuckDBPyConnection, name: str, query: str) -> str:
    """Write the INSERT of what a query gives, by name: columns the table lacks are left out, missing ones stood in."""
    given = {column for column, *_ in con.execute(f"DESCRIBE {query}").fetchall()}
    schema, _, table = name.rpartition(".")
    columns = con.execute(
        "SELECT column_name, data_type, is_nullable FROM duckdb_columns()"
        " WHERE database_name = current_database() AND schema_name = ? AND table_name = ? ORDER BY column_index",
        [schema or "main", table],
    ).fetchall()
    key = key_of(DECLARED[name])
    chosen = [
        column if column in given else f"{'NULL' if nullable else _STAND_INS[kind].format(key=key)} AS {column}"
        for column, kind, nullable in columns
    ]
    return f"INSERT INTO {name} SELECT {', '.join(chosen)} FROM ({query})"
