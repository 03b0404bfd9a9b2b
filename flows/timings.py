"""What each stage of a run costs, in seconds of wall time and of CPU time of its process, summed over batches."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from secrets import token_hex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """Seconds that a stage took; of several processes at once, the sum."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def clocked(folder: Path, stage: str) -> Iterator[None]:
    """Note in the folder of the run what the block costs."""
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        yield
    finally:
        cost = Cost(time.perf_counter() - wall, time.process_time() - cpu)
        noted = folder / "timings"
        noted.mkdir(parents=True, exist_ok=True)
        path = noted / f"{stage}-{token_hex(4)}.json"
        # Who writes it may be killed.
        path.with_suffix(".part").write_text(json.dumps({"stage": stage, **asdict(cost)}))
        path.with_suffix(".part").replace(path)


def costs(folder: Path) -> dict[str, Cost]:
    """What was noted so far, by stage."""
    found: dict[str, Cost] = {}
    for path in sorted((folder / "timings").glob("*.json")):
        noted = json.loads(path.read_text())
        before = found.get(noted["stage"], Cost())
        found[noted["stage"]] = Cost(before.wall + noted["wall"], before.cpu + noted["cpu"])
    return found
