from datetime import date

import pytest

from tests.transforms.figures.reports import RULES, Report, tables
from transforms.figures.features import features

REPORT = Report("one")


def row(**changes):
    return features(tables(REPORT.but("one", **changes)), RULES).row(0, named=True)


@pytest.mark.parametrize(
    ("subject", "group", "stands"),
    [
        ("civilians", "civilian", "often"),
        ("children", "child", "part"),
        ("military deaths", "soldier", "part"),
        ("women and men", "man", "part"),
        ("people", "people", "any"),
        ("policemen", "police", "part"),
        ("goats", "goat", "own"),
        ("six more civilians", "other civilian", "part"),
        (None, "people", "any"),
    ],
)
def test_a_group_is_told_by_the_nouns(subject, group, stands):
    found = row(subject=subject)
    assert (found["group"], found["stands"]) == (group, stands)


@pytest.mark.parametrize(
    ("changes", "time", "end"),
    [
        ({}, "day", date(2020, 3, 2)),
        ({"start": date(2020, 1, 1), "end": date(2020, 3, 2)}, "since", date(2020, 3, 2)),
        ({"start": date(2020, 3, 1), "end": date(2020, 3, 31)}, "since", date(2020, 3, 3)),
        ({"start": date(2020, 1, 1), "end": date(2020, 1, 31)}, "closed", date(2020, 1, 31)),
        ({"start": None}, "open", None),
        ({"start": None, "kind": "stock"}, "stock", date(2020, 3, 3)),
        ({"start": None, "kind": "stock", "published": None}, "open", None),
    ],
)
def test_a_period_that_had_not_ended_goes_on_and_a_state_is_of_its_day(changes, time, end):
    found = row(**changes)
    assert (found["time"], found["end"]) == (time, end)


@pytest.mark.parametrize(
    ("qualifier", "low", "high", "least", "most"),
    [
        ("exact", 40, 40, 40, 40),
        ("about", None, None, 36, 44),
        ("nearly", None, 40, 36, 40),
        ("at_least", 40, None, 40, None),
        ("range", 30, 50, 30, 50),
    ],
)
def test_bounds_are_as_told_or_as_the_qualifier_leaves_them(qualifier, low, high, least, most):
    found = row(qualifier=qualifier, low=low, high=high)
    assert (found["least"], found["most"]) == (pytest.approx(least), most if most is None else pytest.approx(most))


def test_words_of_the_sentence_tell_the_cause():
    assert row(sentence="Landmines and cholera killed civilians.")["causes"] == ["cholera", "mine"]
    assert row(sentence="The minesweeper killed civilians.")["causes"] == []


def test_others_beside_a_number_of_the_same_measure_are_the_rest():
    first, second = REPORT.but("one", article="a"), REPORT.but("two", article="a", subject="others")
    found = features(tables(first, second), RULES)
    assert sorted(found["group"]) == ["civilian", "other people"]
    # "three killed and seven others wounded"
    found = features(tables(first, REPORT.but("two", article="a", subject="others", measure="injured")), RULES)
    assert sorted(found["group"]) == ["civilian", "people"]


def test_only_a_number_without_people_place_and_day_is_bare():
    bare = {"subject": None, "place": None, "start": None}
    assert row(**bare)["is_bare"]
    assert not any(row(**bare | {name: getattr(REPORT, name)})["is_bare"] for name in bare)


def test_the_capital_of_those_counted_is_marked():
    assert row(place="Abuja")["is_capital"]
    assert not row(place="Kano")["is_capital"]
    assert not row(place="Abuja", country="NER")["is_capital"]
