"""Organisations with the noun that says what they are: "the website Aristegui Noticias", "the Ansa news agency".

Covers: a noun of an organisation right before or behind the name (the name is the actor; what the seeds don't know
takes kind, sector and country of the noun).
Does not cover: appositions behind a comma.
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by

_CLASSES = ("entity", "org")


def attach_nouns(others: pl.DataFrame, roles: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give organisations what the noun beside them tells; say which role mentions were used up (first, last).

    `others`: mentions of names that are no persons. `roles`: role mentions (MENTIONS).
    """
    names = others.filter(pl.col("rule").is_in(_CLASSES)).select(
        "sent", "rule", o_first="first", o_last="last", o_kind="kind", o_sector="sector"
    )
    nouns = roles.filter(pl.col("kind") != "person").select(
        "sent", "first", "last", n_kind="kind", n_country="country", n_sector="sector"
    )
    pairs = names.join(nouns, on="sent").filter(pl.col("last") + 1 == pl.col("o_first"))
    same = pl.col("n_kind") == pl.col("o_kind")
    fits = same | (pl.col("o_kind") == "other_org") | (pl.col("n_kind") == "other_org")
    used = first_by(pairs.filter(fits), ["o_first", "o_last"], "first", "last", "n_country")
    joined = others.join(
        used.select(first="o_first", last="o_last", n_kind="n_kind", n_country="n_country", n_sector="n_sector"),
        on=["first", "last"],
        how="left",
        maintain_order="left",
    )
    told = ~pl.col("is_resolved") & pl.col("n_kind").is_not_null()
    unsaid = told & (pl.col("sector") == "UNK")
    described = joined.with_columns(
        kind=pl.when(unsaid).then("n_kind").otherwise("kind"),
        sector=pl.when(unsaid).then("n_sector").otherwise("sector"),
        country=pl.when(told).then(pl.coalesce("country", "n_country")).otherwise("country"),
    )
    return described.select(others.columns), used.select("first", "last")
