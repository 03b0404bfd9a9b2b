"""The least accuracy that the project may have on gold it does not hold itself: tests/accuracy_floors.toml.

    python -m tests.floors

codes both sets as `sitrep run` does and raises each floor that the figures have passed; it never lowers one, and adds
none to a set that has floors. A set whose gold has changed is left alone: remove its table from the file to have it
written anew, with the F1 of every level and the shares of HELD. Other shares are of what was found: they may fall
because more is found.

The gold stands in a folder with `seeds/` and `dev/`, `../shared/gold` beside the project unless SITREP_GOLD names it.
The articles of `dev` are in `dev/articles/`, those of `seeds` in `articles/` beside that folder.
"""

import math
import os
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from flows.score import score
from tests.conftest import ROOT, Finished, sitrep

FILE = ROOT / "tests" / "accuracy_floors.toml"
SETS = ("seeds", "dev")
#: Shares that get a floor.
HELD = ("event mode", "event date (where told)", "event claim (where told)")
Floors = dict[str, dict[str, Any]]
_HEAD = """\
# The least F1 or share that the rules must reach on each set of gold; `make test` holds them to it where the gold is
# there. `gold` is the hash of the records and their articles. `python -m tests.floors` raises what has become better
# and lowers nothing.
"""


def gold_folder() -> Path:
    """Where the gold is, or would be."""
    return Path(os.environ.get("SITREP_GOLD") or ROOT.parent / "shared" / "gold")


def records(folder: Path, name: str) -> list[Path]:
    """The gold files of a set."""
    return sorted((folder / name).glob("*.json"))


def articles(folder: Path, name: str) -> Path:
    """The folder of the articles of a set."""
    return folder.parent / "articles" if name == "seeds" else folder / name / "articles"


def digest(folder: Path, name: str) -> str:
    """Hash of the records of a set and of their articles."""
    total = blake2b(digest_size=16)
    for path in [*records(folder, name), *sorted(articles(folder, name).glob("*.txt"))]:
        content = path.read_bytes()
        total.update(f"{path.name} {len(content)} ".encode() + content)
    return total.hexdigest()


def run(folder: Path, warehouse: Path) -> Finished:
    """Load the articles of both sets as a user does."""
    return sitrep("run", *(articles(folder, name) for name in SETS), "--warehouse", warehouse)


def figures(warehouse: Path, gold: list[Path]) -> dict[str, float]:
    """F1 by level, and the shares of HELD."""
    told = score(warehouse, gold).as_dict()
    found = {name: level["f1"] for name, level in told["f1"].items()}
    return found | {name: told["accuracy"][name]["accuracy"] or 0.0 for name in HELD if name in told["accuracy"]}


def read() -> Floors:
    """The floors by set, each with the hash of its gold as `gold`."""
    return tomllib.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}


def raised(floors: Mapping[str, float], reached: Mapping[str, float]) -> dict[str, float]:
    """Each floor, or what was reached, down to the hundredth, where that is higher; without floors, every figure."""
    return {name: max(floors.get(name, 0.0), _hundredth(reached.get(name, 0.0))) for name in floors or reached}


def _hundredth(figure: float) -> float:
    return math.floor(figure * 100 + 1e-9) / 100


def written(floors: Floors) -> str:
    """The text of the file."""
    tables = [
        "\n".join(
            [f"\n[{name}]", f'gold = "{told["gold"]}"', *(f'"{k}" = {v:.2f}' for k, v in told.items() if k != "gold")]
        )
        for name, told in floors.items()
    ]
    return _HEAD + "\n".join(tables) + "\n"


def main() -> int:
    folder, floors = gold_folder(), read()
    if not folder.is_dir():
        print(f"There is no gold in {folder}; set SITREP_GOLD to its folder.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as home:
        warehouse = Path(home) / "gold.duckdb"
        done = run(folder, warehouse)
        if done.code:
            print(done.err, file=sys.stderr)
            return 1
        for name in SETS:
            old, now = floors.get(name, {}), digest(folder, name)
            if old.get("gold", now) != now:
                print(f"The gold of {name} has changed; remove [{name}] from {FILE.name} to begin anew.")
                continue
            before = {k: v for k, v in old.items() if k != "gold"}
            after = raised(before, figures(warehouse, records(folder, name)))
            for key in after:
                if before.get(key) != after[key]:
                    print(f"{name}: {key}: {before.get(key, 0.0):.2f} -> {after[key]:.2f}")
            floors[name] = {"gold": now} | after
    FILE.write_text(written(floors), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
