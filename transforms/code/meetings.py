"""How people meet: the mode of a meeting whose words leave it open, from who meets where.

Covers: three states or more at one table ("the presidents of Kenya, Uganda and Chad met": multilateral); a guest in the
country of the other ("met his Peruvian counterpart in Lima": visit); talks that somebody mediates ("held talks in
Munich, the mediator said": third-party).
Does not cover: rounds of talks ("talks in Lima" may be anybody's), meetings whose place the text does not tell, guests
on neutral ground, a mediator who is only named.
"""

from __future__ import annotations

import polars as pl

from transforms.frames import pick

_MEDIATING = ("mediator", "mediators", "mediated", "mediating", "mediation", "brokered", "facilitator", "go-between")
_PARTIES = 2
_MANY = 3


def with_modes(
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    mentions: pl.DataFrame,
    where: pl.DataFrame,
    places: pl.DataFrame,
    tokens: pl.DataFrame,
) -> pl.DataFrame:
    """`triggers` (TRIGGERS) with the modes of meetings that have none.

    `participants`: PARTICIPANTS. `mentions`: MENTIONS. `where`: WHERE, one a trigger. `places`: PLACE_MENTIONS.
    """
    meetings = triggers.filter((pl.col("event_type") == "CONSULT") & pl.col("event_mode").is_null()).select(
        "t", "sent", "is_noun"
    )
    described = participants.join(mentions.select("m", "country"), on="m")
    parties = described.group_by("t").agg(n=pl.len(), states=pl.col("country").drop_nulls().unique())
    spots = where.select("t", "p").join(places.select("p", place="country"), on="p").select("t", "place")
    mediated = pick(tokens, pl.col("lower").is_in(_MEDIATING), "sent", mediated=pl.lit(value=True)).unique()
    told = (
        meetings.join(parties, on="t", how="left")
        .join(spots.unique("t", keep="any"), on="t", how="left")
        .join(mediated, on="sent", how="left")
    )
    states = pl.col("states").list.len()
    two = ~pl.col("is_noun") & (pl.col("n") == _PARTIES) & (states == _PARTIES)
    at_home = two & pl.col("states").list.contains(pl.col("place"))
    mode = (
        pl.when("mediated")
        .then(pl.lit("third-party"))
        .when(states >= _MANY)
        .then(pl.lit("multilateral"))
        .when(at_home)
        .then(pl.lit("visit"))
    )
    found = told.select("t", mode=mode)
    joined = triggers.join(found, on="t", how="left", maintain_order="left")
    return joined.with_columns(event_mode=pl.coalesce("event_mode", "mode")).drop("mode")
