"""Declarations, the tables and comments of a fresh warehouse, what is read back, and docs/tables.md are one."""

from __future__ import annotations

import polars as pl
import pytest

from warehouse import ddl, docs
from warehouse.connect import read, write
from warehouse.ddl import DECLARED
from warehouse.views import VIEWS


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    path = tmp_path_factory.mktemp("fresh") / "w.duckdb"
    with write(path):
        pass
    with read(path) as con:
        yield con


def where(name):
    schema, _, table = name.rpartition(".")
    return [schema or "main", table]


def test_the_warehouse_has_the_declared_tables_and_views_and_no_other(fresh):
    found = fresh.execute(
        "SELECT if(table_schema = 'main', '', table_schema || '.') || table_name, table_type"
        " FROM information_schema.tables"
    ).fetchall()
    assert {name for name, kind in found if kind == "BASE TABLE"} == set(DECLARED)
    assert {name for name, kind in found if kind == "VIEW"} == set(VIEWS)


@pytest.mark.parametrize("name", DECLARED)
def test_columns_types_nulls_and_comments_are_as_declared(fresh, name):
    found = fresh.execute(
        "SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns()"
        " WHERE schema_name = ? AND table_name = ? ORDER BY column_index",
        where(name),
    ).fetchall()
    declared = [
        (column, ddl.duckdb_type(told.dtype), told.nullable, told.description)
        for column, told in DECLARED[name].columns().items()
    ]
    assert found == declared


@pytest.mark.parametrize("name", DECLARED)
def test_a_table_carries_its_docstring(fresh, name):
    sql = "SELECT comment FROM duckdb_tables() WHERE schema_name = ? AND table_name = ?"
    assert fresh.execute(sql, where(name)).fetchone() == (ddl.table_description(DECLARED[name]),)
    assert ddl.table_description(DECLARED[name])


@pytest.mark.parametrize("name", DECLARED)
def test_every_column_is_described(name):
    assert [column for column, told in DECLARED[name].columns().items() if not told.description] == []


@pytest.mark.parametrize("name", DECLARED)
def test_a_table_is_read_back_in_the_declared_schema(fresh, name):
    assert fresh.execute(f"SELECT * FROM {name}").pl().schema == pl.Schema(DECLARED[name])


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_and_each_of_its_columns_carry_a_comment(fresh, view):
    assert fresh.execute("SELECT comment IS NULL FROM duckdb_views() WHERE view_name = ?", [view]).fetchone() == (
        False,
    )
    bare = "SELECT column_name FROM duckdb_columns() WHERE table_name = ? AND comment IS NULL"
    assert fresh.execute(bare, [view]).fetchall() == []


def test_comments_are_still_there_after_the_views_are_made_anew(tmp_path):
    for _ in range(2):
        with write(tmp_path / "w.duckdb"):
            pass
    with read(tmp_path / "w.duckdb") as con:
        bare = "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"
        assert con.execute(bare).fetchall() == []


def test_the_page_is_as_rendered():
    told = docs.PAGE.read_text(encoding="utf-8")
    assert told == docs.render(), "docs/tables.md is out of date: run `python -m warehouse.docs`"


def test_the_page_names_every_column():
    page = docs.render()
    missing = [c for table in DECLARED.values() for c in table.columns() if f"| `{c}` |" not in page]
    assert missing == []
