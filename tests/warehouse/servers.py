"""A real PostgreSQL and an S3 store on loopback, for the tests of lakes."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_POSTGRES = (
    "The tests of lakes need PostgreSQL's server programs (initdb, postgres), which are not there; "
    "Debian has them as `apt-get install postgresql`."
)
_START_SECONDS = 60


def programs() -> Path | None:
    """The folder of PostgreSQL's server programs, which Debian keeps off the PATH; None where they are not there."""
    found = shutil.which("initdb")
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *([Path(found).parent] if found else [])]
    return next((folder for folder in folders if all((folder / n).exists() for n in ("initdb", "postgres"))), None)


@contextmanager
def postgres() -> Iterator[int]:
    """A server with an empty database `postgres` and the user `sitrep`, without password, and its port."""
    folder = programs()
    assert folder is not None, NO_POSTGRES
    as_user: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="sitrep-pg-") as home:
        if os.geteuid() == 0:  # PostgreSQL refuses root
            user = pwd.getpwnam("nobody")
            os.chown(home, user.pw_uid, user.pw_gid)
            as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        data, port = f"{home}/data", _free_port()
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "cwd": home} | as_user
        init = [folder / "initdb", "-D", data, "-U", "sitrep", "--auth=trust", "--no-sync", "--encoding=UTF8"]
        subprocess.run([*init, "--locale=C"], check=True, **quiet)
        options = ("fsync=off", f"unix_socket_directories={home}", "listen_addresses=127.0.0.1", f"port={port}")
        start = [folder / "postgres", "-D", data, *(part for option in options for part in ("-c", option))]
        with Path(home, "log").open("wb") as log, subprocess.Popen(start, stderr=log, **quiet) as server:
            try:
                _wait(port, server, Path(home, "log"))
                yield port
            finally:
                server.send_signal(signal.SIGQUIT)  # at once: what it holds is not needed any more


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while "ready to accept connections" not in log.read_text():
        assert server.poll() is None, log.read_text()
        assert time.monotonic() < end, "PostgreSQL does not start"
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
