"""The only one who does such a thing to them: an author that a whole article leaves no doubt about.

"Spain imposed sanctions on Chad ... The sanctions target Chad's ministers ... a second round of sanctions on Chad": who
imposed the second round stands nowhere near it, but in the whole article only Spain sanctions Chad.
Covers: sanctions against one country, violence and arrests of one actor, strikes from the air, where the article names
exactly one author of any of them.
Does not cover: articles in which two do such a thing, and victims of whom only a number is told.
"""

from __future__ import annotations

import polars as pl

from transforms.code.participants import PARTICIPANTS
from transforms.frames import first_by, look_up_known

_STATES = ("government", "igo", "person")
_FROM_AFAR = ("aerial", "drone")


def share_only_author(
    participants: pl.DataFrame, triggers: pl.DataFrame, mentions: pl.DataFrame, tokens: pl.DataFrame, keys: pl.DataFrame
) -> pl.DataFrame:
    """`participants` (PARTICIPANTS) with the only author for acts that name none.

    `triggers`: TRIGGERS. `mentions`: MENTIONS. `tokens`: TOKENS. `keys`: m, actor_key.
    """
    acts = triggers.select("t", "event_type", "event_mode").pipe(look_up_known, "t", tokens, doc="doc")
    described = mentions.select("m", "country", "is_resolved", "kind")
    named = participants.join(keys, on="m").join(described, on="m")
    upon = named.filter(pl.col("role") == "recipient").join(acts, on="t")
    # the victims of sanctions against a country are many; "the government" as a victim of violence is mostly the place
    sanctioned = upon.filter(
        (pl.col("event_type") == "SANCTION") & (pl.col("event_mode") != "expel").fill_null(value=True)
    ).with_columns(what="country")
    known = upon.filter("is_resolved")
    attacked = known.filter((pl.col("event_type") == "ASSAULT") & (pl.col("kind") != "government"))
    attacked = attacked.with_columns(what="actor_key")
    arrested = known.filter((pl.col("event_type") == "COERCE") & pl.col("event_mode").is_not_null()).with_columns(
        what=pl.concat_str("event_mode", pl.lit(" "), "actor_key")
    )
    aerial = acts.filter(pl.col("event_mode").is_in(_FROM_AFAR)).with_columns(what=pl.lit("from the air"))
    columns = ("t", "doc", "event_type", "what")
    alike = pl.concat([frame.select(columns) for frame in (sanctioned, attacked, arrested, aerial)])
    alike = alike.drop_nulls().unique()
    authors = named.filter(pl.col("role") == "actor").select(
        "is_resolved", by="t", m="m", author="actor_key", by_kind="kind"
    )
    done = alike.rename({"t": "by"}).join(authors, on="by")
    alone = done.group_by("doc", "event_type", "what").agg(n=pl.col("author").n_unique()).filter(pl.col("n") == 1)
    sides = named.select("t", author="actor_key")
    found = (
        alike.join(authors.select(t="by"), on="t", how="anti")
        .join(alone, on=["doc", "event_type", "what"])
        .join(done, on=["doc", "event_type", "what"])
        .filter(pl.col("is_resolved") & ~((pl.col("event_type") == "SANCTION") & ~pl.col("by_kind").is_in(_STATES)))
        .join(sides, on=["t", "author"], how="anti")
        .with_columns(apart=(pl.col("by").cast(pl.Int64) - pl.col("t")).abs())
        .pipe(first_by, ["t"], "apart", "by", "m")
    )
    given = found.select(
        "t", role=pl.lit("actor"), position=pl.lit(0, dtype=pl.Int64), m="m", rule=pl.lit("the only one in the article")
    )
    return pl.concat([participants, given.select(PARTICIPANTS.names()).cast(PARTICIPANTS)])
