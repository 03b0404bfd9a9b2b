"""The scene of an article: where acts happen whose sentences name no place.

Covers: physical acts ("police fired tear gas") in an article all of whose places are one town and the country it lies
in: there; in an article nearly all of whose places lie in one country: in that country.
Does not cover: words (a demand is made anywhere), articles of several countries, acts only threatened.
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, look_up_known, pick

_PHYSICAL = ("ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "RETREAT", "SANCTION")
_MOST = 0.75  # share of an article's place names that lie in the country of its scene
_FEW = 2  # names of places that it takes to tell a scene


def at_the_scene(
    where: pl.DataFrame, triggers: pl.DataFrame, status: pl.DataFrame, places: pl.DataFrame, tokens: pl.DataFrame
) -> pl.DataFrame:
    """Fill WHERE of physical acts that tell no place. `triggers`: t, event_type. `places`: PLACE_MENTIONS."""
    happened = status.filter(pl.col("status") == "actual").select("t")
    bare = (
        triggers.filter(pl.col("event_type").is_in(_PHYSICAL))
        .join(happened, on="t", how="semi")
        .join(where, on="t", how="anti")
        .select("t")
        .pipe(look_up_known, "t", tokens, doc="doc")
    )
    chosen = first_by(
        pl.concat([_towns(places), _lands(places)]).join(bare, on="doc"), ["t"], "rank", "p"
    )  # the town before the country
    return pl.concat([where, chosen.select(where.columns).cast(where.schema)])


def _towns(places: pl.DataFrame) -> pl.DataFrame:
    """The only town of an article that names no other spot: doc, p, place_precision, rank."""
    fine = places.filter(pl.col("feature") != "country")
    spots = fine.group_by("doc").agg(kinds=pl.col("name").n_unique(), named=pl.len())
    lands = places.drop_nulls("country").group_by("doc").agg(lands=pl.col("country").n_unique())
    one = spots.join(lands, on="doc").filter(
        (pl.col("kinds") == 1) & (pl.col("lands") == 1) & (pl.col("named") >= _FEW)
    )
    towns = fine.filter(pl.col("feature") == "city").join(one, on="doc", how="semi")
    return towns.select("doc", "p", place_precision=pl.lit("city"), rank=pl.lit(0))


def _lands(places: pl.DataFrame) -> pl.DataFrame:
    """The country that most places of an article lie in, where the text names it: doc, p, place_precision, rank."""
    told = places.drop_nulls("country").group_by("doc", "country").agg(n=pl.len())
    told = told.with_columns(share=pl.col("n") / pl.col("n").sum().over("doc"))
    scenes = pick(told, (pl.col("share") >= _MOST) & (pl.col("n") >= _FEW), "doc", "country")
    lands = places.filter(pl.col("feature") == "country").join(scenes, on=["doc", "country"], how="semi")
    return lands.select("doc", "p", place_precision=pl.lit("country"), rank=pl.lit(1))
