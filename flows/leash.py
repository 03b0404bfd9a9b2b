"""Children that end with their parent, however that ends.

The parent keeps one end of a pipe, which the child reads as its standard input: when the parent is gone, even killed,
the pipe closes and the child ends itself as if it had been asked to.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def start(
    module: str,
    *args: str,
    log: IO[bytes],
    fds: tuple[int, ...] = (),
    environment: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Run a module of ours as a child on a leash, in a session of its own so that Ctrl-C reaches only the parent.

    What it prints goes to `log`; `fds` are open files that it takes over; `environment` is ours but where it is given.
    """
    return subprocess.Popen(  # noqa: S603 - our own module, no shell
        [sys.executable, "-m", module, *args],
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=subprocess.STDOUT,
        pass_fds=fds,
        env=environment,
        start_new_session=True,
    )


def hold() -> None:
    """In the child: end this process when the parent is gone."""
    threading.Thread(target=_watch, name="leash", daemon=True).start()


def _watch() -> None:
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def stop(child: subprocess.Popen[bytes], *, seconds: float, kindly: signal.Signals = signal.SIGTERM) -> None:
    """Ask the child to end, and after `seconds` make it; it is gone when this returns."""
    if child.poll() is None:
        child.send_signal(kindly)
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    if child.stdin:
        child.stdin.close()
