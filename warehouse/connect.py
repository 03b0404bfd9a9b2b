"""Opening the warehouse: many readers, one writer, and a reader never sees half a load.

A warehouse is a DuckDB file or, where its address says so, a lake (`lake.py`); what follows is of files.
DuckDB lets no other process read a file while one writes it. So the writer works on a copy beside the file
(`PATH.next`), in one transaction, and puts it in place of the file when it is whole: readers that are open keep the old
state, later ones see the new one, and a crash leaves the file as it was. `PATH.lock` keeps writers apart. A load needs
room on the disk for a second copy; file systems that share blocks (btrfs, XFS) copy in no time.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import duckdb
import tenacity

from warehouse import errors, lake, lake_errors, migrations
from warehouse.ddl import literal
from warehouse.place import Lake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from warehouse.place import Place

LOCK_WAIT_SECONDS = 30.0
CONFLICT_TRIES = 6
_Result = TypeVar("_Result")
_CHUNK = 1 << 26


@contextmanager
def read(place: Place) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can't write; it sees the state of the moment it was opened, whatever is loaded meanwhile.

    It reaches no other file, attaches no database and keeps its settings.
    Raises WarehouseMissing, WarehouseLocked (another program writes in the file itself), WarehouseCorrupt,
    WarehouseNewer, WarehouseUnreadable, or of a lake LakeUnfit or LakeUnreachable.
    """
    with lake.read(place) if isinstance(place, Lake) else _read(place) as con:
        yield con


@contextmanager
def write(
    place: Place, *, wait_seconds: float = LOCK_WAIT_SECONDS, anew: bool = False, rewritten: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection inside one transaction, of which all is there when the block ends without an error, else nothing.

    Of a file, that is on a copy that takes its place. Makes the warehouse and its schema where there is none. With
    `anew` it begins without any table, and what was there is gone at the end. `rewritten`: nothing is left of what was
    deleted, which DuckDB does not overwrite and a lake keeps in its history. Waits up to `wait_seconds` for another
    load to end. Raises WarehouseLocked, WarehouseReadOnly, WarehouseCorrupt, WarehouseNewer, WarehouseUnreadable or
    DiskFull, or of a lake LakeUnfit, LakeUnreachable or WarehouseConflict, and leaves the warehouse as it was.
    """
    if isinstance(place, Lake):
        opened = lake.write(place, wait_seconds=wait_seconds, anew=anew, rewritten=rewritten)
    else:
        opened = _write(place, wait_seconds=wait_seconds, anew=anew, rewritten=rewritten)
    with opened as con:
        yield con


def change(place: Place, work: Callable[[duckdb.DuckDBPyConnection], _Result]) -> _Result:
    """Do `work` in one transaction of `write`, and again, after a wait, where another program changed the same rows.

    Only a lake can be changed by others meanwhile; waits grow to some seconds. Raises what `write` raises, and
    WarehouseConflict after CONFLICT_TRIES.
    """
    for attempt in tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(errors.WarehouseConflict),
        stop=tenacity.stop_after_attempt(CONFLICT_TRIES),
        wait=tenacity.wait_random_exponential(multiplier=0.1, max=5),
        reraise=True,
    ):
        with attempt, write(place) as con:
            return work(con)
    raise AssertionError("a retry ends with a result or an error")


def exists(place: Place) -> bool:
    """Whether there is something at the place of a warehouse."""
    return lake.exists(place) if isinstance(place, Lake) else place.exists()


def translated(error: BaseException, place: Place) -> errors.WarehouseError | None:
    """The sentence for what DuckDB or the system raised about a warehouse; None where it is no fault of that."""
    return lake_errors.translated(error, place) if isinstance(place, Lake) else errors.translated(error, place)


@contextmanager
def _read(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    path = Path(path).resolve()
    if not path.exists():
        raise errors.missing(path)
    with _explained(path, duckdb.Error), closing(_open(path, read_only=True)) as con:
        migrations.version_of(con, path)
        yield con


@contextmanager
def _write(path: Path, *, wait_seconds: float, anew: bool, rewritten: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    path = Path(path).resolve()
    stage = path.with_name(path.name + ".next")
    with _explained(path, duckdb.Error, OSError):
        _check_writable(path)
        with _only_writer(path, wait_seconds):
            _discard(stage)
            try:
                with _held(path) if not anew else nullcontext() as source:
                    if source is not None:
                        _copy(source, stage)
                        shutil.copymode(path, stage)
                    with closing(_open(stage)) as con:
                        con.begin()
                        if source is not None:
                            migrations.bring_forward(con, path)
                        elif not anew:
                            migrations.create(con)
                        yield con
                        con.commit()
                        con.execute("CHECKPOINT")
                    if rewritten:
                        _rewrite(stage)
                    _put_in_place(stage, path)
            finally:
                _discard(stage)


def _open(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    # DuckDB shares one open file among all connections of a process that name its path, so that a new reader would see
    # what an older one still sees. Attached to a database of its own, each has the file as it is now.
    con = duckdb.connect(":memory:" if read_only else str(path))
    try:
        con.execute("SET autoinstall_known_extensions = false")  # a query never waits for the network
        con.execute("SET enable_progress_bar = false")  # after two seconds it would print into the result
        if read_only:
            con.execute(f"ATTACH {literal(str(path))} AS warehouse (READ_ONLY)")
            con.execute("USE warehouse")
            con.execute("SET enable_external_access = false")  # what is attached stays; other files are out of reach
            con.execute("SET lock_configuration = true")
    except duckdb.Error:
        con.close()
        raise
    return con


@contextmanager
def _explained(path: Path, *kinds: type[Exception]) -> Iterator[None]:
    try:
        yield
    except kinds as error:
        explained = errors.translated(error, path)
        if explained is None:
            raise
        raise explained from error


def _check_writable(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # A file whose owner took the write permission away is not to be replaced, not even by root.
    if path.is_file() and not (os.access(path, os.W_OK) and path.stat().st_mode & 0o222):
        raise errors.read_only(path)
    if not os.access(path.parent, os.W_OK):
        raise errors.read_only(path.parent)


@contextmanager
def _only_writer(path: Path, wait_seconds: float) -> Iterator[None]:
    """Hold `PATH.lock`, which names the process; the file stays, as removing it would let two writers in."""
    with path.with_name(path.name + ".lock").open("a+") as lock:
        deadline = time.monotonic() + wait_seconds
        while not _locks(lock.fileno()):
            if time.monotonic() >= deadline:
                lock.seek(0)
                raise errors.locked(path, lock.read().strip() or None)
            time.sleep(0.05)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _locks(descriptor: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


@contextmanager
def _held(path: Path) -> Iterator[BinaryIO | None]:
    """The bytes of the file, with no other program able to write in it meanwhile; None where there is no file."""
    if not path.exists():
        yield None
        return
    if path.with_name(path.name + ".wal").exists():  # another program was cut off while it wrote in the file
        with closing(_open(path)) as con:
            con.execute("CHECKPOINT")
    # Closing any descriptor of a file gives up all locks of this process on it, so `source` closes after `con`.
    with path.open("rb") as source, closing(_open(path, read_only=True)) as con:
        migrations.version_of(con, path)
        yield source


def _copy(source: BinaryIO, target: Path) -> None:
    """Copy inside the kernel where it can, which shares the blocks where the file system can."""
    with target.open("wb") as out:
        with suppress(OSError, AttributeError):
            while os.copy_file_range(source.fileno(), out.fileno(), _CHUNK):
                pass
        # Whatever the kernel could not copy, from where it stopped; an error such as a full disk shows here again.
        position = os.lseek(out.fileno(), 0, os.SEEK_CUR)
        source.seek(position)
        out.seek(position)
        shutil.copyfileobj(source, out, _CHUNK)


def _rewrite(stage: Path) -> None:
    """Put a new file with the same tables, rows, views, macros and comments in the place of `stage`."""
    fresh = _fresh(stage)
    with closing(_open(fresh)) as con:
        con.execute(f"ATTACH {literal(str(stage))} AS stale (READ_ONLY)")
        (name,) = con.execute("SELECT current_database()").fetchone() or ("",)
        con.execute(f'COPY FROM DATABASE stale TO "{name}"')
        con.execute("DETACH stale")
        con.execute("CHECKPOINT")
    shutil.copymode(stage, fresh)
    fresh.replace(stage)


def _fresh(stage: Path) -> Path:
    return stage.with_name(stage.name + ".fresh")


def _put_in_place(stage: Path, path: Path) -> None:
    _sync(stage)
    stage.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _discard(stage: Path) -> None:
    """Remove the copy and what DuckDB keeps beside it, left by this load or by one that was cut off."""
    for file in (stage, _fresh(stage)):
        file.unlink(missing_ok=True)
        file.with_name(file.name + ".wal").unlink(missing_ok=True)
        shutil.rmtree(file.with_name(file.name + ".tmp"), ignore_errors=True)
