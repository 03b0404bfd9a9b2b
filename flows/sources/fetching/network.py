"""Connections that go only where they may: the address that is checked is the one that is connected to.

A name that answers once with a public address and then with a private one (DNS rebinding) gains nothing by it, as each
connection resolves once; TLS still verifies the name. Through a proxy it is the proxy that resolves, so there only what
the URL itself spells out can be checked.
"""

from __future__ import annotations

import socket
import time
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import httpcore
import httpx

from flows.sources.fetching.addresses import PrivateAddressError, is_public

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Iterator

    from httpcore import SOCKET_OPTION

MAX_CONNECTIONS = 32
#: How long a connection that nobody uses is kept.
KEEP_SECONDS = 5.0
#: Seconds; a socket takes no infinity.
_FOREVER = 7 * 24 * 3600.0
_deadline: ContextVar[float] = ContextVar("deadline", default=float("inf"))


class UnknownHostError(httpcore.ConnectError):
    """There is no such host."""


class TooSlowError(Exception):
    """The time for the whole download is over."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Let all that this thread waits for on the network inside end after some seconds, with TooSlowError."""
    token = _deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


class Transport(httpx.HTTPTransport):
    """What an httpx client sends its requests through."""

    def __init__(self, *, allow_private: bool, proxy: str | None = None) -> None:
        # The environment may name the certificates of one's own authority; its proxies are left aside.
        context = httpx.create_ssl_context()
        super().__init__(verify=context, trust_env=False)
        self._is_proxied, self._allow_private = proxy is not None, allow_private
        self._pool.close()
        self._pool = _proxied(proxy, context) if proxy else _direct(context, allow_private=allow_private)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request. Raises PrivateAddressError, UnknownHostError, TooSlowError and what httpx raises."""
        if self._is_proxied and not self._allow_private:
            _check_spelled(request.url.host)
        return super().handle_request(request)


def _direct(context: ssl.SSLContext, *, allow_private: bool) -> httpcore.ConnectionPool:
    return httpcore.ConnectionPool(
        ssl_context=context,
        max_connections=MAX_CONNECTIONS,
        keepalive_expiry=KEEP_SECONDS,
        network_backend=CheckedBackend(allow_private=allow_private),
    )


def _proxied(url: str, context: ssl.SSLContext) -> httpcore.ConnectionPool:
    proxy = httpx.Proxy(url)
    return httpcore.HTTPProxy(
        proxy_url=str(proxy.url),
        proxy_auth=proxy.raw_auth,
        ssl_context=context,
        proxy_ssl_context=context if proxy.url.scheme == "https" else None,
        max_connections=MAX_CONNECTIONS,
        keepalive_expiry=KEEP_SECONDS,
        # The user named the proxy, which mostly is on the local network.
        network_backend=CheckedBackend(allow_private=True),
    )


class CheckedBackend(httpcore.SyncBackend):
    """Resolves a host once, refuses it if any of its addresses is not public, connects to these very addresses."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers."""
        addresses = resolved(host, port)
        if not self._allow_private:
            for address in addresses:
                if not is_public(address):
                    raise PrivateAddressError(address)
        options = list(socket_options or ())
        for address in addresses[:-1]:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout), _timed(timeout) as seconds:
                return _Stream(super().connect_tcp(address, port, seconds, local_address, options))
        with _timed(timeout) as seconds:
            return _Stream(super().connect_tcp(addresses[-1], port, seconds, local_address, options))

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Refuse it: no URL leads there."""
        raise PrivateAddressError("a socket of this machine")


class _Stream(httpcore.NetworkStream):
    """A connection on which nothing takes longer than the deadline, however steadily the bytes drip."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _timed(timeout) as seconds:
            return self._stream.read(max_bytes, seconds)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with _timed(timeout) as seconds:
            self._stream.write(buffer, seconds)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        with _timed(timeout) as seconds:
            return _Stream(self._stream.start_tls(ssl_context, server_hostname, seconds))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as declared above it
        return self._stream.get_extra_info(info)


def resolved(host: str, port: int) -> list[str]:
    """Return the addresses of a host, each once. Raises UnknownHostError, httpcore.ConnectError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        kind = httpcore.ConnectError if error.errno == socket.EAI_AGAIN else UnknownHostError
        raise kind(error.strerror or "no such host") from None
    except (UnicodeError, OverflowError, ValueError) as error:
        raise UnknownHostError(str(error)) from None
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@contextmanager
def _timed(timeout: float | None) -> Iterator[float]:
    """Give the seconds that one step may take. Raises TooSlowError where it is the deadline that ends it."""
    left = _deadline.get() - time.monotonic()
    if left <= 0:
        raise TooSlowError
    try:
        yield min(left, _FOREVER if timeout is None else timeout)
    except httpcore.TimeoutException:
        if time.monotonic() >= _deadline.get():
            raise TooSlowError from None
        raise


def _check_spelled(host: str) -> None:
    name = host.rstrip(".").lower()
    try:
        is_refused = not is_public(socket.inet_ntoa(socket.inet_aton(name)))
    except OSError:
        try:
            is_refused = not is_public(name)
        except ValueError:
            is_refused = name == "localhost" or name.endswith((".localhost", ".local", ".internal"))
    if is_refused:
        raise PrivateAddressError(host)
