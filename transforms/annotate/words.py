"""Part of speech and base form of words, told once for each distinct word instead of once for each token.

The model's rules for both (its attribute ruler and lemmatizer) look at nothing but the word, its tag and its relation,
so that what they say of one token holds for all that are alike. Run token by token they cost a quarter of a parse.
The one rule of two words that tells a part of speech ("there is": a verb, no auxiliary) is kept beside them.
Not covered: the ruler's patterns of two words that give a base form ("gon na", "y' all").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language

#: The pipes whose work is done here; the model must not run them too.
RULES = ("attribute_ruler", "lemmatizer")
_BE = ("is", "are", "was", "were", "'s", "'re")
_KEPT = 1_000_000
_AT_ONCE = 5_000


class Words:
    """What the rules said of (word, tag, relation) so far: part of speech and base form, as the model's numbers."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._rules = [nlp.get_pipe(name) for name in RULES if name in nlp.component_names]
        for rule in self._rules:
            if isinstance(rule, Lemmatizer):
                _index(rule)
        strings = nlp.vocab.strings
        self._be = np.array([strings.add(form) for form in _BE], dtype=np.uint64)
        self._there, self._verb = strings["expl"], strings["VERB"]
        self._told: dict[tuple[int, int, int], tuple[int, int]] = {}

    def tell(
        self,
        orth: NDArray[np.uint64],
        lower: NDArray[np.uint64],
        tag: NDArray[np.uint64],
        dep: NDArray[np.uint64],
    ) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """Part of speech and base form of each token, all in the order of the text."""
        tokens = pl.DataFrame({"orth": orth, "tag": tag, "dep": dep})
        distinct = tokens.unique(maintain_order=True)
        keys = distinct.rows()
        new = [key for key in keys if key not in self._told]
        if len(self._told) + len(new) > _KEPT:
            self._told.clear()
            new = keys
        for i in range(0, len(new), _AT_ONCE):
            self._learn(new[i : i + _AT_ONCE])
        said = np.array([self._told[key] for key in keys], dtype=np.uint64).reshape(-1, 2)
        answers = distinct.with_columns(pos=said[:, 0], lemma=said[:, 1])
        joined = tokens.join(answers, on=["orth", "tag", "dep"], how="left", maintain_order="left")
        pos = joined["pos"].to_numpy().copy()
        pos[1:][(dep[:-1] == self._there) & np.isin(lower[1:], self._be)] = self._verb
        return pos, joined["lemma"].to_numpy()

    def verbs(self) -> frozenset[str]:
        """The base forms of the verbs that the model knows."""
        tables = [rule.lookups.get_table("lemma_index", {}) for rule in self._rules if isinstance(rule, Lemmatizer)]
        return frozenset(form for table in tables for form in table.get("verb", ()))

    def _learn(self, keys: list[tuple[int, int, int]]) -> None:
        strings = self._nlp.vocab.strings
        doc: Any = Doc(self._nlp.vocab, words=[strings[orth] for orth, _, _ in keys])
        doc.from_array(["TAG", "DEP"], np.array([key[1:] for key in keys], dtype=np.uint64))
        for rule in self._rules:
            doc = rule(doc)
        said = doc.to_array(["POS", "LEMMA"])
        for key, (pos, lemma) in zip(keys, said.tolist(), strict=True):
            self._told[key] = (pos, lemma)


def _index(rule: Lemmatizer) -> None:
    """Let a lemmatizer look its known base forms up instead of going through lists of up to 57,000 for each word."""
    table = rule.lookups.get_table("lemma_index", {})
    for part_of_speech, forms in list(table.items()):
        table[part_of_speech] = dict.fromkeys(forms)
