"""Where news comes in: one reader a format, each giving raw articles as they are and a reject for all that is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flows.sources import archives, csv, encodings, feed, html, json, jsonl, raw, stores, text, warc
from flows.sources.base import (
    READ_ERRORS,
    Batch,
    Blob,
    BombError,
    RawArticle,
    Reader,
    Record,
    Reject,
    SourceError,
    SourceSettings,
    batches,
    readable,
    shortened,
)
from flows.sources.fetch import Unchanged, fetched_if_changed, shown
from flows.sources.find import find, unreadable
from flows.sources.packed import UNPACKERS, unpacked
from flows.sources.parquet import read_arrow_file, read_arrow_stream, read_parquet
from flows.sources.recognise import HEAD_BYTES, Format, false_claim, recognise
from flows.sources.stdin import STDIN, standard_input

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager

READERS: Mapping[Format, Reader] = {
    Format.RAW: raw.read,
    Format.TEXT: text.read,
    Format.JSONL: jsonl.read,
    Format.JSON: json.read,
    Format.TABLE: csv.read,
    Format.PARQUET: read_parquet,
    Format.ARROW_FILE: read_arrow_file,
    Format.ARROW_STREAM: read_arrow_stream,
    Format.HTML: html.read,
    Format.FEED: feed.read,
    Format.WARC: warc.read,
}
#: Compression inside compression: more layers than this are a trap.
MAX_LAYERS = 3
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


def read(
    source: str, settings: SourceSettings | None = None, barren: Callable[[str], object] = lambda _: None
) -> Iterator[Record]:
    """Every article of a source, one at a time, with a reject for what could not be read.

    A source is a file, a folder, a glob, an http(s) URL, `-` for standard input, or any of these but the last in a
    store (`s3://bucket/folder/*.html`; `stores.STORES`). `barren` is called with the path of each file that gave no
    article.

    Raises:
        SourceError: at once if a path, folder or glob means no file; with the first item if a URL can't be fetched.

    """
    limits = settings or SourceSettings()
    if source == STDIN:
        return _read_opened(standard_input(limits), limits)
    scheme = SCHEME.match(source)
    if scheme is None:
        return _read_files(find(source), limits, barren)
    if scheme[1].lower() in ("http", "https"):
        return _read_url(source, limits)
    return _read_files(stores.find(source), limits, barren)


def read_blob(blob: Blob, settings: SourceSettings) -> Iterator[Record]:
    """Every article of one file, in whatever form it is; never raises because of what is in it."""
    return _layers(blob, settings, MAX_LAYERS, archives.Budget(settings.max_archive_bytes))


def _layers(blob: Blob, settings: SourceSettings, left: int, budget: archives.Budget) -> Iterator[Record]:
    """Read a blob in at most `left` layers of packing, its members like files of their own."""
    try:
        while True:
            form = _format(blob)
            claimed = false_claim(form, blob.name, is_unpacked=blob.is_unpacked)
            # What is compressed without a name for it may still be what its name says.
            if claimed and (form not in UNPACKERS or claimed in UNPACKERS):
                yield _misnamed(blob, form, claimed)
                return
            if form not in UNPACKERS and form not in archives.MEMBERS:
                break
            if not left:
                yield _too_deep(blob)
                return
            left -= 1
            if form in archives.MEMBERS:
                break
            blob = unpacked(blob, form)
        records = _records(blob, form, settings, left, budget)
        yield next(records, _without_records(blob))
        yield from records
    except encodings.UnknownEncodingError:
        yield encodings.unknown(blob)
    except BombError as error:
        yield archives.bomb(blob.uri, error)
    except READ_ERRORS as error:
        yield unreadable(blob.uri, error)


def _records(
    blob: Blob, form: Format, settings: SourceSettings, left: int, budget: archives.Budget
) -> Iterator[Record]:
    if form in archives.MEMBERS:
        for item in archives.members(blob, form, settings, budget):
            if isinstance(item, Reject):
                yield item
            else:
                yield from _layers(item, settings, left, budget)
    elif form in READERS:
        yield from READERS[form](blob, settings)
    else:
        yield _refused(blob, form)


def _read_files(
    found: Iterator[Blob | Reject], settings: SourceSettings, barren: Callable[[str], object]
) -> Iterator[Record]:
    for item in found:
        if isinstance(item, Reject):
            yield item
            if item.rule != "folder_met_again":
                barren(item.source_uri)
            continue
        is_barren = True
        for record in read_blob(item, settings):
            is_barren = is_barren and isinstance(record, Reject)
            yield record
        if is_barren:
            barren(item.uri)


def _read_url(url: str, settings: SourceSettings) -> Iterator[Record]:
    try:
        with fetched_if_changed(url, settings) as (blob, remember):
            is_whole = True
            for record in read_blob(blob, settings):
                is_whole = is_whole and isinstance(record, RawArticle)
                yield record
            # What was refused has to be told again in the next run, so the page is read again then.
            if is_whole:
                remember()
    except Unchanged as unchanged:
        yield Reject(rule="unchanged", source_uri=shown(url), reason=str(unchanged))


def _read_opened(opened: AbstractContextManager[Blob], settings: SourceSettings) -> Iterator[Record]:
    with opened as blob:
        yield from read_blob(blob, settings)


def _format(blob: Blob) -> Format:
    return recognise(_head(blob), blob.name)


def _head(blob: Blob) -> bytes:
    head = b""
    with blob.open() as stream:
        for chunk in readable(stream, HEAD_BYTES):
            head += chunk
            if len(head) >= HEAD_BYTES:
                break
    return head[:HEAD_BYTES]


def _refused(blob: Blob, form: Format) -> Reject:
    if form is Format.EMPTY:
        return Reject(rule="empty_file", source_uri=blob.uri, reason=f"{blob.uri} is empty: fill it or leave it out.")
    forms = ", ".join([*READERS, *UNPACKERS, *archives.MEMBERS])
    return Reject(
        rule="binary_file" if form is Format.BINARY else "format_not_read",
        source_uri=blob.uri,
        reason=f"{blob.uri} can't be read as news, being in another form ({form}): turn it into {forms}.",
        evidence=shortened(_head(blob)[:40].decode("latin-1")),
    )


def _misnamed(blob: Blob, form: Format, claimed: Format) -> Reject:
    return Reject(
        rule="misnamed_file",
        source_uri=blob.uri,
        reason=(
            f"{blob.uri} is {claimed} by its name but {form} by its content: get or write it again, "
            "or name it after its content."
        ),
        evidence=shortened(_head(blob)[:40].decode("latin-1")),
    )


def _without_records(blob: Blob) -> Reject:
    return Reject(
        rule="no_records",
        source_uri=blob.uri,
        reason=f"{blob.uri} holds no articles, only the frame for them: fill it or leave it out.",
    )


def _too_deep(blob: Blob) -> Reject:
    return Reject(
        rule="packed_too_deep",
        source_uri=blob.uri,
        reason=f"{blob.uri} is packed more than {MAX_LAYERS} times over: unpack it and load what is inside.",
    )


__all__ = ["Batch", "Blob", "RawArticle", "Record", "Reject", "SourceError", "SourceSettings", "batches", "read"]
