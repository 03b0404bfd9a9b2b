"""Where sentences begin, told before anything is parsed, so that each sentence is parsed by itself or not at all.

The model's small sentence recogniser does it, at about 2 % of a parse. Put right: a closing quotation mark or bracket
belongs to the sentence before it, an opening one to the sentence behind it, a line that ends in a full stop ends a
sentence, and a title ("Capt.") does not.

A sentence parsed by itself has the same parse wherever it stands, so that it can be kept for good.
Not covered: headings inside a paragraph that end in no stop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from spacy.tokens import Doc

from transforms.annotate.model import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import polars as pl

    from transforms.annotate.model import Model

_CLOSERS = frozenset("” ’ '' \" ' ) ] } » ”' ’”".split())
_OPENERS = frozenset("“ ‘ `` ` ( [ { «".split())
_HYPHENS = frozenset("- – ‐ ‑".split())
_STOPS = frozenset(". ! ? … ...".split())
_ATTRIBUTES = ("IDX", "IS_SPACE", "SPACY", "SENT_START")


class Sentence(NamedTuple):
    """A sentence before the parse: where it stands, and its words; `spaces` tells which have a blank behind them."""

    doc: int
    paragraph_index: int
    kind: str
    start_char: int  # in articles.text
    end_char: int
    words: list[str]
    spaces: list[bool]
    spelt: list[str] | None = None  # the words as the model is to read them, if otherwise

    def unparsed(self, model: Model) -> Doc:
        """The words as the model takes them."""
        return Doc(model.nlp.vocab, words=self.spelt or self.words, spaces=self.spaces)


def find_sentences(paragraphs: pl.DataFrame, model: Model, *, batch_size: int = 256) -> Iterator[Sentence]:
    """The sentences of paragraphs (schema PARAGRAPHS), in text order, without the blanks around them."""
    rows = paragraphs.select("text", "doc", "paragraph_index", "kind", "start_char").rows()
    docs = model.recogniser.pipe((model.nlp.make_doc(row[0]) for row in rows), batch_size=batch_size)
    for (_, doc, index, kind, offset), parsed in zip(rows, docs, strict=True):
        words = [token.text for token in parsed]
        told = parsed.to_array(list(_ATTRIBUTES)).T.astype(int)
        starts, blank, spaces = told[0].tolist(), (told[1] == 1).tolist(), (told[2] == 1).tolist()
        begins = _begins((told[3] == 1).tolist(), words, spaces, blank)
        for first, behind in _spans(begins):
            a, b = first, behind
            while a < b and blank[a]:
                a += 1
            while a < b and blank[b - 1]:
                b -= 1
            if a < b:
                end = starts[b - 1] + len(words[b - 1])
                yield Sentence(doc, index, kind, offset + starts[a], offset + end, words[a:b], spaces[a:b])


def _begins(told: list[bool], words: list[str], spaces: list[bool], blank: list[bool]) -> list[bool]:
    """Whether a sentence begins at each token, the model's word on it put right."""
    begins = [False] * len(told)
    pending = True
    for i, word in enumerate(words):
        attached = i > 0 and not spaces[i - 1] and not blank[i - 1]
        if attached and word in _HYPHENS:  # "Anti-government protests"
            continue
        if i > 0 and words[i - 1] in TITLES and not pending:
            continue
        if told[i] or pending:
            pending = False
            if word in _CLOSERS and attached and (i + 1 == len(words) or spaces[i] or words[i + 1] in _CLOSERS):
                pending = True
            elif attached and words[i - 1] in _OPENERS and not begins[i - 1]:
                begins[i - 1 if i < 2 or words[i - 2] not in _OPENERS or spaces[i - 2] else i - 2] = True
            else:
                begins[i] = True
        elif blank[i] and "\n" in word and i and (words[i - 1] in _STOPS or words[i - 1] in _CLOSERS):
            pending = True
    return begins


def _spans(begins: Iterable[bool]) -> Iterator[tuple[int, int]]:
    first = i = 0
    for i, begin in enumerate(begins):
        if begin and i > first:
            yield first, i
            first = i
    yield first, i + 1
