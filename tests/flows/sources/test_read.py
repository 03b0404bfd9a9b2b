import getpass
import gzip
import io
import multiprocessing
import os
import random
import tempfile
import traceback
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flows.sources import SourceError, SourceSettings, batches, read, zstd
from tests.flows.sources.conftest import parted, tarred, web_record, zipped

NOBODY = 65534


def test_a_folder_mixes_formats_and_bad_files_do_not_stop_it(tmp_path):
    (tmp_path / "a.txt").write_text(" date 2020-02-22 Rain fell.")
    (tmp_path / "b.csv").write_text("title,text\nSnow,Snow fell.\n")
    (tmp_path / "c.jsonl").write_text('{"text": "Wind blew."}\n')
    pl.DataFrame({"body": ["Hail fell."]}).write_parquet(tmp_path / "d")
    (tmp_path / "e.txt").touch()
    (tmp_path / "f.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "g.bin").write_bytes(b"\x01\x00\x02" * 9)
    (tmp_path / "h.html").write_text("<!doctype html><p>Sleet fell.</p>")
    (tmp_path / "i.pdf").write_text("%PDF-1.7")
    (articles, rejects) = parted(tmp_path)
    assert [a.text for a in articles] == ["Rain fell.", "Snow fell.", "Wind blew.", "Hail fell.", "Sleet fell."]
    assert [r.rule for r in rejects] == ["empty_file", "format_not_read", "binary_file", "format_not_read"]


def test_every_reject_is_a_sentence_with_its_place(tmp_path):
    (tmp_path / "e.txt").touch()
    (tmp_path / "g.bin").write_bytes(b"\x01\x00\x02" * 9)
    for reject in parted(tmp_path)[1]:
        assert reject.source_uri in reject.reason
        assert reject.reason.endswith(".")
        assert reject.stage == "extract"


@pytest.mark.parametrize("name", ["a.parquet", "a.feather", "a.gz", "a.bz2", "a.xz", "a.zst", "a.zip"])
@pytest.mark.parametrize("data", [b"Rain fell.", b'{"text": "Rain fell."}\n', b"\x00\x01\x02" * 9])
def test_what_is_not_what_its_name_claims_is_no_article(load, name, data):
    (articles, (reject,)) = load(name, data)
    assert not articles
    assert reject.rule == "misnamed_file"
    assert name in reject.reason
    assert reject.reason.count(". ") == 0


def test_a_claim_is_on_what_is_inside_a_compression(load):
    frame = io.BytesIO()
    pl.DataFrame({"text": ["Rain fell."]}).write_parquet(frame)
    for name in ("a.parquet.gz", "a.parquet"):
        assert load(name, gzip.compress(frame.getvalue()))[0][0].text == "Rain fell."
        assert load(name, gzip.compress(b"Rain fell."))[1][0].rule == "misnamed_file"


def test_a_source_is_checked_before_it_is_read(tmp_path):
    with pytest.raises(SourceError):
        read(str(tmp_path / "none.txt"))


def test_articles_come_one_by_one(tmp_path):
    (tmp_path / "a.txt").write_text("Rain fell.")
    (tmp_path / "b.txt").write_text("Snow fell.")
    records = read(str(tmp_path))
    assert next(records).text == "Rain fell."
    (tmp_path / "b.txt").unlink()
    assert next(records).rule == "unreadable"


def _as_nobody(folder: Path, pipe) -> None:
    try:
        list(read(str(folder / "a.txt")))  # what is imported late may be closed to the other user too
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        found = [[getattr(record, "rule", "article") for record in read(str(folder))]]
        try:
            read(str(folder / "closed"))
        except SourceError as error:
            found.append(str(error))
        pipe.send(found)
    except BaseException:
        pipe.send(traceback.format_exc())


@pytest.fixture
def closed_files(tmp_path):
    for parent in tmp_path.parents:
        if parent.is_relative_to(Path(tempfile.gettempdir()) / f"pytest-of-{getpass.getuser()}"):
            parent.chmod(0o755)  # pytest keeps its folders to its own user
    tmp_path.chmod(0o755)
    (tmp_path / "a.txt").write_text("Rain fell.")
    (tmp_path / "b.txt").write_text("Snow fell.")
    (tmp_path / "b.txt").chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    yield tmp_path
    (tmp_path / "closed").chmod(0o755)


def test_what_may_not_be_read(closed_files):
    # A process of its own: root may read everything, and a user once given up doesn't come back.
    if os.getuid() == 0:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        child = context.Process(target=_as_nobody, args=(closed_files, there))
        child.start()
        assert here.poll(30)
        answer = here.recv()
        assert isinstance(answer, list), answer
        rules, error = answer
        child.join()
    else:
        rules = [getattr(record, "rule", "article") for record in read(str(closed_files))]
        with pytest.raises(SourceError) as caught:
            read(str(closed_files / "closed"))
        error = str(caught.value)
    assert rules == ["article", "no_permission", "no_permission"]
    assert "chmod" in error


BEGINNINGS = [
    b"",
    b" date 2020-02-22 ",
    b'{"text": "',
    b'[{"text": "a"},',
    b"title,text,date\n",
    b"PAR1",
    b"ARROW1\x00\x00",
    b"\xff\xff\xff\xff",
    b"\x1f\x8b\x08\x00",
    b"BZh9",
    b"\xfd7zXZ\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x00\x00\xfe\xff",
    b"<!doctype html><p>",
    b"<rss><channel><item><description>",
    b"WARC/1.0\r\nContent-Length: 5\r\n",
    b"filedesc://a 127.0.0.1 20200222000000 text/plain 0\n",
    b"PK\x03\x04",
    b"a" * 257 + b"ustar",
    b"\x28\xb5\x2f\xfd",
]
LIMITS = SourceSettings(max_article_chars=200, max_unpacked_bytes=100_000)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    beginning=st.sampled_from(BEGINNINGS),
    data=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))),
    name=st.sampled_from(["a", "a.csv", "a.jsonl", "a.json", "a.txt"]),
)
@example(beginning=b"", data=b"\x00", name="a")
def test_any_bytes_give_articles_or_rejects(tmp_path, beginning, data, name):
    path = tmp_path / name
    path.write_bytes(beginning + data)
    _check(path)


@pytest.mark.parametrize("kind", ["parquet", "arrow", "jsonl.gz", "csv", "zip", "tar", "warc", "zst"])
def test_real_files_with_bytes_changed(tmp_path, kind):
    frame = pl.DataFrame({"title": ["Rain"] * 20, "text": ["Rain fell."] * 20, "date": ["2020-01-01"] * 20})
    path = tmp_path / f"a.{kind}"
    match kind:
        case "parquet":
            frame.write_parquet(path)
        case "arrow":
            frame.write_ipc(path)
        case "csv":
            frame.write_csv(path)
        case "jsonl.gz":
            frame.write_ndjson(path, compression="gzip")
        case "zst":
            path.write_bytes(zstd.compress(frame.write_csv().encode()))
        case "zip":
            path.write_bytes(zipped({"a.csv": frame.write_csv(), "b.txt": "Rain fell.", "c/d.jsonl": "{}"}))
        case "tar":
            path.write_bytes(tarred({"a.csv": frame.write_csv(), "b.txt": "Rain fell.", "c/d.jsonl": "{}"}))
        case "warc":
            path.write_bytes(web_record(b"<html><p>Rain fell.") * 3)
    whole, chance = path.read_bytes(), random.Random(kind)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data[: chance.choice([len(data), chance.randrange(1, len(data))])])
        _check(path)


def _check(path: Path) -> None:
    records = list(read(str(path), LIMITS))
    assert records
    for batch in batches(records, 50):
        assert batch.rejects["reason"].str.ends_with(".").all()
        assert batch.articles["text"].str.strip_chars().str.len_chars().is_between(1, 200).all()
