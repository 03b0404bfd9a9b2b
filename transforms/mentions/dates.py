"""Expressions of time in the text, resolved against the day of publication.

Covers: days ("Friday", "last Tuesday", "yesterday", "March 5", "5 March 2020", "2020-03-05", "on the 5th of March"),
spans ("last week", "this month", "in the last two weeks", "since December 1", "between 3 and 5 May", "overnight"),
months and years ("in December", "2016", "last year"), distances ("two weeks ago", "a day earlier").
Does not cover: "a day after the attack" (the anchor is another event), holidays, decades, clock times.

Rules: a weekday is the latest one up to the day of publication ("on Friday"), unless "next" or a future verb, which
`code.when` knows, asks for the coming one. A day or month without a year is the one nearest to publication. Nothing
falls back on the day of publication in silence: what can't be resolved has no day and says why.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import polars as pl

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
FROM_ANOTHER = "distance from another event"
REACH = 3  # how many sentences back "the next day" may count from
EARLIEST_YEAR = 1900
MAX_YEARS_AHEAD = 4
_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_DAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
_SMALL = {
    w: i
    for i, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_VAGUE = ("few", "a few", "several")
_SMALL |= {"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "few": 3, "a few": 3, "several": 3}
_month = (
    "(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan\\.?|Feb\\.?|Mar\\.?|Apr\\.?|Jun\\.?|Jul\\.?|Aug\\.?|Sept\\.?|Sep\\.?|Oct\\.?|Nov\\.?|Dec\\.?)"
)
_day = "(?P<day>[0-3]?\\d)(?:st|nd|rd|th)?"
_year = "(?P<year>(?:19|20)\\d{2})"
_weekday = "(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_any_weekday = "(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\\.?,? )?"
_number = "(?P<number>\\d{1,3}|" + "|".join(sorted(_SMALL, key=len, reverse=True)) + ")"
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
    ("month_day", rf"{_any_weekday}{_month} {_day}(?!\d)(?:,? {_year})?"),
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
        r"(?:earlier|later) in the day|(?:(?:earlier|later) )?(?:that|the same|that same|the very same) day|"
        r"that (?:morning|afternoon|evening|night)|the (?P<step>next|following) (?:day|morning|night)|"
        r"the (?P<back>previous|preceding) (?:day|night)|the (?P<back2>day before)(?=[,.;]| [a-z]+ed\b|$)",
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
    ("month", rf"(?:(?P<part>early|mid|late)[- ])?(?<![A-Z]){_month}(?! ?\d)"),
    ("year", rf"(?:(?P<part>early|mid|late)[- ])?(?<![\d$€£.,-]){_year}(?![\d%]|[.,-]\d| \w+s\b(?<!s's))"),
)
_CASED = ("day_range", "range_day", "month_day", "day_month", "month", "month_year", "weekday", "named_day")
_NAMED = [
    (
        name,
        re.compile(
            pattern
            if name
            in ("day_range", "range_day", "month_day", "day_month", "month", "month_year", "weekday", "named_day")
            else f"(?i:{pattern})"
        ),
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
_SINCE = re.compile(r"\b(?:since|from)\s+(?:early |mid-?|late |at least )?$", re.IGNORECASE)
# "NAIROBI, May 3 (Agency) -" dates the report, not what it tells
_DATELINE_REST = re.compile(r",? ?\([A-Z][\w /.&-]{1,30}\) ?(?:-|–|—)")
# "27 November 2016 Rebels attacked ..." begins with the day of the article
_STAMP_REST = re.compile(r"[.:]? [A-Z]")
# what "the same day" counts from is not the day on which somebody told of it
_REPORTED = re.compile(r"\b(?:said|says|announced|reported|added|told \w+)(?: (?:on|late|early))*\s*$")
# "up 3 percent from a year earlier" tells no event of that year
_COMPARED = re.compile(r"\b(?:from|than|with|to|versus) (?:about |some )?$", re.IGNORECASE)
_UNTIL = re.compile(r"\s*(?:to|until|till|through)\b", re.IGNORECASE)
_QUICK = (
    r"(?i)\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tonight|tomorrow|overnight|last|next|this|past|"
    r"9/11|christmas|new year|that (?:same )?(?:day|morn|after|even|night)|same day|day before|following|preceding|ago|"
    r"weekend|earlier|later|previous|coming|\b(?:19|20)\d\d\b|january|february|march|april|may\b|june|july|august|september|"
    r"october|november|december|\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b"
)


@dataclass(frozen=True)
class Resolved:
    """A span of days, how precise, by which rule, and the reading as to come."""

    start: date | None
    end: date | None
    precision: str
    rule: str
    next_start: date | None = None


def find_dates(sentences: pl.DataFrame, *, today: date) -> pl.DataFrame:
    """Expressions of time, schema DATES. `sentences`: doc, sent, start_char, text, published_on Date or NULL.

    `today`: what undated articles are seen from.
    """
    rows = []
    likely = sentences.filter(pl.col("text").str.contains(_QUICK)).sort("sent")
    told: dict[int, tuple[int, Resolved]] = {}
    for doc, sent, start, text, published in likely.select(
        "doc", "sent", "start_char", "text", "published_on"
    ).iter_rows():
        for begin, end, name, match in _matches(text):
            found = resolve(name, tuple(sorted(match.items())), published)
            if found.rule == FROM_ANOTHER and not _COMPARED.search(text[:begin]):
                earlier, base = told.get(doc, (0, None))
                if base and sent - earlier <= REACH:
                    found = _from_told(name, match, base)
            found = _plausible(found, published or today)
            if found.start and not (_REPORTED.search(text[:begin]) and doc in told):
                told[doc] = (sent, found)
            since = bool(_SINCE.search(text[:begin])) and not _UNTIL.match(text[end:])
            stop = found.end
            if since and found.start and published:
                stop = max(published, found.start)
            rows.append(
                (doc, sent, start + begin, start + end, text[begin:end], found.start, stop, found.precision,
                 found.rule + (", since" if since else ""), found.next_start, since)
            )  # fmt: skip
    return pl.DataFrame(rows, schema=DATES, orient="row")


def _from_told(name: str, match: dict[str, str], base: Resolved) -> Resolved:
    """A distance from the time that the text told just before ("the next day", "two years later")."""
    if base.start is None:
        return Resolved(None, None, "unknown", FROM_ANOTHER)
    one_day = base.precision == "day" and base.start == base.end
    rule = "distance from the time told before"
    if name == "told_day":
        step = 1 if "step" in match else -1 if match.keys() & {"back", "back2"} else 0
        day = base.start + timedelta(days=step)
        return Resolved(day, day, "day", rule) if one_day else Resolved(None, None, "unknown", FROM_ANOTHER)
    unit, number = match["unit"].lower(), match["number"].lower()
    fine = unit in ("day", "night", "hour", "week", "weekend")
    if number in _VAGUE or (fine and not one_day):
        return Resolved(None, None, "unknown", FROM_ANOTHER)
    count = _count(match) * (1 if match["dir"].lower() == "later" else -1)
    if unit == "hour":
        unit, count = "day", int(count / 24)
    precision = _PRECISION[unit]
    return Resolved(*_span_of(_shift(base.start, unit, count), precision), precision, rule)


def _plausible(found: Resolved, seen_from: date) -> Resolved:
    """What no news tells of as an event is no date: history ("200 years ago") and goals ("by 2050")."""
    if found.start and found.start.year < EARLIEST_YEAR:
        return Resolved(None, None, "unknown", f"before {EARLIEST_YEAR}")
    if found.end and found.end.year > seen_from.year + MAX_YEARS_AHEAD:
        return Resolved(None, None, "unknown", f"more than {MAX_YEARS_AHEAD} years ahead")
    return found


def _matches(text: str) -> list[tuple[int, int, str, dict[str, str]]]:
    taken: list[tuple[int, int]] = []
    found = []
    for name, pattern in _NAMED:
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
                continue
            if name == "month" and not _NEEDS_PREPOSITION.search(text[:begin]):
                continue
            if name == "year" and not (
                _NEEDS_PREPOSITION.search(text[:begin])
                or (_DETERMINED.search(text[:begin]) and re.match(r" [a-z]", text[end:]))
            ):
                continue
            taken.append((begin, end))
            found.append((begin, end, name, {k: v for k, v in match.groupdict().items() if v}))
    return sorted(found, key=lambda item: item[0])


@lru_cache(maxsize=50_000)
def resolve(name: str, parts: tuple[tuple[str, str], ...], published: date | None) -> Resolved:
    """The days that a matched expression means, seen from the day of publication."""
    told = dict(parts)
    year = int(told["year"]) if "year" in told else None
    if published is None and year is None:
        return Resolved(None, None, "unknown", "no publication date")
    today = published or date(year or 1, 1, 1)
    try:
        return _RESOLVERS[name](told, today)
    except (ValueError, OverflowError):
        return Resolved(None, None, "unknown", "no such day")


def _absolute(told: dict[str, str], today: date) -> Resolved:
    month = int(told["nmonth"]) if "nmonth" in told else _MONTHS[told["month"].lower().rstrip(".")]
    day = int(told["day"])
    if "year" in told:
        found = date(int(told["year"]), month, day)
        return Resolved(found, found, "day", "full date")
    near = [date(y, month, day) for y in (today.year - 1, today.year, today.year + 1) if _exists(y, month, day)]
    found = min(near, key=lambda d: abs((d - today).days))
    return Resolved(found, found, "day", "day and month, nearest year")


def _day_range(told: dict[str, str], today: date) -> Resolved:
    last = _absolute(told, today)
    if last.start is None:
        return last
    first = last.start.replace(day=int(told["first"]))
    if first > last.start:
        return Resolved(None, None, "unknown", "no such span")
    return Resolved(first, last.start, "day", "span of days")


def _exists(year: int, month: int, day: int) -> bool:
    return day <= calendar.monthrange(year, month)[1]


def _weekday_of(told: dict[str, str], today: date) -> Resolved:
    back = (today.weekday() - _DAYS[told["weekday"].lower()]) % 7
    latest = today - timedelta(days=back)
    coming = latest if back == 0 else latest + timedelta(days=7)
    turn = told.get("turn", "").lower()
    if turn in ("next", "the following"):
        return Resolved(
            coming if back else coming + timedelta(days=7),
            coming if back else coming + timedelta(days=7),
            "day",
            "next weekday",
        )
    if turn in ("last", "past", "this past", "the previous") and back == 0:
        latest -= timedelta(days=7)
    return Resolved(latest, latest, "day", "weekday up to publication", coming)


_RELATIVE = {
    "yesterday": -1, "last night": -1, "overnight": 0, "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0,
    "this evening": 0, "tomorrow": 1, "the day before yesterday": -2,
}  # fmt: skip


def _relative_day(told: dict[str, str], today: date) -> Resolved:
    found = today + timedelta(days=_RELATIVE[told["word"].lower()])
    start = found - timedelta(days=1) if told["word"].lower() == "overnight" else found
    return Resolved(start, found, "day", "relative day")


def _count(told: dict[str, str]) -> int:
    word = told["number"].lower()
    return int(word) if word.isdigit() else _SMALL[word]


def _shift(today: date, unit: str, count: int) -> date:
    if unit in ("day", "night"):
        return today + timedelta(days=count)
    if unit in ("week", "weekend"):
        return today + timedelta(weeks=count)
    if unit == "hour":
        return today + timedelta(hours=count)
    months = today.year * 12 + today.month - 1 + count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


_PRECISION = {
    "day": "day",
    "night": "day",
    "hour": "day",
    "week": "week",
    "weekend": "week",
    "month": "month",
    "year": "year",
}


def _span_of(day: date, unit: str) -> tuple[date, date]:
    if unit == "week":
        start = day - timedelta(days=day.weekday())
        return start, start + timedelta(days=6)
    if unit == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    if unit == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day, day


def _ago(told: dict[str, str], today: date) -> Resolved:
    unit = told["unit"].lower()
    if told["dir"].lower() in ("earlier", "before", "later"):
        return Resolved(None, None, "unknown", FROM_ANOTHER)
    sign = 1 if told["dir"].lower() in ("later", "from now") else -1
    found = _shift(today, unit, sign * _count(told))
    precision = _PRECISION[unit]
    start, end = _span_of(found, precision)
    if told["number"].lower() in _VAGUE and sign < 0:
        return _vague_ago(unit, found, today)
    return Resolved(start, end, precision, "distance from publication")


def _vague_ago(unit: str, found: date, today: date) -> Resolved:
    """Somewhere in a span of the next coarser kind ("a few days ago")."""
    rule = "vague distance from publication"
    if unit in ("day", "night"):
        return Resolved(today - timedelta(days=7), today - timedelta(days=2), "week", rule)
    if unit == "hour":
        return Resolved(today, today, "day", rule)
    coarser = {"week": "month", "weekend": "month", "month": "year"}.get(unit)
    if coarser is None:
        return Resolved(None, None, "unknown", rule)
    start, end = _span_of(found, coarser)
    return Resolved(start, min(end, today), coarser, rule)


def _told_day(_told: dict[str, str], _today: date) -> Resolved:
    return Resolved(None, None, "unknown", FROM_ANOTHER)


_NAMED_DAYS = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
}


def _named_day(told: dict[str, str], today: date) -> Resolved:
    name = told["name"].lower().replace("’", "'")
    if name not in _NAMED_DAYS:
        return Resolved(date(2001, 9, 11), date(2001, 9, 11), "day", "day known by its name")
    near = [date(year, *_NAMED_DAYS[name]) for year in (today.year - 1, today.year, today.year + 1)]
    found = min(near, key=lambda d: abs((d - today).days))
    return Resolved(found, found, "day", "day known by its name, nearest year")


def _weekend(_told: dict[str, str], today: date) -> Resolved:
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)
    return Resolved(saturday, saturday + timedelta(days=1), "day", "weekend")


def _last_span(told: dict[str, str], today: date) -> Resolved:
    unit = told["unit"].lower()
    start = _shift(today, unit, -_count(told))
    return Resolved(
        start, today, "day" if unit in ("day", "hour", "night") else _PRECISION[unit], "span up to publication"
    )


def _next_span(told: dict[str, str], today: date) -> Resolved:
    unit = told["unit"].lower()
    return Resolved(today, _shift(today, unit, _count(told)), _PRECISION[unit], "span from publication")


def _turn(told: dict[str, str], today: date) -> Resolved:
    unit, turn, part = told["unit"].lower(), told["turn"].lower(), told.get("part", "").lower()
    back = turn in ("last", "the previous", "the past")
    step = -1 if back else 1 if turn in ("next", "the coming", "the following") else 0
    if unit in ("night", "day", "hour"):
        found = today + timedelta(days=step)
        return Resolved(found, found, "day", "relative day")
    if unit == "weekend":
        saturday = today - timedelta(days=(today.weekday() - 5) % 7) + timedelta(weeks=max(step, 0))
        return Resolved(saturday, saturday + timedelta(days=1), "day", "weekend")
    start, end = _span_of(_shift(today, unit, step), unit)
    if step == 0 and part in ("earlier", "early"):
        end = min(end, today)
    if step == 0 and part in ("later", "late"):
        start = max(start, today)
    return Resolved(start, end, _PRECISION[unit], "relative span")


def _month_of(told: dict[str, str], today: date) -> Resolved:
    month = _MONTHS[told["month"].lower().rstrip(".")]
    turn = told.get("turn", "").lower()
    if "year" in told:
        year, rule = int(told["year"]), "month and year"
    else:
        year, rule = today.year, "month up to publication"
        if month > today.month and turn not in {"next", "this"}:
            year -= 1
        if turn == "next" and month <= today.month:
            year += 1
        if turn == "last" and month == today.month:
            year -= 1
    start, end = _span_of(date(year, month, 1), "month")
    third = {"early": (1, 10), "mid": (11, 20), "late": (21, end.day)}.get(told.get("part", "").lower())
    if third:
        start, end = start.replace(day=third[0]), start.replace(day=third[1])
    coming = start if start >= today else date(year + 1, month, 1)
    return Resolved(start, end, "month", rule, coming if "year" not in told else None)


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def _season_of(told: dict[str, str], today: date) -> Resolved:
    first = _SEASONS[told["season"].lower()]
    year = today.year + {"last": -1, "next": 1}.get(told["turn"].lower(), 0)
    if told["turn"].lower() == "last" and today.month > first + 2:
        year += 1
    start = date(year, first, 1)
    return Resolved(start, _shift(start, "month", 3) - timedelta(days=1), "month", "season")


def _year_of(told: dict[str, str], today: date) -> Resolved:
    year = int(told["year"])
    first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}.get(told.get("part", "").lower(), (1, 12))
    return Resolved(date(year, first, 1), _span_of(date(year, last, 1), "month")[1], "year", "year")


_RESOLVERS = {
    "iso_day": _absolute, "day_range": _day_range, "range_day": _day_range,
    "dotted_day": _absolute, "named_day": _named_day, "told_day": _told_day, "weekend": _weekend,
    "month_day": _absolute, "day_month": _absolute, "month_year": _month_of,
    "relative_day": _relative_day, "weekday": _weekday_of, "ago": _ago, "last_span": _last_span, "next_span":
    _next_span, "turn": _turn, "turn_month": _month_of, "season": _season_of, "month": _month_of, "year": _year_of,
}  # fmt: skip
