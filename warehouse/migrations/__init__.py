"""The version of a warehouse's schema, and how an older file is brought to today's.

A new file is made from the declarations, at today's version. A change of a declared table comes with a migration here,
added at the end and never changed afterwards; `ops.schema_versions` records each one that a file went through.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import duckdb

from warehouse import ddl, views
from warehouse.errors import corrupt, newer

if TYPE_CHECKING:
    from pathlib import Path


class Migration(NamedTuple):
    """One step from a version to the next: a name for people, and the statements."""

    name: str
    statements: tuple[str, ...]


MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        "actor_mentions.is_acting",
        (
            # Rows of before count as not acting until their article is loaded anew. The file lets the column be NULL,
            # since DuckDB can't forbid it in the transaction that fills it; the writer does.
            "ALTER TABLE actor_mentions ADD COLUMN is_acting BOOLEAN DEFAULT false",
            "ALTER TABLE actor_mentions ALTER COLUMN is_acting DROP DEFAULT",
            "COMMENT ON COLUMN actor_mentions.is_acting IS"
            " 'A name that the sentence says something of: its subject, or a known person in it'",
        ),
    ),
)
FIRST = 1
VERSION = FIRST + len(MIGRATIONS)


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Make tables and views in an empty database, at today's version; inside the caller's transaction."""
    ddl.create(con)
    views.create(con)
    _record(con, VERSION, "created")


def bring_forward(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Apply the migrations that the file lacks and make its views anew; inside the caller's transaction."""
    for version, migration in enumerate(MIGRATIONS[version_of(con, path) - FIRST :], start=version_of(con, path) + 1):
        for statement in migration.statements:
            con.execute(statement)
        _record(con, version, migration.name)
    views.create(con)


def version_of(con: duckdb.DuckDBPyConnection, path: Path) -> int:
    """The version of an open warehouse; raises WarehouseCorrupt for a foreign file, WarehouseNewer for a later one."""
    try:
        found = con.execute("SELECT max(version) FROM ops.schema_versions").fetchone()
    except duckdb.CatalogException as error:
        raise corrupt(path, "it is a DuckDB file that sitrep did not make") from error
    if found is None or found[0] is None:
        raise corrupt(path, "its version is not recorded")
    version = int(found[0])
    if version > VERSION:
        raise newer(path, f"release of sitrep (schema {version}, this one knows {VERSION})")
    return version


def _record(con: duckdb.DuckDBPyConnection, version: int, name: str) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    con.execute("INSERT INTO ops.schema_versions VALUES (?, ?, ?)", [version, name, now])
