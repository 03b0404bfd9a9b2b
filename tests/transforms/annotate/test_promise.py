from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from transforms.annotate.promise import Promise
from transforms.knowledge import knowledge

if TYPE_CHECKING:
    from seeds.loading import Seeds
    from transforms.pipeline import Model


@pytest.fixture(scope="module")
def promise(seeds: Seeds, model: Model) -> Promise:
    return Promise(knowledge(seeds), model)


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen abducted the mayor",
        "The rebels laid down their arms",
        "Three people came",
        "Some 40 houses stood empty",
        "Her uncle died at sea",
        "Sudan must return the helicopter",
        "An air - strike was reported",
    ],
)
def test_what_can_tell_an_event_or_a_figure_matters(text: str, promise: Promise):
    assert promise.matters(text.split())


@pytest.mark.parametrize("text", ["The garden was full of roses", "It rained", "He was born in 1987 near the sea"])
def test_what_can_tell_neither_does_not(text: str, promise: Promise):
    assert not promise.matters(text.split())


@pytest.mark.parametrize(("text", "matters"), [("They pledged support", True), ("They pledged themselves", False)])
def test_a_line_of_the_lexicon_needs_one_of_its_other_words(text: str, matters: bool, promise: Promise):
    promise._lines["pledge"] = [(frozenset(("support", "aid")),)]
    promise._alone -= {"pledge"}
    assert promise.matters(text.split()) is matters


def test_what_the_others_refer_to_is_parsed_up_to_two_sentences_behind(promise: Promise):
    article = [
        "It rained",
        "The mayor is Anna Kovacs",
        "Gunmen abducted her",
        "She is dear to Anna",
        "So says Peter",
        "We love Lagos",
    ]
    assert promise.of_article([one.split() for one in article]) == [False, True, True, True, True, False]


def test_nothing_is_parsed_of_an_article_in_which_nothing_matters(promise: Promise):
    article = ["We love Lagos", "The garden was full of roses", "It rained"]
    assert promise.of_article([one.split() for one in article]) == [False, False, False]
