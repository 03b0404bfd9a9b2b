"""A body as it comes over the wire, with its compression taken off piece by piece, so that no piece can be a bomb."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from flows.sources.fetching.faults import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: What is asked for; more is not taken off.
ACCEPTED = "gzip, deflate"
PIECE_BYTES = 1024**2
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32


def decoded(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield the bytes behind a header Content-Encoding, at most PIECE_BYTES at a time.

    Raises:
        Refused: the compression is damaged or breaks off, is none that was asked for, or is one of several.

    """
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return iter(chunks)
    if name not in ("gzip", "x-gzip", "deflate"):
        raise Refused(f"comes compressed as {name[:40]!r}, which was not asked for: download it and load the file.")
    return _inflated(chunks, name)


def _inflated(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    unpacker = None
    is_begun = False
    for chunk in chunks:
        left = chunk
        while left:
            if unpacker is None:
                # Some servers send deflate without the frame of zlib around it.
                is_bare = name == "deflate" and not is_begun and left[0] & 0x0F != 8
                unpacker = zlib.decompressobj(-zlib.MAX_WBITS if is_bare else _GZIP_OR_ZLIB)
                is_begun = True
            try:
                piece = unpacker.decompress(left, PIECE_BYTES)
            except zlib.error:
                raise Refused(f"comes as damaged {name}: try again later, or download it and load the file.") from None
            if piece:
                yield piece
            left = unpacker.unconsumed_tail
            if unpacker.eof:
                # gzip may be written in several pieces, one after the other, with zeros after the last.
                left, unpacker = unpacker.unused_data.lstrip(b"\0") if name != "deflate" else b"", None
    if unpacker is not None:
        # The last few bytes may wait behind the bound of the piece before.
        yield unpacker.flush()
    if unpacker is not None and not unpacker.eof:
        raise Refused(f"breaks off in the middle of its {name}: try again later.")
