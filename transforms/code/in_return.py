"""Whom a demand or a threat is aimed at because of what stands around it.

Covers: a demand told beside criticism by the same people ("criticised the government and called for sanctions": of the
government); threats and measures in return ("China threatened to retaliate"), aimed at whoever last hurt or threatened
the one who answers, or the state it speaks for.
Does not cover: demands before the criticism, answers to acts that were aimed at nobody, vengeance for somebody else.
"""

from __future__ import annotations

import polars as pl

from transforms.annotate.ancestors import ancestors
from transforms.code.participants import PARTICIPANTS
from transforms.frames import first_by, look_up_known, pick

_ASKING = ("REQUEST", "THREATEN")
_BESIDE = ("conj",)
_RETURNING = tuple(
    "retaliate retaliation retaliatory countermeasure countermeasures reprisal revenge avenge tit-for-tat "
    "counter-measure counter-measures counteract".split()
)
_ANSWERING = ("THREATEN", "SANCTION")
_HURTING = ("THREATEN", "SANCTION", "COERCE", "ASSAULT")
_STATE = ("government", "military")
_DEPTH = 5
_REACH = 8  # sentences


def criticised_beside(
    triggers: pl.DataFrame, participants: pl.DataFrame, tokens: pl.DataFrame, stands_for: pl.DataFrame
) -> pl.DataFrame:
    """Recipients (PARTICIPANTS) of demands that have none: whom the verb before it criticises.

    `triggers`: TRIGGERS. `tokens`: TOKENS. `stands_for`: `mention_of_words`.
    """
    verbs = triggers.filter(~pl.col("is_noun"))
    none = verbs.filter(pl.col("event_type").is_in(_ASKING)).select("t")
    none = none.join(participants.filter(pl.col("role") == "recipient"), on="t", how="anti")
    steps = pick(tokens, pl.col("dep").is_in(_BESIDE), "t", by="head")
    accusing = verbs.filter(pl.col("event_type") == "ACCUSE").select(by="t")
    keys = stands_for.select("m", "actor_key").unique()
    sides = participants.join(keys, on="m").select("t", "role", "m", "actor_key")
    pairs = none.join(steps, on="t").join(accusing, on="by", how="semi")
    acting = sides.filter(pl.col("role") == "actor")
    alike = pairs.join(acting.select("t", "actor_key"), on="t").join(
        acting.select("actor_key", by="t"), on=["by", "actor_key"]
    )
    pairs = pairs.join(alike.select("t", "by").unique(), on=["t", "by"], how="semi")
    found = pairs.join(sides.filter(pl.col("role") == "recipient").select("m", "actor_key", by="t"), on="by").join(
        acting.select("t", "actor_key"), on=["t", "actor_key"], how="anti"
    )
    return _as_recipients(found, "criticised beside it")


def paid_back(
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    tokens: pl.DataFrame,
    stands_for: pl.DataFrame,
    mentions: pl.DataFrame,
) -> pl.DataFrame:
    """Recipients (PARTICIPANTS) of threats and measures in return that have none: who last hurt the one who answers."""
    none = triggers.filter(pl.col("event_type").is_in(_ANSWERING)).select("t", "sent")
    none = none.join(participants.filter(pl.col("role") == "recipient"), on="t", how="anti")
    words = tokens.filter(pl.col("lemma").is_in(_RETURNING) | pl.col("lower").is_in(_RETURNING))
    under = ancestors(words["t"], tokens).filter(pl.col("depth") <= _DEPTH).select(t="ancestor").unique()
    docs = tokens.select("t", "doc")
    answering = none.join(under, on="t", how="semi").pipe(look_up_known, "t", tokens, doc="doc")
    state = mentions.filter(pl.col("kind").is_in((*_STATE, "person"))).select("m", state="country")
    keys = stands_for.select("m", "actor_key").unique().join(state, on="m", how="left")
    sides = participants.join(keys, on="m").select("t", "role", "m", "actor_key", "state")
    actors = sides.filter(pl.col("role") == "actor").drop("role")
    hurt = sides.filter(pl.col("role") == "recipient").select("actor_key", "state", by="t")
    acts = triggers.filter(pl.col("event_type").is_in(_HURTING)).select(by="t", by_sent="sent")
    acts = acts.join(docs.rename({"t": "by"}), on="by")
    own = actors.select("actor_key", "state", by="t")
    near = answering.join(acts, on="doc").filter(
        (pl.col("by") < pl.col("t")) & (pl.col("sent") - pl.col("by_sent") <= _REACH)
    )
    told = near.join(actors.select("t", "actor_key", "state"), on="t")
    by_name = told.join(hurt.select("by", "actor_key"), on=["by", "actor_key"], how="semi")
    by_state = told.drop_nulls("state").join(hurt.select("by", "state").drop_nulls(), on=["by", "state"], how="semi")
    pairs = pl.concat([by_name, by_state]).join(own.select("by").unique(), on="by", how="semi")
    pairs = pairs.join(own.select("by", "actor_key"), on=["by", "actor_key"], how="anti")
    pairs = pairs.join(own.select("by", "state").drop_nulls(), on=["by", "state"], how="anti")
    nearest = first_by(pairs, ["t"], "by", descending=[True]).select("t", "by")
    return _as_recipients(nearest.join(actors.rename({"t": "by"}), on="by"), "pays back what it did")


def _as_recipients(found: pl.DataFrame, rule: str) -> pl.DataFrame:
    once = first_by(found, ["t", "actor_key"], "m")
    return (
        once.sort("t", "m")
        .with_columns(position=pl.int_range(pl.len()).over("t").cast(pl.Int64))
        .select("t", "position", "m", role=pl.lit("recipient"), rule=pl.lit(rule))
        .select(PARTICIPANTS.names())
        .cast(PARTICIPANTS)
    )
