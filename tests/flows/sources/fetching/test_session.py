"""Pace, tries and waits, by a clock that nobody waits for."""

import threading
from email.utils import formatdate

import pytest

from flows.sources import SourceError
from flows.sources.fetching.pace import Pace
from flows.sources.fetching.session import end, session_of
from tests.flows.web import limits, session, status

WEEK = 7 * 24 * 3600


@pytest.fixture
def ask(web, clock, tmp_path):
    """Download a path; gives what it says if it fails."""

    def download(path="/a", **given):
        with session(clock, **given) as opened:
            try:
                opened.download(web.url + path, tmp_path / "x")
            except SourceError as error:
                return str(error)
        return (tmp_path / "x").read_text()

    return download


def test_a_host_is_left_in_peace_for_the_interval(web, clock, ask):
    web.routes["/a"] = b"Rain fell."
    ask(fetch_interval=2.0)
    assert web.asked == ["/robots.txt", "/a"]
    assert clock.waits == [2.0]


def test_hosts_do_not_wait_for_each_other(clock):
    pace = Pace(clock)
    pace.wait("a.example", 1.0)
    pace.wait("b.example", 1.0)
    assert clock.waits == []


def test_threads_get_one_turn_each(clock):
    pace = Pace(clock)
    clock.now = lambda: 0.0
    threads = [threading.Thread(target=pace.wait, args=("a.example", 1.0)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(clock.waits) == [1.0, 2.0, 3.0, 4.0]


def test_waits_grow(web, clock, ask):
    web.routes["/a"] = status(500)
    ask(robots=False)
    assert len(clock.waits) == 3
    assert all(2**n <= wait <= 2**n + 1 for n, wait in enumerate(clock.waits))


def test_a_server_may_ask_for_a_wait_in_seconds(web, clock, ask):
    web.routes["/a"] = [status(429, Retry_After="7"), b"Rain fell."]
    assert ask() == "Rain fell."
    assert clock.waits == [7.0]


def test_a_server_may_ask_for_a_wait_until_a_time(web, clock, ask):
    web.routes["/a"] = [status(503, Retry_After=formatdate(clock.wall() + 9, usegmt=True)), b"Rain fell."]
    assert ask() == "Rain fell."
    assert clock.waits == [9.0]


def test_a_wait_that_is_too_long_is_not_waited_for(web, clock, ask):
    web.routes["/a"] = status(429, Retry_After=str(WEEK))
    assert "status 429 and asks to wait 604,800 s" in ask()
    assert clock.waits == []
    assert web.pages() == ["/a"]


@pytest.mark.parametrize("value", ["soon", "", "-5", "Mon, 99 Foo 2020"])
def test_a_wait_that_can_not_be_read_is_ours(web, clock, ask, value):
    web.routes["/a"] = [status(503, Retry_After=value), b"Rain fell."]
    assert ask() == "Rain fell."
    assert 1.0 <= clock.waits[0] <= 2.0


def test_an_encrypted_page_does_not_lead_to_a_plain_one(clock, tmp_path, monkeypatch):
    import httpx  # noqa: PLC0415 - only here

    def handle(self, request):
        return httpx.Response(302, headers={"Location": "http://news.example/b"})

    monkeypatch.setattr("flows.sources.fetching.network.Transport.handle_request", handle)
    with session(clock, robots=False) as opened, pytest.raises(SourceError, match="is not encrypted"):
        opened.download("https://news.example/a", tmp_path / "x")


def test_equal_settings_share_a_session():
    one = session_of(limits(user_agent="test of sharing"))
    assert session_of(limits(user_agent="test of sharing")) is one
    end(limits(user_agent="test of sharing"))
    end(limits(user_agent="test of sharing"))
