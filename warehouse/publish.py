"""The only code that writes rows: a batch with its run, in one transaction, all of it or nothing.

Rows of the batch's articles are replaced so that only real differences count: new ones inserted, those that differ in
any column updated, vanished ones deleted. Rows that articles share (actors, places, events, stories) are written by
key. The same batch again changes no row of the core tables.
"""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

import polars as pl

from warehouse.connect import change
from warehouse.contract import check, check_batch, check_crosswalk
from warehouse.errors import ContractBroken, MemoryShort
from warehouse.merge import Rewritten, TableCounts, append, mark, merge, overwrite, replace
from warehouse.neighbours import stored_rows
from warehouse.tables import CORE, OPS
from warehouse.tables.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping

    import duckdb

    from warehouse.place import Place

    #: A batch, and the connection by which it is loaded -> what of it is one with what is stored.
    Link = Callable[[duckdb.DuckDBPyConnection, Mapping[str, pl.DataFrame]], "Linked"]

#: Memory of DuckDB during a load, in MB: so much at least, and for each of its threads what its manual asks for. It
#: holds strings whole, those of 2,048 rows at a time: a load for which that is too little is done again without a bound
#: but DuckDB's own (80 % of the machine's memory).
LEAST_MB, THREAD_MB = 500, 125
_REJECT_PARTS = ("source_uri", "article_id", "table_name", "row_id", "rule", "evidence")


@dataclass(frozen=True)
class Linked:
    """A batch linked with what is stored.

    `tables`: whole tables of the batch, in place of those it has. `rewritten`: of stored rows of other articles, by
    table, the key and the columns that change, and why they do. `corrections`: `ops.corrections` that count from now
    on; `withdrawn`: correction_ids of those that no longer do.
    """

    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    rewritten: tuple[Rewritten, ...] = ()
    corrections: pl.DataFrame | None = None
    withdrawn: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counts:
    """What a load did, in rows of the core tables; `rejects` are those not known before."""

    inserted: int = 0
    updated: int = 0
    deleted: int = 0
    rejects: int = 0
    by_table: dict[str, TableCounts] = field(default_factory=dict)


def publish(
    path: Place,
    *,
    run: Mapping[str, object],
    tables: Mapping[str, pl.DataFrame],
    rejects: pl.DataFrame,
    validations: pl.DataFrame,
    reference: Mapping[str, pl.DataFrame] | None = None,
    repairs: pl.DataFrame | None = None,
    fingerprints: pl.DataFrame | None = None,
    untouched: pl.DataFrame | None = None,
    link: Link | None = None,
    why: str | None = None,
) -> Counts:
    """Load a batch that passed the gates, with its run.

    `run` holds columns of `ops.runs`, at least run_id, started_at, sources, articles_read and articles_new; the row
    counts are filled in here, status is "loaded" and finished_at now where not given. `tables` has every table of
    `CORE` in exactly its declared schema; each is asked for when its turn comes, and let go of. `rejects` has the
    columns of `ops.rejects` but reject_id and run_id; `validations` those of `ops.validations`. `reference` replaces
    crosswalks: crosswalk_cameo, crosswalk_acled. `repairs`: kind, articles, repairs of this run. `fingerprints`:
    `ops.fingerprints` of the batch's articles, or of others that lack one. `untouched`: article_id and recipe of stored
    articles of which the run's recipe would make the same rows: they take it, and count as no change. `link` is called
    inside the transaction, so that it sees whatever another load wrote meanwhile. `why`: the reason that ops.changes
    tells of the articles' rows, if not that they were coded anew.
    Raises ContractBroken for anything else than what is declared, and what `connect.change` raises.
    """
    check_batch(tables)
    told = {"repairs": repairs, "fingerprints": fingerprints}
    return _load(
        path,
        run,
        tables,
        rejects=rejects,
        validations=validations,
        reference=reference or {},
        extra={name: frame for name, frame in told.items() if frame is not None},
        untouched=untouched,
        link=link,
        why=why,
    )


def record(
    path: Place,
    *,
    run: Mapping[str, object],
    rejects: pl.DataFrame,
    validations: pl.DataFrame,
    reference: Mapping[str, pl.DataFrame] | None = None,
    untouched: pl.DataFrame | None = None,
) -> Counts:
    """Keep a run that loads no article (held, failed, or nothing new): of the core tables, only recipes may change.

    Arguments and errors as for `publish`; status is to be given.
    """
    return _load(
        path, run, {}, rejects=rejects, validations=validations, reference=reference or {}, untouched=untouched
    )


def _load(
    path: Place,
    run: Mapping[str, object],
    tables: Mapping[str, pl.DataFrame],
    *,
    rejects: pl.DataFrame,
    validations: pl.DataFrame,
    reference: Mapping[str, pl.DataFrame],
    extra: Mapping[str, pl.DataFrame] | None = None,
    untouched: pl.DataFrame | None = None,
    link: Link | None = None,
    why: str | None = None,
) -> Counts:
    now = datetime.now(UTC).replace(tzinfo=None)
    run_id = str(run_row(run, Counts(), now)["run_id"][0])
    refused = _keyed(rejects, run_id)
    check("validations", OPS["validations"], validations)
    frames = {name: _of_run(name, frame, run_id) for name, frame in (extra or {}).items()}
    for name, frame in reference.items():
        check_crosswalk(name, frame)

    def fill(con: duckdb.DuckDBPyConnection) -> Counts:
        now = moment(con)
        by_table = _merged(con, tables, link=link, run_id=run_id, now=now, why=why) if tables else {}
        if untouched is not None and untouched.height:
            mark(con, untouched, recipe=str(run["recipe"]))
        counts = Counts(
            inserted=sum(table.inserted for table in by_table.values()),
            updated=sum(table.updated for table in by_table.values()),
            deleted=sum(table.deleted for table in by_table.values()),
            rejects=append(con, "rejects", refused),
            by_table=by_table,
        )
        append(con, "validations", validations)
        for name, frame in frames.items():
            overwrite(con, name, frame)
        append(con, "runs", run_row(run, counts, now))
        for name, frame in reference.items():
            replace(con, name, frame)
        return counts

    def fill_bounded(con: duckdb.DuckDBPyConnection) -> Counts:
        _bound_memory(con)
        return fill(con)

    try:
        return change(path, fill_bounded)
    except MemoryShort:
        return change(path, fill)


def moment(con: duckdb.DuckDBPyConnection) -> datetime:
    """The time at which what this transaction writes is recorded, UTC: now, but later than any before it.

    To be asked for inside the transaction: who waited for another load to end records later than that one.
    """
    now = datetime.now(UTC).replace(tzinfo=None)
    (last,) = con.execute("SELECT max(recorded_at) FROM ops.runs").fetchone() or (None,)
    return now if last is None else max(now, last + timedelta(microseconds=1))


def _merged(
    con: duckdb.DuckDBPyConnection,
    tables: Mapping[str, pl.DataFrame],
    *,
    link: Link | None,
    run_id: str,
    now: datetime,
    why: str | None,
) -> dict[str, TableCounts]:
    """Link a batch with what is stored and write both."""
    if link is None:
        return merge(con, tables, run_id=run_id, now=now, why=why)
    linked = link(con, tables)
    for name, frame in linked.tables.items():
        check(name, CORE[name], frame)
    rewritten = [told._replace(rows=stored_rows(con, told.name, told.rows)) for told in linked.rewritten]
    # what is linked stands before what was given, which is still read a table at a time
    found = ChainMap(dict(linked.tables), cast("MutableMapping[str, pl.DataFrame]", tables))
    counts = merge(con, found, run_id=run_id, now=now, why=why, rewritten=rewritten)
    if linked.corrections is not None:
        overwrite(con, "corrections", linked.corrections)
    con.executemany(
        "DELETE FROM ops.corrections WHERE correction_id = ?", [[one] for one in linked.withdrawn] or [[""]]
    )
    return counts


def _bound_memory(con: duckdb.DuckDBPyConnection) -> None:
    """Keep a load of any size within bounds: what DuckDB holds beyond them goes to the disk, beside the warehouse."""
    (threads,) = con.execute("SELECT current_setting('threads')").fetchone() or (1,)
    con.execute(f"SET memory_limit = '{max(LEAST_MB, int(threads) * THREAD_MB)}MB'")


def _of_run(name: str, frame: pl.DataFrame, run_id: str) -> pl.DataFrame:
    """Give repairs their run; a checked frame of the declared columns."""
    if name == "repairs" and frame.columns == ["kind", "articles", "repairs"]:
        frame = frame.select(pl.lit(run_id).alias("run_id"), pl.all()).select(
            id_of("run_id", "kind").alias("repair_id"), pl.all()
        )
    check(name, OPS[name], frame)
    return frame


def _keyed(rejects: pl.DataFrame, run_id: str) -> pl.DataFrame:
    """Give each reject its id; the same fault met twice is one row."""
    declared = pl.Schema(OPS["rejects"])
    given = [column for column in declared if column not in ("reject_id", "run_id")]
    if rejects.columns != given:
        raise ContractBroken(f"Rejects need the columns {', '.join(given)}; nothing loaded.")
    keyed = rejects.with_columns(reject_id=id_of(*_REJECT_PARTS), run_id=pl.lit(run_id)).select(declared.names())
    once = keyed.unique("reject_id", keep="first", maintain_order=True)
    check("rejects", OPS["rejects"], once)
    return once


def run_row(run: Mapping[str, object], counts: Counts, now: datetime) -> pl.DataFrame:
    """A row of ops.runs of what a run tells of itself, its counts and when it was recorded. Raises ContractBroken."""
    schema = pl.Schema(OPS["runs"])
    if unknown := sorted(set(run) - set(schema)):
        raise ContractBroken(f"ops.runs has no column {', '.join(unknown)}; nothing loaded.")
    row = {
        "finished_at": now,
        "status": "loaded",
        **run,
        "rows_inserted": counts.inserted,
        "rows_updated": counts.updated,
        "rows_deleted": counts.deleted,
        "rejects": counts.rejects,
        "recorded_at": now,
    }
    frame = pl.DataFrame([{column: _utc(row.get(column)) for column in schema}], schema)
    check("runs", OPS["runs"], frame)
    return frame


def _utc(value: object) -> object:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value
