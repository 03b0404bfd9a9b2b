"""In what unit a number counts, and what its noun says by itself.

Covers: nouns with the word before them ("observation posts", "civilian deaths"), inhabitants ("73 Guatemalans"),
participles in the place of a noun ("three of the wounded"), money, lone numbers (persons).
Does not cover: nouns that the seeds don't know: these are their own unit and of no class.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from seeds.loading import Seeds, items
from transforms.frames import look_up, pick
from transforms.mentions.spans import fold, fold_lower

#: Tags of words that stand for whoever was told of before: "most of whom", "half of those killed".
PRONOUNS = ("WDT", "WP", "PRP", "DT")
#: Measures that a single person counts for ("a soldier was killed").
SUFFERED = ("killed", "injured", "abducted", "detained", "missing")
#: Measures of what befell the counted: told of a part, too, though nobody says how many it is.
BEFALLEN = (*SUFFERED, "casualties", "displaced", "refugees", "in_need", "returned", "destroyed", "damaged")


@dataclass(frozen=True)
class Measures:
    """`nouns`: noun, measure, unit, kind. `triggers`: word, rest, pos, role, measure, kind, classes, complement: `rest`
    are the other words of a trigger of several ("go back"). `units`: noun, unit, unit_class.
    """

    nouns: pl.DataFrame
    triggers: pl.DataFrame
    units: pl.DataFrame


def measures(seeds: Seeds) -> Measures:
    """Load the measure seeds."""
    triggers = seeds.table("measures/triggers.csv").with_row_index("order")
    # "go back" stands at its first word, "internally displaced" and "forcibly disappear" at their last
    ends = (pl.col("pos") == "noun") | pl.col("word").str.contains(r"^(?:\w+ly|food) ")
    head = pl.when(ends).then(pl.col("word").str.extract(r"(\S+)$")).otherwise(pl.col("word").str.extract(r"^(\S+)"))
    return Measures(
        seeds.table("measures/nouns.csv").with_columns(noun=fold(pl.col("noun"))),
        triggers.select(
            "order",
            "pos",
            "role",
            "measure",
            "kind",
            word=fold(head),
            rest=pl.col("word").str.split(" ").list.set_difference(pl.concat_list(head)),
            classes=items("classes"),
            complement=items("complement"),
        ),
        seeds.table("measures/units.csv")
        .select(noun=fold(pl.col("noun")), unit="unit", unit_class="class")
        .unique("noun", keep="first", maintain_order=True),
    )


def with_units(counted: pl.DataFrame, tokens: pl.DataFrame, names: pl.DataFrame, known: Measures) -> pl.DataFrame:
    """Add unit, unit_class and the measure and kind that the noun tells by itself."""
    # "three of the wounded": a participle in the place of a noun
    singular = pl.col("lower").cast(pl.String).str.replace(r"s$", "")
    as_noun = (
        pl.when(pl.col("tag") == "VBN")
        .then("lower")
        .when((pl.col("pos") == "PROPN") & singular.is_in(known.units["noun"].implode()))
        .then(singular)
        .otherwise("lemma")
    )
    inhabitants = names.filter(pl.col("name_class") == "demonym").select(t="last", is_inhabitant=pl.lit(value=True))
    compounds = (
        pick(tokens, pl.col("dep").is_in(("compound", "amod")), t="head", part=fold_lower(pl.col("lemma")), part_t="t")
        .sort("part_t")
        .group_by("t", maintain_order=True)
        .agg(part=pl.last("part"))
    )
    named = look_up(counted, "t", tokens, lower="lower", lemma="lemma", pos="pos", tag="tag")
    named = named.with_columns(lemma=fold(as_noun)).drop("lower").join(compounds, on="t", how="left")
    named = named.join(inhabitants.unique(), on="t", how="left")
    named = named.with_columns(long_noun=pl.col("part") + " " + pl.col("lemma"))
    for noun, suffix in (("long_noun", "_long"), ("lemma", "_short")):
        named = named.join(
            known.units.rename({"unit": f"unit{suffix}", "unit_class": f"class{suffix}"}),
            left_on=noun,
            right_on="noun",
            how="left",
        )
        named = named.join(
            known.nouns.rename({"measure": f"nm{suffix}", "unit": f"nu{suffix}", "kind": f"nk{suffix}"}),
            left_on=noun,
            right_on="noun",
            how="left",
        )
    return named.with_columns(
        unit=pl.coalesce(
            "currency",
            "nu_long",
            "nu_short",
            "unit_long",
            "unit_short",
            pl.when("is_inhabitant").then(pl.lit("person")),
            "lemma",
        ),
        unit_class=pl.when(pl.col("currency").is_not_null())
        .then(pl.lit("money"))
        .when(pl.col("is_alone") | pl.col("tag").is_in(PRONOUNS))
        .then(pl.lit("person"))
        .otherwise(pl.coalesce("class_long", "class_short", pl.when("is_inhabitant").then(pl.lit("person")))),
        noun_measure=pl.coalesce("nm_long", "nm_short"),
        noun_kind=pl.coalesce("nk_long", "nk_short"),
    ).select(pl.exclude("^.*_(long|short)$", "long_noun", "part", "is_inhabitant"))
