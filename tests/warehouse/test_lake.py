"""The same warehouse as a lake, on a real PostgreSQL; what of it can be told without one is in test_place.py."""

from __future__ import annotations

import duckdb
import pytest

from tests.builders import changed, valid_tables
from tests.warehouse.children import ended, process
from tests.warehouse.lakes import foreign
from tests.warehouse.loads import load
from warehouse import backup, connect, ddl, migrations
from warehouse import lake as lakes
from warehouse.connect import read, write
from warehouse.errors import (
    LakeUnfit,
    LakeUnreachable,
    QueryRefused,
    WarehouseConflict,
    WarehouseCorrupt,
    WarehouseLocked,
    WarehouseMissing,
)
from warehouse.macros import MACROS, example
from warehouse.place import Lake
from warehouse.query import query
from warehouse.views import VIEWS

HOLDS_THE_LOCK = """
import sys
from warehouse.connect import write
from warehouse.place import Lake
with write(Lake(sys.argv[1])) as con:
    con.execute("DELETE FROM articles")
    print("writing", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def lake(a_lake):
    """A lake that holds `valid_tables()`."""
    load(a_lake, valid_tables())
    return a_lake


def contents(place, *, timed=True):
    """All rows by table and view; without what tells when they were loaded where `timed` is false."""
    with read(place) as con:
        return {
            name: con.execute(f"SELECT {columns(con, name, timed)} FROM {name} ORDER BY ALL").fetchall()
            for name in (*ddl.DECLARED, *VIEWS)
            if timed or name != "ops.schema_versions"
        }


def columns(con, name, timed):
    found = con.execute(f"DESCRIBE {name}").fetchall()
    return ", ".join(column for column, kind, *_ in found if timed or kind != "TIMESTAMP")


def test_a_lake_holds_what_a_file_holds(lake, loaded):
    assert contents(lake, timed=False) == contents(loaded, timed=False)


def test_the_same_again_changes_nothing(lake):
    counts = load(lake, valid_tables(), run="second")
    assert (counts.inserted, counts.updated, counts.deleted) == (0, 0, 0)


def test_updates_and_deletes_are_those_of_a_file(lake, full):
    other = changed(valid_tables(1, copy=False), "event_mentions", confidence=0.25)
    assert load(lake, other, run="second") == load(full, other, run="second")
    changes = "SELECT run_id, table_name, row_id, action, reason FROM ops.changes ORDER BY ALL"
    assert query(lake, changes).equals(query(full, changes))
    assert query(lake, "SELECT count(*) FROM ops.changes").item() > 0


def test_tables_columns_and_views_are_described(lake):
    with read(lake) as con:
        tables = con.execute("SELECT comment FROM duckdb_tables() WHERE database_name = 'warehouse'").fetchall()
        columns = con.execute(
            """
            SELECT c.comment FROM duckdb_columns() AS c JOIN duckdb_tables() USING (database_name, table_oid)
            WHERE database_name = 'warehouse'
            """
        ).fetchall()
        views = con.execute("SELECT comment FROM duckdb_views() WHERE database_name = 'warehouse'").fetchall()
    assert (len(tables), len(views)) == (len(ddl.DECLARED), len(VIEWS))
    assert len(columns) == sum(len(table.columns()) for table in ddl.DECLARED.values())
    assert all(comment for (comment,) in [*tables, *columns, *views])


@pytest.mark.parametrize("macro", MACROS)
def test_macros_answer(lake, full, macro):
    assert query(lake, example(macro)).schema == query(full, example(macro)).schema


def test_another_program_reads_tables_and_views(lake):
    with foreign(lake) as con:
        assert con.execute("SELECT count(*) FROM event_records").fetchone() == (2,)


def test_a_query_can_t_write(lake):
    with pytest.raises(QueryRefused):
        query(lake, "DELETE FROM articles")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM ducklake_expire_snapshots('warehouse', older_than => now())",
        "SELECT * FROM postgres_query('__ducklake_metadata_warehouse', 'DELETE FROM ducklake_table RETURNING 1')",
    ],
)
def test_a_query_reaches_nothing_else(lake, sql):
    with read(lake) as con, pytest.raises(Exception, match=r"disabled|read-only|COPY"):
        con.execute(sql).fetchall()


def test_a_reader_keeps_the_state_it_began_with(lake):
    with read(lake) as con:
        before = con.execute("SELECT count(*) FROM articles").fetchone()
        load(lake, valid_tables(5), run="second")
        assert con.execute("SELECT count(*) FROM articles").fetchone() == before
    with read(lake) as con:
        assert con.execute("SELECT count(*) FROM articles").fetchone() != before


def test_a_load_that_fails_leaves_the_lake_as_it_was(lake):
    before = contents(lake)

    def fail(con):
        con.execute("DELETE FROM articles")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        connect.change(lake, fail)
    assert contents(lake) == before


def test_a_second_writer_waits_or_says_so(lake):
    with (
        process(HOLDS_THE_LOCK, lake),
        pytest.raises(WarehouseLocked, match="being written"),
        write(lake, wait_seconds=0.2),
    ):
        pass


def test_a_writer_that_is_killed_leaves_the_lake_as_it_was_and_open_to_others(lake):
    before = contents(lake)
    with process(HOLDS_THE_LOCK, lake) as writer:
        writer.kill()
        writer.wait()
        assert load(lake, valid_tables(), run="second").deleted == 0
    after = contents(lake)
    assert len(after.pop("ops.runs")) == len(before.pop("ops.runs")) + 1
    assert after == before


def test_a_load_is_done_again_where_another_program_changed_the_same_rows(lake):
    tries = []

    def work(con):
        found = con.execute("SELECT count(*) FROM articles").fetchone()
        if not tries:
            with foreign(lake) as other:
                other.execute("DELETE FROM articles WHERE duplicate_of IS NOT NULL")
        tries.append(found)
        con.execute("DELETE FROM articles WHERE source_name = 'article-0.txt'")
        return found

    assert connect.change(lake, work) == (2,)
    assert tries == [(3,), (2,)]
    assert query(lake, "SELECT source_name FROM articles")["source_name"].to_list() == ["article-1.txt"]


def test_a_conflict_that_does_not_end_is_told(lake, monkeypatch):
    monkeypatch.setattr(connect, "CONFLICT_TRIES", 2)

    def work(con):
        con.execute("UPDATE articles SET title = 'mine'")
        with foreign(lake) as other:
            other.execute("UPDATE articles SET title = 'theirs'")

    with pytest.raises(WarehouseConflict, match="Another program"):
        connect.change(lake, work)
    assert query(lake, "SELECT DISTINCT title FROM articles")["title"].to_list() == ["theirs"]


def test_the_place_of_the_files_is_asked_for_once(a_lake, tmp_path):
    without = Lake(a_lake.address)
    with pytest.raises(LakeUnfit, match="SITREP_LAKE_DATA"):
        load(without, valid_tables())
    load(a_lake, valid_tables())
    assert load(without, valid_tables(), run="second").inserted == 0
    with pytest.raises(LakeUnfit, match="another place"):
        load(Lake(a_lake.address, str(tmp_path / "elsewhere")), valid_tables())


def test_a_lake_that_is_not_there(a_lake):
    assert not connect.exists(a_lake)
    with pytest.raises(WarehouseMissing, match="sitrep run"):
        query(a_lake, "SELECT 1")


def test_a_lake_that_sitrep_did_not_make(lake):
    with foreign(lake) as con:
        con.execute("DROP TABLE ops.schema_versions")
    with pytest.raises(WarehouseCorrupt, match="did not make"):
        query(lake, "SELECT 1")


def test_a_server_that_does_not_answer(lake):
    with pytest.raises(LakeUnreachable, match="can't be reached"):
        query(Lake(lake.address.replace("port=", "port=1")), "SELECT 1")


def test_backup_and_restore_from_file_to_lake_and_back(full, a_lake, path, tmp_path):
    backup.backup(full, tmp_path / "one")
    backup.restore(tmp_path / "one", a_lake)
    assert contents(a_lake) == contents(full)
    load(a_lake, valid_tables(4), run="more")
    backup.backup(a_lake, tmp_path / "two.zip")
    backup.restore(tmp_path / "two.zip", path)
    assert contents(path) == contents(a_lake)
    backup.restore(tmp_path / "one", a_lake, force=True)
    assert contents(a_lake) == contents(full)


def test_a_backup_of_an_earlier_release_is_brought_to_today_s_schema(full, a_lake, tmp_path, monkeypatch):
    backup.backup(full, tmp_path / "old")
    steps = ("ALTER TABLE actors ADD COLUMN is_later BOOLEAN DEFAULT true",)  # which DuckLake refuses
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, migrations.Migration("later", steps)))
    monkeypatch.setattr(migrations, "VERSION", migrations.VERSION + 1)
    backup.restore(tmp_path / "old", a_lake)
    assert query(a_lake, "SELECT DISTINCT is_later FROM actors").item() is True


def test_nothing_is_left_of_what_was_deleted_where_that_is_asked_for(lake, tmp_path):
    def held():
        files = {path: duckdb.read_parquet(str(path)).fetchall() for path in (tmp_path / "files").rglob("*.parquet")}
        return sum("article-0.txt" in str(rows) for rows in files.values())

    assert held() == 1
    with lakes.write(lake, wait_seconds=1, anew=False, rewritten=True) as con:
        con.execute("DELETE FROM articles WHERE source_name = 'article-0.txt'")
    assert held() == 0
    assert query(lake, "SELECT count(*) FROM articles").item() == 2
    with foreign(lake) as con:
        assert con.execute("SELECT count(*) FROM ducklake_snapshots('lake')").fetchone() == (1,)


def test_importing_the_address_of_a_lake_loads_no_extension():
    done = ended("import sys; import warehouse.place; print('polars' in sys.modules)")
    assert done.stdout.strip() == "False", done.stderr
