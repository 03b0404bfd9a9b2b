"""What says that an act was not done: "nobody signed", "neither side signed", "without signing", "has yet to sign".

Covers: subjects that are nobody ("no", "none", "neither A nor B"); objects that are
nobody ("arrested no one", "attacked neither A nor B"), "not" and "no" beside the verb or above it, "nor" before a
second verb, "yet to"; gerunds behind "without" (negated) and behind "instead of" (no event at all).
Does not cover: "hardly", "few"; infinitives behind "rather than"; objects of prepositions ("met with no one").
"""

from __future__ import annotations

import polars as pl

from transforms.code.cues import cue
from transforms.code.undone import undone
from transforms.frames import pick

_SUBJECT = ("nsubj", "nsubjpass")
_NOBODY = tuple("nobody none neither noone nothing".split())
_NO = ("no", "neither")
_BUT = tuple("but except save other less fewer more".split())  # "no fewer than ten", "nobody but rebels"
_STANDS_BEFORE = ("det", "preconj", "cc")


def with_nobody(steps: pl.DataFrame, triggers: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Acts of nobody and, with the verb itself, upon nobody: STATUS_CUE.

    `steps`: t, depth, ancestor: the way up from each trigger as far as words concern it. `triggers`: t.
    """
    rule = pl.lit("negation: ") + pl.col("word")
    subjects = _arguments(tokens, _SUBJECT).rename({"t": "ancestor"})
    upon = triggers.select("t").join(_arguments(tokens, ("dobj",)), on="t").with_columns(depth=pl.lit(0))
    return pl.concat([cue(steps.join(subjects, on="ancestor"), "negated", rule), cue(upon, "negated", rule)])


def negated(beside: pl.DataFrame) -> pl.DataFrame:
    """What "not", "never" or "no" stands beside: STATUS_CUE. `beside`: t, depth, child_dep and word of a child."""
    no = (pl.col("child_dep") == "neg") | ((pl.col("word") == "no") & (pl.col("child_dep") == "det"))
    return cue(beside.filter(no), "negated", pl.lit("negation: ") + pl.col("word"))


def left_undone(triggers: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """What was not done beside what was ("without signing", "instead of signing"): STATUS_CUE."""
    found = triggers.select("t").join(undone(tokens), on="t").with_columns(depth=pl.lit(0))
    rule = pl.lit("negation: ") + pl.col("word")
    without = pl.col("word") == "without"
    return pl.concat([cue(found.filter(without), "negated", rule), cue(found.filter(~without), "-", rule)])


def waiting(infinitives: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """What has yet to be done: STATUS_CUE. `infinitives`: t, depth, ancestor, lemma (of what governs "to sign")."""
    yet = pick(tokens, (pl.col("lower") == "yet") & (pl.col("dep") == "advmod"), ancestor="head")
    found = infinitives.filter(pl.col("lemma").is_in(("be", "have"))).join(yet, on="ancestor", how="semi")
    return cue(found, "negated", pl.lit("yet to"), order=1)


def nor(tokens: pl.DataFrame) -> pl.DataFrame:
    """The "nor" of a second verb ("neither defend nor criticise") as a word beside it.

    Gives: ancestor (the verb), child, child_dep, word, child_lemma.
    """
    words = pick(tokens, (pl.col("lower") == "nor") & (pl.col("dep") == "cc"), "head", child="t", word="lower")
    second = pick(tokens, pl.col("dep") == "conj", "head", ancestor="t").join(words, on="head")
    return second.filter(pl.col("child") < pl.col("ancestor")).select(
        "ancestor", "child", child_dep=pl.lit("neg"), word="word", child_lemma="word"
    )


def _arguments(tokens: pl.DataFrame, deps: tuple[str, ...]) -> pl.DataFrame:
    """Verbs of which nobody, or no such thing, is the argument: t, word.

    Not "no fewer than ten", "no one but rebels".
    """
    excepted = pl.col("lower").cast(pl.String).shift(-1).over("sent").is_in(_BUT)
    words = tokens.with_columns(is_excepted=excepted.fill_null(value=False))
    arguments = words.filter(pl.col("dep").is_in(deps) & ~pl.col("is_excepted"))
    none = pick(arguments, pl.col("lower").is_in(_NOBODY), t="head", word="lower")
    before = pl.col("lower").is_in(_NO) & pl.col("dep").is_in(_STANDS_BEFORE) & (pl.col("t") < pl.col("head"))
    marked = pick(words, before & ~pl.col("is_excepted"), argument="head", word="lower")
    of_no = marked.join(arguments.select(argument="t", t="head"), on="argument")
    return pl.concat([none, of_no.select("t", "word")]).unique("t", keep="first", maintain_order=True)
