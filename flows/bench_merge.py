"""What merging costs, and how that grows: made-up mentions (`tellings.py`) linked at once, and load by load.

    python -m flows.bench_merge [--mentions 100000 --mentions 1000000] [--load 20000] [--out data/bench_merge.json]

`at once`: events and stories of all mentions in one batch, in memory. `in loads`: the same articles in the order of
their days, so many a load, through the true load into a warehouse; then 20 more articles of one day, and 20 of all
years. Each part is a process of its own. Ten years hold all sizes, so that the number of mentions that stand near each
other grows as fast as the number of mentions. Processor time counts: wall time says little on a busy machine.
"""

# ruff: noqa: PLC0415 - the process that looks on must not weigh

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import polars as pl
import typer

from flows.bench import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from seeds.loading import Seeds

SIZES = (100_000, 1_000_000)
LOAD, SMALL = 20_000, 20
TRUTH = "truth"
Measured = dict[str, Any]
Tables = dict[str, pl.DataFrame]


class Part(StrEnum):
    """What one process does: make the articles, link them at once, load them."""

    MAKE = "make"
    AT_ONCE = "at once"
    IN_LOADS = "in loads"


def measure(sizes: list[int], load: int, say: Callable[[str], object] = lambda _: None) -> Measured:
    """Measure all sizes, smallest first; what is written goes to a temporary folder."""
    result: Measured = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "load": load, "sizes": {}}
    with tempfile.TemporaryDirectory(prefix="sitrep-bench-") as name:
        for size in sorted(sizes):
            say(f"{size:,} mentions")
            folder = Path(name) / str(size)
            folder.mkdir()
            told = {part.value: _apart(part, size, load, folder) for part in Part}
            result["sizes"][str(size)] = {part: one for part, one in told.items() if part != Part.MAKE}
    return result


def at_once(tables: Tables, truth: pl.DataFrame) -> Measured:
    """Link all mentions in one batch."""
    import seeds
    from transforms.merge.batch import merge_batch
    from transforms.merge.rules import merge_rules

    rules = merge_rules(seeds.load())
    clock = _Clock()
    merged = merge_batch(tables, rules)
    return clock.told() | {"pairs": merged.compared} | agreement(merged.tables["event_mentions"], truth)


def in_loads(tables: Tables, truth: pl.DataFrame, warehouse: Path, load: int) -> Measured:
    """Load the articles in their order, `load` at a time, then SMALL of one day and SMALL of all years."""
    import seeds
    from warehouse.query import query

    known = seeds.load()
    ids = tables["articles"]["article_id"]
    middle = ids.slice(ids.len() // 2, SMALL)
    rest = ids.filter(~ids.is_in(middle.implode()))
    anywhere = rest.gather(sorted(random.Random(1).sample(range(rest.len()), min(SMALL, rest.len() // 2))))  # noqa: S311 - no secret
    rest = rest.filter(~rest.is_in(anywhere.implode()))
    clock = _Clock()
    each = [_load(warehouse, part(tables, rest.slice(at, load)), known) for at in range(0, rest.len(), load)]
    told = clock.told() | {"loads": len(each), "last_load_cpu_s": each[-1]}
    told["few_of_a_day_cpu_s"] = _load(warehouse, part(tables, middle), known)
    told["few_of_all_years_cpu_s"] = _load(warehouse, part(tables, anywhere), known)
    told["warehouse_mb"] = round(warehouse.stat().st_size / 1e6)
    return told | agreement(query(warehouse, "SELECT event_mention_id, event_id FROM event_mentions"), truth)


def agreement(found: pl.DataFrame, truth: pl.DataFrame) -> Measured:
    """Precision and recall of pairs. `found`: event_mention_id, event_id; `truth`: event_mention_id, event."""
    both = found.select("event_mention_id", "event_id").join(truth, on="event_mention_id")

    def pairs(*columns: str) -> int:
        many = both.group_by(columns).len()["len"].cast(pl.Int64)
        return int((many * (many - 1) // 2).sum())

    right = pairs("event_id", "event")
    return {
        "events": both["event_id"].n_unique(),
        "precision": round(right / max(1, pairs("event_id")), 4),
        "recall": round(right / max(1, pairs("event")), 4),
    }


def part(tables: Mapping[str, pl.DataFrame], articles: pl.Series) -> Tables:
    """The rows of some articles, and of what they share those that they refer to, as a run loads them."""
    from transforms.merge.single import each_alone

    own = pl.DataFrame({"article_id": articles})
    found = {
        name: frame.join(own, on="article_id", how="semi") if "article_id" in frame.columns else frame
        for name, frame in tables.items()
    }
    for name, key in (("actors", "actor_id"), ("places", "place_id")):
        used = pl.concat([frame[key] for table, frame in found.items() if table != name and key in frame.columns])
        found[name] = found[name].join(used.unique().drop_nulls().to_frame(), on=key, how="semi")
    found["stories"] = found["stories"].join(own, left_on="first_article_id", right_on="article_id", how="semi")
    return found | {"events": each_alone(found["event_mentions"])}


def table(result: Measured) -> str:
    """The figures for people, and how each grew from the smallest to the largest size."""
    sizes = list(result["sizes"])
    rows = [
        ("at once: processor s", Part.AT_ONCE, "cpu_s", ",.0f"),
        ("  pairs compared", Part.AT_ONCE, "pairs", ",d"),
        ("  peak memory, MB", Part.AT_ONCE, "peak_mb", ",d"),
        ("  recall of pairs", Part.AT_ONCE, "recall", ".3f"),
        (f"in loads of {result['load']:,}: processor s", Part.IN_LOADS, "cpu_s", ",.0f"),
        ("  the last of them", Part.IN_LOADS, "last_load_cpu_s", ",.1f"),
        (f"  then {SMALL} articles of one day", Part.IN_LOADS, "few_of_a_day_cpu_s", ",.1f"),
        (f"  then {SMALL} articles of all years", Part.IN_LOADS, "few_of_all_years_cpu_s", ",.1f"),
        ("  peak memory, MB", Part.IN_LOADS, "peak_mb", ",d"),
        ("  warehouse, MB", Part.IN_LOADS, "warehouse_mb", ",d"),
        ("  recall of pairs", Part.IN_LOADS, "recall", ".3f"),
    ]
    lines = [f"{'mentions':<36}" + "".join(f"{int(size):>14,}" for size in sizes) + f"{'growth':>10}"]
    for name, part_, key, shape in rows:
        figures = [result["sizes"][size][part_.value][key] for size in sizes]
        growth = f"{figures[-1] / figures[0]:.1f} x" if len(figures) > 1 and figures[0] and key != "recall" else ""
        lines.append(f"{name:<36}" + "".join(f"{format(figure, shape):>14}" for figure in figures) + f"{growth:>10}")
    return "\n".join(lines)


class _Clock:
    """Time and memory of this process from now on."""

    def __init__(self) -> None:
        Path("/proc/self/clear_refs").write_text("5")  # the peak so far is forgotten
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def told(self) -> Measured:
        lines = Path("/proc/self/status").read_text().splitlines()
        peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
        return {
            "seconds": round(time.perf_counter() - self.wall, 2),
            "cpu_s": round(time.process_time() - self.cpu, 2),
            "peak_mb": round(peak / 1000),
        }


def _load(warehouse: Path, tables: Tables, known: Seeds) -> float:
    """Load articles as a run does; the processor time it took, in seconds."""
    from flows.merging import linker
    from transforms.corrections import Corrections
    from warehouse.publish import publish
    from warehouse.tables import OPS

    began = time.process_time()
    run_id, number = os.urandom(8).hex(), tables["articles"].height
    nothing = {name: pl.DataFrame(schema=pl.Schema(OPS[name])) for name in ("rejects", "validations", "corrections")}
    publish(
        warehouse,
        run={"run_id": run_id, "started_at": datetime.now(UTC), "sources": ["bench"]}
        | {"articles_read": number, "articles_new": number},
        tables=tables,
        rejects=nothing["rejects"].drop("reject_id", "run_id"),
        validations=nothing["validations"],
        link=linker(known, Corrections(), run_id, nothing["corrections"].drop("run_id")),
    )
    return round(time.process_time() - began, 2)


def _apart(part: Part, size: int, load: int, folder: Path) -> Measured:
    """Do one part in a process of its own."""
    command = [sys.executable, "-m", "flows.bench_merge", "--mentions", str(size), "--load", str(load)]
    done = subprocess.run([*command, "--part", part, "--folder", folder], check=True, stdout=subprocess.PIPE)  # noqa: S603 - our own
    found: Measured = json.loads(done.stdout)
    return found


def _do(part: Part, size: int, load: int, folder: Path) -> Measured:
    from flows.tellings import tellings

    if part is Part.MAKE:
        told = tellings(size)
        for name, frame in _named(told.tables, told.truth):
            frame.write_parquet(folder / f"{name}.parquet")
        return {}
    tables = {path.stem: pl.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}
    truth = tables.pop(TRUTH)
    if part is Part.AT_ONCE:
        return at_once(tables, truth)
    return in_loads(tables, truth, folder / "warehouse.duckdb", load)


def _named(tables: Tables, truth: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    yield from tables.items()
    yield TRUTH, truth


def main(
    mentions: Annotated[list[int] | None, typer.Option(min=1000, help="How many; once for each size")] = None,
    load: Annotated[int, typer.Option(min=1, help="Articles a load")] = LOAD,
    out: Annotated[Path, typer.Option(help="Where the JSON goes")] = Path("data/bench_merge.json"),
    part_: Annotated[Part | None, typer.Option("--part", hidden=True)] = None,
    folder: Annotated[Path, typer.Option(hidden=True)] = Path(),
) -> None:
    """Measure merging."""
    sizes = mentions or list(SIZES)
    if part_ is not None:
        typer.echo(json.dumps(_do(part_, sizes[0], load, folder)))
        return
    result = measure(sizes, load, say=lambda what: typer.echo(what, err=True))
    tell(result, table(result), out)


if __name__ == "__main__":
    typer.run(main)
