"""A web server on loopback that behaves as a test wants it to."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from flows.sources import SourceSettings
from flows.sources.fetching.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Route = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request; a route answers it with `answer`, or misbehaves with what the class above offers."""

    protocol_version = "HTTP/1.1"
    server: Web

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.headers.append(dict(self.headers))
        route = self.server.routes.get(self.path.partition("?")[0])
        if isinstance(route, list):
            route = route.pop(0) if len(route) > 1 else route[0]
        try:
            if route is None:
                self.answer(404)
            elif isinstance(route, bytes):
                self.answer(200, route)
            else:
                route(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def answer(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        """Send a whole answer; `_` in the name of a header is `-`."""
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Web(ThreadingHTTPServer):
    """`routes`: path to body, to what answers, or to a list of these for one request after the other.

    `asked`: the paths of all requests so far, `headers`: theirs. `done`: set when the test is over.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.routes: dict[str, object] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.done = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_: object) -> None:
        """Clients that hang up in the middle are part of what is tested."""

    def pages(self) -> list[str]:
        """The paths that were asked for, but robots.txt."""
        return [path for path in self.asked if path != "/robots.txt"]


@contextmanager
def web_server() -> Iterator[Web]:
    with Web() as web:
        thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield web
        finally:
            web.done.set()
            web.shutdown()
            thread.join()


def status(code: int, **headers: str) -> Route:
    """A route that answers with a status."""
    return lambda request: request.answer(code, **headers)


def redirect(where: str) -> Route:
    """A route that leads on."""
    return status(302, Location=where)


class Clock:
    """A clock that only goes when somebody waits; `waits` are the seconds of each wait."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def now(self) -> float:
        return sum(self.waits)

    def wall(self) -> float:
        return 1_700_000_000.0 + self.now()

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


def limits(**given: object) -> SourceSettings:
    """Settings for tests: loopback is allowed, no pause between requests."""
    return SourceSettings(**{"allow_private": True, "fetch_interval": 0.0, "fetch_seconds": 5.0} | given)


@contextmanager
def session(clock: Clock, **given: object) -> Iterator[Session]:
    """A session by that clock."""
    opened = Session(limits(**given), clock)
    try:
        yield opened
    finally:
        opened.close()
