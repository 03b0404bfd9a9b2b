"""What differs between the states in which two runs left the warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from flows.errors import UsageError
from warehouse import migrations
from warehouse.connect import read
from warehouse.ddl import key_of
from warehouse.tables import CORE

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb

    from warehouse.place import Place

_CHANGES = ("added", "changed", "removed")
SUMMARY = pl.Schema({"table_name": pl.String, "added": pl.Int64, "changed": pl.Int64, "removed": pl.Int64})
#: `columns`: those that differ, of a changed row. `run_id`, `reason`: what last touched it up to the later state.
ROWS = pl.Schema(
    [
        ("table_name", pl.String()),
        ("row_id", pl.String()),
        ("change", pl.String()),
        ("columns", pl.List(pl.String())),
        ("run_id", pl.String()),
        ("reason", pl.String()),
    ]
)

_STATES = """
WITH was AS (SELECT * FROM {name}_as_of($a)),
became AS (SELECT * FROM {name}_as_of($b)),
touched AS (
    SELECT
        coalesce(a.{key}, b.{key}) AS row_id,
        CASE WHEN a.{key} IS NULL THEN 'added' WHEN b.{key} IS NULL THEN 'removed' ELSE 'changed' END AS change,
        CASE WHEN a.{key} IS NULL OR b.{key} IS NULL THEN NULL ELSE list_filter([{differing}], lambda c: c IS NOT NULL)
        END AS columns,
        b.recorded_at
    FROM was AS a FULL JOIN became AS b ON a.{key} = b.{key}
    WHERE a.recorded_at IS DISTINCT FROM b.recorded_at
),
told AS (
    SELECT row_id, arg_max(run_id, changed_at) AS run_id, arg_max(reason, changed_at) AS reason
    FROM ops.changes
    WHERE table_name = '{name}' AND changed_at > least($a, $b) AND changed_at <= greatest($a, $b)
    GROUP BY row_id
)
SELECT '{name}' AS table_name, t.row_id, t.change, t.columns, coalesce(told.run_id, r.run_id) AS run_id, told.reason
FROM touched AS t
LEFT JOIN told USING (row_id)
LEFT JOIN ops.runs AS r ON r.recorded_at = t.recorded_at
WHERE t.change <> 'changed' OR len(t.columns) > 0
ORDER BY t.change, t.row_id
"""


def rows(warehouse: Place, run_a: str, run_b: str) -> pl.DataFrame:
    """Each row that differs between the end of one run and of the other; schema ROWS.

    Raises UsageError for a run that is not there or older than the history, and WarehouseError.
    """
    with read(warehouse) as con:
        bound = {"a": _end_of(con, run_a), "b": _end_of(con, run_b)}
        return pl.concat([ROWS.to_frame(), *(con.execute(_states(name), bound).pl().cast(ROWS) for name in CORE)])


def summary(found: pl.DataFrame) -> pl.DataFrame:
    """How many rows of each table were added, changed and removed; schema SUMMARY. `found`: ROWS."""
    counts = found.group_by("table_name").agg((pl.col("change") == kind).sum().alias(kind) for kind in _CHANGES)
    every = pl.DataFrame({"table_name": list(CORE)})
    told = every.join(counts, on="table_name", how="left", maintain_order="left").with_columns(
        pl.col(_CHANGES).fill_null(0)
    )
    return told.cast(SUMMARY)


def _states(name: str) -> str:
    key = key_of(CORE[name])
    others = [column for column in CORE[name].columns() if column != key]
    differing = ", ".join(f"CASE WHEN a.{c} IS DISTINCT FROM b.{c} THEN '{c}' END" for c in others)
    return _STATES.format(name=name, key=key, differing=differing)


def _end_of(con: duckdb.DuckDBPyConnection, run_id: str) -> datetime:
    """When what a run wrote was recorded. Raises UsageError."""
    if not con.execute("SELECT 1 FROM ops.schema_versions WHERE version >= ?", [migrations.HISTORY]).fetchone():
        raise UsageError("This warehouse is of an earlier release and keeps no history yet; load something first.")
    found = con.execute("SELECT recorded_at FROM ops.runs WHERE run_id = ?", [run_id]).fetchone()
    if found is None:
        raise UsageError(
            f"The warehouse knows no run {run_id}; "
            '`sitrep sql "SELECT run_id, started_at, status, message FROM ops.runs ORDER BY started_at"` lists them.'
        )
    since = con.execute(
        """
        SELECT max(r.recorded_at) FROM ops.runs AS r, ops.schema_versions AS v
        WHERE v.version = ? AND v.name <> 'created' AND r.recorded_at <= v.applied_at
        """,
        [migrations.HISTORY],
    ).fetchone()
    at: datetime = found[0]
    if since and since[0] and at < since[0]:
        raise UsageError(f"Run {run_id} ended before the history of this warehouse begins, at {since[0]} UTC.")
    return at
