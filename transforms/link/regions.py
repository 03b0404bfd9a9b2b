"""Regions that act: "Wisconsin appealed", "Alberta's offer".

Covers: a first-level region as subject, agent or owner of something, as its government (of its country, unresolved).
Does not cover: cities, regions as objects ("bombed Idlib"), what happens to a region ("Texas was flooded").
"""

from __future__ import annotations

import polars as pl

from transforms.frames import look_up, pick

# Federal states, whose parts have governments with a will of their own
_FEDERAL = tuple("USA CAN AUS IND DEU BRA MEX NGA PAK MYS ARG CHE AUT BEL ESP GBR".split())


def acting_regions(places: pl.DataFrame, names: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Regions that act, as mentions of names (columns as `NAMES` has them). `places`: PLACE_MENTIONS."""
    verbs = pick(tokens, pl.col("pos") == "VERB", head="t", is_verb=pl.lit(value=True))
    marks = pick(tokens, pl.col("tag") == "POS", head_t="head", is_owner=pl.lit(value=True))
    agents = pick(tokens, pl.col("dep") == "agent", head="t", is_agent=pl.lit(value=True))
    regions = places.filter(
        (pl.col("feature") == "region") & pl.col("country").is_in(_FEDERAL) & pl.col("geonames_id").is_not_null()
    )
    joined = (
        regions.join(names.select("first", "last"), on=["first", "last"], how="anti")
        .pipe(look_up, "head_t", tokens, dep="dep", head="head")
        .join(verbs, on="head", how="left")
        .join(marks, on="head_t", how="left")
        .join(agents, on="head", how="left")
    )
    acts = (
        ((pl.col("dep") == "nsubj") & pl.col("is_verb"))
        | ((pl.col("dep") == "poss") & pl.col("is_owner"))
        | pl.col("is_agent")
    )
    return joined.filter(acts.fill_null(value=False)).select(
        "first",
        "last",
        "sent",
        "head_t",
        name_class=pl.lit("region"),
        name=pl.lit("Government of ") + pl.col("name"),
        kind=pl.lit("government"),
        country="country",
        sector=pl.lit("GOV"),
        wikidata_id=pl.lit(None, dtype=pl.String),
        is_known=pl.lit(value=True),
    )
