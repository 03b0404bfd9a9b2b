"""Which encoding bytes are in, and how to read them as text."""

from __future__ import annotations

import codecs
import io
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, TextIO, cast

from charset_normalizer import from_bytes

from flows.sources.base import Blob, Reject, readable

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Longest first: the mark of UTF-32 begins with that of UTF-16.
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
#: What text on the web is in besides Unicode, after the WHATWG Encoding Standard.
LEGACY = [
    *(f"cp{n}" for n in (1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258, 866, 874, 932, 949)),
    *("iso8859_2", "iso8859_5", "iso8859_7", "koi8_r", "koi8_u", "big5", "euc_jp", "gb18030"),
]
UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH_BYTE = re.compile(rb"[\x80-\xff]")
CHUNK_BYTES = 64 * 1024


class UnknownEncodingError(Exception):
    """Bytes that are text in no encoding known here."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """The name of a codec, and whether some bytes don't fit it."""

    name: str
    is_damaged: bool = False

    @property
    def errors(self) -> str:
        """How a decoder shall treat bytes that don't fit: as U+FFFD if there are some."""
        return "replace" if self.is_damaged else "strict"


def marked(head: bytes) -> str | None:
    """Tell the Unicode encoding that a byte order mark tells, or the zero bytes of UTF-16 without one."""
    for mark, name in MARKS.items():
        if head.startswith(mark):
            return name
    even, odd, many = head[::2].count(0), head[1::2].count(0), max(3, len(head) // 20)
    if not even and odd > many:
        return "utf-16-le"
    if not odd and even > many:
        return "utf-16-be"
    return None


def detect(blob: Blob) -> Encoding:
    """Read a blob through, in constant memory, to learn its encoding: UTF-8 and UTF-16 first, then what fits best.

    Raises:
        UnknownEncodingError: it is text in no known encoding.

    """
    with blob.open() as stream:
        mark = marked(next(readable(stream, CHUNK_BYTES), b""))
    name = mark or "utf-8"
    misfit = _misfit(blob, name)
    if misfit is None:
        return Encoding(name)
    if mark or _is_mostly_utf8(misfit):
        return Encoding(name, is_damaged=True)
    name = _legacy(misfit)
    return Encoding(name, is_damaged=_misfit(blob, name) is not None)


@contextmanager
def opened(blob: Blob, encoding: Encoding, newline: str | None = None) -> Iterator[TextIO]:
    """Open the blob as a stream of text."""
    with (
        blob.open() as stream,
        io.TextIOWrapper(
            cast("IO[bytes]", stream), encoding=encoding.name, errors=encoding.errors, newline=newline
        ) as text,
    ):
        yield text


def unknown(blob: Blob) -> Reject:
    """Return the reject for a file in no known encoding."""
    return Reject(
        rule="unknown_encoding",
        source_uri=blob.uri,
        reason=f"{blob.uri} is text in no encoding known here: save it as UTF-8 and try again.",
    )


def damage(blob: Blob, encoding: Encoding) -> Iterator[Reject]:
    """Yield a reject, beside the articles, if some bytes of a file could not be read."""
    if encoding.is_damaged:
        yield Reject(
            rule="damaged_encoding",
            source_uri=blob.uri,
            reason=f"{blob.uri} has bytes that are no {encoding.name}; they were read as U+FFFD: save it as UTF-8.",
            evidence=encoding.name,
        )


def _misfit(blob: Blob, name: str) -> bytes | None:
    """Return the bytes around the first place that can't be decoded; None if there is none."""
    decoder = codecs.getincrementaldecoder(name)()
    previous = b""
    with blob.open() as stream:
        for chunk in readable(stream, CHUNK_BYTES):
            try:
                decoder.decode(chunk)
            except UnicodeError:
                return previous + chunk
            previous = chunk
    try:
        decoder.decode(b"", final=True)
    except UnicodeError:
        return previous
    return None


def _is_mostly_utf8(sample: bytes) -> bool:
    """Tell whether most of it is UTF-8: text in an 8-bit code forms a well-formed sequence only by chance."""
    rest, sequences = UTF8_SEQUENCE.subn(b"", sample)
    return sequences > len(HIGH_BYTE.findall(rest))


def _legacy(sample: bytes) -> str:
    """Return the likeliest of the older encodings; cp1252, the web's default, where it is as likely as any other."""
    matches = from_bytes(sample, cp_isolation=LEGACY)
    best = matches.best()
    if best is None:
        raise UnknownEncodingError
    for match in matches:
        is_as_likely = (match.chaos, -match.coherence) <= (best.chaos, -best.coherence)
        if is_as_likely and "cp1252" in match.could_be_from_charset:
            return "cp1252"
    return best.encoding
