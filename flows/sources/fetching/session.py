"""All requests of one run: one client, one pace, one memory of robots.txt, for all threads."""

from __future__ import annotations

import logging
import random
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import httpx
import tenacity

from flows.sources.base import SourceError
from flows.sources.fetching import validators
from flows.sources.fetching.clock import Clock
from flows.sources.fetching.decoding import ACCEPTED, decoded
from flows.sources.fetching.faults import (
    REQUEST_ERRORS,
    Refused,
    StatusError,
    may_pass,
    retry_after,
    sentence,
    what_of_robots,
)
from flows.sources.fetching.network import Transport, deadline
from flows.sources.fetching.pace import Pace
from flows.sources.fetching.robots import MAX_BYTES, Robots
from flows.urls import key_of, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flows.sources.base import SourceSettings

MAX_REDIRECTS = 5
#: Seconds before the second try; twice as many before each further one, and up to one more by chance.
FIRST_WAIT = 1.0
#: Status codes of a page that is all there.
WHOLE = (200, 203)
CLOCK = Clock()


class Unchanged(Exception):
    """A page is as it was when it was last loaded; the message says so in a sentence."""


class Download(NamedTuple):
    """`is_unpacked`: a compression was taken off on the way. `validators`: None where the server gave none."""

    is_unpacked: bool
    validators: validators.Validators | None


class Session:
    """The requests of a run, by its settings."""

    def __init__(self, settings: SourceSettings, clock: Clock = CLOCK) -> None:
        # They would log whole URLs and headers, with the secrets in them.
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        self._settings = settings
        self._clock = clock
        self._client = httpx.Client(
            transport=Transport(allow_private=settings.allow_private, proxy=settings.proxy),
            timeout=settings.fetch_seconds,
            headers={"User-Agent": settings.user_agent, "Accept-Encoding": ACCEPTED},
            trust_env=False,
        )
        self._pace = Pace(clock)
        self._robots = Robots(settings.user_agent, self._read_robots)
        self._known = validators.known(settings.fetch_folder)

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def download(self, url: str, path: Path, *, if_changed: bool = False) -> Download:
        """Write what a URL gives to a file; `if_changed`: only if it is not as it was when last loaded.

        Raises SourceError, Unchanged.
        """
        known = self._known.get(key_of(url)) if if_changed else None
        hops = [url]
        try:
            for attempt in self._tries():
                with attempt:
                    hops[1:] = []
                    return self._download(url, path, known, hops)
        except REQUEST_ERRORS as error:
            raise SourceError(sentence(url, hops[-1], error, self._settings)) from None
        raise AssertionError("tenacity ends by a result or an error")

    def _download(self, url: str, path: Path, known: validators.Validators | None, hops: list[str]) -> Download:
        size = 0
        limit = self._settings.max_fetch_bytes
        with self._answer(httpx.URL(url), self._check, hops, known) as answer:
            if answer.status_code == httpx.codes.NOT_MODIFIED and known is not None:
                raise Unchanged(f"{shown(url)} is unchanged since {known.since}: there is nothing new in it.")
            if answer.status_code not in WHOLE:
                raise self._status(answer)
            encoding = answer.headers.get("Content-Encoding", "")
            announced = answer.headers.get("Content-Length", "")
            if announced.isdecimal() and int(announced) > limit:
                raise _too_large(limit)
            with path.open("wb") as file:
                for chunk in decoded(answer.iter_raw(), encoding):
                    size += len(chunk)
                    if size > limit:
                        raise _too_large(limit)
                    file.write(chunk)
            return Download(bool(encoding), self._validators(url, answer))

    def _validators(self, url: str, answer: httpx.Response) -> validators.Validators | None:
        # What is not ASCII can't be sent back.
        etag, last_modified = (
            value if (value := answer.headers.get(name, "")).isascii() else "" for name in ("ETag", "Last-Modified")
        )
        if not etag and not last_modified:
            return None
        now = format_datetime(datetime.fromtimestamp(self._clock.wall(), UTC), usegmt=True)
        return validators.Validators(
            key_of(url), key_of(str(answer.request.url)), etag or None, last_modified or None, last_modified or now
        )

    @contextmanager
    def _answer(
        self,
        url: httpx.URL,
        check: Callable[[httpx.URL], float],
        hops: list[str],
        known: validators.Validators | None = None,
    ) -> Iterator[httpx.Response]:
        """Ask, and ask where redirects lead; `check` is called with each address and returns the pause after it."""
        request = self._client.build_request("GET", url)
        while True:
            self._pace.wait(request.url.host, check(request.url))
            if known is not None and key_of(str(request.url)) == known.at:
                request.headers.update(known.headers)
            with deadline(self._settings.download_seconds):
                answer = self._client.send(request, stream=True)
                try:
                    following = answer.next_request
                    if following is None:
                        yield answer
                        return
                finally:
                    answer.close()
            hops.append(str(following.url))
            if len(hops) > MAX_REDIRECTS + 1:
                raise Refused(f"leads on more than {MAX_REDIRECTS} times, the way of a redirect in a circle: mend it.")
            if request.url.scheme == "https" and following.url.scheme == "http":
                raise Refused("is not encrypted as the address before it is: name it if you trust it all the same.")
            request = following
            for name in ("If-None-Match", "If-Modified-Since"):
                request.headers.pop(name, None)

    def _check(self, url: httpx.URL) -> float:
        """Return the seconds to leave the host in peace after a request. Raises Refused, or what robots.txt gives."""
        pause = self._plain(url)
        if not self._settings.robots:
            return pause
        try:
            is_allowed, delay = self._robots.may_read(url), self._robots.delay(url)
        except REQUEST_ERRORS as error:
            # Refused, so that it is not tried again for each page.
            raise Refused(what_of_robots(error, self._settings)) from None
        if not is_allowed:
            raise Refused(
                "may not be read by programs, as its robots.txt says: leave it out, or set SITREP_ROBOTS=false for "
                "servers of your own."
            )
        return max(pause, min(delay, self._settings.fetch_max_wait))

    def _plain(self, url: httpx.URL) -> float:
        if not url.host:
            raise Refused("can't be fetched (it names no host): check the address.")
        if url.scheme not in ("http", "https"):
            raise Refused("is no http or https address: download it and load the file.")
        return self._settings.fetch_interval

    def _read_robots(self, url: httpx.URL) -> str | None:
        for attempt in self._tries():
            with attempt:
                text = b""
                with self._answer(url, self._plain, [str(url)]) as answer:
                    if answer.is_client_error:
                        return None
                    if not answer.is_success:
                        raise self._status(answer)
                    for chunk in decoded(answer.iter_raw(), answer.headers.get("Content-Encoding", "")):
                        text += chunk
                        if len(text) >= MAX_BYTES:
                            break
                return text[:MAX_BYTES].decode("utf-8", "replace")
        raise AssertionError("tenacity ends by a result or an error")

    def _status(self, answer: httpx.Response) -> StatusError:
        wait = retry_after(answer.headers.get("Retry-After"), self._clock.wall())
        if wait is not None and wait <= self._settings.fetch_max_wait:
            self._pace.hold(answer.request.url.host, wait)
        return StatusError(answer.status_code, wait)

    def _tries(self) -> tenacity.Retrying:
        return tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self._settings.fetch_tries),
            retry=tenacity.retry_if_exception(lambda error: may_pass(error, self._settings.fetch_max_wait)),
            wait=self._wait,
            sleep=self._clock.sleep,
            reraise=True,
        )

    def _wait(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, StatusError) and error.retry_after is not None:
            return error.retry_after
        longest = self._settings.fetch_max_wait
        backoff = FIRST_WAIT * 2.0 ** (state.attempt_number - 1)
        return min(backoff + random.random(), longest)  # noqa: S311 - no secret


_sessions: dict[SourceSettings, Session] = {}
_lock = Lock()


def session_of(settings: SourceSettings) -> Session:
    """Return the session of a run, made when it is first asked for; settings that are equal mean the same run."""
    with _lock:
        if settings not in _sessions:
            _sessions[settings] = Session(settings)
        return _sessions[settings]


def end(settings: SourceSettings) -> None:
    """Close the session of a run."""
    with _lock:
        session = _sessions.pop(settings, None)
    if session is not None:
        session.close()


def _too_large(limit: int) -> Refused:
    return Refused(f"gives more than {limit:,} bytes: download it and load the file, or raise SITREP_MAX_FETCH_BYTES.")
