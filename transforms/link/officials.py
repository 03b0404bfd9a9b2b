"""Officials whom the text leaves unnamed: "a local health official", "a security official", "a police officer".

One of them is somebody and not the ministry or force that they work for; whoever is local is not it either.
Covers: a single official or officer with "a", "one" or "another"; "local" and the like before them, also of several;
"the official" where such a one was told of just before.
Does not cover: officials of a government as a whole ("officials said", "a White House official"), those of a ministry
that the text names ("a foreign ministry official").
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, look_up, pick

_ONES = ("official", "officer", "agent", "policeman")
_OF_BODIES = r"(?:ministry|white house|administration|government|regime|palace) "
_ANY = ("a", "an", "another", "one")
_LOCAL = ("local", "regional", "provincial", "municipal", "area", "village", "district", "town")
_THE = ("the", "this", "that")


def unnamed_officials(roles: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """ROLES with such officials as persons without a body to act for. `tokens`: TOKENS."""
    tail = pl.col("noun").str.split(" ").list.last()
    told = look_up(roles.with_columns(tail=tail), "head_t", tokens, tag="tag", doc="doc")
    told = told.with_columns(one=pl.col("tail").is_in(_ONES) & pl.col("tag").is_in(("NN", "NNP")))
    beside = pick(tokens, pl.col("dep").is_in(("det", "nummod", "amod", "compound")), head_t="head", word="lower")
    any_of = beside.filter(pl.col("word").is_in(_ANY))["head_t"].implode()
    local = beside.filter(pl.col("word").is_in(_LOCAL))["head_t"].implode()
    the = beside.filter(pl.col("word").is_in(_THE))["head_t"].implode()
    of_body = pl.col("noun").str.contains(_OF_BODIES) | (pl.col("template") == "Government of {country}")
    some = pl.col("one") & pl.col("head_t").is_in(any_of)
    some |= pl.col("tail").is_in(_ONES) & pl.col("head_t").is_in(local)
    told = told.with_columns(unnamed=some & ~of_body.fill_null(value=False))
    again = told.filter(pl.col("one") & pl.col("noun").is_in(_ONES) & pl.col("head_t").is_in(the))
    before = again.select("doc", "tail", "head_t").join(
        told.filter("one").select("doc", "tail", "unnamed", earlier="head_t", of_sector="sector"), on=["doc", "tail"]
    )
    before = first_by(before.filter(pl.col("earlier") < pl.col("head_t")), ["head_t"], "earlier", descending=True)
    before = before.filter("unnamed").select("head_t", "of_sector")
    joined = told.join(before, on="head_t", how="left", maintain_order="left")
    hit = pl.col("unnamed") | pl.col("of_sector").is_not_null()
    return joined.with_columns(
        kind=pl.when(hit & pl.col("one")).then(pl.lit("person")).otherwise("kind"),
        sector=pl.coalesce("of_sector", "sector"),
        template=pl.when(~hit).then("template"),
    ).select(roles.columns)
