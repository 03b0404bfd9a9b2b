"""The expectations of Great Expectations, made to ask for their metrics once.

As they come they take some 9 ms each, however few the rows: they make their configuration anew a hundred times, copy
the frame without its NULLs, and list values that nobody looks at. Here an object makes its configuration once, and what
is the same for all expectations of a frame (its rows, the NULLs of its columns, the flags that are false) is one
metric, which the validator computes once a frame. What a regex, a bound or a closed list means, when a share is enough,
and what a result says stays with Great Expectations.

Only `engine` imports this module, and late, as it imports Great Expectations.
"""

# ruff: noqa: ANN401 - Great Expectations is not typed

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import great_expectations.expectations as given
import pandas as pd
from great_expectations.compatibility.pydantic import PrivateAttr
from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
from great_expectations.expectations.registry import get_metric_kwargs
from great_expectations.validator.metric_configuration import MetricConfiguration
from great_expectations.validator.validator import ValidationDependencies

ROWS, NULLS, COUNTS = "table.row_count", "column_values.nonnull.unexpected_count", "table.counts"
#: The result format that is lean; for any other an expectation is as it comes.
LEAN = "BASIC"
#: Values that break an expectation and that its page shows.
SHOWN = 20
_LEAN = {
    "result_format": LEAN,
    "partial_unexpected_count": SHOWN,
    "include_unexpected_rows": False,
    "map_expectation_unexpected_rows_as_dict": False,
}


class Counts(NamedTuple):
    """A frame's rows, by column its NULLs, by column of flags those that are false."""

    rows: int
    nulls: dict[str, int]
    false: dict[str, int]


class TableCounts(TableMetricProvider):
    """The metric `table.counts`, which gives `Counts`."""

    metric_name = COUNTS

    @metric_value(engine=PandasExecutionEngine)
    def _pandas(cls: Any, execution_engine: Any, metric_domain_kwargs: dict[str, Any], **_: Any) -> Counts:
        frame, _kwargs, _more = execution_engine.get_compute_domain(metric_domain_kwargs, MetricDomainTypes.TABLE)
        nulls = frame.isna().sum()
        is_flag = [pd.api.types.is_bool_dtype(dtype) for dtype in frame.dtypes]
        false = {name: int((~frame[name]).sum()) for name in frame.columns[is_flag]}
        return Counts(len(frame), {name: int(n) for name, n in nulls.items()}, false)


@cache
def lean(name: str) -> Any:
    """Class `name` of Great Expectations; lean where it looks at a column's values one by one.

    It takes the place of the other in the registry, from which a validator makes its expectations.
    """
    native = getattr(given, name)
    if not issubclass(native, ColumnMapExpectation):
        return native
    return type(native)(name, (_Lean, native), {"__doc__": native.__doc__, "_made": PrivateAttr(default=None)})


class _Lean:
    """Stands before an expectation's own methods."""

    column: str
    map_metric: str
    _made: Any

    @property
    def configuration(self) -> Any:
        if self._made is None:
            self._made = super().configuration  # type: ignore[misc] # as below
        return self._made

    def get_validation_dependencies(
        self, execution_engine: Any = None, runtime_configuration: dict[str, Any] | None = None, **more: Any
    ) -> Any:
        asked = (runtime_configuration or {}).get("result_format")
        if asked not in (LEAN, _LEAN):
            depend = super().get_validation_dependencies  # type: ignore[misc] # of the class it is mixed into
            return depend(execution_engine, runtime_configuration, **more)
        wanted = [COUNTS] if self._is_counted() else [COUNTS, self._broken]
        return ValidationDependencies({name: self._metric(name) for name in wanted}, dict(_LEAN))

    def _validate(self, metrics: dict[str, Any], *args: Any, **more: Any) -> Any:
        if COUNTS in metrics:
            metrics = self._told(metrics[COUNTS], metrics.get(self._broken))
        return super()._validate(metrics, *args, **more)  # type: ignore[misc] # as above

    @property
    def _broken(self) -> str:
        return f"{self.map_metric}.unexpected_count"

    def _is_counted(self) -> bool:
        """Whether `Counts` tell how many rows break it."""
        return self.map_metric == "column_values.nonnull" or getattr(self, "value_set", None) == [True]

    def _told(self, counts: Counts, broken: int | None) -> dict[str, Any]:
        if self.column not in counts.nulls:
            raise KeyError(f'The column "{self.column}" does not exist.')
        nulls = counts.nulls[self.column]
        if broken is None:
            # a column of another type has no value that is true
            is_not = counts.false.get(self.column, counts.rows - nulls)
            broken = nulls if self.map_metric == "column_values.nonnull" else is_not
        values = [False] * min(broken, SHOWN) if self.column in counts.false else []
        return {ROWS: counts.rows, NULLS: nulls, self._broken: broken, f"{self.map_metric}.unexpected_values": values}

    def _metric(self, name: str) -> Any:
        keys = get_metric_kwargs(name)
        domain, value = (
            {key: getattr(self, key, None) for key in keys[f"metric_{part}_keys"]} for part in ("domain", "value")
        )
        return MetricConfiguration(name, domain, value)
