"""Making the stored tables equal to a batch, so that only rows that really differ are touched, and logged."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from warehouse.ddl import key_of
from warehouse.tables import ARTICLE_SCOPED, CORE, OPS, STORED
from warehouse.tables.ids import id_of
from warehouse.tables.stored import RECORDED_AT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    import duckdb

_RECODED, _RETOLD, _UNUSED = "Its article was coded anew", "A later batch tells it differently", "Nothing refers to it"


class Rewritten(NamedTuple):
    """Rows of other articles than the batch's that it changes too: whole rows of table `name`, and why they change."""

    name: str
    rows: pl.DataFrame
    reason: str


@dataclass(frozen=True)
class TableCounts:
    """What a load did to one table, in rows."""

    inserted: int = 0
    updated: int = 0
    deleted: int = 0

    def __add__(self, other: TableCounts) -> TableCounts:
        return TableCounts(self.inserted + other.inserted, self.updated + other.updated, self.deleted + other.deleted)


def merge(
    con: duckdb.DuckDBPyConnection,
    tables: Mapping[str, pl.DataFrame],
    *,
    run_id: str,
    now: datetime,
    replaced: pl.DataFrame | None = None,
    why: str | None = None,
    retold: str | None = None,
    rewritten: Iterable[Rewritten] = (),
) -> dict[str, TableCounts]:
    """Write every core table of a checked batch; what each load did, by table. Updates and deletes go to ops.changes.

    The tables of the articles come first, then the shared ones: of those, a row that nothing refers to is not kept.
    `replaced` (article_id): the articles of which rows that the batch does not have go; by default those it has. `why`:
    the reason that is logged for whatever belongs to an article; `retold`: for a shared row that is told otherwise.
    """
    con.register("batch_articles", (tables["articles"] if replaced is None else replaced).select("article_id"))
    recoded, retold = why or _RECODED, retold or _RETOLD
    counts: dict[str, TableCounts] = {}
    for name in ARTICLE_SCOPED:
        stale = "t.article_id IN (SELECT article_id FROM batch_articles)"
        counts[name], changes = _merge(con, name, tables[name], "TRUE", stale, reasons=(recoded, recoded), now=now)
        _log(con, name, changes, run_id, now)
    for name, rows, reason in rewritten:
        more, changes = _merge(con, name, rows, "TRUE", "FALSE", reasons=(reason, reason), now=now)
        _log(con, name, changes, run_id, now)
        counts[name] = counts.get(name, TableCounts()) + more
    for name in _shared_in_order():
        key, used = key_of(CORE[name]), _used(name)
        wanted, stale = f"{key} IN ({used})", f"t.{key} NOT IN ({used})"
        found, changes = _merge(con, name, tables[name], wanted, stale, reasons=(retold, _UNUSED), now=now)
        counts[name] = counts.get(name, TableCounts()) + found
        _log(con, name, changes, run_id, now)
    con.unregister("batch_articles")
    return {name: counts[name] for name in CORE}


def mark(con: duckdb.DuckDBPyConnection, articles: pl.DataFrame, *, recipe: str) -> int:
    """Give stored articles (article_id, recipe) another recipe, by which their rows are the same; how many it were.

    One that was coded anew meanwhile, by a third recipe, keeps that. No row of ops.changes tells of it: nothing that
    was read from the text changes, and the run says how many there are.
    """
    con.register("same_articles", articles.select("article_id", "recipe"))
    told = con.execute(
        """
        UPDATE articles SET recipe = $recipe FROM same_articles AS s
        WHERE articles.article_id = s.article_id AND articles.recipe = s.recipe
        """,
        {"recipe": recipe},
    ).fetchone()
    con.unregister("same_articles")
    return int(told[0]) if told else 0


def append(con: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> int:
    """Add the rows of an operations table whose key is not there yet; how many those were."""
    key = key_of(OPS[name])
    con.register("batch_frame", frame)
    sql = f"INSERT INTO ops.{name} BY NAME SELECT i.* FROM batch_frame AS i ANTI JOIN ops.{name} AS t USING ({key})"
    added = _affected(con.execute(sql))
    con.unregister("batch_frame")
    return added


def overwrite(con: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """Put the rows of an operations table in, in place of those with the same key."""
    key = key_of(OPS[name])
    con.register("batch_frame", frame)
    con.execute(f"DELETE FROM ops.{name} WHERE {key} IN (SELECT {key} FROM batch_frame)")
    con.execute(f"INSERT INTO ops.{name} BY NAME SELECT * FROM batch_frame")
    con.unregister("batch_frame")


def replace(con: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """Make a small table of schema `ops` hold the frame and nothing else."""
    con.register("batch_frame", frame)
    con.execute(f"DELETE FROM ops.{name}")
    con.execute(f"INSERT INTO ops.{name} BY NAME SELECT * FROM batch_frame")
    con.unregister("batch_frame")


def _merge(
    con: duckdb.DuckDBPyConnection,
    name: str,
    frame: pl.DataFrame,
    wanted: str,
    stale: str,
    *,
    reasons: tuple[str, str],
    now: datetime,
) -> tuple[TableCounts, pl.DataFrame]:
    """Make table `name` hold the `wanted` rows of `frame`, and none that is `stale` and not among them.

    Rows written are recorded at `now`. Gives the counts, and the rows updated and deleted: row_id, action, before,
    after, reason. Of an update, `before` and `after` have the key and the columns that differ; of a delete, `before`
    has the whole row. Either `before` tells when that row was recorded.
    """
    key = key_of(CORE[name])
    differs = " OR ".join(f"i.{column} IS DISTINCT FROM t.{column}" for column in CORE[name].columns() if column != key)
    con.register("batch_frame", frame)
    con.execute(f"CREATE TEMP TABLE incoming AS SELECT * FROM batch_frame WHERE {wanted}")
    con.unregister("batch_frame")
    changes = con.execute(
        f"""
        SELECT t.{key} AS row_id, 'update' AS action,
            {_object([*_differing(name, "t"), _member("t", RECORDED_AT)])} AS before,
            {_object(_differing(name, "i"))} AS after, $updated AS reason
        FROM {name} AS t JOIN incoming AS i USING ({key}) WHERE {differs}
        UNION ALL
        SELECT t.{key}, 'delete', {_object(_member("t", c) for c in STORED[name].columns())}, NULL, $deleted
        FROM {name} AS t ANTI JOIN incoming AS i USING ({key}) WHERE {stale}
        ORDER BY row_id
        """,
        dict(zip(("updated", "deleted"), reasons, strict=True)),
    ).pl()
    con.register("batch_changes", changes)
    con.execute(f"DELETE FROM {name} WHERE {key} IN (SELECT row_id FROM batch_changes)")
    con.unregister("batch_changes")
    written = _affected(
        con.execute(
            f"""
            INSERT INTO {name} BY NAME
            SELECT i.*, $now::TIMESTAMP AS {RECORDED_AT} FROM incoming AS i ANTI JOIN {name} AS t USING ({key})
            """,
            {"now": now},
        )
    )
    con.execute("DROP TABLE incoming")
    updated = changes.filter(pl.col("action") == "update").height
    return TableCounts(written - updated, updated, changes.height - updated), changes


def _differing(name: str, row: str) -> Iterator[str]:
    """Write the SQL of members of a JSON object: the key of `row`, t or i, and its columns in which t and i differ."""
    key = key_of(CORE[name])
    for column in CORE[name].columns():
        member = _member(row, column)
        yield member if column == key else f"CASE WHEN i.{column} IS DISTINCT FROM t.{column} THEN {member} END"


def _object(members: Iterable[str]) -> str:
    """Write the SQL of a JSON object of those members that are not NULL."""
    return f"'{{' || concat_ws(',', {', '.join(members)}) || '}}'"


def _member(row: str, column: str) -> str:
    """Write the SQL of one member of a JSON object: a column of `row`, null where it is NULL."""
    return f"""'"{column}":' || coalesce(to_json({row}.{column})::VARCHAR, 'null')"""


def _log(con: duckdb.DuckDBPyConnection, name: str, changes: pl.DataFrame, run_id: str, now: datetime) -> None:
    if changes.height:
        told = changes.with_columns(
            run_id=pl.lit(run_id), changed_at=pl.lit(now, pl.Datetime("us")), table_name=pl.lit(name)
        )
        append(con, "changes", told.with_columns(change_id=id_of("run_id", "table_name", "row_id")))


def _affected(done: duckdb.DuckDBPyConnection) -> int:
    row = done.fetchone()
    return 0 if row is None else int(row[0])


def _referrers(name: str) -> list[tuple[str, str, bool]]:
    """Which columns hold keys of table `name`: table, column, and whether it is a list of keys."""
    found = []
    for referrer, table in CORE.items():
        for column, declared in table.columns().items():
            metadata = declared.metadata or {}
            if name in (metadata.get("references"), metadata.get("item_references")):
                found.append((referrer, column, "item_references" in metadata))
    return found


def _used(name: str) -> str:
    """Write the SQL that gives the keys of table `name` to which some row refers."""
    return " UNION ".join(
        f"SELECT unnest({column}) FROM {referrer}"
        if is_list
        else f"SELECT {column} FROM {referrer} WHERE {column} IS NOT NULL"
        for referrer, column, is_list in _referrers(name)
    )


def _shared_in_order() -> list[str]:
    """Name the tables that articles share, each after the shared ones that refer to it."""
    shared = [name for name in CORE if name not in ARTICLE_SCOPED]
    return list(TopologicalSorter({n: {r for r, _, _ in _referrers(n) if r in shared} for n in shared}).static_order())
