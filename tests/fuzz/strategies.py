"""Well-built but odd files: hypothesis makes values, rows, trees, headers, names, and these become files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tarfile
import zipfile
from html import escape
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet
from hypothesis import strategies as st

from tests.flows.sources.conftest import web_record
from tests.fuzz.samples import OTHER, PAGE, TEXT, TITLE

if TYPE_CHECKING:
    from collections.abc import Sequence

File = tuple[str, bytes]

ODD = st.sampled_from(
    [
        *("\x00", "\x1b[0m", "\ud800", "\udfff", "\u200b", "\ufeff", "\u2028", "\x85", "\r", "\t", "\u00a0", "\u202e"),
        *(
            "e\u0301",
            "ﬁ",
            "â€™",
            "Ã©",
            "Ã¢â‚¬",
            "&amp;amp;lt;p&gt;",
            "&#0;",
            "&#xD800;",
            "<b>",
            "</div>",
            "<!--",
            "]]>",
        ),
        *("`` no ''", " ,", " .", "''", "😀", "𝒳", "أ", "漢字", "1,2,3", "٣", "½", "1e400", "$", "%", "/", "(AP)", "—"),
    ]
)
SENTENCES = st.sampled_from(
    [*TEXT.split("\n\n"), OTHER, TITLE, "By Omar Haddad", "Read more", "IDLIB, Feb 2 (AP) -- Rain."]
)
PROSE = st.lists(st.one_of(SENTENCES, ODD, st.text(max_size=12)), max_size=10).flatmap(
    lambda parts: st.sampled_from(["", " ", "\n", "\n\n"]).map(lambda between: between.join(parts))
)
DAYS = st.one_of(st.dates(), st.datetimes()).map(lambda day: day.isoformat())
DATES = st.one_of(
    DAYS,
    st.datetimes().map(lambda day: f"{day:%a, %d %b} {day.year} {day:%H:%M:%S} +9999"),
    st.tuples(st.integers(0, 99), st.sampled_from("/.- "), st.integers(0, 99), st.integers(-1, 10**6)).map(
        lambda one: f"{one[0]}{one[1]}{one[2]}{one[1]}{one[3]}"
    ),
    st.integers(-(10**20), 10**20).map(str),
    st.lists(
        st.sampled_from("Updated Oct. 26 2016 at 5:03 p.m. ET | yesterday T Z +05:30 10/26 ٣ 0 1e5 AM AM".split())
    ).map(" ".join),
    st.text(max_size=30),
)
KEYS = st.sampled_from("text title date published url link id source publisher body content headline x".split())
VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), PROSE, DATES, st.just("https://example.org/a\nb c\ud800")
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.one_of(KEYS, PROSE), inner, max_size=3)),
    max_leaves=5,
)
RECORDS = st.one_of(
    st.dictionaries(KEYS, VALUES, max_size=6),
    st.fixed_dictionaries({"text": PROSE}, optional={"date": DATES, "title": PROSE, "id": PROSE, "url": PROSE}),
)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _lines(values: Sequence[object]) -> File:
    return "a.jsonl", _bytes("\n".join(json.dumps(value) for value in values))


def _document(value: object) -> File:
    return "a.json", _bytes(json.dumps(value, ensure_ascii=False))


def _table(rows: Sequence[Sequence[str]], separator: str, *, is_quoted: bool) -> File:
    if not is_quoted:
        return "a.csv", _bytes("\n".join(separator.join(row) for row in rows))
    with io.StringIO(newline="") as file:
        csv.writer(file, delimiter=separator, lineterminator="\n").writerows(rows)
        return "a.csv", _bytes(file.getvalue())


TAGS = st.sampled_from(
    "p div article h1 a br table td script style time meta title body html ul li figure iframe svg blink".split()
)
ATTRIBUTES = st.sampled_from(
    [
        *("", " class='article-body'", " id=main", " datetime='2020-99-99'", " property='article:published_time'"),
        *(" content='0000-00-00'", " href='http://[::1'", " itemprop=articleBody", " lang=\ud800", " style='x"),
        *(" type='application/ld+json'", " rel=canonical", " name=date", " charset=utf-7", " =", " \x00"),
    ]
)
TREES = st.recursive(
    st.one_of(PROSE, st.just('{"@type": ["NewsArticle"], "datePublished": [null], "headline": {"a": 1}}')),
    lambda inner: st.tuples(TAGS, ATTRIBUTES, st.lists(inner, max_size=4)).map(
        lambda one: f"<{one[0]}{one[1]}>{''.join(one[2])}</{one[0]}>"
    ),
    max_leaves=12,
)
ELEMENTS = st.sampled_from(
    "title link guid pubDate description content:encoded updated published id summary content author source".split()
)
ITEMS = st.lists(
    st.tuples(ELEMENTS, st.one_of(PROSE, DATES, TREES), st.booleans(), ATTRIBUTES).map(
        lambda one: f"<{one[0]}{one[3]}>{escape(one[1]) if one[2] else one[1]}</{one[0]}>"
    ),
    max_size=6,
).map("".join)


def _feed(items: Sequence[str], *, is_atom: bool) -> File:
    if is_atom:
        entries = "".join(f"<entry>{item}</entry>" for item in items)
        return "a.xml", _bytes(f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>')
    entries = "".join(f"<item>{item}</item>" for item in items)
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return "a.xml", _bytes(f'<?xml version="1.0"?><rss version="2.0" {space}><channel>{entries}</channel></rss>')


HEADERS = st.lists(
    st.tuples(
        st.sampled_from(
            "WARC-Type WARC-Target-URI Content-Length Content-Type WARC-Truncated WARC-Date Content-Encoding "
            "Transfer-Encoding".split()
        ),
        st.one_of(
            st.sampled_from(
                "response resource revisit -1 0 5 99999999999 text/html text/plain;charset=utf-7 gzip,gzip br chunked "
                "application/http http://[::1 <http://example.org/a>".split()
            ),
            st.text(max_size=10),
        ),
    ).map(lambda one: f"{one[0]}: {one[1]}\r\n"),
    max_size=5,
).map("".join)


def _warc(parts: Sequence[tuple[str, str, str, bool]]) -> File:
    records = []
    for header, answer, status, is_whole in parts:
        if is_whole:
            records.append(web_record(_bytes(PAGE), header=answer, status=status))
        else:
            records.append(_bytes(f"WARC/1.0\r\n{header}\r\nHTTP/1.1 {status}\r\n{answer}\r\n{PAGE}\r\n\r\n"))
    return "a.warc", b"".join(records)


NAMES = st.one_of(
    st.sampled_from(
        [
            *(
                "a.txt",
                "../a.txt",
                "/etc/passwd",
                "C:\\a.txt",
                "a/../../b",
                "a\nb.txt",
                "a.zip",
                "a.gz",
                "a\\b.txt",
                "/",
            ),
            *(
                ".hidden",
                "__MACOSX/a",
                "a" * 300,
                "a/" * 200 + "a",
                "é.txt",
                "\u202etxt.a",
                "con",
                "a.html",
                "a.parquet",
            ),
        ]
    ),
    st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=20),
)
MEMBERS = st.lists(st.tuples(NAMES, PROSE.map(_bytes)), max_size=5)


def _zip(members: Sequence[tuple[str, bytes]], mode: int, flags: int) -> File:
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in dict(members).items():
                info = zipfile.ZipInfo(name)
                info.external_attr = mode << 16
                archive.writestr(info, data)
        data = file.getvalue()
    at = data.find(b"PK\x01\x02")
    return "a.zip", data if at < 0 else data[: at + 8] + flags.to_bytes(2, "little") + data[at + 10 :]


def _tar(members: Sequence[tuple[str, bytes]], kind: bytes, form: int) -> File:
    with io.BytesIO() as file:
        with tarfile.open(fileobj=file, mode="w", format=form, errors="surrogateescape") as archive:
            for name, data in members:
                info = tarfile.TarInfo(name[:90] if form == tarfile.USTAR_FORMAT else name)
                info.type, info.size, info.linkname = kind, len(data), "../x"
                archive.addfile(info, io.BytesIO(data))
        return "a.tar", file.getvalue()


CELLS = st.one_of(
    st.lists(PROSE.map(lambda text: text.encode("utf-8", "replace").decode()), max_size=4),
    st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)), max_size=4),
    st.lists(st.integers(-(2**63), 2**63 - 1), max_size=4).map(
        lambda cells: pa.array(cells, pa.timestamp("us", "UTC"))
    ),
    st.lists(st.integers(-(2**63), 2**63 - 1), max_size=4).map(lambda cells: pa.array(cells, pa.timestamp("ns"))),
    st.lists(st.integers(-(2**31), 2**31 - 1), max_size=4).map(
        lambda cells: pa.array(cells, pa.int32()).view(pa.date32())
    ),
    st.lists(st.binary(max_size=5), max_size=4),
    st.lists(st.lists(st.sampled_from(["a", TEXT])), max_size=4),
    st.lists(st.sampled_from([TEXT, OTHER]), max_size=4).map(lambda cells: pa.array(cells).dictionary_encode()),
    st.lists(st.decimals(-1000, 1000, places=2), max_size=4),
    st.lists(st.fixed_dictionaries({"name": st.sampled_from([TEXT, ""])}), max_size=4),
    st.lists(st.sampled_from([TEXT, OTHER]), max_size=4).map(lambda cells: pa.array(cells, pa.large_string())),
    st.lists(st.timedeltas(dt.timedelta(-9), dt.timedelta(9)), max_size=4),
)


def _arrow(columns: Sequence[tuple[str, object]], kind: str) -> File:
    arrays = [cells if isinstance(cells, pa.Array) else pa.array(cells) for _, cells in columns]
    rows = min(map(len, arrays))
    table = pa.table([cells[:rows] for cells in arrays], names=[name for name, _ in columns])
    with io.BytesIO() as file:
        if kind == "parquet":
            try:
                pa.parquet.write_table(table, file)
            except (pa.ArrowException, ValueError):  # some kinds of columns it can't write
                pa.parquet.write_table(pa.table({"text": [TEXT]}), file)
        else:
            make = pa.ipc.new_file if kind == "file" else pa.ipc.new_stream
            with make(file, table.schema) as writer:
                writer.write_table(table)
        return ("a.parquet" if kind == "parquet" else "a.arrow"), file.getvalue()


COLUMNS = st.lists(st.tuples(KEYS, CELLS), min_size=1, max_size=4).map(
    lambda columns: [("text", columns[0][1]), *columns[1:]]
)

STRATEGIES: dict[str, st.SearchStrategy[File]] = {
    "odd text": st.tuples(PROSE, st.sampled_from(["utf-8", "utf-16", "utf-32", "cp1252", "gb18030"])).map(
        lambda one: ("a.txt", one[0].encode(one[1], "replace"))
    ),
    "odd raw": st.tuples(DATES, PROSE).map(lambda one: ("2020-02-20.txt", _bytes(f" date {one[0]} {one[1]}"))),
    "odd bytes": st.tuples(st.sampled_from(["a.txt", "a.html", "a.csv", "a.json", "a"]), st.binary(max_size=300)),
    "odd JSON lines": st.lists(st.one_of(RECORDS, VALUES), max_size=5).map(_lines),
    "odd JSON": st.one_of(
        VALUES, RECORDS, st.lists(RECORDS), st.fixed_dictionaries({"articles": st.lists(RECORDS)})
    ).map(_document),
    "odd dates": st.lists(st.fixed_dictionaries({"text": SENTENCES, "date": DATES}), min_size=1, max_size=4).map(
        _lines
    ),
    "odd tables": st.tuples(
        st.lists(KEYS, min_size=1, max_size=5),
        st.lists(st.lists(st.one_of(PROSE, DATES), max_size=6), max_size=5),
        st.sampled_from(",;\t|"),
        st.booleans(),
    ).map(lambda one: _table([one[0], *one[1]], one[2], is_quoted=one[3])),
    "odd pages": st.lists(TREES, max_size=5).map(
        lambda trees: ("a.html", _bytes(f"<html><body><article>{''.join(trees)}</article></body></html>"))
    ),
    "odd feeds": st.tuples(st.lists(ITEMS, max_size=3), st.booleans()).map(lambda one: _feed(one[0], is_atom=one[1])),
    "odd WARC": st.lists(
        st.tuples(HEADERS, HEADERS, st.sampled_from(["200 OK", "404", "999999", "x", ""]), st.booleans()), max_size=3
    ).map(_warc),
    "odd ZIP": st.tuples(
        MEMBERS,
        st.sampled_from([0, 0o100644, 0o120777, 0o40755, 0o20666]),
        st.sampled_from([0, 0, 1, 8, 0x800, 0xFFFF]),
    ).map(lambda one: _zip(*one)),
    "odd tar": st.tuples(
        MEMBERS,
        st.sampled_from([tarfile.REGTYPE, tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE, b"\x90"]),
        st.sampled_from([tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]),
    ).map(lambda one: _tar(*one)),
    "odd Arrow": st.tuples(COLUMNS, st.sampled_from(["parquet", "file", "stream"])).map(lambda one: _arrow(*one)),
}
