"""Suites made from the declarations."""

from __future__ import annotations

import polars as pl
import pytest

from expectations.declared import in_words, rules, values
from expectations.suites import AS_DECLARED, checks, suite
from tests.builders import changed, valid_tables
from warehouse.tables import CORE

NATIVE = {
    "regex": "ExpectColumnValuesToMatchRegex",
    "min": "ExpectColumnValuesToBeBetween",
    "max": "ExpectColumnValuesToBeBetween",
    "min_length": "ExpectColumnValueLengthsToBeBetween",
}


def told(table: str, column: str) -> dict[str, dict[str, object]]:
    return {c.expectation: c.keywords() for c in checks(table) if c.keywords()["column"] == column}


@pytest.mark.parametrize("table", CORE)
def test_every_declared_rule_has_one_expectation(table):
    assert [check.name for check in checks(table)] == [AS_DECLARED, *rules(table)]


@pytest.mark.parametrize("table", CORE)
def test_every_constraint_of_a_column_has_its_expectation(table):
    for name, column in CORE[table].columns().items():
        expected = told(table, name)
        if column.primary_key:
            assert "ExpectColumnValuesToBeUnique" in expected
        assert ("ExpectColumnValuesToNotBeNull" in expected) == (not column.nullable)
        for bound, expectation in NATIVE.items():
            if getattr(column, bound, None) is not None:
                assert expectation in expected, f"{name} has no expectation for its {bound}"
        metadata = column.metadata or {}
        if "values" in metadata:
            assert expected["ExpectColumnValuesToBeInSet"]["value_set"] == metadata["values"]
        if "item_values" in metadata:
            assert any(check.name == f"{name}|check__items_one_of" for check in checks(table))


@pytest.mark.parametrize("table", CORE)
def test_all_of_them_are_critical_and_explained(table):
    assert all(check.severity == "critical" and table in check.explanation for check in checks(table))


@pytest.mark.parametrize("table", CORE)
def test_flags_of_good_rows_are_true(table):
    made = suite(table, valid_tables()[table])

    flags = [check.name for check in made.checks if check.is_flag]
    assert made.faults == {}
    assert made.frame.select(pl.all_horizontal(flags).all()).item()


def test_a_list_with_an_unlisted_item_is_flagged():
    tables = changed(valid_tables(), "event_mentions", 1, contexts=["military", "weather"])

    flags = suite("event_mentions", tables["event_mentions"]).frame["contexts|check__items_one_of"]

    assert flags.to_list() == [True, False]


def test_a_flag_that_cannot_be_made_is_told_and_left_out():
    made = suite("statistics", valid_tables()["statistics"].drop("low"))

    assert "low" in made.faults["value_in_range"]
    assert "value_in_range" not in made.frame.columns
    assert made.faults[AS_DECLARED] == "low is missing"


def test_a_column_of_another_type_is_told():
    made = suite("stories", valid_tables()["stories"].with_columns(title=1, author=pl.lit("x")))

    assert made.faults[AS_DECLARED] == "author is not declared, title is Int32 instead of String"


def test_rules_in_words():
    assert in_words("event_mentions", "confidence|max") == "confidence must be at most 1"
    assert in_words("statistics", "kind|check__one_of") == "kind must be one of stock, flow"
    assert in_words("statistics", "value_in_range") == "the rule 'value in range' must hold"
    assert in_words("events", "primary_key") == "event_id must be unique"
    assert "row of places" in in_words("events", "reference|place_id")
    assert values("events", "place_id") == []
