"""Standard input as a blob: kept on disk, as readers go through their input more than once."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flows.sources.base import Blob, SourceError, SourceSettings
from flows.sources.packed import CHUNK_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The source that means standard input, and its name in what is read from there.
STDIN = "-"


@contextmanager
def standard_input(settings: SourceSettings) -> Iterator[Blob]:
    """Read standard input to its end: a blob that lasts as long as the context.

    Raises:
        SourceError: there is none, it can't be read, or it has more than `max_unpacked_bytes`.

    """
    if sys.stdin is None or sys.stdin.closed:
        raise SourceError("There is no standard input to read: pipe the articles in, or name a file.")
    with tempfile.TemporaryDirectory(prefix="sitrep-") as folder:
        path, size = Path(folder) / "stdin", 0
        with path.open("wb") as file:
            for chunk in _chunks():
                size += len(chunk)
                if size > settings.max_unpacked_bytes:
                    limit = f"{settings.max_unpacked_bytes:,} bytes"
                    raise SourceError(f"Standard input has more than {limit}: save it as a file and name that.")
                file.write(chunk)
        yield Blob(STDIN, STDIN, lambda: path.open("rb"))


def _chunks() -> Iterator[bytes]:
    try:
        while chunk := sys.stdin.buffer.read(CHUNK_BYTES):
            yield chunk
    except (OSError, ValueError) as error:
        raise SourceError(f"Standard input can't be read ({error}): pipe the articles in, or name a file.") from None
