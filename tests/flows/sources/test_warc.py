import gzip
import zlib

import pytest

from tests.flows.sources.conftest import web_record
from tests.flows.sources.test_html import MORE, PAGE, STORY

PLAIN_PAGE = f"<html><body><article><p>{STORY}</p><p>{MORE}</p></article></body></html>".encode()
INFO = web_record(b"software: test", kind="warcinfo", media="application/warc-fields")
REQUEST = web_record(b"GET / HTTP/1.1\r\n\r\n", kind="request", media="application/http")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_page_is_an_article_under_the_address_asked_for(load, pack):
    (articles, rejects) = load(
        "a.warc.gz" if pack is gzip.compress else "a.warc", pack(INFO) + pack(REQUEST) + pack(web_record(PAGE.encode()))
    )
    (article,) = articles
    assert article.source_uri == "http://example.org/a"
    assert article.source_name.endswith("#3")
    assert article.text == f"{STORY}\n{MORE}"
    assert article.published == "2020-02-22"
    assert not rejects


def test_the_day_of_the_archive_is_not_that_of_the_article(load):
    ((article,), _) = load("a.warc", web_record(PLAIN_PAGE))
    assert article.published is None


def test_what_is_no_page_is_counted_in_one_line(load):
    records = [
        web_record(b"%PDF-1.7", media="application/pdf"),
        web_record(b"{}", media="application/json"),
        web_record(b"{}", media="application/json"),
        web_record(PLAIN_PAGE, status="404 Not Found"),
        web_record(b"User-agent: *", "http://example.org/robots.txt", "text/plain"),
        web_record(b""),
        web_record(PLAIN_PAGE),
    ]
    (articles, (reject,)) = load("a.warc", b"".join(records))
    assert len(articles) == 1
    assert reject.rule == "records_passed_over"
    assert "6 records" in reject.reason
    assert "2 application/json" in reject.reason
    assert "1 status 404" in reject.reason


def test_pages_and_texts_saved_as_resources(load):
    data = web_record(PLAIN_PAGE, kind="resource") + web_record(
        STORY.encode(), "http://example.org/b", "text/plain", kind="resource"
    )
    (articles, _) = load("a.warc", data)
    assert [a.text for a in articles] == [f"{STORY}\n{MORE}", STORY]


def test_what_the_server_packed_is_unpacked(load):
    chunk = b"%x\r\n%b\r\n0\r\n\r\n" % (len(PLAIN_PAGE), PLAIN_PAGE)
    records = [
        web_record(gzip.compress(PLAIN_PAGE), header="Content-Encoding: gzip\r\n"),
        web_record(zlib.compress(PLAIN_PAGE), header="Content-Encoding: deflate\r\n"),
        web_record(chunk, header="Transfer-Encoding: chunked\r\n"),
    ]
    (articles, rejects) = load("a.warc", b"".join(records))
    assert len(articles) == 3
    assert not rejects


def test_the_encoding_that_the_server_tells(load):
    page = f"<html><body><p>{'наводнение в долине ' * 20}</p></body></html>".encode("koi8_r")
    ((article,), _) = load("a.warc", web_record(page, media="text/html; charset=koi8-r"))
    assert "наводнение" in article.text


def test_a_damaged_record_does_not_stop_the_others(load):
    good = web_record(PLAIN_PAGE)
    wrong_length = good.replace(b"Content-Length: ", b"Content-Length: 1", 1)
    for damaged in (b"garbage\r\n\r\n", b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", wrong_length):
        (articles, (reject,)) = load("a.warc", good + damaged + good * 9)
        assert len(articles) >= 2
        assert reject.rule == "damaged_record"


def test_a_record_cut_off_is_refused(load):
    good = web_record(PLAIN_PAGE)
    for size in (40, 200, len(good) - 8):
        (articles, (reject,)) = load("a.warc", good + good[:size])
        assert len(articles) == 1
        assert reject.rule == "damaged_record"


def test_an_archive_cut_off_in_its_compression(load):
    data = b"".join(gzip.compress(web_record(PLAIN_PAGE)) for _ in range(3))
    (articles, (reject,)) = load("a.warc.gz", data[:-40])
    assert len(articles) == 2
    assert reject.rule == "damaged_record"


def test_a_record_cut_off_when_it_was_archived(load):
    record = web_record(PLAIN_PAGE).replace(b"\r\n", b"\r\nWARC-Truncated: length\r\n", 1)
    (articles, (reject,)) = load("a.warc", record)
    assert not articles
    assert "length" in reject.reason


def test_a_page_too_long_is_passed_over(load):
    (articles, (reject,)) = load(
        "a.warc", web_record(b"<p>" + b"x" * 80_000) + web_record(PLAIN_PAGE), max_article_chars=1_000
    )
    assert len(articles) == 1
    assert "1 too long" in reject.reason


def _arc(*records: tuple[str, bytes]) -> bytes:
    head = b"1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n"
    data = b"filedesc://a.arc 127.0.0.1 20200222000000 text/plain %d\n%b\n" % (len(head), head)
    for address, body in records:
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
        data += f"{address} 192.0.2.1 20200222000000 text/html {len(block)}\n".encode() + block + b"\n"
    return data


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_arc(load, pack):
    data = _arc(("http://example.org/a b", PLAIN_PAGE), ("http://example.org/c", PLAIN_PAGE), ("dns:example.org", b"x"))
    (articles, rejects) = load("a.arc.gz" if pack is gzip.compress else "a.arc", pack(data))
    assert [a.source_uri for a in articles] == ["http://example.org/a%20b", "http://example.org/c"]
    assert not rejects


def test_an_archive_of_nothing_but_notes(load):
    (articles, (reject,)) = load("a.warc", INFO + REQUEST)
    assert not articles
    assert reject.rule == "no_records"
