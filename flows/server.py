"""A Prefect server on loopback, as a child process: a short one for a single run, a lasting one for `sitrep serve`.

Prefect starts a server of its own where it knows none, but only once the flow is called and after loading the server's
code in the caller too. Started here, first of all, it comes up while the rest is still being loaded.

    python -m flows.server FD KIND    (the child; FD is a listening socket)
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal, Protocol

from flows import leash, prefect_env, prefect_schema
from flows.errors import ServerError

if TYPE_CHECKING:
    from types import TracebackType

LOOPBACK = "127.0.0.1"
Kind = Literal["temporary", "lasting"]
#: Prefect's database needs a few MB at its start; with less room than this the disk is what is wrong.
FULL_BYTES = 5_000_000


class Api(Protocol):
    """A Prefect API that somebody runs."""

    url: str

    def wait(self, seconds: float) -> None:
        """Return when it answers; raises ServerError when it does not within `seconds`."""


class Running:
    """A server that the user runs and has named in PREFECT_API_URL."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave it running."""

    def wait(self, seconds: float) -> None:
        """Check that it answers."""
        try:
            _ask(self.url, seconds)
        except OSError as error:
            raise ServerError(
                f"No Prefect server answers at {self.url} ({error}); start it, or unset PREFECT_API_URL."
            ) from error


class Child:
    """A server of our own, gone at the end of the `with` block. Raises ServerError where the port is taken."""

    def __init__(self, home: Path, kind: Kind, port: int = 0) -> None:
        self._log_path = home / "server.log"
        self._socket = _listen(port)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://{LOOPBACK}:{self.port}/api"
        os.environ["PREFECT_API_URL"] = self.url
        try:
            self._log: IO[bytes] = self._log_path.open("wb")
        except OSError as error:
            self._socket.close()
            raise ServerError(
                f"{self._log_path} can't be written ({error.strerror}); mend that or choose another --warehouse."
            ) from error
        descriptor = self._socket.fileno()
        self._child = leash.start("flows.server", str(descriptor), kind, log=self._log, fds=(descriptor,))
        # Were it kept open here, callers would wait for an answer even after the child had died.
        self._socket.close()

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        leash.stop(self._child, seconds=5)
        self._log.close()
        os.environ.pop("PREFECT_API_URL", None)

    def wait(self, seconds: float) -> None:
        """Return when it answers."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._child.poll() is None:
            try:
                _ask(self.url, max(1.0, deadline - time.monotonic()))
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
            else:
                return
        free = shutil.disk_usage(self._log_path.parent).free
        if free < FULL_BYTES:
            raise ServerError(
                f"The disk under {self._log_path.parent} is full ({free // 1000:,} kB left), so Prefect's server could "
                "not start; free some space and run again."
            )
        how = "ended at once" if self._child.poll() is not None else f"did not answer within {seconds:.0f} s"
        raise ServerError(
            f"Prefect's server {how}; see {self._log_path}, or raise SITREP_START_SECONDS on a slow machine."
        )


def for_run(home: Path) -> Running | Child:
    """The server that one run uses: the user's own (PREFECT_API_URL) or a temporary one."""
    url = os.environ.get("PREFECT_API_URL")
    return Running(url) if url else Child(home, "temporary")


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        raise ServerError(
            f"Port {port} of {LOOPBACK} can't be used ({error.strerror}); stop what uses it or set SITREP_PORT."
        ) from error
    listener.listen(128)
    return listener


def _ask(url: str, seconds: float) -> None:
    # A proxy of the machine must not be asked for an address on loopback.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{url}/health", timeout=seconds) as answer:
        answer.read()


def main(descriptor: int, kind: Kind) -> None:
    """Serve Prefect's API on an open socket until asked to end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leash.hold()
    if kind == "temporary":
        for name, value in prefect_env.WITHOUT.items():
            os.environ.setdefault(name, value)
    if home := os.environ.get("PREFECT_HOME"):
        prefect_schema.lay(Path(home))
    import uvicorn  # noqa: PLC0415 - slow, and only the child needs it
    from prefect.server.api.server import create_app  # noqa: PLC0415 - as above

    app = create_app(ephemeral=kind == "temporary", final=True)
    config = uvicorn.Config(app, log_level="critical", lifespan="on", timeout_graceful_shutdown=2)
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    main(int(sys.argv[1]), "lasting" if sys.argv[2] == "lasting" else "temporary")
