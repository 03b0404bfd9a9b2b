"""The views, one `.sql` file each: CREATE OR REPLACE VIEW, then its COMMENTs.

A column without a COMMENT of its own takes that of the column of the same name in the tables and views that the first
line of the file names, `-- inherits: a, b`, so that nothing is described twice.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import ddl

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
        ddl.run(con, sql)
        if not ddl.is_lake(con):
            _inherit_comments(con, view, _inherited(sql))


def query_of(con: duckdb.DuckDBPyConnection, view: str) -> str:
    """The SELECT of a view."""
    (statement, *_) = con.extract_statements((ROOT / f"{view}.sql").read_text(encoding="utf-8"))
    return statement.query.partition(f"VIEW {view} AS")[2]


def _inherited(sql: str) -> list[str]:
    first = sql.partition("\n")[0]
    return [name.strip() for name in first.removeprefix(_INHERITS).split(",")] if first.startswith(_INHERITS) else []


def _inherit_comments(con: duckdb.DuckDBPyConnection, view: str, sources: list[str]) -> None:
    # What is known of columns is put together here: DuckDB takes thirty times as long to join its own table of them.
    known = con.execute(
        """
        SELECT table_name, column_name, comment FROM duckdb_columns()
        WHERE database_name = current_database() AND schema_name = 'main'
        """
    ).fetchall()
    told = {(table, column): comment for table, column, comment in known if comment is not None}
    for column in (column for table, column, comment in known if table == view and comment is None):
        comment = next((told[source, column] for source in sources if (source, column) in told), None)
        if comment is not None:
            con.execute(f"COMMENT ON COLUMN {view}.{column} IS {ddl.literal(comment)}")
