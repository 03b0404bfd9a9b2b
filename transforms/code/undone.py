"""What somebody did not do, told beside what they did: "instead of meeting him", "without signing a deal".

Covers: gerunds behind "instead of", "rather than" and "without".
Does not cover: infinitives ("rather than wait"), nouns ("instead of talks").
"""

from __future__ import annotations

import polars as pl

from transforms.frames import pick

_INSTEAD = ("instead of", "rather than", "short of", "opposed to", "far from")


def undone(tokens: pl.DataFrame) -> pl.DataFrame:
    """Gerunds of what was not done ("instead of meeting him", "without signing a deal"): t, word (what says so)."""
    before = pl.col("lower").cast(pl.String).shift(1)
    word = pl.col("lower").cast(pl.String)
    two = (before + " " + word).is_in(_INSTEAD)
    cues = tokens.with_columns(word=pl.when(two).then(before + " " + word).otherwise(word)).filter(
        (two | (word == "without")).fill_null(value=False)
    )
    gerunds = pick(tokens, (pl.col("tag") == "VBG") & pl.col("dep").is_in(("pcomp", "advcl")), "t", "head")
    below = gerunds.join(cues.select("word", head="t"), on="head").select("t", "word")
    marked = gerunds.select("t").join(cues.filter(pl.col("dep").is_in(("mark", "cc"))).select("word", t="head"), on="t")
    return pl.concat([below, marked.select(below.columns)]).unique("t", keep="first", maintain_order=True)
