"""Which sentences of an article can tell an event, a figure or a claim, by their words alone, before any is parsed.

A sentence matters where some line of the lexicon could hold in it (its word, and of each term one of the words asked
for, in any form that the model's own tables of base forms allow), or where it has a number, a word of `seeds/measures`
that counts without one ("died"), or a word of demand ("must"). For the sake of these, what they refer to is parsed too:
sentences that name something, report or quote, up to two behind the last one that matters. An article in which nothing
matters is not parsed at all.
Does not cover: events that no word of the seeds tells of; and what only a parse can see, so that many sentences are
parsed that tell nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from transforms.annotate.model import Model
    from transforms.knowledge import Knowledge

#: For one line of the lexicon, what must all be met: of each set one word.
Needs = tuple[frozenset[str], ...]

_BEHIND = 2
_KEPT = 1_000_000
_RELATIONS = frozenset("subj obj iobj prt attr comp poss mod head aux neg pass speaker".split())
_DEMANDS = frozenset("must should ought need shall".split())
#: What is counted without a number ("a soldier died"); of all else `seeds/measures` asks for one.
_COUNTED_ALONE = ("killed", "injured", "casualties", "missing", "detained", "abducted", "captured", "displaced")
#: Words of these that stand in nearly every sentence; beside them there is another word that counts.
_COMMON = frozenset("be have in at down good get make see take go come put leave bring".split())
_NUMBER = re.compile(
    r"\d|dozen|score|hundred|thousand|million|billion|several|few|couple|"
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|"
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_QUOTES = frozenset("\" “ ” '' ``".split())
_COARSE = ("verb", "noun", "adj")


class Promise:
    """The seeds compiled for the test; one a process."""

    def __init__(self, known: Knowledge, model: Model) -> None:
        self._forms = _Forms(known.lemmas.select("form", "lemma").iter_rows(), model)
        self._lines = _lines(known)
        self._reporting = frozenset(known.reporting.verbs["verb"])
        alone = pl.col("measure").is_in(_COUNTED_ALONE)
        triggers, nouns = known.measures.triggers.filter(alone), known.measures.nouns.filter(alone)
        counting = {*triggers["word"], *nouns["noun"]}
        self._alone = frozenset(counting | _DEMANDS) - _COMMON

    def bases(self, word: str) -> frozenset[str]:
        """Every base form that a word (folded) can have, itself among them."""
        return self._forms(word)

    def of_article(self, sentences: Sequence[Sequence[str]]) -> list[bool]:
        """Which sentences of one article, given as their words, are to be parsed."""
        matters = [self.matters(words) for words in sentences]
        if not any(matters):
            return matters
        last = max(i for i, matter in enumerate(matters) if matter) + _BEHIND
        return [matter or (i <= last and self.refers(sentences[i])) for i, matter in enumerate(matters)]

    def matters(self, words: Sequence[str]) -> bool:
        """Whether a sentence can tell an event or a figure."""
        folded = [_fold(word) for word in words]
        if _NUMBER.search(" ".join(word for word in folded if not _YEAR.fullmatch(word))):
            return True
        met: set[str] = set()
        for word in folded:
            met |= self._forms(word)
        if not met.isdisjoint(self._alone):
            return True
        return any(
            all(not met.isdisjoint(need) for need in needs) for word in met for needs in self._lines.get(word, ())
        )

    def refers(self, words: Sequence[str]) -> bool:
        """Whether a sentence names something, reports or quotes."""
        if any(word[0].isupper() and word != "I" for word in words[1:]) or not _QUOTES.isdisjoint(words):
            return True
        return any(not self._reporting.isdisjoint(self._forms(_fold(word))) for word in words)


class _Forms:
    """From a form to every base form it can have: liberal, as no part of speech is known yet."""

    def __init__(self, mended: Iterable[tuple[str, str]], model: Model) -> None:
        tables: Any = getattr(model.nlp.get_pipe("lemmatizer"), "lookups")  # noqa: B009 - no pipe in general has them
        self._rules = [(old, new) for pos in _COARSE for old, new in tables.get_table("lemma_rules").get(pos, ())]
        self._exceptions = [tables.get_table("lemma_exc").get(pos, {}) for pos in _COARSE]
        self._mended: dict[str, set[str]] = {}
        for form, lemma in mended:
            self._mended.setdefault(form, set()).add(lemma)
        self._known: dict[str, frozenset[str]] = {}

    def __call__(self, form: str) -> frozenset[str]:
        found = self._known.get(form)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[form] = frozenset(self._all(form))
        return found

    def _all(self, form: str) -> Iterable[str]:
        yield form
        yield from form.split("-")
        yield from self._mended.get(form, ())
        for exceptions in self._exceptions:
            yield from exceptions.get(form, ())
        for old, new in self._rules:
            if form.endswith(old):
                yield form[: len(form) - len(old)] + new


def _lines(known: Knowledge) -> dict[str, list[Needs]]:
    """For each word of the lexicon (the last one of a compound), what its lines need besides."""
    needed: dict[int, dict[tuple[int, str], set[str]]] = {}
    for entry, number, is_block, role, value in known.lexicon.terms.iter_rows():
        if not is_block:
            needed.setdefault(entry, {}).setdefault((number, role), set()).add(value)
    lines: dict[str, list[Needs]] = {}
    tells = known.lexicon.entries.select("entry", "phrase", "event_type").iter_rows()
    for entry, phrase, event_type in tells:
        if event_type == "-":
            continue
        *before, word = re.split(r"[ -]", phrase)
        needs = [frozenset((other,)) for other in before]
        for (_, role), values in needed.get(entry, {}).items():
            needs += _needs(role, values)
        lines.setdefault(word, []).append(tuple(needs))
    return {word: [()] if () in needs else needs for word, needs in lines.items()}


def _needs(role: str, values: set[str]) -> Iterable[frozenset[str]]:
    """What a term asks for in words: its preposition, and one of its values where all are words."""
    if role not in _RELATIONS:
        yield frozenset((role,))
    if role not in ("neg", "pass") and not any(value == "*" or value.startswith("@") for value in values):
        yield frozenset(value.split("_")[-1] for value in values)


@lru_cache(maxsize=_KEPT)
def _fold(word: str) -> str:
    """As `mentions.spans.fold` does it for frames."""
    if word.isascii():
        return word.lower().replace("`", "'")
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return re.sub("[–—‐‑]", "-", re.sub("[’‘`]", "'", plain)).lower()
