"""The descriptor of an export: a data package as https://specs.frictionlessdata.io has it, version 1.

Each table or view is a resource with its fields, their types and descriptions (the warehouse's COMMENTs), keys and
references, rows, bytes and hash. Of a resource in several files, which a data package reads one after the other, bytes
and hash are those of all of them in this order, and `parts` (ours, as `rows` is) tells of each.
"""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse import ddl, migrations, parquet_files
from warehouse.tables import CORE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from warehouse.tables import Table

DESCRIPTOR = "datapackage.json"
NAME = "sitrep-export"
_TYPES = {
    "VARCHAR": "string",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}


def describe(
    con: duckdb.DuckDBPyConnection, folder: Path, made: Mapping[str, tuple[tuple[Path, ...], int]]
) -> dict[str, Any]:
    """The descriptor of files in `folder`; `made`: by table or view, its files and its rows."""
    # Not now: the same warehouse is to give the same bytes.
    loaded = con.execute("SELECT max(finished_at) FROM ops.runs").fetchone()
    told: dict[str, Any] = {
        "profile": "data-package",
        "name": NAME,
        "title": "Events, actors and statistics out of news articles",
        "description": "Tables and record views of a sitrep warehouse; events in PLOVER terms, countries by ISO 3166-1 "
        "alpha-3 code, places by GeoNames id where that is certain.",
        "schema_version": migrations.VERSION,
    }
    if loaded and loaded[0]:
        told["created"] = loaded[0].isoformat(timespec="seconds") + "Z"
    comments = _comments()
    told["resources"] = [_resource(con, folder, name, files, rows, comments) for name, (files, rows) in made.items()]
    return told


def is_ours(folder: Path) -> bool:
    """Whether a folder is empty or holds an export, so that another may take its place."""
    if not folder.is_dir():
        return False
    try:
        return bool(json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))["name"] == NAME)
    except FileNotFoundError:
        return not any(folder.iterdir())
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _resource(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    name: str,
    files: tuple[Path, ...],
    rows: int,
    comments: Mapping[tuple[str, str | None], str],
) -> dict[str, Any]:
    paths = [path.relative_to(folder).as_posix() for path in files]
    columns = con.execute(f"DESCRIBE {name}").fetchall()
    told: dict[str, Any] = {
        "profile": "data-resource",
        "name": name,
        "path": paths if len(paths) > 1 else paths[0],
        "description": comments.get((name, None), ""),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "rows": rows,
        "bytes": sum(path.stat().st_size for path in files),
        "hash": f"sha256:{parquet_files.sha256(*files)}",
        "schema": _schema(name, [(column, kind) for column, kind, *_ in columns], comments),
    }
    if len(paths) > 1:
        told["parts"] = [_part(path, file) for path, file in zip(paths, files, strict=True)]
    return told


def _part(path: str, file: Path) -> dict[str, Any]:
    rows, size = parquet_files.rows_of(file), file.stat().st_size
    return {"path": path, "rows": rows, "bytes": size, "hash": f"sha256:{parquet_files.sha256(file)}"}


def _schema(
    name: str, columns: Iterable[tuple[str, str]], comments: Mapping[tuple[str, str | None], str]
) -> dict[str, Any]:
    table = CORE.get(name)
    fields = []
    for column, kind in columns:
        field: dict[str, Any] = {"name": column, "type": "array" if kind.endswith("[]") else _TYPES[kind]}
        if told := comments.get((name, column)):
            field["description"] = told
        if table is not None and (constraints := _constraints(table, column)):
            field["constraints"] = constraints
        fields.append(field)
    schema: dict[str, Any] = {"fields": fields}
    if table is not None:
        schema["primaryKey"] = ddl.key_of(table)
        if references := _references(name, table):
            schema["foreignKeys"] = references
    return schema


def _constraints(table: type[Table], column: str) -> dict[str, Any]:
    declared = table.columns().get(column)
    if declared is None:
        return {}
    constraints: dict[str, Any] = {} if declared.nullable else {"required": True}
    metadata = declared.metadata or {}
    if "values" in metadata and "item_references" not in metadata and ddl.duckdb_type(declared.dtype) == "VARCHAR":
        constraints["enum"] = list(metadata["values"])
    return constraints


def _references(name: str, table: type[Table]) -> list[dict[str, Any]]:
    """The columns that hold keys of other tables; within one table, a reference goes to "", as the format asks."""
    found = []
    for column, declared in table.columns().items():
        other = (declared.metadata or {}).get("references")
        if other is not None:
            reference = {"resource": "" if other == name else other, "fields": ddl.key_of(CORE[other])}
            found.append({"fields": column, "reference": reference})
    return found


def _comments() -> dict[tuple[str, str | None], str]:
    """What is said of tables and views (None) and their columns, as a fresh warehouse has it; a lake keeps less."""
    with closing(duckdb.connect(":memory:")) as con:
        migrations.create(con)
        found = con.execute(
            """
            SELECT table_name, column_name, comment FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal
            UNION ALL SELECT table_name, NULL, comment FROM duckdb_tables() WHERE schema_name = 'main'
            UNION ALL SELECT view_name, NULL, comment FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal
            """
        ).fetchall()
    return {(table, column): comment for table, column, comment in found if comment}
