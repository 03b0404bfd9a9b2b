"""Whom a relation names and who yet cannot be that side of the act.

Covers: whoever tells of the violence is not its victim ("a blast killed nine the Observatory said", where a comma is
lost); a place of civil life does no violence ("an attack near a school which killed four"), nor does the land before
its name ("Kenya market shooting"); troops and arms that one
threatens or is asked to send are no side of it ("threatened to send its troops").
Does not cover: sides that are only unlikely, such as a government that condemns itself.
"""

from __future__ import annotations

import polars as pl

from transforms.code.targets import SITES
from transforms.frames import pick

_FORCE = ("ASSAULT", "COERCE")
_SENDING = tuple("send deploy dispatch move use withdraw pull order mobilise mobilize station commit".split())
_SAID = ("said", "says", "reported", "told")
_SENT = ("military", "armed_group")
_DEMANDED = r"^comp: complement's obj"


def without_misfits(
    participants: pl.DataFrame,
    triggers: pl.DataFrame,
    relations: pl.DataFrame,
    claims: pl.DataFrame,
    mentions: pl.DataFrame,
    tokens: pl.DataFrame,
) -> pl.DataFrame:
    """`participants` (PARTICIPANTS) without those who cannot be on their side of the act.

    `triggers`: TRIGGERS. `relations`: RELATIONS. `claims`: CLAIMS. `mentions`: MENTIONS. `tokens`: TOKENS.
    """
    force = triggers.filter(pl.col("event_type").is_in(_FORCE)).select("t")
    violence = triggers.filter(pl.col("event_type") == "ASSAULT").select("t")
    saying = pick(tokens, pl.col("lower").is_in(_SAID), last=pl.col("t") - 1)
    said = mentions.join(saying, on="last", how="semi").select("m")
    beside = participants.filter(pl.col("role") == "recipient").join(said, on="m", how="semi")
    tellers = pl.concat([claims.select("t", "m"), beside.select("t", "m")]).join(force, on="t", how="semi")
    tellers = tellers.select("t", "m", role=pl.lit("recipient"))
    tail = pl.col("noun").str.split(" ").list.last()
    sites = mentions.filter(~pl.col("is_resolved") & tail.is_in(SITES)).select("m")
    idle = participants.filter(pl.col("role") == "actor").join(violence, on="t", how="semi").join(sites, on="m")
    named = pick(tokens, pl.col("lemma").is_in(SITES) & (pl.col("dep") == "compound"), last=pl.col("t") - 1)
    lands = mentions.filter(pl.col("rule").is_in(("country", "capital"))).join(named, on="last", how="semi")
    placed = (
        participants.filter(pl.col("role") == "actor")
        .join(violence, on="t", how="semi")
        .join(lands, on="m", how="semi")
    )
    verbs = pick(tokens, pl.col("lemma").is_in(_SENDING), pred="t")
    inner = pick(relations, pl.col("role") == "comp", t="pred", pred="arg").join(verbs, on="pred", how="semi")
    forces = mentions.filter(pl.col("kind").is_in(_SENT)).select("m")
    sent = participants.filter((pl.col("role") == "recipient") & pl.col("rule").str.contains(_DEMANDED))
    sent = sent.join(inner.select("t"), on="t", how="semi").join(forces, on="m", how="semi")
    wrong = pl.concat([tellers, *(one.select("t", "m", "role") for one in (idle, placed, sent))]).unique()
    return participants.join(wrong, on=["t", "m", "role"], how="anti", maintain_order="left")
