"""Names, role nouns and pronouns to actor mentions, each with its actor."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from seeds.loading import Seeds, items
from transforms.frames import first_by
from transforms.link.compose import MENTIONS, compose
from transforms.link.offices import OfficeIndex, hold_offices, office_index
from transforms.link.persons import PERSON_CLASSES, attach_titles, join_surnames
from transforms.link.phrases import noun_phrases, widen
from transforms.link.references import adopt_bodies, place_people, pronouns, refer_back, speakers
from transforms.mentions.names import NameIndex, name_index
from transforms.mentions.roles import find_roles, role_index
from transforms.mentions.spans import fold, with_gap

_SHARE = 0.34  # below that an article is not set in, or about, one country
_LOCATIVE = ("in", "at", "near", "across", "outside", "inside", "around", "throughout", "on")


@dataclass(frozen=True)
class ActorIndex:
    """What the seeds know about actors, made once a run."""

    names: NameIndex
    roles: pl.DataFrame
    offices: OfficeIndex
    countries: pl.DataFrame


def actor_index(seeds: Seeds) -> ActorIndex:
    """Load the actor seeds."""
    countries = seeds.table("actors/countries.csv").select(
        "country",
        country_name="name",
        adjective=pl.coalesce(items("adjectives").list.first(), "name"),
        government="government",
    )
    return ActorIndex(name_index(seeds), role_index(seeds), office_index(seeds), countries)


def link_actors(
    tokens: pl.DataFrame,
    relations: pl.DataFrame,
    names: pl.DataFrame,
    places: pl.DataFrame,
    published: pl.DataFrame,
    index: ActorIndex,
) -> pl.DataFrame:
    """Every actor mention of a batch, schema MENTIONS; `name` is never NULL.

    `tokens`: TOKENS. `relations`: RELATIONS. `names`: NAMES. `places`: PLACE_MENTIONS. `published`: doc, published_on.
    """
    roles = find_roles(tokens, index.roles)
    names = _without_role_phrases(names, roles)
    roles = _without_name_parts(roles, pl.concat([names.select("first", "last"), places.select("first", "last")]))
    composed = compose(roles, names, tokens, relations, index.countries)
    docs = tokens.select(first="t", doc="doc")
    people = _as_mentions(names.filter(pl.col("name_class").is_in(PERSON_CLASSES)))
    people, used = attach_titles(people, composed, tokens)
    people = _number(people, docs)
    people = join_surnames(people)
    others = _as_mentions(names.filter(~pl.col("name_class").is_in(PERSON_CLASSES)))
    others = _number(_of_their_country(others, places), docs, start=people.height)
    free_roles = _number(
        composed.join(used, on=["first", "last"], how="anti"), docs, start=people.height + others.height
    )
    mentions = pl.concat([people, others, free_roles], how="diagonal").select(MENTIONS.names())
    settings = _settings(tokens, names, places)
    mentions = refer_back(place_people(mentions, settings), tokens, settings, index.countries)
    mentions = adopt_bodies(mentions, relations)
    mentions = hold_offices(mentions, tokens, published, index.offices)
    phrases = noun_phrases(mentions, tokens)
    mentions = _canonical(_name_the_open(mentions, tokens, phrases), index.names)
    mentions = widen(mentions, phrases)
    referred = _number(pronouns(mentions, tokens), None, start=mentions.height)
    mentions = pl.concat([mentions, referred.select(MENTIONS.names())]).cast(MENTIONS)
    return adopt_bodies(mentions, relations, of_pronouns=True).sort("first", "last", "m")


def _without_role_phrases(names: pl.DataFrame, roles: pl.DataFrame) -> pl.DataFrame:
    """A phrase the model takes for an organisation ("Turkish Foreign Ministry") is better composed from its parts."""
    modelled = pl.col("name_class") == "org"
    return names.join(
        names.filter(modelled).join(roles.select("last"), on="last", how="semi").select("first", "last"),
        on=["first", "last"],
        how="anti",
        maintain_order="left",
    )


def _without_name_parts(roles: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """A role noun inside a name ("Free Syrian Army") is part of the name."""
    inside = (
        names.filter(pl.col("last") > pl.col("first"))
        .select(last=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32))
        .explode("last")
    )
    return roles.join(inside, on="last", how="anti", maintain_order="left")


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


def _number(frame: pl.DataFrame, docs: pl.DataFrame | None, *, start: int = 0) -> pl.DataFrame:
    if docs is not None:
        frame = frame.join(docs, on="first", how="left", maintain_order="left")
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


def _settings(tokens: pl.DataFrame, names: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Where each sentence and its article are set, and which country the article is about; see `refer_back`."""
    sentences = tokens.select("sent", "doc").unique()
    behind = tokens.filter(pl.col("dep") == "pobj").select(head_t="t", prep="head")
    locative = tokens.filter(pl.col("lower").is_in(_LOCATIVE)).select(prep="t")
    placed = places.drop_nulls("country")
    located = placed.join(behind.join(locative, on="prep", how="semi"), on="head_t", how="semi")
    here = first_by(located, ["sent"], "first").select("sent", set_in="country")
    scene = _commonest(
        pl.concat([located, placed.filter(pl.col("feature") != "country")]).select("doc", "country", weight=pl.lit(1)),
        "doc_set_in",
    )
    spoken = names.filter(
        pl.col("name_class").is_in(("country", "demonym", "capital", "leader", "entity", "seat"))
    ).drop_nulls("country")
    # "in Syria" is where, not who; who stands in the subject matters more
    where = located.select("head_t", weight=pl.lit(1)).unique()
    weights = pl.concat([_subject_words(tokens).join(where, on="head_t", how="anti"), where])
    about = _commonest(
        spoken.join(tokens.select(first="t", doc="doc"), on="first")
        .join(weights, on="head_t", how="left")
        .select("doc", "country", weight=pl.col("weight").fill_null(2)),
        "doc_about",
    )
    return (
        sentences.join(here, on="sent", how="left")
        .join(scene, on="doc", how="left")
        .join(about, on="doc", how="left")
        .drop("doc")
    )


def _subject_words(tokens: pl.DataFrame) -> pl.DataFrame:
    """Words of a sentence's subject and what modifies it ("Turkish forces said"): head_t, weight."""
    subjects = tokens.filter(pl.col("dep").is_in(("nsubj", "nsubjpass"))).select(head="t")
    modifiers = tokens.filter(pl.col("dep").is_in(("amod", "compound", "nmod", "poss")))
    inner = modifiers.join(subjects, on="head", how="semi").select(head_t="t")
    return pl.concat([subjects.select(head_t="head"), inner]).unique().with_columns(weight=pl.lit(4))


def _commonest(frame: pl.DataFrame, alias: str) -> pl.DataFrame:
    """The country of most `weight` in each article, if that is at least `_SHARE` of all."""
    counted = frame.group_by("doc", "country").agg(n=pl.col("weight").sum())
    total = counted.group_by("doc").agg(total=pl.col("n").sum())
    first = first_by(counted, ["doc"], "n", "country", descending=[True, False]).join(total, on="doc")
    return first.filter(pl.col("n") >= _SHARE * pl.col("total")).select("doc", pl.col("country").alias(alias))


def _name_the_open(mentions: pl.DataFrame, tokens: pl.DataFrame, phrases: pl.DataFrame) -> pl.DataFrame:
    """Name what reference left open by its own words ("aid workers"). `phrases`: as `noun_phrases` gives."""
    gaps = with_gap(tokens).select("t", word=pl.col("lower") + pl.col("gap"))
    cells = (
        mentions.filter(pl.col("name").is_null())
        .select("m", t=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32))
        .explode("t")
    )
    bare = (
        cells.join(gaps, on="t", how="left", maintain_order="left")
        .group_by("m", maintain_order=True)
        .agg(bare=pl.col("word").str.join("").str.strip_chars())
    )
    named = mentions.join(phrases.select("m", "words"), on="m", how="left", maintain_order="left").join(
        bare, on="m", how="left", maintain_order="left"
    )
    words = pl.when(pl.col("words") != "").then("words")
    return named.with_columns(name=pl.coalesce("name", words, "bare")).select(mentions.columns)
