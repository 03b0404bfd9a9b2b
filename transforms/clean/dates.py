"""The day an article was published, from whatever its source wrote.

Covers ISO dates and times, RFC 822, `10/26/2016`, `26 October 2016`, `Updated Oct. 26, 2016 at 5:03 p.m. ET`, seconds
or milliseconds since 1970 (the day in UTC). With a time zone it is the day as the publisher wrote it. A day that can't
be (2020-02-31) or is not plausible (before 1900, or more than two days after `today`) is no date, with the reason.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from dateutil import parser

_ISO = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?\s*$", re.DOTALL)
_NUMBERS = re.compile(r"^\s*(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[T ].*)?\s*$", re.DOTALL)
_EPOCH = re.compile(r"^\s*(\d{9,10}|\d{12,13})(?:\.\d+)?\s*$")
_MILLISECONDS = 12
_AROUND = re.compile(
    r"^\s*(?:(?:first |last )?(?:published|updated|posted|modified|created|date|on|at)\b[ :]*)+|\s*\([^)]*\)\s*$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b(?: of\b)?|\bat\b|[|·•]", re.IGNORECASE)
# What programs write where they have none.
_NONE = frozenset({"none", "null", "nan", "nat", "n/a", "na", "unknown", "undefined", "-"})
_EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True)
class Published:
    """A day, or none and the reason."""

    day: date | None
    problem: str | None = None


def read_date(written: str | None, *, today: date) -> Published:
    """Read a publication date. `10/26/2016` is month first; where only day first can be, day first."""
    if written is None or not written.strip() or written.strip().lower() in _NONE:
        return Published(None)
    try:
        found = _read(written)
    except (ValueError, OverflowError):
        return Published(None, f"{written.strip()[:40]!r} is not a date that can be")
    if not _EARLIEST <= found <= today + timedelta(days=2):
        why = f"before {_EARLIEST.year}" if found < _EARLIEST else "after today"
        return Published(None, f"{written.strip()[:40]!r} is not a plausible day of publication ({why})")
    return Published(found)


def _read(written: str) -> date:
    if match := _ISO.match(written):
        year, month, day = (int(part) for part in match.groups())
        return date(year, month, day)
    if match := _NUMBERS.match(written):
        first, second, year = (int(part) for part in match.groups())
        return date(year, second, first) if first > 12 else date(year, first, second)
    if match := _EPOCH.match(written):
        seconds = int(match[1]) / (1000 if len(match[1]) >= _MILLISECONDS else 1)
        return datetime.fromtimestamp(seconds, UTC).date()
    written = _BETWEEN.sub(" ", _AROUND.sub("", written))
    # Two defaults: what the text does not give must not be filled in, so both readings have to agree.
    with warnings.catch_warnings():
        # a zone it doesn't know ("EST") does not change the day as written
        warnings.simplefilter("ignore", parser.UnknownTimezoneWarning)
        try:
            one = parser.parse(written, default=datetime(2001, 1, 1))
            two = parser.parse(written, default=datetime(2004, 2, 2))
        except OverflowError as too_large:  # a number of many digits
            raise ValueError(written) from too_large
    if one.date() != two.date():
        raise ValueError(written)
    return one.date()
