import bz2
import gzip
import lzma

import pytest

from flows.sources.recognise import CLAIMS, HEAD_BYTES, Format, false_claim, recognise


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b"", Format.EMPTY),
        (b" \r\n\t", Format.EMPTY),
        (b"\xef\xbb\xbf", Format.EMPTY),
        (b" date 2020-02-22 Rain fell.", Format.RAW),
        (b"date 2020-02-31 Rain fell.", Format.RAW),
        (b"\xef\xbb\xbf date 2020-02-22\nRain fell.", Format.RAW),
        (" date 2020-02-22 Rain fell.".encode("utf-16"), Format.RAW),
        (b"date of birth, unknown", Format.TEXT),
        (b"Rain fell, said the minister, and more is to come.", Format.TEXT),
        (b"One, two.\nThree, four.\nFive, six.\n", Format.TEXT),
        (b"[Update] Rain fell.", Format.TEXT),
        (b"{Update} Rain fell.", Format.TEXT),
        (b'{"text": "Rain fell."}', Format.JSON),
        (b'{"text": "Rain fell."}\n{"text": "Snow fell."}\n', Format.JSONL),
        (b'{"text": broken\n{"text": "Snow fell."}\n', Format.JSONL),
        (b'{\n  "text": "Rain fell."\n}\n', Format.JSON),
        (b'[{"text": "Rain fell."}]', Format.JSON),
        (b"[\n  {\n", Format.JSON),
        (b"[]", Format.JSON),
        (b'title,text\nRain,"Rain, it fell."\n', Format.TABLE),
        (b"title;text\nRain;Rain fell.\n", Format.TABLE),
        (b"title\ttext\nRain\tRain fell.\n", Format.TABLE),
        (b"title|body\nRain|Rain fell.\n", Format.TABLE),
        (b"a,b,c\n1,2,3\n4,5,6\n", Format.TABLE),
        (b"PAR1\x15\x04", Format.PARQUET),
        (b"ARROW1\x00\x00", Format.ARROW_FILE),
        (b"\xff\xff\xff\xff\x10\x01", Format.ARROW_STREAM),
        (gzip.compress(b"x", mtime=0), Format.GZIP),
        (bz2.compress(b"x"), Format.BZIP2),
        (lzma.compress(b"x"), Format.XZ),
        (b"PK\x03\x04", Format.ZIP),
        (b"%PDF-1.7", Format.PDF),
        (b"WARC/1.0\r\n", Format.WARC),
        (b"<!DOCTYPE html><html>", Format.HTML),
        (b"<!-- made by hand -->\n<html>", Format.HTML),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'a' 'b'><html>", Format.HTML),
        ("<!doctype html>".encode("utf-16"), Format.HTML),
        (b"<div><p>Rain fell.</p></div>", Format.HTML),
        (b"<!-- a -->" * 5000 + b"Rain fell.", Format.TEXT),
        (b"<people>Rain fell.", Format.TEXT),
        (b"<?xml version='1.0'?>\n<!-- made by hand -->\n<rss version='2.0'>", Format.FEED),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", Format.FEED),
        (b"<?xml version='1.0'?><rdf:RDF>", Format.FEED),
        (b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'b'>]><rss>", Format.FEED),
        (b"<?xml version='1.0'?><urlset>", Format.XML),
        (b"\x28\xb5\x2f\xfd", Format.ZSTD),
        (b"filedesc://a.arc 127.0.0.1", Format.WARC),
        (b"abc\x00def", Format.BINARY),
        (bytes(range(1, 200)), Format.BINARY),
    ],
)
def test_content_tells_the_form(head, form):
    assert recognise(head, "article") is form


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json", "a.txt"])
def test_content_comes_before_the_name(name):
    assert recognise(b" date 2020-02-22 Rain fell.", name) is Format.RAW


def test_the_name_decides_what_content_leaves_open():
    assert recognise(b"wind,rain\n", "a.csv") is Format.TABLE
    assert recognise(b"wind,rain\n", "a.CSV.gz") is Format.TABLE
    assert recognise(b"wind,rain\n", "a.txt") is Format.TEXT
    assert recognise(b'oops\n{"text": "Rain fell."}\n', "a.jsonl") is Format.JSONL
    assert recognise(b'oops\n{"text": "Rain fell."}\n', "a.txt") is Format.TEXT


def test_of_a_line_longer_than_the_head_the_name_tells():
    head = (b'{"text": "' + b"x" * HEAD_BYTES)[:HEAD_BYTES]
    assert recognise(head, "a") is Format.JSONL
    assert recognise(head, "a.json") is Format.JSON


@pytest.mark.parametrize("suffix", CLAIMS)
def test_a_name_can_claim_what_the_content_is_not(suffix):
    name = f"News.of.May{suffix.upper()}"
    assert false_claim(Format.TEXT, name, is_unpacked=False) is CLAIMS[suffix][0]
    for form in (*CLAIMS[suffix], Format.EMPTY):
        assert false_claim(form, name, is_unpacked=False) is None


def test_a_name_claims_nothing_of_a_compression_taken_off():
    assert false_claim(Format.TEXT, "a.txt.gz", is_unpacked=True) is None
    assert false_claim(Format.TEXT, "a.parquet.gz", is_unpacked=True) is Format.PARQUET
