"""Which place a name means.

Covers: names with several places ("Tripoli"), scored: a country named as such beats all; then how often the article
speaks of the candidate's country (names, demonyms), the country the sentence speaks of, features and population. Ties
go to the larger place, then the smaller GeoNames id.
Does not cover: places told by distance ("30 km north of Mosul" is Mosul).
"""

from __future__ import annotations

import polars as pl

from transforms.frames import look_up, look_up_known, pick
from transforms.link.within import by_places, outdone_capitals, without_namesakes
from transforms.mentions.places import CANDIDATES
from transforms.mentions.spans import matches

PLACE_MENTIONS = pl.Schema(
    {
        "p": pl.UInt32(),  # number of the mention in the batch
        "doc": pl.UInt32(),
        **{k: v for k, v in CANDIDATES.items() if k not in ("is_alias", "is_well_known", "population")},
        "rule": pl.String(),
        "confidence": pl.Float64(),
    }
)
_DIRECTION = r"^(?:(?:north|south|east|west)(?:ern)?|(?:north|south)-?(?:east|west)(?:ern)?|central|upper|lower)$"
# A first-level region outweighs a town of its name, as a city of a million does; a country outweighs all
_FEATURE_BONUS = {
    "country": 10.0,
    "region": 6.0,
    "water": 5.0,
    "facility": 4.0,
    "landform": 4.0,
    "city": 0.0,
    "other": 3.0,
}
# Less than one mention of another country weighs, which has the name too
_WELL_KNOWN = 1.9


def link_places(candidates: pl.DataFrame, names: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The best candidate of each span, schema PLACE_MENTIONS.

    `candidates`: CANDIDATES. `names`: NAMES, for the countries an article speaks of. `tokens`: TOKENS.
    """
    local = names.filter(pl.col("name_class").is_in(("country", "demonym")))
    local = local.join(_doubtful(candidates), on=["first", "last"], how="anti").select("sent", "country").unique()
    named = names.filter(pl.col("country").is_not_null()).pipe(look_up_known, "first", tokens, doc="doc")
    named = named.select("doc", "country").unique()
    candidates = without_namesakes(candidates, names, tokens, named, local)
    outdone = outdone_capitals(candidates, names, tokens)
    candidates = candidates.join(outdone, on=["first", "last", "country"], how="anti", maintain_order="left")
    # "Georgia" itself doesn't tell whether the state or the country is meant
    doubtful = _doubtful(candidates)
    hints = names.filter(pl.col("country").is_not_null()).join(doubtful, on=["first", "last"], how="anti")
    hints = look_up_known(hints, "first", tokens, doc="doc").select("doc", "country", "name_class")
    # "Washington" is also whoever governs there
    seats = names.filter(pl.col("name_class") == "capital").select("first", "last")
    around = by_places(candidates.join(seats, on=["first", "last"], how="anti"), tokens)
    spoken = (
        pl.concat([hints, around.with_columns(name_class=pl.lit("place"))])
        .group_by("doc", "country")
        .agg(
            spoken=pl.col("name_class").is_in(("country", "demonym")).sum().cast(pl.Float64),
            hinted=(pl.col("name_class") != "place").sum().cast(pl.Float64),
            around=(pl.col("name_class") == "place").sum().cast(pl.Float64),
        )
    )
    capitals = names.filter(pl.col("name_class") == "capital").select("first", "last", "country")
    capitals = capitals.with_columns(feature=pl.lit("city"), capital=pl.lit(3.0)).unique()
    placed = look_up(candidates, "first", tokens, doc="doc")
    scored = (
        placed.join(spoken, on=["doc", "country"], how="left")
        .join(local.with_columns(local=pl.lit(1.0)), on=["sent", "country"], how="left")
        .join(doubtful.with_columns(is_doubtful=pl.lit(value=True)), on=["first", "last"], how="left")
        .with_columns(pl.col("is_doubtful").fill_null(value=False))
        .join(capitals, on=["first", "last", "country", "feature"], how="left")
        .with_columns(
            score=pl.col("capital").fill_null(0)
            + pl.col("feature").replace_strict(_FEATURE_BONUS, default=0.0, return_dtype=pl.Float64)
            + (pl.col("population").fill_null(0) + 1).log10()
            + 2.0 * (1 + pl.when("is_doubtful").then("hinted").otherwise("spoken").fill_null(0)).log(2)
            + 2.0 * pl.col("local").fill_null(0)
            + pl.when(pl.col("feature") != "country").then(1 + pl.col("around").fill_null(0)).otherwise(1).log(2)
            - 0.5 * pl.col("is_alias").fill_null(value=False).cast(pl.Float64)
            + _WELL_KNOWN * pl.col("is_well_known").fill_null(value=False).cast(pl.Float64)
        )
    )
    total = scored.group_by("first", "last").agg(rivals=pl.len())
    best = (
        scored.sort(["first", "last", "score", "geonames_id"], descending=[False, False, True, False], nulls_last=True)
        .unique(["first", "last"], keep="first", maintain_order=True)
        .join(total, on=["first", "last"], how="left", maintain_order="left")
    )
    known = pl.col("name").is_not_null()
    return (
        best.with_columns(
            rule=pl.when(~known)
            .then(pl.lit("not in the gazetteer"))
            .when(pl.col("rivals") == 1)
            .then(pl.lit("only candidate"))
            .otherwise(pl.lit("best candidate")),
            confidence=pl.when(~known).then(0.3).when(pl.col("rivals") == 1).then(0.9).otherwise(0.7),
            name=pl.coalesce("name", "surface"),
            feature=pl.coalesce("feature", pl.lit("other")),
        )
        .pipe(_parts, tokens)
        .sort("first")
        .with_row_index("p")
        .select(PLACE_MENTIONS.names())
        .cast(PLACE_MENTIONS)
    )


def _doubtful(candidates: pl.DataFrame) -> pl.DataFrame:
    """Spans that name a country and a region of another, or places of which one is the well-known: first, last."""
    regions = candidates.filter(pl.col("feature") == "region").select("first", "last", "country")
    lands = candidates.filter(pl.col("feature") == "country").select("first", "last", land="country")
    both = lands.join(regions, on=["first", "last"]).filter(pl.col("land") != pl.col("country"))
    known = candidates.filter("is_well_known")
    return pl.concat([both.select("first", "last"), known.select("first", "last")]).unique()


def _parts(linked: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """A part named by its direction ("northwestern Syria") is a region of its own, without coordinates."""
    before = pick(tokens, matches("lower", _DIRECTION), "sent", first=pl.col("t") + 1, way="t", direction="lower")
    joined = linked.join(before, on=["first", "sent"], how="left", maintain_order="left")
    part = pl.col("direction").is_not_null() & pl.col("feature").is_in(("country", "region"))
    return joined.with_columns(
        first=pl.when(part).then("way").otherwise("first"),
        name=pl.when(part).then(pl.col("direction") + " " + pl.col("name")).otherwise("name"),
        feature=pl.when(part).then(pl.lit("region")).otherwise("feature"),
        latitude=pl.when(~part).then("latitude"),
        longitude=pl.when(~part).then("longitude"),
        geonames_id=pl.when(~part).then("geonames_id"),
        rule=pl.when(part).then(pl.lit("part of ") + pl.col("name")).otherwise("rule"),
    ).drop("way", "direction")
