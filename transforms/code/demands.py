"""Demands without a verb of demanding: "Russia said Sudan must return the helicopter" is a REQUEST by Russia to
Sudan.

Covers: must and should in what somebody is said to say, about an actor, or about something that must be ("there must
be dialogue"). The demanding word replaces what else the verb would tell.
Does not cover: demands in the article's own voice (comment), imperatives.
"""

from __future__ import annotations

import polars as pl

from transforms.code.participants import PARTICIPANTS
from transforms.frames import first_by, pick
from transforms.mentions.triggers import TRIGGERS

_MODALS = ("must", "should")


def demanded_verbs(tokens: pl.DataFrame) -> pl.DataFrame:
    """Verbs that must or should be done: t, first (the modal), sent, modal. `tokens`: TOKENS."""
    # "must have been": only guessed
    past = pick(tokens, (pl.col("lower") == "have") & (pl.col("dep") == "aux"), "head")
    modal = tokens.filter(pl.col("lower").is_in(_MODALS) & (pl.col("dep") == "aux")).join(past, on="head", how="anti")
    return modal.select(t="head", first="t", sent="sent", modal="lower").unique("t", keep="first", maintain_order=True)


def find_demands(
    verbs: pl.DataFrame, claims: pl.DataFrame, relations: pl.DataFrame, stands_for: pl.DataFrame, tokens: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Triggers (TRIGGERS) and participants (PARTICIPANTS) of demands.

    `verbs`: `demanded_verbs`. `claims`: CLAIMS of these verbs. `stands_for`: `mention_of_words`.
    """
    keys = pick(stands_for, pl.col("step") == "", "m", "actor_key").unique("m")
    by = claims.filter(pl.col("position") == 0).join(keys, on="m", how="left").select("t", by_m="m", by_key="actor_key")
    whom = (
        relations.filter(pl.col("role").is_in(("subj", "obj")))
        .join(stands_for, left_on="arg", right_on="word")
        .with_columns(is_object=pl.col("role") == "obj")
        .pipe(first_by, ["pred"], "is_object", "arg", "m")
        .select(t="pred", m="m", key="actor_key")
    )
    there = pick(tokens, pl.col("dep") == "expl", t="head", is_there=pl.lit(value=True)).unique()
    found = (
        verbs.join(by, on="t")
        .join(whom, on="t", how="left")
        .join(there, on="t", how="left")
        .filter(
            (pl.col("key") != pl.col("by_key"))
            | (pl.col("key").is_null() & (pl.col("is_there") & (pl.col("modal") == "must")))
        )
    )
    triggers = found.select(
        "t",
        "first",
        "sent",
        last=pl.max_horizontal("t", "first"),
        event_type=pl.lit("REQUEST"),
        event_mode=pl.lit(None, dtype=pl.String),
        actor_roles=pl.lit([], dtype=pl.List(pl.String)),
        recipient_roles=pl.lit([], dtype=pl.List(pl.String)),
        lexicon_entry=pl.col("modal") + ".aux in a statement",
        n_terms=pl.lit(1, dtype=pl.Int64),
        is_noun=pl.lit(value=False),
    ).with_columns(first=pl.min_horizontal("t", "first"))
    sides = [
        found.select("t", role=pl.lit("actor"), m="by_m", rule=pl.lit("who says it")),
        found.select("t", role=pl.lit("recipient"), m="m", rule=pl.lit("who must")).drop_nulls("m"),
    ]
    participants = pl.concat(sides).with_columns(position=pl.lit(0, dtype=pl.Int64))
    return triggers.select(TRIGGERS.names()).cast(TRIGGERS), participants.select(PARTICIPANTS.names()).cast(
        PARTICIPANTS
    )
