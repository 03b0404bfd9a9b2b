"""Tables of separated values: comma, semicolon, tab or bar, quoted line breaks; `#row` counts the rows of data."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Protocol, TextIO

from flows.sources import encodings
from flows.sources.base import Blob, Record, Reject, SourceSettings, shortened
from flows.sources.columns import known, listed, mapping, numbered, record

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATORS = ",;\t|"
TABLE_NAMES = (".csv", ".tsv", ".tab", ".psv")


class Lines(Protocol):
    """What `csv.reader` returns."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...
    def __next__(self) -> list[str]: ...


LABEL = re.compile(r"\s*(?:\w[\w .:/()#-]{0,40})?\s*")
SAMPLE_CHARS = 64 * 1024


def separator(sample: str, *, is_whole: bool, is_table: bool) -> str | None:
    """Tell what separates the cells of a table, or None if the text is none.

    `sample` is the beginning of the text, or all of it if `is_whole`. It is a table if its first line names a text
    column and another one that is known, or if three columns or more go on evenly below it, or if `is_table` says so.
    """
    best, best_score = None, (False, 0.0, 0)
    for candidate in SEPARATORS:
        rows = _sample_rows(sample, candidate, is_whole=is_whole)
        header, width = (rows[0], len(rows[0])) if rows else ([], 0)
        if width < 2 or not all(LABEL.fullmatch(cell) for cell in header):
            continue
        fields = mapping(tuple(header))
        evenness = sum(len(row) == width for row in rows[1:]) / max(1, len(rows) - 1)
        names_text = "text" in fields and len(fields) >= 2
        is_even = width >= 3 and len(rows) >= 3 and evenness == 1
        if is_table or is_even or (names_text and (evenness >= 0.5 or len(rows) == 1)):
            score = ("text" in fields, evenness, width)
            best, best_score = (candidate, score) if score > best_score else (best, best_score)
    return best or ("," if is_table else None)


def read(blob: Blob, settings: SourceSettings) -> Iterator[Record]:
    """Yield an article or a reject for each row of data; one reject if no column holds a text."""
    encoding = encodings.detect(blob)
    yield from encodings.damage(blob, encoding)
    with encodings.opened(blob, encoding, newline="") as stream:
        sample = stream.read(SAMPLE_CHARS)
        delimiter = separator(sample, is_whole=len(sample) < SAMPLE_CHARS, is_table=True) or ","
    # The module's own limit is for the whole process; it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), settings.max_record_chars))
    with encodings.opened(blob, encoding, newline="") as stream:
        rows = csv.reader(_pieces(stream, settings.max_record_chars), delimiter=delimiter)
        header = next((row for row in _rows(rows, blob) if isinstance(row, Reject) or any(row)), [])
        if isinstance(header, Reject):
            yield header
        elif "text" not in mapping(tuple(header)):
            yield _no_text_column(header, blob)
        else:
            yield from _data(rows, header, blob, settings)


def _data(rows: Lines, header: list[str], blob: Blob, settings: SourceSettings) -> Iterator[Record]:
    number, first_line = 0, rows.line_num + 1
    for row in _rows(rows, blob):
        if isinstance(row, Reject):
            yield row
            return
        if any(cell.strip() for cell in row):
            number += 1
            yield _record(row, header, blob, number, lines=(first_line, rows.line_num), settings=settings)
        first_line = rows.line_num + 1


def _record(
    row: list[str], header: list[str], blob: Blob, number: int, *, lines: tuple[int, int], settings: SourceSettings
) -> Record:
    """Return one row as an article.

    A row with too many cells has a text cut at a separator, and one with too few that runs over several lines has
    swallowed its neighbours; a row that merely ends early is fine.
    """
    is_torn = any(row[len(header) :]) or (len(row) < len(header) and lines[0] < lines[1])
    if not is_torn:
        return record(dict(reversed(list(zip(header, row, strict=False)))), blob, number, settings)
    uri, _ = numbered(blob, number)
    return Reject(
        rule="row_width",
        source_uri=uri,
        reason=(
            f"{uri}, lines {lines[0]} to {lines[1]}, has {len(row)} cells where the header names {len(header)}: "
            "quote the cells that hold separators, and close every quotation mark."
        ),
        evidence=shortened("; ".join(row)[:1000]),
    )


def _rows(rows: Lines, blob: Blob) -> Iterator[list[str] | Reject]:
    """Yield the rows up to one that can't be read; what follows it could be anything, so it is left unread."""
    try:
        yield from rows
    except csv.Error as error:
        yield Reject(
            rule="broken_table",
            source_uri=blob.uri,
            reason=(
                f"{blob.uri} can't be read on from line {rows.line_num} ({error}): "
                "a quotation mark is probably not closed; correct it and load the file again."
            ),
        )


def _pieces(stream: TextIO, limit: int) -> Iterator[str]:
    """Lines with their ends; one over the limit in pieces, so that it can't fill the memory."""
    while piece := stream.readline(limit):
        yield piece


def _sample_rows(sample: str, delimiter: str, *, is_whole: bool) -> list[list[str]]:
    """Return the rows of a sample that are not empty, the last one left out if it may be cut."""
    try:
        rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error:
        return []
    return rows if is_whole or len(rows) < 2 else rows[:-1]


def _no_text_column(header: list[str], blob: Blob) -> Reject:
    return Reject(
        rule="no_text_column",
        source_uri=blob.uri,
        reason=(
            f"{blob.uri} has no text column: it has {listed(header)}; "
            f"rename the one with the article's text to one of {listed(known()['text'])}."
        ),
        evidence=shortened(", ".join(header)),
    )
