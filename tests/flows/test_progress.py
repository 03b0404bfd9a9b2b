import io

import pytest
from rich.console import Console

from flows import progress
from flows.progress import Bar, Lines, Silent, span


def test_lines_say_what_begins():
    out = io.StringIO()
    lines = Lines(out)
    lines.stage("reading")
    lines.stage("coding", 1200)
    assert out.getvalue() == "reading\ncoding: 1,200 articles\n"


def test_lines_say_now_and_then_how_far_it_is(monkeypatch):
    now = iter([0.0, 0.0, 4.0, 10.0])
    monkeypatch.setattr("flows.progress.time.monotonic", lambda: next(now))
    out = io.StringIO()
    lines = Lines(out)
    lines.stage("coding", 300)
    lines.advance(50)
    lines.advance(50)
    assert out.getvalue().splitlines()[1:] == ["coding: 100 of 300 articles, 10.0 articles/s, 20 s left"]


def test_a_bar_shows_articles_rate_and_goes():
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    bar = Bar(console)
    bar.stage("coding", 10)
    bar.advance(4)
    bar._bar.refresh()
    bar.close()
    assert "4/10" in console.file.getvalue()
    assert "articles/s" in console.file.getvalue()


def test_nobody_looks_outside_shown():
    assert isinstance(progress.current(), Silent)
    with progress.shown(io.StringIO()):
        assert isinstance(progress.current(), Lines)
    assert isinstance(progress.current(), Silent)


@pytest.mark.parametrize(("seconds", "words"), [(8.4, "8 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")])
def test_spans_are_for_people(seconds, words):
    assert span(seconds) == words
