import http.server
import threading
from dataclasses import replace
from functools import partial

import pytest

from flows.sources import Reject, SourceSettings, read
from flows.sources.feed import MAX_BYTES, MAX_FAILURES
from tests.flows.sources.test_html import MORE, PAGE, STORY

#: A server of our own may be asked, and as often as we like.
OWN = SourceSettings(allow_private=True, fetch_interval=0.0, fetch_max_wait=0.0)
LONG = f"{STORY} {MORE} " * 4


def _rss(items: str, head: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{head}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>The Valley Post</title><link>https://example.org/</link>{items}</channel></rss>"
    )


def _item(description: str = "", *, link: str = "https://example.org/a", content: str = "") -> str:
    full = f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else ""
    return (
        f"<item><title>Floods &amp;amp; storms</title><link>{link}</link><guid>id-{link[-1]}</guid>"
        f"<pubDate>Sat, 22 Feb 2020 09:00:00 GMT</pubDate><description>{description}</description>{full}</item>"
    )


def test_an_item_with_its_full_text(load):
    ((article,), rejects) = load("feed.xml", _rss(_item("Short.", content=f"<p>{STORY}</p><p>{MORE}</p>")))
    assert article.text == f"{STORY}\n{MORE}"
    assert article.title == "Floods & storms"
    assert article.published == "Sat, 22 Feb 2020 09:00:00 GMT"
    assert article.publisher == "The Valley Post"
    assert article.source_uri == "https://example.org/a"
    assert article.source_name == "id-a"
    assert not rejects


def test_a_long_description_is_the_full_text(load):
    ((article,), rejects) = load("feed", _rss(_item(f"&lt;p&gt;{LONG}&lt;/p&gt;")))
    assert article.text == LONG.strip()
    assert not rejects


def test_of_a_file_summaries_are_read_and_told(load):
    (articles, (reject,)) = load("feed", _rss(_item("Rain fell.") + _item(LONG, link="https://example.org/b")))
    assert [a.source_name for a in articles] == ["id-a", "id-b"]
    assert reject.rule == "summary_only"
    assert "1 of 2" in reject.reason


def test_atom(load):
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>The Valley Post</title><entry><title>Floods</title>'
        '<id>urn:1</id><link href="https://example.org/a"/><updated>2020-02-22T09:00:00Z</updated>'
        f'<content type="html">&lt;p&gt;{STORY}&lt;/p&gt;</content></entry></feed>'
    )
    ((article,), _) = load("feed", feed)
    assert (article.text, article.source_name, article.published) == (STORY, "urn:1", "2020-02-22T09:00:00Z")


def test_an_item_with_nothing_in_it(load):
    (articles, rejects) = load("feed", _rss("<item><title>Rain</title></item>" + _item(LONG)))
    assert len(articles) == 1
    assert "no_text" in {r.rule for r in rejects}


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hosts">]>',
        '<!DOCTYPE rss [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY % a SYSTEM "http://192.0.2.1/a.dtd"> %a;]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(load, head, encoding):
    (articles, (reject,)) = load("feed", _rss(_item("&b;"), head).encode(encoding))
    assert not articles
    assert reject.rule == "xml_entities"


def test_a_feed_that_breaks_off_gives_what_it_has(load):
    (articles, rejects) = load("feed", _rss(_item(LONG) + _item(LONG, link="https://example.org/b"))[:-900])
    assert len(articles) >= 1
    assert "damaged_feed" in {r.rule for r in rejects}


def test_a_feed_that_is_none(load):
    (articles, (reject,)) = load("feed", "<rss><<<")
    assert not articles
    assert reject.rule == "broken_feed"


def test_a_feed_without_items(load):
    (articles, (reject,)) = load("feed", _rss(""))
    assert not articles
    assert reject.rule == "no_records"


@pytest.mark.parametrize("description", ["x" * MAX_BYTES, "<b>" * 110_000], ids=["long", "tags"])
def test_a_feed_over_the_limit(load, description):
    (_, (reject,)) = load("feed", _rss(_item(description)))
    assert reject.rule == "file_too_large"


class _Site(http.server.BaseHTTPRequestHandler):
    pages: dict[str, str]

    def do_GET(self) -> None:
        page = self.pages.get(self.path)
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write((page or "").encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site():
    pages: dict[str, str] = {}
    handler = type("Site", (_Site,), {"pages": pages})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=partial(server.serve_forever, 0.01), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", pages
        server.shutdown()


def test_the_page_behind_a_summary_is_fetched(site):
    address, pages = site
    pages |= {"/a": PAGE, "/feed": _rss(_item("Rain fell.", link=f"{address}/a"))}
    (article,) = read(f"{address}/feed", OWN)
    assert article.text == f"{STORY}\n{MORE}"
    assert article.title == "Floods & storms"
    assert article.source_uri == f"{address}/a"
    assert article.published == "Sat, 22 Feb 2020 09:00:00 GMT"


def test_a_page_that_can_not_be_fetched_leaves_the_summary(site):
    address, pages = site
    pages |= {"/feed": _rss(_item("Rain fell.", link=f"{address}/a"))}
    (article, reject) = read(f"{address}/feed", OWN)
    assert article.text == "Rain fell."
    assert reject.rule == "linked_page"
    assert "404" in reject.reason


def test_a_page_without_article_leaves_the_summary(site):
    address, pages = site
    pages |= {"/a": "<html></html>", "/feed": _rss(_item("Rain fell.", link=f"{address}/a"))}
    (article, reject) = read(f"{address}/feed", OWN)
    assert article.text == "Rain fell."
    assert reject.rule == "linked_page"


def test_what_is_no_page_leaves_the_summary(site):
    address, pages = site
    pages |= {"/a": "%PDF-1.7", "/feed": _rss(_item("Rain fell.", link=f"{address}/a"))}
    (article, reject) = read(f"{address}/feed", OWN)
    assert article.text == "Rain fell."
    assert "PDF" in reject.reason


def test_a_site_that_gives_nothing_is_not_asked_for_ever(site):
    address, pages = site
    pages |= {"/feed": _rss("".join(_item("Rain fell.", link=f"{address}/{n}") for n in range(9)))}
    records = list(read(f"{address}/feed", OWN))
    rules = [r.rule for r in records if isinstance(r, Reject)]
    assert rules == ["linked_page"] * MAX_FAILURES + ["summary_only"]
    assert len(records) == 9 + len(rules)


def test_links_are_followed_only_where_that_is_wanted(site, tmp_path):
    address, pages = site
    pages |= {"/a": PAGE, "/feed": _rss(_item("Rain fell.", link=f"{address}/a"))}
    (tmp_path / "feed").write_text(pages["/feed"])
    assert next(read(f"{address}/feed", replace(OWN, follow_links=False))).text == "Rain fell."
    assert next(read(str(tmp_path / "feed"), replace(OWN, follow_links=True))).text == f"{STORY}\n{MORE}"
