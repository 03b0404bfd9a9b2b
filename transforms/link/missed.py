"""Persons that the model missed, found by what stands before them or by their surname.

Covers: capitalised words right behind a title ("Vice-President Moody Awori", also where the model takes the name for
an organisation); a surname alone, of a person whom the article names in full elsewhere; what the model takes for an
organisation and the text calls somebody ("said Olena, a teacher").
Does not cover: persons without a title whom the model misses in full.
"""

from __future__ import annotations

import polars as pl

from transforms.frames import pick
from transforms.link.persons import surname
from transforms.mentions.names import NAMES

_TITLED = ("GOV", "LEG", "JUD", "MIL", "REL", "COP", "PTY", "IGO")
_LONGEST = 4
_HEADS = ("nsubj", "nsubjpass", "dobj", "poss")  # elsewhere it may be a place
_WORD = r"^\p{Lu}[\p{Ll}'’]*[\p{Ll}-].*\p{Ll}$"


def add_missed(names: pl.DataFrame, roles: pl.DataFrame, places: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Names with the persons missed, schema NAMES. `names`: NAMES. `roles`: ROLES. `places`: first, last."""
    begins = pl.col("t").is_in(names["first"].implode())
    names = _bare_surnames(names, pick(tokens, begins, "doc", first="t"))
    names = _called_somebody(names, roles, tokens)
    known = names.filter(pl.col("name_class") != "org")
    taken = pl.concat([_cells(known), _cells(roles)]).unique()
    capital = tokens.filter(pl.col("pos").is_in(("PROPN", "NOUN")) & pl.col("text").str.contains(_WORD))
    capital = capital.join(taken, on="t", how="anti", maintain_order="left")
    proper = capital.filter(pl.col("pos") == "PROPN").select("t", "sent", "doc", "text", "dep")
    # at the head of a sentence a surname may look like a common noun ("Waters said")
    common = capital.filter(pl.col("pos") == "NOUN").select(proper.columns)
    titled = _behind_titles(proper.join(_cells(places), on="t", how="anti"), roles)
    inside = _cells(titled)
    # what the model takes for an organisation and stands behind a title is who bears it
    organisations = names.filter(pl.col("name_class") == "org")
    misread = _spans_with(organisations, inside)
    kept = pl.concat([known, organisations.join(misread, on=["first", "last"], how="anti")])
    free = proper.join(_cells(organisations), on="t", how="anti")
    bare = pl.concat(
        [free, common.join(_cells(organisations), on="t", how="anti").join(_described(tokens), on="t", how="anti")]
    )
    surnames = _surnames(pl.concat([kept, titled]), bare, tokens.select("doc", first="t"))
    surnames = surnames.join(inside, left_on="first", right_on="t", how="anti")
    return pl.concat([kept, titled, surnames]).sort("first", "last", "name")


def _behind_titles(proper: pl.DataFrame, roles: pl.DataFrame) -> pl.DataFrame:
    """Runs of capitalised proper nouns right behind a title, as NAMES."""
    titles = roles.filter((pl.col("kind") == "person") & pl.col("sector").is_in(_TITLED))
    starts = titles.select(t=pl.col("last") + 1, begins=pl.lit(value=True)).unique()
    marked = proper.sort("t").join(starts, on="t", how="left", maintain_order="left")
    gap = (pl.col("t") != pl.col("t").shift(1) + 1) | (pl.col("sent") != pl.col("sent").shift(1))
    marked = marked.with_columns(run=(gap.fill_null(value=True) | pl.col("begins").fill_null(value=False)).cum_sum())
    runs = marked.group_by("run", maintain_order=True).agg(
        pl.first("sent", "begins"), first=pl.col("t").min(), last=pl.col("t").max(), name=pl.col("text").str.join(" ")
    )
    fits = pl.col("begins") & (pl.col("last") - pl.col("first") < _LONGEST)
    return _persons(runs.filter(fits).select("first", "last", "sent", "name"))


def _surnames(names: pl.DataFrame, proper: pl.DataFrame, docs: pl.DataFrame) -> pl.DataFrame:
    """Lone words that are the last word of a name that a person bears in full in the same article, as NAMES."""
    full = names.filter((pl.col("kind") == "person") & pl.col("name").str.contains(" ", literal=True))
    full = full.select("first", text=surname(pl.col("name")))
    here = full.join(docs, on="first").select("doc", "text").unique()
    found = proper.filter(pl.col("dep").is_in(_HEADS)).join(here, on=["doc", "text"], how="semi")
    return _persons(found.select(first="t", last="t", sent="sent", name="text"))


def _described(tokens: pl.DataFrame) -> pl.DataFrame:
    """Nouns with an article, a number or an adjective before them: t."""
    described = pl.col("dep").is_in(("det", "amod", "nummod", "compound", "poss"))
    return pick(tokens, described, t="head").unique()


def _bare_surnames(names: pl.DataFrame, docs: pl.DataFrame) -> pl.DataFrame:
    """An organisation of one word that is a person's surname in the article is the person ("Sanders")."""
    placed = names.join(docs, on="first", how="left", maintain_order="left")
    full = placed.filter((pl.col("kind") == "person") & pl.col("name").str.contains(" ", literal=True))
    full = full.select("doc", name=surname(pl.col("name")), is_surname=pl.lit(value=True)).unique()
    joined = placed.join(full, on=["doc", "name"], how="left", maintain_order="left")
    person = (pl.col("name_class") == "org") & pl.col("is_surname").fill_null(value=False)
    return joined.with_columns(
        name_class=pl.when(person).then(pl.lit("person")).otherwise("name_class"),
        kind=pl.when(person).then(pl.lit("person")).otherwise("kind"),
        sector=pl.when(person).then(pl.lit("UNK")).otherwise("sector"),
    ).select(names.columns)


def _called_somebody(names: pl.DataFrame, roles: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """An unknown organisation with "a" and a person's noun behind its comma is a person, with a forename before it."""
    people = roles.filter((pl.col("kind") == "person") & (pl.col("sector") != "UNK"))
    singular = pick(tokens, pl.col("tag") == "NN", last="t")
    nouns = people.join(singular, on="last", how="semi").select("sent", "head_t", r_first="first")
    opens = pick(
        tokens,
        pl.col("lower").is_in(("a", "an")) & (pl.col("lower").shift(1) == ","),
        last=pl.col("t") - 2,
        noun_t="head",
    )
    described = opens.join(nouns.select(noun_t="head_t"), on="noun_t", how="semi").select("last").unique()
    unknown = (pl.col("name_class") == "org") & ~pl.col("is_known") & (pl.col("kind") == "other_org")
    spans = names.filter(unknown).select("first", "last").join(described, on="last", how="semi")
    free = tokens.filter(pl.col("tag") == "NNP").join(_cells(names), on="t", how="anti")
    forenames = free.filter(pl.col("text").str.contains(_WORD)).select(
        first=pl.col("t") + 1, f_sent="sent", forename="text"
    )
    told = spans.with_columns(is_person=pl.lit(value=True)).join(forenames, on="first", how="left")
    joined = names.join(told, on=["first", "last"], how="left", maintain_order="left")
    person = pl.col("is_person").fill_null(value=False)
    fore = person & (pl.col("f_sent") == pl.col("sent")).fill_null(value=False)
    return joined.with_columns(
        first=pl.when(fore).then(pl.col("first") - 1).otherwise("first"),
        name=pl.when(fore).then(pl.col("forename") + " " + pl.col("name")).otherwise("name"),
        name_class=pl.when(person).then(pl.lit("person")).otherwise("name_class"),
        kind=pl.when(person).then(pl.lit("person")).otherwise("kind"),
        sector=pl.when(person).then(pl.lit("UNK")).otherwise("sector"),
    ).select(names.columns)


def _persons(spans: pl.DataFrame) -> pl.DataFrame:
    return spans.select(
        "first",
        "last",
        "sent",
        head_t="last",
        name_class=pl.lit("person"),
        name="name",
        kind=pl.lit("person"),
        country=pl.lit(None, dtype=pl.String),
        sector=pl.lit("UNK"),
        wikidata_id=pl.lit(None, dtype=pl.String),
        is_known=pl.lit(value=False),
    ).cast(NAMES)


def _cells(spans: pl.DataFrame) -> pl.DataFrame:
    """The tokens of spans: t."""
    return spans.select(t=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32)).explode("t").drop_nulls()


def _spans_with(spans: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Spans that share a token with `cells`: first, last."""
    inside = spans.select("first", "last", t=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32)).explode("t")
    return inside.join(cells, on="t", how="semi").select("first", "last").unique()
