"""What a run costs on a corpus, end to end: `make bench` prints it where SITREP_CORPUS (../shared/corpus) is there.

    python -m flows.bench_speed [--corpus FOLDER] [--sizes 3000,30000]

Two sets of texts: general news (the first 600 of `general_3000.jsonl.gz`) and war news (`syria_2011_2018.csv`); and for
size, articles of 12 sentences drawn at random from both, so that none is a near copy of another. Each is held against
`spacy.load(model).pipe(texts)` with all its default components in one process on the same texts. Times of runs leave
out Prefect's start, which is told apart. A figure that takes under two minutes is the median of three.

Coding anew is measured in a copy of this project: after a verb is added to its seeds (`NEW_VERBS`, of ordinary
frequency), so that the articles with that verb are coded again, and after a line of its code has changed, so that all
are.
"""

# ruff: noqa: PLC0415 - what is measured apart must not weigh on what is measured before

from __future__ import annotations

import gzip
import json
import os
import random
import re
import shutil
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.settings import Settings, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CORPUS = Path(os.environ.get("SITREP_CORPUS", "../shared/corpus"))
GENERAL, WAR = "general_3000.jsonl.gz", "syria_2011_2018.csv"
GENERAL_ARTICLES = 600
SENTENCES = 12
ROUNDS, LONG_SECONDS = 3, 120.0
PROCESSES = 2
#: Not in the lexicon; each stands in about one of 50 articles of general news.
NEW_VERBS = ("borrow", "teach", "climb")
VERBS, CODE = "seeds/lexicon/verbs_conflict.csv", "transforms/pipeline.py"
_PACKAGES = ("flows", "transforms", "expectations", "warehouse", "seeds")
Measured = dict[str, Any]


def is_there(corpus: Path) -> bool:
    """Whether the texts are at hand."""
    return (corpus / GENERAL).is_file() and (corpus / WAR).is_file()


def measure(corpus: Path, sizes: list[int], say: Callable[[str], object] = lambda _: None) -> Measured:
    """Measure both sets and all sizes; what is written goes to a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="sitrep-bench-") as name:
        folder = Path(name)
        general = folder / "general.jsonl"
        with gzip.open(corpus / GENERAL, "rt", encoding="utf-8") as lines:
            general.write_text("".join(line for line, _ in zip(lines, range(GENERAL_ARTICLES), strict=False)))
        result: Measured = {"sets": {}, "sizes": {}}
        for what, source in (("general", general), ("war", corpus / WAR)):
            say(f"{what} news")
            result["sets"][what] = _set(source, folder / what)
        pool = [sentence for source in (general, corpus / WAR) for sentence in _sentences(source)]
        for size in sizes:
            say(f"{size:,} mixed articles")
            mixed = folder / f"mixed-{size}.jsonl"
            with mixed.open("w", encoding="utf-8") as lines:
                lines.writelines(json.dumps(article) + "\n" for article in mixed_articles(pool, size))
            result["sizes"][str(size)] = _run(mixed, folder / f"size-{size}" / "w.duckdb")
        return result


def mixed_articles(pool: list[str], number: int, seed: int = 4) -> Iterator[dict[str, str]]:
    """Articles of sentences drawn from `pool`, always the same ones for a seed."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    for i in range(number):
        text = " ".join(draw.choice(pool) for _ in range(SENTENCES))
        yield {"id": f"mixed-{i}", "date": f"2016-{1 + i % 12:02}-{1 + i % 28:02}", "text": text}


def _set(source: Path, folder: Path) -> Measured:
    texts = _texts(source)
    bare = _median(lambda: _bare(texts))
    project = copy_of_project(folder / "project")
    first, _ = _middle(lambda i: _run(source, folder / f"{i}" / "w.duckdb", project))
    warehouse = folder / "0" / "w.duckdb"

    def changed(file: str, line: str) -> Measured:
        with (project / file).open("a", encoding="utf-8") as lines:
            lines.write(line)
        return _run(source, warehouse, project)

    verb, _ = _middle(lambda i: changed(VERBS, f"{NEW_VERBS[i]},verb,,,AGREE,,,,They {NEW_VERBS[i]} it.\n"))
    rule, _ = _middle(lambda i: changed(CODE, f"# {i}\n"))
    same = [_run(source, warehouse, project) for _ in range(ROUNDS)]
    return {
        "articles": len(texts),
        "bare_seconds": bare,
        "first": first,
        "new_verb": verb,
        "new_rule": rule,
        "nothing_new_seconds": median(one["seconds"] for one in same),
        "prefect_seconds": median(one["prefect_seconds"] for one in [first, verb, rule, *same]),
    }


def copy_of_project(folder: Path) -> Path:
    """The packages of this project in another folder, to be changed."""
    here = Path(__file__).parent.parent
    for name in _PACKAGES:
        shutil.copytree(here / name, folder / name)
    return folder


def _middle(run: Callable[[int], Measured]) -> tuple[Measured, int]:
    """The run in the middle of three, or the only one where it is long; and how many there were."""
    done = [run(0)]
    while done[0]["seconds"] < LONG_SECONDS and len(done) < ROUNDS:
        done.append(run(len(done)))
    return sorted(done, key=lambda one: one["seconds"])[len(done) // 2], len(done)


def _median(call: Callable[[], float]) -> float:
    """The seconds that a call says it took; the median of three where one is short."""
    seconds = [call()]
    while seconds[0] < LONG_SECONDS and len(seconds) < ROUNDS:
        seconds.append(call())
    return median(seconds)


def _bare(texts: list[str]) -> float:
    import spacy

    model = spacy.load(Settings().model)
    list(model.pipe(texts[:3]))
    began = time.perf_counter()
    for _ in model.pipe(texts):
        pass
    return time.perf_counter() - began


def _run(source: Path, warehouse: Path, project: Path = Path(__file__).parent.parent) -> Measured:
    """`sitrep run` as a process of its own: seconds, Prefect's start, peak memory in MB, and the cost of each stage."""
    from flows.bench import watched

    told = warehouse.parent / "told.json"
    told.parent.mkdir(parents=True, exist_ok=True)
    program = ["env", f"PYTHONPATH={project}", sys.executable, "-P", "-m", "flows.bench_speed"]
    seconds, peak = watched([*program, "--run", str(source), "--into", str(warehouse), "--told", str(told)])
    outcome: Measured = json.loads(told.read_text())
    return outcome | {"prefect_seconds": seconds - outcome["seconds"], "peak_mb": peak}


def _once(source: Path, warehouse: Path, told: Path) -> None:
    """One run in this process, its outcome written down."""
    from flows.run import run

    os.environ["SITREP_PROCESSES"] = str(PROCESSES)
    outcome = run([str(source)], load(warehouse=warehouse))
    costs = {stage: asdict(cost) for stage, cost in outcome.costs.items()}
    rows = dict(outcome.added)
    result = {"articles": outcome.articles_new, "seconds": outcome.seconds, "costs": costs, "rows": rows}
    told.write_text(json.dumps(result))


def _texts(source: Path) -> list[str]:
    from flows.sources import RawArticle, read

    return [record.text for record in read(str(source)) if isinstance(record, RawArticle)]


def _sentences(source: Path) -> list[str]:
    parts = (part.strip() for text in _texts(source) for part in re.split(r"(?<=[.!?])\s+", text))
    return [part for part in parts if 40 <= len(part) <= 300]


def table(result: Measured) -> str:
    """The figures for people, each beside what it should be."""
    lines = []
    for what, one in result["sets"].items():
        n, first, least = one["articles"], one["first"], 3.0 if what == "general" else 1.5
        bare, own = n / one["bare_seconds"], n / first["seconds"]
        verb, rule = one["new_verb"], one["new_rule"]
        cpu = {stage: cost["cpu"] for stage, cost in first["costs"].items()}
        rest = 1 - cpu["annotate"] / sum(cpu.values())
        same = one["nothing_new_seconds"] / first["seconds"]
        slowest = max(cpu, key=lambda stage: cpu[stage])
        lines += [
            (f"{what}: bare model", f"{bare:.1f} articles/s", f"{n:,} articles, one process"),
            (f"{what}: first run", f"{own:.1f} articles/s", f"{own / bare:.2f} x the model; at least {least} x"),
            (
                f"{what}: a verb is added",
                f"{verb['seconds']:.2f} s",
                f"{first['seconds'] / verb['seconds']:.1f} x the first run, at least 20 x; "
                f"codes {verb['articles']:,} anew, the rest is proven the same",
            ),
            (
                f"{what}: a rule is changed",
                f"{rule['seconds']:.2f} s",
                f"{first['seconds'] / rule['seconds']:.1f} x the first run; codes all {rule['articles']:,} anew",
            ),
            (f"{what}: nothing new", f"{one['nothing_new_seconds']:.2f} s", f"{same:.1%} of the first; at most 2 %"),
            (f"{what}: all but the parse", f"{rest:.0%} of CPU", "at most 25 %"),
            (f"{what}: slowest stage", slowest, f"{cpu[slowest]:.0f} of {sum(cpu.values()):.0f} s of CPU"),
            (f"{what}: Prefect's start", f"{one['prefect_seconds']:.1f} s", "in none of the times above"),
            (f"{what}: peak memory", f"{first['peak_mb']:,} MB", "all processes together"),
        ]
    speeds = {size: one["articles"] / one["seconds"] for size, one in result["sizes"].items()}
    least_size = min(speeds, key=int, default=None)
    for size, one in result["sizes"].items():
        ratio = speeds[size] / speeds[str(least_size)]
        lines += [
            (f"{int(size):,} mixed articles", f"{speeds[size]:.1f} articles/s", f"{ratio:.2f} x that of the fewest"),
            (f"{int(size):,}: peak memory", f"{one['peak_mb']:,} MB", "all processes together; at most 3,000"),
        ]
    return "\n".join(f"{what:<27}{figure:>17}   {note}" for what, figure, note in lines)


def main(
    corpus: Annotated[Path, typer.Option(help="Folder of the texts")] = CORPUS,
    sizes: Annotated[str, typer.Option(help="How many mixed articles, parted by commas")] = "3000,30000",
    out: Annotated[Path, typer.Option(help="Where the JSON goes")] = Path("data/bench_speed.json"),
    if_there: Annotated[bool, typer.Option("--if-there", help="Do nothing where there are no texts")] = False,
    run: Annotated[Path | None, typer.Option(hidden=True)] = None,
    into: Annotated[Path, typer.Option(hidden=True)] = Path(),
    told: Annotated[Path, typer.Option(hidden=True)] = Path(),
) -> None:
    """Measure runs on a corpus."""
    if run is not None:
        _once(run, into, told)
        return
    if not is_there(corpus):
        typer.echo(f"There are no texts in {corpus} ({GENERAL}, {WAR}); set SITREP_CORPUS to where they are.", err=True)
        raise typer.Exit(0 if if_there else 2)
    from flows.bench import tell

    result = measure(corpus, [int(size) for size in sizes.split(",") if size], lambda what: typer.echo(what, err=True))
    tell(result, table(result), out)


if __name__ == "__main__":
    typer.run(main)
