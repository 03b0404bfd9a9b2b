"""What must hold between tables, and between a row and its text."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from expectations.check import Check, Suite
from expectations.declared import Reference, columns, primary_key, references
from expectations.lookup import Batch, CrossCheck, of_rows
from expectations.plausible import WARNINGS
from warehouse.tables import ARTICLE_SCOPED, CORE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: The name under which `ops.validations` has every check of this module.
SUITE = "cross_table"

#: No event or article is dated before this day.
EARLIEST = date(1900, 1, 1)
#: How far after its publication an article may date an event or a figure.
HORIZON = "5y"
#: How far in the future an article may be published, for a source whose clock or day is off.
AHEAD = timedelta(days=366)
#: How long before the publication an event may lie that the article calls a future one.
LONG_PAST = "30d"

EVIDENCE = [name for name in ARTICLE_SCOPED if {"start_char", "end_char", "text"} <= set(columns(name))]


@cache
def checks() -> list[CrossCheck]:
    """List every check between tables; those on references and evidence are derived from the declarations."""
    every = [reference for name in CORE for reference in references(name)]
    return [
        *(_exists(reference) for reference in every),
        *(_same_article(reference) for reference in every if _stays_in_article(reference)),
        *(_quotes_article(name) for name in EVIDENCE),
        *(_inside_sentence(name) for name in EVIDENCE if "sentence_id" in columns(name) and name != "sentences"),
        *_DATES,
        *_CODING,
        *WARNINGS,
    ]


def suites(batch: Batch) -> Iterator[Suite]:
    """Make the checks and their flags, one suite for each table that is checked, in the order of `CORE`, as asked for.

    A check whose flags can't be made (a column that is missing or of the wrong type) is among the suite's `faults`.
    """
    for table in CORE:
        own = [check for check in checks() if check.table == table]
        if own:
            yield Suite(SUITE, f"{SUITE}-{table}", table, [_check(check) for check in own], *_flags(batch, table, own))


def _flags(batch: Batch, table: str, own: list[CrossCheck]) -> tuple[pl.DataFrame, dict[str, str]]:
    keys = of_rows(batch.rows(table), pl.col(primary_key(table)))
    made, faults = [keys], {}
    for check in own:
        try:
            flags = check.flags(batch) if len(keys) >= check.at_least else pl.repeat(None, len(keys), eager=True)
        except (pl.exceptions.PolarsError, KeyError) as fault:
            faults[check.name] = f"{type(fault).__name__}: {str(fault).splitlines()[0]}"
        else:
            made.append(flags.cast(pl.Boolean).alias(check.name))
    return pl.DataFrame(made), faults


def _check(check: CrossCheck) -> Check:
    tolerance = {"mostly": 1 - check.at_most} if check.at_most else {}
    return Check(check.table, check.name, check.severity, check.explanation, arguments=tolerance)


def _exists(reference: Reference) -> CrossCheck:
    table, column, target, is_list = reference

    def flags(batch: Batch) -> pl.Series:
        return of_rows(batch.rows(table), reference.holds(batch.ids(target)))

    what = f"Every id in {column}" if is_list else f"Every {column}"
    return CrossCheck(
        table, f"{column}_exists", "critical", f"{what} of {table} is the id of a row of {target}.", flags
    )


def _stays_in_article(reference: Reference) -> bool:
    return reference.table in EVIDENCE and reference.target in EVIDENCE and not reference.is_list


def _same_article(reference: Reference) -> CrossCheck:
    table, column, target, _ = reference

    def flags(batch: Batch) -> pl.Series:
        return of_rows(
            batch.fetch(table, column, target, "article_id"), pl.col("article_id") == pl.col(f"{target}.article_id")
        )

    sentence = f"A row of {table} and the row of {target} it refers to by {column} are of one article."
    return CrossCheck(table, f"{column}_in_same_article", "critical", sentence, flags)


def _quotes_article(table: str) -> CrossCheck:
    def flags(batch: Batch) -> pl.Series:
        start, end, body = pl.col("start_char"), pl.col("end_char"), pl.col("articles.text")
        quoted = body.str.slice(start.clip(0), (end - start).clip(0))
        holds = pl.when(body.is_not_null()).then((start >= 0) & (quoted == pl.col("text")))
        return of_rows(batch.fetch(table, "article_id", "articles", "text"), holds)

    sentence = f"The text of a row of {table} is what stands in its article from start_char to end_char."
    return CrossCheck(table, "text_is_in_article", "critical", sentence, flags)


def _inside_sentence(table: str) -> CrossCheck:
    def flags(batch: Batch) -> pl.Series:
        rows = batch.fetch(table, "sentence_id", "sentences", "start_char", "end_char")
        begins = pl.col("start_char") >= pl.col("sentences.start_char")
        return of_rows(rows, begins & (pl.col("end_char") <= pl.col("sentences.end_char")))

    sentence = f"A row of {table} lies within the sentence it refers to."
    return CrossCheck(table, "inside_sentence", "critical", sentence, flags)


def _dated(table: str, first: str, last: str) -> CrossCheck:
    """Days of an article's row against its publication; an article of unknown day counts as of today."""

    def flags(batch: Batch) -> pl.Series:
        published = pl.col("articles.published_on").fill_null(batch.today)
        return of_rows(
            batch.fetch(table, "article_id", "articles", "published_on"),
            _between(first, last, published.dt.offset_by(HORIZON)),
        )

    sentence = f"{first} and {last} of {table} lie between 1900 and five years after the article was published."
    return CrossCheck(table, "date_is_possible", "critical", sentence, flags)


def _between(first: str, last: str, latest: pl.Expr) -> pl.Expr:
    """Whether the days that are known lie between `EARLIEST` and `latest`; NULL where neither is known."""
    days = [pl.col(first), pl.col(last)]
    fits = pl.all_horizontal([((day >= EARLIEST) & (day <= latest)).fill_null(True) for day in days])
    return pl.when(pl.any_horizontal([day.is_not_null() for day in days])).then(fits)


def _event_date_is_possible(batch: Batch) -> pl.Series:
    latest = of_rows(batch.rows("articles"), pl.col("published_on").fill_null(batch.today).max()).item()
    bound = pl.lit(latest or batch.today).dt.offset_by(HORIZON)
    return of_rows(batch.rows("events"), _between("date_start", "date_end", bound))


def _future_is_ahead(batch: Batch) -> pl.Series:
    rows = batch.fetch("event_mentions", "article_id", "articles", "published_on")
    ahead = pl.col("date_end") >= pl.col("articles.published_on").dt.offset_by(f"-{LONG_PAST}")
    return of_rows(rows, pl.when(pl.col("status") == "future").then(ahead))


def _published(latest: timedelta) -> Callable[[Batch], pl.Series]:
    def flags(batch: Batch) -> pl.Series:
        return of_rows(batch.rows("articles"), pl.col("published_on").is_between(EARLIEST, batch.today + latest))

    return flags


_DATES = [
    CrossCheck(
        "articles", "published_on_is_possible", "critical",
        "published_on of articles lies between 1900 and a year from today.",
        _published(AHEAD),
    ),
    CrossCheck(
        "articles", "published_by_now", "warning",
        "No article is published later than tomorrow.",
        _published(timedelta(days=1)),
    ),
    CrossCheck(
        "events", "date_is_possible", "critical",
        "date_start and date_end of events lie between 1900 and five years after the last article was published.",
        _event_date_is_possible,
    ),
    _dated("event_mentions", "date_start", "date_end"),
    _dated("statistics", "period_start", "period_end"),
    CrossCheck(
        "event_mentions", "future_is_ahead", "warning",
        "An event that is told as a future one does not end more than 30 days before the article was published.",
        _future_is_ahead,
    ),
]  # fmt: skip


def _one_quad_code_a_type(batch: Batch) -> pl.Series:
    usual = pl.col("quad_code").mode().sort().first().over("event_type")
    return of_rows(batch.rows("event_mentions"), pl.col("quad_code") == usual)


def _same(table: str, column: str, target: str, value: str) -> Callable[[Batch], pl.Series]:
    """Whether a row has the value that the row it refers to has."""
    return lambda batch: of_rows(
        batch.fetch(table, column, target, value), pl.col(value) == pl.col(f"{target}.{value}")
    )


def _article_is_no_copy(batch: Batch) -> pl.Series:
    return of_rows(
        batch.fetch("event_mentions", "article_id", "articles", "duplicate_of"),
        pl.col("articles.duplicate_of").is_null(),
    )


_CODING = [
    CrossCheck(
        "events", "event_is_told", "critical",
        "Every event is told by at least one event mention of the batch.",
        lambda batch: batch.count("events", "event_mentions", "event_id") > 0,
    ),
    CrossCheck(
        "event_mentions", "article_is_no_copy", "critical",
        "An article that is a copy of another has no event mentions, as its events would count twice.",
        _article_is_no_copy,
    ),
    CrossCheck(
        "event_mentions", "quad_code_fits_type", "critical",
        "Event mentions of one event_type have one quad_code.",
        _one_quad_code_a_type,
    ),
    CrossCheck(
        "event_mentions", "type_is_that_of_event", "warning",
        "An event mention is of the same event_type as its event.",
        _same("event_mentions", "event_id", "events", "event_type"),
    ),
    CrossCheck(
        "event_participants", "actor_is_that_of_mention", "warning",
        "A participant is the actor that its actor mention names.",
        _same("event_participants", "actor_mention_id", "actor_mentions", "actor_id"),
    ),
    CrossCheck(
        "attributions", "actor_is_that_of_mention", "warning",
        "A claimant is the actor that the actor mention names.",
        _same("attributions", "actor_mention_id", "actor_mentions", "actor_id"),
    ),
]  # fmt: skip
