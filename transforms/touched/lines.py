"""Which lines of a table came, went or were altered, and the forms that these are found by."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from transforms.touched.tables import Table

Line = dict[str, str | None]
Row = tuple[Any, ...]


class EverythingTouched(Exception):
    """No telling what is touched."""


def changed_lines(table: Table, before: pl.DataFrame, after: pl.DataFrame) -> tuple[list[Line], set[str]]:
    """The lines that touch as a whole, as they were and as they are; and the forms of lines altered in items alone.

    Lines that stay, if altered in items, have to stay in their order.
    """
    if before.columns != after.columns or not {*table.forms, *table.items, *table.key} <= {*after.columns}:
        raise EverythingTouched
    old, new = before.rows(), after.rows()
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    places = [after.columns.index(column) for column in table.key]
    pairs: dict[Row, tuple[list[Row], list[Row]]] = {}
    for row, side in (*((row, 0) for row in gone), *((row, 1) for row in come)):
        pairs.setdefault(tuple(row[i] for i in places), ([], []))[side].append(row)
    lines: list[Line] = []
    forms: set[str] = set()
    names: dict[Row, Row] = {}
    for key, (was, now) in pairs.items():
        spelt = [dict(zip(after.columns, row, strict=True)) for row in (*was, *now)]
        items = _altered_items(table, *spelt) if table.items and len(was) == len(now) == 1 else None
        if items is None:
            lines += spelt
        else:
            forms |= items
            names |= {was[0]: ("altered", *key), now[0]: ("altered", *key)}
    kept, keeps = (
        [names.get(row, row) for row in rows if row in names or row not in changed]
        for rows, changed in ((old, gone), (new, come))
    )
    if kept != keeps:
        raise EverythingTouched
    return lines, forms


def _altered_items(table: Table, one: Line, other: Line) -> set[str] | None:
    """The items that only one of two lines has, if that is all in which they differ."""
    if any(one[column] != other[column] for column in one if column not in table.items):
        return None
    found: set[str] = set()
    for column in table.items:
        mine, theirs = items_of(one[column]), items_of(other[column])
        if [item for item in mine if item in theirs] != [item for item in theirs if item in mine]:
            return None
        found |= set(mine) ^ set(theirs)
    return found


def forms_of(table: Table, line: Line) -> Iterable[str]:
    """The forms that a line is found by."""
    yield from (form for column in table.forms if (form := line[column]))
    for column in table.items:
        yield from items_of(line[column])


def items_of(cell: str | None) -> list[str]:
    """What a cell holds, parted by `|`."""
    return [item for item in (cell or "").split("|") if item]
