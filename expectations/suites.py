"""A suite for each table, made from its declaration: one expectation for each of its rules, all of them critical."""

from __future__ import annotations

from typing import Any

import polars as pl

from expectations.check import FLAG, Check, Suite
from expectations.declared import in_words, parts, rules, values
from warehouse.tables import CORE


def checks(table: str) -> list[Check]:
    """Turn every declared rule of `table` into a check.

    A rule that Great Expectations has an expectation for (not NULL, pattern, bounds, closed list, length, unique)
    becomes that one; any other (items of a list, rules over several columns) becomes a column of flags.
    """
    return [_check(table, rule) for rule in rules(table)]


def suite(table: str, frame: pl.DataFrame) -> Suite:
    """Put the checks of `table` with its rows: the declared columns and a column of flags where a check needs one."""
    wanted = checks(table)
    flags = {check.name: expr for check, expr in zip(wanted, rules(table).values(), strict=True) if check.is_flag}
    flagged, faults = _with_flags(frame, flags)
    return Suite(table, table, table, wanted, flagged, faults)


def _check(table: str, rule: str) -> Check:
    column, kind = parts(table, rule)
    expectation, arguments = _native(table, column, kind)
    return Check(table, rule, "critical", f"In {table}, {in_words(table, rule)}.", expectation, arguments)


def _native(table: str, column: str, kind: str) -> tuple[str, dict[str, Any]]:
    """Find the expectation that checks a kind of rule, with its arguments; a flag where there is none."""
    declared = CORE[table].columns().get(column)
    bound = getattr(declared, kind, None)
    native: dict[str, tuple[str, dict[str, Any]]] = {
        "primary_key": ("ExpectColumnValuesToBeUnique", {"column": column}),
        "nullability": ("ExpectColumnValuesToNotBeNull", {"column": column}),
        "regex": ("ExpectColumnValuesToMatchRegex", {"column": column, "regex": bound}),
        "min": ("ExpectColumnValuesToBeBetween", {"column": column, "min_value": bound}),
        "max": ("ExpectColumnValuesToBeBetween", {"column": column, "max_value": bound}),
        "min_length": ("ExpectColumnValueLengthsToBeBetween", {"column": column, "min_value": bound}),
        "check__one_of": ("ExpectColumnValuesToBeInSet", {"column": column, "value_set": values(table, column)}),
    }
    return native.get(kind, (FLAG, {}))


def _with_flags(frame: pl.DataFrame, flags: dict[str, pl.Expr]) -> tuple[pl.DataFrame, dict[str, str]]:
    """`frame` with a column for each flag that can be made, and why the others can't."""
    columns, faults = [], {}
    for name, expr in flags.items():
        try:
            columns.append(frame.select(expr.alias(name)).to_series())
        except pl.exceptions.PolarsError as fault:
            faults[name] = str(fault).splitlines()[0]
    return frame.with_columns(columns), faults
