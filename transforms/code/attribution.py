"""Who claims it: reporting verbs, "according to", quotations that go on over sentences.

Covers: the claim inside or beside the reporting verb's clause ("X said that ...", "..., X said", "X, who said ..."),
"according to X", a reporting clause at the end of the sentence or behind "as" that the parse lost, a sentence inside
quotation marks whose speaker the paragraph names before or after.
Does not cover: hedges without a source ("reportedly"), the outlet itself (it is not a claimant).
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by
from transforms.mentions.spans import find_phrases, fold, keep_longest, with_gap

CLAIMS = pl.Schema({"t": pl.UInt32, "m": pl.UInt32, "position": pl.Int64, "verb": pl.String, "rule": pl.String})
_REACH = 9  # how far behind "according to" its actor may stand
_CLOSING = 6  # how many tokens may stand between the reporting verb and the end of its sentence


def find_claims(
    targets: pl.Series,
    paths: pl.DataFrame,
    tokens: pl.DataFrame,
    sentences: pl.DataFrame,
    relations: pl.DataFrame,
    stands_for: pl.DataFrame,
    saying: list[str],
    phrases: pl.DataFrame,
) -> pl.DataFrame:
    """Claimants of each target word, schema CLAIMS; a target without one is the article's own voice.

    `targets`: t of triggers and figures. `paths`: ANCESTORS of them. `sentences`: sent, doc, paragraph_index, text.
    `stands_for`: `mention_of_words`. `saying`: reporting verbs. `phrases`: `find_source_phrases`.
    """
    reporting = tokens.filter(pl.col("lemma").is_in(saying) & (pl.col("pos") == "VERB")).select(
        verb_t="t", sent="sent", verb="lower"
    )
    speakers = (
        relations.filter(pl.col("role") == "subj")
        .join(reporting, left_on="pred", right_on="verb_t")
        .join(stands_for, left_on="arg", right_on="word")
        .select("sent", "m", "actor_key", "verb", verb_t="pred", first="first")
    )
    clause = _in_clause(paths, speakers)
    according = _by_phrase(targets, tokens, phrases, stands_for)
    direct = pl.concat([clause, according, _around(targets, tokens, speakers)])
    quoted = _in_quotation(targets, tokens, sentences, speakers, direct)
    found = pl.concat([direct, quoted])
    nearest = found.group_by("t").agg(best=pl.col("order").min())
    kept = (
        found.join(nearest, on="t")
        .filter(pl.col("order") == pl.col("best"))
        .pipe(first_by, ["t", "actor_key"], "order", "first")
    )
    return (
        kept.sort("t", "first", "m")
        .with_columns(position=pl.int_range(pl.len()).over("t").cast(pl.Int64))
        .select(CLAIMS.names())
        .cast(CLAIMS)
    )


def _in_clause(paths: pl.DataFrame, speakers: pl.DataFrame) -> pl.DataFrame:
    """Targets inside the complement of a reporting verb, nearest verb first."""
    inside = paths.filter((pl.col("depth") > 0) & pl.col("via").is_in(("ccomp", "parataxis")))
    return inside.join(speakers, left_on="ancestor", right_on="verb_t").select(
        "t", "m", "actor_key", "verb", "first", order=pl.col("depth"), rule=pl.lit("complement of a reporting verb")
    )


def _around(targets: pl.Series, tokens: pl.DataFrame, speakers: pl.DataFrame) -> pl.DataFrame:
    """Targets before a reporting verb that ends the sentence (", the sources added"), or in one with "as X
    announced".
    """
    ends = tokens.group_by("sent").agg(end=pl.col("t").max())
    marked = tokens.filter((pl.col("lower") == "as") & (pl.col("dep") == "mark")).select(
        verb_t="head", is_as=pl.lit(value=True)
    )
    verbs = speakers.join(ends, on="sent").join(marked, on="verb_t", how="left")
    where = tokens.filter(pl.col("t").is_in(targets.implode())).select("t", "sent")
    pairs = where.join(verbs, on="sent")
    closing = (
        (pl.col("end") - pl.col("verb_t") <= _CLOSING)
        & (pl.col("t") < pl.col("verb_t"))
        & (pl.col("t") < pl.col("first"))
    )
    behind_as = pl.col("is_as").fill_null(value=False) & (pl.col("t") != pl.col("verb_t"))
    return pairs.filter(closing | behind_as).select(
        "t",
        "m",
        "actor_key",
        "verb",
        "first",
        order=pl.lit(60, dtype=pl.Int64),
        rule=pl.lit("reporting clause beside it"),
    )


def find_source_phrases(tokens: pl.DataFrame, phrases: pl.Series) -> pl.DataFrame:
    """Where a phrase such as "according to" stands; schema SPANS. `phrases`: folded."""
    words = with_gap(tokens).with_columns(word=fold(pl.col("text")))
    return keep_longest(find_phrases(words, phrases))


def _by_phrase(
    targets: pl.Series, tokens: pl.DataFrame, phrases: pl.DataFrame, stands_for: pl.DataFrame
) -> pl.DataFrame:
    """Targets in a sentence with "according to X": X is the next actor behind the phrase."""
    heads = stands_for.join(tokens.select(word="t", sent="sent"), on="word")
    sources = (
        phrases.join(heads, on="sent", suffix="_right")
        .filter((pl.col("word") > pl.col("last")) & (pl.col("word") - pl.col("last") <= _REACH))
        .pipe(first_by, ["last"], "word", "m")
        .select("sent", "m", "actor_key", pl.col("first_right"), verb="phrase")
    )
    where = tokens.filter(pl.col("t").is_in(targets.implode())).select("t", "sent")
    return where.join(sources, on="sent").select(
        "t",
        "m",
        "actor_key",
        "verb",
        first="first_right",
        order=pl.lit(30, dtype=pl.Int64),
        rule=pl.lit("source phrase"),
    )


def _in_quotation(
    targets: pl.Series, tokens: pl.DataFrame, sentences: pl.DataFrame, speakers: pl.DataFrame, direct: pl.DataFrame
) -> pl.DataFrame:
    """Targets inside quotation marks in sentences that name no speaker: the speaker nearest in the same paragraph."""
    marks = tokens.with_columns(
        change=pl.when(pl.col("text").is_in(("“",))).then(1).when(pl.col("text").is_in(("”",))).then(-1).otherwise(0),
        straight=(pl.col("text") == '"').cast(pl.Int32),
    ).join(sentences.select("sent", "paragraph_index"), on="sent", how="left", maintain_order="left")
    inside = marks.with_columns(
        open=pl.col("change").cum_sum().over("doc", "paragraph_index")
        + pl.col("straight").cum_sum().over("doc", "paragraph_index") % 2
    ).filter(pl.col("open") > 0)
    quoted = inside.filter(pl.col("t").is_in(targets.implode())).select("t", "sent", "doc", "paragraph_index")
    quoted = quoted.join(direct.select("t"), on="t", how="anti")
    where = speakers.join(sentences.select("sent", "doc", "paragraph_index"), on="sent", how="left").rename(
        {"sent": "s_sent"}
    )
    pairs = quoted.join(where, on=["doc", "paragraph_index"]).with_columns(
        distance=(pl.col("s_sent").cast(pl.Int64) - pl.col("sent").cast(pl.Int64)).abs()
    )
    return pairs.select(
        "t",
        "m",
        "actor_key",
        "verb",
        "first",
        order=pl.col("distance") + 100,
        rule=pl.lit("quotation in the paragraph"),
    ).cast({"order": pl.Int64})
