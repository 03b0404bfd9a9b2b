"""JSON documents: an array of records, a record that holds such an array, or one record alone."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TextIO

from flows.sources import encodings
from flows.sources.base import Blob, Record, Reject, SourceSettings, shortened
from flows.sources.columns import mapping, numbered, record
from flows.sources.jsonl import broken, fault, not_a_record

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK_CHARS = 64 * 1024
#: White space and, between the elements of an array, a comma.
SKIPPED = re.compile(r"[ \t\r\n]*")
SKIPPED_IN_ARRAY = re.compile(r"[ \t\r\n]*,?[ \t\r\n]*")


def read(blob: Blob, settings: SourceSettings) -> Iterator[Record]:
    """Yield an article or a reject for each record; an array is read element by element, never as a whole."""
    encoding = encodings.detect(blob)
    yield from encodings.damage(blob, encoding)
    with encodings.opened(blob, encoding) as stream:
        text = _Window(stream, settings.max_record_chars)
        text.skip(SKIPPED)
        if text.take("["):
            yield from _array(text, blob, settings)
        else:
            yield from _document(text, blob, settings)
        text.skip(SKIPPED)
        if not text.is_broken and text.rest():
            yield _left_over(blob, text.rest())


class _Window:
    """A stretch of a stream of text, from which JSON values are taken one after the other."""

    def __init__(self, stream: TextIO, limit: int) -> None:
        self._stream, self._limit = stream, limit
        self._text, self._at, self._is_all = "", 0, False
        self._lines = 0
        self._decoder = json.JSONDecoder()
        self.is_broken = False

    def skip(self, pattern: re.Pattern[str]) -> None:
        """Go past the pattern, however long it is."""
        while True:
            match = pattern.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text) or not self._more():
                return

    def take(self, mark: str) -> bool:
        """Go past a character if it is next."""
        found = self._text.startswith(mark, self._at)
        self._at += len(mark) if found else 0
        return found

    def value(self) -> object:
        """Take the next value.

        Raises:
            ValueError: it is broken or longer than the limit.
            RecursionError: it is nested too deeply.

        """
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except ValueError as error:
                line = self._lines + getattr(error, "lineno", 1)
                # The value may only be cut off by the window's end.
                self.is_broken = len(self._text) - self._at > self._limit or not self._more()
                if self.is_broken and not self._is_all:
                    raise ValueError(f"{error.args[0]}, or it has over {self._limit:,} characters") from None
                if self.is_broken:
                    raise ValueError(f"{fault(error)} on line {line:,}") from None
            except RecursionError:
                self.is_broken = True
                raise
            else:
                self._at = end
                return value

    def rest(self) -> str:
        """Return what the window shows of the text that is left."""
        return self._text[self._at :]

    def _more(self) -> bool:
        """Read on, each time as much as there is, so that a long value costs no more than twice its length."""
        if self._is_all:
            return False
        chunk = self._stream.read(max(CHUNK_CHARS, len(self._text) - self._at))
        self._lines += self._text.count("\n", 0, self._at)
        self._text, self._at = self._text[self._at :] + chunk, 0
        self._is_all = not chunk
        return bool(chunk)


def _array(text: _Window, blob: Blob, settings: SourceSettings) -> Iterator[Record]:
    row = 0
    while True:
        text.skip(SKIPPED_IN_ARRAY if row else SKIPPED)
        if text.take("]"):
            return
        row += 1
        where = f"Element {row} of {blob.uri}"
        try:
            value = text.value()
        except (ValueError, RecursionError) as error:
            yield broken(blob, f"{where}, with all that follows it,", row, fault(error), text.rest())
            return
        yield _element(value, where, blob, row, settings)


def _document(text: _Window, blob: Blob, settings: SourceSettings) -> Iterator[Record]:
    try:
        value = text.value()
    except (ValueError, RecursionError) as error:
        yield broken(blob, blob.uri, None, fault(error), text.rest())
        return
    records = _records_in(value)
    if records is None:
        yield _element(value, blob.uri, blob, None, settings)
        return
    for row, item in enumerate(records, start=1):
        yield _element(item, f"Element {row} of {blob.uri}", blob, row, settings)


def _records_in(value: object) -> list[object] | None:
    """Return the first list of records with a text that a document wraps; None if there is none."""
    if not isinstance(value, dict) or "text" in mapping(tuple(value)):
        return None
    return next((item for item in value.values() if isinstance(item, list) and _holds_text(item)), None)


def _holds_text(records: list[object]) -> bool:
    first = next((record for record in records if isinstance(record, dict)), {})
    return "text" in mapping(tuple(first))


def _element(value: object, where: str, blob: Blob, row: int | None, settings: SourceSettings) -> Record:
    if isinstance(value, dict):
        return record(value, blob, row, settings)
    return not_a_record(blob, where, row, f"a list of {len(value)}" if isinstance(value, list) else str(value))


def _left_over(blob: Blob, rest: str) -> Reject:
    return Reject(
        rule="broken_json",
        source_uri=numbered(blob, None)[0],
        reason=f"{blob.uri} goes on after the end of its JSON: put one record on each line or all into one array.",
        evidence=shortened(rest),
    )
