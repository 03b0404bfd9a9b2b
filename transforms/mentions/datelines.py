"""The day from which an article's own words are seen, where it prints one.

Covers: "GENEVA, May 3 (Agency) -", "Published October 26 2016", "Last updated at Feb 09 2015" or a date alone above
the text says when it was written; its weekdays count from there, not from the day that the record gives (a feed's
day, another time zone, a later copy). Only a day near the record's is believed, one after it only where it says
"published". The sentence behind a dateline with a day is the lead (`leads`).
Does not cover: dates further down, datelines without a day.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from transforms.mentions.moments import resolve

if TYPE_CHECKING:
    from datetime import date

LEADS = pl.Schema({"doc": pl.UInt32, "lead_from": pl.Int64, "lead_day": pl.Date, "lead_text": pl.String})
_HEAD = 500  # characters of an article that may hold its own date
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_MONTH_DAY = rf"{_MONTH} (?P<day>[0-3]?\d)(?!\d)"
# "NOIDA, India, April 13 (Agency) -", "April 13 (Agency) -"
_DATELINE = re.compile(rf"(?:^|[\n.,:] ?){_MONTH_DAY}(?:,? (?P<year>20\d\d))?,? ?\([A-Z][\w /.&-]{{1,30}}\) ?(?:-|–|—)")
# "OSLO, May 3 -": without an agency only behind a place in capitals
_BARE = re.compile(rf"(?:^|[\n.] ?)[A-Z][A-Z .'’-]{{2,30}}, (?:[A-Z]\w+, )?{_MONTH_DAY},? ?(?:--|-|–|—) ")
_LABEL = r"(?:(?:last )?updated|published|posted|first published|date)(?: on| at)?:? ?"
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,? )?"
_ALONE = r"(?:^|\n|[.!?|] )"
_STAMPS = (
    re.compile(rf"\b(?i:{_LABEL}){_WEEKDAY}{_MONTH} ?(?P<day>[0-3]?\d),? ?(?P<year>20\d\d)"),
    re.compile(rf"\b(?i:{_LABEL}){_WEEKDAY}(?P<day>[0-3]?\d) {_MONTH},? (?P<year>20\d\d)"),
    re.compile(rf"{_ALONE}{_WEEKDAY}{_MONTH_DAY},? (?P<year>20\d\d)(?=\s*\n| [A-Z])"),
    re.compile(rf"{_ALONE}{_WEEKDAY}(?P<day>[0-3]?\d) {_MONTH},? (?P<year>20\d\d)(?=\s*\n| [A-Z])"),
)
_PUBLISHED = re.compile(r"(?i)(?:first )?(?:published|posted)\b")
_DATELINE_DAYS, _STAMP_DAYS = 3, 31  # how far from the record's day each may be
_LATER = 1  # the next day's date in another time zone


def seen_from(articles: pl.DataFrame) -> pl.DataFrame:
    """Put the day that the text itself prints in the place of `published_on`.

    `articles`: doc, text, published_on and others. Returns the same columns.
    """
    rows = articles.select("text", "published_on").iter_rows()
    days = [_day_in((text or "")[:_HEAD], told) for text, told in rows]
    return articles.with_columns(published_on=pl.Series(days, dtype=pl.Date))


def leads(articles: pl.DataFrame) -> pl.DataFrame:
    """Where the text behind a dateline with a day begins: doc, lead_from, lead_day, lead_text (the day's words).

    `articles`: doc, text, published_on.
    """
    rows = []
    for doc, text, recorded in articles.select("doc", "text", "published_on").iter_rows():
        head = (text or "")[:_HEAD]
        match = _DATELINE.search(head) or _BARE.search(head)
        if not match:
            continue
        parts = {name: value for name, value in match.groupdict().items() if value}
        day = resolve("month_day", tuple(sorted(parts.items())), recorded).start
        if day and recorded and abs((day - recorded).days) <= _DATELINE_DAYS:
            rows.append((doc, match.end(), day, head[match.start("month") : match.end("day")]))
    return pl.DataFrame(rows, schema=LEADS, orient="row")


def _day_in(head: str, recorded: date | None) -> date | None:
    """The day printed in the head of an article, the dateline's first; else the recorded one."""
    for pattern, reach in ((_DATELINE, _DATELINE_DAYS), *((stamp, _STAMP_DAYS) for stamp in _STAMPS)):
        match = pattern.search(head)
        if not match:
            continue
        parts = {name: value for name, value in match.groupdict().items() if value}
        printed = resolve("month_day", tuple(sorted(parts.items())), recorded).start
        # what says itself when it was published is believed against a record from before
        later = reach if _PUBLISHED.match(match.group()) else _LATER
        if printed and (recorded is None or -reach <= (printed - recorded).days <= later):
            return printed
    return recorded
