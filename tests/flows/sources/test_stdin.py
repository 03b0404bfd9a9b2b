import gzip
import io

import pytest

from flows.sources import RawArticle, SourceError, SourceSettings, read
from tests.flows.sources.conftest import zipped


@pytest.fixture
def piped(monkeypatch):
    return lambda data: monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_records_from_standard_input(piped, pack):
    piped(pack(b'{"text": "Rain fell."}\n{"text": "Snow fell."}\n'))
    assert [(r.text, r.source_uri, r.source_name) for r in read("-")] == [
        ("Rain fell.", "-#1", "-#1"),
        ("Snow fell.", "-#2", "-#2"),
    ]


def test_a_format_that_jumps_about(piped):
    piped(zipped({"a.txt": "Rain fell."}))
    (article,) = read("-")
    assert isinstance(article, RawArticle)
    assert article.source_uri == "-!a.txt"


def test_nothing_at_all(piped):
    piped(b"")
    (reject,) = read("-")
    assert reject.rule == "empty_file"


def test_too_much(piped):
    piped(b"x" * 5000)
    with pytest.raises(SourceError, match="4,000 bytes"):
        list(read("-", SourceSettings(max_unpacked_bytes=4000)))


def test_no_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(SourceError, match="no standard input"):
        list(read("-"))
