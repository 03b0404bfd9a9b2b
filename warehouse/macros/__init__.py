"""Questions with blanks, one `.sql` file each: CREATE OR REPLACE MACRO, then its COMMENT.

The first line of a file is an example, `-- example: SELECT ...`, which `docs/tables.md` shows and a test runs.
`indexed/` has another form of those that a full-text index makes fast; it takes the place of the plain one where
there is an index (`warehouse/search.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import ddl, views

if TYPE_CHECKING:
    import duckdb

ROOT = Path(__file__).parent
_EXAMPLE = "-- example:"
#: Macros that ask a view for a part of it: the view, the table that it reads, and which rows of that it takes. DuckDB
#: does not look into a view for what is only known when the question is asked, and would make all of it.
_PARTS_OF = {"claims_about": ("figure_claims", "statistics", "figure_id = figure")}
MACROS = ("country_code", "events_in", "casualties", "claims_about", "actor_timeline", "search_articles")


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Make or replace every macro with its comment; inside the caller's transaction, after the views."""
    for macro in MACROS:
        sql = _sql(macro)
        if macro in _PARTS_OF:
            view, table, rows = _PARTS_OF[macro]
            part = views.query_of(con, view).replace(f"FROM {table} AS", f"FROM (FROM {table} WHERE {rows}) AS")
            sql = sql.replace(f"FROM {view} AS", f"FROM ({part}) AS")
        ddl.run(con, sql)
    if _has_index(con):
        for file in (ROOT / "indexed").glob("*.sql"):
            ddl.run(con, file.read_text(encoding="utf-8"))


def example(macro: str) -> str:
    """The query that shows how a macro is used."""
    return _sql(macro).partition("\n")[0].removeprefix(_EXAMPLE).strip()


def _sql(macro: str) -> str:
    return (ROOT / f"{macro}.sql").read_text(encoding="utf-8")


def _has_index(con: duckdb.DuckDBPyConnection) -> bool:
    found = con.execute(
        "SELECT 1 FROM duckdb_tables()"
        " WHERE database_name = current_database() AND schema_name = 'fts_main_articles' AND table_name = 'made'"
    ).fetchone()
    return found is not None
