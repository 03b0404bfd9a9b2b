"""What the warehouse adds to every row of a core table when it writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from warehouse.tables.columns import instant

if TYPE_CHECKING:
    from warehouse.tables.core import Table

#: The column that only the writer fills; docs/history.md says what is made of it.
RECORDED_AT = "recorded_at"


def stored(table: type[Table]) -> type[Table]:
    """A core table as it is kept: its declared columns, then recorded_at."""
    column = instant("When the row was written as it is now, UTC: recorded time, not the time of what it tells")
    body = {"__doc__": table.__doc__, "__module__": table.__module__, RECORDED_AT: column}
    metaclass: Any = type(table)
    return cast("type[Table]", metaclass(table.__name__, (table,), body))
