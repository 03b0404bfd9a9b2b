"""What speaks for and against two reports; `ONE` is told alike by both unless a test says otherwise."""

from datetime import date, timedelta

import polars as pl
import pytest

from tests.transforms.figures.reports import DAY, RULES, Report, tables
from transforms.figures.evidence import evidence
from transforms.figures.features import features
from transforms.figures.pairs import THRESHOLD, scored

ONE = Report("one")
SINCE = ONE.but("one", start=date(2020, 1, 1), end=DAY)
STATE = ONE.but("one", start=None, kind="stock", measure="refugees", subject="Malian refugees", country="MLI")


def pair(one, two):
    rows = features(tables(one, two), RULES)
    pairs = pl.DataFrame({"one": [0], "two": [1]}, schema={"one": pl.UInt32, "two": pl.UInt32})
    return scored(pairs, rows, RULES).row(0, named=True)


def joined(one, two):
    found = pair(one, two)
    return found["veto"] is None and found["score"] >= THRESHOLD


@pytest.mark.parametrize(
    ("one", "changes", "veto"),
    [
        (ONE, {"subject": "soldiers"}, "other people or things"),
        (ONE.but("one", subject="people"), {"subject": "children", "value": 12}, "part of the other"),
        (ONE, {"subject": "Chadian civilians", "country": "TCD"}, "people of another country"),
        (ONE, {"place": "Kano"}, "another place"),
        (ONE, {"place": "Diffa"}, "another place"),
        (ONE, {"start": DAY - timedelta(days=1)}, "another time"),
        (ONE, {"start": date(2020, 1, 1), "end": DAY}, "another time"),
        (SINCE, {"start": date(2019, 1, 1), "end": date(2019, 12, 31)}, "another time"),
        (SINCE, {"start": date(2020, 2, 1)}, "another time"),
        (ONE, {"start": None, "published": DAY + timedelta(days=30)}, "another time"),
        (STATE, {"published": date(2022, 3, 3)}, "another time"),
        (SINCE, {"sentence": "Floods killed civilians."}, "another cause"),
    ],
)
def test_what_excludes_a_pair(one, changes, veto):
    if veto == "another cause":
        one = one.but("one", sentence="Cholera killed civilians.")
    assert pair(one, one.but("two", **changes))["veto"] == veto


@pytest.mark.parametrize(
    ("one", "changes"),
    [
        (ONE, {"value": 52}),
        (ONE, {"value": 24, "high": None, "qualifier": "vague"}),
        (ONE, {"subject": "villagers"}),
        (ONE, {"place": "Borno State"}),
        (ONE, {"place": None, "value": 43}),
        (ONE, {"start": None}),
        (SINCE, {"start": date(2020, 1, 3), "value": 55}),
        (SINCE, {"end": date(2020, 4, 20), "published": date(2020, 4, 20), "value": 70}),
        (STATE, {"value": 43, "published": DAY + timedelta(days=30)}),
    ],
)
def test_what_may_differ_in_one_figure(one, changes):
    assert joined(one, one.but("two", **changes))


@pytest.mark.parametrize(
    ("one", "changes"),
    [
        (ONE, {"subject": "people", "place": None, "value": 400}),
        (ONE.but("one", event="a"), {"event": "b", "place": None, "value": 9}),
        (ONE.but("one", by=("Boko Haram",)), {"by": ("Ansaru",), "value": 9}),
        (ONE, {"place": "Nigeria", "value": 120}),
        (ONE, {"start": None, "place": None, "value": 55}),
        (STATE, {"value": 900}),
        (SINCE, {"place": "Nigeria", "value": 400}),
    ],
)
def test_what_is_too_little_for_one_figure(one, changes):
    assert not joined(one, one.but("two", **changes))


def test_one_event_makes_up_for_numbers_far_apart():
    late = {"value": 300.0, "start": None, "sentence": "They dug for days."}
    assert not joined(ONE, ONE.but("two", **late))
    assert joined(ONE.but("one", event="a"), ONE.but("two", event="a", **late))


@pytest.mark.parametrize("said", ["", "Red Cross"])
def test_one_voice_tells_no_two_numbers_of_a_figure_in_one_article(said):
    one = ONE.but("one", article="a", said=said)
    assert pair(one, one.but("two", value=52, nth=1))["veto"] == "two numbers by one voice"
    assert joined(one, one.but("two", value=52, nth=1, said="United Nations"))
    vague = one.but("two", value=24, high=None, qualifier="vague", nth=1)
    assert joined(one, vague)


def test_two_numbers_of_a_sentence_by_one_voice_are_two_figures():
    one = ONE.but("one", article="a")
    assert pair(one, one.but("two"))["veto"] == "two numbers in one sentence"


BARE = {"subject": None, "place": None, "start": None, "end": None, "value": 61}


def test_a_bare_number_refers_to_the_one_before_it():
    one = SINCE.but("one", article="a", said="United Nations")
    assert joined(one, one.but("two", said="Red Cross", nth=2, **BARE))
    assert not joined(one, one.but("two", said="Red Cross", nth=9, **BARE))
    assert not joined(one.but("one", nth=3), one.but("two", said="Red Cross", nth=1, **BARE))


def test_countries_that_the_sentence_names_stand_for_the_host():
    one, two = STATE.but("one", place=None), STATE.but("two", place=None)
    for place, expected in (("Nigeria", "same_land"), ("Diffa", "other_land")):
        made = tables(one, two)
        places = tables(one.but("one", place="Nigeria"), two.but("two", place=place))["place_mentions"]
        rows = features(made | {"place_mentions": places}, RULES)
        pairs = pl.DataFrame({"one": [0], "two": [1]}, schema={"one": pl.UInt32, "two": pl.UInt32})
        assert expected in scored(pairs, rows, RULES).row(0, named=True)["evidence"]


def test_the_capital_of_those_counted_may_stand_for_them_abroad():
    abroad = ONE.but("one", subject="Nigerian soldiers", place="Diffa")
    assert pair(abroad, abroad.but("two", place="Abuja"))["veto"] is None
    assert pair(abroad, abroad.but("two", place="Kano"))["veto"] == "another place"


def test_every_weight_is_used():
    assert set(evidence()) == set(RULES.weights)
