"""Where connections may go; the resolver is ours, so that nothing leaves this machine."""

import socket
import ssl

import httpcore
import httpx
import pytest

from flows.sources import SourceError
from flows.sources.fetching.addresses import PrivateAddressError
from flows.sources.fetching.network import CheckedBackend, Transport, resolved
from tests.flows.web import redirect, session

PUBLIC = "93.184.215.14"


@pytest.fixture
def resolver(monkeypatch):
    """Names to lists of answers, one answer (a list of addresses) for each time that the name is looked up."""
    names: dict[str, list[list[str]]] = {}
    real = socket.getaddrinfo

    def getaddrinfo(host, port, *args, **kwargs):
        if host not in names:
            return real(host, port, *args, **kwargs)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in names[host].pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return names


@pytest.fixture
def connected(monkeypatch):
    """What connections were made to; none is made in truth."""
    made: list[tuple[str, int]] = []

    def connect_tcp(self, host, port, *_, **__):
        made.append((host, port))
        if host.endswith(".1"):
            raise httpcore.ConnectError("no route")
        return httpcore.MockStream([b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"])

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect_tcp)
    return made


def refused(url, clock, path, **given):
    with session(clock, allow_private=False, **given) as opened, pytest.raises(SourceError) as caught:
        opened.download(url, path / "x")
    return str(caught.value)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_loopback_is_refused_however_it_is_written(web, clock, tmp_path, host):
    words = refused(web.url.replace("127.0.0.1", host) + "/a", clock, tmp_path)
    assert "not public" in words
    assert "SITREP_ALLOW_PRIVATE" in words
    assert web.asked == []


def test_a_redirect_to_loopback_is_refused(web, clock, tmp_path, resolver, monkeypatch):
    """The first host is public by its address, and the test server in truth."""
    web.routes |= {"/robots.txt": b"", "/a": redirect(f"{web.url}/inside"), "/inside": b"secret"}
    port = web.server_address[1]
    resolver["news.example"] = [[PUBLIC]] * 9
    real = httpcore.SyncBackend.connect_tcp
    monkeypatch.setattr(
        httpcore.SyncBackend,
        "connect_tcp",
        lambda self, host, *rest: real(self, "127.0.0.1" if host == PUBLIC else host, *rest),
    )
    words = refused(f"http://news.example:{port}/a", clock, tmp_path)
    assert f"leads to {web.url}/inside, which is at an address that is not public (127.0.0.1)" in words
    assert web.pages() == ["/a"]


def test_the_address_that_was_checked_is_connected_to(resolver, connected):
    """A second answer of the resolver, which is private, is never asked for."""
    resolver["news.example"] = [[PUBLIC], ["127.0.0.1"]]
    with httpx.Client(transport=Transport(allow_private=False)) as client:
        assert client.get("http://news.example/").text == "hi"
    assert connected == [(PUBLIC, 80)]
    assert resolver["news.example"] == [["127.0.0.1"]]


def test_one_private_address_among_public_ones_is_enough(resolver, connected):
    resolver["news.example"] = [[PUBLIC, "10.0.0.1"]]
    with pytest.raises(PrivateAddressError, match=r"10\.0\.0\.1"):
        CheckedBackend(allow_private=False).connect_tcp("news.example", 80)
    assert connected == []


def test_the_next_address_is_tried(resolver, connected):
    resolver["news.example"] = [["93.184.215.1", PUBLIC]]
    CheckedBackend(allow_private=False).connect_tcp("news.example", 80)
    assert connected == [("93.184.215.1", 80), (PUBLIC, 80)]


def test_tls_verifies_the_name_and_not_the_address(resolver, connected, monkeypatch):
    names = []
    resolver["news.example"] = [[PUBLIC]]

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        names.append((server_hostname, ssl_context.verify_mode, ssl_context.check_hostname))
        return self

    monkeypatch.setattr(httpcore.MockStream, "start_tls", start_tls)
    with httpx.Client(transport=Transport(allow_private=False)) as client:
        assert client.get("https://news.example/").text == "hi"
    assert names == [("news.example", ssl.CERT_REQUIRED, True)]


def test_proxies_of_the_environment_are_left_aside(web, clock, tmp_path, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    web.routes["/a"] = b"hi"
    with session(clock) as opened:
        opened.download(f"{web.url}/a", tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == b"hi"


def test_a_proxy_that_is_set_gets_the_request(web, clock, tmp_path):
    web.routes["http://news.example/a"] = b"hi"
    with session(clock, proxy=web.url, allow_private=False) as opened:
        opened.download("http://news.example/a", tmp_path / "x")
    assert web.asked == ["http://news.example/robots.txt", "http://news.example/a"]


def test_a_proxy_that_drips(web, clock, tmp_path):
    def drip(request):
        request.send_response(200)
        request.end_headers()
        while not web.done.wait(0.02):
            request.wfile.write(b"x")

    web.routes["http://news.example/a"] = drip
    assert "is not done after" in refused("http://news.example/a", clock, tmp_path, proxy=web.url, download_seconds=0.2)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "localhost", "[::1]"])
def test_a_proxy_is_not_asked_for_what_is_spelled_out_as_private(web, clock, tmp_path, host):
    assert "not public" in refused(f"http://{host}/a", clock, tmp_path, proxy=web.url)
    assert web.asked == []


def test_an_unknown_host_is_said_at_once(monkeypatch, clock, tmp_path):
    def unknown(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "can't be fetched (Name or service not known)" in refused("http://nowhere.example/", clock, tmp_path)
    assert clock.waits == []


def test_addresses_are_given_once():
    assert resolved("127.0.0.1", 80) == ["127.0.0.1"]
