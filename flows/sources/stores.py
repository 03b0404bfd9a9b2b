"""Files, folders and globs in a store that fsspec knows: s3://, gs://, memory://, file:// and the others."""

from __future__ import annotations

import io
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from flows.sources.base import Blob, SourceError, printable, shortened
from flows.urls import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    import fsspec
    from _typeshed import WriteableBuffer

MAGIC = frozenset("*?[")
BUFFER_BYTES = 1024**2


def find(source: str) -> Iterator[Blob]:
    """Find the files that a source means, in the order of their names; of a folder all that it holds but hidden files.

    Raises:
        SourceError: at once, if fsspec lacks the package for the store, the store can't be reached or refuses, or there
            is nothing of that name.

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

    scheme = source.partition("://")[0]
    if "::" in source:
        raise SourceError(f"{shown(source)!r} is one address in another, which is not read: name the file itself.")
    try:
        return url_to_fs(source)  # type: ignore[no-any-return]
    except ImportError as error:
        what = _words(error, source).rstrip(".")
        raise SourceError(f"{scheme}:// needs a package that is not installed ({what}): install it with pip.") from None
    except Exception as error:
        if isinstance(error, ValueError) and "Protocol not known" in str(error):
            known = "http, https, s3, gs, file, memory"
            raise SourceError(
                f"{shown(source)!r} is in no store known here ({known} and what else fsspec knows): download it."
            ) from None
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
        printable(shown(system.unstrip_protocol(path))),
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


def _refusal(source: str, what: str, error: Exception) -> SourceError:
    why = _words(error, source).rstrip(".")
    return SourceError(f"{shown(source)!r} can't be {what} ({why}): check the address and your rights.")


def _as_os_error(error: Exception) -> OSError:
    return error if isinstance(error, OSError) else OSError(_words(error))


def _words(error: Exception, source: str = "") -> str:
    said = " ".join(str(error).split())
    return shortened(said.replace(source, shown(source)) if source else said) or type(error).__name__
