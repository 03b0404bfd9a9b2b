"""How well claims of one figure are told apart from others, over the figure cases.

    python -m tests.figures.score [NAME...] [--faults]

For both splits of the cases here and of those of tests/merging that name figures: the pairs of claims of one figure
that got one figure_id (recall), the pairs of two figures that got one (wrongly joined), and the figures whose claims
are all joined of which `contested` and `best` are as the case says. NAME: beginnings of names of cases.
Nothing of two cases is one figure; `strangers` counts what was joined across cases all the same.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

import seeds as seed_files
from tests.merging import cases as merging
from tests.merging.coded import MODEL, coded
from tests.merging.score import Pairs
from transforms.figures.batch import figures_of_batch
from transforms.figures.rules import figure_rules
from transforms.pipeline import load_model
from warehouse.views import ROOT

if TYPE_CHECKING:
    from tests.merging.cases import Case
    from tests.merging.coded import CodedCase

HERE = Path(__file__).parent / "cases"
SETS = {"figures": HERE, "merging": merging.CASES}


@dataclass(frozen=True)
class Scored:
    """What became of some cases.

    `pairs`: of claims. `contested`, `best`: how many figures have it right, and of how many. `strangers`: names of the
    cases that share a figure.
    """

    pairs: Pairs
    contested: list[int]
    best: list[int]
    strangers: list[list[str]] = field(default_factory=list)


def cases(root: Path) -> list[Case]:
    """The cases of a folder that name figures."""
    return [case for case in merging.cases(root) if case.figures]


def whole(found: dict[str, CodedCase]) -> dict[str, pl.DataFrame]:
    """The core tables of all cases in one batch, with figures."""
    every = [case.tables for case in found.values()]
    tables = {
        name: pl.concat([one[name] for one in every]) if "article_id" in frame.columns else frame
        for name, frame in every[0].items()
    }
    return tables | {"statistics": figures_of_batch(tables, figure_rules(seed_files.load())).statistics}


def claims(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """The view figure_claims over some tables."""
    with duckdb.connect() as con:
        for name, frame in tables.items():
            con.register(name, frame.to_arrow())
        con.execute((ROOT / "figure_claims.sql").read_text(encoding="utf-8"))
        return con.execute("FROM figure_claims").pl()


def scored(found: dict[str, CodedCase], split: str) -> Scored:
    """Count what the cases of a split say against what was joined in the batch of all of them."""
    tables = whole(found)
    figures = dict(tables["statistics"].select("statistic_id", "figure_id").iter_rows())
    told = {row["figure_id"]: row for row in claims(tables).iter_rows(named=True)}
    result = Scored(Pairs(), [0, 0], [0, 0], _strangers(found, figures))
    for name, case in found.items():
        if case.case.split != split:
            continue
        given = [
            (nth, claim.at.told, figures[case.statistics[claim.at.told]])
            for nth, figure in enumerate(case.case.figures)
            for claim in figure.claims
            if claim.at.told in case.statistics
        ]
        for one, two in combinations(given, 2):
            result.pairs.add(name, one[1:], two[1:], is_same=one[0] == two[0])
        _roll_ups(name, case, given, told, result)
    return result


def _roll_ups(
    name: str, case: CodedCase, given: list[tuple[int, str, str]], told: dict[str, dict[str, object]], result: Scored
) -> None:
    for nth, figure in enumerate(case.case.figures):
        keys = {key for at, _, key in given if at == nth}
        if len(keys) != 1 or any(key in keys for at, _, key in given if at != nth):
            continue
        row = told[keys.pop()]
        for counts, column, said in (
            (result.contested, "contested", figure.contested),
            (result.best, "figure_best", figure.best),
        ):
            if said is not None:
                counts[0] += row[column] == said
                counts[1] += 1
                if row[column] != said:
                    result.pairs.faults.append(f"{name}: {figure.what}: {column} is {row[column]}, not {said}")


def _strangers(found: dict[str, CodedCase], figures: dict[str, str]) -> list[list[str]]:
    owners: dict[str, set[str]] = {}
    for name, case in found.items():
        for key in case.tables["statistics"]["statistic_id"]:
            owners.setdefault(figures[key], set()).add(name)
    return [sorted(names) for names in owners.values() if len(names) > 1]


def report(found: dict[str, CodedCase], *, faults: bool = False) -> list[str]:
    """The lines to print."""
    lines = []
    for split in merging.SPLITS:
        done = scored(found, split)
        pairs = done.pairs
        lines.append(
            f"{split:6} recall {pairs.same_joined}/{pairs.same}, wrongly joined {pairs.apart_joined}/{pairs.apart}, "
            f"contested {done.contested[0]}/{done.contested[1]}, best {done.best[0]}/{done.best[1]}, "
            f"strangers {len(done.strangers)}"
        )
        lines += [f"    {fault}" for fault in pairs.faults if faults]
    return lines


def main(arguments: list[str]) -> None:
    """Print what the module's docstring says."""
    begins = tuple(word for word in arguments if not word.startswith("--")) or ("",)
    model, known = load_model(MODEL), seed_files.load()
    for name, root in SETS.items():
        given = [case for case in cases(root) if case.name.startswith(begins)]
        if given:
            lines = report(coded(given, model, known), faults="--faults" in arguments)
            sys.stdout.write("\n".join([f"cases of tests/{name}", *lines, ""]))


if __name__ == "__main__":
    main(sys.argv[1:])
