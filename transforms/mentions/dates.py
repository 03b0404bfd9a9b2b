"""Expressions of time in the text, resolved against the day of publication.

Covers: days ("Friday", "last Tuesday", "yesterday", "March 5", "5 March 2020", "2020-03-05", "on the 5th of March"),
spans ("last week", "this month", "in the last two weeks", "since December 1", "between 3 and 5 May", "overnight"),
months and years ("in December", "2016", "last year"), distances from publication ("two weeks ago") and from the time
told before ("a day earlier", "the next day"), a few days known by name ("Christmas Day"), a clock time of what is yet
to come where the sentence tells no other day ("will meet at 0730 GMT": the day of publication).
Does not cover: "a day after the attack" (`code.distance`), decades, clock times of the past. The day of a dateline or
of a stamp above the text dates no event.

Rules: a weekday is the latest one up to the day of publication ("on Friday"), unless "next", "ahead of" or a future
verb, which `code.when` knows, asks for the coming one. A day or month without a year is the one nearest to publication.
Nothing falls back on the day of publication in silence: what can't be resolved has no day and says why.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from transforms.mentions.moments import FROM_ANOTHER, NUMBERS, Resolved, from_told, resolve

if TYPE_CHECKING:
    from datetime import date

DATES = pl.Schema(
    {
        "doc": pl.UInt32,
        "sent": pl.UInt32,
        "start_char": pl.Int64,
        "end_char": pl.Int64,
        "date_text": pl.String,
        "date_start": pl.Date,
        "date_end": pl.Date,
        "date_precision": pl.String,
        "date_rule": pl.String,
        "next_start": pl.Date,  # the same words read as to come, where that is another day
        "is_since": pl.Boolean,  # a span that goes on to the day of publication
    }
)
REACH = 3  # how many sentences back "the next day" may count from
EARLIEST_YEAR = 1900
MAX_YEARS_AHEAD = 4
_month = (
    "(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan\\.?|Feb\\.?|Mar\\.?|Apr\\.?|Jun\\.?|Jul\\.?|Aug\\.?|Sept\\.?|Sep\\.?|Oct\\.?|Nov\\.?|Dec\\.?)"
)
_day = "(?P<day>[0-3]?\\d)(?:st|nd|rd|th)?"
_year = "(?P<year>(?:19|20)\\d{2})"
_any_year = r"(?:19|20)\d{2}\b"
_weekday = "(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_any_weekday = "(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\\.?,? )?"
_number = "(?P<number>\\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
_unit = "(?P<unit>day|night|weekend|week|month|year|hour)"
_season = "(?P<season>spring|summer|autumn|winter)"

# Order is precedence: the first that matches at a place wins.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso_day", rf"{_year}-(?P<nmonth>\d\d)-(?P<day>\d\d)"),
    ("day_range", rf"(?P<first>[0-3]?\d)(?: and | to |-|–){_day} {_month}(?:,? {_year})?"),
    ("range_day", rf"{_month} (?P<first>[0-3]?\d)(?: and | to |-|–){_day}(?!\d)(?:,? {_year})?"),
    ("dotted_day", rf"(?P<day>[0-3]?\d)(?P<mark>[.-])(?P<nmonth>[01]?\d)(?P=mark){_year}"),
    (
        "named_day",
        r"(?P<name>9/11|Sept(?:ember|\.)? 11(?=(?:th)?(?:, 2001|,? (?:terror(?:ist)?|attacks?|hijack)))|"
        r"Christmas Eve|Christmas Day|New Year[’']s Eve|New Year[’']s Day)",
    ),
    ("month_day", rf"{_any_weekday}{_month} {_day}(?!\d|,\d{{3}}\b)(?:,? {_year})?"),
    ("day_month", rf"{_any_weekday}(?:the )?{_day}(?: of)? {_month}(?:,? {_year})?(?! \d)"),
    ("month_year", rf"(?:(?P<part>early|mid|late)[- ])?{_month},?(?: of)? {_year}"),
    (
        "relative_day",
        r"(?P<word>yesterday|today|tonight|tomorrow|last night|this morning|this afternoon|this evening|overnight|"
        r"the day before yesterday)",
    ),
    (
        "weekday",
        rf"(?:(?P<turn>last|next|this|this past|past|the previous|the following) )?{_weekday}"
        r"(?: (?:morning|afternoon|evening|night))?",
    ),
    (
        "ago",
        rf"(?:(?:about|around|nearly|almost|some|more than|over) )?{_number} {_unit}s? "
        r"(?P<dir>ago|earlier|before(?=\s*[,.;:]|\s*$)|later|from now)",
    ),
    (
        "told_day",
        r"(?:earlier|later) in the day|"
        r"(?:(?:earlier|later) )?(?:that|the same|that same|the very same) day(?! (?:of|as|that)\b)|"
        r"that (?:morning|afternoon|evening|night)|the (?P<step>next|following) (?:day|morning|night)|"
        r"the (?P<back>previous|preceding) (?:day|night)|"
        r"the (?P<back2>(?:day|night|evening) before)(?=[,.;]| [a-z]+ed\b|$)|"
        r"within (?:the hour|hours|minutes)|(?:hours|minutes|moments|shortly) (?:later|afterwards?)|by nightfall",
    ),
    ("last_span", rf"(?:the )?(?:last|past|previous) {_number} {_unit}s"),
    ("next_span", rf"(?:the )?(?:next|coming) {_number} {_unit}s"),
    (
        "turn",
        rf"(?:(?P<part>earlier|later|early|late) )?"
        rf"(?P<turn>last|next|this|the past|the previous|the coming|the following) {_unit}(?!s| of\b)",
    ),
    ("weekend", r"(?:over|during|at|on) the weekend"),
    ("turn_month", rf"(?:(?P<part>early|mid|late)[- ])?(?P<turn>last|next|this) {_month}(?! \d)"),
    ("season", rf"(?:(?P<turn>last|next|this) ){_season}"),
    ("month", rf"(?:(?P<part>early|mid|late)[- ])?(?<![A-Z]){_month}(?! ?[0-3]?\d(?!\d|,\d{{3}}\b)| ?{_any_year})"),
    ("clock", r"at \d{1,2}[:.]?\d\d (?:GMT|UTC)|at \d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b\.?"),
    ("year", rf"(?:(?P<part>early|mid|late)[- ])?(?<![\d$€£.,-]){_year}(?![\d%]|[.,-]\d| \w+s\b(?<!s's))"),
)
_CASED = ("day_range", "range_day", "month_day", "day_month", "month", "month_year", "weekday", "named_day")
_NAMED = [
    (
        name,
        re.compile(pattern if name in _CASED else f"(?i:{pattern})"),
    )
    for name, pattern in _PATTERNS
]
# "May" and "March" are dates only where a preposition or a day stands by, "second" and the like never.
_NEEDS_PREPOSITION = re.compile(
    r"(?:\b(?:in|since|by|until|from|last|next|of|during|before|after|between|early|late|mid|and|to|through|for)[ -])$",
    re.IGNORECASE,
)
# "the 2018 midterm elections"; a count of things ("the 2000 troops") is not matched as a year at all
_DETERMINED = re.compile(r"(?:\b(?:the|a|his|her|its|their|this)|[’']s) $", re.IGNORECASE)
_SINCE = re.compile(
    r"\b(?:since|from)\s+(?:early |mid-?|late |at least |the (?:beginning|start|end|middle) of )?$", re.IGNORECASE
)
# "NAIROBI, May 3 (Agency) -" dates the report, not what it tells
_DATELINE_REST = re.compile(r",? ?\([A-Z][\w /.&-]{1,30}\) ?(?:-|–|—)")
# "27 November 2016 Rebels attacked ..." begins with the day of the article
_STAMP = "stamp"
_STAMP_REST = re.compile(r"[.:]? [A-Z]")
_STAMP_HEAD = r"^(?s:.{0,60}?)\d[.:]? [A-Z]"  # what any sentence with a stamp at its head has
# what "the same day" counts from is not the day on which somebody told of it
_REPORTED = re.compile(r"\b(?:said|says|announced|reported|added|told \w+)(?: (?:on|late|early))*\s*$")
# "up 3 percent from a year earlier" tells no event of that year
_COMPARED = re.compile(r"\b(?:from|than|with|to|versus) (?:about |some )?$", re.IGNORECASE)
# what a clock time tells of is still to come
_COMING = re.compile(r"\b(?:will|would|shall|[’']ll|due|scheduled|expected|set|is to|are to|was to|were to)\b[^.;]*$")
# "ahead of Friday's vote", "before a Friday deadline": the day is still to come when this is told
_AHEAD = re.compile(
    r"\b(?:ahead of|in the run-up to|in preparation for) (?:an? |the |its |his |her |their |this )?$", re.IGNORECASE
)
_DUE = re.compile(r"(?:['’]s)? (?:deadline|ultimatum)\b")
# "the toll from Tuesday's raid" has one day
_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_OWNED = re.compile(r"['’]s\b")
_UNTIL = re.compile(r"\s*(?:to|until|till|through)\b", re.IGNORECASE)
# Of these one has to stand in a sentence, in lower case, before its patterns are tried; ASCII boundaries are quicker
_QUICK = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tonight|tomorrow|overnight|last|next|this|past|"
    r"9/11|christmas|new year|that (?:same )?(?:day|morn|after|even|night)|same day|day before|following|preceding|ago|"
    r"weekend|within|afterwards?|nightfall|(?:night|evening) before|earlier|"
    r"later|previous|coming|(?:19|20)\d\d|january|february|march|april|may|june|july|august|at \d|"
    r"september|october|november|december|(?-u:\b)(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?-u:\b)"
)

_LIKELY = pl.col("text").str.to_lowercase().str.contains(_QUICK)
_CENTURIES = ("19", "20")
_MONTHS = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
_UNITS = ("day", "night", "week", "month", "year", "hour")
_TURNS = ("last", "next", "this", "past", "previous", "coming", "following")
# Of each of these groups one has to stand in a sentence where the pattern can match; in lower case unless it is cased
_NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    **dict.fromkeys(("iso_day", "dotted_day", "year"), (_CENTURIES,)),
    **dict.fromkeys(("day_range", "range_day", "month_day", "day_month"), (_MONTHS, tuple("0123456789"))),
    "month_year": (_MONTHS, _CENTURIES),
    "month": (_MONTHS,),
    "turn_month": (tuple(month.lower() for month in _MONTHS), _TURNS),
    "named_day": (("9/11", "Sept", "Christmas", "New Year"),),
    "relative_day": (("yesterday", "today", "night", "tomorrow", "this "),),
    "weekday": (("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),),
    "ago": (("ago", "earlier", "before", "later", "from now"), _UNITS),
    "told_day": (("day", "night", "morning", "afternoon", "evening", "within ", "later", "afterward"),),
    "last_span": (("last", "past", "previous"), _UNITS),
    "next_span": (("next", "coming"), _UNITS),
    "turn": (_TURNS, _UNITS),
    "weekend": (("weekend",),),
    "season": (("spring", "summer", "autumn", "winter"), _TURNS),
    "clock": (("at ",), tuple("0123456789")),
}
_NEEDED_CASED = {word for name in _CASED for group in _NEEDS[name] for word in group}
_NEEDED = {word for name in _NEEDS.keys() - {*_CASED} for group in _NEEDS[name] for word in group}


def find_dates(sentences: pl.DataFrame, *, today: date) -> pl.DataFrame:
    """Expressions of time, schema DATES. `sentences`: doc, sent, start_char, text, published_on Date or NULL.

    `today`: what undated articles are seen from.
    """
    rows = []
    likely = sentences.filter(_LIKELY).sort("sent")
    told: dict[int, tuple[int, Resolved]] = {}
    for doc, sent, start, text, published in likely.select(
        "doc", "sent", "start_char", "text", "published_on"
    ).iter_rows():
        for begin, end, name, match in _matches(text):
            if name == _STAMP:
                continue
            found = resolve(name, tuple(sorted(match.items())), published)
            if found.rule == FROM_ANOTHER and not _COMPARED.search(text[:begin]):
                earlier, base = told.get(doc, (0, None))
                if base and sent - earlier <= REACH:
                    found = from_told(name, match, base)
            found = _plausible(found, published or today)
            if found.start and not (_REPORTED.search(text[:begin]) and doc in told):
                told[doc] = (sent, found)
            since = bool(_SINCE.search(text[:begin])) and not _UNTIL.match(text[end:])
            since &= not (_OWNED.match(text[end:]) and _FROM.search(text[:begin]))
            stop = found.end
            if since and found.start and published:
                stop = max(published, found.start)
            rows.append(
                (doc, sent, start + begin, start + end, text[begin:end], found.start, stop, found.precision,
                 found.rule + (", since" if since else ""), found.next_start, since)
            )  # fmt: skip
    return pl.DataFrame(rows, schema=DATES, orient="row")


def _plausible(found: Resolved, seen_from: date) -> Resolved:
    """What no news tells of as an event is no date: history ("200 years ago") and goals ("by 2050")."""
    if found.start and found.start.year < EARLIEST_YEAR:
        return Resolved(None, None, "unknown", f"before {EARLIEST_YEAR}")
    if found.end and found.end.year > seen_from.year + MAX_YEARS_AHEAD:
        return Resolved(None, None, "unknown", f"more than {MAX_YEARS_AHEAD} years ahead")
    return found


def find_stamps(sentences: pl.DataFrame) -> pl.DataFrame:
    """Dates of the report itself at the head of a sentence, whose numbers count nothing: sent, start_char, end_char.

    `sentences`: sent, start_char, text.
    """
    stamped = pl.col("text").str.contains(_DATELINE_REST.pattern) | pl.col("text").str.contains(_STAMP_HEAD)
    likely = sentences.filter(stamped).filter(_LIKELY).sort("sent")
    rows = [
        (sent, start + begin, start + end)
        for sent, start, text in likely.select("sent", "start_char", "text").iter_rows()
        for begin, end, name, _ in _matches(text)
        if name == _STAMP
    ]
    return pl.DataFrame(rows, schema={c: DATES[c] for c in ("sent", "start_char", "end_char")}, orient="row")


def _possible(text: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns that can match, in order."""
    lower = text.lower()
    told = [word for word in _NEEDED if word in lower] + [word for word in _NEEDED_CASED if word in text]
    return _with_needs_met(frozenset(told))


@lru_cache(maxsize=2_000)
def _with_needs_met(told: frozenset[str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (name, pattern) for name, pattern in _NAMED if not any(told.isdisjoint(group) for group in _NEEDS[name])
    )


def _matches(text: str) -> list[tuple[int, int, str, dict[str, str]]]:
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, int, str, dict[str, str]]] = []
    for name, pattern in _possible(text):
        for match in pattern.finditer(text):
            begin, end = match.span()
            if any(begin < e and s < end for s, e in taken):
                continue
            before, after = text[begin - 1 : begin], text[end : end + 1]
            if before.isalnum() or after.isalnum():
                continue
            stamp = begin == 0 and match.groupdict().get("year") and _STAMP_REST.match(text[end:])
            if stamp or _DATELINE_REST.match(text[end:]):
                taken.append((begin, end))
                found.append((begin, end, _STAMP, {}))
                continue
            if name == "clock" and not _COMING.search(text[:begin]):
                continue
            if name == "month" and not _NEEDS_PREPOSITION.search(text[:begin]):
                continue
            if name == "year" and not (
                _NEEDS_PREPOSITION.search(text[:begin])
                or (_DETERMINED.search(text[:begin]) and re.match(r" [a-z]", text[end:]))
            ):
                continue
            told = {k: v for k, v in match.groupdict().items() if v}
            if name == "weekday" and "turn" not in told and (_AHEAD.search(text[:begin]) or _DUE.match(text[end:])):
                told["turn"] = "coming"
            taken.append((begin, end))
            found.append((begin, end, name, told))
    days = [item for item in found if item[2] != "clock"]
    return sorted(days or found, key=lambda item: item[0])
