"""Who held an office on the day of the article: "the US president" in 2016 and in 2018.

Covers: titles of seeds/actors/offices.csv with a country ("the French foreign minister"), "leader" and "counterpart"
as whoever governs (seeds/actors/executives.csv where that is the head of state), one person a country for plural
nouns ("the leaders of Kenya, Uganda and Rwanda").
Does not cover: former office holders, offices of regions and parties, articles without a date.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from seeds.loading import items
from transforms.frames import first_by, pick
from transforms.link.counterparts import of_counterparts
from transforms.mentions.spans import fold

if TYPE_CHECKING:
    from seeds.loading import Seeds

_AFTERWARDS = "3d"
GOVERNS = ("leader", "counterpart")
_FORMER = ("former", "ex", "late", "deputy", "vice", "acting", "then")


@dataclass(frozen=True)
class OfficeIndex:
    """`titles`: noun, office, in_country (NULL = any). `terms`: office, office_sector, country, since, until Date,
    name, sector, wikidata_id. `executives`: country, office.
    """

    titles: pl.DataFrame
    terms: pl.DataFrame
    executives: pl.DataFrame


def office_index(seeds: Seeds) -> OfficeIndex:
    """Load offices, terms and their holders."""
    titles = (
        seeds.table("actors/offices.csv")
        .select("office", noun=items("titles"), in_country=items("countries"))
        .explode("noun")
        .with_columns(in_country=pl.when(pl.col("in_country").list.len() > 0).then("in_country"))
        .explode("in_country")
        .with_columns(fold(pl.col("noun")))
    )
    people = seeds.table("actors/leaders.csv").select("name", "sector", "wikidata_id")
    sectors = seeds.table("actors/offices.csv").select("office", office_sector="sector")
    terms = (
        seeds.table("actors/terms.csv")
        .join(sectors, on="office", how="left", maintain_order="left")
        .select(
            "office",
            "office_sector",
            country="of",
            since=term_starts(pl.col("start")),
            until=term_ends(pl.col("end")),
            name="person",
        )
        .join(people, on="name", how="inner")
    )
    return OfficeIndex(titles, terms, seeds.table("actors/executives.csv").select("country", executive="office"))


def term_starts(written: pl.Expr) -> pl.Expr:
    """The first day of a term whose start is written as a year, a month or a day."""
    return _day(written, "-01", "-01")


def term_ends(written: pl.Expr) -> pl.Expr:
    """The last day of a term whose end is written so; NULL: open."""
    return _day(written, "-12", "-28")


def _day(written: pl.Expr, month: str, day: str) -> pl.Expr:
    """A date written as a year, a month or a day; open ends are widened."""
    length = written.str.len_chars()
    full = pl.when(length == 4).then(written + month + day).when(length == 7).then(written + day).otherwise(written)
    return full.str.to_date("%Y-%m-%d", strict=False)


def hold_offices(
    mentions: pl.DataFrame, tokens: pl.DataFrame, published: pl.DataFrame, index: OfficeIndex
) -> pl.DataFrame:
    """Put the holder in place of the office. `mentions`: MENTIONS; `published`: doc, published_on.

    A singular noun has to lead to one person; where terms overlap and two fit, the mention stays as it is.
    """
    # "a spokeswoman for the embassy" may be any
    anyone = pl.col("lower").is_in(("a", "an", "another", "any", "some", "one")) & (pl.col("dep") == "det")
    former = pick(tokens, pl.col("lower").is_in(_FORMER) | anyone, head_t="head", word="lower").unique()
    # "the interior ministers of the region" are not the minister, "the French and German leaders" are one each
    plural = pick(tokens, pl.col("tag").is_in(("NNS", "NNPS")), head_t="t")
    shared = mentions.filter(pl.col("head_t").is_duplicated()).select("head_t")
    plural = plural.join(shared, on="head_t", how="anti")
    candidates = (
        mentions.filter(
            (pl.col("kind").is_in(("person", "government")))
            & pl.col("noun").is_not_null()
            & pl.col("country").is_not_null()
        )
        .filter(pl.col("rule").is_in(("composed", "member of", "reference: where it is set", "reference: the country")))
        .join(plural, on="head_t", how="anti", maintain_order="left")
        .join(published, on="doc", how="left")
        .filter(pl.col("published_on").is_not_null())
        .with_columns(phrase=fold(pl.col("noun")))
        .select("m", "phrase", "country", "published_on", "head_t")
    )
    # "vice president" is an office, "former president" is none
    first_word = pl.col("phrase").str.extract(r"^(\w+)")
    outside = first_word.ne_missing(pl.col("word").cast(pl.String))
    open_ones = candidates.join(candidates.join(former, on="head_t").filter(outside), on="m", how="anti")
    titled = open_ones.join(index.titles, left_on="phrase", right_on="noun")
    titled = titled.filter(pl.col("in_country").is_null() | (pl.col("in_country") == pl.col("country")))
    # a country's own title wins over what the word means elsewhere
    own = titled.filter(pl.col("in_country").is_not_null())
    titled = pl.concat([own, titled.join(own.select("m"), on="m", how="anti")]).select(
        "m", "country", "published_on", "office"
    )
    paired = of_counterparts(mentions, published, index.titles, index.terms)
    met = open_ones.join(paired.drop_nulls("office"), on="m").select(titled.columns)
    governs = (
        open_ones.filter(pl.col("phrase").is_in(GOVERNS))
        .join(paired, on="m", how="anti", maintain_order="left")
        .join(index.executives, on="country", how="left")
        .with_columns(office=pl.coalesce("executive", pl.lit("head_of_government")))
        .select("m", "country", "published_on", "office")
    )
    held = (
        pl.concat([titled, met, governs])
        .join(index.terms, on=["country", "office"])
        .filter(
            (pl.col("since") <= pl.col("published_on"))
            # news of a fall still calls whoever has just fallen the president
            & (pl.col("until").is_null() | (pl.col("until").dt.offset_by(_AFTERWARDS) >= pl.col("published_on")))
        )
        .pipe(first_by, ["m", "name"], "since")
    )
    certain = held.filter(~pl.col("m").is_duplicated()).select(
        "m", h_name="name", h_sector="sector", h_wikidata_id="wikidata_id"
    )
    joined = mentions.join(certain, on="m", how="left", maintain_order="left")
    joined = joined.join(paired.select("m", "of_sector"), on="m", how="left", maintain_order="left")
    hit = pl.col("h_name").is_not_null()
    held_now = joined.with_columns(
        name=pl.coalesce("h_name", "name"),
        sector=pl.coalesce("h_sector", "of_sector", "sector"),
        kind=pl.when(hit).then(pl.lit("person")).otherwise("kind"),
        wikidata_id=pl.when(hit).then("h_wikidata_id").otherwise("wikidata_id"),
        is_resolved=pl.col("is_resolved") | hit,
        rule=pl.when(hit).then(pl.lit("office on the day")).otherwise("rule"),
    ).select(mentions.columns)
    return _above_states(held_now, published, index)


def _above_states(mentions: pl.DataFrame, published: pl.DataFrame, index: OfficeIndex) -> pl.DataFrame:
    """Whoever heads an international organisation on the day acts for it, not for the country they are from."""
    known = mentions.filter((pl.col("kind") == "person") & pl.col("is_resolved")).select("m", "doc", "name")
    offices = index.terms.filter(pl.col("office_sector") == "IGO").select("name", "since", "until")
    on_day = (
        known.join(published, on="doc")
        .join(offices, on="name")
        .filter(pl.col("published_on").is_between("since", pl.coalesce("until", "published_on")))
    )
    above = on_day.select("m", above=pl.lit(value=True)).unique()
    joined = mentions.join(above, on="m", how="left", maintain_order="left")
    return joined.with_columns(
        country=pl.when(pl.col("above").is_null()).then("country"),
        sector=pl.when("above").then(pl.lit("IGO")).otherwise("sector"),
    ).select(mentions.columns)
