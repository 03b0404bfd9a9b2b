"""Files, folders and globs in a store: Amazon's, Google's and Microsoft's, this machine's files and memory (fsspec).

What else fsspec opens is refused: ftp, sftp, webhdfs and the like ask any host that an address names, also one that is
not public, and its wrappers (reference, simplecache) lead on to other addresses.
"""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from flows.sources.base import Blob, SourceError, one_line, printable, shortened
from flows.urls import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    import fsspec
    from _typeshed import WriteableBuffer

STORES = ("s3", "gs", "gcs", "az", "abfs", "file", "memory")
MAGIC = frozenset("*?[")
BUFFER_BYTES = 1024**2
URL = re.compile(r"\w+://[^\s'\"]+")


def find(source: str) -> Iterator[Blob]:
    """Find the files that a source means, in the order of their names; of a folder all that it holds but hidden files.

    Raises:
        SourceError: at once, if the store is none of STORES, fsspec lacks the package for it, it can't be reached or
            refuses, or there is nothing of that name.

    """
    system, path = _opened(source)
    try:
        paths = _paths(system, path)
    except Exception as error:  # each store has errors of its own
        raise SourceError(
            f"{shown(source)!r} can't be listed ({_words(error, source)}): check the address and your rights."
        ) from None
    if not paths:
        raise SourceError(f"There is nothing at {shown(source)!r}: check the address.")
    return (_file(system, path) for path in paths)


def _opened(source: str) -> tuple[fsspec.AbstractFileSystem, str]:
    from fsspec.core import url_to_fs  # noqa: PLC0415 - not needed for most sources

    scheme = source.partition("://")[0].lower()
    if scheme not in STORES:
        raise SourceError(
            f"{shown(source)!r} is in no store known here (http, https, {', '.join(STORES)}): "
            "download it and name the file."
        )
    if "::" in source:
        raise SourceError(f"{shown(source)!r} is one address in another, which is not read: name the file itself.")
    try:
        return url_to_fs(source)  # type: ignore[no-any-return]  # fsspec is not typed
    except ImportError as error:
        what = _words(error, source).rstrip(".")
        raise SourceError(f"{scheme}:// needs a package that is not installed ({what}): install it with pip.") from None
    except Exception as error:
        raise SourceError(
            f"{shown(source)!r} can't be opened ({_words(error, source)}): check the address and your rights."
        ) from None


def _paths(system: fsspec.AbstractFileSystem, path: str) -> list[str]:
    """Return the paths of files, sorted; a folder that a glob matches means all that it holds."""
    has_magic = not MAGIC.isdisjoint(path) and not system.exists(path)
    roots = sorted(system.glob(path)) if has_magic else [path]
    found = chain.from_iterable(_below(system, root) for root in roots)
    return list(dict.fromkeys(found))


def _below(system: fsspec.AbstractFileSystem, root: str) -> Iterator[str]:
    if system.isfile(root):
        yield root
        return
    start = len(root.rstrip("/")) + 1
    for path in sorted(system.find(root)):
        if not any(part.startswith(".") for part in path[start:].split("/")):
            yield path


def _file(system: fsspec.AbstractFileSystem, path: str) -> Blob:
    return Blob(
        one_line(shown(system.unstrip_protocol(path))),
        printable(PurePosixPath(path).name),
        partial(_stream, system, path),
    )


@contextmanager
def _stream(system: fsspec.AbstractFileSystem, path: str) -> Iterator[io.BufferedIOBase]:
    try:
        file = system.open(path, "rb")
    except Exception as error:
        raise _as_os_error(error) from None
    with io.BufferedReader(_Raw(file), BUFFER_BYTES) as stream:
        yield stream


class _Raw(io.RawIOBase):
    """A file of a store with the errors of a file: what else its client raises is an OSError."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        try:
            return self._file.seek(offset, whence)
        except Exception as error:
            raise _as_os_error(error) from None

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        try:
            data = self._file.read(len(view))
        except Exception as error:
            raise _as_os_error(error) from None
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def _as_os_error(error: Exception) -> OSError:
    return error if isinstance(error, OSError) else OSError(_words(error))


def _words(error: Exception, source: str = "") -> str:
    """Return what a store says, without the user, the password and the key that an address may hold."""
    said = " ".join(str(error).split())
    user = urlsplit(source).netloc.rpartition("@")[0]
    for secret in (f"{user}@" if user else "", user.partition(":")[2]):
        said = said.replace(secret, "") if secret else said
    return shortened(URL.sub(lambda url: shown(url[0]), said)) or type(error).__name__
