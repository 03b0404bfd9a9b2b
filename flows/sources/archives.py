"""ZIP and tar archives: each member a blob of its own, one after the other; what could do harm is refused."""

from __future__ import annotations

import io
import re
import stat
import tarfile
import tempfile
import zipfile
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from flows.sources.base import READ_ERRORS, Blob, BombError, Reject, SourceSettings, one_line, printable
from flows.sources.packed import CHUNK_BYTES, FREE_BYTES, MAX_RATIO, TooLargeError, seekable
from flows.sources.recognise import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

#: A member up to this size is held in memory, a larger one on disk.
SMALL_BYTES = 1024**2
#: The list of members that a ZIP ends with is read as a whole; 32 MB name some 400,000 of them.
MAX_DIRECTORY_BYTES = 32 * 1024**2
#: What a tar may say of one member before its data, such as a long name.
MAX_HEADER_BYTES = 1024**2
FAULTS = (*READ_ERRORS, zipfile.BadZipFile, tarfile.TarError, NotImplementedError, ValueError, RuntimeError)
NAMING_TYPES = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
DRIVE = re.compile(r"[A-Za-z]:")
END_MARK, END_64_MARK = b"PK\x05\x06", b"PK\x06\x06"


class Budget:
    """Bytes that may still be unpacked, here and in whatever this is a part of."""

    def __init__(self, limit: int, parent: Budget | None = None) -> None:
        self.left = limit
        self.parent = parent

    def spend(self, size: int) -> None:
        """Take away from it. Raises BombError where there is not so much left."""
        self.left -= size
        if self.left < 0:
            raise BombError("its members unpack to more than is allowed of all together")
        if self.parent:
            self.parent.spend(size)


@dataclass(frozen=True)
class _Member:
    """A member by its name, with what tells against reading it (a rule, and the end of a sentence)."""

    name: str
    fault: tuple[str, str] | None
    open: Callable[[], IO[bytes]]


def members(blob: Blob, form: Format, settings: SourceSettings, budget: Budget) -> Iterator[Blob | Reject]:
    """Yield the files in an archive, in its order; a blob is there until the next one is asked for.

    Its uri is `archive!member`, its name the member's own. Folders and hidden files are left out.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="sitrep-") as folder:
            for member in MEMBERS[form](blob, settings):
                if isinstance(member, Reject):
                    yield member
                elif not _is_hidden(member.name):
                    yield _member(member, blob, Path(folder) / "member", settings, budget)
    except BombError as error:
        yield bomb(blob.uri, error)
    except TooLargeError:
        yield _too_large(blob.uri, settings)
    except FAULTS as error:
        yield _broken(blob.uri, error)


def bomb(uri: str, error: BombError) -> Reject:
    """Return the reject for bytes that unpack to too much."""
    return Reject(
        rule="bomb",
        source_uri=uri,
        reason=f"{uri} is not read any further, as {error}: unpack it yourself if you trust it.",
    )


def _member(member: _Member, archive: Blob, path: Path, settings: SourceSettings, budget: Budget) -> Blob | Reject:
    uri = f"{archive.uri}!{one_line(member.name)}"
    if member.fault:
        rule, why = member.fault
        return Reject(rule=rule, source_uri=uri, reason=f"{uri} {why}.")
    try:
        with member.open() as stream:
            opened = _kept(stream, path, settings.max_unpacked_bytes, budget)
    except TooLargeError:
        return _too_large(uri, settings)
    except BombError:
        raise
    except FAULTS as error:
        return _broken(uri, error)
    return Blob(uri, printable(Path(member.name).name), opened)


def _kept(stream: IO[bytes], path: Path, limit: int, budget: Budget) -> Callable[[], io.BufferedIOBase]:
    """Copy a member to memory, or to `path` if it is large, and return what opens it.

    Raises:
        TooLargeError: it has more than `limit` bytes.
        BombError: the budget is spent.

    """
    size, start = 0, b""
    with io.BytesIO() as memory, ExitStack() as stack:
        file: IO[bytes] = memory
        while chunk := stream.read(CHUNK_BYTES):
            size += len(chunk)
            if size > limit:
                raise TooLargeError
            budget.spend(len(chunk))
            if size > SMALL_BYTES and file is memory:
                file = stack.enter_context(path.open("wb"))
                file.write(memory.getvalue())
            file.write(chunk)
        start = memory.getvalue() if file is memory else b""
    return (lambda: path.open("rb")) if size > SMALL_BYTES else (lambda: io.BytesIO(start))


def _zip(blob: Blob, settings: SourceSettings) -> Iterator[_Member | Reject]:
    with seekable(blob, settings) as stream:
        size = stream.seek(0, io.SEEK_END)
        if _directory_bytes(stream, size) > MAX_DIRECTORY_BYTES:
            raise zipfile.BadZipFile("it has too many members")
        with zipfile.ZipFile(cast("IO[bytes]", stream)) as archive:
            infos = archive.infolist()
            names = {info.filename for info in infos}
            if "[Content_Types].xml" in names or "mimetype" in names or "META-INF/MANIFEST.MF" in names:
                yield _document(blob)
                return
            total = Budget(max(FREE_BYTES, MAX_RATIO * size))
            for info in infos:
                fault = _zip_fault(info)
                if not fault:
                    total.spend(info.file_size)  # never more is read, whatever is there
                if not info.is_dir():
                    yield _Member(info.filename, fault, partial(archive.open, info))


def _zip_fault(info: zipfile.ZipInfo) -> tuple[str, str] | None:
    mode = info.external_attr >> 16
    if info.flag_bits & 0x1:
        return "encrypted", "is encrypted, so it can't be read: unpack the archive with its password"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "member_not_a_file", "is a link or device and no file, so it is left out: put the file itself there"
    if info.file_size > max(FREE_BYTES, MAX_RATIO * info.compress_size):
        return "bomb", f"unpacks to over {MAX_RATIO} times its size, as only a trap does: unpack it if you trust it"
    return _path_fault(info.filename)


def _directory_bytes(stream: io.BufferedIOBase, size: int) -> int:
    """Return how long a ZIP says its list of members is; 0 where it says nothing of the kind."""
    stream.seek(max(0, size - 2**16 - 100))
    tail = stream.read()
    at, at_64 = tail.rfind(END_MARK), tail.rfind(END_64_MARK)
    if at_64 >= 0:
        return int.from_bytes(tail[at_64 + 40 : at_64 + 48], "little")
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0


class _TarDamageError(tarfile.TarError):
    """A tar that goes on with something else than a member; tarfile itself would take that for its end."""


class _TarInfo(tarfile.TarInfo):
    """A member of a tar, refused where it is damaged or says more of itself than memory should hold."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> _TarInfo:
        try:
            return super().fromtarfile(tarfile_)
        except (tarfile.EOFHeaderError, tarfile.EmptyHeaderError):  # type: ignore[attr-defined]  # not in its stubs
            raise
        except tarfile.HeaderError as error:
            raise _TarDamageError(f"{error} after {tarfile_.offset:,} bytes") from None

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _TarInfo:
        info = super().frombuf(buf, encoding, errors)
        if info.type in NAMING_TYPES and info.size > MAX_HEADER_BYTES:
            raise _TarDamageError("a name of over a million characters")
        return info


def _tar(blob: Blob, _: SourceSettings) -> Iterator[_Member | Reject]:
    with (
        blob.open() as stream,
        tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|", tarinfo=_TarInfo, errorlevel=1) as archive,
    ):
        while info := archive.next():
            archive.members = []  # type: ignore[attr-defined]  # it would keep them all
            if not info.isdir():
                yield _Member(info.name, _tar_fault(info), partial(_extracted, archive, info))


def _extracted(archive: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    file = archive.extractfile(info)
    if file is None:
        raise tarfile.ReadError("no data")
    return file


def _tar_fault(info: tarfile.TarInfo) -> tuple[str, str] | None:
    if not info.isreg() or info.issparse():
        return "member_not_a_file", "is a link, a device or has holes, so it is left out: put the file itself there"
    return _path_fault(info.name)


def _path_fault(name: str) -> tuple[str, str] | None:
    parts = name.replace("\\", "/").split("/")
    if parts[0] and not DRIVE.match(parts[0]) and ".." not in parts:
        return None
    return "member_path", "has a path that leads out of the archive, so it is left out: pack it anew with plain names"


def _is_hidden(name: str) -> bool:
    """Tell whether a member is what a folder would hide, or what macOS adds of its own."""
    parts = [part for part in re.split(r"[/\\]", name) if part not in ("", ".", "..")]
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _document(blob: Blob) -> Reject:
    return Reject(
        rule="format_not_read",
        source_uri=blob.uri,
        reason=f"{blob.uri} is an Office document, an e-book or a program in a ZIP: save it as text or HTML.",
    )


def _too_large(uri: str, settings: SourceSettings) -> Reject:
    return Reject(
        rule="file_too_large",
        source_uri=uri,
        reason=f"{uri} unpacks to more than {settings.max_unpacked_bytes:,} bytes: unpack it yourself.",
    )


def _broken(uri: str, error: Exception) -> Reject:
    what = " ".join(str(error).split()).rstrip(".") or type(error).__name__
    return Reject(
        rule="broken_archive",
        source_uri=uri,
        reason=f"{uri} can't be unpacked to its end ({printable(what)}): get or pack it again.",
    )


MEMBERS: dict[Format, Callable[[Blob, SourceSettings], Iterator[_Member | Reject]]] = {
    Format.ZIP: _zip,
    Format.TAR: _tar,
}
