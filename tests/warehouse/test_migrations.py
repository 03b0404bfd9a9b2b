"""A warehouse of an earlier release opens in this one, with all it holds; one of a later release is refused."""

from __future__ import annotations

import duckdb
import pytest

from tests.builders import valid_tables
from tests.warehouse.loads import load
from warehouse import docs, history, migrations
from warehouse.connect import read, write
from warehouse.errors import WarehouseCorrupt, WarehouseNewer
from warehouse.macros import MACROS, example
from warehouse.removals import removed
from warehouse.tables import CORE
from warehouse.views import VIEWS


def shape(con):
    """Every column with its table, type and comment; every view and macro with its comment."""
    columns = "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
    tables = "SELECT schema_name, table_name, comment FROM duckdb_tables() ORDER BY ALL"
    views = "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY ALL"
    macros = "SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal ORDER BY ALL"
    return [con.execute(sql).fetchall() for sql in (columns, tables, views, macros)]


@pytest.mark.parametrize("opened", [read, write])
def test_a_warehouse_of_a_later_release_is_refused(full, opened):
    with write(full) as con:
        con.execute("INSERT INTO ops.schema_versions VALUES (?, 'later', now())", [migrations.VERSION + 1])
    with pytest.raises(WarehouseNewer) as error, opened(full):
        pass
    known = f"(schema {migrations.VERSION + 1}, this one knows {migrations.VERSION})"
    told = f"The warehouse {full} was made by a later release of sitrep {known}; update sitrep to use it."
    assert str(error.value) == told


def test_a_warehouse_without_its_version_is_refused(full):
    with duckdb.connect(full) as con:
        con.execute("DELETE FROM ops.schema_versions")
    with pytest.raises(WarehouseCorrupt, match="its version is not recorded"), write(full):
        pass


def test_each_step_is_taken_once_in_order_and_recorded(full, monkeypatch):
    steps = [
        migrations.Migration("add a table", ("CREATE TABLE added (a INT)",)),
        migrations.Migration("fill it", ("INSERT INTO added VALUES (1)",)),
    ]
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, *steps))
    monkeypatch.setattr(migrations, "VERSION", migrations.VERSION + 2)
    for _ in range(2):
        with write(full):
            pass
    with read(full) as con:
        names = con.execute("SELECT name FROM ops.schema_versions ORDER BY version").fetchall()
        assert names == [("created",), ("add a table",), ("fill it",)]
        assert con.execute("FROM added").fetchall() == [(1,)]


def test_a_step_that_fails_leaves_the_file_as_it_was(first_release, monkeypatch):
    before = first_release.read_bytes()
    broken = migrations.Migration("broken", ("DROP TABLE stories", "SELECT 'x'::INT"))
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, broken))
    monkeypatch.setattr(migrations, "VERSION", migrations.VERSION + 1)
    with pytest.raises(duckdb.ConversionException), write(first_release):
        pass
    assert first_release.read_bytes() == before


def test_a_warehouse_of_the_first_release_goes_through_every_step(first_release):
    with write(first_release):
        pass
    with read(first_release) as con:
        steps = con.execute("SELECT version, name FROM ops.schema_versions ORDER BY version").fetchall()
    named = ["created", *(step.name for step in migrations.MIGRATIONS)]
    assert steps == list(enumerate(named, start=migrations.FIRST))


def test_it_is_then_shaped_like_a_new_one(first_release, tmp_path):
    found = []
    for each in (first_release, tmp_path / "new.duckdb"):
        with write(each) as con:
            found.append(shape(con))
    assert found[0] == found[1]


def test_it_keeps_its_rows_and_takes_the_same_batch_again(first_release):
    counts = load(first_release, valid_tables(1), "third")
    assert (counts.inserted, counts.updated, counts.deleted) == (0, 1, 0)
    assert counts.by_table["events"].updated == 1  # what joined its mentions is another rule today
    with read(first_release) as con:
        for name, frame in valid_tables(1).items():
            assert con.execute(f"SELECT count(*) FROM {name}").fetchone() == (frame.height,), name
        assert con.execute("SELECT bool_or(is_acting) FROM actor_mentions").fetchone() == (False,)
        assert con.execute("SELECT count(*) FROM ops.runs").fetchone() == (3,)


def test_nothing_was_removed_from_it(first_release):
    assert removed(first_release).is_empty()


def test_its_rows_count_as_known_since_its_last_run(first_release):
    with write(first_release):
        pass
    with read(first_release) as con:
        for name in CORE:
            (held,) = con.execute(f"SELECT count(*) FROM {name}").fetchone()
            assert con.execute(f"SELECT count(*) FROM {name}_as_of('2024-01-03 03:05:00')").fetchone() == (held,)
            assert con.execute(f"SELECT count(*) FROM {name}_as_of('2024-01-03 03:04:59')").fetchone() == (0,)


def test_every_question_is_answered_in_it(first_release):
    with write(first_release):
        pass
    asked = [f"SELECT * FROM {view}" for view in VIEWS]
    asked += [*map(example, MACROS), *map(history.example, history.MACROS)]
    with read(first_release) as con:
        for sql in asked:
            con.execute(sql).fetchall()
    assert all(f"### {macro}(" in docs.render() for macro in history.MACROS)
