"""Compressed files: a blob that unpacks as it is read."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tempfile
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import IO, TYPE_CHECKING, cast

from flows.sources.recognise import Format

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterator

    from flows.sources.base import Blob, SourceSettings


def _xz(packed: io.BufferedIOBase) -> lzma.LZMAFile:
    return lzma.LZMAFile(cast("IO[bytes]", packed))


UNPACKERS: dict[Format, Callable[[io.BufferedIOBase], AbstractContextManager[io.BufferedIOBase]]] = {
    Format.GZIP: lambda packed: gzip.GzipFile(fileobj=packed, mode="rb"),
    Format.BZIP2: bz2.BZ2File,
    Format.XZ: _xz,
}
CHUNK_BYTES = 1024**2


class TooLargeError(Exception):
    """More bytes than the settings allow."""


def unpacked(blob: Blob, form: Format) -> Blob:
    """Return the blob inside a compressed one; its name and uri stay those of the file."""

    @contextmanager
    def opened() -> Iterator[io.BufferedIOBase]:
        with blob.open() as packed, UNPACKERS[form](packed) as plain:
            yield plain

    return replace(blob, open=opened, is_seekable=False, is_unpacked=True)


@contextmanager
def seekable(blob: Blob, settings: SourceSettings) -> Iterator[io.BufferedIOBase]:
    """Open the blob's bytes for random access; unpacked into a temporary file if need be.

    Raises:
        TooLargeError: it unpacks to more than `max_unpacked_bytes`.

    """
    with blob.open() as stream:
        if blob.is_seekable:
            yield stream
            return
        with tempfile.TemporaryFile() as file:
            while chunk := stream.read(CHUNK_BYTES):
                if file.tell() + len(chunk) > settings.max_unpacked_bytes:
                    raise TooLargeError
                file.write(chunk)
            file.seek(0)
            yield file
