"""What a run says at its end: with its complaints at most 15 lines, the last what to do next if anything was read."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flows.messages import counted
from flows.progress import span
from flows.report import INDEX
from flows.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.outcome import Outcome
    from warehouse.place import Place

MAX_LINES = 15
MAX_SENTENCES = 3
MAX_NAMES = 5
REASON_CHARS = 160
_TOLD = {
    "events": "event",
    "event_mentions": "event mention",
    "statistics": "statistic",
    "actors": "actor",
    "places": "place",
    "attributions": "attribution",
}


def lines(outcome: Outcome) -> list[str]:
    """The summary of a run: without line breaks, and at most 15 lines together with the complaints."""
    said = [f"{outcome.message} ({span(outcome.seconds)})"]
    rows = [counted(outcome.added[name], word) for name, word in _TOLD.items() if outcome.added.get(name)]
    if rows:
        said.append(f"New or changed: {', '.join(rows)}.")
    if outcome.repaired:
        said.append(f"Repaired in texts, by kind in ops.repairs: {_by_rule(outcome.repaired)}.")
    if outcome.refused:
        said.append(f"Refused, with reasons in ops.rejects: {_by_rule(outcome.refused)}.")
    if outcome.remarks:
        said.append(f"Kept with remarks, in ops.rejects too: {_by_rule(outcome.remarks)}.")
    said += [f"  {_shortened(reason)}" for reason in outcome.reasons]
    said += ["", f"warehouse          {_shown(outcome.warehouse)}"]
    for label, folder in (("validation report", outcome.validation), ("situation report", outcome.report)):
        if (folder / INDEX).exists():
            said.append(f"{label:<18} {_shown(folder / INDEX)}")
    if outcome.status != "failed":
        said += ["", f"Next: {_next(outcome)}"]
    is_tight = len(said) + len(complaints(outcome)) > MAX_LINES
    return [line for line in said if line or not is_tight]


def complaints(outcome: Outcome) -> list[str]:
    """What the user has to mend, a sentence a line, at most 4 lines."""
    sentences = [*outcome.warnings, *outcome.failures, *outcome.unread]
    if outcome.barren:
        more = len(outcome.barren) - MAX_NAMES
        names = ", ".join(_shown(Path(path)) for path in outcome.barren[:MAX_NAMES])
        sentences.insert(len(outcome.warnings), f"No article in {names}{f' and {more} more' if more > 0 else ''}.")
    more = len(sentences) - MAX_SENTENCES
    rest = [f"... and {more} more; ops.rejects and ops.validations have them all."] if more > 0 else []
    return sentences[:MAX_SENTENCES] + rest


def _by_rule(counts: Mapping[str, int]) -> str:
    """A total and the most frequent rules: `7 (no_text 5, broken_json 2)`."""
    rules = ", ".join(f"{rule} {count:,}" for rule, count in list(counts.items())[:3])
    return f"{sum(counts.values()):,} ({rules})"


def _shortened(reason: str) -> str:
    line = " ".join(reason.split())
    return line if len(line) <= REASON_CHARS else f"{line[: REASON_CHARS - 4]} ..."


def _next(outcome: Outcome) -> str:
    if outcome.status == "held":
        return f"open {_shown(outcome.validation / INDEX)} to see which rows failed and why, then run again."
    query = "SELECT event_type, count(*) AS events FROM event_records GROUP BY ALL ORDER BY events DESC"
    # Where the environment names a warehouse, another shell may lack it, or it may name another one.
    is_default = outcome.warehouse == Settings.model_fields["warehouse"].default
    is_told = not is_default or os.environ.get("SITREP_WAREHOUSE")
    where = f" --warehouse {shlex.quote(_shown(outcome.warehouse))}" if is_told else ""
    return f'{_program()} sql "{query}"{where}'


def _program() -> str:
    """The command as it can be pasted here: by its name where that is found, else by its path."""
    beside = Path(sys.executable).with_name("sitrep")
    return "sitrep" if shutil.which("sitrep") or not beside.exists() else shlex.quote(_shown(beside))


def _shown(path: Place) -> str:
    """The path as seen from here, where it lies below; a lake by its address."""
    if not isinstance(path, Path):
        return str(path)
    here = Path.cwd()
    absolute = path.absolute()
    return str(absolute.relative_to(here)) if absolute.is_relative_to(here) else str(absolute)
