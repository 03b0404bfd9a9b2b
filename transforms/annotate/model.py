"""The only model: a spaCy pipeline, loaded by package name."""

from __future__ import annotations

import importlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex
from thinc.api import use_ops

from transforms.annotate.entities import RECOGNISER as NAMES
from transforms.annotate.entities import Entities
from transforms.annotate.titles import stem
from transforms.annotate.vectors import share_vectors
from transforms.annotate.words import RULES, Words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import TrainablePipe


#: The pipe that spaCy's English models bring along, turned off, to tell where sentences begin.
RECOGNISER = "senter"


#: Behind these a name goes on: they are one word with their stop, and no sentence begins behind them.
TITLES = frozenset(
    "Adm. Brig. Capt. Cmdr. Col. Cpl. Dr. Fr. Gen. Gov. Hon. Lt. Maj. Mr. Mrs. Ms. Msgr. Pfc. Prof. Pvt. Rep. Reps. "
    "Rev. Sen. Sens. Sgt. Spc. Supt.".split()
)


class ModelMissing(Exception):
    """The named model is not installed."""


@dataclass(frozen=True)
class Model:
    """A loaded pipeline with the name and version that its annotations depend on.

    Apart from what `nlp` runs: `recogniser` tells where sentences begin, `words` parts of speech and base forms, and
    `entities` the named entities (None where `nlp` does that itself); `dictionary` has the stems of its verbs.
    """

    name: str
    version: str
    nlp: Language
    recogniser: TrainablePipe
    words: Words
    entities: Entities | None
    dictionary: frozenset[str]


def load_model(name: str) -> Model:
    """Load a model that is installed as a Python package.

    Raises ModelMissing where there is no such package or it holds no model.
    """
    logging.getLogger("spacy").setLevel(logging.ERROR)
    try:
        package = importlib.import_module(name)
        # numpy's own matrix product is three times as fast as the one that thinc brings along
        with use_ops("numpy", use_blis=False):
            nlp: Language = package.load()
            share_vectors(nlp)
    except (ImportError, AttributeError, OSError, TypeError) as error:
        raise ModelMissing(
            f"The model {name} could not be loaded ({error}); install its package or set SITREP_MODEL to one that is."
        ) from error
    if RECOGNISER not in nlp.component_names:
        raise ModelMissing(f"The model {name} has no pipe {RECOGNISER}; set SITREP_MODEL to one that does.")
    _part_abbreviations(nlp)
    for pipe in RULES:
        if pipe in nlp.pipe_names:
            nlp.disable_pipe(pipe)
    entities = Entities(nlp) if Entities.can_read(nlp) else None
    if entities:
        nlp.disable_pipe(NAMES)
    words = Words(nlp)
    version = str(nlp.meta["version"])
    return Model(name, version, nlp, nlp.get_pipe(RECOGNISER), words, entities, frozenset(map(stem, words.verbs())))


def _part_abbreviations(nlp: Language) -> None:
    """Let the tokenizer keep titles whole, and part a hyphen behind an abbreviation: "U.S.-China talks"."""
    tokenizer = nlp.tokenizer
    if isinstance(tokenizer, Tokenizer):
        for title in sorted(TITLES):
            tokenizer.add_special_case(title, [{"ORTH": title}])
        infixes = nlp.Defaults.infixes or []
        tokenizer.infix_finditer = compile_infix_regex([*infixes, r"(?<=[A-Z]\.)-(?=[A-Za-z])"]).finditer


def model_version(name: str) -> str:
    """The version of an installed model, without loading it."""
    try:
        return str(importlib.import_module(name).__version__)
    except (ImportError, AttributeError) as error:
        raise ModelMissing(f"The model {name} is not installed; set SITREP_MODEL to one that is.") from error
