"""Processes of this machine that work on batches: loaded once, then forked, each with a line to this process.

    python -m flows.crew MODEL DESCRIPTOR...    (the child; sockets: one for news of deaths, then one for each worker)

Importing spaCy, Polars and our code and loading the model takes a process two seconds and 200 MB. One child does it
and forks itself into the workers: they have all of it at once, in memory that they share. None of them knows of
Prefect. A worker takes one call after another.

A fork has none of its parent's other threads. Those that `import polars` starts may be lost: two of its allocator, that
give freed memory back early, and one that clears away what Polars spills to disk (a batch spills nothing). The pool
that it computes in may not, as who waits for it would wait for ever; the child sees that there is none yet.

When this process ends or is killed, so do all workers: its end of a pipe is their leash. When a worker is killed, who
waits for it is told how it ended. When the child is killed, the workers go on, but how one of them ends can't be told.
"""

from __future__ import annotations

import gc
import os
import pickle
import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
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
#: Linux: a folder for each thread of this process.
_THREADS = Path("/proc/self/task")
#: The names of the threads that Polars computes in.
_COMPUTES = re.compile(r"polars-\d")


class WorkerLost(UsageError):
    """A worker is gone in the middle of its work; the message says how it ended, and what to do."""


@dataclass
class _Worker:
    """A worker and our end of the line to it: there come its pid, None once it is ready, and what came of calls."""

    line: Connection[Any, Any]
    pid: int | None = None
    is_ready: bool = False
    #: Of who reads the line.
    lock: Lock = field(default_factory=Lock)

    def do(self, work: Callable[..., None], parameters: Mapping[str, Any]) -> Exception | None:
        """Have it done; what it raised. Raises EOFError or OSError where the worker is gone."""
        with self.lock:
            if self.pid is None:
                self.pid = self.line.recv()
            if not self.is_ready:
                self.line.recv()
                self.is_ready = True
            self.line.send((work, dict(parameters)))
            error: Exception | None = self.line.recv()
            return error

    def end(self, until: float) -> None:
        """Wait for the end of the process, and make it where that has not come at `until` (of the monotonic clock)."""
        if not self._is_gone(until) and self.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self._is_gone(time.monotonic() + STOP_SECONDS)
        self.line.close()

    def _is_gone(self, until: float) -> bool:
        """Whether its end of the line is closed, which only the end of its process does."""
        if not self.lock.acquire(timeout=_left(until)):
            return False
        try:
            while self.line.poll(_left(until)):
                said = self.line.recv()
                if self.pid is None:
                    self.pid = said
        except (EOFError, OSError):
            return True
        finally:
            self.lock.release()
        return False


def _left(until: float) -> float:
    return max(0.0, until - time.monotonic())


class Crew:
    """Workers that load from now on; `do` waits until one of them is free and ready."""

    def __init__(self, processes: int, model: str) -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `stop`
        self._stopped = False
        #: Of who reads the news, which gives `_deaths`: the exit code of each pid.
        self._lock = Lock()
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

    def do(self, work: Callable[..., None], parameters: Mapping[str, Any]) -> None:
        """Have a free worker do it, and return when it is done; raises what the work raises, and WorkerLost.

        To be called from as many threads at once as there are workers.
        """
        worker = self._free.get()
        try:
            error = worker.do(work, parameters)
        except (EOFError, OSError):
            raise self._lost(worker) from None
        finally:
            self._free.put(worker)
        if isinstance(error, MemoryError):
            raise UsageError(f"The memory of this machine is used up, so nothing was loaded; {_LESS}") from error
        if error is not None:
            raise error

    def stop(self) -> None:
        """End all workers, whatever they are at, by their leash or else by force; they are gone when this returns."""
        self._stopped = True
        if self._child.stdin and not self._child.stdin.closed:
            self._child.stdin.close()  # the leash
        if all(worker.pid is None for worker in self._workers):
            self._child.terminate()  # it may be loading still
        until = time.monotonic() + STOP_SECONDS
        try:
            self._child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        for worker in self._workers:
            worker.end(until)
        with self._lock:
            self._news.close()
            self._log.close()

    def _lost(self, worker: _Worker) -> WorkerLost:
        with self._lock:
            if self._stopped:
                return WorkerLost("The workers were stopped, so nothing was loaded.")
            how, said = self._how(worker), self._last_words()
        return WorkerLost(f"{how}{f' ({said})' if said else ''}, so nothing was loaded; {_LESS}")

    def _how(self, worker: _Worker) -> str:
        """How a worker ended or, where the child that tells of deaths is gone, how that did."""
        try:
            while worker.pid not in self._deaths and self._news.poll(_NEWS_SECONDS):
                pid, code = self._news.recv()
                self._deaths[pid] = code
        except (EOFError, OSError):
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(_NEWS_SECONDS)
        own, childs = self._deaths.get(worker.pid or 0), self._child.poll()
        if own is not None:
            return f"A worker process {_ended(own)}"
        if worker.pid is None:
            if childs is None or childs >= 0:
                return "A worker process could not start"
            return f"The process that workers are forked from {_ended(childs)}"
        how = "A worker process ended"
        return how if childs is None else f"{how}, and the one it was forked from {_ended(childs)}"

    def _last_words(self) -> str:
        # at no place of the file but its own: where the workers write is a place that they share with us
        descriptor = self._log.fileno()
        lines = os.pread(descriptor, os.fstat(descriptor).st_size, 0).decode(errors="replace").strip().splitlines()
        return lines[-1].strip()[:200] if lines else ""


def _ended(code: int) -> str:
    if code >= 0:
        return f"ended with code {code}"
    why = ", as the system does where memory runs out" if -code == signal.SIGKILL else ""
    return f"was ended by {signal.Signals(-code).name}{why}"


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
    _check_threads()
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


def _check_threads() -> None:
    """See, on Linux, that no thread runs that a fork would lose and a worker wait for. Raises SystemExit, in words."""
    for name in _THREADS.glob("*/comm"):
        with suppress(OSError):  # a thread that has ended
            if _COMPUTES.match(name.read_text(errors="replace")):
                sys.exit("Polars computes in threads already, which workers would not have; load less before the fork")


def _serve(line: Connection[Any, Any], model: str) -> None:
    """Take calls until the caller hangs up or is gone."""
    from flows import shards  # noqa: PLC0415 - as above

    code = 1
    try:
        leash.hold()
        line.send(os.getpid())
        shards.ready(model)
        line.send(None)
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
        sent: Exception = error
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
        except Exception:
            sent = RuntimeError(f"{type(error).__name__}: {error}")
        sent.add_note("".join(traceback.format_exception(error)))
        return sent
    return None


if __name__ == "__main__":
    main(sys.argv[1], [int(descriptor) for descriptor in sys.argv[2:]])
