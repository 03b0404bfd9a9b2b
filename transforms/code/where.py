"""Where it happened: the place that a locative phrase of the trigger's own clause names.

Covers: "in", "at", "near", "on", "outside", ... with a place, hung on the trigger or on a verb it hangs on; the more
precise place where several are named ("Dana, Idlib province"); a town before the noun ("the Tucson protest"); a place
of the same sentence as a weaker guess.
Does not cover: datelines (they say where the report was written), places that are parties ("talks with Ankara").
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by

WHERE = pl.Schema({"t": pl.UInt32, "p": pl.UInt32, "place_precision": pl.String})
_LOCATIVE = tuple(
    (
        "in at near on outside inside around across into through over towards toward to from of between along "
        "throughout within"
    ).split()
)
_PARTY_PREPOSITIONS = ("on", "of", "to", "from", "between", "over", "towards", "toward")
_FINE = {"facility": 0, "city": 0, "landform": 1, "region": 1, "water": 1, "other": 2, "country": 3}
_PRECISION = {
    "facility": "exact",
    "city": "city",
    "region": "region",
    "landform": "region",
    "water": "region",
    "other": "unknown",
    "country": "country",
}


def find_where(
    targets: pl.Series, paths: pl.DataFrame, places: pl.DataFrame, place_paths: pl.DataFrame, tokens: pl.DataFrame
) -> pl.DataFrame:
    """The place of each target, schema WHERE, where one is told. `places`: PLACE_MENTIONS. Paths: ANCESTORS."""
    preps = tokens.filter(pl.col("dep").is_in(("prep", "dative")) & pl.col("lower").is_in(_LOCATIVE)).select(
        ancestor="t", prep="lower"
    )
    located = (
        place_paths.filter(pl.col("depth") > 0)
        .join(preps, on="ancestor")
        .select(head_t="t", prep_depth="depth", prep_t="ancestor", prep="prep")
    )
    # "sanctions on Belarus", "the president of Turkey": with these a country is a party, not a place
    nations = places.filter(pl.col("feature") == "country").select("head_t", nation=pl.lit(value=True))
    located = (
        located.join(nations.unique(), on="head_t", how="left")
        .filter(pl.col("nation").is_null() | ~pl.col("prep").is_in(_PARTY_PREPOSITIONS))
        .drop("nation")
    )
    located = first_by(located, ["head_t", "prep_t"], "prep_depth")
    above = tokens.select(prep_t="t", governor="head")
    spots = places.select("p", "head_t", "feature", "sent").join(located, on="head_t").join(above, on="prep_t")
    # "at a market in Idlib": up through nouns to whatever the phrase hangs on
    hops = place_paths.select(head_t="t", governor2="ancestor", gdepth="depth")
    reach = (
        spots.join(hops, on="head_t")
        .filter(pl.col("gdepth") > pl.col("prep_depth"))
        .select("p", "head_t", "feature", "sent", "prep", governor="governor2", gdepth="gdepth")
    )
    # "the Tucson protest": a town before the noun
    before = tokens.filter(pl.col("dep").is_in(("compound", "nmod", "amod", "poss"))).select(
        head_t="t", governor="head"
    )
    owned = (
        places.filter(pl.col("feature") != "country").select("p", "head_t", "feature", "sent").join(before, on="head_t")
    )
    reach = pl.concat(
        [reach, owned.with_columns(prep=pl.lit(""), gdepth=pl.lit(1, dtype=pl.Int64)).select(reach.columns)]
    )
    up = paths.filter(pl.col("depth") <= 6)
    pairs = up.join(reach, left_on="ancestor", right_on="governor").with_columns(
        cost=pl.col("depth") * 2
        + pl.col("gdepth")
        + pl.when(pl.col("prep").is_in(("to", "from", "of"))).then(4).otherwise(0)
        + pl.col("feature").replace_strict(_FINE, default=2, return_dtype=pl.Int64)
        + ((pl.col("head_t").cast(pl.Int64) - pl.col("t").cast(pl.Int64)).abs() // 6)
    )
    best = first_by(pairs, ["t"], "cost", "p")
    return (
        best.filter(pl.col("t").is_in(targets.implode()))
        .select("t", "p", place_precision=pl.col("feature").replace_strict(_PRECISION, default="unknown"))
        .cast(WHERE)
    )
