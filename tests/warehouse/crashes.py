"""Loads that are cut off: a process that kills itself at a given moment of a load, as SIGKILL from outside would.

A moment is the n-th call that the code in warehouse/ makes or takes since the load began, so that the same number is
the same moment on any machine, however fast. `python -m tests.warehouse.crashes PATH [CALL]` loads `later()`, and
prints how many calls that was where it was not killed before.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.builders import changed, valid_tables, without
from tests.conftest import ROOT
from tests.warehouse.loads import load

if TYPE_CHECKING:
    from types import FrameType

    import polars as pl

OURS = str(ROOT / "warehouse")


def later() -> dict[str, pl.DataFrame]:
    """A batch that inserts, updates and deletes rows of the warehouse with `valid_tables()`."""
    return without(changed(valid_tables(3), "statistics", value=11.0, low=11.0), "attributions")


def calls_of_a_load(path: Path) -> int:
    """Load `later()`; how many calls that was."""
    return int(_loaded(path).stdout)


def killed_at(path: Path, call: int) -> None:
    """Begin to load `later()` in a process that is killed at that call."""
    assert _loaded(path, call).returncode == -signal.SIGKILL


def _loaded(*arguments: Path | int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.warehouse.crashes", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, cwd=ROOT)


def _load(path: Path, last: int | None) -> int:
    calls = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        if event in ("call", "c_call") and frame.f_code.co_filename.startswith(OURS):
            calls += 1
            if calls == last:
                os.kill(os.getpid(), signal.SIGKILL)

    tables = later()
    sys.setprofile(count)
    load(path, tables, "second")
    sys.setprofile(None)
    return calls


if __name__ == "__main__":
    print(_load(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None))
