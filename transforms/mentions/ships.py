"""Warships by their prefix: "USS Hopper", "HMS Ocean", "the carrier FS Charles de Gaulle".

Covers: a prefix of seeds/actors/ship_prefixes.csv with the capitalised words behind it; a ship is of its country's
navy.
Does not cover: ships without a prefix, prefixes that several navies share, other than as their commonest bearer's.
"""

from __future__ import annotations

import polars as pl

_LONGEST = 4
_INNER = ("de", "of", "the", "van", "da", "del", "la")  # "Charles de Gaulle"


def find_ships(tokens: pl.DataFrame, prefixes: pl.DataFrame) -> pl.DataFrame:
    """Ships as known names: first, last, sent, name, name_class and what else a name of the seeds has.

    `prefixes`: prefix, country.
    """
    starts = tokens.select("t", "sent", prefix="text").join(prefixes, on="prefix", how="inner")
    words = tokens.select(
        "t",
        w_sent="sent",
        word="text",
        capital=pl.col("text").str.contains(r"^\p{Lu}\p{L}") & pl.col("pos").is_in(("PROPN", "NOUN", "ADJ")),
        inner=pl.col("lower").is_in(_INNER),
    )
    reach = starts.select("sent", "prefix", "country", first="t").with_columns(
        t=pl.int_ranges(pl.col("first") + 1, pl.col("first") + 1 + _LONGEST, dtype=pl.UInt32)
    )
    behind = reach.explode("t").join(words, on="t", how="inner").filter(pl.col("w_sent") == pl.col("sent"))
    behind = behind.sort("first", "t")
    # the name ends before the first word that is none of its own
    whole = behind.filter((pl.col("capital") | pl.col("inner")).cum_prod().over("first").cast(pl.Boolean))
    last = whole.filter("capital").group_by("first").agg(last=pl.col("t").max())
    named = whole.join(last, on="first").filter(pl.col("t") <= pl.col("last")).sort("first", "t")
    found = named.group_by("first", "last", "sent", "prefix", "country", maintain_order=True).agg(
        words=pl.col("word").str.join(" ")
    )
    return found.select(
        "first",
        "last",
        "sent",
        name=pl.col("prefix") + " " + pl.col("words"),
        name_class=pl.lit("entity"),
        kind=pl.lit("military"),
        country="country",
        sector=pl.lit("MIL"),
        wikidata_id=pl.lit(None, dtype=pl.String),
        is_known=pl.lit(value=True),
        rank=pl.lit(-1, dtype=pl.Int32),
    )
