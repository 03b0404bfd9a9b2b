"""Prefect's empty database, made once with the environment: its migrations take 5 s of processor time, a copy 0.05 s.

    python -m flows.prefect_schema    (part of `make setup`)

It is what the migrations of the installed Prefect make; with another Prefect, or where none was made, the server
migrates as ever.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from secrets import token_hex

NAME = "prefect.db"
#: Variables that name another database.
_ELSEWHERE = (
    "PREFECT_API_DATABASE_CONNECTION_URL",
    "PREFECT_SERVER_DATABASE_CONNECTION_URL",
    "PREFECT_SERVER_DATABASE_NAME",
    "PREFECT_API_DATABASE_NAME",
)


def template() -> Path:
    """Where the environment keeps the empty database of the Prefect that is installed."""
    return Path(sys.prefix) / "share" / "sitrep" / f"prefect-{version('prefect')}.db"


def lay(home: Path) -> None:
    """Put an empty database in Prefect's home where there is none; what keeps it from that is no obstacle."""
    path = home / NAME
    if path.exists() or any(name in os.environ for name in _ELSEWHERE):
        return
    own = home / f"{NAME}.{token_hex(4)}.part"
    with suppress(OSError):
        try:
            shutil.copyfile(template(), own)
            os.link(own, path)  # unlike a rename, leaves what another run has put there
        finally:
            own.unlink(missing_ok=True)


def make() -> Path:
    """Make the environment's empty database and return it; for a process of its own, as it sets Prefect up.

    Raises OSError where the environment can't be written.
    """
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"PREFECT_HOME": folder, "PREFECT_LOGGING_LEVEL": "CRITICAL"}
        import asyncio  # noqa: PLC0415 - not needed to lay it down

        from prefect.server.database import provide_database_interface  # noqa: PLC0415 - reads the environment

        asyncio.run(provide_database_interface().create_db())
        path = template()
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{token_hex(4)}.part")
        # whatever the journal still holds comes along
        source, target = sqlite3.connect(Path(folder) / NAME), sqlite3.connect(part)
        source.backup(target)
        source.close()
        target.close()
        part.rename(path)
    return path


if __name__ == "__main__":
    make()
