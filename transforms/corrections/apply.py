"""Corrections of rows, applied to the tables of a batch before the gates.

Covers: a row dropped with what hangs on it, columns set, an event mention of another type, an actor mention that names
another actor. What is not as its correction expects stays as it is and is told.
Does not cover: events, which are found afterwards; figures that name an actor without a mention.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from transforms.corrections.model import Drop, Override, Relink, Retype, read
from transforms.frames import REJECTS
from transforms.merge.single import each_alone
from warehouse.tables import CORE, OPS
from warehouse.tables.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from transforms.corrections.model import OfEvents, RowCorrection

Frames = dict[str, pl.DataFrame]
#: Rules of rejects that tell of a correction that did nothing.
NOT_NEEDED, OTHER_ROW = "correction_not_needed", "correction_expects_other"
#: What hangs on a row that is dropped: table, column that refers to it.
_HANGS = {
    "event_mentions": (("event_participants", "event_mention_id"), ("attributions", "event_mention_id")),
    "statistics": (("attributions", "statistic_id"),),
}
_WITH_ACTOR = ("actor_mentions", "event_participants", "attributions")
_NAMED = ("name", "kind", "country", "sector")


@dataclass(frozen=True)
class Corrected:
    """`tables`: as they were given, corrected. `rejects`: schema REJECTS. `told`: `ops.corrections` but run_id."""

    tables: Frames
    rejects: pl.DataFrame
    told: pl.DataFrame


def corrected(
    tables: Mapping[str, pl.DataFrame],
    corrections: Iterable[RowCorrection],
    intensities: pl.DataFrame,
    *,
    in_force: Collection[str] = (),
) -> Corrected:
    """Correct the rows of a batch; corrections of articles that it does not hold are passed over.

    `tables`: the core tables, each event mention an event of its own. `intensities`: event_type, event_mode (NULL: no
    mode), quad_code, intensity. `in_force`: correction_ids that the rows of the batch have been through already.
    """
    found = dict(tables)
    held = set(found["articles"]["article_id"])
    remarks, told = [], []
    for one in corrections:
        if one.article not in held:
            continue
        why = _not_needed(found, one, intensities) if one.correction_id not in in_force else None
        told.append(told_of(one, is_needed=why is None))
        if why is None:
            _apply(found, one, intensities)
        else:
            remarks.append(_remark(one, *why, found["articles"]))
    if told:
        found["events"] = each_alone(found["event_mentions"]).sort("event_id")
        found["actors"] = _used(found)
    schema = [*pl.Schema(OPS["corrections"]).items()]
    return Corrected(
        found,
        pl.DataFrame(remarks, REJECTS),
        pl.DataFrame(told, pl.Schema([(name, dtype) for name, dtype in schema if name != "run_id"])),
    )


def told_of(one: RowCorrection | OfEvents, *, is_needed: bool = True) -> dict[str, Any]:
    """A correction as a row of `ops.corrections`, but run_id."""
    is_row = hasattr(one, "article")
    return {
        "correction_id": one.correction_id,
        "action": one.action,
        "table_name": getattr(one, "on", "event_mentions"),
        "row_ids": [getattr(one, "id", None)] if is_row else getattr(one, "mentions", []),
        "apart_from": getattr(one, "apart_from", []),
        "article_id": getattr(one, "article", None),
        "is_needed": is_needed,
        "reason": one.reason,
    }


def _not_needed(tables: Frames, one: RowCorrection, intensities: pl.DataFrame) -> tuple[str, str] | None:
    """Rule and sentence where a correction does not fit its row; None where it does."""
    row = _row(tables, one)
    if row is None:
        return NOT_NEEDED, "the row is not there any more"
    goal = _goal(one, intensities)
    if goal and all(row[column] == value for column, value in goal.items()):
        return NOT_NEEDED, "the row is that way already"
    for column, value in read(one.on, one.expect).items():
        if row[column] != value:
            return OTHER_ROW, f"{column} is {row[column]!r}, where {value!r} was expected"
    return None


def _row(tables: Frames, one: RowCorrection) -> dict[str, Any] | None:
    (key,) = CORE[one.on].primary_key()
    rows = tables[one.on].filter(pl.col(key) == one.id, pl.col("article_id") == one.article)
    if one.on == "actor_mentions":
        rows = rows.join(tables["actors"].select("actor_id", *_NAMED), on="actor_id", how="left")
    return rows.row(0, named=True) if rows.height else None


def _goal(one: RowCorrection, intensities: pl.DataFrame) -> dict[str, Any]:
    """The columns that a correction sets."""
    if isinstance(one, Override):
        return read(one.table, one.set)
    if isinstance(one, Retype):
        kind = intensities.filter(
            pl.col("event_type") == one.event_type, pl.col("event_mode").eq_missing(pl.lit(one.event_mode))
        )
        plain = intensities.filter(pl.col("event_type") == one.event_type, pl.col("event_mode").is_null())
        (told,) = pl.concat([kind, plain]).head(1).to_dicts()
        return told | {"event_mode": one.event_mode}
    if isinstance(one, Relink):
        return {name: getattr(one.actor, name) for name in _NAMED}
    return {}


def _apply(tables: Frames, one: RowCorrection, intensities: pl.DataFrame) -> None:
    if isinstance(one, Drop):
        _drop(tables, one.table, one.id)
    elif isinstance(one, Relink):
        _relink(tables, one)
    else:
        (key,) = CORE[one.on].primary_key()
        tables[one.on] = _set(tables[one.on], pl.col(key) == one.id, _goal(one, intensities))


def _set(frame: pl.DataFrame, where: pl.Expr, values: Mapping[str, Any]) -> pl.DataFrame:
    given = pl.DataFrame([dict(values)], {name: frame.schema[name] for name in values})
    return frame.with_columns(
        pl.when(where).then(pl.lit(given[name]).first()).otherwise(pl.col(name)).alias(name) for name in values
    )


def _drop(tables: Frames, name: str, key: str) -> None:
    (column,) = CORE[name].primary_key()
    tables[name] = tables[name].filter(pl.col(column) != key)
    for other, reference in _HANGS.get(name, ()):
        tables[other] = tables[other].filter(pl.col(reference).ne_missing(pl.lit(key)))
    if name == "event_mentions":
        is_its = pl.col("event_mention_id").eq_missing(pl.lit(key))
        tables["statistics"] = _set(tables["statistics"], is_its, {"event_mention_id": None})


def _relink(tables: Frames, one: Relink) -> None:
    new = {name: getattr(one.actor, name) for name in (*_NAMED, "wikidata_id")}
    schema = {name: dtype for name, dtype in pl.Schema(CORE["actors"]).items() if name != "actor_id"}
    actor = pl.DataFrame([new | {"is_resolved": True}], schema)
    actor = actor.with_columns(actor_id=id_of("name", "kind", "country", "sector", "is_resolved"))
    tables["actors"] = pl.concat([tables["actors"], actor.select(tables["actors"].columns)]).unique(
        "actor_id", keep="first", maintain_order=True
    )
    is_its = pl.col("actor_mention_id") == one.id
    for name in _WITH_ACTOR:
        tables[name] = _set(tables[name], is_its, {"actor_id": actor["actor_id"][0]})


def _used(tables: Frames) -> pl.DataFrame:
    """Actors to which something refers."""
    figures = tables["statistics"]
    used = [
        *(tables[name]["actor_id"] for name in _WITH_ACTOR),
        figures["subject_actor_id"],
        figures["by_actor_ids"].explode(),
    ]
    ids = pl.concat([column.rename("actor_id") for column in used]).drop_nulls().unique()
    return tables["actors"].filter(pl.col("actor_id").is_in(ids.implode()))


def _remark(one: RowCorrection, rule: str, why: str, articles: pl.DataFrame) -> dict[str, Any]:
    (source,) = articles.filter(article_id=one.article)["source_uri"]
    return {
        "stage": "gate",
        "table_name": one.on,
        "rule": rule,
        "source_uri": source,
        "article_id": one.article,
        "row_id": one.id,
        "reason": f"The correction ({one.action}) of {one.on} {one.id} did nothing, as {why}; remove it or mend it.",
        "evidence": json.dumps(one.model_dump(exclude={"reason", "article", "id"}), ensure_ascii=False)[:500],
    }
