"""What every reader takes and gives: blobs in, raw articles and rejects out, one at a time."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import polars as pl

from flows.sources.zstd import ZstdError
from flows.urls import USER_AGENT
from transforms.frames import RAW_ARTICLES, REJECTS

if TYPE_CHECKING:
    import io
    from contextlib import AbstractContextManager
    from pathlib import Path

#: What opening or reading a file, or unpacking it, can raise.
READ_ERRORS = (OSError, EOFError, zlib.error, lzma.LZMAError, ZstdError)

EVIDENCE_CHARS = 200


class BombError(OSError):
    """Packed bytes that unpack to out of all proportion, or to more than is allowed."""


class SourceError(Exception):
    """A source that can't be read at all: one sentence that says what, where and what to do."""


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as its source has it: decoded, nothing repaired. The fields are those of `RAW_ARTICLES`.

    `source_uri` is the record's own web address if it has one, else the path or URL it was read from, with `#row`
    where that holds many. `source_name` is the record's own id if it has one, else the file name, with `#row`.
    `published` is the date as the source writes it.
    """

    source_uri: str
    source_name: str
    text: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """Something refused or not fully read, with its reason. The fields are those of `REJECTS`."""

    stage: str = "extract"
    table_name: str = "articles"
    rule: str
    source_uri: str
    article_id: str | None = None
    row_id: str | None = None
    reason: str
    evidence: str | None = None

    def __post_init__(self) -> None:
        # What a parser or a name contributes may have any characters, and a reason is one line.
        object.__setattr__(self, "reason", one_line(self.reason))


Record: TypeAlias = RawArticle | Reject


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """Limits of the way in.

    `max_article_chars`: characters of one article; a longer one is a reject. `max_unpacked_bytes`: bytes that standard
    input, a member of an archive, or a compressed file that needs random access may take on disk.
    `max_archive_bytes`: bytes of all members of an archive together. `follow_links`: whether the page behind an item
    of a feed is fetched where the item has only a summary; None: where the feed itself comes over http(s).

    Of the web: `fetch_seconds`: seconds to wait for a connection or for the next bytes. `download_seconds`: seconds a
    whole download may take. `max_fetch_bytes`: bytes of one download, unpacked. `fetch_tries`: how often one is asked
    for that fails in a way that may pass. `fetch_interval`: seconds between two requests to a host. `fetch_max_wait`:
    the longest wait in seconds that a server may ask for. `robots`: whether robots.txt is kept to. `user_agent`: what
    we say we are. `allow_private`: whether addresses that are not public may be asked. `proxy`: URL of one to send all
    through. `fetch_folder`: where the validators of the run lie (`fetching.validators`).
    """

    max_article_chars: int = 1_000_000
    max_unpacked_bytes: int = 4 * 1024**3
    fetch_seconds: float = 30.0
    download_seconds: float = 600.0
    max_fetch_bytes: int = 1024**3
    fetch_tries: int = 4
    fetch_interval: float = 1.0
    fetch_max_wait: float = 60.0
    robots: bool = True
    user_agent: str = USER_AGENT
    allow_private: bool = False
    proxy: str | None = None
    fetch_folder: Path | None = None
    max_archive_bytes: int = 256 * 1024**3
    follow_links: bool | None = None

    @property
    def max_record_chars(self) -> int:
        """Characters of one record (line, cell, JSON value) held in memory: an article, escapes and other fields."""
        return 16 * self.max_article_chars


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes from somewhere that can be opened again and again.

    `uri` says where they are, `name` is the file name. `is_seekable` is false where going back means unpacking again.
    `is_unpacked` tells that a compression which the name may speak of is taken off.
    """

    uri: str
    name: str
    open: Callable[[], AbstractContextManager[io.BufferedIOBase]]
    is_seekable: bool = True
    is_unpacked: bool = False


#: A reader of one format. It may raise `READ_ERRORS` where the bytes break off, and `UnknownEncodingError`.
Reader: TypeAlias = Callable[[Blob, SourceSettings], Iterator[Record]]


class Batch(NamedTuple):
    """A part of a source: `articles` in the schema `RAW_ARTICLES`, `rejects` in the schema `REJECTS`."""

    articles: pl.DataFrame
    rejects: pl.DataFrame


def batches(records: Iterable[Record], size: int) -> Iterator[Batch]:
    """Group records, in order, into frames of at most `size` articles and at most `size` rejects."""
    articles: list[RawArticle] = []
    rejects: list[Reject] = []
    for record in records:
        if isinstance(record, Reject):
            rejects.append(record)
        else:
            articles.append(record)
        if max(len(articles), len(rejects)) >= size:
            yield _batch(articles, rejects)
            articles, rejects = [], []
    if articles or rejects:
        yield _batch(articles, rejects)


def admit(article: RawArticle, settings: SourceSettings) -> Record:
    """Return the article with blank fields as None and lone surrogates as U+FFFD, or the reason why it is none."""
    uri, text = printable(article.source_uri), article.text
    if not text.strip():
        return Reject(rule="no_text", source_uri=uri, reason=f"{uri} has no text: add it or leave the article out.")
    if len(text) > settings.max_article_chars:
        return too_long(uri, f"{len(text):,} characters, more", text, settings)
    return RawArticle(
        source_uri=uri,
        source_name=_filled(article.source_name) or uri,  # a file may be named with blanks alone
        text=printable(text),
        title=_filled(article.title),
        published=_filled(article.published),
        publisher=_filled(article.publisher),
    )


def too_long(uri: str, length: str, text: str, settings: SourceSettings) -> Reject:
    """Return the reject for an article over the limit; `length` says how long it is, in words that end in "more"."""
    limit = f"{settings.max_article_chars:,} allowed for one article"
    return Reject(
        rule="article_too_long",
        source_uri=uri,
        reason=f"{uri} has {length} than the {limit}: split it or raise SITREP_MAX_ARTICLE_CHARS.",
        evidence=shortened(text),
    )


def shortened(text: str) -> str | None:
    """Return the beginning of a text as evidence, on one line."""
    return one_line(text[:EVIDENCE_CHARS]) or None


def one_line(text: str) -> str:
    """Return the text with control characters, line ends among them, escaped and lone surrogates as U+FFFD."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in printable(text))


def printable(text: str) -> str:
    """Return the text with lone surrogates, which no file or table can hold, as U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def readable(stream: io.BufferedIOBase, size: int) -> Iterator[bytes]:
    """Yield chunks of at most `size` bytes, up to the end or where they break off; raises only if that is at once."""
    is_first = True
    while True:
        try:
            chunk = stream.read1(size)
        except READ_ERRORS:
            if is_first:
                raise
            return
        if not chunk:
            return
        is_first = False
        yield chunk


def _filled(value: str | None) -> str | None:
    return printable(value) if value and value.strip() else None


def _batch(articles: list[RawArticle], rejects: list[Reject]) -> Batch:
    return Batch(
        pl.DataFrame({name: [getattr(a, name) for a in articles] for name in RAW_ARTICLES}, schema=RAW_ARTICLES),
        pl.DataFrame({name: [getattr(r, name) for r in rejects] for name in REJECTS}, schema=REJECTS),
    )
