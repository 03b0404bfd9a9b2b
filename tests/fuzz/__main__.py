"""`python -m tests.fuzz`: damaged and odd files of every format through reading, cleaning and coding."""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fuzz.inputs import kinds
from tests.fuzz.run import Result, jobs, run
from tests.fuzz.worker import Job

if TYPE_CHECKING:
    from collections.abc import Iterator

FAULTS_SHOWN = 20
CODED = 50


def main(arguments: list[str] | None = None) -> int:
    """Return 1 if an input broke a promise."""
    asked = _parser().parse_args(arguments)
    start = time.monotonic()
    if asked.replay:
        todo = iter([Job("saved", paths=tuple(asked.replay))])
    else:
        todo = jobs(asked.inputs, asked.seed, asked.only)
    result = run(todo, asked.save, processes=asked.processes, seconds=asked.seconds)
    done = result.inputs.total()
    seconds = time.monotonic() - start
    wanted = f" of {asked.inputs:,}, as the time was over" if not asked.replay and done < asked.inputs * 0.99 else ""
    print(f"{done:,} inputs{wanted} in {seconds:,.0f} s (seed {asked.seed}, {len(result.inputs)} kinds): ", end="")
    print(f"{result.articles:,} articles, {result.rules.total():,} refusals by {len(result.rules)} rules.")
    print(", ".join(f"{rule} {number:,}" for rule, number in result.rules.most_common()))
    print(f"The slowest took {result.slowest[0]:.1f} s ({result.slowest[1]}).")
    faults = result.faults
    if asked.coded:
        coded = run(_to_code(result, asked.coded), asked.save, processes=1, seconds=asked.seconds)
        articles = sum(len(job.articles) for job in _to_code(result, asked.coded))
        refused = ", ".join(f"{rule} {number:,}" for rule, number in coded.rules.items()) or "no row"
        print(f"{articles:,} of the articles through the whole pipeline; the row gate refused {refused}.")
        faults = faults + coded.faults
    # One of each sort, told by the place and the kind of error.
    sorts = {re.sub(r"[^A-Za-z ]+|'.*", "", " ".join(fault.what.split("\n")[-3:])[:90]): fault for fault in faults}
    for fault in list(sorts.values())[:FAULTS_SHOWN]:
        print(f"\n{fault.kind}, batch {fault.number}, input {fault.index}: {fault.begins}\n{fault.what.rstrip()}")
        print(f"Saved as {fault.path}" if fault.path else "")
    print(f"{len(faults):,} faults of {len(sorts):,} sorts." if faults else "No fault.")
    return 1 if faults else 0


def _to_code(result: Result, wanted: int) -> Iterator[Job]:
    """A sample of the articles, in batches: of each kind about as many."""
    kinds = [articles for articles in result.sample.values() if articles]
    each = -(-wanted // max(1, len(kinds)))
    chosen = [one for articles in kinds for one in articles[:: max(1, len(articles) // each)][:each]][:wanted]
    for start in range(0, len(chosen), CODED):
        yield Job("whole pipeline", start // CODED, articles=tuple(chosen[start : start + CODED]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=24_000, help="how many (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=900, help="begin nothing new after (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="other inputs for another number (default: %(default)s)")
    parser.add_argument("--processes", type=int, default=2, help="workers (default: %(default)s)")
    parser.add_argument("--only", nargs="*", default=[], choices=kinds(), metavar="KIND", help=", ".join(kinds()))
    parser.add_argument("--coded", type=int, default=500, help="articles for the whole pipeline (default: %(default)s)")
    parser.add_argument("--save", type=Path, default=Path("data/fuzz"), help="where faulty inputs go (%(default)s)")
    parser.add_argument("--replay", nargs="*", default=[], help="saved inputs to read again, instead")
    return parser


if __name__ == "__main__":
    sys.exit(main())
