"""The batch gate: every suite is evaluated on a batch, and one broken critical expectation holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, zip_longest
from textwrap import shorten
from typing import TYPE_CHECKING

import polars as pl

from expectations import cross, engine, suites
from expectations.declared import primary_key
from expectations.lookup import Batch, of_rows
from expectations.site import write_run
from expectations.words import counted
from warehouse.tables import CORE, OPS
from warehouse.tables.ids import content_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from expectations.engine import Outcome, Result

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
    tables: Mapping[str, pl.DataFrame | pl.LazyFrame],
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
        tables: Every core table of the batch; of lazy ones not all rows are held at once.
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
    batch = Batch(tables, today or datetime.now(UTC).date(), known or {})
    own = (suites.suite(name, batch.rows(name).collect()) for name in CORE)
    results = engine.run(chain(own, cross.suites(batch)), run_id=run_id)
    broken = [outcome for result in results for outcome in result.outcomes if not outcome.success]
    failures = [_sentence(outcome, batch) for outcome in broken if _severity(outcome) == "critical"]
    warnings = [_sentence(outcome, batch) for outcome in broken if _severity(outcome) != "critical"]
    return Verdict(
        results=_validations(results, run_id),
        held=bool(failures),
        failures=failures,
        warnings=warnings,
        report=write_run(site, run_id, results, failures=failures, warnings=warnings),
    )


def _severity(outcome: Outcome) -> str:
    """Severity as it counts: what could not be evaluated is critical."""
    return "critical" if outcome.fault else outcome.check.severity


def _validations(results: list[Result], run_id: str) -> pl.DataFrame:
    rows = [
        {
            "validation_id": content_id(run_id, result.suite.name, _expectation(outcome)),
            "run_id": run_id,
            "suite": result.suite.name,
            "expectation": _expectation(outcome),
            "severity": _severity(outcome),
            "success": outcome.success,
            "evaluated": outcome.evaluated,
            "failed": outcome.failed,
            "examples": ", ".join(outcome.examples) or None,
            "explanation": outcome.check.explanation + (f" Not evaluated: {outcome.fault}" if outcome.fault else ""),
        }
        for result in results
        for outcome in result.outcomes
    ]
    return pl.DataFrame(rows, VALIDATIONS)


def _expectation(outcome: Outcome) -> str:
    """Name the expectation's type and what it looks at."""
    check = outcome.check
    return f"{check.expectation}: {check.table}.{check.name}"


def _sentence(outcome: Outcome, batch: Batch) -> str:
    """Say what broke, in which rows of which sources."""
    check = outcome.check
    if outcome.fault:
        return (
            f"{check.table}: {check.name} could not be evaluated, as {outcome.fault.rstrip('.')}; {check.explanation}"
        )
    named = [
        " ".join(part for part in (row_id, _source(check.table, row_id, batch), _shown(value)) if part)
        for row_id, value in zip_longest(outcome.examples[:NAMED], outcome.values[:NAMED], fillvalue="")
    ]
    unnamed = (outcome.failed or 0) - len(named)
    more = f" and {unnamed:,} more" if unnamed > 0 else ""
    verb = "breaks" if outcome.failed == 1 else "break"
    return (
        f"{check.table}: {outcome.failed:,} of {counted(outcome.evaluated or 0, 'row')} {verb} {check.name}"
        f" ({check.explanation.rstrip('.')}): {'; '.join(named)}{more}."
    )


def _source(table: str, row_id: str, batch: Batch) -> str:
    """Where the article of a row is, in words; empty where the row is of no single article, or its article is gone."""
    rows = batch.rows(table)
    if "article_id" not in rows.collect_schema():
        return ""
    articles = of_rows(rows.filter(pl.col(primary_key(table)) == row_id), pl.col("article_id"))
    named = batch.rows("articles").filter(pl.col("article_id").is_in(articles.implode()))
    found = of_rows(named, pl.col("source_uri"))
    return f"in {found[0]}" if len(found) else ""


def _shown(value: str) -> str:
    return f"({shorten(value, SHOWN, placeholder=' …')})" if value else ""
