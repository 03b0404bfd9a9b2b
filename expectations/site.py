"""The validation reports as pages that open from disk: styles are inside, nothing is loaded, no script runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from expectations.words import counted

if TYPE_CHECKING:
    import polars as pl

    from expectations.engine import Result

#: Columns of `ops.runs` that the index shows.
COUNTS = ("articles_read", "articles_new", "rows_inserted", "rows_updated", "rows_deleted", "rejects")
MARKS = dict.fromkeys(("loaded", "nothing_new", "removed", "readmitted"), "good") | dict.fromkeys(
    ("held", "failed"), "bad"
)

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_PAGES.filters["counted"] = counted


def write_run(site: Path, run_id: str, results: list[Result], *, failures: list[str], warnings: list[str]) -> Path:
    """Write the pages of one run below `site/runs/<run_id>/`: one for each suite, and an index of them.

    Returns:
        The run's index page.

    Raises:
        OSError: The pages can't be written.

    """
    folder = site / "runs" / run_id
    folder.mkdir(parents=True, exist_ok=True)
    for result in results:
        (folder / f"{result.suite.page}.html").write_text(result.page, encoding="utf-8")
    suites = [
        {
            "page": result.suite.page,
            "table": result.suite.table,
            "rows": result.rows,
            "expectations": len(result.outcomes),
            "broken": sum(not outcome.success for outcome in result.outcomes),
        }
        for result in results
    ]
    page = _PAGES.get_template("site_run.j2").render(
        run_id=run_id,
        failures=failures,
        warnings=warnings,
        suites=suites,
        expectations=sum(len(result.outcomes) for result in results),
    )
    return _write(folder / "index.html", page)


def index(site: Path, runs: pl.DataFrame) -> Path:
    """Write `site/index.html`: every run, newest first, with a link to its pages where it has any.

    Args:
        site: Folder of the pages; made where it is missing.
        runs: `ops.runs`, or at least its columns `run_id`, `started_at`, `status`, `message` and the counts.

    Returns:
        The index page.

    Raises:
        OSError: The page can't be written.
        polars.exceptions.ColumnNotFoundError: `runs` lacks a column.

    """
    wanted = runs.select("run_id", "started_at", "status", "message", *COUNTS)
    rows = wanted.sort("started_at", "run_id", descending=True, nulls_last=True).to_dicts()
    for row in rows:
        link = f"runs/{row['run_id']}/index.html"
        row["link"] = link if (site / link).is_file() else None
    site.mkdir(parents=True, exist_ok=True)
    return _write(
        site / "index.html", _PAGES.get_template("site_runs.j2").render(runs=rows, counts=COUNTS, marks=MARKS)
    )


def _write(path: Path, page: str) -> Path:
    path.write_text(page, encoding="utf-8")
    return path
