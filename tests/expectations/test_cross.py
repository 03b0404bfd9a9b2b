"""Checks between tables, as flags; that Great Expectations acts on them is shown in test_batch."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from expectations.cross import SUITE, checks, suites
from expectations.declared import references
from expectations.lookup import Batch
from tests.builders import FORCES, Tables, changed, valid_tables, without
from warehouse.tables import CORE
from warehouse.tables.ids import content_id

TODAY = date(2020, 4, 1)
MISSING = content_id("nothing has this id")


def flags(tables: Tables, table: str, name: str, **known: list[str]) -> list[bool | None]:
    (check,) = [check for check in checks() if (check.table, check.name) == (table, name)]
    return check.flags(Batch(tables, TODAY, known)).to_list()


def test_good_tables_break_nothing():
    made = list(suites(Batch(valid_tables(), TODAY)))

    flags = [suite.frame.select(check.name for check in suite.checks) for suite in made]
    assert all(suite.name == SUITE and not suite.faults for suite in made)
    assert all(frame.select(pl.all_horizontal(pl.all().fill_null(True)).all()).item() for frame in flags)


def test_names_are_unique_within_a_table_and_no_columns_of_it():
    named = [(check.table, check.name) for check in checks()]

    assert len(named) == len(set(named))
    assert not [name for table, name in named if name in CORE[table].columns()]


def test_every_check_is_explained_in_a_sentence():
    assert all(check.explanation.endswith(".") and " " in check.explanation for check in checks())


@pytest.mark.parametrize("table", CORE)
def test_every_reference_is_checked(table):
    named = {check.name for check in checks() if check.table == table and check.severity == "critical"}

    assert {f"{reference.column}_exists" for reference in references(table)} <= named


@pytest.mark.parametrize(
    ("missing", "table", "name", "expected"),
    [
        ("event_mentions", "event_participants", "event_mention_id_exists", [False, False, True, True]),
        ("articles", "actor_mentions", "article_id_exists", [False] * 3 + [True] * 3),
        ("actors", "actor_mentions", "actor_id_exists", [False, True, True] * 2),
        ("places", "place_mentions", "place_id_exists", [False, False]),
        ("events", "event_mentions", "event_id_exists", [False, False]),
        ("statistics", "attributions", "statistic_id_exists", [None, False, None, True]),
        ("event_mentions", "attributions", "event_mention_id_exists", [False, None, True, None]),
        ("actors", "statistics", "by_actor_ids_exists", [False, False]),
        ("event_mentions", "events", "event_is_told", [True]),
    ],
)
def test_a_missing_row_breaks_what_refers_to_it(missing, table, name, expected):
    assert flags(without(valid_tables(), missing), table, name) == expected


def test_a_reference_into_the_warehouse_holds():
    tables = changed(valid_tables(), "articles", 2, duplicate_of=MISSING)

    assert flags(tables, "articles", "duplicate_of_exists") == [None, None, False]
    assert flags(tables, "articles", "duplicate_of_exists", articles=[MISSING]) == [None, None, True]


def test_an_event_without_mention_is_flagged():
    assert flags(without(valid_tables(1), "event_mentions"), "events", "event_is_told") == [False]


@pytest.mark.parametrize(
    "offsets",
    [{"start_char": 0, "end_char": 6}, {"start_char": 90_000, "end_char": 90_006}, {"start_char": -6, "end_char": 0}],
    ids=["elsewhere", "after the end", "before the start"],
)
def test_an_impossible_offset_is_flagged(offsets):
    tables = changed(valid_tables(), "event_mentions", **offsets)

    assert flags(tables, "event_mentions", "text_is_in_article") == [False, True]


def test_offsets_count_characters_not_bytes():
    tables = valid_tables(1, copy=False)
    accented = tables["articles"].with_columns(pl.col("text").str.replace_all("e", "é"))
    quoted = tables["event_mentions"].with_columns(text=pl.lit("killéd"))

    assert flags(tables | {"articles": accented, "event_mentions": quoted}, "event_mentions", "text_is_in_article") == [
        True
    ]


def test_a_mention_outside_its_sentence_is_flagged():
    tables = valid_tables()
    other = tables["sentences"]["sentence_id"][2]

    assert flags(changed(tables, "statistics", sentence_id=other), "statistics", "inside_sentence") == [False, True]


def test_a_row_that_refers_into_another_article_is_flagged():
    tables = valid_tables()
    other = tables["actor_mentions"]["actor_mention_id"][3]

    found = flags(
        changed(tables, "event_participants", actor_mention_id=other),
        "event_participants",
        "actor_mention_id_in_same_article",
    )

    assert found == [False, True, True, True]


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(1899, 12, 31), False),
        (date(1900, 1, 1), True),
        (date(2025, 3, 4), True),
        (date(2025, 3, 5), False),
        (None, None),
    ],
)
def test_an_event_lies_between_1900_and_five_years_after_publication(day, holds):
    tables = changed(valid_tables(), "event_mentions", date_start=day, date_end=day)

    assert flags(tables, "event_mentions", "date_is_possible") == [holds, True]


def test_an_event_of_an_undated_article_is_held_against_today():
    tables = changed(valid_tables(), "articles", published_on=None)

    late = changed(tables, "event_mentions", date_end=date(2025, 4, 2))

    assert flags(tables, "event_mentions", "date_is_possible") == [True, True]
    assert flags(late, "event_mentions", "date_is_possible") == [False, True]


@pytest.mark.parametrize(("table", "column"), [("events", "date_end"), ("statistics", "period_end")])
def test_a_date_far_in_the_future_is_flagged_in_every_dated_table(table, column):
    tables = changed(valid_tables(), table, **{column: date(2099, 1, 1)})

    assert flags(tables, table, "date_is_possible")[0] is False


def test_a_day_of_publication_in_the_future_is_flagged():
    tables = changed(valid_tables(), "articles", published_on=date(2020, 4, 3))
    far = changed(tables, "articles", published_on=date(2099, 1, 1))

    assert flags(tables, "articles", "published_by_now")[0] is False
    assert flags(tables, "articles", "published_on_is_possible")[0] is True
    assert flags(far, "articles", "published_on_is_possible")[0] is False


def test_a_future_event_that_is_long_past_is_flagged():
    past = {"status": "future", "date_start": date(2019, 1, 1), "date_end": date(2019, 1, 1)}

    assert flags(changed(valid_tables(), "event_mentions", **past), "event_mentions", "future_is_ahead") == [
        False,
        None,
    ]


def test_events_of_a_copy_are_flagged():
    tables = valid_tables()
    first, second = tables["articles"]["article_id"][:2]

    found = flags(changed(tables, "articles", 1, duplicate_of=first), "event_mentions", "article_is_no_copy")

    assert second in tables["event_mentions"]["article_id"]
    assert found == [True, False]


def test_two_quad_codes_for_one_type_are_flagged():
    tables = changed(valid_tables(3), "event_mentions", 1, quad_code=1)

    assert flags(tables, "event_mentions", "quad_code_fits_type") == [True, False, True]


def test_an_event_mention_of_another_type_than_its_event_is_flagged():
    tables = changed(valid_tables(), "events", event_type="AID")

    assert flags(tables, "event_mentions", "type_is_that_of_event") == [False, False]


def test_a_participant_other_than_the_actor_mentioned_is_flagged():
    tables = changed(valid_tables(), "event_participants", 1, actor_id=FORCES["actor_id"])

    assert flags(tables, "event_participants", "actor_is_that_of_mention") == [True, False, True, True]


def test_flags_follow_the_rows_where_an_id_stands_twice():
    tables = valid_tables()
    twice = tables | {"event_mentions": pl.concat([tables["event_mentions"], tables["event_mentions"]])}

    assert flags(twice, "event_participants", "event_mention_id_in_same_article") == [True] * 4
    assert len(flags(twice, "event_mentions", "text_is_in_article")) == 4


def test_a_check_that_misses_a_column_is_a_fault_and_the_others_are_made():
    tables = valid_tables()
    made = suites(Batch(tables | {"event_mentions": tables["event_mentions"].drop("quad_code")}, TODAY))

    (suite,) = [suite for suite in made if suite.table == "event_mentions"]
    assert list(suite.faults) == ["quad_code_fits_type"]
    assert "quad_code" in suite.faults["quad_code_fits_type"]
    assert "text_is_in_article" in suite.frame.columns
