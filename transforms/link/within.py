"""What a place cannot be: a namesake elsewhere of the place that the text means.

Covers: a town with the country or region that it lies in behind it ("Solhan in Burkina Faso", "Kale, a town in
Myanmar's Sagaing region", "Tripoli, Lebanon"): places of other countries are none of it. A smaller town of a country
that the article never speaks of, in a sentence that speaks of another one ("Malian soldiers arrested ten men in Moura":
not the Portuguese one). The first part of a name joined by a particle ("Dasht-e-Barchi").
Does not cover: namesakes within one country.
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, look_up_known, pick
from transforms.mentions.places import CANDIDATES

#: A town that news names without its country has at least so many inhabitants ("Russian jets hit Ariha").
FAMOUS = 12_000
_FAMOUS_ALIAS = 50_000  # the same of another spelling of its name
_RIVAL = 0.1  # of a capital's people: a town of its name that may be meant
_SPEAKING = ("country", "demonym", "capital", "leader")
_GAP = 7  # words between a town and what it lies in
_KNOWN = ("name", "country", "feature", "latitude", "longitude", "geonames_id", "population")
_BETWEEN = ("DT", "JJ", "NN", "NNS", "VBN", "CD", "RB", "HYPH")


def without_namesakes(
    candidates: pl.DataFrame, names: pl.DataFrame, tokens: pl.DataFrame, spoken: pl.DataFrame, local: pl.DataFrame
) -> pl.DataFrame:
    """CANDIDATES without those that the text excludes; a span that has none left is unknown, with its country if told.

    `names`: NAMES. `spoken`: doc, country: what an article names at all. `local`: sent, country: whose names and
    people the sentence speaks of.
    """
    candidates = candidates.join(_cut_off(candidates, tokens), on=["first", "last"], how="anti", maintain_order="left")
    towns = candidates.filter(pl.col("feature") == "city")
    held = _holders(towns, candidates, names, tokens)
    placed = towns.join(held, on=["first", "last"], how="left")
    outside = placed.filter(pl.col("holder").is_not_null() & (pl.col("holder") != pl.col("country")))
    open_ones = placed.filter(pl.col("holder").is_null() & pl.col("population").is_between(1, FAMOUS))
    by_name = spoken
    spoken = pl.concat([spoken, by_places(candidates, tokens)]).unique()
    named = look_up_known(open_ones, "first", tokens, doc="doc").join(spoken, on=["doc", "country"], how="anti")
    foreign = named.join(local.select("sent").unique(), on="sent", how="semi")
    # another spelling of a town far from all that the article speaks of
    other = placed.filter(pl.col("holder").is_null() & (pl.col("population") <= _FAMOUS_ALIAS) & pl.col("is_alias"))
    other = look_up_known(other, "first", tokens, doc="doc").join(by_name, on=["doc", "country"], how="anti")
    told = tokens.select("sent", "doc").unique().join(local, on="sent", how="semi").select("doc").unique()
    foreign = pl.concat([foreign, other.join(told, on="doc", how="semi")], how="diagonal")
    keys = ["first", "last", "geonames_id"]
    excluded = pl.concat([outside.select(keys), foreign.select(keys)]).unique()
    kept = candidates.join(excluded, on=keys, how="anti", nulls_equal=True, maintain_order="left")
    emptied = candidates.join(kept.select("first", "last"), on=["first", "last"], how="anti")
    emptied = first_by(emptied, ["first", "last"], "name", "country").join(held, on=["first", "last"], how="left")
    unknown = emptied.with_columns(
        *[pl.lit(None, dtype=CANDIDATES[c]).alias(c) for c in _KNOWN if c not in ("country", "feature")],
        country=pl.col("holder"),
        feature=pl.lit("city"),
        is_alias=pl.lit(None, dtype=pl.Boolean),
        is_well_known=pl.lit(None, dtype=pl.Boolean),
    )
    return pl.concat([kept, unknown.select(CANDIDATES.names()).cast(CANDIDATES)])


def by_places(candidates: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The countries of the regions and large cities that an article names, where only one has them: doc, country.

    One row for each time that such a place is named.
    """
    large = candidates.filter(
        pl.col("country").is_not_null() & ((pl.col("feature") == "region") | (pl.col("population") >= FAMOUS))
    ).select("first", "country")
    alone = large.unique().filter(pl.len().over("first") == 1)
    return look_up_known(alone, "first", tokens, doc="doc").select("doc", "country")


def outdone_capitals(candidates: pl.DataFrame, names: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Capitals that the text doesn't mean: first, last, country.

    Their country is named by nothing else in the article, and one that has a town of the name, of at least a tenth of
    their people, is ("Tripoli" beside Beirut, not beside Benghazi). `names`: NAMES.
    """
    capitals = names.filter(pl.col("name_class") == "capital").select("first", "last", "country").unique()
    towns = candidates.filter(pl.col("feature") == "city").select("first", "last", "country", "population")
    own = towns.join(capitals, on=["first", "last", "country"], how="semi")
    own = own.group_by("first", "last", "country").agg(people=pl.col("population").max())
    rivals = towns.rename({"country": "other"}).join(own, on=["first", "last"])
    large = (pl.col("population") >= _RIVAL * pl.col("people")) & (pl.col("other") != pl.col("country"))
    rivals = look_up_known(rivals.filter(large), "first", tokens, doc="doc")
    spoken = names.filter(pl.col("name_class").is_in(_SPEAKING)).drop_nulls("country")
    spoken = spoken.join(rivals, on=["first", "last"], how="anti").pipe(look_up_known, "first", tokens, doc="doc")
    spoken = spoken.select("doc", "country").unique()
    rivals = rivals.join(spoken.rename({"country": "other"}), on=["doc", "other"], how="semi")
    return rivals.join(spoken, on=["doc", "country"], how="anti").select("first", "last", "country").unique()


def _cut_off(candidates: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Spans that go on with "-e-" or the like: first, last."""
    hyphens = pick(tokens, pl.col("lower") == "-", at="t")
    then = hyphens.select(last=pl.col("at") - 1, second=pl.col("at") + 2)
    then = then.join(hyphens.select(second="at"), on="second", how="semi")
    return candidates.select("first", "last").unique().join(then, on="last", how="semi")


def _holders(towns: pl.DataFrame, candidates: pl.DataFrame, names: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The country of what each town lies in by the words right behind it: first, last, holder."""
    lands = names.filter(pl.col("name_class").is_in(("country", "demonym"))).select("first", "country", "name_class")
    regions = candidates.filter(pl.col("feature") == "region").select("first", "country", name_class=pl.lit("region"))
    held_by = pl.concat([lands, regions]).drop_nulls("country").unique()
    # "Georgia" may be two of them
    held_by = held_by.join(
        held_by.group_by("first").agg(n=pl.col("country").n_unique()).filter(pl.col("n") == 1), on="first", how="semi"
    )
    spans = towns.select("first", "last", "sent").unique()
    starts = tokens.select("sent", at="t", lower="lower", tag="tag", dep="dep")
    behind = spans.join(starts, on="sent").filter(
        (pl.col("at") > pl.col("last")) & (pl.col("at") <= pl.col("last") + _GAP)
    )
    behind = behind.sort("first", "last", "at").with_columns(
        is_in=(pl.col("lower").cast(pl.String) == "in"),
        is_comma=(pl.col("lower").cast(pl.String) == ",") & (pl.col("at") == pl.col("last") + 1),
        fills=pl.col("tag").is_in(_BETWEEN),
    )
    over = ["first", "last"]
    behind = behind.with_columns(
        ins=pl.col("is_in").cum_sum().over(over),
        stops=(~(pl.col("is_in") | pl.col("is_comma") | pl.col("fills"))).cum_sum().over(over),
        comma=pl.col("is_comma").any().over(over),
    )
    owner = behind.join(held_by.rename({"first": "at"}), on="at")
    # what comes before it only fills, so that it is the first word that stops
    before = pl.col("stops") - (~(pl.col("is_in") | pl.col("is_comma") | pl.col("fills"))).cast(pl.UInt32) == 0
    adjective = pl.col("name_class") == "demonym"
    inside = (pl.col("ins") == 1) & ((pl.col("at") - pl.col("last") <= 3) | pl.col("comma"))
    apposed = (
        pl.col("comma") & (pl.col("ins") == 0) & (pl.col("at") == pl.col("last") + 2) & ~adjective
        & ~pl.col("dep").is_in(("nsubj", "nsubjpass", "conj", "poss", "compound", "nmod"))
    )  # fmt: skip
    found = owner.filter(before & (inside | apposed))
    return first_by(found, over, "at", "country").select(*over, holder="country")
