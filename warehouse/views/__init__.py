"""The views, one `.sql` file each: CREATE OR REPLACE VIEW, then its COMMENTs.

A column without a COMMENT of its own takes that of the column of the same name in the tables and views that the first
line of the file names, `-- inherits: a, b`, so that nothing is described twice.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.ddl import literal

if TYPE_CHECKING:
    import duckdb

ROOT = Path(__file__).parent
_INHERITS = "-- inherits:"

#: In the order in which they are made: a view comes after those it reads.
VIEWS = (
    "event_records",
    "statistic_records",
    "actor_records",
    "figure_claims",
    "event_records_cameo",
    "event_records_acled",
    "dyad_days",
)


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Make or replace every view with its comments; inside the caller's transaction."""
    for view in VIEWS:
        sql = (ROOT / f"{view}.sql").read_text(encoding="utf-8")
        con.execute(sql)
        _inherit_comments(con, view, _inherited(sql))


def _inherited(sql: str) -> list[str]:
    first = sql.partition("\n")[0]
    return [name.strip() for name in first.removeprefix(_INHERITS).split(",")] if first.startswith(_INHERITS) else []


def _inherit_comments(con: duckdb.DuckDBPyConnection, view: str, sources: list[str]) -> None:
    found = con.execute(
        """
        SELECT bare.column_name, arg_min(told.comment, list_position($sources, told.table_name))
        FROM duckdb_columns() AS bare JOIN duckdb_columns() AS told USING (database_name, column_name)
        WHERE database_name = current_database() AND bare.table_name = $view AND bare.comment IS NULL
          AND told.schema_name = 'main' AND told.comment IS NOT NULL AND list_contains($sources, told.table_name)
        GROUP BY bare.column_name
        """,
        {"view": view, "sources": sources},
    ).fetchall()
    for column, comment in found:
        con.execute(f"COMMENT ON COLUMN {view}.{column} IS {literal(comment)}")
