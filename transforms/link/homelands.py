"""Whose soldiers those who fled tell of: "refugees from Myanmar told staff in Bangladesh that soldiers had come".

Covers: role nouns without a country of their own in a clause that refugees, or people from elsewhere, tell: they are of
the place that the clause names, else of where the tellers are from; also where "they" tell it in the next sentence.
What befalls them in a camp, or when they are sent away, is done where they have gone to.
Does not cover: peoples without a state of their own, whose soldiers are not theirs (Palestinians); tellers by name.
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, pick
from transforms.link.compose import fill_template
from transforms.link.people import fled_from

_TELLING = tuple("say tell add report describe recount recall allege claim testify complain accuse".split())
_LOCATIVE = ("in", "at", "near", "across", "inside", "around", "throughout")
_WITHOUT_STATE = ("PSE", "ESH")
# what befalls them where they have gone to
_HERE = ("camp", "shelter", "tent", "deport", "expel", "asylum")
_BACK = 2  # sentences
# Bodies of state, and those whom the reader places where the story is set
_HOME = tuple("MIL COP GOV JUD REB UAF PRM SPY CVL LEG CRM MED".split())


def told_of_home(
    mentions: pl.DataFrame,
    tokens: pl.DataFrame,
    relations: pl.DataFrame,
    places: pl.DataFrame,
    countries: pl.DataFrame,
) -> pl.DataFrame:
    """MENTIONS with such role nouns placed. `places`: PLACE_MENTIONS. `countries`: as for `compose`."""
    tellers = _tellers(mentions, tokens, relations, places)
    if tellers.is_empty():
        return mentions
    clauses = pick(tokens, pl.col("dep") == "ccomp", "sent", "left", "right", verb="head").join(tellers, on="verb")
    behind = pick(tokens, pl.col("lower").is_in(_LOCATIVE), prep="t")
    located = pick(tokens, pl.col("dep") == "pobj", head_t="t", prep="head").join(behind, on="prep", how="semi")
    placed = places.drop_nulls("country").join(located, on="head_t", how="semi")
    placed = _within(placed, clauses).group_by("left", "right").agg(pl.col("country").unique())
    placed = placed.filter(pl.col("country").list.len() == 1)
    there = placed.select("left", "right", there=pl.col("country").list.first())
    here = _within(pick(tokens, pl.col("lemma").is_in(_HERE), "sent", head_t="t"), clauses)
    abroad = places.drop_nulls("country").join(located, on="head_t", how="semi").select("sent", abroad="country")
    abroad = here.select("sent", "left", "origin").join(abroad, on="sent")
    abroad = abroad.filter(pl.col("abroad").ne_missing(pl.col("origin"))).unique("left", keep="first")
    clauses = clauses.join(there, on=["left", "right"], how="left").join(
        abroad.select("left", "abroad"), on="left", how="left"
    )
    clauses = clauses.with_columns(home=pl.coalesce("there", "abroad", "origin"))
    openly = (pl.col("rule") == "role noun") & pl.col("country").is_null() & pl.col("sector").is_in(_HOME)
    met = _within(mentions.filter(openly).drop("country"), clauses.drop_nulls("home"))
    met = met.join(_told_before(mentions, tokens), on="m", how="anti")
    met = first_by(met, ["m"], "left", descending=True)
    found = met.select("m", country="home").join(countries, on="country").rename({"country": "home"})
    joined = mentions.join(found, on="m", how="left", maintain_order="left")
    hit = pl.col("home").is_not_null()
    body = hit & pl.col("kind").is_in(("government", "military")) & pl.col("template").is_not_null()
    return joined.with_columns(
        name=pl.when(body).then(fill_template(pl.col("template"))).otherwise("name"),
        country=pl.coalesce("home", "country"),
        is_resolved=pl.col("is_resolved") | body,
        rule=pl.when(hit).then(pl.lit("reference: where it is set")).otherwise("rule"),
    ).select(mentions.columns)


def _within(frame: pl.DataFrame, clauses: pl.DataFrame) -> pl.DataFrame:
    """Rows of `frame` (sent, head_t) in each clause of their sentence."""
    inside = pl.col("head_t").is_between("left", "right")
    return frame.join(clauses.drop("verb"), on="sent").filter(inside)


def _tellers(
    mentions: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame, places: pl.DataFrame
) -> pl.DataFrame:
    """What those tell who fled, or are away from home: verb, origin (a country or NULL)."""
    telling = pick(tokens, pl.col("lemma").is_in(_TELLING) & (pl.col("pos") == "VERB"), "sent", verb="t")
    subjects = pick(tokens, pl.col("dep") == "nsubj", "lower", "doc", head_t="t", verb="head").join(telling, on="verb")
    from_there = relations.filter(pl.col("role") == "from").select(head_t="pred", arg="arg")
    lands = places.drop_nulls("country").select("country", arg="head_t")
    from_there = from_there.join(lands, on="arg").select("head_t", origin="country")
    origins = pl.concat([from_there, fled_from(relations, tokens, places)]).unique("head_t", keep="first")
    crowd = (pl.col("kind") == "population") & pl.col("sector").is_in(("REF", "CVL"))
    people = mentions.filter(crowd).select("head_t", "country", "sector").unique("head_t", keep="first")
    told = subjects.join(people, on="head_t").join(origins, on="head_t", how="left")
    told = told.with_columns(origin=pl.coalesce("origin", "country"))
    told = told.with_columns(origin=pl.when(~pl.col("origin").is_in(_WITHOUT_STATE)).then("origin"))
    away = _away(told, places)
    told = told.filter((pl.col("sector") == "REF") | pl.col("verb").is_in(away.implode()))
    told = told.select("doc", "sent", "verb", "origin")
    they = subjects.filter(pl.col("lower") == "they").select("doc", "verb", at="sent")
    again = they.join(told.drop("verb"), on="doc").filter(
        (pl.col("at") > pl.col("sent")) & (pl.col("at") <= pl.col("sent") + _BACK)
    )
    again = first_by(again, ["verb"], "sent", descending=True).select("verb", "origin")
    return pl.concat([told.select("verb", "origin"), again]).unique("verb", keep="first")


def _away(told: pl.DataFrame, places: pl.DataFrame) -> pl.Series:
    """The verbs of tellers whose sentence names another country than theirs."""
    elsewhere = told.join(places.drop_nulls("country").select("sent", at="country"), on="sent")
    return elsewhere.filter(pl.col("at") != pl.col("origin"))["verb"].unique()


def _told_before(mentions: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Definite nouns that an earlier mention explains ("the soldiers"): m."""
    definite = pick(tokens, pl.col("lower").is_in(("the", "these", "those")) & (pl.col("dep") == "det"), head_t="head")
    tail = pl.col("noun").str.split(" ").list.last()
    again = mentions.join(definite.unique(), on="head_t", how="semi").select("m", "doc", "first", tail=tail)
    earlier = mentions.filter(pl.col("country").is_not_null()).select("doc", before="first", tail=tail)
    return again.drop_nulls("tail").join(earlier, on=["doc", "tail"]).filter(pl.col("before") < pl.col("first"))
