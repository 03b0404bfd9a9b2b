"""What can go wrong with a request: what may pass, so that it is worth another try, and what to say in the end."""

from __future__ import annotations

import ssl
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx

from flows.sources.fetching.addresses import PrivateAddressError
from flows.sources.fetching.network import TooSlowError, UnknownHostError
from flows.urls import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.sources.base import SourceSettings

PASSING = frozenset({429, 500, 502, 503, 504})
ADVICE = {
    401: "log-in data belong into the address (https://user:password@host/...)",
    403: "the server refuses it to this program; ask its owner or leave it out",
    404: "check the address",
    410: "it is gone for good, so leave it out",
    429: "ask less often, or raise SITREP_FETCH_INTERVAL",
    451: "the server may not show it here, so leave it out",
}


class StatusError(Exception):
    """An answer that is not the page. `retry_after`: seconds that the server asks to wait, None if it says nothing."""

    def __init__(self, status: int, retry_after: float | None = None) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.retry_after = retry_after


class Refused(Exception):
    """A request that is not made, or an answer that is not taken; the message follows the URL in a sentence."""


#: What a request can raise; anything else is a fault of ours.
REQUEST_ERRORS = (
    httpx.HTTPError,
    httpx.InvalidURL,
    StatusError,
    Refused,
    PrivateAddressError,
    TooSlowError,
    UnicodeError,
    OSError,
)


def may_pass(error: BaseException, max_wait: float) -> bool:
    """Tell whether another try may do; not where the server asks for a longer wait than `max_wait` seconds."""
    if isinstance(error, StatusError):
        return error.status in PASSING and (error.retry_after or 0.0) <= max_wait
    if any(isinstance(one, ssl.SSLError | UnknownHostError) for one in _chain(error)):
        return False
    return isinstance(error, httpx.TimeoutException | httpx.NetworkError | httpx.RemoteProtocolError)


def retry_after(value: str | None, wall: float) -> float | None:
    """Return the seconds of a header Retry-After (RFC 9110, section 10.2.3), given in seconds or as a date."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - wall)
    except (ValueError, OverflowError):
        return None


def sentence(url: str, hop: str, error: Exception, settings: SourceSettings) -> str:
    """Return what went wrong in one sentence; `hop` is the address that the URL led to."""
    where = shown(url) if hop == url else f"{shown(url)} leads to {shown(hop)}, which"
    return f"{where} {_what(error, settings)}"


def what_of_robots(error: Exception, settings: SourceSettings) -> str:
    """Return why a page is not asked for whose server can't say what it allows."""
    if isinstance(error, StatusError):
        return f"is not asked, as the robots.txt of its server answers with status {error.status}: try again later."
    return _what(error, settings)


def _what(error: Exception, settings: SourceSettings) -> str:
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, StatusError):
        return _of_status(error)
    if isinstance(error, PrivateAddressError):
        return (
            f"is at an address that is not public ({error}), so it is not asked: check the address, or set "
            "SITREP_ALLOW_PRIVATE=true for servers of your own."
        )
    if isinstance(error, TooSlowError):
        return (
            f"is not done after {settings.download_seconds:,.0f} s: download it and load the file, or raise "
            "SITREP_DOWNLOAD_SECONDS."
        )
    if isinstance(error, httpx.TimeoutException):
        return f"can't be fetched (timed out after {settings.fetch_seconds:g} s of silence): try again later."
    if isinstance(error, httpx.RemoteProtocolError):
        return f"can't be fetched (it breaks off or speaks no HTTP: {_words(error)}): try again later."
    return f"can't be fetched ({_words(error)}): check the address and the network."


def _of_status(error: StatusError) -> str:
    advice = ADVICE.get(error.status, "try again later" if error.status >= 500 else "check the address")
    asked = f" and asks to wait {error.retry_after:,.0f} s" if error.retry_after else ""
    return f"answers with status {error.status}{asked}: {advice}."


def _words(error: BaseException) -> str:
    *_, cause = _chain(error)
    words = getattr(cause, "strerror", None) or str(error) or type(error).__name__
    return " ".join(words.split())


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it came from, down to the first."""
    below: BaseException | None = error
    while below is not None:
        yield below
        below = below.__cause__ or below.__context__
