"""The flow on pages of a local web server: what it remembers of them, and when."""

import pytest

from flows.run import run
from flows.settings import load
from tests.conftest import sitrep
from tests.flows.web import status, web_server
from transforms import pipeline
from warehouse.query import query

NEWS = (
    b'{"title": "Army shells town", "date": "2021-03-04", "text": "The army shelled the town of Idlib on Tuesday."}\n'
)
OWN = {"SITREP_ALLOW_PRIVATE": "true", "SITREP_FETCH_INTERVAL": "0", "SITREP_FETCH_MAX_WAIT": "0"}


@pytest.fixture
def web():
    with web_server() as server:
        server.routes["/news.jsonl"] = unless_known
        yield server


@pytest.fixture
def go(web, prefect_url, tmp_path, monkeypatch):
    """A run over that page and others; loopback is allowed, and nobody waits."""
    for name, value in OWN.items():
        monkeypatch.setenv(name, value)
    return lambda *more: run([f"{web.url}/news.jsonl", *more], load(warehouse=tmp_path / "w.duckdb"))


def unless_known(request):
    is_known = request.headers.get("If-None-Match") == '"v1"'
    request.answer(304 if is_known else 200, b"" if is_known else NEWS, ETag='"v1"')


def test_the_second_run_says_unchanged(web, tmp_path, prefect_url):
    """As a user runs it."""
    given = ("run", f"{web.url}/news.jsonl", "--warehouse", tmp_path / "w.duckdb")
    first, second = (sitrep(*given, **OWN, PREFECT_API_URL=prefect_url) for _ in range(2))
    assert (first.code, second.code) == (0, 0), (first, second)
    assert "Loaded 1 article" in first.out
    assert "Nothing new: what was asked for has not changed since it was loaded." in second.out
    assert f"{web.url}/news.jsonl is unchanged since" in second.out
    assert second.err == "reading\n"


def test_what_is_unchanged_leaves_the_rest_to_be_read(web, go, tmp_path):
    go()
    web.routes["/more.jsonl"] = NEWS.replace(b"Idlib", b"Homs")
    outcome = go(f"{web.url}/more.jsonl", f"{web.url}/none")
    assert (outcome.status, outcome.articles_new, outcome.remarks) == ("loaded", 1, {"unchanged": 1})
    assert outcome.exit_code == 2
    assert len(outcome.unread) == 1


def test_other_rules_code_it_anew(go, monkeypatch):
    go()
    monkeypatch.setattr(pipeline, "code_of", lambda _: "0" * 16)
    assert (go().articles_new, go().articles_read) == (1, 0)


def test_a_run_that_fails_remembers_nothing(go, monkeypatch):
    whole = pipeline.rows
    monkeypatch.setattr(pipeline, "rows", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        go()
    monkeypatch.setattr(pipeline, "rows", whole)
    assert go().articles_new == 1


def test_a_warehouse_that_is_gone_is_filled_again(go, tmp_path):
    go()
    (tmp_path / "w.duckdb").unlink()
    assert go().articles_new == 1


def test_what_can_not_be_remembered_is_a_warning(go, tmp_path):
    (tmp_path / ".w.duckdb.fetched").mkdir()
    outcome = go()
    assert (outcome.status, outcome.exit_code) == ("loaded", 0)
    assert ".w.duckdb.fetched could not be written" in outcome.warnings[0]


def test_no_secret_is_in_the_warehouse(web, go, tmp_path):
    web.routes["/none"] = status(404)
    outcome = go(
        *(web.url.replace("//", "//eve:hush@") + path for path in ("/news.jsonl?token=hush", "/none?key=hush"))
    )
    assert "hush" not in str(outcome)
    tables = ("articles", "ops.runs", "ops.rejects")
    assert not any("hush" in str(query(tmp_path / "w.duckdb", f"FROM {name}").rows()) for name in tables)
    assert not any(b"hush" in path.read_bytes() for path in tmp_path.iterdir() if path.is_file())


def test_loopback_is_refused_unless_allowed(web, prefect_url, tmp_path):
    outcome = run([f"{web.url}/news.jsonl"], load(warehouse=tmp_path / "w.duckdb"))
    assert (outcome.status, outcome.exit_code) == ("failed", 2)
    assert "not public" in outcome.unread[0]
    assert web.asked == []
