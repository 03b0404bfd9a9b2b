"""`sitrep serve`: a Prefect server on loopback, and beside it a runner that starts the flow when the schedule says.

This process only watches over the two, its children, and ends with them.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn

import psutil

from flows import leash, prefect_env, server
from flows.errors import ServerError
from flows.urls import shown

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from types import FrameType

    from flows.settings import Settings

LOG = "serve.log"
GRACE_SECONDS = 15.0


def serve(settings: Settings, say: Callable[[str], object] = print) -> None:
    """Serve until Ctrl-C or SIGTERM; nothing that was started here is left behind.

    Raises ServerError where the port is taken or one of the two does not start or ends by itself.
    """
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO")
    # The children read their settings from the environment.
    warehouse = settings.warehouse
    os.environ["SITREP_WAREHOUSE"] = str(warehouse.absolute() if isinstance(warehouse, Path) else warehouse)
    home = prefect_env.prepare(settings.home)
    log_path = home / LOG
    with _until_told(), server.Child(home, "lasting", settings.port) as api, log_path.open("ab") as log:
        say("Starting the Prefect server ...")
        api.wait(settings.start_seconds)
        with _runner(log) as runner:
            say(f"Prefect is at {api.url.removesuffix('/api')}; its deployment build/scheduled runs {_when(settings)}.")
            say(f"sources    {', '.join(map(shown, settings.sources))}")
            say(f"warehouse  {settings.warehouse}")
            say(f"log        {log_path}")
            say("Ctrl-C ends it.")
            while runner.poll() is None:
                time.sleep(0.5)
            raise ServerError(f"The runner of the schedule ended by itself; see {log_path}.")
    say("Stopped.")


@contextmanager
def _until_told() -> Iterator[None]:
    """Ctrl-C and SIGTERM end the block; while it cleans up they are not heard again."""

    def end(*_: int | FrameType | None) -> NoReturn:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except KeyboardInterrupt:
        return
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _runner(log: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    runner = leash.start("flows.schedule", log=log)
    try:
        yield runner
    finally:
        runs = _below(runner.pid)
        leash.stop(runner, seconds=GRACE_SECONDS, kindly=signal.SIGINT)
        _end(runs)


def _below(pid: int) -> list[psutil.Process]:
    """The runs that a runner has under way."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _end(processes: list[psutil.Process]) -> None:
    """End what the runner left; a load that is cut off leaves the warehouse as it was."""
    for ask in (psutil.Process.terminate, psutil.Process.kill):
        for process in processes:
            try:
                ask(process)
            except psutil.NoSuchProcess:
                continue
        _, processes = psutil.wait_procs(processes, timeout=5)


def _when(settings: Settings) -> str:
    every = settings.interval_seconds
    return f"every {every:g} s" if every else f"at {settings.schedule!r} (cron)"
