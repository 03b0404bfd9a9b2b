"""The only model: a spaCy pipeline, loaded by package name."""

from __future__ import annotations

import importlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex

if TYPE_CHECKING:
    from spacy.language import Language


class ModelMissing(Exception):
    """The named model is not installed."""


@dataclass(frozen=True)
class Model:
    """A loaded pipeline with the name and version that its annotations depend on."""

    name: str
    version: str
    nlp: Language


def load_model(name: str) -> Model:
    """Load a model that is installed as a Python package.

    Raises ModelMissing where there is no such package or it holds no model.
    """
    logging.getLogger("spacy").setLevel(logging.ERROR)
    try:
        package = importlib.import_module(name)
        nlp: Language = package.load()
    except (ImportError, AttributeError, OSError, TypeError) as error:
        raise ModelMissing(
            f"The model {name} could not be loaded ({error}); install its package or set SITREP_MODEL to one that is."
        ) from error
    _part_abbreviations(nlp)
    return Model(name, str(nlp.meta["version"]), nlp)


def _part_abbreviations(nlp: Language) -> None:
    """Let the tokenizer part a hyphen behind an abbreviation, as it does behind a word: "U.S.-China talks"."""
    tokenizer = nlp.tokenizer
    if isinstance(tokenizer, Tokenizer):
        infixes = nlp.Defaults.infixes or []
        tokenizer.infix_finditer = compile_infix_regex([*infixes, r"(?<=[A-Z]\.)-(?=[A-Za-z])"]).finditer


def model_version(name: str) -> str:
    """The version of an installed model, without loading it."""
    try:
        return str(importlib.import_module(name).__version__)
    except (ImportError, AttributeError) as error:
        raise ModelMissing(f"The model {name} is not installed; set SITREP_MODEL to one that is.") from error
