"""From a path, folder or glob to the files it means."""

# os takes any name as it is, where Path raises (links in a circle) or keeps `..`.
# ruff: noqa: PTH100, PTH111, PTH112, PTH116, PTH118, PTH119, PTH207, PTH208

from __future__ import annotations

import fnmatch
import glob
import io
import os
import stat
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from flows.sources.base import Blob, Reject, SourceError, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from _typeshed import WriteableBuffer

BUFFER_BYTES = 128 * 1024


def find(source: str) -> Iterator[Blob | Reject]:
    """Find the files that a source means, in the order of their names; of a folder all that it holds but hidden files.

    Raises:
        SourceError: at once, if there is no such path, or nothing in it, or a folder may not be listed.

    """
    path = os.path.expanduser(source)
    if _exists(path):
        if os.path.isdir(path) and not os.access(path, os.R_OK | os.X_OK):
            raise SourceError(f"{source!r} may not be listed by this user: give read permission (chmod +rx).")
        found, nothing = (
            walk([path]),
            f"{source!r} holds no file but hidden ones: name a folder with articles.",
        )
    elif glob.has_magic(path):
        found, nothing = _matches(path), f"No file matches {source!r}: check the pattern."
    else:
        raise SourceError(f"There is no file or folder {source!r}: check the path.")
    first = next(found, None)
    if first is None:
        raise SourceError(nothing)
    return chain([first], found)


def walk(roots: Iterable[str]) -> Iterator[Blob | Reject]:
    """Yield files and all files below folders; a folder met again, as by a link in a circle, is not entered again."""
    waiting = [os.path.abspath(root) for root in roots][::-1]
    seen: dict[tuple[int, int], str] = {}
    while waiting:
        path = waiting.pop()
        try:
            info = os.stat(path)
            if stat.S_ISDIR(info.st_mode):
                first = seen.setdefault((info.st_dev, info.st_ino), path)
                if first is not path:
                    yield _met_again(path, first)
                    continue
                names = sorted((name for name in os.listdir(path) if not name.startswith(".")), reverse=True)
                waiting.extend(os.path.join(path, name) for name in names)
            elif stat.S_ISREG(info.st_mode):
                yield file(path)
            else:
                yield _not_a_file(path)
        except OSError as error:
            yield unreadable(shown(path), error)


def file(path: str) -> Blob:
    """Make a file a blob, as long as it is when it is first opened: what is written to meanwhile may never end."""
    sizes: list[int] = []

    def opened() -> io.BufferedIOBase:
        stream = io.FileIO(path)
        sizes.append(os.fstat(stream.fileno()).st_size)
        # Of what only looks like a file (in /proc), no size is known.
        return io.BufferedReader(_UpTo(stream, sizes[0]) if sizes[0] else stream, BUFFER_BYTES)

    return Blob(shown(path), shown(os.path.basename(path)), opened)


class _UpTo(io.RawIOBase):
    """The first `size` bytes of a file."""

    def __init__(self, stream: io.FileIO, size: int) -> None:
        self._stream, self._size = stream, size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if whence == io.SEEK_END:
            offset, whence = self._size + offset, io.SEEK_SET
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        return self._stream.readinto(view[: max(0, self._size - self._stream.tell())])

    def close(self) -> None:
        self._stream.close()
        super().close()


def shown(path: str) -> str:
    """Return a path as text that can be stored and told in a line, whatever bytes its name is made of."""
    return one_line(os.fsencode(path).decode("utf-8", "backslashreplace"))


def unreadable(uri: str, error: BaseException) -> Reject:
    """Return the reject for something that can't be opened or breaks off."""
    if isinstance(error, PermissionError):
        reason = f"{uri} may not be read by this user: give read permission (chmod +r) or run as its owner."
        return Reject(rule="no_permission", source_uri=uri, reason=reason)
    what = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return Reject(
        rule="unreadable", source_uri=uri, reason=f"{uri} can't be read to its end ({what}): get or copy it again."
    )


def _matches(pattern: str) -> Iterator[Blob | Reject]:
    if "**" not in pattern:
        return walk(sorted(glob.glob(pattern)))
    # `glob` follows links in a circle, so that two of them take it for ever.
    parts = Path(os.path.abspath(pattern)).parts
    depth = next(position for position, part in enumerate(parts) if glob.has_magic(part))
    return (item for item in walk([os.path.join(*parts[:depth])]) if _fits_some(item, parts, depth))


def _fits_some(item: Blob | Reject, pattern: Sequence[str], depth: int) -> bool:
    """Tell whether a file, or a folder that it is in, fits a pattern; what can't be entered might hold such a file."""
    if isinstance(item, Reject) and item.rule in ("no_permission", "folder_met_again"):
        return True
    parts = Path(item.uri if isinstance(item, Blob) else item.source_uri).parts
    return any(_fits(parts[depth:end], pattern[depth:]) for end in range(depth + 1, len(parts) + 1))


def _fits(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    if not pattern or not parts:
        return not parts and all(part == "**" for part in pattern)
    if pattern[0] == "**":
        return _fits(parts, pattern[1:]) or _fits(parts[1:], pattern)
    return fnmatch.fnmatchcase(parts[0], pattern[0]) and _fits(parts[1:], pattern[1:])


def _exists(path: str) -> bool:
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError as error:
        raise SourceError(f"{path!r} can't be opened ({error.strerror}): check the path and its permissions.") from None
    return True


def _met_again(path: str, first: str) -> Reject:
    return Reject(
        rule="folder_met_again",
        source_uri=shown(path),
        reason=f"{shown(path)} is {shown(first)}, which is read already: remove the link if it goes in a circle.",
    )


def _not_a_file(path: str) -> Reject:
    return Reject(
        rule="not_a_file",
        source_uri=shown(path),
        reason=f"{shown(path)} is a pipe, socket or device: save what it gives as a file.",
    )
