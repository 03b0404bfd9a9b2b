"""Inhabitants: "Syrians", "2 million Syrians", "ethnic Albanians".

Covers: a plural demonym as the people of its country, also one that only a number shows to be plural ("thousands of
Vietnamese"); "the Russians" as the state; who is "ethnic", or of somewhere else ("the Poles of Lithuania"),
belongs to no country by the name alone, but where the sentence is set.
Who is displaced or flees is a refugee population ("nearly one million people were displaced"), of the country that it
flees ("fled Sudan into Chad"), never of the one that takes it in.
Whoever is charged with a crime, convicted or sentenced, and nothing else, is a suspect ("Mills was convicted").
Does not cover: nations without a country of their name (role nouns of the seeds: Kurds, Rohingya).
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, pick
from transforms.link.compose import fled_abroad


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
# who arrives somewhere is not of there
_ARRIVING = ("cross", "pour", "stream", "arrive", "spill", "seek", "reach", "enter", "go", "run")
_THERE = ("arrive", "reach", "enter")
_INTO = ("to", "into", "toward", "towards", "for")
_HOSTING = tuple(
    (
        "host house take accept shelter receive welcome admit resettle accommodate absorb deport expel return "
        "repatriate evict have"
    ).split()
)
_OUT_OF = ("from", "of", "in", "poss", "mod")
_SET = "reference: where it is set"


def displaced(
    mentions: pl.DataFrame, relations: pl.DataFrame, tokens: pl.DataFrame, places: pl.DataFrame
) -> pl.DataFrame:
    """Let civilians who are driven out or flee be refugees, of the country they leave.

    Where only their way tells a country, and it leads there, they have none. `mentions`: MENTIONS. `relations`:
    RELATIONS. `places`: PLACE_MENTIONS.
    """
    moving = _DRIVEN + _FLEEING + _ARRIVING
    verbs = pick(tokens, pl.col("lemma").is_in(moving) & pl.col("pos").is_in(("VERB", "AUX")), pred="t", lemma="lemma")
    moved = relations.join(verbs, on="pred").filter(
        ((pl.col("role") == "obj") & pl.col("lemma").is_in(_DRIVEN))
        | ((pl.col("role") == "subj") & pl.col("lemma").is_in(_FLEEING + _ARRIVING))
    )
    flight = moved.filter(~pl.col("lemma").is_in(_ARRIVING)).select(head_t="arg", is_moved=pl.lit(value=True))
    moved = moved.select("pred", head_t="arg").unique()
    origins = _origins(relations, verbs, places).join(moved, on="pred").select("head_t", "arg", origin="country")
    origins = first_by(origins, ["head_t"], "arg").select("head_t", "origin")
    lands = places.filter(pl.col("feature") == "country").select(arg="head_t", country="country")
    goals = _towards(relations, verbs).join(lands, on="arg").join(moved, on="pred")
    goals = pl.concat([goals.select("head_t", "country"), _hosts(relations, tokens, mentions)])
    goals = goals.unique().with_columns(is_goal=pl.lit(value=True))
    joined = (
        mentions.join(flight.unique(), on="head_t", how="left", maintain_order="left")
        .join(origins, on="head_t", how="left", maintain_order="left")
        .join(goals, on=["head_t", "country"], how="left", maintain_order="left")
    )
    people = (pl.col("kind") == "population") & pl.col("sector").is_in(("CVL", "REF"))
    open_ones = people & pl.col("rule").is_in((_SET, "role noun"))
    return joined.with_columns(
        sector=pl.when(people & pl.col("is_moved")).then(pl.lit("REF")).otherwise("sector"),
        country=pl.when(open_ones & pl.col("origin").is_not_null())
        .then("origin")
        .when(open_ones & pl.col("is_goal"))
        .then(None)
        .otherwise("country"),
        rule=pl.when(open_ones & pl.col("origin").is_not_null()).then(pl.lit(_SET)).otherwise("rule"),
    ).select(mentions.columns)


def _origins(relations: pl.DataFrame, verbs: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Where people leave: pred (the verb), arg, country. "fled Sudan", "fled the war in Sudan", "from Sudan"."""
    fleeing = verbs.filter(pl.col("lemma").is_in(_FLEEING))
    objects = relations.filter(pl.col("role") == "obj").join(fleeing, on="pred", how="semi").select("pred", "arg")
    inner = relations.filter(pl.col("role").is_in(_OUT_OF)).select(noun="pred", arg="arg")
    behind = objects.rename({"arg": "noun"}).join(inner, on="noun").select("pred", "arg")
    away = relations.filter(pl.col("role").is_in(("from", "out"))).join(verbs, on="pred", how="semi")
    # "fled the war in Sudan", as parsers hang it
    beside = relations.filter(pl.col("role") == "in").join(objects, on="pred", how="semi").select("pred", "arg")
    left = pl.concat([objects, behind, beside, away.select("pred", "arg")]).unique()
    return left.join(places.drop_nulls("country").select("country", arg="head_t"), on="arg")


def fled_from(relations: pl.DataFrame, tokens: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Which country those leave who flee or come from it: head_t, origin. Frames as for `displaced`."""
    moving = pl.col("lemma").is_in(_FLEEING + _ARRIVING) & (pl.col("pos") == "VERB")
    verbs = pick(tokens, moving, pred="t", lemma="lemma")
    moved = relations.filter(pl.col("role") == "subj").select("pred", head_t="arg")
    return _origins(relations, verbs, places).join(moved, on="pred").select("head_t", origin="country")


def _towards(relations: pl.DataFrame, verbs: pl.DataFrame) -> pl.DataFrame:
    """Where people go, also "across the border into Chad": pred (the verb), arg."""
    steps = relations.filter(pl.col("role").is_in((*_INTO, "obj", "across", "over")))
    direct = steps.join(verbs, on="pred", how="semi").select("pred", "arg")
    goals = relations.filter(pl.col("role").is_in(_INTO)).select(noun="pred", arg="arg")
    behind = direct.rename({"arg": "noun"}).join(goals, on="noun").select("pred", "arg")
    own = relations.filter(pl.col("role").is_in(_INTO)).join(verbs, on="pred", how="semi").select("pred", "arg")
    # "entered Chad", "arrived in Chad"
    there = relations.filter(pl.col("role").is_in(("obj", "in"))).join(
        verbs.filter(pl.col("lemma").is_in(_THERE)), on="pred", how="semi"
    )
    return pl.concat([own, behind, there.select("pred", "arg")]).unique()


def _hosts(relations: pl.DataFrame, tokens: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Who takes people in or sends them away is not where they are from: head_t (the people), country."""
    hosting = pick(tokens, pl.col("lemma").is_in(_HOSTING) & pl.col("pos").is_in(("VERB", "AUX")), pred="t")
    guests = relations.filter(pl.col("role") == "obj").join(hosting, on="pred", how="semi")
    abroad = mentions.filter(fled_abroad()).select("head_t")
    guests = guests.select("pred", head_t="arg").join(abroad, on="head_t", how="semi")
    hosts = relations.filter(pl.col("role") == "subj").select("pred", arg="arg")
    lands = mentions.drop_nulls("country").select("country", arg="head_t")
    return guests.join(hosts, on="pred").join(lands, on="arg").select("head_t", "country")


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
