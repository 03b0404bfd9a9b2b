"""What a run says at its end: at most 15 lines, the last of them what to do next."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from flows.progress import span
from flows.report import INDEX
from flows.settings import Settings

if TYPE_CHECKING:
    from flows.outcome import Outcome

MAX_SENTENCES = 4
_TOLD = {
    "event_mentions": "event mentions",
    "statistics": "statistics",
    "actors": "actors",
    "places": "places",
    "attributions": "attributions",
}


def lines(outcome: Outcome) -> list[str]:
    """The summary of a run, at most 15 lines without line breaks."""
    said = [f"{outcome.message} ({span(outcome.seconds)})"]
    rows = [f"{outcome.added[name]:,} {words}" for name, words in _TOLD.items() if outcome.added.get(name)]
    if rows:
        said.append(f"New or changed: {', '.join(rows)}.")
    if outcome.refused:
        rules = ", ".join(f"{rule} {count}" for rule, count in list(outcome.refused.items())[:3])
        said.append(f"Refused, with reasons in ops.rejects: {sum(outcome.refused.values()):,} ({rules}).")
    said += ["", f"warehouse          {_shown(outcome.warehouse)}"]
    for label, folder in (("validation report", outcome.validation), ("situation report", outcome.report)):
        if (folder / INDEX).exists():
            said.append(f"{label:<18} {_shown(folder / INDEX)}")
    return [*said, "", f"Next: {_next(outcome)}"]


def complaints(outcome: Outcome) -> list[str]:
    """What the user has to mend, a sentence a line, at most 5 lines."""
    sentences = [*outcome.unread, *outcome.failures]
    more = len(sentences) - MAX_SENTENCES
    rest = [f"... and {more} more; ops.rejects and ops.validations have them all."] if more > 0 else []
    return sentences[:MAX_SENTENCES] + rest


def _next(outcome: Outcome) -> str:
    if outcome.status == "held":
        return f"open {_shown(outcome.validation / INDEX)} to see which rows failed and why, then run again."
    query = "SELECT event_type, count(*) AS events FROM event_records GROUP BY ALL ORDER BY events DESC"
    where = ""
    if outcome.warehouse != Settings.model_fields["warehouse"].default and not os.environ.get("SITREP_WAREHOUSE"):
        where = f" --warehouse {shlex.quote(_shown(outcome.warehouse))}"
    return f'sitrep sql "{query}"{where}'


def _shown(path: Path) -> str:
    """The path as seen from here, where it lies below."""
    here = Path.cwd()
    absolute = path.absolute()
    return str(absolute.relative_to(here)) if absolute.is_relative_to(here) else str(absolute)
