"""Headlines in title case ("Turkey Bombs Kurdish Villages") spelt as sentences are, for the model alone.

The model takes what begins with a capital for a name, and so finds no verb in such a headline. What the same article
writes small is written small there too: the word itself or another form of it, words of grammar, and verbs that the
article has nowhere with a capital. Names keep theirs, as the article repeats them. The text of the
tokens stays as it is.
Covers: sentences of which all longer words but those of grammar begin with a capital.
Does not cover: headlines all in capitals, headlines of articles without a body, common words that are names in the
headline alone.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from spacy.lang.en.stop_words import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from transforms.annotate.sentences import Sentence

_LONG = 4  # letters of words that title case does not leave small, unless they are words of grammar
_LEAST = 3  # of them with a capital
_BODY = 3  # sentences that tell how an article writes its words
_ENDING = re.compile(r"(?<=\w{3})(?:ies|ied|ying|es|ed|ing|s|d|e|y)$")


def spelt_plainly(found: Iterable[Sentence], dictionary: Collection[str]) -> Iterator[Sentence]:
    """The sentences, those of an article together, with `spelt` where they are in title case.

    `dictionary`: the stems (`stem`) of verbs.
    """
    for _, article in groupby(found, key=lambda one: one.doc):
        yield from _of_article(list(article), dictionary)


def stem(word: str) -> str:
    """What the forms of a word have in common, roughly: "bombs", "bombed", "bombing"."""
    return _ENDING.sub("", word)


def _of_article(sentences: Sequence[Sentence], dictionary: Collection[str]) -> Iterator[Sentence]:
    titled = [_is_titled(one.words) for one in sentences]
    body = [one.words for one, is_title in zip(sentences, titled, strict=True) if not is_title]
    if not any(titled) or len(body) < _BODY:
        yield from sentences
        return
    small = {stem(word) for words in body for word in words if word.islower()}
    named = {word for words in body for word in words[1:] if word[0].isupper()}
    for one, is_title in zip(sentences, titled, strict=True):
        yield one._replace(spelt=[*_spelt(one.words, small, named, dictionary)]) if is_title else one


def _is_titled(words: Sequence[str]) -> bool:
    long = [word for word in words if len(word) >= _LONG and word.isalpha()]
    if any(word.islower() and word not in STOP_WORDS for word in long):
        return False
    return sum(word.istitle() for word in long) >= _LEAST


def _spelt(
    words: Sequence[str], small: Collection[str], named: Collection[str], dictionary: Collection[str]
) -> Iterator[str]:
    for i, word in enumerate(words):
        lower = word.lower()
        common = lower in STOP_WORDS or stem(lower) in small or stem(lower) in dictionary
        is_date = lower == "may" and i + 1 < len(words) and words[i + 1][0].isdigit()
        plain = i > 0 and common and word not in named and word.istitle() and len(lower) == len(word) and not is_date
        yield lower if plain else word
