"""Workers kept busy, watched and replaced; what they tell is counted, what fails is saved."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count, islice
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from tests.fuzz import worker
from tests.fuzz.inputs import BATCH, kinds
from tests.fuzz.worker import MAX_MEMORY, TIGHT, Job, Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flows.sources import RawArticle

HANG_SECONDS = 10.0
#: To start, to load what is imported, to make a batch, to load the language model.
START_SECONDS = 120.0


@dataclass(frozen=True)
class Fault:
    """An input that broke a promise: which, its bytes' beginning, what happened, and where it is saved."""

    kind: str
    number: int
    index: int
    begins: str
    what: str
    path: Path | None


@dataclass
class Result:
    """What a run came to. `rules`: how often something was refused, by rule. `sample`: articles of each kind."""

    inputs: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    sample: dict[str, list[RawArticle]] = field(default_factory=dict)
    slowest: tuple[float, str] = (0.0, "")


class _Worker:
    """A process and the job that it is at."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.folder = tempfile.TemporaryDirectory(prefix="sitrep-fuzz-")
        (Path(self.folder.name) / "input").mkdir()
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=worker.work, args=(theirs, Path(self.folder.name)), daemon=True)
        self.process.start()
        theirs.close()
        self.job: Job | None = None
        self.index = -1
        self.since = time.monotonic()

    def give(self, job: Job) -> None:
        self.job, self.index, self.since = job, -1, time.monotonic()
        self.pipe.send(job)

    @property
    def trouble(self) -> str | None:
        """Why it has to be ended, if so."""
        is_reading = self.index >= 0 and self.job is not None and not self.job.articles
        limit = HANG_SECONDS if is_reading else START_SECONDS
        if time.monotonic() - self.since > limit:
            return f"hangs: not done after {limit:.0f} s"
        try:
            memory = psutil.Process(self.process.pid).memory_info().rss
        except psutil.NoSuchProcess:
            return None
        return f"memory: {memory / 1e6:,.0f} MB" if memory > MAX_MEMORY else None

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()
        self.folder.cleanup()


def jobs(inputs: int, seed: int, only: list[str]) -> Iterator[Job]:
    """Jobs of BATCH inputs each, kind after kind, until there are enough."""
    rounds = (Job(kind, number, seed) for number in count() for kind in only or kinds())
    return islice(rounds, -(-inputs // BATCH))


def run(todo: Iterable[Job], folder: Path, *, processes: int, seconds: float) -> Result:
    """Do jobs, of which no new one is begun after `seconds`; faulty inputs are saved under `folder`."""
    result, waiting, end = Result(), iter(todo), time.monotonic() + seconds
    workers = [_Worker() for _ in range(processes)]
    try:
        for one in workers:
            _next(one, waiting, end)
        while any(one.job for one in workers):
            busy = {one.pipe: one for one in workers if one.job}
            for pipe in wait(list(busy), timeout=0.5):
                _hear(busy[pipe], result, folder, waiting, end)  # type: ignore[index]  # what waits is a pipe
            for place, one in enumerate(workers):
                what = one.trouble if one.job else None
                if one.job and (what or not one.process.is_alive()) and not one.pipe.poll():
                    _blame(one, what or f"the process died (exit code {one.process.exitcode})", result, folder)
                    one.end()
                    left = _left(one.job, max(one.index, 0) + 1) or _job(waiting, end)
                    one.job = None
                    if left:
                        workers[place] = _Worker()
                        workers[place].give(left)
    finally:
        for one in workers:
            one.end()
    return result


def _next(one: _Worker, waiting: Iterator[Job], end: float) -> None:
    job = _job(waiting, end)
    if job:
        one.give(job)
    else:
        one.job = None


def _job(waiting: Iterator[Job], end: float) -> Job | None:
    return next(waiting, None) if time.monotonic() < end else None


def _left(job: Job, begin: int) -> Job | None:
    """What a worker that was ended has not done of its job."""
    inputs = 1 if job.articles else len(job.paths) or BATCH
    return job._replace(begin=begin) if begin < inputs else None


def _hear(one: _Worker, result: Result, folder: Path, waiting: Iterator[Job], end: float) -> None:
    assert one.job
    try:
        told: Told | None = one.pipe.recv()
    except (EOFError, OSError):
        one.process.join(5)
        return
    if told is None:
        _next(one, waiting, end)
        return
    now = time.monotonic()
    if told.index >= 0:
        kind = one.job.kind
        result.inputs[kind] += 1
        result.articles += told.count
        result.rules.update(told.rules)
        result.sample.setdefault(kind, []).extend(told.articles)
        result.slowest = max(result.slowest, (now - one.since, f"{kind} {one.job.number} {told.index}"))
        if told.fault:
            result.faults.append(_saved(one, told.index, told.fault, folder))
    one.since = now
    one.index = told.index + 1 if told.index >= 0 else one.job.begin


def _blame(one: _Worker, what: str, result: Result, folder: Path) -> None:
    assert one.job
    result.inputs[one.job.kind] += 1
    result.faults.append(_saved(one, max(one.index, 0), what, folder))


def _saved(one: _Worker, index: int, what: str, folder: Path) -> Fault:
    job, path, begins = one.job, None, ""
    assert job
    for file in (Path(one.folder.name) / "input").iterdir():
        data = file.read_bytes()
        begins = repr(data[:120])
        end = f" {TIGHT}" if worker.is_tight(index) else ""
        if job.paths:
            path = Path(job.paths[min(index, len(job.paths) - 1)])
            continue
        path = folder / f"{job.kind} {job.seed} {job.number} {index}{end}" / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return Fault(job.kind, job.number, index, begins, what, path)
