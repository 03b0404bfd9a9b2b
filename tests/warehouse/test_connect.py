from __future__ import annotations

import os
import threading

import duckdb
import pytest

from tests.builders import valid_tables
from tests.warehouse.children import ended, process
from tests.warehouse.loads import load
from warehouse import migrations
from warehouse.connect import read, write
from warehouse.errors import (
    DiskFull,
    WarehouseCorrupt,
    WarehouseLocked,
    WarehouseMissing,
    WarehouseNewer,
    WarehouseReadOnly,
    WarehouseUnreadable,
)

WRITES_IN_THE_FILE = """
import duckdb, sys
con = duckdb.connect(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""
READS_ON = """
import duckdb, sys
con = duckdb.connect(sys.argv[1], read_only=True)
print("open", flush=True)
for _ in sys.stdin:
    print(con.execute("SELECT count(*) FROM articles").fetchone()[0], flush=True)
"""
LOADS_SLOWLY = """
import sys
from pathlib import Path
from warehouse.connect import write
with write(Path(sys.argv[1])) as con:
    con.execute("DELETE FROM articles")
    print("writing", flush=True)
    sys.stdin.read()
"""
LOADS_WITH_LITTLE_ROOM = """
import resource, sys
from pathlib import Path
from warehouse.connect import write
path = Path(sys.argv[1])
with write(path) as con:
    room = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    con.execute("CREATE TABLE filler AS SELECT md5(range::VARCHAR) AS noise FROM range(1_000_000)")
"""


@pytest.fixture
def path(full):
    return full


def count(path, table="articles"):
    with read(path) as con:
        return con.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def files(path):
    return sorted(p.name for p in path.parent.iterdir())


def test_a_load_leaves_the_warehouse_and_its_lock_and_nothing_else(path):
    with write(path):
        pass
    assert files(path) == ["w.duckdb", "w.duckdb.lock"]


def test_a_new_warehouse_records_its_version(tmp_path):
    with write(tmp_path / "w.duckdb"):
        pass
    with read(tmp_path / "w.duckdb") as con:
        assert con.execute("SELECT version, name FROM ops.schema_versions").fetchall() == [
            (migrations.VERSION, "created")
        ]


def test_an_error_in_the_block_leaves_no_warehouse_behind(tmp_path):
    with pytest.raises(ZeroDivisionError), write(tmp_path / "w.duckdb"):
        raise ZeroDivisionError
    assert files(tmp_path / "w.duckdb") == ["w.duckdb.lock"]


def test_an_error_in_the_block_leaves_the_warehouse_as_it_was(path):
    before = path.read_bytes()
    with pytest.raises(duckdb.ConversionException), write(path) as con:
        con.execute("DELETE FROM articles; SELECT 'x'::INT")
    assert path.read_bytes() == before


def test_a_missing_warehouse_is_named(tmp_path):
    with (
        pytest.raises(WarehouseMissing, match=r"no warehouse at .*w\.duckdb; load one with `sitrep run"),
        read(tmp_path / "w.duckdb"),
    ):
        pass


@pytest.mark.parametrize("content", [b"", b"x", b"no database at all " * 1000, bytes(range(256)) * 100])
@pytest.mark.parametrize("opened", [read, write])
def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path, content, opened):
    path = tmp_path / "w.duckdb"
    path.write_bytes(content)
    with pytest.raises(WarehouseCorrupt, match=r"w\.duckdb can't be used, as it is damaged"), opened(path):
        pass
    assert path.read_bytes() == content


def test_a_damaged_warehouse_is_refused(path):
    content = bytearray(path.read_bytes())
    content[4096:20000] = os.urandom(20000 - 4096)
    path.write_bytes(content)
    with pytest.raises(WarehouseCorrupt, match="damaged"), write(path):
        pass


def test_a_truncated_warehouse_is_found_when_its_rows_are_read(path):
    os.truncate(path, 300_000)
    with pytest.raises(WarehouseCorrupt, match="damaged"), read(path) as con:
        con.execute("SELECT sum(length(text)) FROM articles").fetchall()


def test_a_foreign_database_is_refused(tmp_path):
    duckdb.connect(tmp_path / "w.duckdb").close()
    with pytest.raises(WarehouseCorrupt, match="sitrep did not make"), write(tmp_path / "w.duckdb"):
        pass


@pytest.mark.parametrize("opened", [read, write])
def test_a_warehouse_of_a_later_release_is_refused(path, opened):
    with write(path) as con:
        con.execute("INSERT INTO ops.schema_versions VALUES (?, 'later', now())", [migrations.VERSION + 1])
    with pytest.raises(WarehouseNewer, match=r"made by a later release of sitrep .*update sitrep"), opened(path):
        pass


def test_an_older_warehouse_is_brought_forward(path, monkeypatch):
    step = migrations.Migration("add a table", ("CREATE TABLE added (a INT)",))
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, step))
    monkeypatch.setattr(migrations, "VERSION", migrations.VERSION + 1)
    for _ in range(2):
        with write(path):
            pass
    with read(path) as con:
        assert con.execute("SELECT name FROM ops.schema_versions ORDER BY version").fetchall() == [
            ("created",),
            ("add a table",),
        ]
        assert con.execute("FROM added").fetchall() == []


def make_first_version(path):
    with duckdb.connect(path) as con:
        con.execute("DROP TABLE ops.repairs; DROP TABLE ops.fingerprints; DROP TABLE ops.corrections")
        con.execute("ALTER TABLE events DROP COLUMN article_count; ALTER TABLE events DROP COLUMN source_count")
        for column in ("linked_to", "link_score", "link_reason"):
            con.execute(f"ALTER TABLE event_mentions DROP COLUMN {column}")
        con.execute("ALTER TABLE articles DROP COLUMN copy_kind; ALTER TABLE articles DROP COLUMN copy_similarity")
        con.execute("ALTER TABLE actor_mentions DROP COLUMN is_acting")
        con.execute("UPDATE ops.schema_versions SET version = ?", [migrations.FIRST])


def test_a_warehouse_of_the_first_version_takes_the_same_batch_again(path):
    make_first_version(path)
    counts = load(path, valid_tables(), "second")
    assert (counts.inserted, counts.updated, counts.deleted) == (0, 0, 0)
    with read(path) as con:
        assert con.execute("SELECT bool_or(is_acting) FROM actor_mentions").fetchone() == (False,)


def test_a_warehouse_brought_forward_has_the_columns_and_comments_of_a_new_one(path, tmp_path):
    sql = "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
    make_first_version(path)
    found = []
    for each in (path, tmp_path / "new.duckdb"):
        with write(each) as con:
            found.append(con.execute(sql).fetchall())
    assert found[0] == found[1]


def test_a_file_without_write_permission_is_not_replaced(path):
    path.chmod(0o444)
    with pytest.raises(WarehouseReadOnly, match=r"w\.duckdb can't be written"), write(path):
        pass
    assert count(path) == 3


@pytest.mark.parametrize("opened", [read, write])
def test_a_folder_is_no_warehouse(tmp_path, opened):
    with pytest.raises(WarehouseUnreadable, match="is a folder"), opened(tmp_path):
        pass


def test_a_path_through_a_file_is_no_warehouse(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(WarehouseUnreadable, match="part of that path is a file"), write(tmp_path / "file" / "w.duckdb"):
        pass


@pytest.mark.parametrize("opened", [read, write])
def test_another_program_that_writes_in_the_file_is_named(path, opened):
    with process(WRITES_IN_THE_FILE, path) as other, pytest.raises(WarehouseLocked) as error, opened(path):
        pass
    assert f"is being written by process {other.pid}; wait" in str(error.value)
    assert count(path) == 3


def test_no_other_program_can_write_in_the_file_during_a_load(path):
    with write(path):
        failed = ended(WRITES_IN_THE_FILE, path)
    assert "Conflicting lock" in failed.stderr


def test_a_connection_of_this_process_that_writes_is_told_of(path):
    with duckdb.connect(path), pytest.raises(WarehouseLocked, match="this very process"), read(path):
        pass


def test_a_second_load_says_who_is_loading(path):
    with process(LOADS_SLOWLY, path) as other, pytest.raises(WarehouseLocked) as error, write(path, wait_seconds=0.1):
        pass
    assert f"by process {other.pid}" in str(error.value)


def test_a_second_load_waits_for_the_first(path):
    with process(LOADS_SLOWLY, path) as other:
        threading.Timer(0.3, other.stdin.close).start()
        with write(path, wait_seconds=30) as con:
            assert con.execute("SELECT count(*) FROM articles").fetchone() == (0,)


def test_a_load_that_was_killed_leaves_the_old_state_and_the_next_one_cleans_up(path):
    with process(LOADS_SLOWLY, path) as other:
        other.kill()
        other.wait()
    assert "w.duckdb.next" in files(path)
    assert count(path) == 3
    with write(path):
        pass
    assert files(path) == ["w.duckdb", "w.duckdb.lock"]


def test_what_a_killed_program_had_committed_in_the_file_is_kept(path):
    code = """
import duckdb, os, sys
con = duckdb.connect(sys.argv[1])
con.execute("PRAGMA disable_checkpoint_on_shutdown")
con.execute("CREATE TABLE notes AS SELECT 'kept' AS note")
os._exit(0)
"""
    ended(code, path)
    assert "w.duckdb.wal" in files(path)
    with write(path):
        pass
    assert count(path, "notes") == 1
    assert files(path) == ["w.duckdb", "w.duckdb.lock"]


def test_a_reader_that_is_open_keeps_the_old_state_and_a_later_one_sees_the_new(path):
    with process(READS_ON, path) as reader:
        with write(path) as con:
            con.execute("DELETE FROM articles")
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "3\n"
    assert count(path) == 0


def test_readers_of_the_same_process_do_so_too(path):
    with read(path) as old:
        with write(path) as con:
            con.execute("DELETE FROM articles")
        assert count(path) == 0
        assert old.execute("SELECT count(*) FROM articles").fetchone() == (3,)


@pytest.mark.parametrize("room", [5_000, 3_000_000])
def test_a_full_disk_leaves_the_warehouse_as_it_was(path, room):
    before = path.read_bytes()
    failed = ended(LOADS_WITH_LITTLE_ROOM, path, room)
    assert "DiskFull: The disk under" in failed.stderr
    assert path.read_bytes() == before
    assert files(path) == ["w.duckdb", "w.duckdb.lock"]


def test_a_disk_too_full_for_the_copy_leaves_the_warehouse_as_it_was(path):
    before = path.read_bytes()
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))\n" + LOADS_SLOWLY
    failed = ended(code, path)
    assert "DiskFull: The disk under" in failed.stderr
    assert path.read_bytes() == before


def test_a_link_stays_a_link(path):
    link = path.parent.parent / "link.duckdb"
    link.symlink_to(path)
    with write(link) as con:
        con.execute("DELETE FROM articles")
    assert link.is_symlink()
    assert count(path) == 0


def test_permissions_stay(path):
    path.chmod(0o640)
    with write(path):
        pass
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_full_disk_is_told_of_the_system_too(tmp_path):
    path = tmp_path / "w.duckdb"
    with pytest.raises(DiskFull, match="nothing was loaded; free"), write(path):
        raise OSError(28, "No space left on device")
