"""Output that appears when it is whole: made beside its place under another name, and put there at the end."""

from __future__ import annotations

import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from warehouse.errors import TargetTaken, TargetUnwritable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextmanager
def aside(target: Path, *, may_replace: Callable[[Path], bool] = lambda _: False) -> Iterator[Path]:
    """Where to make a file or folder that is put at `target` when the block ends without an error.

    What is at `target` is replaced where `may_replace` says so; a folder can't be in one step, so that for a moment
    there is none. Raises TargetTaken, or TargetUnwritable for what the system says of writing there.
    """
    if target.exists() and not may_replace(target):
        raise TargetTaken(f"There is something at {target} already, which stays as it is; choose another place.")
    made, old = target.with_name(f".{target.name}.next"), target.with_name(f".{target.name}.old")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove(made)
        _remove(old)
        yield made
        if target.is_dir():
            target.rename(old)
        made.replace(target)
        _remove(old)
    except OSError as error:
        raise TargetUnwritable(
            f"{target} can't be written ({error.strerror or error}); make room or give permission, or choose another "
            "place."
        ) from error
    finally:
        if not target.exists() and old.exists():
            old.rename(target)
        _remove(made)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(NotADirectoryError):
            path.unlink(missing_ok=True)
