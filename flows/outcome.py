"""What a run came to, for whoever started it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from flows.timings import Cost
    from warehouse.place import Place

Status = Literal["loaded", "nothing_new", "held", "failed"]
OK, HELD, BAD_INPUT = 0, 1, 2


@dataclass(frozen=True)
class Outcome:
    """One run of the main job.

    `added`: rows new or changed in the run, by core table. `refused`: what was not taken, by rule, `remarks`: what was
    taken with a remark; both are rows of ops.rejects, and `reasons` are the first of their sentences. `repaired`:
    repairs of texts, by kind, the most frequent first. `unread`: a sentence for each source that gave no article,
    `barren`: other files without one. `failures`: a sentence for each critical expectation that did not hold.
    `warnings`: what went wrong after the load. `seconds`: from the start of the flow to its end; `costs`: by stage.
    """

    run_id: str
    status: Status
    message: str
    warehouse: Place
    validation: Path
    report: Path
    articles_read: int = 0
    articles_new: int = 0
    seconds: float = 0.0
    added: Mapping[str, int] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)
    remarks: Mapping[str, int] = field(default_factory=dict)
    repaired: Mapping[str, int] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    barren: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    costs: Mapping[str, Cost] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 loaded or nothing new, 1 held, 2 failed or a source was unreadable."""
        if self.status == "held":
            return HELD
        return BAD_INPUT if self.unread or self.status == "failed" else OK
