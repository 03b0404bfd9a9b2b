"""WARC and ARC web archives: each page that a server gave is an article; its address is the one that was asked for."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.sources import html, raw
from flows.sources.base import READ_ERRORS, Blob, BombError, Record, Reject, SourceSettings, printable
from flows.sources.columns import WEB, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator


PAGES = ("text/html", "application/xhtml+xml")
PLAIN = "text/plain"
KINDS_SHOWN = 5
MAX_LINE_BYTES = 64 * 1024
MAX_HEADER_LINES = 500
VERSION = re.compile(rb"WARC/\d")
FIELD = re.compile(rb"\s*([!-9;-~]+)\s*:\s*(.*?)\s*$", re.DOTALL)
#: ARC: address, IP, time, media type, then in version 2 five more, and the length in bytes.
ARC_FIELDS = (5, 10)
ARC_LINE = re.compile(rb"\S.* \d{8,20} .*\d+\s*$")
SKIP_BYTES = 1024**2


class _DamageError(Exception):
    """A record that is cut off or no record."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """A record as it stands in the file: its header by lower-case name, and its block; None if that is too long."""

    header: dict[str, str]
    block: bytes | None


def read(blob: Blob, settings: SourceSettings) -> Iterator[Record]:
    """Yield the article of each page, or the reason why it has none, and a reject for each record that is damaged.

    `#row` counts the records of the file. What is no page is only counted, in one reject at the end; what is no answer
    of a server at all (requests, notes on the crawl) is not even that.
    """
    passed: Counter[str] = Counter()
    limit = html.MAX_CHAR_BYTES * (settings.max_article_chars + 1) + MAX_LINE_BYTES
    with blob.open() as stream:
        row = 0
        try:
            for frame in _frames(stream, limit):
                row += 1
                yield from (
                    _damaged(blob, row, frame)
                    if isinstance(frame, str)
                    else _record(frame, blob, row, settings, passed)
                )
        except BombError:
            raise
        except READ_ERRORS as error:
            yield from _damaged(blob, row + 1, f"can't be read, nor can what follows it ({error})")
    if passed:
        yield _passed_over(blob, passed)


def _record(frame: _Frame, blob: Blob, row: int, settings: SourceSettings, passed: Counter[str]) -> Iterator[Record]:
    header = frame.header
    if header.get("warc-type") not in ("response", "resource"):
        return
    if frame.block is None:
        passed["too long"] += 1
        return
    if header.get("warc-truncated"):
        yield from _damaged(blob, row, f"was cut off when it was archived ({header['warc-truncated']})")
        return
    media, charset, body = _media_type(header.get("content-type")), None, frame.block
    if media == "application/http":
        try:
            media, charset, body = _answer(frame.block, settings)
        except (*READ_ERRORS, ValueError, RuntimeError) as error:
            yield from _damaged(blob, row, f"holds no answer of a server that can be read ({error})")
            return
    address = header.get("warc-target-uri", "").strip().strip("<>").strip().replace(" ", "%20")
    uri, name = numbered(blob, row)
    page = Blob(printable(address) if WEB.fullmatch(address) else uri, name, lambda: io.BytesIO(body))
    if not body.strip():
        passed["empty"] += 1
    elif media in PAGES:
        yield from html.read(page, settings, charset)
    elif media == PLAIN and page.uri != uri and not address.endswith("/robots.txt"):
        yield from raw.read(page, settings)
    else:
        passed[media or "of no stated type"] += 1


def _answer(block: bytes, settings: SourceSettings) -> tuple[str, str | None, bytes]:
    """Return the media type, the encoding told and the body of what a server answered; the status for one of failure.

    Raises:
        OSError: it can't be decoded.

    """
    from fastwarc.warc import WarcRecord  # noqa: PLC0415 - not needed by most sources

    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
    record = WarcRecord.from_bytes(head + b"Content-Length: %d\r\n\r\n%b\r\n\r\n" % (len(block), block))
    record.parse_http(auto_decode="all")
    status = record.http_headers.status_code if record.http_headers else None
    if not isinstance(status, int) or not 200 <= status < 300:
        return f"status {status}" if isinstance(status, int) else "no status", None, b"-"
    limit = html.MAX_CHAR_BYTES * (settings.max_article_chars + 1) + 1
    body = record.reader.read(limit)
    return _media_type(record.http_content_type), record.http_charset, body


def _frames(stream: io.BufferedIOBase, limit: int) -> Iterator[_Frame | str]:
    """Yield the records of a file one by one, or what is wrong with one; after damage it goes on with the next."""
    line = _line(stream)
    begins = ARC_LINE if line.startswith(b"filedesc://") else VERSION
    width = len(line.split(b" "))
    while line:
        if not line.strip():
            line = _line(stream)
            continue
        if not begins.match(line):
            yield f"is no record but begins with {printable(line[:40].decode('latin-1'))!r}"
            line = _next(stream, begins)
            continue
        try:
            header = _arc_header(line, width) if begins is ARC_LINE else _header(stream)
            block = _block(stream, header, limit)
        except _DamageError as error:
            yield str(error)
            line = _next(stream, begins)
            continue
        line = _line(stream)
        if line.strip() and not begins.match(line):
            yield "is longer or shorter than it says, so its end can't be told"
            line = _next(stream, begins)
        else:
            yield _Frame(header, block)


def _line(stream: io.BufferedIOBase) -> bytes:
    return stream.readline(MAX_LINE_BYTES)


def _next(stream: io.BufferedIOBase, begins: re.Pattern[bytes]) -> bytes:
    """Return the next line that begins a record; nothing at the end of the file."""
    while line := _line(stream):
        if begins.match(line):
            return line
    return b""


def _header(stream: io.BufferedIOBase) -> dict[str, str]:
    header: dict[str, str] = {}
    for _ in range(MAX_HEADER_LINES):
        line = _line(stream)
        if not line:
            raise _DamageError("is cut off in its header")
        if not line.strip():
            return header
        if field := FIELD.match(line):
            header[field[1].decode("ascii").lower()] = field[2].decode("utf-8", "replace")
    raise _DamageError("has a header without an end")


def _arc_header(line: bytes, width: int) -> dict[str, str]:
    """Return the header of a WARC record that says what the line of an ARC says; the address may have spaces in it."""
    fields = line.decode("utf-8", "replace").rstrip().rsplit(" ", (width if width in ARC_FIELDS else ARC_FIELDS[0]) - 1)
    is_answer = fields[0].startswith(("http://", "https://"))
    return {
        "warc-type": "response" if is_answer else "warcinfo",
        "warc-target-uri": fields[0],
        "content-type": "application/http",
        "content-length": fields[-1],
    }


def _block(stream: io.BufferedIOBase, header: dict[str, str], limit: int) -> bytes | None:
    """Return what follows a header, None (and go past it) where it is too long or not of interest."""
    length = header.get("content-length", "").strip()
    if not re.fullmatch(r"[0-9]{1,18}", length):
        raise _DamageError("doesn't say how long it is")
    size = int(length)
    if size <= limit and header.get("warc-type") in ("response", "resource"):
        block = stream.read(size)
        if len(block) < size:
            raise _DamageError("is cut off")
        return block
    while size:
        chunk = stream.read(min(size, SKIP_BYTES))
        if not chunk:
            raise _DamageError("is cut off")
        size -= len(chunk)
    return None


def _media_type(value: str | None) -> str:
    return (value or "").partition(";")[0].strip().lower()


def _damaged(blob: Blob, row: int, what: str) -> Iterator[Reject]:
    uri, _ = numbered(blob, row)
    yield Reject(
        rule="damaged_record", source_uri=uri, reason=f"Record {uri} {what}: get the archive again if it matters."
    )


def _passed_over(blob: Blob, passed: Counter[str]) -> Reject:
    kinds = [f"{count:,} {kind[:60]}" for kind, count in passed.most_common()]
    more = [f"{len(kinds) - KINDS_SHOWN} kinds more"] if len(kinds) > KINDS_SHOWN else []
    return Reject(
        rule="records_passed_over",
        source_uri=blob.uri,
        reason=(
            f"{blob.uri} has {passed.total():,} records that are no pages and were passed over "
            f"({printable(', '.join(kinds[:KINDS_SHOWN] + more))}): save what you need of them by itself."
        ),
    )
