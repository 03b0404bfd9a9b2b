"""Participants as merging compares them: the same one, one of its kind, one that a vague word can stand for, another.

Covers: a person and the government they speak for ("Theresa May", "Government of the United Kingdom"), bodies of one
state ("Saudi Armed Forces"), a role noun and a name ("the mayor", "Rodrigo Salcedo"), vague words ("gunmen"), names
told in part ("Karim Nassar", "Nassar").
Does not cover: who is part of whom (an army's branch, a party's youth wing) beyond the country.
"""

from __future__ import annotations

import polars as pl

#: What a participant is, as bits; a vague word can stand for several.
STATE, PERSON, GROUP, BODY, ARMED, ROLE, FOLK, THING = (1 << n for n in range(8))
_COVERS = {
    "anyone": PERSON | GROUP | ARMED | ROLE | FOLK | THING,
    "armed": PERSON | GROUP | ARMED,
    "folk": PERSON | ROLE | FOLK | THING,
}
_STATE = ("GOV", "MIL", "COP", "SPY", "JUD", "LEG", "PRM")
_IRREGULAR = {"men": "man", "women": "woman", "gunmen": "gunman", "policemen": "policeman", "children": "child"}


def units(actors: pl.DataFrame, vague: pl.DataFrame) -> pl.DataFrame:
    """What each actor is to merging. `actors`: rows of the table; `vague`: noun, stands_for.

    Returns actor_id, actor (UInt64, of actor_id), name, country, is_ and covers (bits), is_telling (has a name of its
    own), is_special (a word that
    few are called by), is_vague, likes (list of UInt64: shared by those that are alike).
    """
    last = pl.col("name").str.split(" of ").list.first().str.split(" ").list.last()
    head = last.str.to_lowercase().replace(_IRREGULAR)
    head = pl.when(head.str.ends_with("men")).then(head.str.replace("men$", "man")).otherwise(head)
    head = head.str.replace("ies$", "y").str.replace("([^s])s$", "$1")
    rows = actors.select(
        "actor_id",
        "name",
        "kind",
        "country",
        "sector",
        "is_resolved",
        head=head,
        is_common=last.str.contains("^[^A-Z]"),
    )
    rows = rows.join(vague, left_on="head", right_on="noun", how="left", maintain_order="left")
    people = pl.col("kind") == "population"
    common = pl.col("is_common") | people
    state = pl.col("kind").is_in(("government", "military")) | (
        (pl.col("kind") == "person") & pl.col("sector").is_in(_STATE)
    )
    # "People of Gori", "Sudanese civilians"
    stands = pl.when(pl.col("name").str.starts_with("People of ")).then(pl.lit("folk")).otherwise("stands_for")
    bits = (
        pl.when(pl.col("kind") == "person").then(pl.when(common).then(ROLE).otherwise(PERSON))
        .when(pl.col("kind").is_in(("government", "military"))).then(STATE)
        .when(pl.col("kind") == "armed_group").then(pl.when(common).then(ARMED).otherwise(GROUP))
        .when(people).then(pl.when(stands.is_null()).then(ROLE).otherwise(FOLK))
        .otherwise(pl.when(common).then(THING).otherwise(BODY))
    )  # fmt: skip
    named = pl.col("kind").eq("person") & ~common
    # soldiers and police are apart, the government may stand for either
    body = pl.col("sector").replace_strict({"MIL": "army", "COP": "police", "JUD": "court"}, default="both")
    ruled = state & pl.col("country").is_not_null()
    first = pl.when(body == "both").then(pl.lit("army")).otherwise(body)
    key = (
        pl.when(ruled).then(pl.format("state {} {}", "country", first))
        .when(common & stands.is_null()).then(pl.format("head {}", "head"))
    )  # fmt: skip
    return rows.select(
        "actor_id",
        "name",
        country=pl.when(pl.col("is_resolved") | pl.col("name").str.contains("^[A-Z]")).then("country"),
        actor=pl.col("actor_id").hash(),
        is_=bits.cast(pl.UInt16),
        covers=(
            pl.when(bits == ROLE).then(pl.lit(PERSON)).otherwise(0)
            | stands.replace_strict(_COVERS, default=0, return_dtype=pl.Int32)
            | pl.when(bits == THING).then(pl.lit(FOLK | ROLE)).otherwise(0)
        ).cast(pl.UInt16),
        is_telling=~common & ~(pl.col("kind").is_in(("government", "military"))),
        likes=pl.concat_list(
            pl.when(key.is_not_null()).then(key.hash()),
            pl.when(ruled & (body == "both")).then(pl.format("state {} police", "country").hash()),
            pl.when(named).then(pl.format("person {}", last.str.to_lowercase()).hash()),
        ).list.drop_nulls(),
        person=pl.when(named).then(pl.format("person {}", last.str.to_lowercase()).hash()),
        is_special=common & stands.is_null(),
        is_vague=stands.is_not_null() & pl.col("kind").ne("person"),
        party=pl.when(state).then(pl.coalesce("country", "name")).otherwise("name").hash(),
    )
