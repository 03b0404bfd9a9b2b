"""What the main job costs: `make bench` prints a table and writes data/bench.json.

    python -m flows.bench [SOURCE...]    (the sample articles where none is given)

Times are medians over rounds, in seconds of wall time; memory is the sum over the whole tree of processes. Other work
on the machine makes all of it worse, so the load is told too.
"""

# ruff: noqa: PLC0415 - what is measured apart must not weigh on what is measured before

from __future__ import annotations

import gc
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Annotated, Any

import psutil
import typer

from flows.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import polars as pl
    from spacy.language import Language

ROUNDS = 3
LOOK_SECONDS = 0.2
#: The parse is compared on at least so many articles, the load on so many rows; the samples are repeated to get there.
PARSE_ARTICLES = 60
PUBLISH_ROWS = 100_000
Measured = dict[str, Any]


def measure(sources: Sequence[str], settings: Settings) -> Measured:
    """Measure everything; what is written goes to a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="sitrep-bench-") as name:
        folder = Path(name)
        result: Measured = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
            "python": platform.python_version(),
            "load": [round(x, 2) for x in os.getloadavg()],
        }
        result |= runs(sources, folder)
        raw = _raw(sources)
        result |= parse(raw, settings.model)
        result |= publish(raw, settings.model, folder)
    return result


def runs(sources: Sequence[str], folder: Path) -> Measured:
    """A first run, runs with nothing new, and Prefect with an empty flow, each as a process of its own."""
    warehouse = str(folder / "first.duckdb")
    command = [sys.executable, "-m", "flows.cli", "run", *sources, "--warehouse", warehouse]
    first = watched(command)
    again = [watched(command) for _ in range(ROUNDS)]
    empty = [watched([sys.executable, "-m", "flows.bench", "--empty", str(folder)]) for _ in range(ROUNDS)]
    nothing_new, prefect = median(seconds for seconds, _ in again), median(seconds for seconds, _ in empty)
    return {
        "first_run_s": round(first[0], 2),
        "first_run_peak_mb": first[1],
        "nothing_new_s": round(nothing_new, 2),
        "nothing_new_prefect_s": round(prefect, 2),
        "nothing_new_rest_s": round(nothing_new - prefect, 2),
        "nothing_new_peak_mb": max(peak for _, peak in again),
    }


def empty(folder: Path) -> None:
    """Prefect's part of a run: start the server, import, run a flow of one task that does nothing, stop."""
    from flows import prefect_env, run, server

    home = prefect_env.prepare(folder)
    with server.for_run(home) as api:
        from prefect import flow, task

        @task
        def nothing() -> None:
            """Do nothing."""

        @flow
        def build() -> None:
            nothing()

        with run.connected(api, Settings().start_seconds):
            build()
    gc.freeze()  # as the command does


def parse(raw: pl.DataFrame, model_name: str) -> Measured:
    """Articles/s of the annotate stage and of the bare model, on the same texts in this process, in turns."""
    import spacy

    from transforms.annotate.tokens import annotate
    from transforms.pipeline import load_model

    model = load_model(model_name)
    articles, paragraphs = _cleaned(_repeated(raw, PARSE_ARTICLES))
    texts = articles["text"].to_list()

    def stage() -> None:
        annotate(paragraphs, model)

    bare_model = spacy.load(model_name)
    _bare(bare_model, texts[:5])  # the first call warms caches up
    pairs = [(_timed(lambda: _bare(bare_model, texts)), _timed(stage)) for _ in range(ROUNDS)]
    bare, own = (len(texts) / median(seconds) for seconds in zip(*pairs, strict=True))
    return {
        "parse_articles": len(texts),
        "annotate_articles_per_s": round(own, 2),
        "bare_model_articles_per_s": round(bare, 2),
        "annotate_to_bare": round(own / bare, 3),
    }


def publish(raw: pl.DataFrame, model_name: str, folder: Path) -> Measured:
    """Rows/s of loading into an empty warehouse, and of loading the same again."""
    import seeds
    from transforms import pipeline
    from warehouse import publish as load
    from warehouse.tables import OPS

    known = seeds.load()
    batch = pipeline.transform(
        raw, model=pipeline.load_model(model_name), seeds=known, recipe=pipeline.recipe_of(model_name, known)
    )
    tables = multiplied(batch.tables, PUBLISH_ROWS)
    rows = sum(frame.height for frame in tables.values())
    validations = OPS["validations"].create_empty()
    rejects = batch.rejects.clear()

    def once() -> None:
        run = {"run_id": os.urandom(8).hex(), "started_at": datetime.now(UTC), "sources": ["bench"]}
        run |= {"articles_read": tables["articles"].height, "articles_new": tables["articles"].height}
        load.publish(folder / "load.duckdb", run=run, tables=tables, rejects=rejects, validations=validations)

    return {
        "publish_rows": rows,
        "publish_rows_per_s": round(rows / _timed(once)),
        "publish_again_rows_per_s": round(rows / _timed(once)),
    }


def multiplied(tables: dict[str, pl.DataFrame], rows: int) -> dict[str, pl.DataFrame]:
    """The same tables over and over under other ids, until they have about so many rows together."""
    import polars as pl

    from warehouse.tables import CORE

    copies = -(-rows // max(1, sum(frame.height for frame in tables.values())))
    made = {}
    for name, frame in tables.items():
        declared = CORE[name].columns()
        ids = [c for c, d in declared.items() if d.primary_key or (d.metadata or {}).get("references")]
        lists = [c for c, d in declared.items() if (d.metadata or {}).get("item_references")]
        made[name] = pl.concat(
            frame.with_columns(
                *(_renamed(pl.col(c), copy) for c in ids),
                *(pl.col(c).list.eval(_renamed(pl.element(), copy)) for c in lists),
            )
            for copy in range(copies)
        )
    return made


def table(result: Measured) -> str:
    """The figures for people."""
    parts = f"Prefect {result['nothing_new_prefect_s']:.1f} s, the rest {result['nothing_new_rest_s']:.1f} s"
    lines = [
        (
            "first run of all",
            f"{result['first_run_s']:.1f} s",
            f"with Prefect's database; peak {result['first_run_peak_mb']:,} MB",
        ),
        ("a run with nothing new", f"{result['nothing_new_s']:.1f} s", f"{parts}; at most 12 s"),
        (
            "annotate stage",
            f"{result['annotate_articles_per_s']:.1f} articles/s",
            f"{result['parse_articles']} articles",
        ),
        ("the bare model", f"{result['bare_model_articles_per_s']:.1f} articles/s", "same texts, same process"),
        ("annotate to bare", f"{result['annotate_to_bare']:.2f}", "at least 0.9"),
        ("publish", f"{result['publish_rows_per_s']:,} rows/s", f"{result['publish_rows']:,} rows, empty warehouse"),
        ("publish the same again", f"{result['publish_again_rows_per_s']:,} rows/s", "nothing changes"),
        ("peak memory, nothing new", f"{result['nothing_new_peak_mb']:,} MB", "all processes together"),
    ]
    head = f"{result['machine']}, Python {result['python']}, load {result['load'][0]}"
    return "\n".join([head, *(f"{what:<27}{figure:>17}   {note}" for what, figure, note in lines)])


def tell(result: Measured, figures: str, out: Path) -> None:
    """Print the figures for people, and write the result as JSON."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    typer.echo(figures)
    typer.echo(f"\nalso in {out}")


def _renamed(ids: pl.Expr, copy: int) -> pl.Expr:
    """Other ids of the same form: the first half as it was, the second one made anew for each copy."""
    import polars as pl

    return pl.concat_str(ids.str.head(8), pl.lit(f"{copy:04x}"), ids.str.slice(12))


def _raw(sources: Sequence[str]) -> pl.DataFrame:
    import polars as pl

    from flows.sources import batches, read

    return pl.concat(batch.articles for source in sources for batch in batches(read(source), 1000))


def _repeated(raw: pl.DataFrame, articles: int) -> pl.DataFrame:
    """At least so many raw articles; a number in the text keeps them from being copies of each other."""
    import polars as pl

    copies = -(-articles // raw.height)
    return pl.concat(
        raw.with_columns(
            source_name=pl.format("{}#{}", "source_name", pl.lit(copy)),
            text=pl.format("{}\n\nNote {} of this edition.", "text", pl.lit(copy)),
        )
        for copy in range(copies)
    )


def _cleaned(raw: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Articles that are coded, and their paragraphs."""
    import polars as pl

    from transforms.clean import COPIES, clean

    # repeated samples are near copies of each other, and are to be parsed all the same
    cleaned = clean(raw, today=datetime.now(UTC).date(), copies=pl.DataFrame(schema=COPIES))
    return cleaned.articles.join(cleaned.paragraphs, on="doc", how="semi"), cleaned.paragraphs


def _bare(model: Language, texts: Sequence[str]) -> None:
    for _ in model.pipe(texts):
        pass


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def watched(command: Sequence[str]) -> tuple[float, int]:
    """Wall time of a command in seconds, and the peak memory of it and its children in MB.

    Memory that processes share is counted once (PSS of /proc/PID/smaps_rollup), looked at five times a second.
    """
    began, peak = time.perf_counter(), 0
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603 - our own
    watched = psutil.Process(child.pid)
    while child.poll() is None:
        peak = max(peak, sum(_share(process) for process in _tree(watched)))
        with suppress(subprocess.TimeoutExpired):
            child.wait(LOOK_SECONDS)
    seconds = time.perf_counter() - began
    _, said = child.communicate()
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}: {said.decode()}")
    return seconds, round(peak / 1e6)


def _tree(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _share(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0


def main(
    sources: Annotated[list[str] | None, typer.Argument(help="Articles; the samples where none are given")] = None,
    out: Annotated[Path, typer.Option("--out", help="Where the JSON goes")] = Path("data/bench.json"),
    empty_in: Annotated[Path | None, typer.Option("--empty", hidden=True)] = None,
) -> None:
    """Measure speed and memory."""
    if empty_in is not None:
        empty(empty_in)
        return
    result = measure(sources or ["seeds/articles"], Settings())
    tell(result, table(result), out)


if __name__ == "__main__":
    typer.run(main)
