"""Names, role nouns and pronouns to actor mentions, each with its actor.

Covers: the order of all linking: names and titles ("Turkish Defence Minister Hulusi Akar"), role nouns with their
owners, regions that act, then reference back, offices and pronouns.
Does not cover: actors that only the sense tells ("the other side"), the same actor in other articles.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from seeds.loading import Seeds, items
from transforms.frames import look_up
from transforms.link.antecedents import expand_pairs, name_by_kind
from transforms.link.compose import MENTIONS, compose
from transforms.link.homelands import told_of_home
from transforms.link.missed import add_missed
from transforms.link.offices import OfficeIndex, hold_offices, office_index
from transforms.link.officials import unnamed_officials
from transforms.link.organisations import attach_nouns, own_names, shared_seats, short_names
from transforms.link.people import convicted, displaced, inhabitants
from transforms.link.persons import PERSON_CLASSES, attach_titles, join_surnames
from transforms.link.phrases import noun_phrases, share_phrases, widen
from transforms.link.references import adopt_bodies, own_by_pronoun, place_people, pronouns, refer_back, speakers
from transforms.link.regions import acting_regions
from transforms.link.settings import settings
from transforms.link.things import without_things
from transforms.mentions.names import NAMES, NameIndex, name_index
from transforms.mentions.roles import role_index
from transforms.mentions.spans import fold, with_gap


@dataclass(frozen=True)
class ActorIndex:
    """What the seeds know about actors, made once a run."""

    names: NameIndex
    roles: pl.DataFrame
    offices: OfficeIndex
    countries: pl.DataFrame
    shorts: pl.DataFrame
    union: pl.DataFrame
    tellers: list[str]


def actor_index(seeds: Seeds) -> ActorIndex:
    """Load the actor seeds."""
    countries = seeds.table("actors/countries.csv").select(
        "country",
        country_name="name",
        adjective=pl.coalesce(items("adjectives").list.first(), "name"),
        government="government",
    )
    names = name_index(seeds)
    meant = names.aliases.filter(pl.col("name_class") == "entity")
    meant = meant.select("name", "kind", "sector", "wikidata_id", home="country")
    meant = meant.unique(["name", "home"], keep="first", maintain_order=True)
    shorts = seeds.table("actors/short_names.csv").join(meant, on="name", how="inner")
    # a name that several countries have is that of its own; whoever is based abroad has but one
    alone = ~pl.struct("short", "country").is_duplicated()
    shorts = shorts.filter(alone | (pl.col("home") == pl.col("country")))
    union = names.aliases.filter((pl.col("name") == "European Union") & (pl.col("kind") == "igo")).head(1)
    tellers = seeds.table("actors/tellers.csv")["name"].to_list()
    return ActorIndex(names, role_index(seeds), office_index(seeds), countries, shorts, union, tellers)


def link_actors(
    tokens: pl.DataFrame,
    relations: pl.DataFrame,
    names: pl.DataFrame,
    places: pl.DataFrame,
    published: pl.DataFrame,
    roles: pl.DataFrame,
    index: ActorIndex,
) -> pl.DataFrame:
    """Every actor mention of a batch, schema MENTIONS; `name` is never NULL.

    `tokens`: TOKENS. `relations`: RELATIONS. `names`: NAMES. `places`: PLACE_MENTIONS. `published`: doc, published_on.
    `roles`: ROLES.
    """
    names = _without_regions(names, places)
    names = add_missed(_without_role_phrases(names, roles), roles, places.select("first", "last"), tokens)
    taken = pl.concat([names.select("first", "last", "name_class"), places.select("first", "last")], how="diagonal")
    roles = unnamed_officials(_without_name_parts(roles, taken), tokens)
    towns = places.filter(pl.col("feature").is_in(("city", "region")) & pl.col("country").is_not_null())
    towns = towns.join(names, on=["first", "last"], how="anti").select("sent", "first", "last", "head_t", "country")
    composed = compose(roles, names, towns, tokens, relations, index.countries)
    people = _as_mentions(names.filter(pl.col("name_class").is_in(PERSON_CLASSES)))
    people, used = attach_titles(_of_countries(people, names, relations), composed, tokens)
    people = _number(people, tokens)
    people = join_surnames(people)
    bodies = names.filter(~pl.col("name_class").is_in(PERSON_CLASSES))
    acting = acting_regions(places, names, tokens).select(NAMES.names()).cast(NAMES)
    others = inhabitants(_as_mentions(pl.concat([bodies, acting])), tokens, index.countries)
    others, described = attach_nouns(others, composed)
    others = shared_seats(_number(_of_their_country(others, places), tokens, start=people.height), index.union)
    told = pl.concat([used.select("first", "last"), described])
    free_roles = composed.join(told, on=["first", "last"], how="anti")
    free_roles = _number(free_roles, tokens, start=people.height + others.height)
    mentions = pl.concat([people, others, free_roles], how="diagonal").select(MENTIONS.names())
    scene = settings(tokens, names, places, index.tellers)
    mentions = own_by_pronoun(mentions, tokens, relations, index.countries)
    mentions = short_names(mentions, scene, index.shorts)
    mentions = name_by_kind(mentions, tokens)
    mentions = told_of_home(place_people(mentions, scene), tokens, relations, places, index.countries)
    mentions = refer_back(mentions, tokens, scene, index.countries)
    mentions = adopt_bodies(mentions, relations)
    mentions = hold_offices(mentions, tokens, published, index.offices)
    mentions = displaced(mentions, relations, tokens, places)
    mentions = _number(without_things(mentions, tokens).drop("m"), None)
    phrases = noun_phrases(mentions, tokens)
    mentions = _canonical(_name_the_open(mentions, tokens, phrases), index.names)
    mentions = own_names(mentions, index.shorts)
    mentions = convicted(mentions, relations, tokens)
    mentions = expand_pairs(widen(share_phrases(mentions), phrases), relations, tokens)
    mentions = _number(mentions.drop("m"), None)
    referred = _number(pronouns(mentions, tokens), None, start=mentions.height)
    mentions = pl.concat([mentions, referred.select(MENTIONS.names())]).cast(MENTIONS)
    return adopt_bodies(mentions, relations, of_pronouns=True).sort("first", "last", "m")


def _without_role_phrases(names: pl.DataFrame, roles: pl.DataFrame) -> pl.DataFrame:
    """What the model takes for an organisation and is a role phrase as a whole ("Foreign Ministry") is no name."""
    whole = roles.select("last", role_first="first")
    role_only = names.filter(pl.col("name_class") == "org").join(whole, on="last")
    role_only = role_only.filter(pl.col("role_first") <= pl.col("first")).select("first", "last")
    return names.join(role_only, on=["first", "last"], how="anti", maintain_order="left")


def _without_regions(names: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """The name of a country that here means a region of another ("Georgia" in the United States) is no country."""
    regions = places.filter(pl.col("feature") == "region").select("first", "last", region_of="country")
    joined = names.join(regions, on=["first", "last"], how="left", maintain_order="left")
    wrong = (pl.col("name_class") == "country") & (pl.col("region_of") != pl.col("country"))
    return joined.filter(~wrong.fill_null(value=False)).select(names.columns)


def _without_name_parts(roles: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """A role noun inside a name ("Free Syrian Army") is part of the name."""
    known = pl.col("name_class") == "entity"  # "Democrats" are the party
    inside = (
        names.filter((pl.col("last") > pl.col("first")) | known.fill_null(value=False))
        .select(last=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32))
        .explode("last")
    )
    return roles.join(inside, on="last", how="anti", maintain_order="left")


def _of_countries(people: pl.DataFrame, names: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """Whoever is "of" a country belongs to it ("King Hassan of Morocco")."""
    lands = names.filter(pl.col("name_class") == "country").select(arg="head_t", of_country="country")
    behind = (
        relations.filter(pl.col("role") == "of").join(lands, on="arg").select(head_t="pred", of_country="of_country")
    )
    joined = people.join(behind.unique("head_t", keep="none"), on="head_t", how="left", maintain_order="left")
    return joined.with_columns(country=pl.coalesce("country", "of_country")).select(people.columns)


def _of_their_country(others: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """A capital's name that here means a town of another country ("Tripoli, in northern Lebanon") is no government."""
    elsewhere = places.select("first", "last", set_in="country")
    joined = others.join(elsewhere, on=["first", "last"], how="left", maintain_order="left")
    wrong = (pl.col("rule") == "capital") & (pl.col("set_in") != pl.col("country"))
    return joined.filter(~wrong.fill_null(value=False)).select(others.columns)


def _as_mentions(names: pl.DataFrame) -> pl.DataFrame:
    return names.select(
        "sent",
        "first",
        "last",
        "head_t",
        rule="name_class",
        name="name",
        kind="kind",
        country="country",
        sector="sector",
        wikidata_id="wikidata_id",
        is_resolved="is_known",
        noun=pl.lit(None, dtype=pl.String),
        template=pl.lit(None, dtype=pl.String),
        is_group=pl.lit(value=False),
    )


def _number(frame: pl.DataFrame, tokens: pl.DataFrame | None, *, start: int = 0) -> pl.DataFrame:
    if tokens is not None:
        frame = look_up(frame, "first", tokens, doc="doc")
    return frame.sort("first", "last", "name", "country", nulls_last=True).with_row_index("m", offset=start)


def _canonical(mentions: pl.DataFrame, index: NameIndex) -> pl.DataFrame:
    """A composed name that is an alias of something the seeds know ("Israeli Armed Forces") is that."""
    known = index.aliases.filter(pl.col("name_class") == "entity").unique("phrase", keep="none")
    known = known.select(
        "phrase", k_name="name", k_kind="kind", k_country="country", k_sector="sector", k_wikidata_id="wikidata_id"
    )
    composed = pl.col("rule").is_in(("composed", "reference: where it is set", "reference: same noun"))
    joined = mentions.with_columns(phrase=pl.when(composed).then(fold(pl.col("name")))).join(
        known, on="phrase", how="left", maintain_order="left"
    )
    hit = pl.col("k_name").is_not_null() & (pl.col("k_country") == pl.col("country"))
    columns = ("name", "kind", "country", "sector", "wikidata_id")
    return joined.with_columns(
        [pl.when(hit).then(pl.col(f"k_{c}")).otherwise(pl.col(c)).alias(c) for c in columns]
    ).select(mentions.columns)


def add_speakers(mentions: pl.DataFrame, claims: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Add mentions for "we" and "I" in quotations. `claims`: CLAIMS of these words."""
    added = _number(speakers(claims, mentions, tokens), None, start=mentions.height)
    return pl.concat([mentions, added.select(MENTIONS.names()).cast(MENTIONS)]).sort("first", "last", "m")


def _name_the_open(mentions: pl.DataFrame, tokens: pl.DataFrame, phrases: pl.DataFrame) -> pl.DataFrame:
    """Name what reference left open by its own words ("aid workers"). `phrases`: as `noun_phrases` gives."""
    gaps = with_gap(tokens).select("t", word=pl.col("lower") + pl.col("gap"))
    cells = (
        mentions.filter(pl.col("name").is_null())
        .select("m", t=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32))
        .explode("t")
    )
    bare = (
        look_up(cells, "t", gaps, word="word")
        .group_by("m", maintain_order=True)
        .agg(bare=pl.col("word").str.join("").str.strip_chars())
    )
    named = mentions.join(phrases.select("m", "words"), on="m", how="left", maintain_order="left").join(
        bare, on="m", how="left", maintain_order="left"
    )
    words = pl.when(pl.col("words") != "").then("words")
    return named.with_columns(name=pl.coalesce("name", words, "bare")).select(mentions.columns)
