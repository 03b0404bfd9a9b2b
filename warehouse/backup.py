"""The whole warehouse out to plain files, and back.

A backup is a folder, or one ZIP file of it: a Parquet file a table, and `manifest.json` with the schema's version and
each table's columns, comments, rows, bytes and hash. Views and macros are not in it: they are made anew from their
declarations, as is every table that a migration changes. (DuckDB's own EXPORT DATABASE loses comments, and writes views
in an order in which they can't be read back.)
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from warehouse import migrations, parquet_files
from warehouse.aside import aside
from warehouse.connect import exists, read, translated, write
from warehouse.ddl import literal, quoted
from warehouse.errors import BackupDamaged, TargetUnwritable, WarehouseExists, WarehouseNewer
from warehouse.place import Lake
from warehouse.removed_again import gone_from, remove_again

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from warehouse.place import Place

FORMAT = 1
MANIFEST = "manifest.json"
_TYPE = re.compile(r"[A-Z]+(\[\])*")


@dataclass(frozen=True)
class Column:
    """A column as the database knows it."""

    name: str
    type: str
    is_nullable: bool
    comment: str | None


@dataclass(frozen=True)
class StoredTable:
    """A table of a backup: where it is known as `schema.table`, and what its file is."""

    name: str
    comment: str | None
    columns: tuple[Column, ...]
    file: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Backup:
    """What a backup holds."""

    schema_version: int
    made_at: str
    tables: tuple[StoredTable, ...]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables)

    @property
    def bytes(self) -> int:
        """Bytes of all files but the manifest."""
        return sum(table.bytes for table in self.tables)


@dataclass(frozen=True)
class Restored:
    """What a restore did.

    `held`: what the backup holds. `again`: how many articles of it, by kind, were removed again, as they had been from
    the warehouse that was there; `is_unread`: that was damaged, so that it could not be told which those are.
    """

    held: Backup
    again: Mapping[str, int] = field(default_factory=dict)
    is_unread: bool = False


def backup(place: Place, target: Path) -> Backup:
    """Write every table of the warehouse, as it is at one moment, to a new folder, or to a file if it ends in `.zip`.

    The target appears when it is whole. Raises TargetTaken where there is something, TargetUnwritable, and what
    `connect.read` raises.
    """
    target = Path(target).resolve()
    with read(place) as con, aside(target) as made:
        folder = made if target.suffix != ".zip" else made.with_name(made.name + ".d")
        try:
            folder.mkdir(parents=True)
            held = _write_tables(con, place, folder)
            if folder != made:
                _pack(folder, made)
        finally:
            if folder != made:
                shutil.rmtree(folder, ignore_errors=True)
    return held


def restore(source: Path, place: Place, *, force: bool = False) -> Restored:
    """Make the warehouse hold what a backup holds, at today's schema version; with `force`, in place of another.

    All of it is checked first: nothing is restored of a backup that is not whole, and the warehouse appears, or
    changes, when all is in it. What was withdrawn or forgotten in the warehouse that was there is so again. Raises
    BackupDamaged, WarehouseNewer for one of a later release, WarehouseExists, and what `connect.write` raises.
    """
    source = Path(source).resolve()
    if not force and exists(place):
        raise WarehouseExists(
            f"There is a warehouse at {place} already; give --force to put the backup in its place, or another "
            "--warehouse."
        )
    with _unpacked(source) as folder:
        held = checked(folder, source)
        if held.schema_version < migrations.VERSION and isinstance(place, Lake):
            return replace(_restore_old(source, place), held=held)
        gone = gone_from(place)
        with write(place, anew=True, rewritten=gone.is_forgotten) as con:
            try:
                for table in held.tables:
                    _fill(con, table, folder)
            except duckdb.Error as error:
                if translated(error, place) is not None:
                    raise
                raise _damaged(source, "a table can't be read as its manifest tells") from error
            migrations.bring_forward(con, place)
            again = remove_again(con, place, gone)
    return Restored(held, again, gone.is_unread)


def _restore_old(source: Path, lake: Lake) -> Restored:
    """Bring a backup of an earlier release to today's schema in a file; DuckLake can't do all that migrations do."""
    with tempfile.TemporaryDirectory(prefix="sitrep-restore-") as between:
        file, brought = Path(between) / "brought.duckdb", Path(between) / "brought"
        restore(source, file)
        backup(file, brought)
        return restore(brought, lake, force=True)


def checked(folder: Path, source: Path) -> Backup:
    """What an unpacked backup holds, after its hashes were found to be right; `source` is what messages name."""
    held = _manifest(folder, source)
    if held.schema_version > migrations.VERSION:
        raise WarehouseNewer(
            f"The backup {source} was made by a later release of sitrep (schema {held.schema_version}, this one knows "
            f"{migrations.VERSION}); update sitrep to restore it."
        )
    for table in held.tables:
        path = folder / table.file
        if not path.is_file():
            raise _damaged(source, f"{table.file} is missing")
        if path.stat().st_size != table.bytes or parquet_files.sha256(path) != table.sha256:
            raise _damaged(source, f"{table.file} is not as it was written")
        with _read_as_parquet(source, table.file):
            if parquet_files.rows_of(path) != table.rows:
                raise _damaged(source, f"{table.file} has other rows than it should")
    return held


def _write_tables(con: duckdb.DuckDBPyConnection, place: Place, folder: Path) -> Backup:
    found = con.execute(
        """
        SELECT schema_name, table_name, comment FROM duckdb_tables()
        WHERE database_name = current_database() AND NOT internal ORDER BY schema_name, table_name
        """
    ).fetchall()
    tables = []
    for schema, name, comment in found:
        path = folder / f"{schema}.{name}.parquet"
        rows = parquet_files.write(con, f"SELECT * FROM {quoted(schema, name)}", path)
        tables.append(
            StoredTable(
                name=f"{schema}.{name}",
                comment=comment,
                columns=_columns(con, schema, name),
                file=path.name,
                rows=rows,
                bytes=path.stat().st_size,
                sha256=parquet_files.sha256(path),
            )
        )
    now = datetime.now(UTC).isoformat(timespec="seconds")
    held = Backup(migrations.version_of(con, place), now, tuple(tables))
    (folder / MANIFEST).write_text(_told(held), encoding="utf-8")
    return held


def _columns(con: duckdb.DuckDBPyConnection, schema: str, name: str) -> tuple[Column, ...]:
    found = con.execute(
        """
        SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns()
        WHERE database_name = current_database() AND schema_name = ? AND table_name = ? ORDER BY column_index
        """,
        [schema, name],
    ).fetchall()
    return tuple(Column(*row) for row in found)


def _fill(con: duckdb.DuckDBPyConnection, table: StoredTable, folder: Path) -> None:
    """Make a table and give it its comments and rows."""
    schema, _, name = table.name.partition(".")
    known = quoted(schema, name)
    con.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(schema)}")
    declared = (f"{quoted(c.name)} {c.type}{'' if c.is_nullable else ' NOT NULL'}" for c in table.columns)
    con.execute(f"CREATE TABLE {known} ({', '.join(declared)})")
    if table.comment is not None:
        con.execute(f"COMMENT ON TABLE {known} IS {literal(table.comment)}")
    for column in table.columns:
        if column.comment is not None:
            con.execute(f"COMMENT ON COLUMN {known}.{quoted(column.name)} IS {literal(column.comment)}")
    con.execute(f"INSERT INTO {known} BY NAME SELECT * FROM read_parquet(?)", [str(folder / table.file)])


def _told(held: Backup) -> str:
    """Write the manifest: the format, what is held, and the hash of that, which tells a damaged manifest."""
    told = asdict(held)
    return json.dumps({"sitrep_backup": FORMAT, "sha256": _hash(told), "holds": told}, indent=1, ensure_ascii=False)


def _hash(told: object) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _manifest(folder: Path, source: Path) -> Backup:
    try:
        told: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        form, wanted, holds = told["sitrep_backup"], told["sha256"], told["holds"]
    except FileNotFoundError:
        raise _damaged(source, f"it has no {MANIFEST}") from None
    except (ValueError, KeyError, TypeError):
        raise _damaged(source, f"its {MANIFEST} can't be read") from None
    if isinstance(form, int) and form > FORMAT:
        raise WarehouseNewer(
            f"The backup {source} was made by a later release of sitrep (format {form}, this one knows {FORMAT}); "
            "update sitrep to restore it."
        )
    if _hash(holds) != wanted:
        raise _damaged(source, f"its {MANIFEST} is not as it was written")
    held = Backup(
        holds["schema_version"],
        holds["made_at"],
        tuple(StoredTable(**t | {"columns": tuple(Column(**c) for c in t["columns"])}) for t in holds["tables"]),
    )
    # What is written into statements or names a file must be no more than that.
    if any(Path(t.file).name != t.file or any(not _TYPE.fullmatch(c.type) for c in t.columns) for t in held.tables):
        raise _damaged(source, f"its {MANIFEST} names what no warehouse has")
    return held


def _pack(folder: Path, file: Path) -> None:
    """Put the files of a folder into one; Parquet is compressed already."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
        for path in sorted(folder.iterdir()):
            packed.write(path, path.name)


@contextmanager
def _unpacked(source: Path) -> Iterator[Path]:
    """The folder of a backup; that of a file is a temporary one."""
    if not source.exists():
        raise BackupDamaged(f"There is no backup at {source}; name the folder or file that `sitrep backup` made.")
    if source.is_dir():
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="sitrep-restore-") as folder:
        try:
            with zipfile.ZipFile(source) as packed:
                packed.extractall(folder)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, zlib.error) as error:
            raise _damaged(source, "it is no whole ZIP file") from error
        except OSError as error:
            raise TargetUnwritable(
                f"The backup {source} can't be unpacked under {folder} ({error.strerror or error}); set TMPDIR to a "
                "folder with room."
            ) from error
        yield Path(folder)


@contextmanager
def _read_as_parquet(source: Path, file: str) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise _damaged(source, f"{file} is no Parquet file") from error


def _damaged(source: Path, detail: str) -> BackupDamaged:
    return BackupDamaged(f"The backup {source} can't be restored, as {detail}; use another backup; nothing is changed.")
