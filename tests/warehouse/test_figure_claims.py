"""What figure_claims makes of statistics that are of one figure."""

from datetime import date, timedelta

import polars as pl
import pytest

import seeds
from tests.builders import LANTERN, changed, valid_tables
from tests.warehouse.loads import load
from warehouse.query import query
from warehouse.views import ROOT

DAY = date(2020, 3, 4)
EXACT = {"qualifier": "exact"}


def claim(who, value, *, day=0, low=None, high=None, qualifier="exact", **other):
    """One claim, published so many days after the first day; bounds are those of an exact number unless told."""
    if qualifier == "exact":
        low, high = value, value
    told = {"value": value, "low": low, "high": high, "qualifier": qualifier, "kind": "flow"} | other
    return told | {"who": who, "published_on": DAY + timedelta(days=day)}


@pytest.fixture
def figure(path):
    """Load claims as one figure, each in an article of its own, and read the view in order of day and value."""

    def loaded(*claims):
        tables = valid_tables(len(claims), copy=False)
        figure_id = tables["statistics"]["figure_id"][0]
        for i, told in enumerate(claims):
            row = {name: told[name] for name in told if name in tables["statistics"].columns}
            tables = changed(tables, "statistics", i, figure_id=figure_id, **row)
            tables = changed(tables, "articles", i, published_on=told["published_on"], publisher=told["who"])
        load(path, tables | {"attributions": tables["attributions"].clear()})
        return query(path, "FROM figure_claims ORDER BY first_published, value").to_dicts()

    return loaded


def roll_up(rows):
    return [rows[0][name] for name in ("figure_low", "figure_best", "figure_high", "rule")]


def test_claimants_of_one_figure_stand_side_by_side(figure):
    rows = figure(claim("One", 12), claim("Two", 20, day=1))
    assert [(row["claimant"], row["value"]) for row in rows] == [("One", 12), ("Two", 20)]
    assert [row["contested"] for row in rows] == [True, True]
    assert roll_up(rows) == [12, 20, 20, "newest"]


def test_a_later_number_of_a_claimant_supersedes_the_earlier_one_which_stays(figure):
    rows = figure(claim("One", 12), claim("One", 20, day=1))
    assert [(row["value"], row["is_latest"]) for row in rows] == [(12, False), (20, True)]
    assert roll_up(rows) == [20, 20, 20, "only value"]
    assert rows[0]["contested"] is False


def test_an_old_number_that_is_repeated_is_not_the_latest(figure):
    rows = figure(claim("One", 12), claim("One", 20, day=1), claim("One", 12, day=2))
    assert [(row["value"], row["is_latest"], row["article_count"]) for row in rows] == [(12, False, 2), (20, True, 1)]


def test_one_claim_told_by_two_articles_is_one_row(figure):
    (row,) = figure(claim("One", 12), claim("One", 12, day=2))
    assert (row["article_count"], row["first_published"], row["last_published"]) == (2, DAY, DAY + timedelta(days=2))
    assert len(row["statistic_ids"]) == 2


def test_what_others_have_counted_beyond_is_outdated(figure):
    rows = figure(claim("One", 12), claim("Two", 20, day=3), claim("Two", 31, day=4))
    assert [(row["value"], row["is_latest"], row["is_outdated"]) for row in rows] == [
        (12, True, True), (20, False, False), (31, True, False),
    ]  # fmt: skip
    assert rows[0]["contested"] is False
    assert roll_up(rows) == [31, 31, 31, "only value"]


def test_a_higher_number_of_before_is_not_outdated(figure):
    rows = figure(claim("One", 40), claim("Two", 20, day=9))
    assert not any(row["is_outdated"] for row in rows)
    assert rows[0]["contested"] is True


def test_what_lasts_is_outdated_later(figure):
    since = {"period_start": date(2020, 1, 1), "period_end": DAY}
    rows = figure(claim("One", 120, **since), claim("Two", 200, day=9, **since))
    assert not any(row["is_outdated"] for row in rows)


@pytest.mark.parametrize(
    ("one", "two", "contested"),
    [
        (claim("One", 24, low=24, qualifier="vague"), claim("Two", 33), False),
        (claim("One", 42, low=35, high=50, qualifier="range"), claim("Two", 43), False),
        (claim("One", 300, low=300, qualifier="at_least"), claim("Two", 203), True),
        (claim("One", 70_000, qualifier="about"), claim("Two", 68_000), False),
        (claim("One", 1_000_000, high=1_000_000, qualifier="nearly"), claim("Two", 900_000), False),
        (claim("One", 1000), claim("Two", 1005), False),
        (claim("One", 1000), claim("Two", 1020), True),
        (claim("One", 100, low=100, qualifier="at_least"), claim("Two", 135), False),
        (claim("One", 100, low=100, qualifier="at_least", kind="stock"), claim("Two", 135, kind="stock"), True),
    ],
)
def test_a_figure_is_contested_where_two_claims_can_not_both_hold(figure, one, two, contested):
    assert [row["contested"] for row in figure(one, two)] == [contested] * 2


def test_of_the_newest_the_most_definite_is_the_best(figure):
    rows = figure(claim("One", 24, low=24, qualifier="vague"), claim("Two", 33), claim("Three", 30, qualifier="about"))
    assert roll_up(rows) == [24, 33, 33, "most definite of the newest"]


def test_of_several_definite_ones_the_lower_middle_is_the_best(figure):
    rows = figure(claim("One", 12), claim("Two", 20), claim("Three", 15), claim("Four", 30))
    assert roll_up(rows) == [12, 15, 30, "median of the most definite of the newest"]


def test_a_figure_may_have_no_value(figure):
    rows = figure(claim("One", None, low=10, qualifier="vague"))
    assert roll_up(rows) == [10, None, None, "no value"]


def test_the_claimant_is_who_says_it_else_the_publisher_else_the_source(path):
    tables = changed(valid_tables(3, copy=False), "articles", 2, publisher=None)
    statistics = tables["statistics"]
    own = tables["attributions"].filter(pl.col("statistic_id").is_in(statistics["statistic_id"][1:].to_list()))
    tables["attributions"] = tables["attributions"].join(own, on="attribution_id", how="anti")
    load(path, tables)
    found = set(query(path, "SELECT claimant FROM figure_claims")["claimant"])
    assert found == {LANTERN["name"], "The Test Courier", "article-2.txt"}


def test_what_has_no_measure_is_no_claim(path):
    load(path, changed(valid_tables(1, copy=False), "statistics", measure="other"))
    assert query(path, "FROM figure_claims").height == 0


def test_the_view_has_the_bounds_of_the_seeds():
    known = seeds.load().table("figures/qualifiers.csv")
    sql = (ROOT / "figure_claims.sql").read_text(encoding="utf-8")
    told = sql.split("VALUES ")[1]
    values = [row.strip(" ()").split(", ") for row in told.partition("\n),")[0].replace("\n", " ").split("),")]
    found = {row[0].strip("'"): [None if x == "NULL" else float(x) for x in row[1:]] for row in values}
    expected = {row[0]: [None if x is None else float(x) for x in row[1:]] for row in known.iter_rows()}
    assert found == expected
