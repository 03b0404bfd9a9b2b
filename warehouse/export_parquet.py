"""Tables and record views as Parquet files that any tool reads, with a Frictionless data package that describes them.

    DIR/datapackage.json
    DIR/actors.parquet
    DIR/event_records/published_month=2020-02/part-0.parquet

What belongs to an article is parted by the month in which that was published, as Hive does, so that a reader can pass
over months; without a day of publication the part is Hive's own for NULL. The same warehouse gives the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from warehouse import parquet_files
from warehouse.aside import aside
from warehouse.connect import read
from warehouse.datapackage import DESCRIPTOR, describe, is_ours
from warehouse.ddl import key_of
from warehouse.tables import CORE
from warehouse.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

    from warehouse.place import Place

MONTH = "published_month"
_UNKNOWN = "__HIVE_DEFAULT_PARTITION__"


@dataclass(frozen=True)
class Exported:
    """A table or view that was written: its files below the export's folder, in order."""

    name: str
    rows: int
    files: tuple[Path, ...]


def export(place: Place, target: Path) -> list[Exported]:
    """Write the core tables and views, as they are at one moment, to a folder; one that an export made is replaced.

    The folder appears when it is whole. Raises TargetTaken where something else is there, TargetUnwritable, and what
    `connect.read` raises.
    """
    target = target.resolve()
    with read(place) as con, aside(target, may_replace=is_ours) as folder:
        folder.mkdir()
        made = [_write(con, name, folder) for name in (*CORE, *VIEWS)]
        told = describe(con, folder, {each.name: (each.files, each.rows) for each in made})
        (folder / DESCRIPTOR).write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return made


def _write(con: duckdb.DuckDBPyConnection, name: str, folder: Path) -> Exported:
    columns = [column for column, *_ in con.execute(f"DESCRIBE {name}").fetchall()]
    order = _order(name, columns)
    if "article_id" not in columns:
        path = folder / f"{name}.parquet"
        return Exported(name, parquet_files.write(con, f"SELECT * FROM {name} ORDER BY {order}", path), (path,))
    month = f"strftime(a.published_on, '%Y-%m') AS {MONTH}"
    sql = f"""
        SELECT t.*, {month} FROM {name} AS t LEFT JOIN (SELECT article_id, published_on FROM articles) AS a
        ON a.article_id = t.article_id ORDER BY {MONTH} NULLS LAST, t.{order}
    """
    reader = parquet_files.batches(con, sql)
    return _write_parts(reader, name, folder / name)


def _order(name: str, columns: list[str]) -> str:
    """The key by which the rows are ordered; all columns of a view whose rows have none."""
    if name in CORE:
        return key_of(CORE[name])
    keys = {key_of(table) for table in CORE.values()}
    return columns[0] if columns[0] in keys else "ALL"


def _write_parts(reader: pa.RecordBatchReader, name: str, folder: Path) -> Exported:
    """Write rows that are in the order of their months, each month to a file of its own; one at least."""
    schema = pa.schema([field for field in reader.schema if field.name != MONTH])
    rows, files = 0, []
    month: str | None = None
    out = None
    try:
        for next_month, batch in _by_month(reader):
            if out is None or next_month != month:
                if out is not None:
                    out.close()
                month = next_month
                path = folder / f"{MONTH}={month or _UNKNOWN}" / "part-0.parquet"
                path.parent.mkdir(parents=True)
                files.append(path)
                out = parquet_files.open_writer(path, schema)
            out.write_batch(batch)
            rows += batch.num_rows
    finally:
        if out is not None:
            out.close()
    if not files:
        path = folder / f"{MONTH}={_UNKNOWN}" / "part-0.parquet"
        path.parent.mkdir(parents=True)
        files.append(path)
        parquet_files.open_writer(path, schema).close()
    return Exported(name, rows, tuple(files))


def _by_month(reader: pa.RecordBatchReader) -> Iterator[tuple[str | None, pa.RecordBatch]]:
    """The rows without their month, cut where that changes, and the month."""
    for batch in reader:
        runs = pc.run_end_encode(batch.column(MONTH))
        rows = batch.drop_columns([MONTH])
        start = 0
        for month, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
            yield month, rows.slice(start, end - start)
            start = end
