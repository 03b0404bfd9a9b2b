from datetime import date, timedelta

import polars as pl

from tests.transforms.figures.reports import DAY, RULES, Report, tables
from transforms.figures.blocks import candidates, figure_blocks
from transforms.figures.features import features

ONE = Report("one")


def share(two, one=ONE):
    found = figure_blocks(features(tables(one, two), RULES))
    keys = {name: set(frame["key"]) for (name,), frame in found.group_by("statistic_id")}
    return bool(keys.get(one.id, set()) & keys.get(two.id, set()))


def test_one_country_and_day_is_a_block():
    assert share(ONE.but("two", published=DAY + timedelta(days=300)))


def test_another_measure_or_country_is_none():
    assert not share(ONE.but("two", measure="injured"))
    assert not share(ONE.but("two", country="NER", place="Diffa"))


def test_the_place_is_a_block_where_the_people_are_of_another_country():
    assert share(ONE.but("two", country="NER"))


def test_counts_since_about_one_day_are_a_block_however_late_they_are_told():
    since = ONE.but("one", start=date(2020, 1, 1), end=DAY)
    later = since.but("two", start=date(2020, 1, 5), end=date(2020, 11, 1), published=date(2020, 11, 1))
    assert share(later, since)
    assert not share(later.but("two", start=date(2020, 6, 1)), since)


def test_states_of_a_season_are_a_block():
    now = ONE.but("one", kind="stock", start=None)
    assert share(now.but("two", published=DAY + timedelta(days=40)), now)
    assert not share(now.but("two", published=DAY + timedelta(days=400)), now)


def test_what_is_of_no_known_measure_has_none():
    assert figure_blocks(features(tables(ONE.but("one", measure="other")), RULES)).is_empty()


def test_keys_are_the_same_everywhere():
    (key,) = figure_blocks(features(tables(ONE.but("one", start=None, published=None)), RULES))["key"]
    assert key == "b336cf59d90f6981"


def test_each_is_paired_with_a_few_of_a_large_block():
    rows = features(tables(*(ONE.but(f"n{n}") for n in range(12))), RULES)
    pairs = candidates(rows, cap=3)
    assert pairs.height == 3 * 12 - 6
    assert (pairs["one"] < pairs["two"]).all()


def test_stored_ones_are_not_paired_with_each_other():
    rows = features(tables(*(ONE.but(f"n{n}") for n in range(4))), RULES)
    pairs = candidates(rows, is_new=pl.Series([False, False, False, True]))
    assert pairs.rows() == [(0, 3), (1, 3), (2, 3)]
