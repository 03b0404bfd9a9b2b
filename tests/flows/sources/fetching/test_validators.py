import sqlite3

import pytest

from flows.sources import RawArticle, SourceError, SourceSettings, read
from flows.sources.fetch import end, fetched
from flows.sources.fetching import validators
from tests.flows.web import limits, redirect


def tagged(body, **headers):
    """A route that answers 304 to whoever knows the page's ETag or time."""

    def route(request):
        etag, since = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
        same = (etag and etag == headers.get("ETag")) or (since and since == headers.get("Last_Modified"))
        request.answer(304 if same else 200, b"" if same else body, **headers)

    return route


@pytest.fixture
def run(tmp_path):
    """Read a URL as a run does, that is loaded unless said otherwise; gives the records."""
    count = iter(range(100))

    def reading(url, *, loaded=True, known=frozenset(f"run{n}" for n in range(100))):
        run_id = f"run{next(count)}"
        folder = tmp_path / run_id
        validators.lay_out(tmp_path / "file", known, folder)
        settings = limits(fetch_folder=folder)
        try:
            return list(read(url, settings))
        finally:
            end(settings)
            if loaded:
                validators.keep(tmp_path / "file", run_id, folder)

    return reading


def told(records):
    return ["article" if isinstance(record, RawArticle) else record.rule for record in records]


LAST = "Wed, 21 Oct 2020 07:28:00 GMT"


@pytest.mark.parametrize(
    "headers", [{"ETag": '"v1"'}, {"Last_Modified": LAST}, {"ETag": 'W/"x"', "Last_Modified": LAST}]
)
def test_an_unchanged_page_is_a_remark(web, run, headers):
    web.routes["/a"] = tagged(b"Rain fell.", **headers)
    assert told(run(f"{web.url}/a")) == ["article"]
    (remark,) = run(f"{web.url}/a")
    assert remark.rule == "unchanged"
    since = LAST if "Last_Modified" in headers else "GMT"
    assert f"{web.url}/a is unchanged since" in remark.reason
    assert since in remark.reason


def test_a_changed_page_is_read(web, run):
    web.routes["/a"] = tagged(b"Rain fell.", ETag='"v1"')
    run(f"{web.url}/a")
    web.routes["/a"] = tagged(b"Snow fell.", ETag='"v2"')
    assert [record.text for record in run(f"{web.url}/a")] == ["Snow fell."]


def test_what_was_not_loaded_is_not_remembered(web, run):
    web.routes["/a"] = tagged(b"Rain fell.", ETag='"v1"')
    run(f"{web.url}/a", loaded=False)
    assert told(run(f"{web.url}/a")) == ["article"]


def test_another_warehouse_or_other_rules_read_it_again(web, run):
    web.routes["/a"] = tagged(b"Rain fell.", ETag='"v1"')
    run(f"{web.url}/a")
    assert told(run(f"{web.url}/a", known=())) == ["article"]


def test_other_readers_read_it_again(web, run, monkeypatch):
    web.routes["/a"] = tagged(b"Rain fell.", ETag='"v1"')
    run(f"{web.url}/a")
    monkeypatch.setattr(validators, "readers", lambda: "others")
    assert told(run(f"{web.url}/a")) == ["article"]


def test_a_page_with_a_reject_is_read_again(web, run):
    web.routes["/a"] = tagged(b'{"text": "Rain fell."}\n{"text": ""}\n', ETag='"v1"')
    assert told(run(f"{web.url}/a")) == told(run(f"{web.url}/a")) == ["article", "no_text"]


def test_validators_go_only_where_they_came_from(web, run):
    web.routes |= {"/a": redirect("/b"), "/b": tagged(b"Rain fell.", ETag='"v1"')}
    run(f"{web.url}/a")
    web.headers.clear()
    assert told(run(f"{web.url}/a")) == ["unchanged"]
    assert [headers.get("If-None-Match") for headers in web.headers] == [None, None, '"v1"']
    web.routes |= {"/a": redirect("/c"), "/c": tagged(b"Snow fell.", ETag='"v1"')}
    assert told(run(f"{web.url}/a")) == ["article"]


def test_a_linked_page_is_always_there(web, run, tmp_path):
    """`fetched` gives a blob or raises SourceError, whatever is remembered."""
    web.routes["/a"] = tagged(b"Rain fell.", ETag='"v1"')
    run(f"{web.url}/a")
    validators.lay_out(tmp_path / "file", {"run0"}, tmp_path / "last")
    settings = limits(fetch_folder=tmp_path / "last")
    with fetched(f"{web.url}/a", settings) as blob, blob.open() as stream:
        assert stream.read() == b"Rain fell."
    end(settings)


def test_a_tag_that_can_not_be_sent_back_is_not_remembered(web, run):
    web.routes["/a"] = tagged(b"Rain fell.", ETag='"\xe9"')
    assert told(run(f"{web.url}/a")) == told(run(f"{web.url}/a")) == ["article"]


def test_without_the_file_all_is_read_again(web, run, tmp_path):
    web.routes["/a"] = tagged(b"Rain fell.", ETag='"v1"')
    run(f"{web.url}/a")
    (tmp_path / "file").unlink()
    assert told(run(f"{web.url}/a")) == ["article"]


def test_a_damaged_file_is_made_anew(web, run, tmp_path):
    (tmp_path / "file").write_text("no database " * 1000)
    web.routes["/a"] = tagged(b"Rain fell.", ETag='"v1"')
    assert told(run(f"{web.url}/a")) == ["article"]
    assert told(run(f"{web.url}/a")) == ["unchanged"]


def test_no_secret_is_written(web, run, tmp_path):
    web.routes["/a"] = tagged(b"Rain fell.", ETag='"v1"')
    run(web.url.replace("//", "//eve:hush@") + "/a?token=hush")
    assert not any(b"hush" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_runs_at_once_keep_what_each_loaded(tmp_path):
    page = validators.Validators("p", "p", '"v1"', None, "now")
    for name in ("one", "two"):
        validators.note(validators.Validators(name, name, '"v1"', None, "now"), tmp_path / name)
    held = sqlite3.connect(tmp_path / "file")
    validators.keep(tmp_path / "file", "run1", tmp_path / "one")
    validators.keep(tmp_path / "file", "run2", tmp_path / "two")
    held.close()
    validators.lay_out(tmp_path / "file", {"run1", "run2"}, tmp_path / "three")
    assert set(validators.known(tmp_path / "three")) == {"one", "two"}
    assert page.headers == {"If-None-Match": '"v1"'}


def test_outside_a_run_nothing_is_known(tmp_path):
    assert validators.known(None) == {}
    assert validators.known(tmp_path) == {}
    assert SourceSettings().fetch_folder is None
    assert issubclass(SourceError, Exception)
