"""Prefect's database as its migrations leave it, laid down ready-made: they take 5 s of processor time, this 0.05 s.

    python -m flows.prefect_schema    (writes flows/prefect_schema.sql anew, for the Prefect that is installed)

It is what the migrations of one version made, so that another version does without: it migrates as ever.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from importlib.metadata import version
from pathlib import Path
from secrets import token_hex

SCRIPT = Path(__file__).with_suffix(".sql")
NAME = "prefect.db"
#: Variables that name another database.
_ELSEWHERE = (
    "PREFECT_API_DATABASE_CONNECTION_URL",
    "PREFECT_SERVER_DATABASE_CONNECTION_URL",
    "PREFECT_SERVER_DATABASE_NAME",
    "PREFECT_API_DATABASE_NAME",
)


def lay(home: Path) -> None:
    """Put an empty database in Prefect's home where there is none; what keeps it from that is no obstacle."""
    path = home / NAME
    if path.exists() or any(name in os.environ for name in _ELSEWHERE):
        return
    own = home / f"{NAME}.{token_hex(4)}.part"
    with suppress(OSError, sqlite3.Error):
        script = SCRIPT.read_text(encoding="utf-8")
        if not script.startswith(_head()):
            return
        try:
            with closing(sqlite3.connect(own)) as con:
                con.executescript(script)
            os.link(own, path)  # unlike a rename, leaves what another run has put there
        finally:
            own.unlink(missing_ok=True)


def migrated() -> str:
    """The script, out of a database that Prefect has just migrated; for a process of its own, as it sets Prefect up."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"PREFECT_HOME": folder, "PREFECT_LOGGING_LEVEL": "CRITICAL"}
        import asyncio  # noqa: PLC0415 - not needed to lay it down

        from prefect.server.database import provide_database_interface  # noqa: PLC0415 - reads the environment

        asyncio.run(provide_database_interface().create_db())
        with closing(sqlite3.connect(Path(folder) / NAME)) as con:
            return _head() + "\n".join(con.iterdump()) + "\n"


def _head() -> str:
    return f"-- Prefect {version('prefect')}\n"


if __name__ == "__main__":
    SCRIPT.write_text(migrated(), encoding="utf-8")
