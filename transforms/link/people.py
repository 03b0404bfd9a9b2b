"""Inhabitants: "Syrians", "2 million Syrians", "ethnic Albanians".

Covers: a plural demonym as the people of its country, also one that only a number shows to be plural ("thousands of
Vietnamese"); "the Russians" as the state; who is "ethnic", or of somewhere else ("the Poles of Lithuania"),
belongs to no country by the name alone, but where the sentence is set.
Who is displaced or flees is a refugee population ("nearly one million people were displaced").
Whoever is charged with a crime, convicted or sentenced, and nothing else, is a suspect ("Mills was convicted").
Does not cover: nations without a country of their name (role nouns of the seeds: Kurds, Rohingya).
"""

from __future__ import annotations

import polars as pl

from transforms.frames import pick


def inhabitants(others: pl.DataFrame, tokens: pl.DataFrame, countries: pl.DataFrame) -> pl.DataFrame:
    """Let plural demonyms be people. `others`: mentions of names. `countries`: as for `compose`."""
    plural = pick(
        tokens,
        pl.col("tag").is_in(("NNPS", "NNS")) & ~pl.col("dep").is_in(("compound", "amod", "nmod")),
        head_t="t",
        is_plural=pl.lit(value=True),
    )
    counted = _counted(tokens)
    plural = pl.concat([plural, counted.join(plural, on="head_t", how="anti")])
    of_place = pick(
        tokens, (pl.col("lower") == "of") & (pl.col("dep") == "prep"), head_t="head", is_settled=pl.lit(True)
    )
    marks = pick(tokens, pl.col("lower").is_in(("the", "ethnic")), head_t="head", mark="lower").unique()
    definite = marks.filter(pl.col("mark") == "the").select("head_t", is_definite=pl.lit(value=True))
    ethnic = marks.filter(pl.col("mark") == "ethnic").select("head_t", is_ethnic=pl.lit(value=True))
    joined = others.with_columns(head_t="last") if others.is_empty() else others
    joined = (
        joined.join(plural, on="head_t", how="left", maintain_order="left")
        .join(definite, on="head_t", how="left", maintain_order="left")
        .join(ethnic, on="head_t", how="left", maintain_order="left")
        .join(of_place.unique(), on="head_t", how="left", maintain_order="left")
        .join(countries.select("country", "adjective"), on="country", how="left", maintain_order="left")
    )
    settled = (pl.col("is_settled") & pl.col("is_definite")).fill_null(value=False)
    people = (pl.col("rule") == "demonym") & pl.col("is_plural") & (pl.col("is_definite").is_null() | settled)
    people = people.fill_null(value=False)
    alien = people & (settled | pl.col("is_ethnic").fill_null(value=False))
    people_of = pl.concat_str("adjective", pl.lit("people"), separator=" ")
    return joined.with_columns(
        name=pl.when(alien).then(pl.lit("ethnic ") + people_of).when(people).then(people_of).otherwise("name"),
        kind=pl.when(people).then(pl.lit("population")).otherwise("kind"),
        sector=pl.when(people).then(pl.lit("CVL")).otherwise("sector"),
        country=pl.when(~alien).then("country"),
        noun=pl.when(people).then(pl.lit("people")).otherwise("noun"),
        rule=pl.when(people).then(pl.lit("inhabitants")).otherwise("rule"),
    ).select(others.columns)


def _counted(tokens: pl.DataFrame) -> pl.DataFrame:
    """Words behind the "of" of a number or crowd ("thousands of Vietnamese"): head_t, is_plural."""
    many = pick(tokens, pl.col("lemma").is_in(_CROWDS) | (pl.col("tag") == "CD"), crowd="t")
    of = pick(tokens, pl.col("lower") == "of", prep="t", crowd="head").join(many, on="crowd", how="semi")
    behind = pick(tokens, (pl.col("dep") == "pobj") & pl.col("tag").is_in(("NNP", "NN", "JJ")), head_t="t", prep="head")
    return behind.join(of, on="prep", how="semi").select("head_t", is_plural=pl.lit(value=True))


_CROWDS = tuple("thousand hundred million dozen score ten number crowd group generation".split())
_DRIVEN = ("displace", "uproot", "evacuate", "evict")
_FLEEING = ("flee", "escape")


def displaced(mentions: pl.DataFrame, relations: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Let civilians who are driven out or flee be refugees. `mentions`: MENTIONS. `relations`: RELATIONS."""
    verbs = pick(tokens, pl.col("lemma").is_in(_DRIVEN + _FLEEING), pred="t", lemma="lemma")
    moved = relations.join(verbs, on="pred").filter(
        ((pl.col("role") == "obj") & pl.col("lemma").is_in(_DRIVEN))
        | ((pl.col("role") == "subj") & pl.col("lemma").is_in(_FLEEING))
    )
    moved = moved.select(head_t="arg", is_moved=pl.lit(value=True)).unique()
    joined = mentions.join(moved, on="head_t", how="left", maintain_order="left")
    civil = (pl.col("kind") == "population") & (pl.col("sector") == "CVL")
    return joined.with_columns(
        sector=pl.when(civil & pl.col("is_moved")).then(pl.lit("REF")).otherwise("sector")
    ).select(mentions.columns)


_TRIED = ("convict", "sentence", "jail", "imprison", "charge", "indict")


def convicted(mentions: pl.DataFrame, relations: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Let private persons who are tried be criminals, by every mention. `mentions`: MENTIONS, named."""
    verbs = pick(tokens, pl.col("lemma").is_in(_TRIED) & (pl.col("pos") == "VERB"), pred="t")
    objects = relations.filter(pl.col("role") == "obj").join(verbs, on="pred", how="semi")
    private = (pl.col("kind") == "person") & pl.col("sector").is_in(("CVL", "UNK")) & ~pl.col("is_resolved")
    tried = mentions.filter(private).join(objects.select(head_t="arg"), on="head_t", how="semi")
    tried = tried.select("doc", "name", "country", is_tried=pl.lit(value=True)).unique()
    joined = mentions.join(tried, on=["doc", "name", "country"], how="left", maintain_order="left", nulls_equal=True)
    return joined.with_columns(
        sector=pl.when(private & pl.col("is_tried").fill_null(value=False)).then(pl.lit("CRM")).otherwise("sector")
    ).select(mentions.columns)
