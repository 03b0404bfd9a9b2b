"""Event mentions that tell the same event.

Covers: mentions whose type, mode, status, day, place, actors and recipients are all told and all the same ("Rebels shot
two farmers in Goma on Monday" in two articles). Anything less certain stays apart: a wrong merge hides an event, a
missed one only repeats it.
Does not cover: dates that differ by a day, participants told with other names, figures.
"""

from __future__ import annotations

import polars as pl

from warehouse.tables import CORE
from warehouse.tables.ids import id_of

_SHARED = ("event_type", "event_mode", "status", "date_start", "date_end", "date_precision", "place_id")


def merge_events(mentions: pl.DataFrame, participants: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give each mention its event and make the events.

    `mentions`: columns of event_mentions but event_id. `participants`: event_mention_id, role, actor_id.
    Returns the mentions with event_id, and rows of the table events. The id depends on nothing but the mention itself,
    so the order in which articles arrive doesn't matter.
    """
    sides = participants.group_by("event_mention_id").agg(
        actors=pl.col("actor_id").filter(pl.col("role") == "actor").unique().sort().str.join(" "),
        recipients=pl.col("actor_id").filter(pl.col("role") == "recipient").unique().sort().str.join(" "),
    )
    keyed = mentions.join(sides, on="event_mention_id", how="left", maintain_order="left")
    certain = (
        (pl.col("status") == "actual")
        & (pl.col("date_precision") == "day")
        & (pl.col("date_start") == pl.col("date_end"))
        & pl.col("place_id").is_not_null()
        & (pl.col("actors").fill_null("") != "")
    )
    keyed = keyed.with_columns(
        event_id=pl.when(certain).then(id_of(*_SHARED, "actors", "recipients")).otherwise(id_of("event_mention_id")),
        rule=pl.when(certain)
        .then(pl.lit("same type, mode, day, place and participants"))
        .otherwise(pl.lit("single mention")),
    )
    events = keyed.sort("event_mention_id").unique("event_id", keep="first", maintain_order=True)
    return (
        keyed.drop("actors", "recipients", "rule"),
        events.select(list(CORE["events"].columns())),
    )
