"""That memory doesn't grow with the size of what is read: the peak for an archive, and for one ten times as large.

    python -m flows.bench_sources [--articles N]

Reads generated articles as WARC.gz, as a ZIP of HTML pages and as JSONL.gz, each in a process of its own.
"""

from __future__ import annotations

import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TIMES = 10
#: What ten times the articles may cost, in parts of the peak for one time.
MAX_GROWTH = 0.15
WORDS = (
    "the a of to in and on for with from said will after rain river town army road school people minister talks aid "
    "fighters border bridge hospital village convoy officials families water power protest police city week truce"
).split()
PARAGRAPHS, PARAGRAPH_WORDS = 60, 80


def measure(articles: int) -> dict[str, Any]:
    """Peak memory in MB and time in seconds for `articles` (30 kB each) and ten times as many, for each form."""
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="sitrep-bench-") as name:
        for form, write in FORMS.items():
            few, many = (_measured(write, Path(name) / form, count) for count in (articles, articles * TIMES))
            result[form] = {
                "articles": articles,
                "peak_mb": few[0],
                "peak_mb_10x": many[0],
                "growth": round(many[0] / few[0] - 1, 3),
                "seconds_10x": many[1],
            }
    return result


def table(result: dict[str, Any]) -> str:
    """The figures for people."""
    lines = [
        f"{form:<12}{r['articles']:>6,} articles {r['peak_mb']:>5,} MB   {r['articles'] * TIMES:>6,} articles "
        f"{r['peak_mb_10x']:>5,} MB   {r['growth']:+.1%}   ({r['seconds_10x']:.0f} s)"
        for form, r in result.items()
    ]
    return "\n".join([f"peak memory, at most {MAX_GROWTH:+.0%} for ten times as much", *lines])


def _measured(write: Callable[[Path, int], None], path: Path, articles: int) -> tuple[int, float]:
    write(path, articles)
    began = time.perf_counter()
    command = [sys.executable, "-m", "flows.bench_sources", "--read", str(path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()  # noqa: S603 - our own
    path.unlink()
    if int(said[0]) != articles:
        raise RuntimeError(f"{path.name}: {said[0]} articles were read of {articles}")
    return int(said[1]), round(time.perf_counter() - began, 1)


def _read(path: Path) -> str:
    """How many articles a source holds, and the peak memory of this process in MB."""
    from flows.sources import batches, read  # noqa: PLC0415 - the process that only starts others stays small

    articles = sum(batch.articles.height for batch in batches(read(str(path)), 50))
    unit = 1 if sys.platform == "darwin" else 1024
    return f"{articles} {round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6)}"


def _texts(articles: int) -> Iterator[str]:
    chance = random.Random(1)  # noqa: S311 - the same texts every time
    for _ in range(articles):
        paragraphs = (" ".join(chance.choices(WORDS, k=PARAGRAPH_WORDS)) for _ in range(PARAGRAPHS))
        yield "\n".join(f"{text.capitalize()}." for text in paragraphs)


def _pages(articles: int) -> Iterator[bytes]:
    for number, text in enumerate(_texts(articles)):
        body = "".join(f"<p>{line}</p>" for line in text.split("\n"))
        head = f"<title>Article {number}</title><meta property='article:published_time' content='2020-02-22'>"
        yield f"<!doctype html><html><head>{head}</head><body><article>{body}</article></body></html>".encode()


def _jsonl(path: Path, articles: int) -> None:
    with gzip.open(path, "wt", compresslevel=1, encoding="utf-8") as file:
        for number, text in enumerate(_texts(articles)):
            file.write(json.dumps({"id": number, "text": text}) + "\n")


def _zip(path: Path, articles: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number, page in enumerate(_pages(articles)):
            archive.writestr(f"{number:06}.html", page)


def _warc(path: Path, articles: int) -> None:
    with path.open("wb") as file:
        for number, page in enumerate(_pages(articles)):
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
            head = (
                "WARC/1.0\r\nWARC-Type: response\r\n"
                f"WARC-Target-URI: http://example.org/{number}\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
            )
            file.write(gzip.compress(head.encode() + block + b"\r\n\r\n", compresslevel=1))


FORMS: dict[str, Callable[[Path, int], None]] = {"warc.gz": _warc, "html.zip": _zip, "jsonl.gz": _jsonl}


def main(
    articles: Annotated[int, typer.Option(help="Articles in the smaller archive")] = 200,
    path: Annotated[Path | None, typer.Option("--read", hidden=True)] = None,
) -> None:
    """Measure the peak memory of reading; exit code 1 where it grows with the input."""
    if path is not None:
        typer.echo(_read(path))
        return
    result = measure(articles)
    typer.echo(table(result))
    raise typer.Exit(int(any(form["growth"] > MAX_GROWTH for form in result.values())))


if __name__ == "__main__":
    typer.run(main)
