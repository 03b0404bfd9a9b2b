from __future__ import annotations

import polars as pl
import pytest

from warehouse.errors import QueryFailed, QueryRefused, WarehouseMissing
from warehouse.query import query


def test_a_query_gives_a_frame(loaded):
    result = query(loaded, "SELECT name, country FROM places")
    assert result.to_dicts() == [{"name": "Belmont", "country": "XNL"}]


def test_values_are_bound(loaded):
    assert query(loaded, "SELECT $name AS name", {"name": "O'Hara; --"}).item() == "O'Hara; --"


def test_a_query_without_rows_keeps_its_columns(loaded):
    assert query(loaded, "SELECT name FROM places WHERE false").schema == {"name": pl.String}


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM articles",
        "UPDATE articles SET title = NULL",
        "INSERT INTO stories SELECT * FROM stories",
        "CREATE TABLE mine (a INT)",
        "DROP VIEW event_records",
        "SELECT 1; DELETE FROM articles",
        "SELECT 1; SELECT 2",
        "COPY articles TO '{file}'",
        "EXPORT DATABASE '{file}'",
        "ATTACH '{file}'",
        "SET threads = 1",
        "INSTALL json",
        "LOAD json",
        "USE memory",
        "CALL enable_logging()",
        "CREATE TABLE memory.main.mine (a INT)",
    ],
)
def test_a_statement_that_writes_is_refused(loaded, sql):
    file = loaded.with_name("other")
    with pytest.raises(QueryRefused, match="not one statement that reads, and queries only read"):
        query(loaded, sql.replace("{file}", str(file)))
    assert query(loaded, "SELECT count(*) FROM articles").item() == 3
    assert not file.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '{file}'",
        "EXPLAIN ANALYZE DELETE FROM articles",
        "EXPLAIN /* so */ ANALYZE DELETE FROM articles",
        "EXPLAIN (ANALYZE) DROP TABLE articles",
    ],
)
def test_only_a_select_is_explained(loaded, sql):
    with pytest.raises(QueryRefused, match="Only a SELECT is explained"):
        query(loaded, sql.replace("{file}", str(loaded)))
    assert query(loaded, "SELECT count(*) FROM articles").item() == 3


@pytest.mark.parametrize(
    "sql", ["FROM read_csv('{file}')", "FROM '{file}'", "FROM read_text('{file}')", "FROM glob('/*')"]
)
def test_a_query_that_reads_a_file_is_refused(loaded, sql):
    file = loaded.with_name("other.csv")
    file.write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(QueryRefused, match="would use a file or change something"):
        query(loaded, sql.replace("{file}", str(file)))


@pytest.mark.parametrize(
    "sql",
    [
        "EXPLAIN /* so */ ANALYZE COPY (SELECT 1) TO '{file}'",
        "EXPLAIN (ANALYZE /* ) SELECT 1 -- */ ) COPY (SELECT 1) TO '{file}'",
    ],
)
def test_a_comment_hides_nothing(loaded, sql):
    with pytest.raises(QueryRefused, match="Only a SELECT is explained"):
        query(loaded, sql.replace("{file}", str(loaded)))
    assert query(loaded, "SELECT count(*) FROM articles").item() == 3


@pytest.mark.parametrize(
    "sql",
    [
        "DESCRIBE articles",
        "SHOW TABLES",
        "SUMMARIZE places",
        "FROM places",
        "EXPLAIN SELECT 1",
        "EXPLAIN ANALYZE FROM figure_claims",
        "EXPLAIN (FORMAT json) SELECT 1",
        "SELECT current_date, now()::DATE",
    ],
)
def test_every_statement_that_reads_is_run(loaded, sql):
    assert query(loaded, sql).height > 0


@pytest.mark.parametrize("sql", ["", " ", "-- a comment"])
def test_an_empty_query_is_told_of(loaded, sql):
    with pytest.raises(QueryFailed, match="empty; give one such as"):
        query(loaded, sql)


@pytest.mark.parametrize(
    ("sql", "told"),
    [("SELEC 1", "syntax error"), ("SELECT nope FROM articles", "nope"), ("FROM nowhere", "nowhere")],
)
def test_a_query_that_can_not_run_says_why(loaded, sql, told):
    with pytest.raises(QueryFailed, match=rf"(?s)can't run this query; correct it and try again: .*{told}"):
        query(loaded, sql)


def test_a_result_that_a_frame_can_not_hold_says_what_to_do(loaded):
    with pytest.raises(QueryFailed, match="cast it to VARCHAR"):
        query(loaded, "SELECT INTERVAL 1 DAY AS gap")


def test_a_missing_warehouse_is_told_of(tmp_path):
    with pytest.raises(WarehouseMissing):
        query(tmp_path / "none.duckdb", "SELECT 1")


def test_a_slow_query_prints_no_progress_into_its_result(loaded):
    assert not query(loaded, "SELECT current_setting('enable_progress_bar')").item()
