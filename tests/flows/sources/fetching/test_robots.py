import pytest

from flows.sources import SourceError
from tests.flows.web import redirect, session, status


@pytest.fixture
def ask(web, clock, tmp_path):
    """Download paths in one session; gives what the last one says or fails with."""

    def download(*paths, **given):
        told = ""
        with session(clock, **given) as opened:
            for path in paths:
                try:
                    opened.download(web.url + path, tmp_path / "x")
                    told = (tmp_path / "x").read_text()
                except SourceError as error:
                    told = str(error)
        return told

    return download


@pytest.fixture(autouse=True)
def page(web):
    web.routes["/a"] = b"Rain fell."


def test_what_is_forbidden_to_all_is_not_asked_for(web, ask):
    web.routes["/robots.txt"] = b"User-agent: *\nDisallow: /a"
    words = ask("/a")
    assert "as its robots.txt says" in words
    assert "SITREP_ROBOTS" in words
    assert web.pages() == []


def test_our_own_name_counts(web, ask):
    web.routes["/robots.txt"] = b"User-agent: *\nDisallow: /\n\nUser-agent: sitrep\nAllow: /"
    assert ask("/a") == "Rain fell."


def test_it_can_be_left_aside(web, ask):
    web.routes["/robots.txt"] = b"User-agent: *\nDisallow: /a"
    assert ask("/a", robots=False) == "Rain fell."
    assert web.asked == ["/a"]


def test_it_is_read_once(web, ask):
    ask("/a", "/a", "/b")
    assert web.asked.count("/robots.txt") == 1


@pytest.mark.parametrize("code", [401, 403, 404, 410])
def test_none_allows_all(web, ask, code):
    web.routes["/robots.txt"] = status(code)
    assert ask("/a") == "Rain fell."


def test_a_server_that_can_not_say_is_not_asked(web, ask):
    web.routes["/robots.txt"] = status(500)
    assert "its server answers with status 500" in ask("/a", "/a", fetch_tries=2)
    assert web.asked == ["/robots.txt"] * 2


def test_it_may_lead_elsewhere(web, ask):
    web.routes |= {"/robots.txt": redirect("/r"), "/r": b"User-agent: *\nDisallow: /a"}
    assert "robots.txt" in ask("/a")


def test_the_page_behind_a_redirect_is_checked_too(web, ask):
    web.routes |= {"/robots.txt": b"User-agent: *\nDisallow: /a", "/b": redirect("/a")}
    assert "leads to" in ask("/b")
    assert web.pages() == ["/b"]


def test_an_endless_one_is_cut(web, ask):
    web.routes["/robots.txt"] = b"User-agent: *\nDisallow: /a\n" + b"# and so on\n" * 100_000
    assert "as its robots.txt says" in ask("/a")


def test_rubbish_allows_all(web, ask):
    web.routes["/robots.txt"] = bytes(range(256)) * 10
    assert ask("/a") == "Rain fell."


@pytest.mark.parametrize(("delay", "wait"), [("5", 5.0), ("9999", 60.0), ("0.1", 1.0), ("x", 1.0)])
def test_the_pause_it_asks_for_is_made_up_to_a_bound(web, clock, ask, delay, wait):
    web.routes["/robots.txt"] = f"User-agent: *\nCrawl-delay: {delay}".encode()
    ask("/a", "/a", fetch_interval=1.0)
    assert clock.waits == [1.0, wait]
