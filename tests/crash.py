"""`python -m tests.crash`: whole runs killed by SIGKILL at moments spread over them, then done again (`make crash`).

Each time the warehouse must be, row for row, what an unbroken run makes of the same articles. Some ten minutes.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.conftest import ROOT, environment
from tests.content import content
from warehouse.query import query

if TYPE_CHECKING:
    import polars as pl

ARTICLES = 4
REJECTS = "SELECT * EXCLUDE (run_id) FROM ops.rejects ORDER BY ALL"


def main(arguments: list[str] | None = None) -> int:
    """Return 1 if a warehouse differed or a run that was done again failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=20210514)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        sources = home / "articles"
        sources.mkdir()
        for path in sorted((ROOT / "seeds" / "articles").glob("*.txt"))[:ARTICLES]:
            shutil.copy(path, sources)
        start = time.monotonic()
        if (code := _run(sources, home / "unbroken").wait()) != 0:
            print(f"The unbroken run ended with {code}.")
            return 1
        seconds = time.monotonic() - start
        wanted = _told(home / "unbroken")
        print(f"An unbroken run takes {seconds:.1f} s; {asked.kills} are killed (seed {asked.seed}).", flush=True)
        chance = random.Random(asked.seed)
        moments = sorted(chance.uniform(0, seconds) for _ in range(asked.kills))
        faults = [
            fault for n, moment in enumerate(moments) if (fault := _killed(sources, home / str(n), moment, wanted))
        ]
    print("\n".join(faults) or f"{asked.kills} warehouses are the same, row for row.")
    return int(bool(faults))


def _killed(sources: Path, home: Path, moment: float, wanted: dict[str, pl.DataFrame]) -> str | None:
    """What is wrong after a run that was killed at a moment (seconds) and done again."""
    child = _run(sources, home)
    try:
        child.wait(moment)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    was = "loaded" if (home / "w.duckdb").exists() else "not loaded"
    print(f"killed after {moment:5.1f} s, {was}" if child.returncode < 0 else f"over after {moment:.1f} s", flush=True)
    if (code := _run(sources, home).wait()) != 0:
        return f"Killed after {moment:.2f} s: the run that was done again ended with {code}."
    found = _told(home)
    shutil.rmtree(home, ignore_errors=True)
    differing = [name for name, frame in wanted.items() if not frame.equals(found[name])]
    return f"Killed after {moment:.2f} s: {', '.join(differing)} differ." if differing else None


def _run(sources: Path, home: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "flows.cli", "run", str(sources), "--warehouse", str(home / "w.duckdb")]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=ROOT, env=environment(), stdin=quiet, stdout=quiet, stderr=quiet)


def _told(home: Path) -> dict[str, pl.DataFrame]:
    return content(home / "w.duckdb") | {"rejects": query(home / "w.duckdb", REJECTS)}


if __name__ == "__main__":
    sys.exit(main())
