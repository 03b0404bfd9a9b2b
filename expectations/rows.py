"""The row gate: rows that break a declared rule go out, with the rule and the row, and so does what refers to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from expectations.declared import SHARED, in_words, primary_key, references
from warehouse.tables import CORE, OPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Tables = dict[str, pl.DataFrame]

#: Characters of a string, and items of a list, that evidence keeps.
EVIDENCE_CHARS = 160
EVIDENCE_ITEMS = 20

# No table may have a column of this name ("rule" is one).
BROKEN = "broken_rules"

#: `ops.rejects` without its id and run.
REJECTS = pl.Schema({c: t for c, t in pl.Schema(OPS["rejects"]).items() if c not in ("reject_id", "run_id")})


def gate(
    tables: Mapping[str, pl.DataFrame], *, known: Mapping[str, Iterable[str]] | None = None
) -> tuple[Tables, pl.DataFrame]:
    """Part the rows of a batch into good ones and refused ones.

    A row is refused that breaks a rule of its declaration, or refers (also where NULL is allowed) to a row that is
    refused or in neither the batch nor `known`; rows of a refused article go with it, and a shared row (actor, place,
    event, story) goes when every row that referred to it is refused (rule `unused`). This is repeated until nothing
    changes, which it must, as each round refuses at least one row. A refused row's id counts as missing even if
    `known` has it: the batch meant to replace that row.

    Two rows that are alike in every column are one row. Different rows with one id are all refused: the id is made
    from content, so at least one of them is wrong, and to keep any of them would be a guess that hides the fault.

    Args:
        tables: Every core table, each with its declared schema.
        known: Table name -> ids that the warehouse already has and the batch may refer to.

    Returns:
        The core tables without the refused rows, row order kept, and the refused rows (`REJECTS`, stage `gate`), one
        row each with its rules joined by `, `, sorted by table and row id.

    Raises:
        KeyError: A core table is missing.
        dataframely.exc.SchemaError: A table lacks a declared column or has it with another type.

    """
    known = known or {}
    given = {name: _distinct(name, tables[name]) for name in CORE}
    good: Tables = {}
    refused: dict[str, list[pl.DataFrame]] = {name: [] for name in CORE}
    for name, table in CORE.items():
        passed, failure = table.filter(given[name])
        # what is passed as a whole is not held twice
        good[name] = given[name] if given[name].shape == passed.shape else passed
        refused[name].append(_with_rules(failure.details(), given[name].columns))

    while True:
        broken = {name: _broken(name, good, given, known) for name in CORE}
        if not any(frame.height for frame in broken.values()):
            break
        for name, frame in broken.items():
            if frame.height:
                refused[name].append(frame)
                key = primary_key(name)
                good[name] = good[name].filter(~pl.col(key).is_in(frame[key].implode()))

    sources = given["articles"].group_by("article_id").agg(pl.col("source_uri").min())
    rejects = [_rejects(name, pl.concat(frames), sources) for name, frames in refused.items()]
    return good, pl.concat(rejects).sort("table_name", "row_id", "rule", "evidence")


def _distinct(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` without repetitions of whole rows; looks at whole rows only where ids are repeated."""
    key = primary_key(name)
    if key not in frame.columns or not frame[key].is_duplicated().any():
        return frame
    return frame.unique(maintain_order=True)


def _with_rules(details: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Failing rows with the names of their broken rules, out of dataframely's one column a rule."""
    names = [column for column in details.columns if column not in columns]
    broken = [pl.when(pl.col(name).cast(pl.String) == "invalid").then(pl.lit(name)) for name in names]
    return details.select(*columns, _joined(broken).alias(BROKEN))


def _broken(name: str, good: Tables, given: Tables, known: Mapping[str, Iterable[str]]) -> pl.DataFrame:
    """Rows of `good[name]` that refer to nothing, or that nothing refers to any more, with the rules' names."""
    faults = {
        reference.rule: ~reference.holds(_ids(reference.target, good, given, known)) for reference in references(name)
    }
    if name in SHARED:
        lost = set(_referred(name, given)) - set(_referred(name, good))
        faults["unused"] = pl.col(primary_key(name)).is_in(sorted(lost))
    named = [pl.when(fault).then(pl.lit(rule)) for rule, fault in faults.items()]
    return good[name].with_columns(_joined(named).alias(BROKEN)).filter(pl.col(BROKEN) != "")


def _ids(name: str, good: Tables, given: Tables, known: Mapping[str, Iterable[str]]) -> pl.Series:
    """Ids of table `name` that a row may refer to."""
    key = primary_key(name)
    elsewhere = pl.Series(key, list(known.get(name, ())), dtype=pl.String)
    return pl.concat([good[name][key], elsewhere.filter(~elsewhere.is_in(given[name][key].implode()))])


def _referred(name: str, tables: Tables) -> pl.Series:
    """Ids of table `name` that rows of `tables` refer to."""
    columns = [
        tables[table][reference.column].explode() if reference.is_list else tables[table][reference.column]
        for table in CORE
        for reference in references(table)
        if reference.target == name
    ]
    return pl.concat([column.rename("id") for column in columns]).drop_nulls().unique()


def _joined(names: Sequence[pl.Expr]) -> pl.Expr:
    return pl.concat_str(names, separator=", ", ignore_nulls=True)


def _rejects(name: str, refused: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """Refused rows of one table, with column `broken_rules`, as rejects."""
    key = primary_key(name)
    row = refused.drop(BROKEN)
    shortened = [
        pl.col(column).str.slice(0, EVIDENCE_CHARS)
        if dtype == pl.String
        else pl.col(column).list.head(EVIDENCE_ITEMS)
        if isinstance(dtype, pl.List)
        else pl.col(column)
        for column, dtype in row.schema.items()
    ]
    article = pl.col("article_id") if "article_id" in row.columns else pl.lit(None, pl.String)
    found = refused.select(
        rule=BROKEN,
        stage=pl.lit("gate"),
        table_name=pl.lit(name),
        article_id=article,
        row_id=pl.col(key),
        evidence=pl.struct(shortened).struct.json_encode(),
    ).join(sources, on="article_id", how="left", maintain_order="left")
    where = pl.format(f"A row of {name} in {{}}", pl.col("source_uri"))
    demands = {
        rules: " and ".join(in_words(name, rule) for rule in rules.split(", ")) for rules in found["rule"].unique()
    }
    why = pl.col("rule").replace_strict(demands, default=None, return_dtype=pl.String)
    reason = pl.concat_str(where.fill_null(f"A row of {name}"), pl.lit(" was refused because "), why, pl.lit("."))
    return found.with_columns(reason=reason).select(REJECTS.names()).cast(REJECTS)
