"""Countries in the names of squares, streets and buildings: "Plaza Bolivia", "France Avenue".

Covers: the name of a country right behind or before a word that makes it a thing's name, both with a capital.
Does not cover: names of towns and people in such names.
"""

from __future__ import annotations

import polars as pl

from transforms.frames import pick

_BEFORE = tuple(
    (
        "plaza piazza place praça praca placa rue avenue avenida via boulevard calle hotel stadium estadio parque "
        "ponte puente paseo puerta"
    ).split()
)
_BEHIND = tuple(
    "square avenue street road boulevard stadium hotel bridge plaza tower park station roundabout mall theatre".split()
)
_PARTICLES = ("de", "d'", "d’", "di", "da", "do", "della", "of", "del", "the")


def sites(tokens: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Names of countries that are part of a thing's name: first, last. `names`: NAMES."""
    lands = names.filter(pl.col("name_class") == "country").select("first", "last", "sent")
    capital = pl.col("text").str.contains(r"^\p{Lu}")
    ahead = pick(tokens, pl.col("lower").is_in(_BEFORE) & capital, "sent", t="t")
    particle = pick(tokens, pl.col("lower").is_in(_PARTICLES), p="t").with_columns(t=pl.col("p") - 1)
    through = particle.join(ahead, on="t").select("sent", first=pl.col("p") + 1)
    named = pl.concat([ahead.select("sent", first=pl.col("t") + 1), through]).cast({"first": pl.UInt32})
    behind = pick(tokens, pl.col("lower").is_in(_BEHIND) & capital, "sent", last=pl.col("t") - 1)
    before = lands.join(named, on=["first", "sent"], how="semi")
    after = lands.join(behind.cast({"last": pl.UInt32}), on=["last", "sent"], how="semi")
    return pl.concat([before, after]).select("first", "last").unique()
