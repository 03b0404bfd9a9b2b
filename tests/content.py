"""What a warehouse tells, for comparisons: all of its core tables but when a row was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.query import query
from warehouse.tables import CORE

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl


def rows_of(name: str) -> str:
    """The SQL of all rows of a core table, in one order; columns as transforms declare them."""
    return f"SELECT {', '.join(CORE[name].columns())} FROM {name} ORDER BY ALL"


def content(warehouse: Path) -> dict[str, pl.DataFrame]:
    """Every core table."""
    return {name: query(warehouse, rows_of(name)) for name in CORE}
