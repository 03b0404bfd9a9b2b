"""Who does something in the article by name, whether or not the act is one that is coded.

Covers: a name that is the subject of a clause, its agent, or one of several subjects ("Nikolas Cruz was seen on
campus", "Kenya and Uganda grew closer"); a person or an international or civil body whom the seeds know, and a
person with a title, wherever the sentence speaks of what was done to or with them ("after talks with Hillary
Clinton"); a warship or unit as an object.
Does not cover: unnamed people, organisations of which nothing tells what they are (often none at all), owners
("Obama's speech"), names that only modify another ("a Putin ally") or say what it is like ("forces loyal to Assad"),
bylines in brackets, surnames alone that belong to nobody named in full.
"""

from __future__ import annotations

import polars as pl

from transforms.frames import look_up, pick

_NAMED = ("person", "surname", "leader", "entity", "country", "seat", "capital", "short name", "composed", "member of")
_KNOWN = ("leader", "entity", "surname")
_SUBJECT = ("nsubj", "nsubjpass")
_GOVERNED = ("dobj", "dative", "pobj", "appos", "conj")
_CHAIN = 4  # how many names a list of subjects may hold


def acting(mentions: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The mentions by which somebody acts: m. `mentions`: MENTIONS. `tokens`: TOKENS."""
    placed = look_up(_listed(mentions, tokens), "head", tokens, above_dep="dep")
    describing = pick(tokens, pl.col("dep") == "pobj", "head", head_t="t")
    describing = describing.join(_of_adjectives(tokens), on="head", how="semi").select("head_t")
    placed = placed.join(pl.concat([describing, _bracketed(tokens)]), on="head_t", how="anti")
    full = pl.col("name").str.contains(" ")
    known = pl.col("is_resolved") & pl.col("rule").is_in(_NAMED)
    unknown = (pl.col("kind") == "person") & full & pl.col("rule").is_in(("person", "surname"))
    body = (pl.col("rule") == "org") & (pl.col("sector") != "UNK") & full
    subject = pl.col("dep").is_in(_SUBJECT) | (pl.col("above_dep") == "agent")
    party = pl.col("kind").is_in(("person", "igo", "ngo")) & pl.col("rule").is_in(_KNOWN) & pl.col("is_resolved")
    party |= unknown & pl.col("noun").is_not_null()
    party &= pl.col("own_dep").is_in(_GOVERNED)
    unit = (pl.col("kind") == "military") & (pl.col("rule") == "entity") & (pl.col("dep") == "dobj")
    return placed.filter((subject & (known | unknown | body)) | party | unit).select("m").unique()


def _listed(mentions: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Add dep, head (the part in the clause of the first of a list) and own_dep of each mention's head."""
    found = look_up(mentions, "head_t", tokens, dep="dep", own_dep="dep", head="head")
    conjunct = pl.col("dep").is_in(("conj", "appos"))
    for _ in range(_CHAIN):
        found = look_up(found, "head", tokens, up_dep="dep", up_head="head").with_columns(
            dep=pl.when(conjunct).then("up_dep").otherwise("dep"),
            head=pl.when(conjunct).then("up_head").otherwise("head"),
        )
    return found.drop("up_dep", "up_head")


def _of_adjectives(tokens: pl.DataFrame) -> pl.DataFrame:
    """Prepositions that hang on an adjective ("loyal to"): head."""
    preps = look_up(pick(tokens, pl.col("dep") == "prep", "t", "head"), "head", tokens, pos="pos")
    return preps.filter(pl.col("pos") == "ADJ").select(head="t")


def _bracketed(tokens: pl.DataFrame) -> pl.DataFrame:
    """Words alone in brackets ("(Reuters)"): head_t."""
    alone = (pl.col("text").shift(1) == "(") & (pl.col("text").shift(-1) == ")")
    return pick(tokens, alone.fill_null(value=False), head_t="t")
