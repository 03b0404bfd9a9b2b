"""Parquet and Arrow files, batch by batch; `#row` counts rows from 1."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet

from flows.sources.base import Blob, Record, Reject, SourceSettings
from flows.sources.columns import known, listed, mapping, numbered, record
from flows.sources.packed import TooLargeError, seekable

#: Rows held at once. An article has a few kB, the longest allowed one a few MB.
BATCH_ROWS = 128

Opener = Callable[[io.BufferedIOBase], tuple[pa.Schema, Callable[[list[str]], Iterator[pa.RecordBatch]]]]


def _parquet(stream: io.BufferedIOBase) -> tuple[pa.Schema, Callable[[list[str]], Iterator[pa.RecordBatch]]]:
    file = pa.parquet.ParquetFile(stream)

    def batches(names: list[str]) -> Iterator[pa.RecordBatch]:
        # Group by group, on one thread: over all groups at once memory grows with the file (measured, pyarrow 26).
        for group in range(file.num_row_groups):
            yield from file.iter_batches(BATCH_ROWS, row_groups=[group], columns=names, use_threads=False)

    return file.schema_arrow, batches


def _arrow_file(stream: io.BufferedIOBase) -> tuple[pa.Schema, Callable[[list[str]], Iterator[pa.RecordBatch]]]:
    file = pa.ipc.open_file(stream)
    return file.schema, lambda _: map(file.get_batch, range(file.num_record_batches))


def _arrow_stream(stream: io.BufferedIOBase) -> tuple[pa.Schema, Callable[[list[str]], Iterator[pa.RecordBatch]]]:
    reader = pa.ipc.open_stream(stream)
    return reader.schema, lambda _: iter(reader)


def _read(blob: Blob, settings: SourceSettings, *, kind: str, opener: Opener) -> Iterator[Record]:
    """Yield an article or a reject for each row; one reject if the file is broken or no column holds a text."""
    try:
        with seekable(blob, settings) as stream:
            schema, batches = opener(stream)
            names = [name for columns in mapping(tuple(schema.names)).values() for name in columns]
            if "text" not in mapping(tuple(schema.names)):
                yield _no_text_column(schema.names, blob)
                return
            row = 0
            for batch in batches(names):
                for cells in _rows(batch, names):
                    row += 1
                    yield _unreadable_row(blob, row) if cells is None else record(cells, blob, row, settings)
    # Besides its own, pyarrow raises OSError for bytes that are no Parquet and MemoryError for a false length.
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        yield _broken(blob, kind, error)
    except TooLargeError:
        yield _too_large(blob, settings)


def _rows(batch: pa.RecordBatch, names: list[str]) -> Iterator[dict[str, object] | None]:
    """Yield the batch's rows as dictionaries; None for one with a cell that Python can't hold."""
    positions = [batch.schema.names.index(name) for name in names]
    part = pa.RecordBatch.from_arrays([batch.column(position) for position in positions], names=names)
    part.validate()
    is_sound = _is_sound(part)
    for index in range(part.num_rows):
        row = part.slice(index, 1)
        try:
            # Arrow trusts what a file says of itself; to follow a false offset would end the process.
            yield {name: row.column(name)[0].as_py() for name in names} if is_sound or _is_sound(row) else None
        except (ValueError, OverflowError):
            yield None


def _is_sound(batch: pa.RecordBatch) -> bool:
    try:
        batch.validate(full=True)
    except pa.ArrowException:
        return False
    return True


def _unreadable_row(blob: Blob, row: int) -> Reject:
    uri, _ = numbered(blob, row)
    return Reject(
        rule="unreadable_cell",
        source_uri=uri,
        reason=f"{uri} has a cell that is no UTF-8 or a date out of range: correct it where the file is made.",
    )


def _broken(blob: Blob, kind: str, error: Exception) -> Reject:
    first_line = str(error).partition("\n")[0].rstrip(". ")
    return Reject(
        rule="broken_file",
        source_uri=blob.uri,
        reason=f"{blob.uri} begins as {kind} but can't be read ({first_line}): get or write it again.",
    )


def _too_large(blob: Blob, settings: SourceSettings) -> Reject:
    return Reject(
        rule="file_too_large",
        source_uri=blob.uri,
        reason=f"{blob.uri} unpacks to more than {settings.max_unpacked_bytes:,} bytes: unpack it yourself.",
    )


def _no_text_column(names: list[str], blob: Blob) -> Reject:
    return Reject(
        rule="no_text_column",
        source_uri=blob.uri,
        reason=(
            f"{blob.uri} has no text column: it has {listed(names)}; "
            f"rename the one with the article's text to one of {listed(known()['text'])}."
        ),
        evidence=", ".join(names)[:200] or None,
    )


read_parquet = partial(_read, kind="Parquet", opener=_parquet)
read_arrow_file = partial(_read, kind="an Arrow file", opener=_arrow_file)
read_arrow_stream = partial(_read, kind="an Arrow stream", opener=_arrow_stream)
