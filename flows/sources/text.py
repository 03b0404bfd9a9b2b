"""Plain text: one article a file; a date in its name stays there, for cleaning to find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.sources import encodings
from flows.sources.base import Blob, RawArticle, Record, Reject, SourceSettings, admit, too_long

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CHAR_BYTES = 4


def read(blob: Blob, settings: SourceSettings) -> Iterator[Record]:
    """Yield one article, or the reason why there is none."""
    for item in whole(blob, settings):
        if isinstance(item, Reject):
            yield item
        else:
            yield admit(RawArticle(blob.uri, blob.name, item), settings)


def whole(blob: Blob, settings: SourceSettings) -> Iterator[str | Reject]:
    """Yield the text of a blob that holds one article, and a reject if some bytes don't decode; or a reject alone."""
    limit = MAX_CHAR_BYTES * (settings.max_article_chars + 1)
    with blob.open() as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        yield too_long(blob.uri, "more characters", data[:1000].decode("ascii", "replace"), settings)
        return
    encoding = encodings.detect(blob)
    yield from encodings.damage(blob, encoding)
    yield data.decode(encoding.name, encoding.errors)
