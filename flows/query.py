"""Query results for people and programs: a table, CSV or JSON."""

from __future__ import annotations

import json
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.console import Console


class Format(StrEnum):
    """How rows are written."""

    table = "table"
    csv = "csv"
    json = "json"


def write(frame: pl.DataFrame, form: Format, out: TextIO) -> None:
    """Write the rows: a table with all of every cell, CSV with lists as JSON, or a JSON array of objects."""
    _WRITERS[form](frame, out)


def _table(frame: pl.DataFrame, out: TextIO) -> None:
    from rich.table import Table  # noqa: PLC0415 - only this format needs it
    from rich.text import Text  # noqa: PLC0415 - as above

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, dtype in frame.schema.items():
        table.add_column(name, justify="right" if dtype.is_numeric() else "left", overflow="fold")
    for row in frame.iter_rows():
        table.add_row(*(Text(_cell(value)) for value in row))
    console = _console(frame, out)
    console.print(table)
    console.print(f"{frame.height:,} {'row' if frame.height == 1 else 'rows'}", style="dim", highlight=False)


def _console(frame: pl.DataFrame, out: TextIO) -> Console:
    """As wide as the terminal; in a file or pipe as wide as the widest row, so that nothing is folded."""
    from rich.console import Console  # noqa: PLC0415 - only this format needs it

    if out.isatty():
        return Console(file=out)
    widths = [
        max([len(name), *(len(line) for value in frame[name] for line in _cell(value).splitlines() or [""])])
        for name in frame.columns
    ]
    return Console(file=out, width=max(80, sum(widths) + 2 * len(widths)))


def _csv(frame: pl.DataFrame, out: TextIO) -> None:
    nested = [name for name, dtype in frame.schema.items() if dtype.is_nested()]
    texts = [pl.Series(name, [_json_or_none(v) for v in frame[name]], dtype=pl.String) for name in nested]
    out.write(frame.with_columns(texts).write_csv())


def _json(frame: pl.DataFrame, out: TextIO) -> None:
    rows = (json.dumps(row, ensure_ascii=False, default=_plain) for row in frame.iter_rows(named=True))
    out.write("[" + ",\n ".join(rows) + "]\n")


def _json_or_none(value: object) -> str | None:
    return None if value is None else json.dumps(_listed(value), ensure_ascii=False, default=_plain)


def _listed(value: object) -> object:
    return value.to_list() if isinstance(value, pl.Series) else value


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join("-" if item is None else _cell(item) for item in value)
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


_WRITERS: Mapping[Format, Callable[[pl.DataFrame, TextIO], None]] = {
    Format.table: _table,
    Format.csv: _csv,
    Format.json: _json,
}
