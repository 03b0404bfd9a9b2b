"""Names in the text: what the seeds know, and what the model takes for a person or an organisation.

A name has a class: `entity` (an organisation, group or institution of the seeds), `leader`, `country`, `demonym`
("Syrian", "Turks"), `capital`, `seat` ("the Kremlin"), `person` and `org` (known to the model only).
Example: "Russian President Vladimir Putin" holds the demonym "Russian" and the leader "Vladimir Putin".
Does not cover: names in lower case, nicknames that are no alias.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from seeds.loading import Seeds, items
from transforms.mentions.spans import find_phrases, fold, head_of, keep_longest, with_gap

ORGANISATION_FILES = ("igos", "ngos", "armed_groups", "parties", "media", "companies", "religious", "institutions")
NAMES = pl.Schema(
    {
        "first": pl.UInt32,
        "last": pl.UInt32,
        "sent": pl.UInt32,
        "head_t": pl.UInt32,
        "name_class": pl.String,
        "name": pl.String,  # canonical, or the words where the seeds don't know it
        "kind": pl.String,
        "country": pl.String,
        "sector": pl.String,
        "wikidata_id": pl.String,
        "is_known": pl.Boolean,
    }
)
_CLASS_RANK = {"leader": 0, "entity": 1, "country": 2, "demonym": 3, "seat": 4, "capital": 5}
_MODEL_CLASSES = {"PERSON": "person", "ORG": "org"}
# What the model often calls an organisation or a person and is none
_NOT_A_NAME = (
    r"(?i)^(?:the\s+)?(?:mr|mrs|ms|dr|covid(?:-19)?|congress|twitter|facebook|youtube|gmt|est|internet|quran|bible|"
    r"ramadan|christmas)\.?$"
)


@dataclass(frozen=True)
class NameIndex:
    """Every alias of the seeds, folded, with what it names; made once a run. Columns as in NAMES, and `phrase`,
    `exact`.
    """

    aliases: pl.DataFrame


def name_index(seeds: Seeds) -> NameIndex:
    """Build the alias table from the actor seeds."""
    organisations = pl.concat(
        [
            seeds.table(f"actors/{name}.csv").select("name", "kind", "country", "sector", "wikidata_id", "aliases")
            for name in ORGANISATION_FILES
        ]
    ).with_columns(name_class=pl.lit("entity"))
    leaders = seeds.table("actors/leaders.csv").select(
        "name",
        pl.lit("person").alias("kind"),
        "country",
        "sector",
        "wikidata_id",
        "aliases",
        name_class=pl.lit("leader"),
    )
    named = pl.concat([organisations, leaders], how="diagonal").with_columns(
        alias=pl.concat_list(pl.concat_list("name"), items("aliases"))
    )
    countries = seeds.table("actors/countries.csv")
    parts = [named.explode("alias")]
    for column, name_class in (
        ("aliases", "country"),
        ("adjectives", "demonym"),
        ("inhabitants", "demonym"),
        ("capital", "capital"),
        ("seats", "seat"),
    ):
        alias = items(column) if column != "aliases" else pl.concat_list(pl.concat_list("name"), items("aliases"))
        part = countries.select(
            alias=alias,
            name=pl.col("government"),
            kind=pl.lit("government"),
            country="country",
            sector=pl.lit("GOV"),
            name_class=pl.lit(name_class),
        )
        parts.append(part.explode("alias"))
    aliases = pl.concat(parts, how="diagonal").drop_nulls("alias").filter(pl.col("alias") != "")
    letters = pl.col("alias").str.replace_all(r"[^\p{L}]", "")
    exact = (letters == letters.str.to_uppercase()) & (letters.str.len_chars() <= 5)
    return NameIndex(
        aliases.select(
            phrase=fold(pl.col("alias")),
            alias=pl.col("alias").str.replace_all("[’‘`]", "'"),
            exact=pl.when(exact).then(pl.col("alias").str.replace_all("[’‘`]", "'")),
            name_class="name_class",
            name="name",
            kind="kind",
            country="country",
            sector="sector",
            wikidata_id="wikidata_id",
            rank=pl.col("name_class").replace_strict(_CLASS_RANK, return_dtype=pl.Int32),
        ).unique(["phrase", "alias", "name_class", "name"], keep="first", maintain_order=True)
    )


def find_names(tokens: pl.DataFrame, index: NameIndex) -> pl.DataFrame:
    """Names of a batch, schema NAMES; none overlaps another. `tokens`: schema TOKENS."""
    known = _known(tokens, index)
    modelled = _modelled(tokens)
    together = pl.concat([known, modelled], how="diagonal")
    kept = keep_longest(together, "rank")
    return head_of(kept, tokens).select(NAMES.names()).cast(NAMES)


def _known(tokens: pl.DataFrame, index: NameIndex) -> pl.DataFrame:
    words = with_gap(tokens).with_columns(word=fold(pl.col("text")))
    spans = find_phrases(words, index.aliases["phrase"])
    surface = _surface(spans, words)
    matched = surface.join(index.aliases, on="phrase", how="inner")
    same = pl.struct("alias", "surface").map_batches(_same_capitals, return_dtype=pl.Boolean)
    fits = pl.when(pl.col("exact").is_not_null()).then(pl.col("surface") == pl.col("exact")).otherwise(same)
    return matched.filter(fits).with_columns(is_known=pl.lit(True))


def _same_capitals(pairs: pl.Series) -> pl.Series:
    """Whether the words are written with the capitals of the alias at least ("Russia today" is not "Russia Today")."""
    rows = zip(pairs.struct.field("alias").to_list(), pairs.struct.field("surface").to_list(), strict=True)
    fits = [
        any(c.isupper() for c in surface)
        and (
            len(alias) != len(surface)
            or all(not a.isupper() or s.isupper() for a, s in zip(alias, surface, strict=True))
        )
        for alias, surface in rows
    ]
    return pl.Series(fits, dtype=pl.Boolean)


def _surface(spans: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """Add `surface`: the words of a span as written (kinds of apostrophe made one)."""
    inside = (
        spans.select("first", "last")
        .unique(maintain_order=True)
        .with_columns(t=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32))
        .explode("t")
        .join(words.select("t", "text", "gap"), on="t", how="left", maintain_order="left")
        .group_by("first", "last", maintain_order=True)
        .agg(surface=(pl.col("text") + pl.col("gap")).str.join("").str.strip_chars().str.replace_all("[’‘`]", "'"))
    )
    return spans.join(inside, on=["first", "last"], how="left", maintain_order="left")


def _modelled(tokens: pl.DataFrame) -> pl.DataFrame:
    """Persons and organisations that the model found, without articles, titles apart, and possessive endings."""
    inside = tokens.filter(pl.col("ent_type").is_in(list(_MODEL_CLASSES)))
    starts_new = pl.col("ent_begins") | (pl.col("t") != pl.col("t").shift(1) + 1)
    grouped = (
        inside.with_columns(span=starts_new.fill_null(value=True).cum_sum())
        # an article in front and a possessive or punctuation behind belong to the phrase, not the name
        .filter(
            ~pl.col("lower").is_in(("the", "'s", "’s", "'", "’", '"', "“", "”", "a", "an")) & (pl.col("pos") != "PUNCT")
            | (pl.col("lower") == "-")
        )
        .group_by("span", maintain_order=True)
        .agg(
            pl.first("sent", "ent_type"),
            first=pl.col("t").min(),
            last=pl.col("t").max(),
            capitals=(pl.col("text").str.contains(r"^\p{Lu}")).sum(),
        )
        .filter(pl.col("capitals") > 0)
    )
    spans = grouped.select("first", "last", "sent", "ent_type")
    surface = _surface(spans, with_gap(tokens))
    return surface.filter(
        ~pl.col("surface").str.contains(_NOT_A_NAME) & pl.col("surface").str.contains(r"\p{L}{2}")
    ).select(
        "first",
        "last",
        "sent",
        name_class=pl.col("ent_type").replace(_MODEL_CLASSES),
        name="surface",
        kind=pl.when(pl.col("ent_type") == "PERSON").then(pl.lit("person")).otherwise(pl.lit("other_org")),
        country=pl.lit(None, dtype=pl.String),
        sector=pl.lit("UNK"),
        wikidata_id=pl.lit(None, dtype=pl.String),
        is_known=pl.lit(False),
        rank=pl.lit(9, dtype=pl.Int32),
    )
