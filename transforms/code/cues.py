"""Which words of seeds/lexicon/status.csv stand beside a word or above it, also those of more than one word.

Covers: a verb with its particle or the preposition that leads on to the act ("ruled out talks", "called for talks",
"geared up for talks"), words of degree and conjunctions of two or three words ("no longer", "even if", "as long as").
Does not cover: phrases with a gap ("is no way going").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.frames import look_up, pick

if TYPE_CHECKING:
    from seeds.loading import Seeds

STATUS_CUE = pl.Schema(
    {
        "t": pl.UInt32,
        "depth": pl.Int64,  # steps from the trigger up to the word that the cue belongs to
        "order": pl.Int64,  # which of two cues of one depth decides: the lower
        "status": pl.String,  # "-": no event
        "status_rule": pl.String,
    }
)
_ABOVE = ("verb", "noun", "adj")
_BESIDE = ("aux", "adv", "adj", "mark")


def status_cues(seeds: Seeds) -> pl.DataFrame:
    """The cues of seeds/lexicon/status.csv: word, cue_pos, status, scope; a verb's words are joined by "_"."""
    return seeds.table("lexicon/status.csv").select("word", cue_pos="pos", status="status", scope="scope")


def governing_cues(steps: pl.DataFrame, cues: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Steps upwards whose ancestor is a cue, with word, cue_pos, status, scope; the longest phrase of each step.

    `steps`: t, depth, ancestor, below, via, lemma and pos (of the ancestor) and more.
    """
    particles = pick(tokens, pl.col("dep") == "prt", ancestor="head", particle="lower").unique("ancestor", keep="first")
    lemma = pl.col("lemma").cast(pl.String)
    named = look_up(steps.join(particles, on="ancestor", how="left"), "below", tokens, leads="lower").with_columns(
        lemma=lemma,
        particle=pl.col("particle").cast(pl.String),
        leads=pl.when(pl.col("via") == "prep").then(pl.col("leads").cast(pl.String)),
    )
    phrases = pl.concat_list(
        "lemma",
        pl.concat_str("lemma", "particle", separator="_"),
        pl.concat_str("lemma", "leads", separator="_"),
        pl.concat_str("lemma", "particle", "leads", separator="_"),
    )
    words = named.with_columns(word=phrases).drop("particle", "leads").explode("word").drop_nulls("word")
    # "calls for talks": of a noun, only what the seeds say of nouns
    fits = (pl.col("cue_pos") == "verb") == pl.col("pos").is_in(("VERB", "AUX"))
    found = words.join(cues.filter(pl.col("cue_pos").is_in(_ABOVE)), on="word").filter(fits)
    longest = pl.col("word").str.count_matches("_")
    return found.filter(longest == longest.max().over("t", "depth"))


def cues_beside(steps: pl.DataFrame, cues: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Steps with a word beside them (`child`, `child_dep`, `word`) that is a cue or ends one of several words."""
    lower = pl.col("lower").cast(pl.String)
    two, three = lower.shift(1) + " " + lower, lower.shift(2) + " " + lower.shift(1) + " " + lower
    ends = tokens.select(child="t", phrase=pl.concat_list(three, two, lower)).join(
        steps.select("child").unique(), on="child", how="semi"
    )
    beside = cues.filter(pl.col("cue_pos").is_in(_BESIDE))
    found = ends.explode("phrase").join(beside.rename({"word": "phrase"}), on="phrase")
    return steps.join(found, on="child").with_columns(word="phrase").drop("phrase")


def cue(frame: pl.DataFrame, status: str, rule: pl.Expr, *, order: int = 0) -> pl.DataFrame:
    """Rows of STATUS_CUE from those of `frame` (t, depth), all with the same status."""
    return frame.select("t", "depth", order=pl.lit(order), status=pl.lit(status), status_rule=rule).cast(STATUS_CUE)
