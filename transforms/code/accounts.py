"""Whose account each of several numbers is that a sentence tells of one thing.

Covers: a source right behind the number ("drew 3,000 people according to police and 10,000 according to organisers",
"3,000 by police, 10,000 by organisers") or right before it ("police put the crowd at 3,000, organisers at 10,000"):
what stands beside one number is no claimant of the other.
Does not cover: sources that stand beside neither (`code.attribution`).
"""

from __future__ import annotations

import polars as pl

from transforms.code.attribution import CLAIMS, SOURCE_PHRASE
from transforms.frames import first_by, pick

_SOURCE = 4  # tokens from "according to" to the source's head
_ASIDE = (",", "(", "-", "–", "—")
_BY = "participants"  # of other measures "by" tells who did it


def by_own_account(
    claims: pl.DataFrame, figures: pl.DataFrame, tokens: pl.DataFrame, stands_for: pl.DataFrame
) -> pl.DataFrame:
    """CLAIMS in which each of several numbers of one measure in a sentence has the source that stands beside it.

    `figures`: FIGURES. `stands_for`: word, m, first.
    """
    several = figures.filter(pl.len().over("sent", "measure") > 1)
    several = several.select("t", "number_t", "sent", "measure", last=pl.max_horizontal("t", "number_t"))
    found = pl.concat([_behind(several, tokens), _before(several, tokens)])
    sources = first_by(stands_for.select("word", "m", "first"), ["word"], "first", "m").select("word", "m")
    own = first_by(found.join(sources, on="word"), ["t"], "distance", "word")
    own = own.select("t", "m", position=pl.lit(0, pl.Int64), verb=pl.lit("according to"), rule=pl.lit("own account"))
    others = claims.join(own, on="t", how="anti", maintain_order="left")
    # "3,000, according to police, while organisers put it at 10,000"
    spoken = others.filter(pl.col("rule") != SOURCE_PHRASE).join(several, on="t", how="semi")
    phrase = (pl.col("rule") == SOURCE_PHRASE) & pl.col("t").is_in(spoken["t"].implode())
    others = others.filter(~phrase)
    return pl.concat([others, own.select(CLAIMS.names()).cast(CLAIMS)]).sort("t", "position")


def _behind(several: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Words that may be the source named right behind: t, word, distance."""
    aside = pick(tokens, pl.col("lower").is_in(_ASIDE), next="t").with_columns(skip=pl.lit(1, pl.UInt32))
    placed = several.with_columns(next=pl.col("last") + 1).join(aside, on="next", how="left")
    placed = placed.with_columns(cue=pl.col("next") + pl.col("skip").fill_null(0))
    according = pick(tokens, pl.col("lower") == "according", cue="t")
    by = pick(tokens, pl.col("lower") == "by", cue="t")
    cues = [placed.join(according, on="cue"), placed.filter(pl.col("measure") == _BY).join(by, on="cue")]
    reached = pl.concat(cues).with_columns(distance=pl.int_ranges(1, _SOURCE + 1)).explode("distance")
    return reached.select("t", "distance", word=(pl.col("cue") + pl.col("distance")).cast(pl.UInt32))


def _before(several: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Words that may be the source before "at" ("organisers at 10,000"): t, word, distance."""
    at = pick(tokens, (pl.col("lower") == "at") & (pl.col("dep") == "prep"), at="t")
    inside = several.with_columns(at=pl.int_ranges(pl.col("number_t") - 3, "number_t", dtype=pl.UInt32)).explode("at")
    return inside.join(at, on="at").select("t", distance=pl.lit(1, pl.Int64), word=pl.col("at") - 1)
