from __future__ import annotations

import polars as pl
import pytest

from tests.builders import valid_tables
from tests.warehouse.loads import load
from warehouse.errors import QueryFailed, QueryRefused, WarehouseMissing
from warehouse.query import query


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "w.duckdb"
    load(path, valid_tables())
    return path


def test_a_query_gives_a_frame(path):
    result = query(path, "SELECT name, country FROM places")
    assert result.to_dicts() == [{"name": "Belmont", "country": "XNL"}]


def test_values_are_bound(path):
    assert query(path, "SELECT $name AS name", {"name": "O'Hara; --"}).item() == "O'Hara; --"


def test_a_query_without_rows_keeps_its_columns(path):
    assert query(path, "SELECT name FROM places WHERE false").schema == {"name": pl.String}


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM articles",
        "UPDATE articles SET title = NULL",
        "INSERT INTO stories SELECT * FROM stories",
        "CREATE TABLE mine (a INT)",
        "DROP VIEW event_records",
        "SELECT 1; DELETE FROM articles",
    ],
)
def test_a_statement_that_writes_is_refused(path, sql):
    with pytest.raises(QueryRefused, match="would write, and queries only read"):
        query(path, sql)
    assert query(path, "SELECT count(*) FROM articles").item() == 3


@pytest.mark.parametrize("sql", ["", " ", "-- a comment"])
def test_an_empty_query_is_told_of(path, sql):
    with pytest.raises(QueryFailed, match="empty; give one such as"):
        query(path, sql)


@pytest.mark.parametrize(
    ("sql", "told"),
    [("SELEC 1", "syntax error"), ("SELECT nope FROM articles", "nope"), ("FROM nowhere", "nowhere")],
)
def test_a_query_that_can_not_run_says_why(path, sql, told):
    with pytest.raises(QueryFailed, match=rf"(?s)can't run this query; correct it and try again: .*{told}"):
        query(path, sql)


def test_a_result_that_a_frame_can_not_hold_says_what_to_do(path):
    with pytest.raises(QueryFailed, match="cast it to VARCHAR"):
        query(path, "SELECT INTERVAL 1 DAY AS gap")


def test_a_missing_warehouse_is_told_of(tmp_path):
    with pytest.raises(WarehouseMissing):
        query(tmp_path / "none.duckdb", "SELECT 1")
