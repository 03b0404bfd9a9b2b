"""The figure cases hold together, and claims are told apart as well as they were."""

from collections import Counter

import pytest

import seeds as seed_files
from tests.figures.score import SETS, cases, scored
from tests.merging.cases import SPLITS
from tests.merging.coded import MODEL, coded
from transforms.pipeline import load_model

pytestmark = pytest.mark.xdist_group("figures")
GIVEN = cases(SETS["figures"])
LEAST_FIGURES, LEAST_HARD = 70, 0.7
#: Share of pairs of one figure that are joined; pairs of two that are; share of contested and best as the cases say.
FLOORS = {
    ("figures", "tune"): (0.9, 0, 0.9),
    ("figures", "held"): (0.9, 2, 0.9),
    ("merging", "tune"): (0.9, 0, 0.95),
    ("merging", "held"): (0.8, 1, 0.95),
}


@pytest.fixture(scope="module")
def found():
    """Both sets, each coded in one batch."""
    model, known = load_model(MODEL), seed_files.load()
    return {name: coded(cases(root), model, known) for name, root in SETS.items()}


def test_there_are_enough_figures():
    assert sum(len(case.figures) for case in GIVEN) >= LEAST_FIGURES


def test_half_of_the_figures_are_held_back():
    count = Counter(case.split for case in GIVEN for _ in case.figures)
    assert count["held"] == count["tune"]


def test_most_cases_hold_two_figures_that_look_like_one():
    hard = [case for case in GIVEN if case.hard]
    assert len(hard) / len(GIVEN) >= LEAST_HARD
    assert [case.name for case in hard if len(case.figures) < 2] == []


def test_names_begin_with_the_kind():
    assert [case.name for case in GIVEN if not case.name.startswith(case.kind)] == []


def test_what_the_cases_refer_to_is_coded(found):
    assert [f"{name}: {line}" for name, case in found["figures"].items() for line in case.missed] == []


@pytest.mark.parametrize(("name", "split"), list(FLOORS))
def test_claims_of_one_figure_are_joined_and_those_of_two_are_not(found, name, split):
    recall, wrong, roll_ups = FLOORS[name, split]
    done = scored(found[name], split)
    assert done.pairs.recall >= recall, done.pairs.faults
    assert done.pairs.apart_joined <= wrong, done.pairs.faults
    assert done.strangers == []
    for right, asked in (done.contested, done.best):
        assert right >= roll_ups * asked, done.pairs.faults


def test_every_split_is_scored():
    assert {split for _, split in FLOORS} == set(SPLITS)
