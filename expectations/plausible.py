"""What a batch of ordinary news looks like: shares and counts that give a warning when they are odd.

The bounds are this project's own judgement: an ordinary batch keeps well inside them, and a broken stage (no actor
linked, no date read, everything coded as one type) does not. They never hold a batch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from expectations.declared import primary_key
from expectations.lookup import Batch, CrossCheck, of_rows

if TYPE_CHECKING:
    from collections.abc import Callable

#: A share is looked at from this many rows on.
ENOUGH_ROWS = 20


def _where(table: str, holds: pl.Expr) -> Callable[[Batch], pl.Series]:
    """Flag rows by an expression over the table's own columns."""
    return lambda batch: of_rows(batch.rows(table), holds)


def _has_role(*roles: str) -> Callable[[Batch], pl.Series]:
    """Whether an event mention has a participant in one of these roles."""

    def flags(batch: Batch) -> pl.Series:
        key = primary_key("event_mentions")
        named = of_rows(batch.rows("event_participants").filter(pl.col("role").is_in(roles)), pl.col(key))
        return of_rows(batch.rows("event_mentions"), pl.col(key).is_in(named.implode()))

    return flags


def _rows_per_article(table: str, low: int, high: int) -> Callable[[Batch], pl.Series]:
    """Whether an article that is coded (English, not a copy) gives `low` to `high` rows of `table`."""

    def flags(batch: Batch) -> pl.Series:
        is_coded = (pl.col("language") == "en") & pl.col("duplicate_of").is_null()
        fits = batch.count("articles", table, "article_id").is_between(low, high)
        return of_rows(batch.rows("articles"), pl.when(is_coded).then(fits))

    return flags


def _share(table: str, name: str, at_most: float, explanation: str, flags: Callable[[Batch], pl.Series]) -> CrossCheck:
    return CrossCheck(table, name, "warning", explanation, flags, at_most=at_most, at_least=ENOUGH_ROWS)


WARNINGS = [
    _share(
        "articles", "article_is_dated", 0.2,
        "At most 20 % of the articles have no day of publication: without one no relative date can be read.",
        _where("articles", pl.col("published_on").is_not_null()),
    ),
    _share(
        "articles", "article_is_english", 0.5,
        "At most half of the articles are in another language than English, as only English is coded.",
        _where("articles", pl.col("language").eq_missing("en")),
    ),
    CrossCheck(
        "articles", "article_has_plausible_sentences", "warning",
        "Every article that is coded has 1 to 3,000 sentences; more is likely a whole site in one file.",
        _rows_per_article("sentences", 1, 3000),
    ),
    CrossCheck(
        "articles", "article_has_plausible_events", "warning",
        "No article tells of more than 500 events; more is likely an archive in one file.",
        _rows_per_article("event_mentions", 0, 500),
    ),
    CrossCheck(
        "articles", "article_has_plausible_statistics", "warning",
        "No article reports more than 500 figures; more is likely a table read as text.",
        _rows_per_article("statistics", 0, 500),
    ),
    _share(
        "articles", "article_tells_something", 0.7,
        "At most 70 % of the articles tell of no event, as news mostly does.",
        lambda batch: batch.count("articles", "event_mentions", "article_id") > 0,
    ),
    _share(
        "actors", "actor_is_resolved", 0.7,
        "At most 70 % of the actors are unresolved; more means that the lists of actors do not cover these articles.",
        _where("actors", pl.col("is_resolved")),
    ),
    _share(
        "places", "place_is_resolved", 0.7,
        "At most 70 % of the places are unresolved; more means that the gazetteer does not cover these articles.",
        _where("places", pl.col("is_resolved")),
    ),
    _share(
        "event_mentions", "event_has_actor", 0.7,
        "At most 70 % of the event mentions have no actor; more means that subjects are not found.",
        _has_role("actor"),
    ),
    _share(
        "event_mentions", "event_has_participant", 0.5,
        "At most half of the event mentions have neither actor nor recipient.",
        _has_role("actor", "recipient"),
    ),
    _share(
        "event_mentions", "event_is_dated", 0.8,
        "At most 80 % of the event mentions have an unknown date.",
        _where("event_mentions", pl.col("date_precision") != "unknown"),
    ),
    _share(
        "event_mentions", "event_is_placed", 0.9,
        "At most 90 % of the event mentions have no place.",
        _where("event_mentions", pl.col("place_id").is_not_null()),
    ),
    _share(
        "event_mentions", "no_type_prevails", 0.7,
        "At most 70 % of the event mentions are of one type; more means that an entry of the lexicon runs wild.",
        _where("event_mentions", pl.len().over("event_type") < 0.7 * pl.len()),
    ),
    _share(
        "statistics", "statistic_has_a_measure", 0.7,
        "At most 70 % of the statistics count something that is not on the list of measures.",
        _where("statistics", pl.col("measure") != "other"),
    ),
]  # fmt: skip
