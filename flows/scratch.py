"""The folder of a run's batches, beside the warehouse: gone after the run, or with the next one if it was killed."""

from __future__ import annotations

import errno
import fcntl
import shutil
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import polars as pl

from flows.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = "lock"
#: A folder this young may belong to a run that has not locked it yet.
YOUNG_SECONDS = 60.0


@contextmanager
def scratch(home: Path, run_id: str) -> Iterator[Path]:
    """Make `home/.runs/run_id`, locked as long as this process uses it. Raises UsageError; a full disk is one, too."""
    folder = home / ".runs" / run_id
    try:
        folder.mkdir(parents=True)
        lock = (folder / LOCK).open("w")
    except OSError as error:
        raise UsageError(
            f"{folder} can't be made ({error.strerror}); choose another place with --warehouse."
        ) from error
    try:
        with lock:
            _locks(lock.fileno())
            sweep(folder.parent)
            yield folder
    except (OSError, pl.exceptions.PolarsError) as error:
        if _is_full(error):
            raise UsageError(
                f"The disk under {folder} is full, so nothing was loaded; free some space and run again."
            ) from error
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            folder.parent.rmdir()


def sweep(runs: Path) -> None:
    """Remove the folders that killed runs left: those that nobody holds."""
    for folder in runs.iterdir():
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > YOUNG_SECONDS and not _is_held(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_held(folder: Path) -> bool:
    try:
        with (folder / LOCK).open("r+") as lock:
            return not _locks(lock.fileno())
    except FileNotFoundError:
        return False


def _locks(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_full(error: Exception) -> bool:
    code = error.errno if isinstance(error, OSError) else None
    return code in (errno.ENOSPC, errno.EDQUOT) or "No space left on device" in str(error)
