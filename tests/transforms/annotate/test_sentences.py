from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from transforms.annotate.sentences import find_sentences
from transforms.clean.paragraphs import PARAGRAPHS

if TYPE_CHECKING:
    from transforms.pipeline import Model


def sentences(text: str, model: Model) -> list[str]:
    found = list(find_sentences(pl.DataFrame([(0, 0, "body", 5, text)], PARAGRAPHS, orient="row"), model))
    assert all(0 <= one.start_char - 5 < one.end_char - 5 <= len(text) for one in found)
    return [text[one.start_char - 5 : one.end_char - 5] for one in found]


@pytest.mark.parametrize(
    "told",
    [
        ["Troops left the town of Gao.", "Nobody was hurt."],
        ["“We will not leave the town,” he said.", "The mayor agreed."],
        ["He said: “We will stay in the valley.”", "The rebels left on Monday."],
        ['"We will stay in the valley."', "The rebels left on Monday."],
        ["“We stay,” said Capt. Ivo Ban, head of the crew.", "Lt. Gen. Pavel Rus left."],
        ["The rebels left (two of them were hurt.)", "The mayor stayed."],
        ["Anti-government protests began.", "Co-operation ended."],
    ],
)
def test_quotation_marks_stay_with_their_sentence(told: list[str], model: Model):
    assert sentences(" ".join(told), model) == told


def test_line_that_ends_in_a_stop_ends_a_sentence(model: Model):
    assert sentences("Troops left the town.\nnobody was hurt.", model) == ["Troops left the town.", "nobody was hurt."]


def test_broken_line_does_not_end_a_sentence(model: Model):
    text = "Troops of the 3rd brigade left the\nold town of Gao on Monday."
    assert sentences(text, model) == [text]


def test_blanks_around_a_sentence_are_no_part_of_it(model: Model):
    assert sentences("  Troops left.  ", model) == ["Troops left."]


def test_no_character_but_blanks_is_lost(model: Model):
    text = "“One.” “Two.” (Three.) `Four.' He said\n\n\"Five,\" and 'six.' 7. [Eight]"
    assert "".join("".join(sentences(text, model)).split()) == "".join(text.split())


def test_only_blanks_give_no_sentence(model: Model):
    assert sentences(" \n ", model) == []
