"""The raw form: ` date YYYY-MM-DD text`, one article a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flows.sources.base import Blob, RawArticle, Record, Reject, SourceSettings, admit
from flows.sources.text import whole

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The date is taken as written, even one that can't be: cleaning says what is wrong with it.
HEADER = re.compile(r"\ufeff?\s*date[ \t]+(\d{4}-\d{1,2}-\d{1,2})(?!\S)\s?")


def read(blob: Blob, settings: SourceSettings) -> Iterator[Record]:
    """Yield one article: what follows the header, with the header's date; or the reason why there is none."""
    for item in whole(blob, settings):
        if isinstance(item, Reject):
            yield item
            continue
        header = HEADER.match(item)
        published, text = (header[1], item[header.end() :]) if header else (None, item)
        yield admit(RawArticle(blob.uri, blob.name, text, published=published), settings)
