"""Plain text: one article a file, its date in the file name or unknown."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from flows.sources import encodings
from flows.sources.base import Blob, RawArticle, Record, Reject, SourceSettings, admit, too_long

if TYPE_CHECKING:
    from collections.abc import Iterator

DATE_WITH_MARKS = re.compile(r"(?<![0-9A-Za-z])\d{4}([-_.])\d{2}\1\d{2}(?![0-9A-Za-z])")
DATE_AS_DIGITS = re.compile(r"(?<![0-9A-Za-z])(?:19|20)\d{6}(?![0-9A-Za-z])")
MAX_CHAR_BYTES = 4


def read(blob: Blob, settings: SourceSettings) -> Iterator[Record]:
    """Yield one article, or the reason why there is none."""
    for item in whole(blob, settings):
        if isinstance(item, Reject):
            yield item
        else:
            yield admit(RawArticle(blob.uri, blob.name, item, published=date_in_name(blob.name)), settings)


def whole(blob: Blob, settings: SourceSettings) -> Iterator[str | Reject]:
    """Yield the text of a blob that holds one article, and a reject if some bytes don't decode; or a reject alone."""
    limit = MAX_CHAR_BYTES * (settings.max_article_chars + 1)
    with blob.open() as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        yield too_long(blob.uri, f"over {limit:,} bytes", data[:1000].decode("ascii", "replace"), settings)
        return
    encoding = encodings.detect(blob)
    yield from encodings.damage(blob, encoding)
    yield data.decode(encoding.name, encoding.errors)


def date_in_name(name: str) -> str | None:
    """Return the date in a file name as written: `2021-05-14`, with `_` or `.`, or eight digits that are a day."""
    marked = DATE_WITH_MARKS.search(name)
    if marked:
        return marked[0]
    return next((digits for digits in DATE_AS_DIGITS.findall(name) if _is_day(digits)), None)


def _is_day(digits: str) -> bool:
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
