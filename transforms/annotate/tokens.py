"""Paragraphs to sentences and tokens.

`doc`, `sent` and `t` are numbers within one batch: cheap keys to join on, never part of an id.
"""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from transforms.annotate.sentences import find_sentences
from transforms.annotate.titles import spelt_plainly
from transforms.frames import look_up, pick, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from spacy.tokens import Doc

    from transforms.annotate.model import Model
    from transforms.annotate.promise import Promise
    from transforms.annotate.sentences import Sentence

SENTENCES = pl.Schema(
    {
        "sent": pl.UInt32,  # number of the sentence in the batch
        "doc": pl.UInt32,  # number of its article
        "paragraph_index": pl.Int64,
        "kind": pl.String,
        "start_char": pl.Int64,  # in articles.text
        "end_char": pl.Int64,
    }
)
TOKENS = pl.Schema(
    {
        "t": pl.UInt32,  # number of the token in the batch
        "sent": pl.UInt32,
        "doc": pl.UInt32,
        "text": pl.String,
        "lower": pl.String,
        "lemma": pl.String,  # lower case
        "pos": pl.String,  # Universal Dependencies
        "tag": pl.String,  # Penn Treebank
        "dep": pl.String,  # ClearNLP, as spaCy's English models give it
        "head": pl.UInt32,  # t of the head; of itself at the root
        "left": pl.UInt32,  # first t of the subtree
        "right": pl.UInt32,  # last t of the subtree
        "ent_type": pl.String,  # OntoNotes, "" where none
        "ent_begins": pl.Boolean,
        "start_char": pl.Int64,
        "end_char": pl.Int64,
    }
)
_ATTRIBUTES = tuple("ORTH LOWER TAG DEP ENT_TYPE ENT_IOB HEAD IDX LENGTH IS_SPACE SENT_START".split())
_BEGINS = 3  # spaCy's code of an entity's first word, in ENT_IOB
_STRINGS = {
    "LOWER": "lower",
    "LEMMA": "lemma",
    "POS": "pos",
    "TAG": "tag",
    "DEP": "dep",
    "ENT_TYPE": "ent_type",
}


def annotate(
    paragraphs: pl.DataFrame, model: Model, *, promise: Promise | None = None, batch_size: int = 256
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part paragraphs into sentences, and parse those that promise something; all of them without `promise`.

    `paragraphs`: doc UInt32, paragraph_index Int64, kind String, start_char Int64 (in articles.text), text String.
    Returns frames with the schemas SENTENCES and TOKENS, in text order; a sentence that is not parsed has no tokens.
    """
    found = list(spelt_plainly(find_sentences(paragraphs, model), model.dictionary))
    return to_frames(found, wanted(found, promise), model, batch_size=batch_size)


def wanted(found: Sequence[Sentence], promise: Promise | None) -> list[bool]:
    """Which of the sentences are to be parsed; those of an article stand together."""
    if promise is None:
        return [True] * len(found)
    return [
        answer
        for _, article in groupby(found, key=lambda one: one.doc)
        for answer in promise.of_article([one.words for one in article])
    ]


def mend_lemmas(tokens: pl.DataFrame, lemmas: pl.DataFrame) -> pl.DataFrame:
    """Put right what the model lemmatises wrongly ("raped" is not "rap"). `lemmas`: form, pos (verb or noun), lemma."""
    coarse = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}
    rows = pl.arg_where(tokens["lower"].is_in(lemmas["form"].implode()), eager=True)
    listed = tokens.select("lower", "lemma", coarse="pos")[rows].with_columns(pl.col("coarse").replace(coarse))
    known = lemmas.select(lower="form", coarse="pos", mended="lemma")
    joined = listed.join(known, on=["lower", "coarse"], how="left", maintain_order="left")
    mended = joined.select(pl.coalesce("mended", "lemma")).to_series()
    return tokens.with_columns(lemma=tokens["lemma"].scatter(rows, mended))


def mend_names(tokens: pl.DataFrame) -> pl.DataFrame:
    """Tokens (TOKENS) where a verb in capitals before a noun is the name that it is: "IS militants attacked".

    A sentence all in capitals tells nothing.
    """
    noun = pl.col("tag").shift(-1).is_in(("NN", "NNS")) & (pl.col("sent").shift(-1) == pl.col("sent"))
    verbs = pick(tokens, pl.col("dep").is_in(("aux", "auxpass")) & noun, "t", "sent", "text")
    verbs = verbs.filter(pl.col("text").str.contains(r"^\p{Lu}{2,}$"))
    if verbs.is_empty():
        return tokens
    around = pick(tokens, pl.col("sent").is_in(verbs["sent"].implode()), "sent", "text")
    lower = around.filter(pl.col("text").str.contains(r"\p{Ll}"))
    name = pl.col("t").is_in(verbs.join(lower, on="sent", how="semi")["t"].implode())
    mended = {"dep": "compound", "pos": "PROPN", "tag": "NNP"}
    return tokens.with_columns(
        *[pl.when(name).then(pl.lit(value)).otherwise(column).alias(column) for column, value in mended.items()],
        head=pl.when(name).then(pl.col("t") + 1).otherwise("head"),
    )


def mend_lists(tokens: pl.DataFrame) -> pl.DataFrame:
    """Tokens (TOKENS) where a comma stands for "and", as in headlines: "Diallo, Malian minister discuss a truce".

    The parse has the second name beside the first; but the verb right behind it is one of several.
    """
    beside = pick(tokens, pl.col("dep") == "appos", "t", "head", "right")
    above = look_up(beside, "head", tokens, noun_dep="dep", noun_tag="tag", verb="head").pipe(
        look_up, "verb", tokens, verb_tag="tag"
    )
    listed = (
        (pl.col("noun_dep") == "nsubj")
        & pl.col("noun_tag").is_in(("NNP", "NN"))
        & pl.col("verb_tag").is_in(("VBP", "VB"))
        & (pl.col("right") + 1 == pl.col("verb"))
    )
    found = above.filter(listed)
    return tokens.with_columns(dep=tokens["dep"].scatter(rows_of(found["t"], tokens), "conj"))


def to_frames(
    found: Sequence[Sentence], parse: Sequence[bool], model: Model, *, batch_size: int = 256
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The frames of all sentences, and of the tokens of those that `parse` says are to be parsed."""
    meta = [(i, one.doc, one.paragraph_index, one.kind, one.start_char, one.end_char) for i, one in enumerate(found)]
    sentences = pl.DataFrame(meta, SENTENCES, orient="row")
    numbers = [i for i, wanted in enumerate(parse) if wanted]
    if not numbers:
        return sentences, TOKENS.to_frame()
    stream = model.nlp.pipe((found[i].unparsed(model) for i in numbers), batch_size=batch_size)
    blocks = [_table(docs, model) for docs in _batched(stream, batch_size)]
    sizes = np.array([len(found[i].words) for i in numbers])
    table = np.concatenate(blocks)
    column = {name: table[:, i] for i, name in enumerate(_ATTRIBUTES)}
    of = column["ORTH"], column["LOWER"], column["TAG"], column["DEP"]
    column["POS"], column["LEMMA"] = model.words.tell(*of)
    own = np.arange(len(table))
    head = own + column["HEAD"].astype(np.int64)
    start = column["IDX"].astype(np.int64) + np.repeat([found[i].start_char for i in numbers], sizes)
    left, right = _edges(head)
    strings = {name: _strings(column[attribute], model) for attribute, name in _STRINGS.items()}
    tokens = pl.DataFrame(
        {
            "t": own,
            "sent": np.repeat(numbers, sizes),
            "doc": np.repeat([found[i].doc for i in numbers], sizes),
            "text": [word for i in numbers for word in found[i].words],
            **strings,
            "head": head,
            "left": left,
            "right": right,
            "ent_begins": column["ENT_IOB"] == _BEGINS,
            "start_char": start,
            "end_char": start + column["LENGTH"].astype(np.int64),
        }
    ).with_columns(pl.col("lemma").str.to_lowercase())
    return sentences, tokens.cast(TOKENS).select(TOKENS.names())


def _batched(docs: Iterator[Doc], size: int) -> Iterator[list[Doc]]:
    while batch := list(islice(docs, size)):
        yield batch


def _table(docs: Sequence[Doc], model: Model) -> NDArray[np.uint64]:
    """A row a token, a column for each of _ATTRIBUTES."""
    table: NDArray[np.uint64] = np.concatenate([parsed.to_array(list(_ATTRIBUTES)) for parsed in docs])
    if model.entities:
        blank, opens = (table[:, _ATTRIBUTES.index(name)] == 1 for name in ("IS_SPACE", "SENT_START"))
        named = model.entities.find(docs, blank, opens)
        table[:, _ATTRIBUTES.index("ENT_TYPE")] = named.types
        table[:, _ATTRIBUTES.index("ENT_IOB")] = named.begins * _BEGINS
    return table


def _strings(hashes: NDArray[np.uint64], model: Model) -> pl.Series:
    """Look each distinct hash up once."""
    distinct, inverse = np.unique(hashes, return_inverse=True)
    words = pl.Series([model.nlp.vocab.strings[h] if h else "" for h in distinct.tolist()], dtype=pl.String)
    return words.gather(inverse)


def _edges(head: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last token of each subtree: children hand their edges up until nothing moves."""
    left, right = np.arange(len(head)), np.arange(len(head))
    while True:
        before = left.copy(), right.copy()
        np.minimum.at(left, head, before[0])
        np.maximum.at(right, head, before[1])
        if (left == before[0]).all() and (right == before[1]).all():
            return left, right


def with_edges(tokens: pl.DataFrame) -> pl.DataFrame:
    """`tokens` (TOKENS) with the first and last token of each subtree as its heads now have it."""
    own = tokens["t"].to_numpy()
    left, right = _edges(np.searchsorted(own, tokens["head"].to_numpy()))
    return tokens.with_columns(left=pl.Series(own[left], dtype=pl.UInt32), right=pl.Series(own[right], dtype=pl.UInt32))
