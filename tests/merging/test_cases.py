"""The merging cases hold together, and sitrep codes what they refer to."""

from collections import Counter

import pytest

import seeds as seed_files
from tests.merging.cases import CASES, KINDS, SPLITS, Case, CaseError, cases, read
from tests.merging.coded import MODEL, CodedCase, coded
from transforms.pipeline import load_model

pytestmark = pytest.mark.xdist_group("merging")
GIVEN = cases()
ALL_KINDS = [kind for kinds in KINDS.values() for kind in kinds]
LEAST, LEAST_OF_A_KIND, LEAST_HARD, LEAST_CODED = 140, 2, 0.45, 0.98
HELD = (0.28, 0.38)

ARTICLES = """
[[articles]]
id = "a1"
publisher = "One"
published = 2020-03-04
title = "Title"
text = "Rebels killed 12 people and killed 1,200 sheep."

[[articles]]
id = "a2"
publisher = "Two"
published = 2020-03-04
title = "Title"
text = "Rebels killed three people."
"""


def one(tmp_path, head: str = "", tail: str = "") -> Case:
    """A case of two small articles."""
    path = tmp_path / "small.toml"
    told = f'kind = "next-day"\nsplit = "tune"\nwhy = "small"\n{head}\n{ARTICLES}\n{tail}'
    path.write_text(told, encoding="utf-8")
    return read(path)


@pytest.fixture(scope="module")
def rows() -> dict[str, CodedCase]:
    return coded(GIVEN, load_model(MODEL), seed_files.load())


def test_there_are_enough_cases():
    assert len(GIVEN) >= LEAST, f"{len(GIVEN)} cases in {CASES}"


def test_each_case_says_what_is_one():
    assert [case.name for case in GIVEN if not (case.events or case.figures)] == []


def test_each_kind_has_cases():
    count = Counter(case.kind for case in GIVEN)
    assert {kind: count[kind] for kind in ALL_KINDS if count[kind] < LEAST_OF_A_KIND} == {}


def test_names_begin_with_the_kind():
    assert [case.name for case in GIVEN if not case.name.startswith(case.kind)] == []


def test_half_of_the_cases_hold_a_hard_negative():
    assert sum(case.hard for case in GIVEN) / len(GIVEN) >= LEAST_HARD


def test_hard_cases_have_something_to_keep_apart():
    wrong = [c.name for c in GIVEN if c.hard and max(len(c.events), len(c.figures), len(c.stories)) < 2]
    assert wrong == []


def test_a_third_is_held_back_in_each_family():
    held = Counter(case.family for case in GIVEN if case.split == "held")
    total = Counter(case.family for case in GIVEN)
    assert {case.split for case in GIVEN} == set(SPLITS)
    low, high = HELD
    assert low <= held.total() / total.total() <= high
    assert {family: n for family, n in total.items() if not 0.2 <= held[family] / n <= 0.5} == {}


def test_every_kind_can_be_tuned_on():
    assert set(ALL_KINDS) == {case.kind for case in GIVEN if case.split == "tune"}


def test_no_text_stands_in_two_cases():
    texts = Counter(article.text for case in GIVEN for article in case.articles)
    assert [text for text, n in texts.items() if n > 1] == []


def test_what_the_cases_refer_to_is_coded(rows):
    missed = [f"{name}: {line}" for name, case in rows.items() for line in case.missed]
    told = sum(len(case.references) for case in GIVEN)
    assert len(missed) <= (1 - LEAST_CODED) * told, "\n".join(missed)


def test_each_reference_has_a_row_of_its_own(rows):
    shared = {}
    for name, case in rows.items():
        for keys in (case.mentions, case.statistics):
            twice = [told for told, key in keys.items() if list(keys.values()).count(key) > 1]
            if twice:
                shared[name] = twice
    assert shared == {}


def test_rows_are_those_of_the_case(rows):
    for case in rows.values():
        own = set(case.articles.values())
        assert set(case.tables["event_mentions"]["article_id"]) <= own
        assert set(case.mentions.values()) <= set(case.tables["event_mentions"]["event_mention_id"])
        assert set(case.statistics.values()) <= set(case.tables["statistics"]["statistic_id"])


def test_a_number_is_not_found_inside_a_longer_one(tmp_path):
    with pytest.raises(CaseError, match="0 times"):
        one(tmp_path, tail='[[events]]\nwhat = "x"\nmentions = ["a1:200"]')


def test_words_that_stand_there_twice_must_be_counted(tmp_path):
    with pytest.raises(CaseError, match="say which"):
        one(tmp_path, tail='[[events]]\nwhat = "x"\nmentions = ["a1:killed"]')
    case = one(tmp_path, tail='[[events]]\nwhat = "x"\nmentions = ["a1:killed#2"]')
    at = case.references[0]
    assert case.articles[0].full[at.start : at.end] == "killed"
    assert case.articles[0].full[: at.start].count("killed") == 1


def test_pairs_follow_from_the_events(tmp_path):
    tail = '[[events]]\nwhat = "x"\nmentions = ["a1:killed#1", "a2:killed"]\n'
    tail += '[[events]]\nwhat = "y"\nmentions = ["a1:killed#2"]'
    case = one(tmp_path, tail=tail)
    assert [(a.told, b.told) for a, b in case.same] == [("a1:killed#1", "a2:killed")]
    assert [(a.told, b.told) for a, b in case.apart] == [("a1:killed#1", "a1:killed#2"), ("a2:killed", "a1:killed#2")]


@pytest.mark.parametrize(
    ("head", "tail", "why"),
    [
        ('stories = [["a1"], ["a3"]]', "", "a story names an article"),
        ('stories = [["a1"], ["a1"]]', "", "stands in two stories"),
        ("merge = true", "", "no such key"),
        ("", '[[events]]\nwhat = "x"\nmentions = ["a3:killed"]', "is no reference"),
        ("", '[[events]]\nwhat = "x"\nmentions = ["a2:killed", "a2:killed"]', "a reference stands there twice"),
        ("", '[[figures]]\nwhat = "x"\nclaims = []', "Figure"),
    ],
)
def test_what_is_wrong_with_a_case_is_said(tmp_path, head, tail, why):
    with pytest.raises(CaseError, match=why):
        one(tmp_path, head, tail)
