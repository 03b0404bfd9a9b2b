"""What the recipes of a warehouse were made of, kept beside it, so that a change of seeds can be told line by line.

    annotations/recipes/<recipe>.json       the digest of model and code, and of each seed file
    annotations/recipes/<digest>.csv.gz     a seed file as it was

Nothing here is needed: articles coded by a recipe that is not here are coded anew.
"""

from __future__ import annotations

import gzip
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import blake2b
from secrets import token_hex
from typing import TYPE_CHECKING

from seeds.loading import load, read_csv, seed_files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import polars as pl

    from seeds.loading import Seeds

_FOLDER = "recipes"


@dataclass(frozen=True)
class Recipe:
    """`code`: the digest of model and code. `seeds`: that of each seed file, by its name (`actors/roles.csv`)."""

    code: str
    seeds: dict[str, str]


def keep(annotations: Path, recipe: str, code: str, seeds: Seeds) -> None:
    """Write down what a recipe is made of. A folder that can't be written is no obstacle."""
    folder = annotations / _FOLDER
    told = folder / f"{recipe}.json"
    with suppress(OSError):
        if told.exists():
            return
        folder.mkdir(parents=True, exist_ok=True)
        digests: dict[str, str] = {}
        for name, path in seed_files(seeds.root):
            content = path.read_bytes()
            digests[name] = blake2b(content, digest_size=8).hexdigest()
            kept = folder / f"{digests[name]}.csv.gz"
            if path.suffix == ".csv" and not kept.exists():
                _write(kept, gzip.compress(content, 6, mtime=0))
        # a file that was changed meanwhile is not what this recipe was made of
        if load(seeds.root).digest == seeds.digest:
            _write(told, json.dumps(asdict(Recipe(code, digests))).encode())


def find(annotations: Path, recipe: str) -> Recipe | None:
    """What a recipe was made of; None where that is not kept."""
    try:
        return Recipe(**json.loads((annotations / _FOLDER / f"{recipe}.json").read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def why(annotations: Path, before: Iterable[str], after: str) -> str | None:
    """The reason for which articles coded by other recipes were coded anew; None where that is not known."""
    now = find(annotations, after)
    changed: set[str] = set()
    for recipe in (find(annotations, name) for name in before):
        if recipe is None or now is None:
            return None
        if recipe.code != now.code:
            changed.add("the rules or the model")
        names = {*recipe.seeds, *now.seeds}
        changed |= {f"seeds/{name}" for name in names if recipe.seeds.get(name) != now.seeds.get(name)}
    return f"Its article was coded anew: {', '.join(sorted(changed))} changed" if changed else None


def table(annotations: Path, recipe: Recipe, name: str) -> pl.DataFrame:
    """A seed file (CSV) as it was by a recipe. Raises SeedError where it is not kept."""
    return read_csv(annotations / _FOLDER / f"{recipe.seeds[name]}.csv.gz")


def _write(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f"{path.name}.{token_hex(4)}.part")
    unfinished.write_bytes(content)
    unfinished.replace(path)
