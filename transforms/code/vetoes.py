"""Whom a veto is aimed at: the legislature that passed what is vetoed.

Covers: a veto that names nobody, by a person or a government, where a legislature stands in the sentences before or in
its own ("Congress passed the bill. The president vetoed it").
Does not cover: vetoes in councils of states, vetoes threatened, legislatures named only afterwards.
"""

from __future__ import annotations

import polars as pl

from transforms.code.participants import PARTICIPANTS
from transforms.frames import first_by, pick

_VETO = "veto"
_REACH = 8  # sentences


def veto_legislatures(
    triggers: pl.DataFrame, participants: pl.DataFrame, tokens: pl.DataFrame, mentions: pl.DataFrame
) -> pl.DataFrame:
    """Recipients (PARTICIPANTS) of vetoes that have none.

    `triggers`: TRIGGERS. `tokens`: TOKENS. `mentions`: MENTIONS.
    """
    words = pick(tokens, pl.col("lemma") == _VETO, "t", "doc")
    vetoes = triggers.filter(pl.col("event_type") == "REJECT").select("t", "sent").join(words, on="t")
    open_ones = vetoes.join(participants.filter(pl.col("role") == "recipient"), on="t", how="anti")
    acting = participants.filter(pl.col("role") == "actor").join(mentions.select("m", "sector", "country"), on="m")
    single = acting.filter(pl.col("sector").is_in(("GOV", "ELI", "UNK"))).select("t", by="country")
    houses = mentions.filter((pl.col("sector") == "LEG") & (pl.col("kind") != "person")).select(
        "doc", "m", "first", "country", by_sent="sent"
    )
    found = (
        open_ones.join(single, on="t")
        .join(houses, on="doc")
        .filter(
            (pl.col("by_sent") <= pl.col("sent"))
            & (pl.col("sent") - pl.col("by_sent") <= _REACH)
            & (pl.col("by") == pl.col("country")).fill_null(value=True)
        )
        .pipe(first_by, ["t"], "first", "m", descending=[True, False])
    )
    return found.select(
        "t", role=pl.lit("recipient"), position=pl.lit(0, dtype=pl.Int64), m="m", rule=pl.lit("whose bill is vetoed")
    ).cast(PARTICIPANTS)
