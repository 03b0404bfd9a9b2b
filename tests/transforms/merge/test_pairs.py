from datetime import timedelta

import polars as pl
import pytest

from tests.transforms.merge.tellings import DAY, RULES, Telling, tables
from transforms.merge.blocks import candidates
from transforms.merge.events import figures_of
from transforms.merge.features import features, with_words
from transforms.merge.pairs import scored

ONE = Telling("one")


def pair(one, two):
    """Score, veto and evidence of two tellings."""
    made = tables(one, two)
    rows = features(made, RULES)
    rows = with_words(rows, pl.Series(range(rows.height), dtype=pl.UInt32), made, RULES)
    number = rows.with_row_index("i").select("i", "event_mention_id")
    return scored(candidates(rows), rows, figures_of(made, number), RULES).row(0, named=True)


@pytest.mark.parametrize(
    ("change", "veto"),
    [
        ({"place": "Damboa"}, "another place"),
        ({"actors": ("farmers",), "recipients": ("Boko Haram",)}, None),
        ({"recipients": ("Amina Sule",)}, None),
    ],
)
def test_vetoes(change, veto):
    assert pair(ONE, ONE.but("two", **change))["veto"] == veto


@pytest.mark.parametrize(
    ("change", "evidence"),
    [
        ({}, {"same_day", "same_place", "same_actor", "telling_actor", "same_recipient", "special_recipient"}),
        ({"place": "Borno State"}, {"same_day", "within_place"}),
        ({"place": "Nigeria"}, {"same_country"}),
        ({"end": DAY + timedelta(days=4)}, {"same_week"}),
        ({"start": None}, {"undated"}),
        ({"actors": ("gunmen",)}, {"loose_actor"}),
        ({"recipients": ("teachers",)}, {"other_recipient"}),
        ({"sentence": "Nobody at all heard strange distant thunder."}, {"no_words"}),
        ({"killed": 40.0}, {"same_day"}),
    ],
)
def test_evidence(change, evidence):
    assert evidence <= set(pair(ONE, ONE.but("two", **change))["evidence"])


@pytest.mark.parametrize(
    ("one", "two", "evidence"),
    [
        (12.0, 12.0, {"same_figure", "same_large_figure"}),
        (3.0, 3.0, {"same_figure"}),
        (3.0, 40.0, {"other_figure"}),
    ],
)
def test_figures(one, two, evidence):
    found = pair(ONE.but("one", killed=one), ONE.but("two", killed=two))["evidence"]
    assert {name for name in found if "figure" in name} == evidence


def test_what_is_only_said_takes_more():
    one = ONE.but("one", type="ACCUSE", mode="allege")
    assert "verbal" in pair(one, one.but("two"))["evidence"]
