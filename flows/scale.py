"""What a volume of news takes: cores, hours and storage, out of what one article takes; the tables of docs/scale.md.

    python -m flows.scale    (prints them; a test compares them with the document)

The figures of one article are measured (docs/scale.md says on what); nothing else here is.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Article:
    """What one article takes: seconds of a core, bytes on disk, bytes of memory of the process that loads it.

    `scan_s`: seconds that each later run into the same warehouse spends on an article that is there.
    """

    coding_s: float
    loading_s: float
    scan_s: float
    raw_bytes: int
    batch_bytes: int
    parse_bytes: int
    warehouse_bytes: int
    loading_memory_bytes: int


@dataclass(frozen=True)
class Volume:
    """Articles, and the hours in which they are to be done."""

    name: str
    articles: int
    hours: float


ARTICLE = Article(
    coding_s=0.185,
    loading_s=0.007,
    scan_s=0.000_1,
    raw_bytes=6_200,
    batch_bytes=30_000,
    parse_bytes=15_300,
    warehouse_bytes=38_000,
    loading_memory_bytes=320_000,
)
#: Share of the time that a worker's core is busy: the rest goes to reading, writing, waiting for the last batch.
BUSY = 0.7
#: Cores of one machine of the cluster; a worker process each.
CORES = 16
#: Memory of a worker process, and of the process that loads before the first article.
WORKER_BYTES = 1_000_000_000
LOADER_BYTES = 600_000_000
#: Articles that one run takes up, as the loading process holds a run in memory.
RUN = 20_000
#: Articles after which the next warehouse is begun.
WAREHOUSE = 1_000_000
VOLUMES = (
    Volume("1 million a day, all day", 1_000_000, 24),
    Volume("1 million a day, in 6 hours", 1_000_000, 6),
    Volume("100 million, in 30 days", 100_000_000, 30 * 24),
    Volume("100 million, in a week", 100_000_000, 7 * 24),
)


def core_hours(articles: int) -> float:
    """Hours of one core to clean, parse and code so many articles."""
    return articles * ARTICLE.coding_s / 3600


def cores(volume: Volume) -> int:
    """Workers that get a volume coded in its hours."""
    return ceil(core_hours(volume.articles) / volume.hours / BUSY)


def loading_hours(articles: int) -> float:
    """Hours of loading, one after another: reading, copies, gates, load, into warehouses of WAREHOUSE at most.

    A warehouse of w articles is filled in w / RUN runs, and each scans what is there, w / 2 on average.
    """
    filled = min(articles, WAREHOUSE)
    return articles * (ARTICLE.loading_s + filled / 2 / RUN * ARTICLE.scan_s) / 3600


def loaders(volume: Volume) -> int:
    """Loading processes, each with a warehouse of its own, that get a volume loaded in its hours."""
    return ceil(loading_hours(volume.articles) / volume.hours)


def tables() -> str:
    """The tables in Markdown."""
    article = (
        ("clean, parse, code", f"{ARTICLE.coding_s * 1000:,.0f} ms of a core"),
        ("read, copies, gates, load", f"{ARTICLE.loading_s * 1000:,.1f} ms of one process"),
        ("in each later run into the same warehouse", f"{ARTICLE.scan_s * 1e6:,.0f} µs of one process"),
        ("raw, as JSONL", f"{ARTICLE.raw_bytes / 1000:,.1f} kB"),
        ("its shards during the run", f"{ARTICLE.batch_bytes / 1000:,.1f} kB"),
        ("kept parse", f"{ARTICLE.parse_bytes / 1000:,.1f} kB"),
        ("warehouse", f"{ARTICLE.warehouse_bytes / 1000:,.1f} kB"),
        ("memory while it is loaded", f"{ARTICLE.loading_memory_bytes / 1000:,.0f} kB"),
    )
    volumes = [
        (
            volume.name,
            f"{core_hours(volume.articles):,.0f}",
            f"{cores(volume):,}",
            f"{ceil(cores(volume) / CORES):,}",
            f"{loading_hours(volume.articles):,.1f}",
            f"{loaders(volume):,}",
        )
        for volume in VOLUMES
    ]
    stored = [
        (name, *(_size(articles * each) for each in (ARTICLE.raw_bytes, ARTICLE.parse_bytes, ARTICLE.warehouse_bytes)))
        for name, articles in (
            ("1 million (a day)", 10**6),
            ("30 million (a month)", 3 * 10**7),
            ("365 million (a year)", 365 * 10**6),
            ("100 million (the archive)", 10**8),
        )
    ]
    at_once = RUN * ARTICLE.loading_memory_bytes + LOADER_BYTES
    return "\n\n".join(
        [
            _table(("one article", "takes"), article),
            _table(
                ("volume", "core hours", "workers", f"machines of {CORES} cores", "hours of loading", "loaders"),
                volumes,
            ),
            _table(("articles", "raw", "kept parses", "warehouse"), stored),
            f"A machine of the cluster needs {_size(CORES * WORKER_BYTES)} of memory for {CORES} workers. Where the "
            f"warehouse is, a run of {RUN:,} articles needs {_size(at_once)} of memory and "
            f"{_size(RUN * ARTICLE.batch_bytes)} on the shared store.",
        ]
    )


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---", *("---:" for _ in head[1:])), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _size(size: float) -> str:
    return f"{size / 1e12:,.1f} TB" if size >= 1e12 else f"{size / 1e9:,.1f} GB"


if __name__ == "__main__":
    print(tables())
