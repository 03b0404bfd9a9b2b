"""What the owners of servers ask of programs: robots.txt as RFC 9309 has it, read once a server and run."""

from __future__ import annotations

from collections import defaultdict
from threading import Lock
from typing import TYPE_CHECKING

from protego import Protego

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

#: As much as has to be read (section 2.5); the rest is left aside.
MAX_BYTES = 500 * 1024


class Robots:
    """The rules of each server met. `read` gets the text of a robots.txt: None where there is none, or what it raises.

    What could not be read stays so for the run: the same error is raised for each page of that server (section 2.3.1.4
    has all of them forbidden then).
    """

    def __init__(self, user_agent: str, read: Callable[[httpx.URL], str | None]) -> None:
        self._name = user_agent.partition("/")[0].strip()
        self._read = read
        self._rules: dict[str, Protego | Exception] = {}
        self._locks: dict[str, Lock] = defaultdict(Lock)
        self._lock = Lock()

    def may_read(self, url: httpx.URL) -> bool:
        """Tell whether a page may be read. Raises what `read` raised for its server."""
        return bool(self._of(url).can_fetch(str(url), self._name))

    def delay(self, url: httpx.URL) -> float:
        """Return the seconds that the server wants between two requests; 0 if it says nothing."""
        return float(self._of(url).crawl_delay(self._name) or 0.0)

    def _of(self, url: httpx.URL) -> Protego:
        where = url.copy_with(userinfo=url.userinfo, raw_path=b"/robots.txt", fragment=None)
        origin = str(where)
        with self._lock:
            lock = self._locks[origin]
        with lock:
            if origin not in self._rules:
                try:
                    self._rules[origin] = Protego.parse(self._read(where) or "")
                except Exception as error:
                    self._rules[origin] = error
        rules = self._rules[origin]
        if isinstance(rules, Exception):
            raise rules
        return rules
