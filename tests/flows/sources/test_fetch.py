"""Downloads from a local server that misbehaves, as `read` and `fetched` see them."""

import gzip
import threading
import zlib

import pytest

from flows.sources import SourceError, SourceSettings
from flows.sources.fetch import end, fetched, name_of
from tests.flows.sources.conftest import parted
from tests.flows.web import limits, redirect, status, web_server

#: No test waits for a second try.
QUICK = {"allow_private": True, "fetch_interval": 0.0, "fetch_max_wait": 0.0}


@pytest.fixture
def web():
    with web_server() as server:
        yield server
    for name in [*_used]:
        end(name)
    _used.clear()


_used: list[SourceSettings] = []


def got(url, **given):
    """What a URL gives, as text."""
    settings = SourceSettings(**QUICK | given)
    _used.append(settings)
    with fetched(url, settings) as blob, blob.open() as stream:
        return stream.read().decode()


def failure(url, **given):
    """The sentence that says why a URL gives nothing."""
    with pytest.raises(SourceError) as caught:
        got(url, **given)
    words = str(caught.value)
    assert words.endswith(".")
    assert "\n" not in words
    return words


def test_a_download_is_recognised_like_a_file(web):
    web.routes["/news/a%20b.jsonl"] = b'{"text": "One."}\n{"text": "Two.", "url": "https://example.org/2"}\n'
    (articles, rejects) = parted(f"{web.url}/news/a%20b.jsonl", **QUICK)
    assert [a.source_name for a in articles] == ["a b.jsonl#1", "a b.jsonl#2"]
    assert [a.source_uri for a in articles] == [f"{web.url}/news/a%20b.jsonl#1", "https://example.org/2"]
    assert not rejects


def test_the_server_is_told_who_asks(web):
    web.routes["/a"] = b"Rain fell."
    got(f"{web.url}/a", user_agent="sitrep/9 (+mailto:desk@example.org)")
    assert {headers["User-Agent"] for headers in web.headers} == {"sitrep/9 (+mailto:desk@example.org)"}
    assert SourceSettings().user_agent.startswith("sitrep/")


def test_a_redirect_is_followed(web):
    web.routes |= {"/moved": redirect("/there"), "/there": b"Rain fell."}
    assert got(f"{web.url}/moved") == "Rain fell."


def test_a_wrong_content_type_is_no_obstacle(web):
    web.routes["/a"] = lambda request: request.answer(200, b'[{"text": "Rain fell."}]', Content_Type="image/png")
    ((article,), _) = parted(f"{web.url}/a", **QUICK)
    assert article.text == "Rain fell."


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("GZIP", lambda data: gzip.compress(data[:4]) + gzip.compress(data[4:]) + b"\0\0"),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data, wbits=-15)),
    ],
    ids=["gzip", "members", "zlib", "bare"],
)
def test_a_compression_that_the_web_server_speaks_of_is_taken_off(web, encoding, pack):
    web.routes["/a.gz"] = lambda request: request.answer(200, pack(b"Rain fell."), Content_Encoding=encoding)
    assert got(f"{web.url}/a.gz") == "Rain fell."
    ((article,), _) = parted(f"{web.url}/a.gz", **QUICK)
    assert article.text == "Rain fell."


@pytest.mark.parametrize(
    ("encoding", "body", "words"),
    [
        ("gzip", gzip.compress(bytes(range(256)) * 9)[:-9], "breaks off in the middle of its gzip"),
        ("gzip", b"no gzip at all", "damaged gzip"),
        ("br", b"whatever", "'br', which was not asked for"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"x")), "not asked for"),
    ],
    ids=["cut", "damaged", "other", "twice"],
)
def test_a_broken_compression(web, encoding, body, words):
    web.routes["/a"] = lambda request: request.answer(200, body, Content_Encoding=encoding)
    assert words in failure(f"{web.url}/a")


def test_a_bomb_is_stopped_on_its_way(web):
    bomb = gzip.compress(bytes(50_000_000))
    web.routes["/a"] = lambda request: request.answer(200, bomb, Content_Encoding="gzip")
    assert "more than 1,000,000 bytes" in failure(f"{web.url}/a", max_fetch_bytes=1_000_000)


def test_an_announced_body_over_the_limit_is_not_read(web):
    web.routes["/a"] = b"x" * 10_000
    assert "more than 1,000 bytes" in failure(f"{web.url}/a", max_fetch_bytes=1000)


def test_an_endless_body_is_stopped(web):
    def endless(request):
        request.send_response(200)
        request.end_headers()
        while not web.done.is_set():
            request.wfile.write(b"x" * 10_000)

    web.routes["/a"] = endless
    assert "more than 100,000 bytes" in failure(f"{web.url}/a", max_fetch_bytes=100_000)


def test_a_body_shorter_than_announced(web):
    def cut(request):
        request.send_response(200)
        request.send_header("Content-Length", "100")
        request.end_headers()
        request.wfile.write(b"Rain f")
        request.close_connection = True

    web.routes["/a"] = cut
    assert "breaks off" in failure(f"{web.url}/a", fetch_tries=2)
    assert web.pages() == ["/a", "/a"]


def test_a_drip_does_not_go_on_for_ever(web):
    def drip(request):
        request.send_response(200)
        request.end_headers()
        while not web.done.wait(0.02):
            request.wfile.write(b"x")

    web.routes["/a"] = drip
    assert "is not done after 0 s" in failure(f"{web.url}/a", download_seconds=0.2)


def test_a_drip_of_headers_does_not_go_on_for_ever(web):
    def drip(request):
        request.send_response(200)
        request.flush_headers()
        while not web.done.wait(0.02):
            request.wfile.write(b"X-A: b\r\n")

    web.routes["/a"] = drip
    assert "SITREP_DOWNLOAD_SECONDS" in failure(f"{web.url}/a", download_seconds=0.2)


def test_a_silent_server(web):
    web.routes["/slow"] = lambda _: web.done.wait(5)
    assert "timed out after 0.1 s" in failure(f"{web.url}/slow", fetch_seconds=0.1, fetch_tries=2)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/none", "status 404: check the address"),
        ("/forbidden", "status 403"),
        ("/nowhere", "status 302"),
        ("/unasked", "status 304"),
        ("/part", "status 206"),
        ("/away", "leads to ftp://127.0.0.1/x, which is no http or https address"),
        ("/loop", "redirect in a circle"),
    ],
)
def test_what_can_not_be_fetched(web, path, words):
    web.routes |= {
        "/forbidden": status(403),
        "/nowhere": status(302),
        "/unasked": status(304),
        "/part": status(206),
        "/away": redirect("ftp://127.0.0.1/x"),
        "/loop": redirect("/loop"),
    }
    assert words in failure(web.url + path)


def test_only_what_may_pass_is_tried_again(web):
    failure(f"{web.url}/none")
    assert web.pages() == ["/none"]


def test_500_twice_then_fine(web):
    web.routes["/a"] = [status(500), status(503), b"Rain fell."]
    assert got(f"{web.url}/a") == "Rain fell."
    assert web.pages() == ["/a"] * 3


def test_a_server_that_stays_broken(web):
    web.routes["/a"] = status(502)
    assert "status 502: try again later" in failure(f"{web.url}/a", fetch_tries=3)
    assert web.pages() == ["/a"] * 3


@pytest.mark.parametrize("url", ["http://", "http://127.0.0.1:1/x", "http://[bad/", "http://127.0.0.1:99999999/"])
def test_addresses_that_lead_nowhere(url):
    assert "can't be fetched" in failure(url)


@pytest.mark.parametrize("url", ["gopher://example.org/a", "nothing://a"])
def test_other_schemes_are_refused_at_once(url):
    with pytest.raises(SourceError, match="no store known"):
        parted(url)


def test_secrets_of_an_address_are_used_but_not_told(web):
    web.routes |= {"/a.txt": b"Rain fell.", "/none": status(404)}
    secret = web.url.replace("//", "//eve:hush@")
    ((article,), _) = parted(f"{secret}/a.txt?token=hush&page=2", **QUICK)
    assert article.source_uri == f"{web.url}/a.txt?token=***&page=2"
    assert web.asked[-1] == "/a.txt?token=hush&page=2"
    assert web.headers[-1]["Authorization"].startswith("Basic ")
    assert "hush" not in failure(f"{secret}/none?token=hush")
    assert "hush" not in failure("http://eve:hush@127.0.0.1:1/?api_key=hush")


def test_many_downloads_in_many_threads_share_one_robots_file(web):
    web.routes |= {f"/{n}": str(n).encode() for n in range(20)}
    told: list[str] = []
    threads = [threading.Thread(target=lambda n=n: told.append(got(f"{web.url}/{n}"))) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told, key=int) == [str(n) for n in range(20)]
    assert web.asked.count("/robots.txt") == 1


def test_a_download_inside_another(web):
    web.routes |= {"/feed": b"/page", "/page": b"Rain fell."}
    settings = limits()
    with (
        fetched(f"{web.url}/feed", settings) as feed,
        feed.open() as stream,
        fetched(web.url + stream.read().decode(), settings) as page,
        page.open() as inner,
    ):
        assert inner.read() == b"Rain fell."
    end(settings)


def test_names():
    assert name_of("https://example.org/a/b%C3%A9.csv?x=1") == "bé.csv"
    assert name_of("https://example.org/") == "example.org"
