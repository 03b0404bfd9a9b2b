"""A warehouse beyond one file: DuckLake, with its catalogue in PostgreSQL and its data as Parquet files.

The files lie in a folder or an S3 store. Readers and writers may be on any machines: a load is one transaction of the
catalogue, and a reader sees the state of the moment it began.

DuckLake knows no unique keys: two loads that begin with the same state could each add the same actor, and neither would
notice. So a load holds a lock of the catalogue's database from before it looks until it is in, and a second one waits;
the lock goes with its connection, should the program die. What others than sitrep change meanwhile shows as a conflict.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from warehouse import errors, extensions, lake_errors, migrations
from warehouse.ddl import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.place import Lake

#: A number of our own among the locks that programs agree on in a database of PostgreSQL.
_LOCK = 7_483_021_645_001


@contextmanager
def read(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can't write and sees the state of the moment it began; see `connect.read`."""
    with _explained(lake), _open(lake, read_only=True) as con:
        con.begin()
        if not _is_made(con):
            raise lake_errors.missing(lake)
        if migrations.version_of(con, lake) == migrations.VERSION:
            migrations.make_macros(con)
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        yield con


@contextmanager
def write(
    lake: Lake, *, wait_seconds: float, anew: bool, rewritten: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection inside one transaction, while no other sitrep writes; see `connect.write`.

    `rewritten`: nothing is left afterwards of what was deleted, in this transaction or an earlier one.
    """
    with _explained(lake), _only_writer(lake, wait_seconds), _open(lake) as con:
        con.begin()
        if anew:
            _empty(con)
        elif _is_made(con):
            migrations.bring_forward(con, lake)
        else:
            migrations.create(con)
        yield con
        con.commit()
        if rewritten:
            _clear_history(con)


def exists(lake: Lake) -> bool:
    """Whether the catalogue holds a warehouse; raises LakeUnreachable where that can't be told."""
    try:
        with _explained(lake), _open(lake, read_only=True) as con:
            return _is_made(con)
    except errors.WarehouseMissing:
        return False


def check(lake: Lake) -> None:
    """Pass a lake that can be loaded into, or raise LakeUnfit, or LakeUnreachable."""
    if lake.data is None and not exists(lake):
        raise lake_errors.not_placed(lake)


@contextmanager
def _open(lake: Lake, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    with tempfile.TemporaryDirectory(prefix="sitrep-") as spill, closing(duckdb.connect(":memory:")) as con:
        con.execute(f"SET temp_directory = {literal(spill)}")
        con.execute("SET autoinstall_known_extensions = false")
        con.execute("SET autoload_known_extensions = false")
        con.execute("SET enable_progress_bar = false")  # after two seconds it would print
        extensions.load(con, "ducklake", "postgres_scanner", "httpfs")
        # DuckLake keeps small loads in the catalogue where it may, but not of tables with a column row_id.
        options = ["DATA_INLINING_ROW_LIMIT 0"]
        if lake.data is not None:
            options.append(f"DATA_PATH {literal(_folder(lake.data))}")
        if read_only:
            options.append("READ_ONLY")
        con.execute(f"ATTACH {literal(lake.address)} AS warehouse ({', '.join(options)})")
        data = _data_path(con)
        if data.startswith("s3://"):
            con.execute(_secret(data))
        con.execute(f"SET allowed_directories = [{literal(data)}]")
        con.execute("USE warehouse")
        yield con


def _folder(data: str) -> str:
    """Where the files are to be, the same whatever folder a program begins in, and with a slash at the end."""
    return (data if "://" in data else str(Path(data).resolve())).rstrip("/") + "/"


def _data_path(con: duckdb.DuckDBPyConnection) -> str:
    found = con.execute("SELECT value FROM warehouse.options() WHERE option_name = 'data_path'").fetchone()
    return str(found[0]) if found else ""


def _secret(data: str) -> str:
    """Write the statement by which DuckDB may use the store: what the tools of S3 find in environment and files."""
    import botocore.session  # noqa: PLC0415 - slow to import, and only of use here

    session = botocore.session.get_session()
    found = session.get_credentials()
    if found is None:
        raise errors.LakeUnfit(
            f"The lake's files are in {data}, and no credentials for that are there; set AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY, or a profile in ~/.aws."
        )
    keys = found.get_frozen_credentials()
    client = session.create_client("s3", region_name=session.get_config_variable("region") or "us-east-1")
    scheme, _, host = client.meta.endpoint_url.partition("://")
    told = {"KEY_ID": keys.access_key, "SECRET": keys.secret_key, "SESSION_TOKEN": keys.token}
    told |= {"REGION": client.meta.region_name, "SCOPE": data}
    if not host.endswith(".amazonaws.com"):
        told |= {"ENDPOINT": host, "URL_STYLE": "path", "USE_SSL": "true" if scheme == "https" else "false"}
    parts = (f"{name} {literal(value)}" for name, value in told.items() if value)
    return f"CREATE SECRET store (TYPE s3, {', '.join(parts)})"


@contextmanager
def _only_writer(lake: Lake, wait_seconds: float) -> Iterator[None]:
    """Hold the lock of the catalogue's database that all loads ask for; it is gone with the connection."""
    with closing(duckdb.connect(":memory:")) as con:
        con.execute("SET autoinstall_known_extensions = false")
        extensions.load(con, "postgres_scanner")
        con.execute(f"ATTACH {literal(lake.catalogue)} AS catalogue (TYPE postgres)")
        con.begin()
        ask = f"SELECT * FROM postgres_query('catalogue', 'SELECT pg_try_advisory_xact_lock({_LOCK}) AS held')"
        deadline = time.monotonic() + wait_seconds
        while con.execute(ask).fetchone() != (True,):
            if time.monotonic() >= deadline:
                raise errors.locked(lake, None)
            time.sleep(0.05)
        yield


def _is_made(con: duckdb.DuckDBPyConnection) -> bool:
    sql = "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'warehouse'"
    return con.execute(sql).fetchone() != (0,)


def _empty(con: duckdb.DuckDBPyConnection) -> None:
    """Drop all views and tables; their rows stay in the lake's history until that is made to expire."""
    for kind in ("view", "table"):
        found = con.execute(
            f"SELECT schema_name, {kind}_name FROM duckdb_{kind}s() WHERE database_name = 'warehouse' AND NOT internal"
        ).fetchall()
        for names in found:
            con.execute(f"DROP {kind.upper()} {quoted(*names)}")


def _clear_history(con: duckdb.DuckDBPyConnection) -> None:
    """Write files anew that hold deleted rows, forget all earlier states, and delete the files that only those need."""
    con.execute("CALL ducklake_rewrite_data_files('warehouse', delete_threshold => 0)")
    con.execute("CALL ducklake_expire_snapshots('warehouse', older_than => now())")
    con.execute("CALL ducklake_cleanup_old_files('warehouse', cleanup_all => true)")


@contextmanager
def _explained(lake: Lake) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        explained = lake_errors.translated(error, lake)
        if explained is None:
            raise
        raise explained from error
