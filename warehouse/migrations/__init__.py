"""The version of a warehouse's schema, and how an older file is brought to today's.

A new file is made from the declarations, at today's version. A change of a declared table comes with a migration here,
added at the end and never changed afterwards; `ops.schema_versions` records each one that a file went through. COMMENTs
need none: whenever a file is brought forward, they become those of the declarations.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import duckdb

from warehouse import ddl, history, macros, views
from warehouse.errors import corrupt, newer
from warehouse.migrations.figures import STATEMENTS as FIGURES
from warehouse.migrations.linking import STATEMENTS as LINKING
from warehouse.migrations.recorded_time import STATEMENTS as RECORDED_TIME

if TYPE_CHECKING:
    from warehouse.place import Place


class Migration(NamedTuple):
    """One step from a version to the next: a name for people, and the statements.

    A warehouse may be a lake: new statements are such as DuckLake knows, too (no DEFAULT for a new column, but
    an UPDATE after it).
    """

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
    Migration(
        "near copies and repairs by kind",
        (
            # Until now every copy was an exact one.
            "ALTER TABLE articles ADD COLUMN copy_kind VARCHAR",
            "ALTER TABLE articles ADD COLUMN copy_similarity DOUBLE",
            "UPDATE articles SET copy_kind = 'exact', copy_similarity = 1 WHERE duplicate_of IS NOT NULL",
            "COMMENT ON COLUMN articles.copy_kind IS"
            " 'exact: the same text; near: edited, cut, another headline; NULL: no copy'",
            "COMMENT ON COLUMN articles.copy_similarity IS"
            " 'Share of runs of three words that it and its original both have'",
            "CREATE TABLE ops.repairs (repair_id VARCHAR NOT NULL, run_id VARCHAR NOT NULL, kind VARCHAR NOT NULL,"
            " articles BIGINT NOT NULL, repairs BIGINT NOT NULL)",
            "COMMENT ON TABLE ops.repairs IS 'One row a kind of repair that cleaning made in the articles of a run.'",
            "COMMENT ON COLUMN ops.repairs.repair_id IS 'Hash of run and kind'",
            "COMMENT ON COLUMN ops.repairs.run_id IS 'The run'",
            "COMMENT ON COLUMN ops.repairs.kind IS 'What was repaired'",
            "COMMENT ON COLUMN ops.repairs.articles IS 'Articles in which it was'",
            "COMMENT ON COLUMN ops.repairs.repairs IS 'How many repairs those were'",
            "CREATE TABLE ops.fingerprints (article_id VARCHAR NOT NULL, fingerprint_version VARCHAR NOT NULL,"
            " signature UINTEGER[] NOT NULL, bands UBIGINT[] NOT NULL)",
            "COMMENT ON TABLE ops.fingerprints IS"
            " 'One row an article: what near copies are found by, over all that the warehouse holds.'",
            "COMMENT ON COLUMN ops.fingerprints.article_id IS 'The article'",
            "COMMENT ON COLUMN ops.fingerprints.fingerprint_version IS"
            " 'Hash of all that shapes a signature; others don''t compare'",
            "COMMENT ON COLUMN ops.fingerprints.signature IS 'MinHash signature of the text''s runs of three words'",
            "COMMENT ON COLUMN ops.fingerprints.bands IS"
            " 'Hash of each band of the signature; near copies share two or more'",
        ),
    ),
    Migration("macros", ()),
    Migration("figures of statistics", FIGURES),
    Migration("recorded time and removals", RECORDED_TIME),
    Migration("links of events and corrections", LINKING),
)
FIRST = 1
VERSION = FIRST + len(MIGRATIONS)
#: Since this version rows are recorded with their time.
HISTORY = FIRST + 1 + next(n for n, step in enumerate(MIGRATIONS) if step.statements is RECORDED_TIME)


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Make tables, views and macros in an empty database, at today's version; inside the caller's transaction."""
    ddl.create(con)
    views.create(con)
    make_macros(con)
    _record(con, VERSION, "created")


def bring_forward(con: duckdb.DuckDBPyConnection, path: Place) -> None:
    """Apply the migrations that the file lacks, each in a transaction, and make its views and macros anew in another.

    That one is the caller's, who has begun one before; DuckDB can't alter a table any more that it altered and then
    filled in the same.
    """
    found = version_of(con, path)
    for version, migration in enumerate(MIGRATIONS[found - FIRST :], start=found + 1):
        for statement in migration.statements:
            con.execute(statement)
        _record(con, version, migration.name)
        con.commit()
        con.begin()
    if found < VERSION:
        ddl.comment(con)
    views.create(con)
    make_macros(con)


def make_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Make or replace every macro; each connection to a lake does, for itself."""
    macros.create(con)
    history.create(con)


def version_of(con: duckdb.DuckDBPyConnection, path: Place) -> int:
    """The version of an open warehouse; raises WarehouseCorrupt for a foreign file, WarehouseNewer for a later one."""
    try:
        found = con.execute("SELECT max(version) FROM ops.schema_versions").fetchone()
    except duckdb.CatalogException as error:
        raise corrupt(path, "it is a database that sitrep did not make") from error
    if found is None or found[0] is None:
        raise corrupt(path, "its version is not recorded")
    version = int(found[0])
    if version > VERSION:
        raise newer(path, f"release of sitrep (schema {version}, this one knows {VERSION})")
    return version


def _record(con: duckdb.DuckDBPyConnection, version: int, name: str) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    con.execute("INSERT INTO ops.schema_versions VALUES (?, ?, ?)", [version, name, now])
