"""Role nouns that name things: they act for whoever owns them, and are nobody where the text names no owner.

Covers: "Turkish warplanes" are the Turkish Armed Forces; "a drone hit the base" has no actor. An adjective alone
("military equipment") is nobody either.
Does not cover: things that are no role noun (the lexicon's own business).
"""

from __future__ import annotations

import polars as pl

from transforms.frames import look_up, pick

_THINGS = tuple(
    (
        "base position checkpoint outpost drone uav plane warplane jet aircraft helicopter gunship bomber "
        "fighter-bomber ship warship vessel boat gunboat submarine destroyer frigate corvette cruiser carrier "
        "minesweeper tank vehicle convoy column artillery howitzer launcher battery piece system missile machine "
        "neighbourhood neighborhood"
    ).split()
)
# "The use of force" is nobody, "a province" a place; several of them act
_FORMS = ("kingdom", "emirate", "sultanate", "republic")
_SINGLE_THINGS = (*"force country nation state power province district village town city side".split(), *_FORMS)
_OF_BODIES = r"^(?:army|military|police|government|regime|naval|navy|security|air force) "
_OWNED = ("composed", "member of", "reference: its", "reference: the country", "office on the day")


def without_things(mentions: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Drop things that nobody owns, and adjectives. `mentions`: MENTIONS."""
    joined = look_up(mentions, "head_t", tokens, dep="dep", tag="tag")
    articles = pick(tokens, pl.col("dep").is_in(("det", "poss", "amod")), head_t="head").unique()
    joined = joined.with_columns(has_article=pl.col("head_t").is_in(articles["head_t"].implode()))
    tail = pl.col("noun").str.split(" ").list.last()
    plural = pl.col("tag").is_in(("NNS", "NNPS"))
    thing = tail.is_in(_THINGS) | (tail.is_in(_SINGLE_THINGS) & ~plural)
    # "an army base" is the army's, whoever's army that is
    thing &= ~(pl.col("noun").str.contains(_OF_BODIES) & pl.col("country").is_not_null())
    # "demanded justice": nobody's office
    abstract = (pl.col("noun") == "justice") & (pl.col("tag") == "NN") & (pl.col("first") == pl.col("last"))
    adjective = (pl.col("noun") == "military") & (pl.col("dep") == "amod")
    role = pl.col("noun").is_not_null() & ~pl.col("rule").is_in(("person", "leader", "surname"))
    owned = pl.col("rule").is_in(_OWNED)
    gone = role & ((~owned & (thing | adjective)) | (abstract & ~pl.col("has_article")))
    return joined.filter(~gone.fill_null(value=False)).select(mentions.columns)
