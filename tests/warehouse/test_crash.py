"""Whatever cuts a load off, the warehouse is as before it or after it, and the load done again gives what it gives."""

from __future__ import annotations

import os
import random
import shutil

import duckdb
import pytest

from tests.builders import valid_tables
from tests.content import content
from tests.warehouse.children import ended
from tests.warehouse.crashes import calls_of_a_load, killed_at, later
from tests.warehouse.loads import load
from warehouse.connect import read, write
from warehouse.query import query

MOMENTS = 8
LEAVES_A_LOG = """
import duckdb, os, sys
con = duckdb.connect(sys.argv[1])
con.execute("PRAGMA disable_checkpoint_on_shutdown")
for i in range(20):
    con.execute(f"CREATE TABLE note_{i} AS SELECT 'kept' AS note")
os._exit(0)
"""
FORGETS_WITH_LITTLE_ROOM = """
import resource, sys
from pathlib import Path
from warehouse import connect
from warehouse.removals import remove
whole = connect._rewrite
def rewrite(stage):
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    whole(stage)
connect._rewrite = rewrite
remove(Path(sys.argv[1]), [sys.argv[2]], kind="forgotten", reason="test", run_id="f" * 16)
"""


def same(left, right):
    return all(frame.equals(right[name]) for name, frame in left.items())


@pytest.fixture(scope="module")
def unbroken(loaded, tmp_path_factory):
    """How many calls the load of `later()` is, the content before it, and after it."""
    path = shutil.copy(loaded, tmp_path_factory.mktemp("unbroken") / "w.duckdb")
    return calls_of_a_load(path), content(loaded), content(path)


def test_the_load_changes_something(unbroken):
    calls, before, after = unbroken
    assert calls > 20 * MOMENTS
    assert not same(before, after)


def moments(calls):
    """Calls spread over the load, by a fixed seed; the last ones are about the file that takes its place."""
    return sorted([*random.Random(20210514).sample(range(1, calls - 4), MOMENTS), calls - 4])


@pytest.mark.parametrize("n", range(MOMENTS + 1))
def test_a_load_that_was_killed_and_done_again_is_as_if_it_had_not_been(full, unbroken, n):
    calls, before, after = unbroken
    killed_at(full, moments(calls)[n])
    found = content(full)
    assert same(found, before) or same(found, after)
    load(full, later(), "third")
    assert same(content(full), after)
    assert sorted(p.name for p in full.parent.iterdir()) == ["w.duckdb", "w.duckdb.lock"]


def test_a_first_load_that_was_killed_leaves_no_warehouse(path, unbroken):
    calls, _, _ = unbroken
    killed_at(path, calls // 2)
    assert not path.exists()
    load(path, later())
    load(path, valid_tables(), "second")
    assert content(path)["articles"].height == later()["articles"].height


def test_a_disk_that_is_full_while_a_file_is_written_anew_leaves_it_as_it_was(full):
    before = full.read_bytes()
    failed = ended(FORGETS_WITH_LITTLE_ROOM, full, valid_tables()["articles"]["article_id"][0])
    assert "DiskFull: The disk under" in failed.stderr
    assert full.read_bytes() == before
    assert sorted(p.name for p in full.parent.iterdir()) == ["w.duckdb", "w.duckdb.lock"]


@pytest.fixture(scope="module")
def with_log(loaded, tmp_path_factory):
    """A warehouse in which another program made 20 tables and was cut off, so that they stand in the log beside it."""
    path = shutil.copy(loaded, tmp_path_factory.mktemp("log") / "w.duckdb")
    ended(LEAVES_A_LOG, path)
    assert path.with_name("w.duckdb.wal").stat().st_size > 2000
    return path


@pytest.mark.parametrize("opened", [read, write])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.1, 0.33, 0.5, 0.77, 0.9, 0.999])
def test_a_log_that_was_cut_short_keeps_what_was_committed_before(with_log, tmp_path, opened, share):
    path = shutil.copy(with_log, tmp_path / "w.duckdb")
    log = shutil.copy(with_log.with_name("w.duckdb.wal"), tmp_path / "w.duckdb.wal")
    os.truncate(log, int(share * log.stat().st_size))
    with opened(path) as con:
        assert con.execute("SELECT count(*) FROM articles").fetchone() == (3,)
        notes = con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'note_%'").fetchone()[0]
    assert abs(notes - 20 * share) <= 2


@pytest.mark.parametrize("opened", [read, write])
def test_a_log_with_damage_inside_counts_up_to_there(with_log, tmp_path, opened):
    path = shutil.copy(with_log, tmp_path / "w.duckdb")
    log = shutil.copy(with_log.with_name("w.duckdb.wal"), tmp_path / "w.duckdb.wal")
    content = bytearray(log.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 200] = os.urandom(200)
    log.write_bytes(content)
    with opened(path) as con:
        notes = con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'note_%'").fetchone()[0]
    assert notes in range(5, 12)


def test_a_whole_log_is_read_too(with_log, tmp_path):
    path = shutil.copy(with_log, tmp_path / "w.duckdb")
    shutil.copy(with_log.with_name("w.duckdb.wal"), tmp_path / "w.duckdb.wal")
    assert query(path, "FROM note_19").rows() == [("kept",)]
    with write(path):
        pass
    with duckdb.connect(path, read_only=True) as con:
        assert con.execute("FROM note_19").fetchall() == [("kept",)]
