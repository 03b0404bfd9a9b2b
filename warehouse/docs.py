"""The page that describes tables, views and macros, from their declarations: `python -m warehouse.docs` writes it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from warehouse import ddl, history, migrations
from warehouse.macros import MACROS, example
from warehouse.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.tables import Table

PAGE = Path(__file__).parent.parent / "docs" / "tables.md"
_HEADER = """\
# Tables and views

Made from `warehouse/tables/`, `warehouse/views/` and `warehouse/macros/` by `python -m warehouse.docs`: change those,
not this page.
The same words are COMMENTs in the warehouse: `SELECT * FROM duckdb_columns() WHERE NOT internal`.
A list column is never NULL; in a table, neither is any column that does not say so.
"""


def render() -> str:
    """The page as Markdown."""
    with closing(duckdb.connect(":memory:")) as con:
        migrations.create(con)
        parts = [_HEADER, "## Views\n", *(_view(con, name) for name in VIEWS)]
        parts += ["## Macros\n", *(_macro(con, name, example(name)) for name in MACROS)]
        parts += [_macro(con, name, history.example(name)) for name in history.MACROS]
    parts += ["## Tables\n", *(_table(name, table) for name, table in ddl.DECLARED.items())]
    return "\n".join(parts)


def _view(con: duckdb.DuckDBPyConnection, name: str) -> str:
    found = con.execute("SELECT comment FROM duckdb_views() WHERE view_name = ?", [name]).fetchone()
    columns = con.execute(
        "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [name],
    ).fetchall()
    return _section(name, found[0] if found else "", [(c, t, comment or "") for c, t, comment in columns])


def _macro(con: duckdb.DuckDBPyConnection, name: str, how: str) -> str:
    sql = "SELECT parameters, comment FROM duckdb_functions() WHERE function_name = ?"
    parameters, comment = con.execute(sql, [name]).fetchone() or ([], "")
    return f"### {name}({', '.join(parameters)})\n\n{comment}.\n\n```sql\n{how}\n```\n"


def _table(name: str, table: type[Table]) -> str:
    rows = []
    for column, declared in table.columns().items():
        is_key = column in table.primary_key()
        notes = "".join(f"; {note}" for note in _notes(is_key, declared.nullable, declared.metadata))
        rows.append((column, ddl.duckdb_type(declared.dtype), f"{declared.description}{notes}"))
    return _section(name, ddl.table_description(table), rows)


def _notes(is_key: bool, nullable: bool, metadata: dict[str, object] | None) -> Iterator[str]:
    told = metadata or {}
    if is_key:
        yield "key"
    if nullable:
        yield "may be NULL"
    if "references" in told:
        yield f"refers to `{told['references']}`"
    if "item_references" in told:
        yield f"each refers to `{told['item_references']}`"
    listed = told.get("values") or told.get("item_values")
    if isinstance(listed, list):
        yield "one of " + ", ".join(f"`{value}`" for value in listed)


def _section(name: str, description: str, rows: list[tuple[str, str, str]]) -> str:
    lines = [f"### `{name}`", "", f"{description.rstrip('.')}.", "", "| Column | Type | What it is |", "|---|---|---|"]
    lines += [f"| `{column}` | {kind} | {text.replace('|', chr(92) + '|')} |" for column, kind, text in rows]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(render(), encoding="utf-8")
