"""One download over http or https, into a temporary file; how it is asked for is the business of `fetching`."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flows.sources.base import Blob, SourceSettings
from flows.sources.fetching import validators
from flows.sources.fetching.session import Unchanged, end, session_of
from flows.urls import name_of, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def fetched(url: str, settings: SourceSettings) -> Iterator[Blob]:
    """Download what a URL gives: a blob that lasts as long as the context, as often and in as many threads as you like.

    All calls with equal settings share connections, pace and robots.txt; `end` closes these.

    Raises:
        SourceError: the address is none or not public, robots.txt forbids it, the server can't be reached or refuses,
            or the answer is damaged, too large or too slow.

    """
    with _download(url, settings, if_changed=False) as (blob, _):
        yield blob


@contextmanager
def fetched_if_changed(url: str, settings: SourceSettings) -> Iterator[tuple[Blob, Callable[[], None]]]:
    """Download it as `fetched` does, unless it is as it was when it was last loaded; a second thing says it is whole.

    That one is to be called when all that the blob holds was taken; it counts from the load of this run on.

    Raises:
        SourceError: as `fetched` does.
        Unchanged: the server says so.

    """
    with _download(url, settings, if_changed=True) as found:
        yield found


@contextmanager
def _download(url: str, settings: SourceSettings, *, if_changed: bool) -> Iterator[tuple[Blob, Callable[[], None]]]:
    with tempfile.TemporaryDirectory(prefix="sitrep-") as folder:
        path = Path(folder) / "download"
        done = session_of(settings).download(url, path, if_changed=if_changed)

        def remember() -> None:
            if done.validators and settings.fetch_folder:
                validators.note(done.validators, settings.fetch_folder)

        yield Blob(shown(url), name_of(url), lambda: path.open("rb"), is_unpacked=done.is_unpacked), remember


__all__ = ["Unchanged", "end", "fetched", "fetched_if_changed", "name_of", "shown"]
