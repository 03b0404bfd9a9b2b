import datetime as dt
import gzip
from io import BytesIO

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

FRAME = pl.DataFrame(
    {
        "ID": [11, 12],
        "headline": ["Rain", None],
        "content": ["Rain fell.", "Snow fell."],
        "published_at": [dt.datetime(2020, 2, 3, 4, 5), None],
        "noise": [[1], [2]],
    }
)


def parquet(table: pa.Table) -> bytes:
    sink = BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def ipc(table: pa.Table, opener) -> bytes:
    sink = BytesIO()
    with opener(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        parquet(FRAME.to_arrow()),
        ipc(FRAME.to_arrow(), pa.ipc.new_file),
        ipc(FRAME.to_arrow(), pa.ipc.new_stream),
        gzip.compress(parquet(FRAME.to_arrow())),
    ],
    ids=["parquet", "arrow file", "arrow stream", "parquet in gzip"],
)
def test_columnar_forms(load, data):
    (articles, rejects) = load("a.bin", data)
    assert [(a.source_name, a.title, a.text, a.published) for a in articles] == [
        ("11", "Rain", "Rain fell.", "2020-02-03T04:05:00"),
        ("12", None, "Snow fell.", None),
    ]
    assert articles[1].source_uri.endswith("a.bin#2")
    assert not rejects


def test_rows_count_on_over_batches(load):
    (articles, _) = load("a.parquet", parquet(pa.table({"text": [f"Rain {n}." for n in range(300)]})))
    assert articles[-1].source_name == "a.parquet#300"


def test_a_row_without_text(load):
    (articles, (reject,)) = load("a.parquet", parquet(pa.table({"text": ["Rain fell.", None]})))
    assert len(articles) == 1
    assert (reject.rule, reject.source_uri[-2:]) == ("no_text", "#2")


def test_no_text_column(load):
    (articles, (reject,)) = load("a.parquet", parquet(pa.table({"speed": [1]})))
    assert not articles
    assert reject.rule == "no_text_column"
    assert "speed" in reject.reason


@pytest.mark.parametrize("cut", [6, 100, -1])
def test_a_broken_file(load, cut):
    (articles, (reject,)) = load("a.parquet", parquet(FRAME.to_arrow())[:cut])
    assert not articles
    assert reject.rule == "broken_file"
    assert "a.parquet" in reject.reason


def test_a_damaged_page(load):
    data = bytearray(parquet(pa.table({"text": ["Rain fell. " * 100, "Snow fell. " * 100]})))
    data[8:60] = b"\xff" * 52
    (articles, (reject,)) = load("a.parquet", bytes(data))
    assert not articles
    assert reject.rule == "broken_file"


def test_a_text_that_is_no_utf8(load):
    binary = pa.array([b"Rain fell.", b"Sn\xffow"], pa.binary())
    data = parquet(pa.table({"text": pa.Array.from_buffers(pa.string(), 2, binary.buffers())}))
    (articles, (reject,)) = load("a.parquet", data)
    assert [a.text for a in articles] == ["Rain fell."]
    assert reject.rule == "unreadable_cell"


def test_a_bomb_is_not_unpacked(load):
    data = gzip.compress(parquet(FRAME.to_arrow()))
    (articles, (reject,)) = load("a.parquet.gz", data, max_unpacked_bytes=100)
    assert not articles
    assert reject.rule == "file_too_large"


def test_a_file_without_rows(load):
    (articles, (reject,)) = load("a.parquet", parquet(pa.table({"text": pa.array([], pa.string())})))
    assert not articles
    assert reject.rule == "no_records"
