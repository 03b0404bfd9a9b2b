import bz2
import gzip
import lzma
import random

import pytest

from flows.sources import packed, zstd

LINES = b'{"text": "One."}\n{"text": "Two."}\n'


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstd.compress])
def test_what_is_inside_is_recognised(load, pack):
    (articles, rejects) = load("news.jsonl.z", pack(LINES))
    assert [a.source_name for a in articles] == ["news.jsonl.z#1", "news.jsonl.z#2"]
    assert not rejects


def test_a_pack_in_a_pack(load):
    (articles, _) = load("a", gzip.compress(bz2.compress(b" date 2020-02-22 Rain fell.")))
    assert articles[0].published == "2020-02-22"


def test_too_many_layers(load):
    data = LINES
    for _ in range(5):
        data = gzip.compress(data)
    (articles, (reject,)) = load("a.gz", data)
    assert not articles
    assert reject.rule == "packed_too_deep"


def test_of_a_file_cut_off_the_beginning_is_read(load):
    noise = random.Random(1)
    lines = b"".join(b'{"text": "%d"}\n' % noise.getrandbits(4000) for _ in range(300))
    data = gzip.compress(lines)
    (articles, (reject,)) = load("a.jsonl.gz", data[: len(data) // 2])
    assert 100 < len(articles) < 200
    assert reject.rule == "unreadable"


def test_an_article_cut_off_is_not_loaded(load):
    data = gzip.compress(random.Random(1).randbytes(20_000).hex().encode())
    (articles, (reject,)) = load("a.txt.gz", data[: len(data) // 2])
    assert not articles
    assert reject.rule == "unreadable"


def test_a_broken_pack(load):
    (articles, (reject,)) = load("a.gz", b"\x1f\x8b" + b"not gzip at all")
    assert not articles
    assert reject.rule == "unreadable"


def test_frames_one_after_the_other_are_one_file(load):
    skipped = b"\x50\x2a\x4d\x18" + (3).to_bytes(4, "little") + b"abc"
    for data in (zstd.compress(LINES) * 2, skipped + zstd.compress(LINES) * 2):
        (articles, rejects) = load("a.zst", data)
        assert [a.source_name for a in articles] == ["a.zst#1", "a.zst#2", "a.zst#3", "a.zst#4"]
        assert not rejects


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress, lambda data: gzip.compress(gzip.compress(data))])
def test_what_unpacks_out_of_all_proportion_is_not_read_to_its_end(load, monkeypatch, pack):
    monkeypatch.setattr(packed, "FREE_BYTES", 100_000)
    (articles, (reject,)) = load("a.jsonl.gz" if pack is gzip.compress else "a", pack(LINES + b" " * 30_000_000))
    assert len(articles) == 2
    assert reject.rule == "bomb"


def test_an_empty_pack(load):
    (_, (reject,)) = load("a.gz", gzip.compress(b""))
    assert reject.rule == "empty_file"
