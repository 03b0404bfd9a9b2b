"""Lakes for the tests, and DuckLake as another program would use it."""

from __future__ import annotations

from contextlib import closing, contextmanager
from itertools import count
from typing import TYPE_CHECKING

import duckdb

from warehouse import extensions
from warehouse.place import Lake

if TYPE_CHECKING:
    from collections.abc import Iterator

_numbers = count()


def new_lake(port: int, data: str) -> Lake:
    """A lake in a database of its own, which is made here; there is nothing in it."""
    server, name = f"host=127.0.0.1 port={port} user=sitrep", f"lake_{next(_numbers)}"
    with closing(duckdb.connect()) as con:
        extensions.load(con, "postgres_scanner")
        con.execute(f"ATTACH 'dbname=postgres {server}' AS server (TYPE postgres)")
        con.execute(f"CALL postgres_execute('server', 'CREATE DATABASE {name}', use_transaction => false)")
    return Lake(f"ducklake:postgres:dbname={name} {server}", data)


@contextmanager
def foreign(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of a program that knows DuckLake and nothing of sitrep."""
    with closing(duckdb.connect()) as con:
        extensions.load(con, "ducklake", "postgres_scanner")
        con.execute(f"ATTACH '{lake.address}' AS lake (DATA_INLINING_ROW_LIMIT 0)")
        con.execute("USE lake")
        yield con
