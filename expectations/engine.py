"""Great Expectations, told of our checks and asked for plain results; the only module that knows it.

It is imported when the first batch is validated and not before, as that takes about three seconds. It runs on pandas
frames over the same Arrow memory as the Polars ones, in a context that is kept nowhere, and says nothing on its own:
no progress bars, no log lines, no usage statistics.
"""

from __future__ import annotations

import gc
import html
import logging
import os
import re
import sys
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import polars as pl
import polars.selectors as cs

from expectations.declared import primary_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from expectations.check import Check, Suite

#: Failing rows that a result names.
EXAMPLES = 20

# A page that only Great Expectations' own site has.
LINK_TO_SUITE = re.compile(r'<a href="[^"]*/expectations/[^"]*"\s*>(.*?)</a>')

TEMPLATES = Path(__file__).parent


@dataclass(frozen=True)
class Outcome:
    """What came of a check.

    Attributes:
        check: The check.
        success: Whether it held; false where it could not be evaluated.
        evaluated: Rows it applied to; None where it could not be evaluated.
        failed: Rows that broke it; None where it could not be evaluated.
        examples: Keys of up to `EXAMPLES` failing rows.
        values: What those rows have in the column it looks at; empty where it looks at flags.
        fault: Why it could not be evaluated, else None.

    """

    check: Check
    success: bool
    evaluated: int | None
    failed: int | None
    examples: list[str]
    values: list[str]
    fault: str | None


@dataclass(frozen=True)
class Result:
    """The outcomes of a suite, in the order of its checks, and its page as HTML that loads nothing.

    The suite's frame is gone; `rows` is how many rows it had.
    """

    suite: Suite
    rows: int
    outcomes: list[Outcome]
    page: str


def run(suites: Iterable[Suite], *, run_id: str) -> list[Result]:
    """Evaluate suites, in order; each is asked for when its turn comes, and let go of.

    A check that can't be evaluated raises nothing: it is an outcome with a fault.
    """
    with _quiet(), _uncollected():
        engine = _Engine(run_id)
        # a name for the suite would hold its rows while the next one's are made
        return list(map(engine.evaluate, suites))


def prepare() -> None:
    """Import Great Expectations ahead of `run`, in a thread that nobody else's warnings depend on."""
    with _quiet(), _uncollected():
        _Engine("")


class _Engine:
    """Great Expectations, imported and set up for one run."""

    def __init__(self, run_id: str) -> None:
        with _unused("scipy.stats", "altair"):
            import great_expectations as gx  # noqa: PLC0415 - seconds that only a validation should pay
        from great_expectations.core.run_identifier import RunIdentifier  # noqa: PLC0415 - as above
        from great_expectations.data_context.types.base import (  # noqa: PLC0415 - as above
            DataContextConfig,
            InMemoryStoreBackendDefaults,
            ProgressBarsConfig,
        )
        from great_expectations.render import renderer, view  # noqa: PLC0415 - as above
        from great_expectations.validator.v1_validator import Validator  # noqa: PLC0415 - as above

        from expectations import lean  # noqa: PLC0415 - as above

        config = DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
            analytics_enabled=False,
            progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
        )
        context = gx.get_context(mode="ephemeral", project_config=config)
        source: Any = context.data_sources.add_pandas("batch")
        # one for all suites, as the configuration of the context is written anew for each
        self._rows = source.add_dataframe_asset("tables").add_batch_definition_whole_dataframe("rows")
        self._gx: Any = gx
        self._lean, self._counts = lean.lean, lean.LEAN
        # what a batch validates itself with, which reads and hashes the frame once more
        self._validator: Any = Validator
        # without a time it reads the name as one, and a name of digits overflows
        self._run = RunIdentifier(run_name=f"run {run_id}", run_time=datetime.now(UTC))
        # Neither module exports its classes in a way that a type checker accepts.
        rendering: Any = renderer
        viewing: Any = view
        self._renderer = rendering.ValidationResultsPageRenderer()
        self._view = viewing.DefaultJinjaPageView(custom_views_directory=str(TEMPLATES))

    def evaluate(self, suite: Suite) -> Result:
        key = primary_key(suite.table)
        validator = self._validator(self._rows, self._counts, {"dataframe": _pandas(suite.frame)})
        found = validator.validate_expectation_suite(self._expectations(suite, suite.checks))
        broken = [(check, result) for check, result in _paired(suite, found) if _is_broken(result)]
        for check, result in broken:
            if check.is_flag:
                result.result |= _named_flags(suite.frame, key, check.name)
        # To name rows takes as long again as to count them: only where there are rows to name.
        natives = [check for check, _ in broken if not check.is_flag]
        if natives:
            validator.result_format = {
                "result_format": "SUMMARY",
                "partial_unexpected_count": EXAMPLES,
                "unexpected_index_column_names": [key],
            }
            closer = validator.validate_expectation_suite(self._expectations(suite, natives))
            names = {check.name for check in natives}
            found.results = [r for r in found.results if _name(r) not in names] + closer.results
        found.meta["run_id"] = self._run
        outcomes = [_outcome(check, result, suite, key) for check, result in _paired(suite, found)]
        return Result(suite._replace(frame=suite.frame.clear()), suite.frame.height, outcomes, self._page(found))

    def _expectations(self, suite: Suite, checks: list[Check]) -> Any:  # noqa: ANN401 - Great Expectations is not typed
        expectations = [
            self._lean(check.expectation)(
                **check.keywords(), severity=check.severity, description=check.explanation, meta={"check": check.name}
            )
            for check in checks
        ]
        return self._gx.ExpectationSuite(name=suite.page, expectations=expectations)

    def _page(self, found: Any) -> str:  # noqa: ANN401 - Great Expectations is not typed
        """Its own page of a result in our frame, as its own frame loads styles and scripts from the web."""
        for result in found.results:
            # It shows rows only where it is told of all of them, and how to find them in a frame nobody has.
            named = {"unexpected_index_list": result.result.get("partial_unexpected_index_list")}
            result.result = _escaped(result.result | named | {"unexpected_index_query": None})
        page = str(self._view.render(self._renderer.render(found), template="site_suite.j2"))
        return LINK_TO_SUITE.sub(r"\1", page)


def _pandas(frame: pl.DataFrame) -> Any:  # noqa: ANN401 - pandas is not typed
    """`frame` over the same memory; whole columns of numbers as NumPy has them, to be compared all at once."""
    numbers = [s for s in frame.select(cs.by_dtype(pl.Int64, pl.Float64)) if not s.has_nulls() and s.is_finite().all()]
    rows = frame.to_pandas(use_pyarrow_extension_array=True)
    return rows.assign(**{series.name: series.to_numpy() for series in numbers})


def _is_broken(result: Any) -> bool:  # noqa: ANN401 - Great Expectations is not typed
    return result is not None and not result.success and _fault(result.exception_info) is None


def _named_flags(frame: pl.DataFrame, key: str, flag: str) -> dict[str, Any]:
    """What a result says of the first rows whose flag is false."""
    rows = frame.filter(~pl.col(flag)).select(key, flag).head(EXAMPLES).to_dicts()
    return {
        "partial_unexpected_list": [False] * len(rows),
        "partial_unexpected_counts": [{"value": False, "count": len(rows)}],
        "partial_unexpected_index_list": rows,
        "unexpected_index_column_names": [key],
    }


def _name(result: Any) -> str:  # noqa: ANN401 - Great Expectations is not typed
    """Name the check a result is of: its column is not enough, as a least and a most value look at one column alike."""
    return str(result.expectation_config.meta["check"])


def _paired(suite: Suite, found: Any) -> list[tuple[Check, Any]]:  # noqa: ANN401 - Great Expectations is not typed
    """Every check with its result, or None; Great Expectations gives results in an order of its own."""
    results = {_name(result): result for result in found.results}
    return [(check, results.get(check.name)) for check in suite.checks]


def _outcome(check: Check, result: Any, suite: Suite, key: str) -> Outcome:  # noqa: ANN401 - Great Expectations is not typed
    fault = "it gave no result" if result is None else _fault(result.exception_info)
    if fault is None and "element_count" not in result.result:
        fault = "it gave a result without a number of rows"
    if fault is not None:
        return Outcome(check, False, None, None, [], [], suite.faults.get(check.name, fault))
    found = result.result
    broken = (found.get("partial_unexpected_index_list") or [])[:EXAMPLES]
    return Outcome(
        check=check,
        success=bool(result.success),
        evaluated=found["element_count"] - (found.get("missing_count") or 0),
        failed=found["unexpected_count"],
        examples=[str(row[key]) for row in broken],
        values=[] if check.is_flag else [str(row[check.keywords()["column"]]) for row in broken],
        fault=None,
    )


def _fault(info: dict[str, Any]) -> str | None:
    """Why a check could not be evaluated; it is told flat, or once for each of its metrics."""
    for one in [info] if "raised_exception" in info else info.values():
        if one["raised_exception"]:
            return re.sub(r"\s+", " ", str(one["exception_message"])).strip() or "it failed without a message"
    return None


def _escaped(value: Any) -> Any:  # noqa: ANN401 - Great Expectations is not typed
    """Make markup in a result plain text: its page shows values of rows as they are."""
    if isinstance(value, str):
        return html.escape(value)
    if isinstance(value, dict):
        return {name: _escaped(item) for name, item in value.items()}
    return [_escaped(item) for item in value] if isinstance(value, list) else value


class _Later(ModuleType):
    """A module that is imported when something of it is looked at."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the module holds
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def _unused(*names: str) -> Iterator[None]:
    """Put off modules that Great Expectations imports for expectations that no suite has: half of its time.

    Once it is imported, everyone else finds them as they are.
    """
    later = {name: _Later(name) for name in names if name not in sys.modules}
    sys.modules.update(later)
    try:
        yield
    finally:
        for name, module in later.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Put off the search for garbage, which an import makes none of: with all that a run holds it takes a second."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _quiet() -> Iterator[None]:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
