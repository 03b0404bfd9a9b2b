"""One thing that is checked, as data: Great Expectations is told of it only when a batch is validated."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

Severity = Literal["critical", "warning", "info"]

FLAG = "ExpectColumnValuesToBeInSet"


@dataclass(frozen=True)
class Check:
    """An expectation about one table.

    Attributes:
        table: The core table it looks at.
        name: A declared rule (`event_type|check__one_of`) or the name of a cross-table check (`has_event`).
        expectation: Class name of the expectation in `great_expectations.expectations`.
        arguments: Its arguments; the default looks at a column of flags named as the check, which must all be true.
        severity: `critical` holds the batch, the others only report.
        explanation: What it checks, in a sentence.

    """

    table: str
    name: str
    severity: Severity
    explanation: str
    expectation: str = FLAG
    arguments: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_flag(self) -> bool:
        """Whether it looks at a column of flags that is made for it."""
        return "column" not in self.arguments and "column_list" not in self.arguments

    def keywords(self) -> dict[str, Any]:
        """Give the arguments in full."""
        return ({"column": self.name, "value_set": [True]} if self.is_flag else {}) | dict(self.arguments)


class Suite(NamedTuple):
    """The checks of one frame: `name` as `ops.validations.suite` has it, `page` the name of its page.

    `frame` has the key column of `table` and every column the checks look at; `faults` tells, by the name of a check,
    why its flags could not be made, in which case `frame` lacks the column.
    """

    name: str
    page: str
    table: str
    checks: list[Check]
    frame: pl.DataFrame
    faults: dict[str, str]
