"""The pages: they open from disk, load nothing and show text as text."""

from __future__ import annotations

import re
from datetime import datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import polars as pl
import pytest

from expectations.batch import validate
from expectations.site import index
from expectations.words import counted
from tests.builders import changed, valid_tables
from warehouse.tables import OPS

if TYPE_CHECKING:
    from pathlib import Path

HELD, MARKUP = "00000000000000bb", "<script>alert('x')</script>"


class Page(HTMLParser):
    """The tags and links of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]
        self.ids |= {value for name, value in attrs if name == "id"}


def run(run_id: str, day: int, status: str = "loaded", **values: object) -> dict[str, object]:
    counts = dict.fromkeys(
        ("articles_read", "articles_new", "rows_inserted", "rows_updated", "rows_deleted", "rejects"), 1234
    )
    started = datetime(2026, 1, day, 12)
    return {"run_id": run_id, "started_at": started, "status": status, "sources": []} | counts | values


def runs(*rows: dict[str, object]) -> pl.DataFrame:
    schema = pl.Schema(OPS["runs"])
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("my site")
    validate(changed(valid_tables(), "event_mentions", event_type=MARKUP), run_id=HELD, site=folder)
    index(folder, runs(run(HELD, 1, "held", message=MARKUP)))
    return folder


def test_there_is_a_page_for_each_suite(site):
    folder = site / "runs" / HELD

    assert {"index", "articles", "statistics", "cross_table-event_mentions"} <= {page.stem for page in folder.iterdir()}


def test_pages_load_nothing_and_run_nothing(site):
    for path in site.rglob("*.html"):
        page = Page(path)
        assert not page.tags & {"script", "link", "img", "iframe", "object"}
        assert not re.search(r"https?://|@import|url\(", path.read_text(encoding="utf-8"))


def test_every_link_leads_somewhere(site):
    for path in site.rglob("*.html"):
        page = Page(path)
        for link in page.links:
            target, _, anchor = link.partition("#")
            assert (path.parent / target).is_file() if target else anchor in page.ids


def test_values_of_rows_are_shown_as_text(site):
    page = (site / "runs" / HELD / "event_mentions.html").read_text(encoding="utf-8")

    assert "&lt;script&gt;alert" in page


def test_a_suite_page_tells_what_was_expected_and_which_row_broke_it(site):
    page = (site / "runs" / HELD / "event_mentions.html").read_text(encoding="utf-8")

    assert "event_type must be one of AGREE" in page
    assert valid_tables()["event_mentions"]["event_mention_id"][0] in page


def test_the_index_lists_runs_newest_first(tmp_path):
    path = index(tmp_path, runs(run("00000000000000c1", 1), run("00000000000000c3", 3), run("00000000000000c2", 2)))

    days = re.findall(r"2026-01-\d\d", path.read_text(encoding="utf-8"))
    assert path == tmp_path / "index.html"
    assert days == ["2026-01-03", "2026-01-02", "2026-01-01"]


def test_the_index_shows_status_counts_and_a_link_where_there_is_a_report(site):
    path = index(site, runs(run(HELD, 1, "held"), run("00000000000000c4", 2, "failed")))

    text = path.read_text(encoding="utf-8")
    assert Page(path).links == [f"runs/{HELD}/index.html"]
    assert 'class="short bad">held' in text
    assert "1,234" in text


def test_the_index_shows_a_message_as_text(tmp_path):
    text = index(tmp_path, runs(run(HELD, 1, message=MARKUP))).read_text(encoding="utf-8")

    assert "&lt;script&gt;" in text
    assert "<script>" not in text


def test_the_index_of_no_runs_says_so(tmp_path):
    assert "No run yet" in index(tmp_path / "new", runs()).read_text(encoding="utf-8")


@pytest.mark.parametrize(("number", "told"), [(0, "0 rows"), (1, "1 row"), (2345, "2,345 rows")])
def test_only_one_is_singular(number, told):
    assert counted(number, "row") == told


def test_a_run_page_counts_in_words(site):
    text = (site / "runs" / HELD / "index.html").read_text(encoding="utf-8")

    assert re.search(r"\d+ expectations, (1 critical failure|\d+ critical failures), (1 warning|\d+ warnings)\.", text)


def test_short_cells_of_the_index_do_not_wrap(site):
    text = index(site, runs(run(HELD, 1, "nothing_new", message="Nothing new."))).read_text(encoding="utf-8")

    assert "td.short, td.number { white-space: nowrap; }" in text
    assert 'class="short good">nothing new' in text
    assert "<td>Nothing new.</td>" in text
