"""Sources that are no speakers: "according to X", "citing X", "the release said", "X data shows".

Covers: phrases that the claimant follows ("according to", "citing"), documents standing for whoever issued them
("police records show", "a report by X", "the group's website said"), and a document told again without its issuer
("the release said") for whoever issued the one before it.
Does not cover: documents that nobody is said to have issued ("data showed").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from transforms.frames import first_by, look_up_known, pick
from transforms.mentions.spans import find_phrases, keep_longest, spelt

if TYPE_CHECKING:
    from seeds.loading import Seeds

#: Who stands behind a word that tells: word, m, actor_key, first (where the claimant is named).
VOICES = pl.Schema({"word": pl.UInt32, "m": pl.UInt32, "actor_key": pl.String, "first": pl.UInt32})
_REACH = 9  # how far behind "according to" its actor may stand where the parse does not say


@dataclass(frozen=True)
class Reporting:
    """`verbs`: verb, kind. `phrases`: claimants follow them. `documents`: lemmas of what speaks for its issuer."""

    verbs: pl.DataFrame
    phrases: list[str]
    documents: list[str]


def reporting(seeds: Seeds) -> Reporting:
    """Load the seeds of attribution."""
    phrases = seeds.table("lexicon/attribution_phrases.csv")
    return Reporting(
        seeds.table("lexicon/reporting.csv").select("verb", "kind"),
        phrases.filter(pl.col("role") == "claimant")["phrase"].to_list(),
        phrases.filter(pl.col("role") == "document")["phrase"].to_list(),
    )


def find_source_phrases(tokens: pl.DataFrame, phrases: pl.Series) -> pl.DataFrame:
    """Where a phrase such as "according to" stands; schema SPANS. `phrases`: folded."""
    return keep_longest(find_phrases(spelt(tokens), phrases))


def voices(
    tokens: pl.DataFrame, relations: pl.DataFrame, stands_for: pl.DataFrame, documents: list[str]
) -> pl.DataFrame:
    """Whoever each word that can tell stands for, schema VOICES: actors, and documents by their issuers."""
    known = stands_for.select(VOICES.names()).unique()
    papers = tokens.filter(pl.col("lemma").is_in(documents) & pl.col("pos").is_in(("NOUN", "PROPN")))
    # "the group's website said": the group, though a website might speak for itself
    owners = pick(relations, pl.col("role") == "poss", paper="pred", word="arg").join(known, on="word")
    common = papers.filter(pl.col("pos") == "NOUN").select(paper="t")
    owned = owners.join(common, on="paper", how="semi").drop("word").rename({"paper": "word"}).select(known.columns)
    known = pl.concat([known.join(owned, on="word", how="anti"), owned]).unique()
    issued = papers.join(known, left_on="t", right_on="word").select(
        "doc", "lemma", "m", "actor_key", "first", word="t"
    )
    # "X published a report", "X said in a statement": whoever does so issued it
    subjects = pick(relations, pl.col("role") == "subj", "pred", who="arg")
    by_verb = (
        relations.filter(pl.col("role").is_in(("obj", "in")))
        .join(subjects, on="pred")
        .join(papers.join(issued.select(t="word"), on="t", how="anti"), left_on="arg", right_on="t")
        .join(known, left_on="who", right_on="word")
        .select("doc", "lemma", "m", "actor_key", "first", word="arg")
    )
    open_ones = papers.join(issued.select(t="word"), on="t", how="anti").select("doc", "t", "lemma")
    issued = pl.concat([issued, by_verb])
    definite = pick(tokens, (pl.col("dep") == "det") & pl.col("lower").is_in(("the", "this", "that")), t="head")
    columns = ["word", "m", "actor_key", "first"]
    again = (
        open_ones.join(definite.unique(), on="t", how="semi")
        .join(issued.rename({"word": "issued_t"}), on=["doc", "lemma"])
        .filter(pl.col("issued_t") < pl.col("t"))
        .pipe(first_by, ["t"], "issued_t", "first", "m", descending=[True, False, False])
        .select("m", "actor_key", "first", word="t")
    )
    # "the Observatory": whoever was named by that word before
    proper = tokens.filter(pl.col("pos").is_in(("PROPN", "NOUN"))).join(known.select(t="word"), on="t", how="anti")
    proper = proper.join(definite.unique(), on="t", how="semi").select("doc", "t", "lower")
    named = tokens.filter(pl.col("pos") == "PROPN").join(known, left_on="t", right_on="word")
    short = (
        proper.join(named.select("doc", "lower", "m", "actor_key", "first", named_t="t"), on=["doc", "lower"])
        .filter(pl.col("named_t") < pl.col("t"))
        .pipe(first_by, ["t"], "named_t", "first", "m", descending=[True, False, False])
        .select("m", "actor_key", "first", word="t")
    )
    again = pl.concat([again, short.join(again, on="word", how="anti")])
    return pl.concat([known, again.select(columns)]).cast(VOICES)


def named_sources(tokens: pl.DataFrame, phrases: pl.DataFrame, heard: pl.DataFrame) -> pl.DataFrame:
    """The X of each "according to X": doc, sent, at (where the phrase ends), m, actor_key, first, verb.

    X is what the phrase governs, with all that is joined to it, else whoever is named within it; where the parse
    governs nothing, the next actor behind the phrase. `heard`: VOICES.
    """
    spoken = phrases.select("last", verb="phrase")
    phrases = phrases.select("sent", "last")
    governed = (
        phrases.join(tokens.filter(pl.col("dep").is_in(("pobj", "dobj"))), left_on="last", right_on="head")
        .select("last", "sent", g="t", g_left="left", g_right="right")
        .filter(pl.col("g") > pl.col("last"))
        .pipe(first_by, ["last"], "g")
    )
    joined = pick(tokens, pl.col("dep").is_in(("conj", "appos")), g="head", other="t")
    also = governed.join(joined, on="g").select("last", "sent", "other").rename({"other": "g"})
    twice = also.join(joined, on="g").select("last", "sent", "other").rename({"other": "g"})
    named = pl.concat([governed.select("last", "sent", "g"), also, twice]).join(heard, left_on="g", right_on="word")
    inside = (
        governed.join(named.select("last"), on="last", how="anti")
        .join(look_up_known(heard, "word", tokens, sent="sent"), on="sent")
        .filter((pl.col("word") >= pl.col("last")) & (pl.col("word") <= pl.col("g_right")))
        .pipe(first_by, ["last"], "word", "m")
    )
    lost = (
        phrases.join(governed.select("last"), on="last", how="anti")
        .join(look_up_known(heard, "word", tokens, sent="sent"), on="sent")
        .filter((pl.col("word") > pl.col("last")) & (pl.col("word") - pl.col("last") <= _REACH))
        .pipe(first_by, ["last"], "word", "m")
    )
    sources = pl.concat(
        [frame.select("last", "sent", "m", "actor_key", first="first") for frame in (named, inside, lost)]
    )
    docs = tokens.group_by("sent").agg(pl.first("doc"))
    sources = sources.join(docs, on="sent").join(spoken, on="last")
    return sources.select("doc", "sent", "m", "actor_key", "first", "verb", at="last")
