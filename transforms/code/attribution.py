"""Who claims it: whoever the text names as saying so.

Covers: what stands below a reporting verb ("X said that ...", "X claimed to have ...", "X confirmed the death of ...",
"X warned of ..."), what stands beside it ("..., X said", "as X announced", "Rebels, X said, attacked ..."), sources
(`code.sources`), quotations (`code.quotations`), "X: ..." and the tail of a headline ("... - X"). Of speeches within
speeches all speakers claim it, the innermost first.
Does not cover: hedges without a source ("reportedly"), the outlet itself (it is not a claimant).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.code.quotations import speakers_of_quotations
from transforms.code.sources import Reporting, named_sources, voices
from transforms.code.speech import find_speakers
from transforms.frames import first_by, look_up, look_up_known, pick

CLAIMS = pl.Schema({"t": pl.UInt32, "m": pl.UInt32, "position": pl.Int64, "verb": pl.String, "rule": pl.String})
SOURCE_PHRASE = "source phrase"  # the rule by which "according to X" makes X a claimant
_FOUND = ("t", "m", "actor_key", "verb", "first", "order", "rule")
_CLOSING = 6  # how many tokens may stand between the reporting verb and the end of its sentence
_ACCUSING = ("accused", "accuse", "accuses", "accusing")
_BORDERS = (",", "”", '"', "''", "—", "–", "-", "--", ")", "’", "'")
_TOLD_OBJECTS = ("report", "confirm", "announce", "count", "quote")  # kinds whose object is told by their speaker
_TOTALS = ("toll", "number", "total", "count", "figure", "tally", "loss", "cost")  # "X put the toll at ..."
_TOLD_ACTS = ("claim", "confirm")  # kinds whose infinitive is


@dataclass(frozen=True)
class Hearing:
    """Who can be heard in a batch: VOICES, `named_sources`, SPEAKERS and QUOTED."""

    heard: pl.DataFrame
    sources: pl.DataFrame
    speakers: pl.DataFrame
    quoted: pl.DataFrame


def listen(
    tokens: pl.DataFrame,
    relations: pl.DataFrame,
    stands_for: pl.DataFrame,
    known: Reporting,
    phrases: pl.DataFrame,
    quoted: pl.DataFrame,
) -> Hearing:
    """Who can be heard, whatever is asked for.

    `stands_for`: `mention_of_words`. `phrases`: `find_source_phrases`. `quoted`: QUOTED.
    """
    heard = voices(tokens, relations, stands_for, known.documents)
    sources = named_sources(tokens, phrases, heard)
    return Hearing(heard, sources, find_speakers(tokens, relations, heard, sources, known), quoted)


def find_claims(
    targets: pl.Series,
    paths: pl.DataFrame,
    tokens: pl.DataFrame,
    sentences: pl.DataFrame,
    relations: pl.DataFrame,
    hearing: Hearing,
) -> pl.DataFrame:
    """Claimants of each target word, schema CLAIMS; a target without one is the article's own voice.

    `targets`: t of triggers and figures. `paths`: ANCESTORS of them. `sentences`: sent, doc, paragraph_index, kind.
    """
    heard, sources, speakers, quoted = hearing.heard, hearing.sources, hearing.speakers, hearing.quoted
    where = look_up(targets.unique().sort().to_frame("t"), "t", tokens, sent="sent")
    direct = pl.concat(
        [
            _below(paths, speakers, tokens),
            _beside(where, tokens, speakers),
            where.join(sources, on="sent")
            .select(
                "t",
                "m",
                "actor_key",
                "first",
                "verb",
                order=pl.lit(30, dtype=pl.Int64),
                rule=pl.lit(SOURCE_PHRASE),
            )
            .select(_FOUND),
            _labelled(where, tokens, heard, sentences),
        ]
    )
    found = pl.concat([direct, _quoted(where, tokens, relations, heard, speakers, quoted, direct)])
    kept = first_by(found, ["t", "actor_key"], "order", "first", "m")
    return (
        kept.sort("t", "order", "first", "m")
        .with_columns(position=pl.int_range(pl.len()).over("t").cast(pl.Int64))
        .select(CLAIMS.names())
        .cast(CLAIMS)
    )


def _below(paths: pl.DataFrame, speakers: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Targets inside what a reporting verb governs, nearest verb first."""
    about = pick(
        tokens,
        (pl.col("dep") == "prep") & pl.col("lower").is_in(("of", "about")),
        below="t",
        is_about=pl.lit(value=True),
    )
    # "police said X left and they found ...": the second clause is told, too, where a pronoun begins it
    pronouns = tokens.filter((pl.col("dep") == "nsubj") & pl.col("lower").is_in(("he", "she", "it", "they")))
    also = pronouns.select(below="head", is_also=pl.lit(value=True)).unique()
    inside = paths.filter(pl.col("depth") > 0).join(about, on="below", how="left").join(also, on="below", how="left")
    totals = pick(tokens, pl.col("lemma").is_in(_TOTALS), below="t", is_total=pl.lit(value=True))
    at = pick(tokens, (pl.col("dep") == "prep") & (pl.col("lower") == "at"), below="t", is_at=pl.lit(value=True))
    # "set the toll in 40", but not "placed the victims in 40 tents"
    counts = pick(tokens, (pl.col("dep") == "pobj") & (pl.col("pos") == "NUM"), below="head").unique()
    into = pick(tokens, (pl.col("dep") == "prep") & (pl.col("lower") == "in"), below="t", is_in=pl.lit(value=True))
    into = into.join(counts, on="below", how="semi")
    tolls = pick(tokens, (pl.col("dep") == "dobj") & pl.col("lemma").is_in(_TOTALS), ancestor="head").unique()
    reasons = pick(tokens, (pl.col("dep") == "prep") & (pl.col("lower") == "for"), below="t", is_for=pl.lit(value=True))
    inside = inside.join(at, on="below", how="left").join(reasons, on="below", how="left")
    inside = inside.join(into, on="below", how="left").join(
        tolls.with_columns(has_toll=pl.lit(value=True)), on="ancestor", how="left"
    )
    # what a clause beside the thing tells is not told by whoever confirms the thing
    clauses = paths.filter(pl.col("via").is_in(("relcl", "advcl"))).group_by("t").agg(clause=pl.col("depth").min())
    inside = inside.join(totals, on="below", how="left").join(clauses, on="t", how="left")
    pairs = inside.join(speakers, left_on="ancestor", right_on="verb_t")
    # "accused the army of gassing hundreds": the clause may hang on whom somebody accuses
    hung = paths.join(about, on="below", how="semi")
    accused = hung.group_by("t").agg(about_depth=pl.col("depth").max())
    pairs = pairs.join(accused, on="t", how="left")
    is_accused = (pl.col("about_depth") <= pl.col("depth")).fill_null(value=False)
    is_plain = (pl.col("clause").is_null() | (pl.col("clause") > pl.col("depth"))).fill_null(value=True)
    via, kind = pl.col("via"), pl.col("kind")
    content = via.is_in(("ccomp", "parataxis")) & ~kind.is_in(("ask",))
    told = (
        content
        | ((via == "dobj") & is_plain & kind.is_in(_TOLD_OBJECTS))
        | ((via == "dobj") & (kind == "put") & pl.col("is_total").fill_null(value=False))
        | ((via == "prep") & (kind == "put") & pl.col("is_at").fill_null(value=False))
        | ((via == "prep") & (kind == "put") & (pl.col("is_in") & pl.col("has_toll")).fill_null(value=False))
        | ((via == "xcomp") & kind.is_in(_TOLD_ACTS))
        | ((via == "conj") & pl.col("is_also").fill_null(value=False) & pl.col("is_speech") & pl.col("has_content"))
        | ((kind == "quote") & via.is_in(("prep", "xcomp")))
        | (pl.col("is_about").fill_null(value=False) & kind.is_in(("say", "warn", "claim")))
        | ((via == "dobj") & is_accused & is_plain & pl.col("verb").is_in(_ACCUSING))
        # "blamed the rebels for the abduction of two engineers"
        | (pl.col("is_for").fill_null(value=False) & (pl.col("verb") == "blame"))
    )
    pairs = pairs.rename({"ancestor": "verb_t"}).pipe(_in_one_clause, tokens)
    return pairs.filter(told & (pl.col("first") != pl.col("t"))).select(
        "t", "m", "actor_key", "verb", "first", order=pl.col("depth"), rule=pl.lit("complement of a reporting verb")
    )


def _in_one_clause(pairs: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Pairs of a target and a reporting verb (t, verb_t) that no semicolon parts: there another speech begins."""
    stops = pick(tokens, pl.col("lower") == ";", "sent", stop="t")
    spans = pairs.select("t", "verb_t").unique().pipe(look_up_known, "t", tokens, sent="sent").join(stops, on="sent")
    apart = spans.filter(
        (pl.min_horizontal("t", "verb_t") < pl.col("stop")) & (pl.col("stop") < pl.max_horizontal("t", "verb_t"))
    )
    return pairs.join(apart.select("t", "verb_t").unique(), on=["t", "verb_t"], how="anti", maintain_order="left")


def _beside(where: pl.DataFrame, tokens: pl.DataFrame, speakers: pl.DataFrame) -> pl.DataFrame:
    """Targets before a reporting clause that tells nothing itself (", the sources added"), on both sides of one in
    the middle (", the army said, "), or in a sentence with "as X announced".
    """
    ends = pick(tokens, pl.col("pos") != "SPACE", "sent", "t").group_by("sent").agg(end=pl.col("t").max())
    marked = pick(
        tokens, (pl.col("lower") == "as") & (pl.col("dep") == "mark"), verb_t="head", is_as=pl.lit(value=True)
    )
    verbs = (
        # "..., which Chad denies" tells nothing of Chad's
        speakers.filter(~pl.col("kind").is_in(("count", "put", "expect", "deny")))
        .join(ends, on="sent")
        .join(marked, on="verb_t", how="left")
        .with_columns(before=(pl.col("begin") - 1).cast(pl.UInt32), behind=(pl.col("verb_t") + 1).cast(pl.UInt32))
        .pipe(look_up, "before", tokens, before_text="text")
        .pipe(look_up, "behind", tokens, behind_text="text")
    )
    pairs = where.join(verbs, on="sent").pipe(_in_one_clause, tokens)
    parted = pl.col("before_text").is_in(_BORDERS)
    closing = (pl.col("end").cast(pl.Int64) - pl.col("verb_t").cast(pl.Int64)) <= _CLOSING
    before = (parted | closing) & ~pl.col("has_content") & (pl.col("t") < pl.col("begin"))
    middle = (pl.col("before_text") == ",") & (pl.col("behind_text") == ",") & ~pl.col("has_content")
    behind_as = pl.col("is_as").fill_null(value=False) & ~pl.col("has_content") & (pl.col("t") != pl.col("verb_t"))
    return pairs.filter(before | (middle & (pl.col("t") > pl.col("behind"))) | behind_as).select(
        "t",
        "m",
        "actor_key",
        "verb",
        "first",
        order=pl.lit(20, dtype=pl.Int64),
        rule=pl.lit("reporting clause beside it"),
    )


def _labelled(where: pl.DataFrame, tokens: pl.DataFrame, heard: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Targets behind "X:" at the beginning of a sentence, and in a headline before a dash or colon and X."""
    spoken = pick(tokens, pl.col("pos") != "SPACE", "sent", "doc", "t", "pos")
    bounds = spoken.group_by("sent").agg(s_first=pl.col("t").min(), doc=pl.col("doc").first())
    named = look_up_known(heard, "word", tokens, sent="sent", left="left", right="right")
    colons = pick(tokens, pl.col("text") == ":", "sent", colon="t")
    # "Egypt: talks put on hold" says where, not who
    places = pick(tokens, pl.col("ent_type") == "GPE", word="t")
    ahead = (
        named.join(places, on="word", how="anti")
        .join(bounds.select("sent", "s_first"), on="sent")
        .join(colons, on="sent")
        .filter(
            (pl.col("left") == pl.col("s_first"))
            & (pl.col("word") == pl.col("colon") - 1)
            & (pl.col("colon") - pl.col("s_first") <= 6)
        )
        .select("sent", "m", "actor_key", "first", border="colon", is_ahead=pl.lit(value=True))
    )
    titles = sentences.filter((pl.col("kind") == "headline") | (pl.col("sent") == pl.col("sent").min().over("doc")))
    last = spoken.filter(pl.col("pos") != "PUNCT").group_by("sent").agg(s_last=pl.col("t").max())
    dashes = pick(tokens, pl.col("text").is_in(("-", "–", "—", ":", "--")), "sent", dash="t")
    tails = (
        named.join(titles.select("sent"), on="sent", how="semi")
        .join(last, on="sent")
        .join(dashes, on="sent")
        .filter(
            (pl.col("word") == pl.col("s_last"))
            & (pl.col("word") > pl.col("dash"))
            & (pl.col("word") - pl.col("dash") <= 6)
            & (pl.col("first") == pl.col("dash") + 1)
        )
        .select("sent", "m", "actor_key", "first", border="dash", is_ahead=pl.lit(value=False))
    )
    labels = pl.concat([ahead, tails]).cast({"border": pl.UInt32})
    pairs = where.join(labels, on="sent")
    told = pl.when("is_ahead").then(pl.col("t") > pl.col("border")).otherwise(pl.col("t") < pl.col("border"))
    return (
        pairs.filter(told)
        .select(
            "t", "m", "actor_key", "first", verb=pl.lit(":"), order=pl.lit(40, dtype=pl.Int64), rule=pl.lit("label")
        )
        .select(_FOUND)
    )


def _quoted(
    where: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame, heard: pl.DataFrame, speakers: pl.DataFrame,
    quoted: pl.DataFrame, direct: pl.DataFrame,
) -> pl.DataFrame:  # fmt: skip
    """Targets in quotations of whole sentences; a speech outside the quotation that governs them goes first."""
    roots = pick(tokens, pl.col("dep") == "ROOT", "sent", "doc", pred="t")
    people = pick(tokens, (pl.col("ent_type") == "PERSON") | pl.col("lower").is_in(("he", "she")), arg="t")
    subjects = (
        relations.filter(pl.col("role") == "subj")
        .join(roots, on="pred")
        .join(heard, left_on="arg", right_on="word")
        .join(people, on="arg", how="semi")
        .select("sent", "doc", "m", "actor_key", "first")
    )
    who = speakers_of_quotations(quoted, tokens, speakers, subjects)
    inside = where.join(quoted.select("t", "q"), on="t")
    told = direct.join(quoted.select(first="t"), on="first", how="anti").select("t")
    inside = inside.join(told, on="t", how="anti")
    return inside.join(who, on="q").select(
        "t", "m", "actor_key", "verb", "first", order=pl.col("distance") + 100, rule=pl.lit("quotation")
    )
