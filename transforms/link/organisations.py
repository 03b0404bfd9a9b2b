"""Organisations with the noun that says what they are: "the website Aristegui Noticias", "the Ansa news agency".

Covers: a noun of an organisation right before or behind the name (the name is the actor; what the seeds don't know
takes kind, sector and country of the noun).
A short name means what it does in the country that the article is about ("the House"), also where it is a role noun
elsewhere ("the Secret Service").
"Brussels" is the European Union where the article does not speak of Belgium.
Does not cover: appositions behind a comma.
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by
from transforms.mentions.spans import fold

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


def short_names(mentions: pl.DataFrame, scene: pl.DataFrame, shorts: pl.DataFrame) -> pl.DataFrame:
    """Read short names by the country an article is about. `scene`: sent, doc_about, as `settings` gives.

    `shorts`: short, country, and what it means there: name, kind, home, sector, wikidata_id. Bodies of state that the
    seeds don't know take that country too.
    """
    columns = ("name", "kind", "country", "sector", "wikidata_id")
    told = {f"s_{c}": pl.col("home" if c == "country" else c) for c in columns}
    meant = shorts.select(phrase="short", doc_about="country", **told)
    unknown = pl.col("rule").is_in(("org", "person")) & ~pl.col("is_resolved")
    joined = mentions.join(scene.select("sent", "doc_about"), on="sent", how="left", maintain_order="left")
    joined = joined.with_columns(phrase=pl.when(unknown).then("name")).join(
        meant, on=["phrase", "doc_about"], how="left", maintain_order="left"
    )
    hit = pl.col("s_name").is_not_null()
    body = unknown & pl.col("kind").is_in(("government", "military"))
    return joined.with_columns(
        *[pl.when(hit).then(f"s_{c}").otherwise(c).alias(c) for c in columns if c != "country"],
        country=pl.when(hit)
        .then("s_country")
        .when(body)
        .then(pl.coalesce("country", "doc_about"))
        .otherwise("country"),
        is_resolved=pl.col("is_resolved") | hit,
        rule=pl.when(hit).then(pl.lit("short name")).otherwise("rule"),
    ).select(mentions.columns)


def own_names(mentions: pl.DataFrame, shorts: pl.DataFrame) -> pl.DataFrame:
    """Let a role noun that is the name of a body in its country be that body: "the Secret Service" of the US.

    `mentions`: MENTIONS, named. `shorts`: as for `short_names`.
    """
    columns = ("name", "kind", "sector", "wikidata_id")
    meant = shorts.filter(pl.col("home") == pl.col("country")).select(
        "country", noun=fold(pl.col("short")), **{f"s_{c}": pl.col(c) for c in columns}
    )
    joined = mentions.join(meant, on=["noun", "country"], how="left", maintain_order="left")
    hit = pl.col("s_name").is_not_null() & pl.col("rule").is_in(("composed", "reference: where it is set"))
    return joined.with_columns(
        *[pl.when(hit).then(f"s_{c}").otherwise(c).alias(c) for c in columns],
        is_resolved=pl.col("is_resolved") | hit,
        rule=pl.when(hit).then(pl.lit("short name")).otherwise("rule"),
    ).select(mentions.columns)


def shared_seats(others: pl.DataFrame, union: pl.DataFrame) -> pl.DataFrame:
    """Let "Brussels" be the union that governs from there, not Belgium, unless the article names Belgium too.

    `others`: mentions of names, with their article. `union`: one row, its name, kind, sector and wikidata_id.
    """
    of_belgium = (pl.col("country") == "BEL") & (pl.col("rule") != "capital")
    belgian = others.filter(of_belgium).select("doc", is_belgian=pl.lit(value=True)).unique()
    meant = union.select(u_name="name", u_kind="kind", u_sector="sector", u_wikidata_id="wikidata_id")
    joined = others.join(belgian, on="doc", how="left", maintain_order="left").join(meant, how="cross")
    hit = (pl.col("rule") == "capital") & (pl.col("country") == "BEL") & pl.col("is_belgian").is_null()
    hit = hit.fill_null(value=False)
    return joined.with_columns(
        *[pl.when(hit).then(f"u_{c}").otherwise(c).alias(c) for c in ("name", "kind", "sector", "wikidata_id")],
        country=pl.when(~hit).then("country"),
        rule=pl.when(hit).then(pl.lit("seat")).otherwise("rule"),
    ).select(others.columns)
