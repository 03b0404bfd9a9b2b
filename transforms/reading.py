"""What stands in the text: names, places, dates, numbers and actors, before anything is said about events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from transforms.annotate.ancestors import ancestors
from transforms.annotate.clauses import across_clauses
from transforms.annotate.joints import mend_joints
from transforms.annotate.misread import mend_verbs
from transforms.annotate.openings import mend_openings
from transforms.annotate.relations import relations
from transforms.annotate.tokens import mend_lemmas, mend_lists, mend_names
from transforms.code.attribution import find_claims, listen
from transforms.code.participants import mention_of_words
from transforms.code.quotations import find_quotations
from transforms.code.sources import find_source_phrases
from transforms.code.when import place_dates
from transforms.frames import first_by, pick
from transforms.link.actors import add_speakers, link_actors
from transforms.link.bound import unbind
from transforms.link.compose import actor_key
from transforms.link.places import link_places
from transforms.link.references import WE
from transforms.mentions.datelines import leads, seen_from
from transforms.mentions.dates import find_dates, find_stamps
from transforms.mentions.names import find_names
from transforms.mentions.places import find_places, without_places
from transforms.mentions.quantities import find_quantities
from transforms.mentions.roles import find_roles
from transforms.mentions.sites import sites
from transforms.mentions.spans import spelt

if TYPE_CHECKING:
    from datetime import date

    from transforms.knowledge import Knowledge

CODED_KINDS = ("headline", "body", "caption")


@dataclass(frozen=True)
class Reading:
    """A batch as it is read, each frame with the schema of the module that makes it.

    `sentences`: all of them; `texts`: those that are coded, with their text and the day they are seen from. `tokens`:
    of the coded ones. `related`: RELATIONS. `phrases`: source phrases. `stands_for`: which mention a word stands for.
    `quoted`: QUOTED.
    """

    sentences: pl.DataFrame
    texts: pl.DataFrame
    tokens: pl.DataFrame
    related: pl.DataFrame
    phrases: pl.DataFrame
    dates: pl.DataFrame
    names: pl.DataFrame
    places: pl.DataFrame
    mentions: pl.DataFrame
    quantities: pl.DataFrame
    stands_for: pl.DataFrame
    quoted: pl.DataFrame

    @property
    def keys(self) -> pl.DataFrame:
        """m, actor_key: mentions of one key are one actor."""
        return self.mentions.select("m", actor_key=actor_key())


def read(
    sentences: pl.DataFrame, tokens: pl.DataFrame, articles: pl.DataFrame, known: Knowledge, *, today: date
) -> Reading:
    """Read a parsed batch. `articles`: doc, text, published_on. `today`: the day undated articles are seen from."""
    # what is known to be in order is joined and grouped in a tenth of the time
    sentences, tokens = (frame.with_columns(pl.col("sent", "doc").set_sorted()) for frame in (sentences, tokens))
    told = sentences.filter(pl.col("kind").is_in(CODED_KINDS))
    tokens = tokens.join(told.select("sent"), on="sent", how="semi", maintain_order="left")
    tokens = mend_verbs(
        mend_joints(mend_openings(mend_lists(mend_names(mend_lemmas(tokens, known.lemmas)))))
    ).with_columns(
        pl.col("pos", "tag", "dep", "ent_type", "lower", "lemma").cast(pl.Categorical),
        pl.col("t").set_sorted(),
    )
    texts = (
        told.join(
            seen_from(articles).select("doc", "published_on", article_text="text"),
            on="doc",
            how="left",
            maintain_order="left",
        )
        .with_columns(
            text=pl.col("article_text").str.slice(pl.col("start_char"), pl.col("end_char") - pl.col("start_char"))
        )
        .drop("article_text")
        .pipe(_with_leads, articles)
    )
    direct = relations(
        tokens,
        light_verbs=known.light_verbs,
        partitives=known.partitives,
        statives=known.statives,
        clipped=known.clipped,
    )
    related = across_clauses(direct, tokens)

    words = spelt(tokens)
    phrases = find_source_phrases(words, pl.Series(known.reporting.phrases, dtype=pl.String))
    dates = place_dates(find_dates(texts, today=today), tokens)
    roles = find_roles(words, known.actors.roles)
    names = without_places(find_names(words, known.actors.names, roles), words, known.places)
    things = sites(tokens, names)
    names = names.join(things, on=["first", "last"], how="anti", maintain_order="left")
    not_places = names.filter(~pl.col("name_class").is_in(("country", "capital", "demonym")))
    countries = names.filter(pl.col("name_class").is_in(("country", "capital")))
    taken = pl.concat([not_places.select("first", "last"), tokens_of(dates, tokens)])
    candidates = find_places(words, known.places, taken=taken, countries=countries)
    # "South" of "South and North Korea" is a country, and no unknown place
    unknown = candidates.filter(pl.col("name").is_null()).join(countries, on=["first", "last"], how="semi")
    things = pl.concat([things, unknown.select("first", "last")])
    candidates = candidates.join(things, on=["first", "last"], how="anti", maintain_order="left")
    places = link_places(candidates, names, tokens)
    published = articles.select("doc", "published_on")
    mentions = link_actors(tokens, related, names, places, published, roles, known.actors)
    mentions = unbind(mentions, tokens, related)
    quantities = _without_stamps(find_quantities(texts, known.numbers), texts)

    quoted = find_quotations(tokens, texts.select("sent", "paragraph_index"))
    mentions = _with_speakers(mentions, tokens, texts, related, known, phrases, quoted)
    return Reading(
        sentences=sentences, texts=texts, tokens=tokens, related=related, phrases=phrases, dates=dates, names=names,
        places=places, mentions=mentions, quantities=quantities, stands_for=mention_of_words(related, mentions),
        quoted=quoted,
    )  # fmt: skip


def _with_leads(texts: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Add lead_day and lead_text to the first sentence behind a dateline that tells a day, NULL to all others."""
    behind = texts.join(leads(articles), on="doc").filter(pl.col("end_char") > pl.col("lead_from"))
    first = first_by(behind.select("doc", "sent", "lead_day", "lead_text"), ["doc"], "sent").drop("doc")
    return texts.join(first, on="sent", how="left", maintain_order="left")


def _with_speakers(
    mentions: pl.DataFrame,
    tokens: pl.DataFrame,
    texts: pl.DataFrame,
    related: pl.DataFrame,
    known: Knowledge,
    phrases: pl.DataFrame,
    quoted: pl.DataFrame,
) -> pl.DataFrame:
    """Let "we" and "I" stand for whoever the text says is speaking."""
    words = pick(tokens, pl.col("lower").is_in(WE) & (pl.col("pos") == "PRON"), "t")["t"]
    hearing = listen(tokens, related, mention_of_words(related, mentions), known.reporting, phrases, quoted)
    said = find_claims(words, ancestors(words, tokens), tokens, texts, related, hearing)
    return add_speakers(mentions, said, tokens)


def _without_stamps(quantities: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """QUANTITIES without the day, month and year at the head of a report ("21 August 2016 Ten people were hurt")."""
    stamps = find_stamps(texts).select("sent", s="start_char", e="end_char")
    inside = quantities.join(stamps, on="sent").filter(
        (pl.col("number_start") < pl.col("e")) & (pl.col("s") < pl.col("number_end"))
    )
    spans = ["sent", "number_start", "number_end"]
    return quantities.join(inside.select(spans).unique(), on=spans, how="anti", maintain_order="left")


def tokens_of(dates: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The tokens inside expressions of time, as spans: first, last."""
    words = tokens.select("t", "sent", s="start_char", e="end_char")
    inside = words.join(dates.select("sent", "start_char", "end_char"), on="sent").filter(
        (pl.col("s") >= pl.col("start_char")) & (pl.col("e") <= pl.col("end_char"))
    )
    return inside.select(first="t", last="t").unique()
