"""What may be written: only frames that are declared, and exactly as declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from warehouse.ddl import key_of
from warehouse.errors import ContractBroken
from warehouse.tables import ARTICLE_SCOPED, CORE
from warehouse.tables.reference import CROSSWALKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warehouse.tables import Table


def check_batch(tables: Mapping[str, pl.DataFrame]) -> None:
    """Pass a batch with every core table as declared and rows of its own articles only, or raise ContractBroken.

    One table is held at a time, as `tables` may read them when they are asked for.
    """
    if odd := sorted(set(tables) ^ set(CORE)):
        what = "lacks" if odd[0] in CORE else "has the undeclared"
        raise ContractBroken(f"The batch {what} table {odd[0]}; it needs those of warehouse/tables; nothing loaded.")
    articles = tables["articles"]
    check("articles", CORE["articles"], articles)
    held = articles.select("article_id")
    del articles
    for name, table in CORE.items():
        frame = tables[name]
        check(name, table, frame)
        if name in ARTICLE_SCOPED and (strays := frame.join(held, on="article_id", how="anti")).height:
            stray = strays["article_id"][0]
            raise ContractBroken(f"{name} has rows of article {stray}, which the batch does not hold; nothing loaded.")


def check(name: str, table: type[Table], frame: pl.DataFrame) -> None:
    """Pass a frame with the declared columns and types, no NULL where there must be none, and each key once.

    Raises ContractBroken, which names the frame and the columns or the key.
    """
    declared = pl.Schema(table)
    if frame.schema != declared:
        differing = {column for column, _ in set(frame.schema.items()) ^ set(declared.items())}
        what = ", ".join(sorted(differing)) or "the order of its columns"
        raise ContractBroken(
            f"The frame for {name} differs from its declaration in {what}; correct what makes it; nothing loaded."
        )
    empty = [c for c, told in table.columns().items() if not told.nullable and frame[c].null_count()]
    if empty:
        raise ContractBroken(f"The frame for {name} has NULL in {', '.join(empty)}; nothing loaded.")
    keys = frame[key_of(table)]
    twice = keys.filter(keys.is_duplicated())
    if len(twice):
        raise ContractBroken(f"The frame for {name} has the key {twice[0]} more than once; nothing loaded.")


def check_crosswalk(name: str, frame: pl.DataFrame) -> None:
    """Pass a crosswalk that keeps its declaration, or raise ContractBroken."""
    if name not in CROSSWALKS:
        raise ContractBroken(f"No crosswalk {name} is declared; there are {', '.join(CROSSWALKS)}; nothing loaded.")
    if not CROSSWALKS[name].is_valid(frame):
        _, failed = CROSSWALKS[name].filter(frame) if frame.schema == pl.Schema(CROSSWALKS[name]) else (None, None)
        broken = ", ".join(failed.counts()) if failed is not None else f"its columns, {', '.join(frame.columns)}"
        raise ContractBroken(f"The crosswalk {name} breaks its declaration in {broken}; nothing loaded.")
