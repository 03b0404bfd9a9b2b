"""JSON lines: a record a line; `#row` is the line's number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

from flows.sources import encodings
from flows.sources.base import Blob, Record, Reject, SourceSettings, shortened, too_long
from flows.sources.columns import numbered, record

if TYPE_CHECKING:
    from collections.abc import Iterator


def read(blob: Blob, settings: SourceSettings) -> Iterator[Record]:
    """Yield an article or a reject for each line that is not blank; a bad line doesn't stop the others."""
    encoding = encodings.detect(blob)
    yield from encodings.damage(blob, encoding)
    with encodings.opened(blob, encoding) as stream:
        for number, line in _lines(stream, settings.max_record_chars):
            if len(line) > settings.max_record_chars:
                length = f"a line of over {settings.max_record_chars:,} characters, more"
                yield too_long(numbered(blob, number)[0], length, line, settings)
            elif line.strip():
                yield _record(line, blob, number, settings)


def _record(line: str, blob: Blob, number: int, settings: SourceSettings) -> Record:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        at = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
        return broken(blob, f"Line {number} of {blob.uri}", number, fault(error) + at, line)
    if isinstance(value, dict):
        return record(value, blob, number, settings)
    return not_a_record(blob, f"Line {number} of {blob.uri}", number, line)


def fault(error: ValueError | RecursionError) -> str:
    """Tell what is wrong with JSON that could not be read."""
    if isinstance(error, json.JSONDecodeError):
        told = error.msg.removesuffix(" at")  # its own messages end so, for a position to follow
        return told[:1].lower() + told[1:]
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)


def broken(blob: Blob, where: str, row: int | None, what: str, evidence: str) -> Reject:
    """Return the reject for text that is not JSON; `where` begins its sentence, `what` is the fault."""
    return Reject(
        rule="broken_json",
        source_uri=numbered(blob, row)[0],
        reason=f"{where} is not valid JSON ({what}): correct or remove it.",
        evidence=shortened(evidence),
    )


def not_a_record(blob: Blob, where: str, row: int | None, evidence: str) -> Reject:
    """Return the reject for JSON that is no object; `where` begins its sentence."""
    return Reject(
        rule="not_a_record",
        source_uri=numbered(blob, row)[0],
        reason=f"{where} is JSON but no object with a text: write it as {{...}} or remove it.",
        evidence=shortened(evidence),
    )


def _lines(stream: TextIO, limit: int) -> Iterator[tuple[int, str]]:
    """Yield numbered lines, from 1; of a line over the limit only its first `limit` + 1 characters."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        rest = line
        while not rest.endswith("\n") and len(rest) > limit:
            rest = stream.readline(limit + 1)
        yield number, line
