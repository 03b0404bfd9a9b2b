"""Entities as the model's own recogniser gives them, move by move."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from transforms.annotate.entities import RECOGNISER, Entities

if TYPE_CHECKING:
    from spacy.language import Language

    from transforms.pipeline import Model

SENTENCES = (
    "On 3 March 2014 the Kenyan Defence Forces shelled Kismayo, Jilib and two villages near the Juba River.",
    "Prime Minister Mariam Diallo met Ban Ki-moon in New York on Tuesday morning.",
    "Nobody was hurt.",
    "At least 40 percent of the $ 12 million went to the International Committee of the Red Cross in",
    "Bamako",
    "the   Boko Haram   fighters of\nLake Chad   fled",
    "Said The New York Times : Turkey 's National Security Council met .",
    "",
)


def parsed(model: Model) -> list[Doc]:
    docs = (Doc(model.nlp.vocab, words=re.findall(r"\S+|\s{2,}|\n", text)) for text in SENTENCES if text)
    return [*model.nlp.pipe(docs), Doc(model.nlp.vocab)]


def test_entities_are_those_of_the_model(model: Model):
    docs = parsed(model)
    told = np.concatenate([doc.to_array(["IS_SPACE", "SENT_START"]) for doc in docs if len(doc)])
    found = Entities(model.nlp).find(docs, told[:, 0] == 1, told[:, 1] == 1)
    recogniser = model.nlp.get_pipe(RECOGNISER)
    wanted = np.concatenate([recogniser(doc).to_array(["ENT_TYPE", "ENT_IOB"]) for doc in docs if len(doc)])
    assert found.types.tolist() == wanted[:, 0].tolist()
    assert found.begins.tolist() == (wanted[:, 1] == 3).tolist()
    assert found.begins.sum() >= 10


def test_no_entity_goes_on_over_the_beginning_of_a_sentence(model: Model):
    (doc,) = model.nlp.pipe([Doc(model.nlp.vocab, words="They met in New York on Monday".split())])
    nowhere = np.zeros(len(doc), dtype=bool)
    york = np.arange(len(doc)) == 4
    whole = Entities(model.nlp).find([doc], nowhere, nowhere)
    parted = Entities(model.nlp).find([doc], nowhere, york)
    assert (whole.begins[3], whole.types[4] > 0, whole.begins[4]) == (True, True, False)
    assert parted.begins[4] or not parted.types[4]


def test_a_pipe_that_only_bears_the_name_is_left_to_itself():
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler", name=RECOGNISER)
    assert not Entities.can_read(nlp)


@pytest.mark.parametrize(("part", "value"), [("cfg", {}), ("moves", None), ("model", object())])
def test_a_recogniser_that_lacks_a_part_is_left_to_itself(model: Model, monkeypatch, part: str, value: object):
    pipe = model.nlp.get_pipe(RECOGNISER)
    stand_in = SimpleNamespace(model=pipe.model, moves=pipe.moves, cfg=pipe.cfg)
    nlp = cast("Language", SimpleNamespace(pipe_names=[RECOGNISER], get_pipe=lambda _: stand_in))
    assert Entities.can_read(nlp)
    monkeypatch.setattr(stand_in, part, value)
    assert not Entities.can_read(nlp)


@pytest.mark.parametrize("pipes", [(), ("ner",)])
def test_a_recogniser_of_another_kind_is_left_to_itself(pipes: tuple[str, ...]):
    nlp = spacy.blank("en")
    for pipe in pipes:
        nlp.add_pipe(
            pipe,
            config={
                "model": {
                    "@architectures": "spacy.TransitionBasedParser.v2",
                    "state_type": "ner",
                    "extra_state_tokens": True,
                    "hidden_width": 8,
                    "maxout_pieces": 2,
                    "use_upper": True,
                    "tok2vec": {
                        "@architectures": "spacy.HashEmbedCNN.v2",
                        "pretrained_vectors": None,
                        "width": 8,
                        "depth": 1,
                        "embed_size": 8,
                        "window_size": 1,
                        "maxout_pieces": 2,
                        "subword_features": False,
                    },
                }
            },
        )
    assert not Entities.can_read(nlp)
