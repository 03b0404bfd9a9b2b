"""Vectors made once for each word of a batch are those made for each token."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import numpy as np
from spacy.tokens import Doc
from thinc.api import use_ops

from transforms.annotate.vectors import share_vectors

if TYPE_CHECKING:
    from spacy.language import Language

    from transforms.pipeline import Model

WORDS = "the army shelled the town and the army shelled the Town ; the  town 's people fled the town".split(" ")


def vectors(nlp: Language, pipe: str) -> list[np.ndarray]:
    model = nlp.get_pipe(pipe).model
    docs = [Doc(nlp.vocab, words=[word or " " for word in words]) for words in (WORDS, WORDS[:3])]
    return [np.asarray(one) for one in (model if pipe == "tok2vec" else model.get_ref("tok2vec")).predict(docs)]


def test_vectors_stay_the_same(model: Model):
    with use_ops("numpy", use_blis=False):
        plain: Language = importlib.import_module(model.name).load()
    for pipe in ("tok2vec", "ner", "senter"):
        told, wanted = vectors(model.nlp, pipe), vectors(plain, pipe)
        assert all(np.array_equal(a, b) for a, b in zip(told, wanted, strict=True)), pipe


def test_each_word_is_looked_at_once(model: Model):
    with use_ops("numpy", use_blis=False):
        nlp: Language = importlib.import_module(model.name).load()
    share_vectors(nlp)
    (node,) = [one for one in nlp.get_pipe("tok2vec").model.walk() if one.name == "of_each_word_once"]
    seen = []
    inner = node.layers[0]
    forward = inner._func
    inner._func = lambda layer, rows, is_train: (seen.append(len(rows.data)), forward(layer, rows, is_train))[1]
    vectors(nlp, "tok2vec")
    assert seen == [len({word or " " for word in WORDS})]
