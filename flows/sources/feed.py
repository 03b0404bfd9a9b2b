"""RSS and Atom feeds: an article an item; where an item has only a summary, the page that it links to."""

# ruff: noqa: PLC0415 - feedparser is not needed by most sources

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from flows.sources import html
from flows.sources.base import Blob, RawArticle, Record, Reject, SourceError, SourceSettings, admit, shortened
from flows.sources.columns import WEB, numbered
from flows.sources.encodings import UnknownEncodingError
from flows.sources.fetch import fetched
from flows.sources.recognise import HEAD_BYTES, Format, recognise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedparser import FeedParserDict

#: An article has more than this; a summary has one to three sentences.
SUMMARY_CHARS = 500
#: A feed has a few dozen items; feedparser reads about a megabyte a second.
MAX_BYTES = 5 * 1024**2
MAX_TAGS = 100_000
#: After so many pages in a row that could not be read, the others are not tried.
MAX_FAILURES = 5
#: Feeds of news declare no entities; those that do can make a parser read other files, or fill the memory.
ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def read(blob: Blob, settings: SourceSettings) -> Iterator[Record]:
    """Yield an article or a reject for each item; one reject if the feed can't be read."""
    with blob.open() as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        yield _refused(blob, "file_too_large", f"is a feed of over {MAX_BYTES:,} bytes: split it")
        return
    if ENTITY.search(data.replace(b"\x00", b"")):
        yield _refused(blob, "xml_entities", "declares XML entities, which can do harm: remove its DOCTYPE")
        return
    if html.is_overgrown(data.replace(b"\x00", b"").decode("latin-1"), MAX_TAGS):
        yield _refused(blob, "file_too_large", f"is a feed of over {MAX_TAGS:,} tags, or of too many in one: split it")
        return
    feed = _parsed(data)
    if feed is None or (feed.bozo and not feed.entries):
        yield _refused(blob, "broken_feed", "begins as a feed but can't be read as one: get it again")
        return
    if feed.bozo and not _is_harmless(feed.bozo_exception):
        what = " ".join(str(feed.bozo_exception).split())
        yield _refused(blob, "damaged_feed", f"is not well-formed, so that items may be missing ({what}): get it again")
    follows = bool(WEB.fullmatch(blob.uri)) if settings.follow_links is None else settings.follow_links
    summaries = failures = 0
    for row, entry in enumerate(feed.entries, start=1):
        article, is_summary = _article(entry, feed.feed, blob, row)
        has_page = WEB.fullmatch(article.source_uri) and article.source_uri != blob.uri
        if is_summary and has_page and follows and failures < MAX_FAILURES:
            records = list(_linked(article, settings))
            failures = failures + 1 if len(records) > 1 else 0
            yield from records
            continue
        summaries += is_summary
        yield admit(article, settings)
    if summaries:
        what = f"has only a summary in {summaries} of {len(feed.entries)} items, which is what was read"
        way = "try again later" if failures >= MAX_FAILURES else "set SITREP_FOLLOW_LINKS=true to fetch the pages"
        yield _refused(blob, "summary_only", f"{what}: {way}")


def _parsed(data: bytes) -> FeedParserDict | None:
    """Return the feed as feedparser has it, None where that fails; as a stream, for bytes could be taken for a name."""
    import feedparser

    try:
        return feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception:  # a broken feed can break any part of a lenient parser
        return None


def _is_harmless(error: Exception) -> bool:
    """Tell whether the parser only remarks on something: an encoding that is another than the one told."""
    from feedparser import CharacterEncodingOverride, NonXMLContentType

    return isinstance(error, CharacterEncodingOverride | NonXMLContentType)


def _article(entry: FeedParserDict, feed: FeedParserDict, blob: Blob, row: int) -> tuple[RawArticle, bool]:
    """Return an item as an article, and whether it has no more than a summary."""
    uri, name = numbered(blob, row)
    contents = [_text(content.get("value")) for content in entry.get("content", [])]
    content, summary = max(contents, key=len, default=""), _text(entry.get("summary"))
    text = content if len(content) >= len(summary) else summary
    link, guid = _word(entry.get("link")), _word(entry.get("id"))
    source = entry.get("source")
    article = RawArticle(
        source_uri=link if WEB.fullmatch(link) else guid if WEB.fullmatch(guid) else uri,
        source_name=guid or name,
        text=text,
        title=_text(entry.get("title")),
        # Its own `get` falls back on the other of the two, and warns of that.
        published=_word(dict.get(entry, "published") or dict.get(entry, "updated")),
        publisher=_text(source.get("title") if isinstance(source, dict) else None) or _text(feed.get("title")),
    )
    return article, not content and len(summary) < SUMMARY_CHARS


def _linked(item: RawArticle, settings: SourceSettings) -> Iterator[Record]:
    """Yield the article behind a link, with what the feed tells of it; that of the item itself where there is none."""
    found, why = None, "it holds no article"
    try:
        with fetched(item.source_uri, settings) as page:
            with page.open() as stream:
                form = recognise(stream.read(HEAD_BYTES), page.name)
            records = html.read(replace(page, uri=item.source_uri), settings) if form is Format.HTML else ()
            why = why if form is Format.HTML else f"it is no page but of another form ({form})"
            for record in records:
                if isinstance(record, RawArticle):
                    found = record
                else:
                    why = record.reason.rstrip(".")
    except UnknownEncodingError:
        why = "it is text in no encoding known here"
    except (SourceError, OSError) as error:
        why = str(error).rstrip(".")
    if found and len(found.text) > len(item.text):
        title, published = item.title or found.title, item.published or found.published
        yield admit(replace(item, text=found.text, title=title, published=published), settings)
        return
    yield admit(item, settings)
    yield Reject(
        rule="linked_page",
        source_uri=item.source_uri,
        reason=f"{item.source_uri} was not read, so of that item only the summary is loaded ({why}): try again later.",
        evidence=shortened(item.text),
    )


def _text(value: object) -> str:
    return html.plain(value) if isinstance(value, str) else ""


def _word(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _refused(blob: Blob, rule: str, what: str) -> Reject:
    return Reject(rule=rule, source_uri=blob.uri, reason=f"{blob.uri} {what}.")
