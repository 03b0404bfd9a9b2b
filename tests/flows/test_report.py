import re
import socket
import threading
import urllib.error
import urllib.request
from html.parser import HTMLParser

import pytest

from flows import report
from flows.errors import UsageError
from flows.server import LOOPBACK
from warehouse.errors import WarehouseMissing
from warehouse.query import query


class Links(HTMLParser):
    """Collects what a page refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


@pytest.fixture(scope="module")
def page(sample_run) -> str:
    return (sample_run.warehouse.parent / "report" / "index.html").read_text()


def test_it_shows_events_with_their_evidence(page, sample_run):
    count = query(sample_run.warehouse, "SELECT count(*) FROM event_mentions").item()
    assert page.count("<blockquote>") == min(count, report.EVENTS) > 0
    assert page.count("<mark>") == page.count("<blockquote>")


def test_it_loads_nothing_and_its_links_open(page, sample_run):
    links = Links()
    links.feed(page)
    assert not re.search(r"https?://|<script|@import|url\(", page)
    folder = sample_run.warehouse.parent / "report"
    assert all((folder / link).exists() for link in links.found if not link.startswith("#"))
    assert "../validation/index.html" in links.found


def test_the_same_warehouse_gives_the_same_page(page, sample_run, tmp_path):
    index = report.write(sample_run.warehouse, tmp_path / "report", sample_run.warehouse.parent / "validation")
    assert index.read_text().count("\n") == page.count("\n")


def test_text_of_articles_is_escaped():
    event = {"sentence": "A <b>bold</b> strike & more", "mark_start": 14, "mark_end": 20}
    assert report.marked(event) == "A &lt;b&gt;bold&lt;/b&gt; <mark>strike</mark> &amp; more"


def test_without_a_warehouse_there_is_no_report(tmp_path):
    with pytest.raises(WarehouseMissing):
        report.write(tmp_path / "none.duckdb", tmp_path / "report", tmp_path / "validation")


@pytest.mark.parametrize(("value", "words"), [(None, "–"), (3_600_000.0, "3,600,000"), (12.5, "12.5"), (0, "0")])
def test_numbers_are_for_people(value, words):
    assert report.number(value) == words


def test_the_served_site_shows_reports_and_nothing_else(tmp_path):
    for name in ("report/index.html", "validation/index.html", "w.duckdb"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    told = []
    thread = threading.Thread(target=report.serve, args=(tmp_path, 0, told.append), daemon=True)
    thread.start()
    while not told:
        thread.join(0.05)
    root = re.search(r"http://[^/]+", told[0])[0]
    fetch = urllib.request.build_opener(urllib.request.ProxyHandler({})).open
    assert fetch(f"{root}/report/").read() == b"report/index.html"
    assert fetch(f"{root}/validation/index.html").read() == b"validation/index.html"
    for path in ("w.duckdb", "", "report/../w.duckdb"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            fetch(f"{root}/{path}")


def test_a_taken_port_is_told(tmp_path):
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        with pytest.raises(UsageError, match="SITREP_REPORT_PORT"):
            report.serve(tmp_path, other.getsockname()[1], print)
