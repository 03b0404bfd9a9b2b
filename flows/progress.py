"""How far a run is: a bar on a terminal, a plain line now and then elsewhere, nothing where nobody looks."""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from collections.abc import Iterator

LINE_SECONDS = 10.0


class Meter(Protocol):
    """What a flow tells about its progress."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A stage begins; `total` is how many articles it has before it, if it goes by articles."""

    def advance(self, articles: int) -> None:
        """So many articles more are done."""

    def close(self) -> None:
        """The run is over."""


class Silent:
    """For flows that a schedule starts."""

    def stage(self, name: str, total: int | None = None) -> None:
        """Say nothing."""

    def advance(self, articles: int) -> None:
        """Say nothing."""

    def close(self) -> None:
        """Say nothing."""


class Lines:
    """One line a stage, and while articles are coded one every `LINE_SECONDS`."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._name, self._total, self._done = "", 0, 0
        self._began = self._told = time.monotonic()

    def stage(self, name: str, total: int | None = None) -> None:
        """Say what begins."""
        self._name, self._total, self._done = name, total or 0, 0
        self._began = self._told = time.monotonic()
        self._say(name if total is None else f"{name}: {total:,} {'article' if total == 1 else 'articles'}")

    def advance(self, articles: int) -> None:
        """Say how far it is, if the last line is old enough."""
        self._done += articles
        now = time.monotonic()
        if now - self._told >= LINE_SECONDS and self._done < self._total:
            self._told = now
            rate = self._done / (now - self._began)
            left = (self._total - self._done) / rate
            self._say(
                f"{self._name}: {self._done:,} of {self._total:,} articles, {rate:.1f} articles/s, {span(left)} left"
            )

    def close(self) -> None:
        """Nothing is open."""

    def _say(self, line: str) -> None:
        print(line, file=self._out, flush=True)


class Bar:
    """A bar with articles done, rate and time left; it goes when the run is over."""

    def __init__(self, console: Console) -> None:
        self._bar = Progress(
            TextColumn("{task.description:<9}"),
            BarColumn(),
            TextColumn("{task.fields[done]}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._task: TaskID | None = None
        self._began = time.monotonic()
        self._bar.start()

    def stage(self, name: str, total: int | None = None) -> None:
        """Begin the bar anew; without a total it pulses."""
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._began = time.monotonic()
        self._task = self._bar.add_task(name, total=total, done="" if total is None else f"0/{total:,}")

    def advance(self, articles: int) -> None:
        """Move it."""
        if self._task is None:
            return
        done, total = int(self._bar.tasks[0].completed) + articles, self._bar.tasks[0].total or 0
        rate = done / max(time.monotonic() - self._began, 1e-6)
        self._bar.update(self._task, completed=done, done=f"{done:,}/{total:,.0f} articles, {rate:.1f} articles/s")

    def close(self) -> None:
        """Take the bar away."""
        self._bar.stop()


_current: ContextVar[Meter] = ContextVar("meter")


def current() -> Meter:
    """The meter of this run."""
    return _current.get(None) or Silent()


@contextmanager
def shown(out: TextIO) -> Iterator[None]:
    """Show progress of the flows inside on `out`."""
    meter: Meter = Bar(Console(file=out)) if out.isatty() else Lines(out)
    token = _current.set(meter)
    try:
        yield
    finally:
        meter.close()
        _current.reset(token)


def span(seconds: float) -> str:
    """A length of time for people: 8 s, 3 min 20 s, 2 h 5 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
