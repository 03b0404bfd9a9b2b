"""A sound file of each source format, to be damaged; every sentence is made up here."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet

from flows.sources.zstd import compress
from tests.flows.sources.conftest import tarred, web_record

Pack = Callable[[bytes], bytes]

TITLE = "Soldiers shell a village near Idlib"
TEXT = (
    "Soldiers shelled a village near Idlib on Tuesday, killing 12 people, the mayor said.\n\n"
    "“We had no warning,” Omar Haddad told reporters in Ankara. The United Nations condemned the attack.\n\n"
    "Turkey’s foreign minister met his Russian counterpart in Moscow on February 20, 2020, and both called for a truce."
)
OTHER = "Police arrested 30 protesters in Kyiv. Ministers promised aid of $4.5 million to the city of Lviv."
RECORD = {"id": "a-1", "date": "2020-02-20", "title": TITLE, "text": TEXT, "source": "Example Daily"}
RECORDS = [RECORD, {**RECORD, "id": "a-2", "title": None, "text": OTHER, "url": "https://example.org/2"}]
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n"))
PAGE = (
    f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title>'
    '<meta property="article:published_time" content="2020-02-20T10:00:00Z">'
    '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2020-02-20"}</script></head>'
    f"<body><nav><a href='/'>Home</a></nav><article><h1>{TITLE}</h1>{PARAGRAPHS}<p>{OTHER}</p></article></body></html>"
)
RSS = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    f"<channel><title>Example Daily</title><item><title>{TITLE}</title><link>https://example.org/1</link>"
    f"<guid>x-1</guid><pubDate>Thu, 20 Feb 2020 10:00:00 GMT</pubDate><description>{OTHER}</description>"
    f"<content:encoded><![CDATA[{PARAGRAPHS}]]></content:encoded></item></channel></rss>"
)
ATOM = (
    '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Example Daily</title>'
    f'<entry><title>{TITLE}</title><link href="https://example.org/1"/><id>urn:x:1</id>'
    f'<updated>2020-02-20T10:00:00Z</updated><content type="html">&lt;p&gt;{OTHER}&lt;/p&gt;</content></entry></feed>'
)


@dataclass(frozen=True)
class Sample:
    """A file before it is packed; damage is done to `data` or to what `pack` makes of it."""

    name: str
    data: bytes
    pack: Pack | None = None

    @property
    def whole(self) -> bytes:
        """The file as it would be loaded."""
        return self.pack(self.data) if self.pack else self.data


def _jsonl() -> bytes:
    return "".join(json.dumps(record) + "\n" for record in RECORDS).encode()


def _table(separator: str) -> bytes:
    cells = [["id", "date", "title", "text"], ["a-1", "2020-02-20", TITLE, TEXT], ["a-2", "20.02.2020", "", OTHER]]
    return "\n".join(separator.join(f'"{cell}"' for cell in row) for row in cells).encode()


def _arrow() -> pa.Table:
    return pa.Table.from_pylist(RECORDS)


def _parquet() -> bytes:
    with io.BytesIO() as file:
        pa.parquet.write_table(_arrow(), file)
        return file.getvalue()


def _ipc(make: Callable[..., pa.RecordBatchWriter], **options: str) -> bytes:
    with io.BytesIO() as file:
        with make(file, _arrow().schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
            writer.write_table(_arrow())
        return file.getvalue()


def _warc() -> bytes:
    info = web_record(b"software: example\r\n", kind="warcinfo", media="application/warc-fields")
    packed = web_record(gzip.compress(PAGE.encode(), mtime=0), header="Content-Encoding: gzip\r\n")
    plain = web_record(OTHER.encode(), "http://example.org/c.txt", "text/plain; charset=utf-8", kind="resource")
    return info + web_record(PAGE.encode()) + packed + plain


def _arc() -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.encode()
    head = b"1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n"
    start = b"filedesc://a.arc 0.0.0.0 20200220000000 text/plain %d\n" % len(head) + head + b"\n"
    return start + b"http://example.org/a 192.0.2.1 20200220000000 text/html %d\n" % len(block) + block + b"\n"


def zipped(members: dict[str, bytes | str]) -> bytes:
    """A ZIP archive without the time of its making."""
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in members.items():
                archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        return file.getvalue()


def _zip(name: str) -> Pack:
    return lambda data: zipped({name: data, "folder/b.txt": OTHER})


def _tar(name: str) -> Pack:
    return lambda data: tarred({name: data, "folder/" + "long" * 40 + ".txt": OTHER})


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def samples() -> dict[str, list[Sample]]:
    """The samples of each format, by its name."""
    raw, text = f" date 2020-02-20 {TEXT}".encode(), TEXT.encode()
    jsonl, warc = _jsonl(), _warc()
    return {
        "raw": [Sample("a.txt", raw), Sample("2020-02-20-a.txt", f"\ufeff date 2020-2-31 {TITLE}\n{TEXT}".encode())],
        "text": [
            Sample("a.txt", text),
            Sample("a.txt", TEXT.encode("utf-16")),
            Sample("a.txt", "Солдаты обстреляли деревню под Идлибом во вторник.".encode("cp1251") * 3),
            Sample("a", "警察は火曜日、キエフで30人を逮捕した。".encode("euc_jp") * 3),
        ],
        "jsonl": [Sample("a.jsonl", jsonl), Sample("a", jsonl), Sample("a.txt", _jsonl().decode().encode("utf-16-le"))],
        "json": [
            Sample("a.json", json.dumps(RECORDS).encode()),
            Sample("a.json", json.dumps({"count": 2, "articles": RECORDS}, indent=1).encode()),
            Sample("a.json", json.dumps(RECORD).encode()),
        ],
        "table": [Sample("a.csv", _table(",")), Sample("a.tsv", _table("\t")), Sample("a.csv", _table(";"))],
        "parquet": [Sample("a.parquet", _parquet()), Sample("a", _parquet())],
        "arrow file": [
            Sample("a.arrow", _ipc(pa.ipc.new_file)),
            Sample("a.feather", _ipc(pa.ipc.new_file, compression="lz4")),
        ],
        "arrow stream": [
            Sample("a.arrow", _ipc(pa.ipc.new_stream)),
            Sample("a", _ipc(pa.ipc.new_stream, compression="zstd")),
        ],
        "html": [Sample("a.html", PAGE.encode()), Sample("a", PAGE.encode("utf-16"))],
        "rss": [Sample("a.xml", RSS.encode()), Sample("a.rss", RSS.encode())],
        "atom": [Sample("a.xml", ATOM.encode())],
        "warc": [Sample("a.warc", warc)],
        "arc": [Sample("a.arc", _arc())],
        "zip": [
            Sample("a.zip", raw, _zip("a.txt")),
            Sample("a.zip", jsonl, _zip("a.jsonl")),
            Sample("a.zip", zipped({"a.txt": raw}), _zip("inner.zip")),
        ],
        "tar": [Sample("a.tar", raw, _tar("a.txt")), Sample("a.tar", PAGE.encode(), _tar("a.html"))],
        "gzip": [Sample("a.txt.gz", raw, _gzip), Sample("a.csv.gz", _table(","), _gzip)],
        "bzip2": [Sample("a.txt.bz2", raw, bz2.compress)],
        "xz": [Sample("a.jsonl.xz", jsonl, lzma.compress)],
        "zstd": [Sample("a.jsonl.zst", jsonl, compress), Sample("a", raw, compress)],
        "warc.gz": [Sample("a.warc.gz", warc, lambda data: _gzip(data[:400]) + _gzip(data[400:]))],
        "parquet.gz": [Sample("a.parquet.gz", _parquet(), _gzip)],
        "tar.gz of warc": [Sample("a.tar.gz", warc, lambda data: _gzip(_tar("a.warc")(data)))],
        "tar.xz of html": [Sample("a.tar.xz", PAGE.encode(), lambda data: lzma.compress(_tar("a.html")(data)))],
        "zip of gz": [Sample("a.zip", jsonl, lambda data: _zip("a.jsonl.gz")(_gzip(data)))],
        "zip of parquet": [Sample("a.zip", _parquet(), _zip("a.parquet"))],
    }
