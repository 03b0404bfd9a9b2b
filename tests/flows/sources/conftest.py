"""Real files in, records out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from flows.sources import RawArticle, Reject, SourceSettings, read

if TYPE_CHECKING:
    from pathlib import Path

Loaded = tuple[list[RawArticle], list[Reject]]
Load = Callable[..., Loaded]


def parted(source: str | Path, **limits: float) -> Loaded:
    """The articles and the rejects of a source."""
    records = list(read(str(source), SourceSettings(**limits)))
    return [r for r in records if isinstance(r, RawArticle)], [r for r in records if isinstance(r, Reject)]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Write a file and read it."""

    def write_and_read(name: str, data: bytes | str, **limits: float) -> Loaded:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return parted(path, **limits)

    return write_and_read
