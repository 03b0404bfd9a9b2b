"""Processes of this machine that work on batches: loaded once, then forked, each with a line to this process.

    python -m flows.crew MODEL DESCRIPTOR...    (the child; sockets: one for news of deaths, then one for each worker)

Importing spaCy, Polars and our code and loading the model takes a process two seconds and 200 MB. One child does it,
before any thread runs that a fork would lose, and forks itself into the workers: they have all of it at once, in memory
that they share. None of them knows of Prefect. A worker takes one call after another; whoever of the family is killed,
the others end, and who waits for a dead worker is told so.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import traceback
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from flows import leash
from flows.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

#: One thread for each library in a worker, as there is a worker for each core.
ENVIRONMENT = {
    "POLARS_MAX_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
STOP_SECONDS = 10.0
#: How long the news of a worker's death may take.
_NEWS_SECONDS = 2.0


class WorkerLost(UsageError):
    """A worker is gone in the middle of its work; the message says how it ended, and what to do."""


@dataclass
class _Worker:
    line: Connection[Any, Any]
    pid: int | None = field(default=None)


class Crew:
    """Workers that load from now on; `do` waits until one of them is free and ready."""

    def __init__(self, processes: int, model: str) -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `stop`
        self._stopped = False
        self._deaths: dict[int, int] = {}
        self._free: SimpleQueue[_Worker] = SimpleQueue()
        pairs = [Pipe() for _ in range(processes + 1)]
        theirs = [their for _, their in pairs]
        descriptors = tuple(their.fileno() for their in theirs)
        environment = {**os.environ, **ENVIRONMENT}
        self._child = leash.start(
            "flows.crew", model, *map(str, descriptors), log=self._log, fds=descriptors, environment=environment
        )
        # Were they kept open here, nobody would see a worker's end as the end of its line.
        for their in theirs:
            their.close()
        self._news, *lines = [our for our, _ in pairs]
        self._workers = [_Worker(line) for line in lines]
        for worker in self._workers:
            self._free.put(worker)

    @property
    def processes(self) -> int:
        """How many workers there are."""
        return len(self._workers)

    def do(self, work: Callable[..., None], parameters: Mapping[str, Any]) -> None:
        """Have a free worker do it, and return when it is done; raises what the work raises, and WorkerLost.

        To be called from as many threads at once as there are workers.
        """
        worker = self._free.get()
        try:
            if worker.pid is None:
                worker.pid = worker.line.recv()
            worker.line.send((work, dict(parameters)))
            error = worker.line.recv()
        except (EOFError, OSError):
            raise self._lost(worker) from None
        finally:
            self._free.put(worker)
        if isinstance(error, MemoryError):
            raise UsageError(f"The memory of this machine is used up, so nothing was loaded; {_LESS}") from error
        if error is not None:
            raise error

    def stop(self) -> None:
        """End all workers, whatever they are at; they are gone when this returns."""
        self._stopped = True
        if self._child.stdin and not self._child.stdin.closed:
            self._child.stdin.close()  # the leash
        if all(worker.pid is None for worker in self._workers):
            self._child.terminate()  # it may be loading still
        try:
            self._child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        for line in (self._news, *(worker.line for worker in self._workers)):
            with suppress(EOFError, OSError):
                while line.poll(STOP_SECONDS):  # until the other end is closed, which is when its process is gone
                    line.recv()
            line.close()
        self._log.close()

    def _lost(self, worker: _Worker) -> WorkerLost:
        if self._stopped:
            return WorkerLost("The workers were stopped, so nothing was loaded.")
        with suppress(EOFError, OSError):
            while worker.pid not in self._deaths and self._news.poll(_NEWS_SECONDS):
                pid, code = self._news.recv()
                self._deaths[pid] = code
        code = self._deaths.get(worker.pid or 0)
        if worker.pid is None:
            how = "A worker process could not start"
        elif code is None or code >= 0:
            how = "A worker process ended by itself" if code is None else f"A worker process ended with code {code}"
        else:
            how = f"A worker process was ended by {signal.Signals(-code).name}"
            if -code == signal.SIGKILL:
                how += ", as the system does where memory runs out"
        said = self._last_words()
        return WorkerLost(f"{how}{f' ({said})' if said else ''}, so nothing was loaded; {_LESS}")

    def _last_words(self) -> str:
        self._log.seek(0)
        lines = self._log.read().decode(errors="replace").strip().splitlines()
        return lines[-1].strip()[:200] if lines else ""


_LESS = "run again, with a lower SITREP_BATCH_SIZE or SITREP_PROCESSES if memory is short."
_ahead: list[Crew] = []


def ahead(processes: int, model: str) -> None:
    """Start workers that load while the caller goes about other things, until `hired` takes them."""
    if not _ahead:
        _ahead.append(Crew(processes, model))


def is_ahead() -> bool:
    """Whether there are workers that load already."""
    return bool(_ahead)


@contextmanager
def dismissed() -> Iterator[None]:
    """After the block, those that nobody hired are gone."""
    try:
        yield
    finally:
        while _ahead:
            _ahead.pop().stop()


@contextmanager
def hired(processes: int, model: str) -> Iterator[Crew]:
    """The workers that load already, or else so many new ones; gone after the block, and so is their memory."""
    crew = _ahead.pop() if _ahead else Crew(processes, model)
    try:
        yield crew
    finally:
        crew.stop()


def main(model: str, descriptors: list[int]) -> None:
    """Load what a batch needs, become a worker for each line, and wait for their ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from flows import shards  # noqa: PLC0415 - the caller imports this module too, and needs none of it

    shards.load(model)
    # What the collector never looks at again stays shared.
    gc.collect()
    gc.freeze()
    news = Connection(descriptors[0])
    waiting = descriptors[1:]
    while waiting:
        own = waiting.pop(0)
        if not os.fork():
            news.close()
            for other in waiting:
                os.close(other)
            _serve(Connection(own), model)
        os.close(own)
    with suppress(ChildProcessError, OSError):
        while True:
            pid, status = os.wait()
            news.send((pid, os.waitstatus_to_exitcode(status)))


def _serve(line: Connection[Any, Any], model: str) -> None:
    """Take calls until the caller hangs up or is gone."""
    from flows import shards  # noqa: PLC0415 - as above

    code = 1
    try:
        leash.hold()
        shards.ready(model)
        line.send(os.getpid())
        while True:
            work, parameters = line.recv()
            line.send(_done(work, parameters))
    except (EOFError, OSError):
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _done(work: Callable[..., None], parameters: Mapping[str, Any]) -> Exception | None:
    """Do it; what it raised, in a form that can be sent."""
    try:
        work(**parameters)
    except Exception as error:
        error.add_note("".join(traceback.format_exception(error)))
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
        except Exception:
            return RuntimeError(f"{type(error).__name__}: {error}")
        return error
    return None


if __name__ == "__main__":
    main(sys.argv[1], [int(descriptor) for descriptor in sys.argv[2:]])
