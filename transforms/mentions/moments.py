"""What a matched expression of time means: the days, how precise, by which rule, seen from the day of publication.

Covers: a weekday ("Monday") is the latest one up to then; a day or month without a year is the one nearest to it. A
distance without a number ("a few days ago") is a span of the next coarser kind; a distance from another event stays
open until the text tells the event's day (`from_told`).
A clock time is of the day of publication.
Does not cover: clock times of other days, feasts, school years.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

FROM_ANOTHER = "distance from another event"
CLOCK = "clock time, day of publication"
_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_DAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
NUMBERS = {
    w: i
    for i, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_VAGUE = ("few", "a few", "several")
NUMBERS |= {"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "few": 3, "a few": 3, "several": 3}


@dataclass(frozen=True)
class Resolved:
    """A span of days, how precise, by which rule, and the reading as to come."""

    start: date | None
    end: date | None
    precision: str
    rule: str
    next_start: date | None = None


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
    if turn == "coming":
        return Resolved(coming, coming, "day", "weekday from publication on")
    if turn in ("next", "the following"):
        following = coming if back else coming + timedelta(days=7)
        return Resolved(following, following, "day", "next weekday")
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


def _clock(_told: dict[str, str], today: date) -> Resolved:
    return Resolved(today, today, "day", CLOCK, today)


def _count(told: dict[str, str]) -> int:
    word = told["number"].lower()
    return int(word) if word.isdigit() else NUMBERS[word]


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
    "clock": _clock,
}  # fmt: skip


def from_told(name: str, match: dict[str, str], base: Resolved) -> Resolved:
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
