from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from transforms.annotate.tokens import annotate
from transforms.annotate.words import RULES
from transforms.clean.paragraphs import PARAGRAPHS

if TYPE_CHECKING:
    from transforms.pipeline import Model

TEXT = "There is a truce in Gao, and the men are leaving: the last ones left on Monday. They were shot at."


@pytest.fixture
def tokens(model: Model) -> pl.DataFrame:
    return annotate(pl.DataFrame([(0, 0, "body", 0, TEXT)], PARAGRAPHS, orient="row"), model)[1]


def test_words_are_as_the_model_tells_them_token_by_token(tokens: pl.DataFrame, model: Model):
    told = []
    for sentence in (
        "There is a truce in Gao, and the men are leaving: the last ones left on Monday.",
        "They were shot at.",
    ):
        doc = model.nlp(sentence)
        for rule in RULES:
            doc = model.nlp.get_pipe(rule)(doc)
        told += [(token.text, token.pos_, token.lemma_.lower()) for token in doc]
    assert tokens.select("text", "pos", "lemma").rows() == told


def test_existential_be_is_a_verb(tokens: pl.DataFrame):
    assert tokens.filter(lower="is")["pos"].to_list() == ["VERB"]
