"""What "the city", "the Indonesian capital" and "there" stand for: the place of that kind named last before them.

Covers: "the", "this" or "that" with a noun for a kind of place, also described ("the divided city"); "there" beside a
verb; as far back as a few sentences. The place of a dateline is one named before.
Does not cover: "a town" (one not named yet), "the area around it", "the capital" where the text names no town,
nouns with a place of their own ("the city of Goma", "the city's east").
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, pick

STAND_INS = pl.Schema({"p": pl.UInt32, "head_t": pl.UInt32, "feature": pl.String, "sent": pl.UInt32, "rule": pl.String})
_KINDS = {
    **dict.fromkeys(("city", "town", "village", "capital"), "town"),
    **dict.fromkeys(("country", "kingdom", "nation", "republic"), "land"),
    **dict.fromkeys(("area", "region", "province", "district", "enclave", "neighbourhood", "neighborhood"), "area"),
    **dict.fromkeys(("island", "camp", "valley"), "spot"),
    "there": "any",
}
_FEATURES = {
    "town": ("city",),
    "land": ("country",),
    "area": ("region", "city", "landform", "other"),
    "spot": ("landform", "facility", "region"),
    "any": ("city", "region", "landform", "facility", "country"),
}
_BACK = {"town": 6, "land": 2, "area": 2, "spot": 3, "any": 1}  # sentences back


def stand_ins(places: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Words that stand for a place named before them, schema STAND_INS. `places`: PLACE_MENTIONS."""
    the = pick(tokens, (pl.col("dep") == "det") & pl.col("lower").is_in(("the", "this", "that")), t="head")
    own = pick(tokens, (pl.col("dep") == "prep") & (pl.col("lower") == "of"), t="head")
    nouns = tokens.filter(pl.col("pos") == "NOUN").join(the, on="t", how="semi").join(own, on="t", how="anti")
    adverbs = tokens.filter((pl.col("lower") == "there") & (pl.col("dep") == "advmod"))
    kind = pl.col("lower").cast(pl.String).replace_strict(_KINDS, default=None, return_dtype=pl.String)
    words = pl.concat([nouns, adverbs]).select("t", "sent", "doc", kind=kind).drop_nulls("kind")
    words = words.join(places.select(t="head_t"), on="t", how="anti")
    features = pl.DataFrame(
        [(kind, feature) for kind, some in _FEATURES.items() for feature in some],
        schema={"kind": pl.String, "feature": pl.String},
        orient="row",
    )
    back = pl.col("kind").replace_strict(_BACK, return_dtype=pl.Int64)
    before = (
        words.join(features, on="kind")
        .join(places.select("p", "doc", "feature", "rule", place_t="head_t", place_sent="sent"), on=["doc", "feature"])
        .filter(pl.col("place_t") < pl.col("t"))
        .filter(pl.col("sent").cast(pl.Int64) - pl.col("place_sent").cast(pl.Int64) <= back)
    )
    nearest = first_by(before, ["t"], "place_t", descending=True)
    return nearest.select("p", "feature", "sent", "rule", head_t="t").select(STAND_INS.names()).cast(STAND_INS)
