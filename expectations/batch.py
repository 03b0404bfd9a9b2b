"""The batch gate: every suite is evaluated on a batch, and one broken critical expectation holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from warehouse.tables import OPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path


VALIDATIONS = pl.Schema(OPS["validations"])

#: Rows that a sentence about a failure names; `ops.validations.examples` names more.
NAMED = 5
#: Characters of a value that a sentence shows.
SHOWN = 40


@dataclass(frozen=True)
class Verdict:
    """What the batch gate says.

    Attributes:
        results: One row an expectation, schema of `ops.validations`.
        held: Whether a critical expectation broke or any expectation could not be evaluated.
        failures: One sentence for each expectation that holds the batch: which rows, and why.
        warnings: The same for those that only report.
        report: The run's page, `runs/<run_id>/index.html` below the site.

    """

    results: pl.DataFrame
    held: bool
    failures: list[str]
    warnings: list[str]
    report: Path


def validate(
    tables: Mapping[str, pl.DataFrame],
    *,
    run_id: str,
    site: Path,
    known: Mapping[str, Iterable[str]] | None = None,
    today: date | None = None,
) -> Verdict:
    """Evaluate every suite on a batch and write its pages.

    An expectation that can't be evaluated (a column that is missing or of another type) counts as a critical failure
    with its reason, whatever its own severity.

    Args:
        tables: Every core table of the batch.
        run_id: Names the run in results and pages.
        site: Folder of the pages; made where it is missing. The index over runs is `site.index`.
        known: Table name -> ids that the warehouse has and the batch may refer to.
        today: The day to hold dates against; the current one in UTC.

    Returns:
        The verdict. The warehouse is not touched.

    Raises:
        KeyError: A core table is missing.
        OSError: The pages can't be written.

    """
