"""Query results as Parquet files, a few thousand rows at a time, and what a file weighs."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

ROWS_AT_ONCE = 20_000
_CHUNK = 1 << 20


def batches(con: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[Any] = ()) -> pa.RecordBatchReader:
    """The rows of a query as Arrow batches, made as they are asked for."""
    return con.execute(sql, parameters).to_arrow_reader(ROWS_AT_ONCE)


def write(con: duckdb.DuckDBPyConnection, sql: str, path: Path) -> int:
    """Write the rows of a query to one file, in their order; how many those were."""
    reader = batches(con, sql)
    rows = 0
    with open_writer(path, reader.schema) as out:
        for batch in reader:
            out.write_batch(batch)
            rows += batch.num_rows
    return rows


def open_writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """A writer of a file of that schema, to be closed; the same rows give the same bytes."""
    return pq.ParquetWriter(path, schema, compression="zstd")


def rows_of(path: Path) -> int:
    """How many rows a file says that it has; raises pyarrow.ArrowInvalid for anything else than a Parquet file."""
    return int(pq.read_metadata(path).num_rows)


def sha256(*paths: Path) -> str:
    """The hash of the bytes of files, one after the other, in hexadecimal digits."""
    found = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                found.update(chunk)
    return found.hexdigest()
