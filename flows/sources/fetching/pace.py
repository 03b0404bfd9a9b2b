"""At most one request to a host in an interval, whichever thread of the run asks."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.sources.fetching.clock import Clock


class Pace:
    """Who asks gets the next free moment of the host and waits for it; the lock is not held meanwhile."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._free: dict[str, float] = {}

    def wait(self, host: str, interval: float) -> None:
        """Wait until the host may be asked; the next one waits `interval` seconds longer."""
        with self._lock:
            now = self._clock.now()
            turn = max(now, self._free.get(host, now))
            self._free[host] = turn + interval
        if turn > now:
            self._clock.sleep(turn - now)

    def hold(self, host: str, seconds: float) -> None:
        """Leave the host in peace for some seconds."""
        with self._lock:
            self._free[host] = max(self._free.get(host, 0.0), self._clock.now() + seconds)
