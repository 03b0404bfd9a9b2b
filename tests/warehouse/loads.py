"""Loads for the tests: a run, no rejects, no validations."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from warehouse.publish import Counts, publish
from warehouse.tables import OPS
from warehouse.tables.ids import content_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warehouse.place import Place

_GIVEN = [column for column in OPS["rejects"].columns() if column not in ("reject_id", "run_id")]
NO_REJECTS = pl.DataFrame(schema=dict.fromkeys(_GIVEN, pl.String))
NO_VALIDATIONS = OPS["validations"].create_empty()


def a_run(name: str = "first", **values: object) -> dict[str, object]:
    return {
        "run_id": content_id("run", name),
        "started_at": datetime(2024, 1, 2, 3, 4),
        "sources": ["articles"],
        "articles_read": 2,
        "articles_new": 2,
        **values,
    }


def reject(**values: str | None) -> pl.DataFrame:
    row = {"stage": "extract", "rule": "has_text", "source_uri": "a.csv", "reason": "a.csv has no text; add one."}
    return pl.DataFrame([dict.fromkeys(_GIVEN) | row | values], NO_REJECTS.schema)


def validation(run: str = "first") -> pl.DataFrame:
    row: dict[str, Any] = {
        "validation_id": content_id(run, "ids"),
        "run_id": content_id("run", run),
        "suite": "articles",
        "expectation": "ids are unique",
        "severity": "critical",
        "success": True,
        "evaluated": 2,
        "failed": 0,
        "examples": None,
        "explanation": "Each article is there once.",
    }
    return pl.DataFrame([row], NO_VALIDATIONS.schema)


def load(path: Place, tables: Mapping[str, pl.DataFrame], run: str = "first") -> Counts:
    return publish(path, run=a_run(run), tables=tables, rejects=NO_REJECTS, validations=NO_VALIDATIONS)
