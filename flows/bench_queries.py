"""How long the questions of docs/sql.md take in a large warehouse of made-up rows (`synthetic.py`).

    python -m flows.bench_queries [--mentions 10000000] [--warehouse PATH] [--only 7]

Each query runs as it stands on the page, four times on two threads; the first run warms up, of the others the median
counts. A warehouse at PATH is kept and used again; without one it is made in a temporary folder (10 million mentions: 8
GB of disk, 7 GB of memory). Processor time is told beside wall time, which says little on a busy machine.
"""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import duckdb
import typer

from flows import synthetic
from warehouse.ddl import literal

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parent.parent / "docs" / "sql.md"
THREADS, RUNS = 2, 3
_QUESTION = re.compile(r"^### (\d+)\. ([^\n]+)\n.*?^```sql\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def questions() -> list[tuple[int, str, str]]:
    """Number, question and query of each section of docs/sql.md, in its order."""
    return [(int(number), asked, sql) for number, asked, sql in _QUESTION.findall(PAGE.read_text(encoding="utf-8"))]


def measure(path: Path, only: set[int] | None = None) -> Iterator[tuple[int, str, int, float, float]]:
    """For each question: number, question, rows, median seconds of wall time and of processor time."""
    with closing(duckdb.connect(":memory:", config={"threads": THREADS, "memory_limit": "6GB"})) as con:
        con.execute(f"ATTACH {literal(str(path))} AS warehouse (READ_ONLY)")
        con.execute("USE warehouse")
        for number, asked, sql in questions():
            if not only or number in only:
                timed = [_timed(con, sql) for _ in range(1 + RUNS)][1:]
                wall, cpu = (statistics.median(run[i] for run in timed) for i in (1, 2))
                yield number, asked, timed[0][0], wall, cpu


def _timed(con: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    rows = con.execute(sql).to_arrow_table().num_rows
    return rows, time.perf_counter() - wall, time.process_time() - cpu


def main(
    mentions: Annotated[int, typer.Option(min=1000, help="Event mentions of the warehouse that is made")] = 10_000_000,
    warehouse: Annotated[Path | None, typer.Option(help="Where it is or is to be kept")] = None,
    only: Annotated[list[int] | None, typer.Option(help="Numbers of the questions to ask; all without")] = None,
) -> None:
    """Print the table of docs/sql.md."""
    with tempfile.TemporaryDirectory(prefix="sitrep-bench-") as folder:
        path = warehouse or Path(folder) / "synthetic.duckdb"
        if not path.exists():
            synthetic.build(path, mentions)
        typer.echo("| | question | rows | s | processor s |\n|---:|---|---:|---:|---:|")
        for number, asked, rows, wall, cpu in measure(path, set(only or ())):
            typer.echo(f"| {number} | {asked} | {rows:,} | {wall:.2f} | {cpu:.2f} |")


if __name__ == "__main__":
    typer.run(main)
