"""Warnings about odd shares and counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from expectations.cross import suites
from expectations.lookup import Batch
from expectations.plausible import ENOUGH_ROWS, WARNINGS
from tests.builders import Tables, changed, valid_tables

if TYPE_CHECKING:
    import polars as pl

TODAY = date(2020, 4, 1)


def flags(tables: Tables, name: str) -> pl.Series:
    (check,) = [check for check in WARNINGS if check.name == name]
    return check.flags(Batch(tables, TODAY))


def test_they_never_hold_a_batch():
    assert {check.severity for check in WARNINGS} == {"warning"}


def test_shares_of_few_rows_are_not_looked_at():
    few, many = (suites(Batch(valid_tables(n), TODAY)) for n in (2, ENOUGH_ROWS))

    found = [{suite.table: suite.frame for suite in made}["event_mentions"]["event_has_actor"] for made in (few, many)]

    assert found[0].to_list() == [None, None]
    assert found[1].to_list() == [True] * ENOUGH_ROWS


def test_an_event_with_only_a_recipient_has_no_actor():
    tables = valid_tables()
    left = tables | {"event_participants": tables["event_participants"][1:]}

    assert flags(left, "event_has_actor").to_list() == [False, True]
    assert flags(left, "event_has_participant").to_list() == [True, True]


def test_an_unknown_date_counts_as_undated():
    tables = changed(valid_tables(), "event_mentions", date_start=None, date_end=None, date_precision="unknown")

    assert flags(tables, "event_is_dated").to_list() == [False, True]


def test_an_article_of_unknown_language_is_not_english():
    assert flags(changed(valid_tables(), "articles", language=None), "article_is_english").to_list()[0] is False


def test_an_article_that_is_coded_has_sentences():
    tables = valid_tables() | {"sentences": valid_tables()["sentences"].clear()}

    assert flags(tables, "article_has_plausible_sentences").to_list() == [False, False, None]


def test_one_type_that_prevails_is_flagged():
    mixed = valid_tables(4)
    for row, event_type in enumerate(("AID", "AGREE")):
        mixed = changed(mixed, "event_mentions", row, event_type=event_type)

    assert flags(valid_tables(4), "no_type_prevails").to_list() == [False] * 4
    assert flags(mixed, "no_type_prevails").to_list() == [True] * 4
