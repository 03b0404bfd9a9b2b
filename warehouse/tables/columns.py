"""Columns that many tables share, so that each is described once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dataframely as dy
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

COUNTRY = r"^[A-Z]{3}$"
ID = r"^[0-9a-f]{16}$"


def key(description: str) -> dy.String:
    """The primary key of a table: 16 hexadecimal digits made from content (`ids.py`)."""
    return dy.String(primary_key=True, regex=ID, description=description)


def ref(table: str, description: str, *, nullable: bool = False) -> dy.String:
    """A key of another table; the reference is checked as a cross-table expectation."""
    return dy.String(nullable=nullable, regex=ID, description=description, metadata={"references": table})


def one_of(values: Iterable[str], description: str, *, nullable: bool = False) -> dy.String:
    """A string out of a closed list."""
    allowed = list(values)

    def is_listed(column: pl.Expr) -> pl.Expr:
        return column.is_in(allowed)

    return dy.String(
        nullable=nullable, check={"one_of": is_listed}, description=description, metadata={"values": allowed}
    )


def country(description: str) -> dy.String:
    """ISO 3166-1 alpha-3, or NULL where there is none or the text does not tell."""
    return dy.String(nullable=True, regex=COUNTRY, description=description)


def start_char() -> dy.Int64:
    """Where the evidence begins."""
    return dy.Int64(min=0, description="First character of the evidence in articles.text (0-based, in characters)")


def end_char() -> dy.Int64:
    """Where the evidence ends."""
    return dy.Int64(min=0, description="Character after the evidence in articles.text")


def evidence() -> dy.String:
    """The words themselves."""
    return dy.String(min_length=1, description="The evidence: articles.text from start_char to end_char")


def text(description: str, *, nullable: bool = True) -> dy.String:
    """A free string that is never empty: an unknown one is NULL."""
    return dy.String(nullable=nullable, min_length=1, description=description)


def confidence() -> dy.Float64:
    """How sure the rules are."""
    return dy.Float64(min=0, max=1, description="How sure the rules are, 0 to 1")


def day(description: str) -> dy.Date:
    """A calendar day or NULL."""
    return dy.Date(nullable=True, description=description)


def instant(description: str, *, nullable: bool = False) -> dy.Datetime:
    """A moment in UTC."""
    return dy.Datetime(nullable=nullable, time_unit="us", description=description)


def strings(description: str, *, values: Iterable[str] | None = None, item_references: str | None = None) -> dy.List:
    """A list of strings, never NULL; each one of `values`, or a key of the table `item_references`, where given."""
    metadata: dict[str, Any] = {} if item_references is None else {"item_references": item_references}
    check = None
    if values is not None:
        allowed = list(values)
        metadata["item_values"] = allowed
        check = {"items_one_of": lambda column: column.list.eval(pl.element().is_in(allowed)).list.all()}
    return dy.List(dy.String(), check=check, description=description, metadata=metadata)
