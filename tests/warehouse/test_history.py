"""What the warehouse held at an earlier time is what was published then, whatever came later."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.builders import changed, valid_tables
from tests.warehouse.loads import a_run, load
from warehouse import history
from warehouse.connect import read, write
from warehouse.query import query
from warehouse.tables import CORE, STORED


def moment(path, run):
    return query(path, "SELECT recorded_at FROM ops.runs WHERE run_id = ?", [a_run(run)["run_id"]]).item()


def as_of(path, name, ts):
    columns = ", ".join(CORE[name].columns())
    return query(path, f"SELECT {columns} FROM {name}_as_of(?) ORDER BY ALL", [ts])


def without_article(tables, n):
    """The batch, with no row that was read out of article `n`."""
    gone = tables["articles"]["article_id"][n]
    scoped = {name for name in CORE if name != "articles" and "article_id" in CORE[name].columns()}
    return {n: t.filter(pl.col("article_id") != gone) if n in scoped else t for n, t in tables.items()}


@pytest.fixture
def lived(path):
    """A warehouse after five runs, and the batch of each: changed twice, gone, back again, changed."""
    whole = valid_tables()
    dated = changed(whole, "event_mentions", date_start=date(2020, 3, 1), date_precision="week", contexts=[])
    revised = changed(dated, "statistics", value=13.0, low=None)
    batches = {
        "first": whole,
        "second": revised,
        "third": changed(revised, "statistics", value=14.0, low=2.5),
        "fourth": without_article(whole, 0),
        "fifth": changed(whole, "event_mentions", date_text='a "Monday"'),
    }
    for run, tables in batches.items():
        load(path, tables, run)
    return path, batches


def held(tables, name):
    """What the warehouse keeps of a batch's table: of shared rows all that is referred to, which here all are."""
    return tables[name].sort(pl.all())


@pytest.mark.parametrize("run", ["first", "second", "third", "fifth"])
def test_each_state_is_as_it_was_published(lived, run):
    path, batches = lived
    for name in CORE:
        found = as_of(path, name, moment(path, run))
        assert_frame_equal(found, held(batches[run], name), check_row_order=False)


def test_rows_that_were_gone_are_not_there(lived):
    path, batches = lived
    for name in ("sentences", "event_mentions", "statistics"):
        assert_frame_equal(
            as_of(path, name, moment(path, "fourth")), held(batches["fourth"], name), check_row_order=False
        )


def test_before_the_first_run_there_was_nothing(lived):
    path, _ = lived
    before = moment(path, "first") - timedelta(microseconds=1)
    assert [as_of(path, name, before).height for name in CORE] == [0] * len(CORE)


def test_an_unchanged_row_is_recorded_once(full):
    first = moment(full, "first")
    load(full, changed(valid_tables(), "statistics", value=13.0), "second")
    times = query(full, "SELECT recorded_at FROM statistics ORDER BY value")["recorded_at"].to_list()
    assert times == [first, moment(full, "second")]


def test_a_state_tells_when_its_rows_were_recorded(lived):
    path, _ = lived
    sql = "SELECT DISTINCT recorded_at FROM statistics_as_of(?) ORDER BY 1"
    times = query(path, sql, [moment(path, "third")])["recorded_at"].to_list()
    assert times == [moment(path, "first"), moment(path, "third")]


def test_a_day_stands_for_its_end_and_a_zone_for_itself(full):
    with write(full) as con:
        con.execute("UPDATE events SET recorded_at = TIMESTAMP '2021-05-06 22:00'")
    for when, found in {
        "DATE '2021-05-05'": 0,
        "DATE '2021-05-06'": 1,
        "'2021-05-06'": 0,
        "'2021-05-06 22:00'": 1,
        "TIMESTAMP '2021-05-06 21:59'": 0,
        "TIMESTAMPTZ '2021-05-07 00:59:00+03'": 0,
        "TIMESTAMPTZ '2021-05-07 01:00:00+03'": 1,
        "now()": 1,
    }.items():
        assert query(full, f"SELECT count(*) FROM events_as_of({when})").item() == found, when


def test_figures_are_the_records_as_they_were(lived):
    path, _ = lived
    sql = "SELECT value FROM figures_as_of(?) ORDER BY value"
    values = {run: query(path, sql, [moment(path, run)])["value"].to_list() for run in ("first", "second", "fourth")}
    assert values == {"first": [12, 12], "second": [12, 13], "fourth": [12]}
    now = query(path, "SELECT * FROM statistic_records ORDER BY ALL")
    assert query(path, "SELECT * FROM figures_as_of(now()) ORDER BY ALL").equals(now)


def test_claims_are_told_as_they_were_known(lived):
    path, _ = lived
    sql = "SELECT DISTINCT value FROM figure_claims_as_of(?) ORDER BY value"
    found = [query(path, sql, [moment(path, run)])["value"].to_list() for run in ("first", "second", "third")]
    assert len({tuple(values) for values in found}) == 3
    now = query(path, "FROM figure_claims ORDER BY ALL")
    assert now.height
    assert query(path, "FROM figure_claims_as_of(now()) ORDER BY ALL").equals(now)
    assert now.height == 2


def test_mentions_are_the_records_as_they_were(lived):
    path, _ = lived
    sql = "SELECT date_precision FROM event_records_as_of(?) ORDER BY 1"
    assert query(path, sql, [moment(path, "second")])["date_precision"].to_list() == ["day", "week"]


def test_every_table_has_its_macro():
    assert {f"{name}_as_of" for name in CORE} | set(history.OF_VIEWS) == set(history.MACROS)


@pytest.mark.parametrize("macro", history.MACROS)
def test_its_example_runs_and_it_has_a_comment(loaded, macro):
    assert f"{macro}(" in history.example(macro)
    assert query(loaded, history.example(macro)).is_empty()
    with read(loaded) as con:
        (comment,) = con.execute("SELECT comment FROM duckdb_functions() WHERE function_name = ?", [macro]).fetchone()
    assert "at a time" in comment


@pytest.mark.parametrize("name", CORE)
def test_a_state_has_the_columns_and_types_of_the_table(loaded, name):
    assert query(loaded, f"SELECT * FROM {name}_as_of(now())").schema == pl.Schema(STORED[name])
