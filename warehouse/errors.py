"""What can go wrong with the warehouse, each as one sentence: what, where, what to do."""

from __future__ import annotations

import errno
import re
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from warehouse.place import Place


class WarehouseError(Exception):
    """The warehouse could not be used; the message is one sentence for the user."""


class WarehouseMissing(WarehouseError):
    """There is no file at the path."""


class WarehouseLocked(WarehouseError):
    """Another process, or another thread of this one, writes to it."""


class WarehouseReadOnly(WarehouseError):
    """The file or its folder can't be written."""


class WarehouseUnreadable(WarehouseError):
    """The file can't be read by this user, or is not a file."""


class WarehouseCorrupt(WarehouseError):
    """The file is damaged, or is no warehouse of this project."""


class WarehouseNewer(WarehouseError):
    """A later release of sitrep or DuckDB made it."""


class DiskFull(WarehouseError):
    """No room for the load; the warehouse is as it was."""


class MemoryShort(WarehouseError):
    """DuckDB has no room in memory for what it was to do; the warehouse is as it was."""


class ContractBroken(WarehouseError):
    """A frame that isn't declared, or differs from its declaration, was to be written."""


class WarehouseExists(WarehouseError):
    """There is a warehouse already where one was to be made from a backup."""


class WarehouseConflict(WarehouseError):
    """Another program changed the same rows of a lake meanwhile; the warehouse is as that left it."""


class LakeUnfit(WarehouseError):
    """The address of a lake can't be used as it is."""


class LakeUnreachable(WarehouseError):
    """The catalogue or the files of a lake did not answer."""


class BackupDamaged(WarehouseError):
    """There is no backup, or one that is not whole."""


class TargetTaken(WarehouseError):
    """Something stands where a file or folder was to be made."""


class TargetUnwritable(WarehouseError):
    """A file or folder can't be made where it was to be."""


class ArticleUnknown(WarehouseError):
    """There is no article of that id, or it is gone already."""


class ArticleRemoved(WarehouseError):
    """The article was withdrawn or forgotten before, or was not where that is to be undone."""


class QueryRefused(WarehouseError):
    """The query would write, use a file or do anything else than read the warehouse."""


class QueryFailed(WarehouseError):
    """DuckDB could not run the query."""


_FULL = ("No space left on device", "File too large", "Disk quota exceeded")
_FULL_CODES = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
_CORRUPT = ("not a valid DuckDB database file", "Corrupt database file", "Could not read enough bytes", "checksum")
_NEWER = ("but we can only read version", "storage version greater")
_NO_MEMORY = ("Out of Memory Error", "could not allocate block", "failed to pin block")
_MEMORY_USED = re.compile(r"\(([\d.]+ \w+)/([\d.]+ \w+) used\)")
_OPEN_HERE = ("different configuration than existing connections", "Unique file handle conflict")
_HOLDER = re.compile(r"\(PID (\d+)")


def missing(path: Place) -> WarehouseMissing:
    """No file at `path`."""
    return WarehouseMissing(f"There is no warehouse at {path}; load one with `sitrep run SOURCE --warehouse {path}`.")


def locked(path: Place, holder: str | None) -> WarehouseLocked:
    """Somebody else writes to `path`; `holder` is their process id where it is known."""
    who = f"process {holder}" if holder else "another process"
    return WarehouseLocked(
        f"The warehouse {path} is being written by {who}; wait until that has ended (or close it) and run again."
    )


def read_only(path: Path) -> WarehouseReadOnly:
    """No permission to write `path`, a file or the folder of one."""
    return WarehouseReadOnly(f"{path} can't be written; give write permission to it or choose another --warehouse.")


def unknown_article(path: Place, article_id: str) -> ArticleUnknown:
    """`article_id` is no key of the articles in `path`."""
    return ArticleUnknown(
        f"The warehouse {path} has no article {article_id}; find its article_id with "
        '`sitrep sql "SELECT article_id, source_uri, title FROM articles"`.'
    )


def removed_before(path: Place, article_id: str, kind: str, removed_at: datetime, reason: str | None) -> ArticleRemoved:
    """`article_id` was withdrawn or forgotten before."""
    why = f" ({reason})" if reason else ""
    return ArticleRemoved(
        f"Article {article_id} of {path} was {kind} on {removed_at:%Y-%m-%d} already{why}; nothing was changed."
    )


def not_removed(path: Place, article_id: str, kind: str) -> ArticleRemoved:
    """`article_id` was not so removed, which is what was to be undone."""
    return ArticleRemoved(
        f"There is no article {article_id} that was {kind} from {path}; find its article_id with "
        '`sitrep sql "SELECT article_id, kind, source_uri, reason FROM ops.removals"`.'
    )


def corrupt(path: Place, detail: str) -> WarehouseCorrupt:
    """`path` holds something else than a whole warehouse; `detail` says what."""
    return WarehouseCorrupt(
        f"The warehouse {path} can't be used, as {detail}; restore a copy, or move it away and load the articles again."
    )


def newer(path: Place, detail: str) -> WarehouseNewer:
    """`path` was written by a later release; `detail` says of what."""
    return WarehouseNewer(f"The warehouse {path} was made by a later {detail}; update sitrep to use it.")


def disk_full(path: Path) -> DiskFull:
    """A write beside `path` found no room."""
    return DiskFull(
        f"The disk under {path.parent} has no room for the load, so nothing was loaded; "
        "free at least the size of the warehouse and run again."
    )


def memory_short(path: Place, message: str) -> MemoryShort:
    """DuckDB said that its memory is used up."""
    used = _MEMORY_USED.search(message)
    size = f" ({used[2]})" if used else ""
    return MemoryShort(
        f"The memory that DuckDB may use{size} is too small for what was asked of {path}, so nothing was changed; use "
        "a machine with more, load fewer articles at once, or part those with very long texts."
    )


def translated(error: BaseException, path: Path) -> WarehouseError | None:
    """The sentence for what DuckDB or the system raised about `path`; None where it is no fault of the file."""
    if isinstance(error, OSError | duckdb.Error):
        return _of_the_system(error, path) or _of_duckdb(str(error), path)
    return None


def _of_the_system(error: OSError | duckdb.Error, path: Path) -> WarehouseError | None:
    message = str(error)  # DuckDB hands the system's words on
    code = error.errno if isinstance(error, OSError) else None
    if code in _FULL_CODES or any(sign in message for sign in _FULL):
        return disk_full(path)
    if code == errno.EROFS or "Read-only file system" in message:
        return read_only(path)
    unfit = {
        "Is a directory": "is a folder; name the warehouse's file with --warehouse.",
        "Not a directory": "can't be a warehouse, as a part of that path is a file; choose another --warehouse.",
        "File exists": "can't be a warehouse, as a part of that path is a file; choose another --warehouse.",
        "Permission denied": "can't be used by this user; give permission or choose another --warehouse.",
    }
    return next((WarehouseUnreadable(f"{path} {why}") for sign, why in unfit.items() if sign in message), None)


def _of_duckdb(message: str, path: Path) -> WarehouseError | None:
    if any(sign in message for sign in _NO_MEMORY):
        return memory_short(path, message)
    if "Could not set lock on file" in message:
        holder = _HOLDER.search(message)
        return locked(path, holder[1] if holder else None)
    if any(sign in message for sign in _OPEN_HERE):
        return WarehouseLocked(f"The warehouse {path} is open for writing in this very process; close that connection.")
    if any(sign in message for sign in _NEWER):
        return newer(path, "release of DuckDB")
    if any(sign in message for sign in _CORRUPT):
        return corrupt(path, "it is damaged or not a DuckDB file")
    return None
