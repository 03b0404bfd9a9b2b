"""A toll told after its attack is no second attack.

"A blast hit a market in Idlib on Monday. ... The army later said 31 people had been killed." The second
sentence tells how many, not what happened; its dead are those of the blast, and its figure belongs to it. So words that
only tell who was killed or hurt, name no author, and say nothing of day or town that the attack before contradicts, are
taken for the nearest attack before them.
Covers: killed, wounded, injured, dead in passive or as a result, within a few sentences.
Does not cover: tolls told before their attack, tolls of several attacks together.
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, look_up_known

_TOLLS = ("kill", "wound", "injure", "die", "hurt", "maim", "perish", "lose", "claim")
_REACH = 8  # sentences


def find_tolls(
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    mentions: pl.DataFrame,
    tokens: pl.DataFrame,
    when: pl.DataFrame,
    where: pl.DataFrame,
    places: pl.DataFrame,
) -> pl.DataFrame:
    """Which trigger each one is told by: t, into (itself where it stands alone).

    `triggers`: TRIGGERS. `participants`: PARTICIPANTS. `mentions`: MENTIONS. `when`: WHEN. `where`: WHERE.
    `places`: PLACE_MENTIONS.
    """
    spots = where.join(places.select("p", place_name="name"), on="p", how="left").select("t", "place_name")
    named = participants.join(mentions.select("m", "is_resolved", "name"), on="m")
    actors = named.filter(pl.col("role") == "actor").select("t", acted=pl.lit(value=True)).unique()
    known = (
        named.filter((pl.col("role") == "recipient") & pl.col("is_resolved"))
        .group_by("t")
        .agg(whom=pl.col("name").unique())
    )
    violence = (
        triggers.filter(pl.col("event_type") == "ASSAULT")
        .select("t", "sent", "event_mode")
        .pipe(look_up_known, "t", tokens, doc="doc", lemma="lemma", pos="pos")
        .join(actors, on="t", how="left")
        .join(known, on="t", how="left")
        .join(when.select("t", "date_start"), on="t", how="left")
        .join(spots, on="t", how="left")
        .with_columns(
            is_toll=pl.col("lemma").is_in(_TOLLS)
            & pl.col("pos").is_in(("VERB", "ADJ"))
            & pl.col("event_mode").is_null()
            & pl.col("acted").is_null()
        )
    )
    tolls = violence.filter("is_toll")
    before = violence.select("doc", by="t", b_sent="sent", b_toll="is_toll", b_date="date_start", b_place="place_name",
                             b_whom="whom")  # fmt: skip
    pairs = tolls.join(before, on="doc").filter(
        (pl.col("by") < pl.col("t"))
        & (pl.col("b_sent") < pl.col("sent"))
        & (pl.col("sent") - pl.col("b_sent") <= _REACH)
        & ((pl.col("date_start") == pl.col("b_date")) | pl.col("date_start").is_null())
        & ((pl.col("place_name") == pl.col("b_place")) | pl.col("place_name").is_null())
        & (
            pl.col("whom").is_null()
            | pl.col("b_whom").is_null()
            | (pl.col("whom").list.set_intersection("b_whom").list.len() > 0)
        )
    )
    nearest = first_by(pairs, ["t"], "b_toll", "by", descending=[False, True]).select("t", into="by")
    found = triggers.select("t").join(nearest, on="t", how="left").with_columns(into=pl.coalesce("into", "t"))
    for _ in range(3):  # a toll behind a toll belongs to what that one belongs to
        found = found.join(found.select(into="t", further="into"), on="into", how="left").select(
            "t", into=pl.coalesce("further", "into")
        )
    return found
