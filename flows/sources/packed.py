"""Compressed files: a blob that unpacks as it is read, up to the point where it shows itself a trap."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tempfile
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import IO, TYPE_CHECKING, cast

from flows.sources.base import BombError
from flows.sources.recognise import Format
from flows.sources.zstd import ZstdFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _typeshed import WriteableBuffer

    from flows.sources.base import Blob, SourceSettings


def _xz(packed: io.BufferedIOBase) -> lzma.LZMAFile:
    return lzma.LZMAFile(cast("IO[bytes]", packed))


def _zstd(packed: io.BufferedIOBase) -> ZstdFile:
    return ZstdFile(cast("IO[bytes]", packed))


UNPACKERS: dict[Format, Callable[[io.BufferedIOBase], AbstractContextManager[io.BufferedIOBase]]] = {
    Format.GZIP: lambda packed: gzip.GzipFile(fileobj=packed, mode="rb"),
    Format.BZIP2: bz2.BZ2File,
    Format.XZ: _xz,
    Format.ZSTD: _zstd,
}
CHUNK_BYTES = 1024**2
#: Text unpacks to a few times its size, text that repeats itself to a hundred times; what goes beyond that is a trap
#: (deflate can reach 1,032, the others millions). A small file is no danger, whatever it is.
MAX_RATIO = 200
FREE_BYTES = 64 * 1024**2


class TooLargeError(Exception):
    """More bytes than the settings allow."""


class _Counted(io.RawIOBase):
    """A stream that counts what is read of it."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        data = self._stream.read1(len(view))
        view[: len(data)] = data
        self.count += len(data)
        return len(data)


class _Measured(_Counted):
    """What a packed stream unpacks to; raises BombError where that is out of all proportion to `packed`."""

    def __init__(self, stream: io.BufferedIOBase, packed: _Counted) -> None:
        super().__init__(stream)
        self.packed = packed

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        size = super().readinto(buffer)
        if self.count > max(FREE_BYTES, MAX_RATIO * self.packed.count):
            raise BombError(f"it unpacks to over {MAX_RATIO} times its size, as only a trap does")
        return size


class _Plain(io.BufferedReader):
    """The buffered form of a measured stream."""

    raw: _Measured


def unpacked(blob: Blob, form: Format) -> Blob:
    """Return the blob inside a compressed one; its name and uri stay those of the file."""

    @contextmanager
    def opened() -> Iterator[io.BufferedIOBase]:
        with blob.open() as packed:
            # Of a pack in a pack, what counts is the size of the outermost one.
            source = packed.raw.packed if isinstance(packed, _Plain) else _Counted(packed)
            inner = packed if isinstance(packed, _Plain) else io.BufferedReader(source, CHUNK_BYTES // 8)
            with UNPACKERS[form](inner) as plain, _Plain(_Measured(plain, source), CHUNK_BYTES // 8) as measured:
                yield measured

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
