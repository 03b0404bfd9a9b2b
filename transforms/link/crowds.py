"""Groups without a name of their own, named by kind and country, as the table of actors keeps them.

Covers: people whom the text only counts or sees as a crowd ("at least 15 people", "34 civilians", "the wounded" in
Syria: "Syrian civilians"; those who flee "Syrian displaced people"), and groups that seeds/actors/roles.csv names by
country ("insurgents", "rebel groups": "Syrian rebels"); pronouns for them. Where nothing tells a crowd's country it is
what the text calls it without its "at least".
Does not cover: sources ("two people familiar with the talks"), groups told apart by what they are ("schoolchildren",
"factory workers", "pro-regime fighters").
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by
from transforms.link.compose import fill_template

_CROWD = "people person individual civilian resident inhabitant local dead wounded injured victim casualty".split()
_UNNAMED = ("role noun", "reference: where it is set", "of a place", "reference: named before", "reference: same noun")
_REFERRING = ("reference: pronoun", "reference: the two")
_BOUND = (
    r"^(?i:(?:(?:up|close|as many|as few|as much|at least|at most|more|less|fewer|over|under|nearly|about|around|almost"
    r"|some|an estimated|estimated|roughly|approximately|well over)(?: than| to| as)?)\s+)+"
)
_KEY = ("doc", "name", "kind", "country", "sector")


def crowds(mentions: pl.DataFrame, claimants: pl.Series, countries: pl.DataFrame) -> pl.DataFrame:
    """Name groups by their country: MENTIONS.

    `mentions`: MENTIONS and is_plural. `claimants`: the m of those who tell something. `countries`: country,
    country_name, adjective, government.
    """
    joined = mentions.join(countries, on="country", how="left", maintain_order="left")
    open_ones = ~pl.col("is_resolved") & pl.col("rule").is_in(_UNNAMED)
    some = (pl.col("kind") == "population") | ((pl.col("kind") == "person") & pl.col("is_plural"))
    crowd = open_ones & some & pl.col("noun").is_in(_CROWD) & pl.col("sector").is_in(("CVL", "REF"))
    crowd = crowd.fill_null(value=False) & ~pl.col("m").is_in(claimants.implode())
    group = open_ones & ~pl.col("noun").is_in(_CROWD) & pl.col("kind").is_in(("population", "armed_group"))
    group &= pl.col("name").str.count_matches(" ") <= pl.col("noun").str.count_matches(" ")
    group = (group & pl.col("template").is_not_null() & pl.col("adjective").is_not_null()).fill_null(value=False)
    called = pl.when(pl.col("sector") == "REF").then(pl.lit(" displaced people")).otherwise(pl.lit(" civilians"))
    joined = joined.with_columns(is_crowd=crowd, is_group_named=group)
    crowd, group = pl.col("is_crowd"), pl.col("is_group_named")
    bare = pl.when(crowd).then(pl.col("name")).str.replace(_BOUND, "")
    named = joined.with_columns(
        new_name=pl.when(crowd)
        .then(pl.coalesce(pl.col("adjective") + called, pl.when(bare != "").then(bare)))
        .when(group)
        .then(fill_template(pl.col("template"))),
        new_kind=pl.when(crowd).then(pl.lit("population")).otherwise("kind"),
        new_resolved=(group | crowd) & pl.col("adjective").is_not_null(),
    )
    told = named.drop_nulls("new_name")
    same = told.select(*_KEY, again="new_name", again_kind="new_kind", again_resolved="new_resolved")
    same = first_by(same, _KEY, "again")
    joined = named.join(same, on=list(_KEY), how="left", nulls_equal=True, maintain_order="left")
    follows = pl.col("new_name").is_null() & pl.col("rule").is_in(_REFERRING) & pl.col("again").is_not_null()
    hit = pl.col("new_name").is_not_null()
    return joined.with_columns(
        name=pl.when(hit).then("new_name").when(follows).then("again").otherwise("name"),
        kind=pl.when(hit).then("new_kind").when(follows).then("again_kind").otherwise("kind"),
        is_resolved=pl.when(hit).then("new_resolved").when(follows).then("again_resolved").otherwise("is_resolved"),
    ).select(mentions.columns)
