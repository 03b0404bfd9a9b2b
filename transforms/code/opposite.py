"""The other side of an act that names one side only: whom the article shows that side to deal with.

"China imposed duties on Chad. ... Chad threatened to retaliate": the threat is to China. Of the acts around, those of
the same bent count, hostile or friendly, in which whoever is known on one side stands on either side; the nearest
gives the other side.
Covers: threats, demands, refusals and praise without an addressee, aid, demands and threats without an author:
types that are hardly ever aimed at nobody.
Does not cover: force and protest, whose victims and authors are often nobody's that the text names; denials, which
answer claims; mutual acts.
"""

from __future__ import annotations

import polars as pl

from transforms.code.parties import as_participants, lacking
from transforms.code.reciprocal import reciprocal_verbs
from transforms.frames import first_by, look_up_known
from transforms.link.compose import actor_key

_MUTUAL = ("AGREE", "COOPERATE", "CONSULT")
_AIMED = ("THREATEN", "REQUEST", "REJECT", "SUPPORT", *_MUTUAL)
_AUTHORED = ("AID", "REQUEST", "THREATEN")
_FRIENDLY = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT")
_DENIALS = ("deny", "dispute", "refute", "rebut", "contradict", "debunk", "dismiss")
_STATE = ("government", "military", "igo")
_SERVING = ("GOV", "MIL", "LEG", "JUD")
_PROMISES = ("promise", "vow", "pledge", "commit", "intend", "swear")
_FORCE = ("ASSAULT", "COERCE", "MOBILIZE", "PROTEST")
_REACH = 8  # sentences
_RULE = "the other side in the article"


def find_opposites(
    participants: pl.DataFrame, triggers: pl.DataFrame, tokens: pl.DataFrame, mentions: pl.DataFrame
) -> pl.DataFrame:
    """`participants` (PARTICIPANTS) with the sides that acts around tell.

    `triggers`: TRIGGERS, one for each act. `tokens`: TOKENS. `mentions`: MENTIONS.
    """
    placed = triggers.select("t", "sent", "event_type").pipe(look_up_known, "t", tokens, doc="doc", lemma="lemma")
    placed = placed.with_columns(friendly=pl.col("event_type").is_in(_FRIENDLY))
    promises = (pl.col("event_type") == "AGREE") & pl.col("lemma").is_in(_PROMISES)
    denies = (pl.col("event_type") == "REJECT") & pl.col("lemma").is_in(_DENIALS)
    state = pl.col("kind").is_in(_STATE) | pl.col("sector").is_in(_SERVING)
    told = participants.join(
        mentions.select(
            "m", actor_key=actor_key(), state=state, land=pl.when(state).then("country"), known="is_resolved"
        ),
        on="m",
    )
    mutual = pl.col("event_type").is_in(_MUTUAL)
    # who has met somebody or agreed with him is not alone
    paired = told.group_by("t").len().filter(pl.col("len") > 1)["t"]
    placed = placed.with_columns(mutual=mutual, paired=mutual & pl.col("t").is_in(paired.implode()))
    acts = placed.select("doc", "friendly", by="t", by_sent="sent", by_type="event_type")
    known = told.select("role", "actor_key", by="t")
    of_states = told.drop_nulls("land").select("role", "land", by="t").unique()
    others = told.select(
        "m",
        "position",
        other_role="role",
        other_key="actor_key",
        other_state="state",
        other_land="land",
        other_known="known",
        by="t",
    )
    reciprocal = reciprocal_verbs(tokens)
    filled = [participants]
    for role, types in (("recipient", _AIMED), ("actor", _AUTHORED)):
        opened = placed.filter(pl.col("event_type").is_in(types) & ~denies & ~promises & ~pl.col("paired"))
        opened = lacking(role, opened, participants).filter(~pl.col("t").is_in(reciprocal.implode()))
        own = told.select("t", "actor_key", "state", "land", "known").unique()
        near = opened.join(acts, on=["doc", "friendly"]).filter(
            (pl.col("by") != pl.col("t"))
            & ((pl.col("by_sent").cast(pl.Int64) - pl.col("sent").cast(pl.Int64)).abs() <= _REACH)
        )
        sides = near.join(own, on="t")
        direct = sides.join(known, on=["by", "actor_key"]).with_columns(indirect=pl.lit(value=False))
        by_land = sides.join(of_states, on=["by", "land"]).with_columns(indirect=pl.lit(value=True))
        dealing = pl.concat([direct, by_land.select(direct.columns)]).unique()
        across = (pl.col("other_role") != pl.col("role")) | pl.col("by_type").is_in(_MUTUAL)
        pairs = dealing.join(others, on="by").filter(across)
        pairs = pairs.join(own.select("t", other_key="actor_key"), on=["t", "other_key"], how="anti")
        # "killed two officers ... would carry out more attacks": not on those who are dead
        dead = (pl.col("by_type") == "ASSAULT") & (pl.col("other_role") == "recipient") & ~pl.col("other_known")
        pairs = pairs.filter(~dead & _is_evidence())
        # bodies of one state are one side
        pairs = pairs.filter((pl.col("land") != pl.col("other_land")).fill_null(value=True))
        pairs = pairs.with_columns(
            # a state deals with states rather than with their people
            uneven=pl.col("state") & ~pl.col("other_state"),
            apart=(pl.col("by").cast(pl.Int64) - pl.col("t").cast(pl.Int64)).abs(),
        )
        nearest = first_by(pairs, ["t"], "uneven", "indirect", "apart", "by").select("t", "by")
        found = first_by(pairs.join(nearest, on=["t", "by"], how="semi"), ["t", "other_key"], "position", "m")
        filled.append(as_participants(found.with_columns(first="position"), role, _RULE))
    return pl.concat(filled)


def _is_evidence() -> pl.Expr:
    """Whether an act tells enough of two for another: one of the same type, or both are named and no force is used."""
    same = pl.col("by_type") == pl.col("event_type")
    named = pl.col("known") & pl.col("other_known")
    forced = pl.col("by_type").is_in(_FORCE) & (pl.col("event_type") != "THREATEN")
    alike = pl.col("event_type").is_in(("REQUEST", "REJECT"))
    return (same & ~pl.col("mutual")) | (named & ~forced & ~alike)
