"""Standard output and error that may lose their reader, as in `sitrep run ... | head -1`.

What a command does is not done for its words: where nobody reads them any more they go nowhere, and it goes on to its
end and its own exit code. Where they can't be written for another reason (a full disk) it says so at the end.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flows.outcome import BAD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from _typeshed import ReadableBuffer

OUT, ERR = 1, 2
_READER_GONE = (errno.EPIPE, errno.ECONNRESET)


@contextmanager
def outliving_readers() -> Iterator[None]:
    """Have this process's standard output and error survive a reader that leaves or was never there.

    Raises SystemExit at the end where words were lost that somebody wanted.
    """
    # One that is closed becomes the null device, lest what is opened next gets its number, and words meant for it.
    while (null := os.open(os.devnull, os.O_RDWR)) <= ERR:
        pass
    os.close(null)
    out, err = _Outliving(OUT, "wb", closefd=False), _Outliving(ERR, "wb", closefd=False)
    sys.stdout, sys.stderr = _text(out, sys.stdout), _text(err, sys.stderr)
    try:
        yield
    finally:
        sys.stdout.flush()
        if out.lost:
            print(f"The output is not whole ({out.lost.strerror}); write it to another place.", file=sys.stderr)
            raise SystemExit(BAD_INPUT)


class _Outliving(io.FileIO):
    """A file descriptor that becomes the null device once it can't be written; `lost` says why words are missed."""

    lost: OSError | None = None

    def write(self, given: ReadableBuffer, /) -> int:
        try:
            return super().write(given)
        except OSError as error:
            self.lost = None if error.errno in _READER_GONE else error
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, self.fileno())
        os.close(null)
        return memoryview(given).nbytes


def _text(raw: _Outliving, stream: TextIO | None) -> TextIO:
    """`raw` as a stream of text; `stream` is what Python made of its descriptor, None where that was closed."""
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=getattr(stream, "encoding", "utf-8"),
        errors=getattr(stream, "errors", "backslashreplace"),
        line_buffering=raw.fileno() == ERR or raw.isatty(),
    )
