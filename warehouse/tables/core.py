"""The core tables, schema `main`: articles and what was read out of them.

Each class is the one description of its table. Polars schema, DDL, COMMENTs, row rules, Great Expectations suite and
`docs/tables.md` are made from it. The class docstring is the table's COMMENT.
"""

# A rule's name is its whole description and goes into ops.rejects, so rule methods carry no docstring of their own.
# ruff: noqa: D102

from __future__ import annotations

import dataframely as dy
import polars as pl

from warehouse.tables import values
from warehouse.tables.columns import (
    ID,
    confidence,
    country,
    day,
    end_char,
    evidence,
    key,
    one_of,
    ref,
    start_char,
    strings,
    text,
)


class Table(dy.Schema):
    """A declared table."""


class Evidence(Table):
    """A row that points to its text."""

    article_id = ref("articles", "The article that holds the evidence")
    start_char = start_char()
    end_char = end_char()
    text = evidence()

    @dy.rule()
    def span_fits_text(cls) -> pl.Expr:
        return pl.col("end_char") - pl.col("start_char") == pl.col("text").str.len_chars()


class Articles(Table):
    """One row an article, with the cleaned text that all offsets refer to."""

    article_id = key("Hash of source_name and the raw text")
    source_uri = text("Where it was read: path or URL, with #row where a file holds many", nullable=False)
    source_name = text("The record's own id where it has one, else the file name, with #row", nullable=False)
    publisher = text("Outlet, as the source names it")
    title = text("Headline")
    published_on = day("Day of publication used to resolve relative dates; NULL where nothing tells it")
    published_rule = one_of(
        ("record", "file_name", "unknown"), "What told published_on: the record itself or the name of its file"
    )
    language = dy.String(nullable=True, regex=r"^[a-z]{2,3}$", description="ISO 639-1 code; only 'en' is coded")
    text = text("Cleaned text; title first where it was apart", nullable=False)
    repairs = dy.Int64(min=0, description="How many repairs cleaning made (entities, mojibake, white space)")
    text_id = dy.String(regex=r"^[0-9a-f]{16}$", description="Hash of text: exact copies share it")
    duplicate_of = ref("articles", "The article this is a copy of; a copy is not coded again", nullable=True)
    copy_kind = one_of(
        values.COPY_KINDS,
        "exact: the same text; near: edited, cut, another headline; NULL: no copy",
        nullable=True,
    )
    copy_similarity = dy.Float64(
        nullable=True, min=0, max=1, description="Share of runs of three words that it and its original both have"
    )
    story_id = ref("stories", "The story it belongs to", nullable=True)
    recipe = dy.String(regex=r"^[0-9a-f]{16}$", description="Hash of model, seeds and rules that made its rows")

    @dy.rule()
    def not_a_copy_of_itself(cls) -> pl.Expr:
        return pl.col("duplicate_of").is_null() | (pl.col("duplicate_of") != pl.col("article_id"))

    @dy.rule()
    def kind_of_copies_only(cls) -> pl.Expr:
        return pl.col("duplicate_of").is_null() == pl.col("copy_kind").is_null()


class Sentences(Evidence):
    """One row a sentence of an article, in order."""

    sentence_id = key("Hash of article and offsets")
    sentence_index = dy.Int64(min=0, description="Place in the article, from 0")
    paragraph_index = dy.Int64(min=0, description="Paragraph it stands in, from 0")
    kind = one_of(values.SENTENCE_KINDS, "What the paragraph is; bylines, credits and menus are not coded")


class Actors(Table):
    """One row an actor: a country's government, a force, an armed group, an organisation, a person, a population."""

    actor_id = key("Hash of name, kind, country, sector and is_resolved: an unknown namesake is another actor")
    name = text("Canonical name", nullable=False)
    kind = one_of(values.ACTOR_KINDS, "What it is")
    country = country("ISO 3166-1 alpha-3; NULL for international bodies or where the text does not tell")
    sector = one_of(values.SECTORS, "PLOVER sector")
    wikidata_id = dy.String(nullable=True, regex=r"^Q[1-9][0-9]*$", description="Wikidata item, only where certain")
    is_resolved = dy.Bool(description="Known to the seeds or composed from known parts")


class ActorMentions(Evidence):
    """One row a mention of an actor in an article."""

    actor_mention_id = key("Hash of article, offsets and actor")
    sentence_id = ref("sentences", "The sentence it stands in")
    actor_id = ref("actors", "Who is meant")
    rule = text("What linked it: alias, composed, person, reference, capital, unresolved ...", nullable=False)
    is_acting = dy.Bool(description="A name that the sentence says something of: its subject, or a known person in it")
    confidence = confidence()


class Places(Table):
    """One row a place."""

    place_id = key("Hash of the GeoNames id, or else of name, country and feature")
    name = text("Canonical English name", nullable=False)
    country = country("ISO 3166-1 alpha-3")
    feature = one_of(values.PLACE_FEATURES, "What it is")
    latitude = dy.Float64(nullable=True, min=-90, max=90, description="Degrees north (WGS 84)")
    longitude = dy.Float64(nullable=True, min=-180, max=180, description="Degrees east (WGS 84)")
    geonames_id = dy.Int64(nullable=True, min=1, description="GeoNames id, only where certain")
    is_resolved = dy.Bool(description="Found in the gazetteer")


class PlaceMentions(Evidence):
    """One row a mention of a place in an article."""

    place_mention_id = key("Hash of article, offsets and place")
    sentence_id = ref("sentences", "The sentence it stands in")
    place_id = ref("places", "Which place is meant")
    rule = text("What linked it", nullable=False)
    confidence = confidence()


class Events(Table):
    """One row an event, however many articles tell it."""

    event_id = key("Hash of the event mention that founded it; stays as other mentions come and go")
    event_type = one_of(values.EVENT_TYPES, "PLOVER event type")
    event_mode = one_of(values.EVENT_MODES, "PLOVER mode", nullable=True)
    status = one_of(values.STATUSES, "Did it happen")
    date_start = day("First day it can have happened on")
    date_end = day("Last day it can have happened on")
    date_precision = one_of(values.DATE_PRECISIONS, "How precise the date is")
    place_id = ref("places", "Where", nullable=True)
    rule = text("What joined its mentions", nullable=False)
    article_count = dy.Int64(min=1, description="Articles that tell it, without copies")
    source_count = dy.Int64(min=1, description="Independent sources: what one agency or outlet tells counts once")

    @dy.rule()
    def dates_in_order(cls) -> pl.Expr:
        return pl.col("date_start").is_null() | (pl.col("date_start") <= pl.col("date_end"))


class EventMentions(Evidence):
    """One row a place in a text where an event is told; text is the trigger."""

    event_mention_id = key("Hash of article, offsets of the trigger and event type")
    event_id = ref("events", "The event it tells of")
    sentence_id = ref("sentences", "The sentence it stands in")
    event_type = one_of(values.EVENT_TYPES, "PLOVER event type")
    event_mode = one_of(values.EVENT_MODES, "PLOVER mode", nullable=True)
    contexts = strings("PLOVER contexts", values=values.CONTEXTS)
    quad_code = dy.Int64(
        min=1, max=4, description="1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"
    )
    intensity = dy.Float64(min=-10, max=10, description="Goldstein-like intensity of type and mode, -10 to 10")
    status = one_of(values.STATUSES, "Did it happen")
    status_rule = text("What decided the status", nullable=False)
    date_start = day("First day it can have happened on; NULL where the text does not tell")
    date_end = day("Last day it can have happened on")
    date_precision = one_of(values.DATE_PRECISIONS, "How precise the date is")
    date_text = text("The words that date it")
    date_rule = text("The rule that read them, or why there is no date", nullable=False)
    place_id = ref("places", "Where", nullable=True)
    place_mention_id = ref("place_mentions", "The words that say where", nullable=True)
    place_precision = one_of(values.PLACE_PRECISIONS, "How precise the place is")
    lexicon_entry = text("The entry of seeds/lexicon that made it an event", nullable=False)
    confidence = confidence()
    # no reference that is checked: the two mentions may be of different articles
    linked_to = dy.String(
        nullable=True,
        regex=ID,
        description="The mention through which it is of its event; NULL for the first of an event",
    )
    link_score = dy.Float64(
        nullable=True, description="Weight of what speaks for that link; NULL where a correction made it"
    )
    link_reason = text("What speaks for that link, and what against it")

    @dy.rule()
    def dates_in_order(cls) -> pl.Expr:
        return pl.col("date_start").is_null() | (pl.col("date_start") <= pl.col("date_end"))

    @dy.rule()
    def precision_fits_date(cls) -> pl.Expr:
        return pl.col("date_start").is_null() == (pl.col("date_precision") == "unknown")


class EventParticipants(Evidence):
    """One row a participant of an event mention; text names the participant."""

    event_participant_id = key("Hash of event mention, role and actor mention")
    event_mention_id = ref("event_mentions", "The event mention")
    role = one_of(values.ROLES, "actor does it, recipient has it done to them")
    position = dy.Int64(min=0, description="Order within the role, from 0")
    actor_id = ref("actors", "Who")
    actor_mention_id = ref("actor_mentions", "The words that name them")
    rule = text("Which grammatical path led there", nullable=False)


class Statistics(Evidence):
    """One row a reported number; text is the number phrase."""

    statistic_id = key("Hash of article, offsets and measure")
    figure_id = dy.String(
        regex=ID,
        description="The figure it is a claim of: hash of the statistic that founded it; stays as other claims come",
    )
    figure_reason = text("What speaks for that, and what against it; NULL for the first of a figure")
    event_mention_id = ref("event_mentions", "The event mention it belongs to", nullable=True)
    sentence_id = ref("sentences", "The sentence it stands in")
    measure = one_of(values.MEASURES, "What is counted")
    value = dy.Float64(nullable=True, min=0, description="Best reading, in units; NULL where the text gives none")
    low = dy.Float64(nullable=True, min=0, description="Lower bound, NULL = open")
    high = dy.Float64(nullable=True, min=0, description="Upper bound, NULL = open")
    qualifier = one_of(values.QUALIFIERS, "How the text qualifies it")
    unit = text("Counted noun in the singular, or currency")
    subject = text("Who or what is counted, in the text's words")
    subject_actor_id = ref("actors", "Who is counted, where that is an actor", nullable=True)
    subject_country = country("Country of who or what is counted")
    by_actor_ids = strings("actor_id of whoever caused it, in the text's order", item_references="actors")
    place_id = ref("places", "Where", nullable=True)
    period_start = day("First day the figure covers; NULL for a stock")
    period_end = day("Last day the figure covers")
    kind = one_of(values.FIGURE_KINDS, "stock (a state) or flow (over a period)")
    rule = text("Which pattern read it", nullable=False)
    confidence = confidence()

    @dy.rule()
    def value_in_range(cls) -> pl.Expr:
        value, low, high = pl.col("value"), pl.col("low"), pl.col("high")
        return (value >= low).fill_null(True) & (value <= high).fill_null(True) & (low <= high).fill_null(True)

    @dy.rule()
    def period_in_order(cls) -> pl.Expr:
        return (pl.col("period_start") <= pl.col("period_end")).fill_null(True)


class Attributions(Evidence):
    """One row a claimant of an event mention or a statistic, named by text; no row: the article's own voice."""

    attribution_id = key("Hash of what is claimed and the actor mention")
    event_mention_id = ref("event_mentions", "The event mention claimed", nullable=True)
    statistic_id = ref("statistics", "The statistic claimed", nullable=True)
    actor_id = ref("actors", "Who claims it")
    actor_mention_id = ref("actor_mentions", "The words that name them")
    position = dy.Int64(min=0, description="Order among the claimants, from 0")
    verb = text("The reporting verb or phrase")
    rule = text("Which construction told it", nullable=False)

    @dy.rule()
    def claims_one_thing(cls) -> pl.Expr:
        return pl.col("event_mention_id").is_null() != pl.col("statistic_id").is_null()


class Stories(Table):
    """One row a story: articles about one course of events over days, with their copies."""

    story_id = key("Hash of the article that founded it; stays as other articles come and go")
    first_article_id = ref("articles", "The article that began it")
    title = text("Headline of the first article")
