"""A suite for each table, made from its declaration: one expectation for each of its rules, all of them critical."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl

from expectations.check import FLAG, Check, Suite
from expectations.declared import columns as declared_columns
from expectations.declared import in_words, parts, rules, values
from warehouse.tables import CORE

#: The check that looks at the columns themselves. Its flags are true, or can't be made.
AS_DECLARED = "columns_are_declared"


@cache
def checks(table: str) -> list[Check]:
    """Turn every declared rule of `table` into a check, after one that its columns are the declared ones.

    A rule that Great Expectations has an expectation for (not NULL, pattern, bounds, closed list, length, unique)
    becomes that one; any other (items of a list, rules over several columns) becomes a column of flags.
    """
    columns = Check(table, AS_DECLARED, "critical", f"The columns of {table} have the declared names and types.")
    return [columns, *(_check(table, rule) for rule in rules(table))]


def suite(table: str, frame: pl.DataFrame) -> Suite:
    """Put the checks of `table` with its rows: the declared columns and a column of flags where a check needs one."""
    wanted = checks(table)
    declared = rules(table)
    flagged, faults = _with_flags(frame, {c.name: declared[c.name] for c in wanted if c.is_flag and c.name in declared})
    odd = _undeclared(frame.schema, pl.Schema(CORE[table]))
    if odd:
        faults[AS_DECLARED] = odd
    else:
        flagged = flagged.with_columns(pl.lit(True).alias(AS_DECLARED))
    return Suite(table, table, table, wanted, flagged, faults)


def _undeclared(schema: pl.Schema, declared: pl.Schema) -> str:
    """Say how the columns differ from the declared ones; nothing where they do not."""
    missing = [f"{name} is missing" for name in declared if name not in schema]
    extra = [f"{name} is not declared" for name in schema if name not in declared]
    other = [f"{n} is {schema[n]} instead of {t}" for n, t in declared.items() if n in schema and schema[n] != t]
    return ", ".join(missing + extra + other)


def _check(table: str, rule: str) -> Check:
    column, kind = parts(table, rule)
    expectation, arguments = _native(table, column, kind)
    return Check(table, rule, "critical", f"In {table}, {in_words(table, rule)}.", expectation, arguments)


def _native(table: str, column: str, kind: str) -> tuple[str, dict[str, Any]]:
    """Find the expectation that checks a kind of rule, with its arguments; a flag where there is none."""
    declared = declared_columns(table).get(column)
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
