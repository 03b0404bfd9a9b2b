"""What the declarations of `warehouse.tables` demand: their rules, in words, and which column refers to which table."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from warehouse.tables import ARTICLE_SCOPED, CORE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataframely import Column

#: Tables whose rows several articles share: they stay only as long as something refers to them.
SHARED = tuple(name for name in CORE if name not in ARTICLE_SCOPED)

# What each kind of rule demands; `{bound}` is the column's attribute of that name.
_DEMANDS = {
    "primary_key": "{column} must be unique",
    "nullability": "{column} must not be NULL",
    "inner_nullability": "no item of {column} may be NULL",
    "regex": "{column} must match {bound}",
    "min": "{column} must be at least {bound}",
    "max": "{column} must be at most {bound}",
    "min_length": "{column} must have a length of at least {bound}",
    "inf": "{column} must be finite",
    "nan": "{column} must be a number",
    "check__one_of": "{column} must be one of {listed}",
    "check__items_one_of": "every item of {column} must be one of {listed}",
    "reference": "{column} must refer to a row of {target} that was not refused",
    "unused": "a row that others share must be referred to by at least one row that was not refused",
}


class Reference(NamedTuple):
    """Column `column` of `table` holds a key of `target`, or a list of keys where `is_list`."""

    table: str
    column: str
    target: str
    is_list: bool

    @property
    def rule(self) -> str:
        """The name under which a broken reference is refused."""
        return f"reference|{self.column}"

    def holds(self, ids: pl.Series) -> pl.Expr:
        """Whether a row's reference is among `ids`: true, false, or NULL where it refers to nothing."""
        there = ids.implode()
        if self.is_list:
            return pl.col(self.column).list.eval(pl.element().is_in(there)).list.all()
        return pl.col(self.column).is_in(there)


@cache
def columns(table: str) -> Mapping[str, Column]:
    """Give the declared columns of a core table by their names; dataframely makes them anew each time."""
    return CORE[table].columns()


@cache
def primary_key(table: str) -> str:
    """Name the key column of a core table; each has exactly one."""
    (column,) = CORE[table].primary_key()
    return column


@cache
def references(table: str) -> tuple[Reference, ...]:
    """List every column of `table` that refers to a table, in declared order."""
    found = []
    for name, column in columns(table).items():
        metadata = column.metadata or {}
        if "references" in metadata:
            found.append(Reference(table, name, metadata["references"], is_list=False))
        elif "item_references" in metadata:
            found.append(Reference(table, name, metadata["item_references"], is_list=True))
    return tuple(found)


@cache
def rules(table: str) -> dict[str, pl.Expr]:
    """Give every rule of a table by its name (`column|kind`, or the bare name of a rule over several columns).

    Each expression is true or NULL for a row that keeps the rule. They are the ones that dataframely's `filter` uses,
    so that the row gate and the suites can't disagree.
    """
    # dataframely offers the rules only through `filter`, which knows no columns but its own; its version is pinned.
    return {name: rule.expr for name, rule in CORE[table]._validation_rules(with_cast=False).items()}


def parts(table: str, rule: str) -> tuple[str, str]:
    """Split a rule's name into column and kind; the kind of a rule over several columns is its name."""
    name, _, kind = rule.partition("|")
    if name == "reference":
        return kind, name
    if rule == "primary_key":
        return primary_key(table), rule
    return (name, kind) if kind else ("", rule)


def in_words(table: str, rule: str) -> str:
    """Say what a rule demands, as a clause: "event_type must be one of AGREE, CONSULT, ..."."""
    name, kind = parts(table, rule)
    if kind not in _DEMANDS:
        return f"the rule '{rule.replace('|', ' ').replace('_', ' ')}' must hold"
    column = columns(table).get(name)
    return _DEMANDS[kind].format(
        column=name,
        bound=getattr(column, kind, None),
        listed=_listed(values(table, name)),
        target=next((reference.target for reference in references(table) if reference.column == name), None),
    )


def values(table: str, column: str) -> list[str]:
    """Give the closed list that a column, or each item of it, is out of; empty where the list is open."""
    declared = columns(table).get(column)
    metadata = (declared.metadata if declared else None) or {}
    return list(metadata.get("values") or metadata.get("item_values") or ())


def _listed(allowed: list[str]) -> str:
    return ", ".join(allowed) if len(allowed) <= 30 else f"the {len(allowed)} declared values"
