"""Readers in another process while loads happen."""

from __future__ import annotations

from tests.builders import valid_tables
from tests.warehouse.children import process
from tests.warehouse.loads import load

# Each load gives every article 1 event mention, 1 statistic, 3 sentences and 2 attributions.
READER = """
import sys, time
from pathlib import Path
from warehouse.connect import read
path, seen, looks = Path(sys.argv[1]), set(), 0
print("ready", flush=True)
end = time.monotonic() + 60
while 6 not in seen and time.monotonic() < end:
    with read(path) as con:
        tables = ("articles", "event_mentions", "statistics", "sentences", "attributions")
        n, *others = (con.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)
        assert others == [n, n, 3 * n, 2 * n], (n, others)
    seen.add(n)
    looks += 1
    time.sleep(0.02)
print(looks, *sorted(seen), flush=True)
"""


def test_a_reader_sees_whole_states_only(tmp_path):
    path = tmp_path / "w.duckdb"
    load(path, valid_tables(1, copy=False))
    with process(READER, path) as reader:
        for articles in range(2, 7):
            load(path, valid_tables(articles, copy=False), f"run {articles}")
        looks, *seen = map(int, reader.stdout.readline().split())
    assert looks > len(seen)
    assert seen[-1] == 6
    assert len(seen) >= 2
