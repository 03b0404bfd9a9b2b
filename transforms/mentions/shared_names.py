"""Names that another name stands in for, or that are not the known one they look like.

Covers: the first of two countries that share a word ("the leaders of South and North Korea": South Korea too); a
country's own security council ("Armenia's Security Council"), which is not that of the United Nations.
Does not cover: "the two Koreas".
"""

from __future__ import annotations

import polars as pl

from transforms.frames import pick

_HALVES = ("north", "south", "east", "west")
_OF_NATIONS = "United Nations Security Council"


def shared_countries(known: pl.DataFrame, tokens: pl.DataFrame, aliases: pl.DataFrame) -> pl.DataFrame:
    """Rows as of `known` (names with first, last, sent, phrase) for the first of two such countries.

    `aliases`: as in NameIndex.
    """
    joint = pick(tokens, pl.col("lower").is_in(("and", "&")), "sent", at="t")
    half = pick(tokens, pl.col("lower").is_in(_HALVES) & pl.col("text").str.contains(r"^\p{Lu}"), "lower", t="t")
    half = half.select(word=pl.col("lower").cast(pl.String), at=pl.col("t") + 1).cast({"at": pl.UInt32})
    joint = joint.join(half, on="at").with_columns(first=pl.col("at") + 1).cast({"first": pl.UInt32})
    lands = known.filter((pl.col("name_class") == "country") & pl.col("phrase").str.contains(r"^(?:nor|sou|ea|we)\w* "))
    pairs = lands.select("sent", "first", rest=pl.col("phrase").str.replace(r"^\w+", "")).unique()
    pairs = pairs.join(joint, on=["sent", "first"]).select(
        "sent", first=pl.col("at") - 1, last=pl.col("at") - 1, phrase=pl.col("word") + pl.col("rest")
    )
    meant = aliases.filter(pl.col("name_class") == "country").unique("phrase", keep="first", maintain_order=True)
    found = pairs.cast({"first": pl.UInt32, "last": pl.UInt32}).join(meant, on="phrase")
    found = found.with_columns(surface="alias", is_known=pl.lit(value=True))
    return found.select(known.columns).cast(known.schema)


def not_of_nations(known: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """`known` without the councils that a country owns ("Armenia's Security Council")."""
    owned = pick(
        tokens,
        pl.col("lower").is_in(("'s", "’s")) | (pl.col("ent_type") == "NORP"),
        before="t",
        first=pl.col("t") + 1,
    ).cast({"first": pl.UInt32})
    other = known.filter((pl.col("name") == _OF_NATIONS) & (pl.col("phrase") == "security council"))
    return known.join(
        other.join(owned, on="first", how="semi").select("first", "last"),
        on=["first", "last"],
        how="anti",
        maintain_order="left",
    )
