"""What runs on a worker of a cluster: the work on one batch, once it is sure that its rows would be ours.

Rows depend on the recipe (model, seeds, rules), on the code that reads and writes the shards, and on Python. A worker
takes all three down when it is first asked, which is when it has loaded the code; what is installed later is not what
runs there.
"""

from __future__ import annotations

import platform
from functools import cache
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: The file in a run's folder by which a worker knows that it sees the same folder.
TOKEN = "token"  # noqa: S105 - no secret
#: Packages whose code a worker runs.
_PACKAGES = ("flows", "seeds", "transforms", "warehouse")
#: spaCy and the kept parses are not made for threads, and a worker has one core for us anyway.
_ONE_AT_A_TIME = Lock()


class NotAlike(Exception):
    """Rows made here would be other ones; the message says what is different."""


@cache
def nature(model: str) -> dict[str, str]:
    """What rows depend on here: `Python` (3.11), `code` (16 hexadecimal digits), `recipe` (16). Raises ModelMissing."""
    import seeds  # noqa: PLC0415 - not needed by a scheduler, which imports this module too
    from transforms import pipeline  # noqa: PLC0415 - as above

    digest = blake2b(digest_size=8)
    root = Path(__file__).parent.parent
    for package in _PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    major, minor, _ = platform.python_version_tuple()
    recipe = pipeline.recipe_of(model, seeds.load())
    return {"Python": f"{major}.{minor}", "code": digest.hexdigest(), "recipe": recipe}


def difference(ours: Mapping[str, str], theirs: Mapping[str, str]) -> str | None:
    """What is different there, in words; None where nothing is."""
    for what, here in ours.items():
        if here != theirs.get(what):
            return f"{what} {theirs.get(what)} there, {here} here"
    return None


def report(model: str, folder: str, token: str) -> dict[str, str]:
    """The nature of this worker; as `folder`, what is wrong with the run's folder as seen from here ("": nothing)."""
    with _ONE_AT_A_TIME:
        return {**nature(model), "folder": _trouble(Path(folder), token)}


def work(do: Callable[..., None], parameters: Mapping[str, Any], model: str, ours: Mapping[str, str]) -> None:
    """Do the work on one batch; raises NotAlike where this worker, who may have joined late, is not like us."""
    with _ONE_AT_A_TIME:
        if different := difference(ours, nature(model)):
            raise NotAlike(different)
        do(**parameters)


def _trouble(folder: Path, token: str) -> str:
    try:
        if (folder / TOKEN).read_text(encoding="utf-8") != token:
            return "it is another folder there"
        trial = folder / f"{TOKEN}.{platform.node()}.part"
        trial.touch()
        trial.unlink(missing_ok=True)
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""
