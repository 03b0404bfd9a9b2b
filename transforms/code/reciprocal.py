"""Verbs whose subjects are each other's objects: "blamed each other", "threatened one another".

Covers: all of the subjects act, and nobody else has it done to them ("accused each other of starting it").
Does not cover: "their mutual accusations".
"""

from __future__ import annotations

import polars as pl

from transforms.frames import look_up, pick


def reciprocal_verbs(tokens: pl.DataFrame) -> pl.Series:
    """The verbs that "each other" hangs on, directly or by a preposition. `tokens`: TOKENS."""
    second = (pl.col("lower") == "other") & (pl.col("lower").shift(1) == "each")
    second |= (pl.col("lower") == "another") & (pl.col("lower").shift(1) == "one")
    words = look_up(pick(tokens, second.fill_null(value=False), t="head"), "t", tokens, dep="dep", above="head")
    behind = words.filter(pl.col("dep") == "prep").select(t="above")
    return pl.concat([words.select("t"), behind])["t"].unique()


def without_others(participants: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """`participants` (PARTICIPANTS) without recipients of such verbs."""
    other = (pl.col("role") == "recipient") & pl.col("t").is_in(reciprocal_verbs(tokens).implode())
    return participants.filter(~other)
