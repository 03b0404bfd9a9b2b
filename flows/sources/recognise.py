"""What form bytes are in, told by their beginning; a file's name only decides where the content leaves it open.

A name that claims a binary format can be wrong, though: then the file is damaged, or something else was saved under it.
"""

from __future__ import annotations

import json
import re
from enum import StrEnum
from pathlib import PurePath

from flows.sources import csv, encodings, raw

HEAD_BYTES = 64 * 1024


class Format(StrEnum):
    """A form that news comes in; the value names it in a sentence."""

    EMPTY = "empty file"
    RAW = "raw article"
    TEXT = "plain text"
    JSONL = "JSON lines"
    JSON = "JSON"
    TABLE = "table of separated values"
    PARQUET = "Parquet"
    ARROW_FILE = "Arrow file"
    ARROW_STREAM = "Arrow stream"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    ZSTD = "Zstandard"
    ZIP = "ZIP archive"
    TAR = "tar archive"
    SEVEN_ZIP = "7z archive"
    WARC = "WARC or ARC web archive"
    HTML = "HTML page"
    FEED = "RSS or Atom feed"
    XML = "XML document"
    PDF = "PDF document"
    RTF = "RTF document"
    OLE = "old Office document"
    IMAGE = "picture"
    DATABASE = "SQLite database"
    PROGRAM = "program"
    BINARY = "binary file"


SIGNATURES: dict[bytes, Format] = {
    b"PAR1": Format.PARQUET,
    b"ARROW1": Format.ARROW_FILE,
    b"\xff\xff\xff\xff": Format.ARROW_STREAM,
    b"\x1f\x8b": Format.GZIP,
    b"BZh": Format.BZIP2,
    b"\xfd7zXZ\x00": Format.XZ,
    b"\x28\xb5\x2f\xfd": Format.ZSTD,
    b"PK\x03\x04": Format.ZIP,
    b"PK\x05\x06": Format.ZIP,
    b"7z\xbc\xaf\x27\x1c": Format.SEVEN_ZIP,
    b"WARC/": Format.WARC,
    b"filedesc://": Format.WARC,
    b"%PDF-": Format.PDF,
    b"{\\rtf": Format.RTF,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": Format.OLE,
    b"\x89PNG": Format.IMAGE,
    b"\xff\xd8\xff": Format.IMAGE,
    b"GIF8": Format.IMAGE,
    b"SQLite format 3\x00": Format.DATABASE,
    b"\x7fELF": Format.PROGRAM,
}
TAR_MARK = slice(257, 262)
#: A frame of Zstandard that holds no data, such as the dictionary in front of a web archive.
ZSTD_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
#: Control characters that no text has; white space, form feed and escape (ISO-2022) are left out.
CONTROLS = bytes(c for c in range(0x20) if chr(c) not in "\t\n\v\f\r\x1b") + b"\x7f"
MAX_CONTROLS = 0.02

#: What may stand before the first element. Atomic, as the parts could be told apart in a million ways.
PROLOG = r"\s*+(?:(?:<\?(?>.*?\?>)|<!--(?>.*?-->)|<!doctype(?>[^\[<>]*+(?:\[.*?\]\s*+)?>))\s*+)*+"
PAGE_TAGS = "html|head|body|title|meta|link|article|main|section|div|p|h1"
BEGINNINGS: dict[Format, re.Pattern[str]] = {
    Format.EMPTY: re.compile(r"\s*$"),
    Format.RAW: raw.HEADER,
    Format.FEED: re.compile(rf"{PROLOG}<(?:rss|(?:\w+:)?feed|rdf:rdf)\b", re.IGNORECASE | re.DOTALL),
    Format.HTML: re.compile(rf"(?:\s*<!doctype\s+html\b|{PROLOG}<(?:{PAGE_TAGS})\b)", re.IGNORECASE | re.DOTALL),
    Format.XML: re.compile(r"\s*<\?xml\b", re.IGNORECASE),
    Format.JSON: re.compile(r"\s*\[\s*(?:\{|\]\s*$)"),
}
RECORD = re.compile(r'\s*\{\s*(?:"|\}\s*$)')
LINE_NAMES = (".jsonl", ".ndjson", ".jsonlines")
PACKED_NAMES = (".gz", ".bz2", ".xz", ".zst")
#: Ends of names that claim a binary format, and what the content may then be.
CLAIMS: dict[str, tuple[Format, ...]] = {
    ".parquet": (Format.PARQUET,),
    ".pq": (Format.PARQUET,),
    ".arrow": (Format.ARROW_FILE, Format.ARROW_STREAM),
    ".feather": (Format.ARROW_FILE, Format.ARROW_STREAM),
    ".gz": (Format.GZIP,),
    ".bz2": (Format.BZIP2,),
    ".xz": (Format.XZ,),
    ".zst": (Format.ZSTD,),
    ".zip": (Format.ZIP,),
}


def recognise(head: bytes, name: str) -> Format:
    """Tell the format of a blob, from its first `HEAD_BYTES` bytes (fewer if it is shorter) and its file name."""
    if not head.strip():
        return Format.EMPTY
    for signature, form in SIGNATURES.items():
        if head.startswith(signature):
            return form
    if head[TAR_MARK] == b"ustar":
        return Format.TAR
    if ZSTD_SKIPPABLE.match(head):
        return Format.ZSTD
    mark = encodings.marked(head)
    if mark is None and (b"\x00" in head or len(head.translate(None, CONTROLS)) < (1 - MAX_CONTROLS) * len(head)):
        return Format.BINARY
    # What tells the formats apart is ASCII, so any encoding that contains ASCII shows it.
    return _form_of_text(head.decode(mark or "latin-1", "replace"), name, is_whole=len(head) < HEAD_BYTES)


def false_claim(form: Format, name: str, *, is_unpacked: bool) -> Format | None:
    """Tell the binary format that a name claims where the content, of the form `form`, is not of it.

    `is_unpacked`: a compression is taken off already, so that what the name says of one is no claim on this content.
    """
    claimed = CLAIMS.get(_suffix(name) if is_unpacked else PurePath(name.lower()).suffix)
    return claimed[0] if claimed and form not in (*claimed, Format.EMPTY) else None


def _form_of_text(text: str, name: str, *, is_whole: bool) -> Format:
    for form, beginning in BEGINNINGS.items():
        if beginning.match(text):
            return form
    suffix = _suffix(name)
    lines = text.splitlines() if is_whole else text.splitlines()[:-1] or [text]
    if RECORD.match(text):
        if suffix in LINE_NAMES:
            return Format.JSONL
        is_one_line = len(lines) == 1 and (is_whole or suffix == ".json")
        is_spread = len(lines) > 1 and not any(_is_object(line) for line in lines)
        return Format.JSON if is_one_line or is_spread else Format.JSONL
    if suffix in LINE_NAMES and any(RECORD.match(line) for line in lines):
        return Format.JSONL
    is_table = csv.separator(text, is_whole=is_whole, is_table=suffix in csv.TABLE_NAMES) is not None
    return Format.TABLE if is_table else Format.TEXT


def _suffix(name: str) -> str:
    """Return the end of a name that tells of the content inside any compression."""
    suffixes = [suffix for suffix in PurePath(name.lower()).suffixes if suffix not in PACKED_NAMES]
    return suffixes[-1] if suffixes else ""


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
