import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from flows.sources import SourceError
from flows.sources.fetch import name_of
from tests.flows.sources.conftest import parted

PAGES = {
    "/news/a%20b.jsonl": b'{"text": "One."}\n{"text": "Two.", "url": "https://example.org/2"}\n',
    "/2020-01-02.txt": b"Rain fell.",
    "/big": b"x" * 10_000,
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/2020-01-02.txt")
            self.end_headers()
        elif self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "ftp://127.0.0.1/x")
            self.end_headers()
        elif self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
        elif self.path == "/slow":
            self.server.done.wait(5)
        elif self.path == "/news.txt.gz":
            self.send_response(200)
            self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(gzip.compress(b"Rain fell."))
        elif self.path in PAGES:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(PAGES[self.path])
        else:
            self.send_error(404)

    def log_message(self, *_):
        pass


@pytest.fixture
def server(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.done = threading.Event()
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{http.server_address[1]}"
        http.done.set()
        http.shutdown()
        thread.join()


def test_a_download_is_recognised_like_a_file(server):
    (articles, rejects) = parted(f"{server}/news/a%20b.jsonl")
    assert [a.source_name for a in articles] == ["a b.jsonl#1", "a b.jsonl#2"]
    assert [a.source_uri for a in articles] == [f"{server}/news/a%20b.jsonl#1", "https://example.org/2"]
    assert not rejects


def test_a_redirect_is_followed(server):
    ((article,), _) = parted(f"{server}/moved")
    assert article.text == "Rain fell."


def test_a_compression_that_the_web_server_speaks_of_is_taken_off(server):
    ((article,), _) = parted(f"{server}/news.txt.gz")
    assert article.text == "Rain fell."


@pytest.mark.parametrize(("path", "words"), [("/none", "status 404"), ("/away", "ftp"), ("/loop", "redirect")])
def test_what_can_not_be_fetched(server, path, words):
    with pytest.raises(SourceError, match=words):
        parted(server + path)


def test_a_silent_server(server):
    with pytest.raises(SourceError, match="timed out"):
        parted(f"{server}/slow", fetch_seconds=0.2)


def test_a_body_over_the_limit(server):
    with pytest.raises(SourceError, match="1,000 bytes"):
        parted(f"{server}/big", max_fetch_bytes=1000)


@pytest.mark.parametrize("url", ["http://", "http://127.0.0.1:1/x", "http://[bad/", "http://127.0.0.1:99999999/"])
def test_addresses_that_lead_nowhere(url, server):
    with pytest.raises(SourceError, match="can't be fetched"):
        parted(url)


@pytest.mark.parametrize("url", ["gopher://example.org/a", "nothing://a"])
def test_other_schemes_are_refused_at_once(url):
    with pytest.raises(SourceError, match="no store known"):
        parted(url)


def test_names():
    assert name_of("https://example.org/a/b%C3%A9.csv?x=1") == "bé.csv"
    assert name_of("https://example.org/") == "example.org"
