"""Withdrawing and forgetting articles: the warehouse, and everything beside it that was made of their texts."""

from __future__ import annotations

import shutil
from contextlib import suppress
from secrets import token_hex
from typing import TYPE_CHECKING

from flows import report, scratch
from flows.kept import forget_words
from flows.messages import counted
from warehouse.removals import readmit, remove

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flows.settings import Settings
    from warehouse.evidence import Kind
    from warehouse.removals import Removed

#: Events, actors and copies that are named; `ops.changes` has them all.
NAMED = 10


def withdraw(articles: Sequence[str], reason: str, settings: Settings) -> Removed:
    """Take articles out of the tables; their rows stay in ops.changes. Raises WarehouseError."""
    return _remove(articles, "withdrawn", reason, settings)


def forget(articles: Sequence[str], reason: str, settings: Settings) -> Removed:
    """Remove articles with every word of theirs: from the warehouse and its log, kept parses and reports.

    Backups are out of reach, and so is a reader that has the old file open. Raises WarehouseError.
    """
    done = _remove(articles, "forgotten", reason, settings)
    forget_words(settings.shared_home / "annotations", articles, done.texts)
    runs = settings.shared_home / ".runs"
    if runs.is_dir():
        scratch.sweep(runs)
    return done


def undo(articles: Sequence[str], kind: Kind, reason: str, settings: Settings) -> str:
    """Let articles in again that were withdrawn or forgotten; a sentence on it. Raises WarehouseError."""
    given = list(dict.fromkeys(articles))
    message = readmit(settings.warehouse, given, kind=kind, reason=reason, run_id=token_hex(8))
    # A page that has not changed since would not be asked for; what is remembered may be deleted at any time.
    settings.fetched.unlink(missing_ok=True)
    return message


def lines(done: Removed, kind: Kind) -> Iterator[str]:
    """What was done and what lost its evidence, for people."""
    yield done.message
    for event in done.events_gone.head(NAMED).to_dicts():
        day = f" of {event['date_start']}" if event["date_start"] else ""
        yield f"  gone: event {event['event_id']}, {event['event_type']}{day}, which no other article tells"
    if done.events_gone.height > NAMED:
        yield f"  gone: {counted(done.events_gone.height - NAMED, 'more event')}"
    if done.events_left:
        yield f"  left: {counted(done.events_left, 'event')} that other articles tell, too"
    if done.actors_gone:
        more = f" and {len(done.actors_gone) - NAMED:,} more" if len(done.actors_gone) > NAMED else ""
        who = "actor" if len(done.actors_gone) == 1 else "actors"
        yield f"  gone: {who} {', '.join(done.actors_gone[:NAMED])}{more}, whom nothing else mentions"
    for copy in done.copies[:NAMED]:
        same = "; it holds the same or nearly the same text" if kind == "forgotten" else ""
        yield f"  left: its copy {copy}, an article of its own now, coded when its source is read again{same}"
    yield f"run {done.run_id}; `sitrep diff` shows the rows"


def _remove(articles: Sequence[str], kind: Kind, reason: str, settings: Settings) -> Removed:
    done = remove(settings.warehouse, list(dict.fromkeys(articles)), kind=kind, reason=reason, run_id=token_hex(8))
    if kind == "forgotten":
        _forget_checks(settings, {*articles, *done.row_ids})
    with suppress(OSError):  # the report is written anew by any run
        report.write(settings.warehouse, settings.report, settings.validation)
    return done


def _forget_checks(settings: Settings, keys: set[str]) -> None:
    """Remove the validation reports of runs that show a row of these keys: beside it may stand its words."""
    for folder in sorted((settings.validation / "runs").glob("*")):
        pages = (page.read_text(encoding="utf-8", errors="replace") for page in folder.rglob("*.html"))
        if any(key in page for page in pages for key in keys):
            shutil.rmtree(folder)
