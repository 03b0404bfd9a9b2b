"""Events before linking.

Covers: each mention ("killed") as an event of its own.
Does not cover: what is told more than once, which linking finds.
"""

from __future__ import annotations

import polars as pl

from warehouse.tables import CORE
from warehouse.tables.ids import id_of


def each_alone(mentions: pl.DataFrame) -> pl.DataFrame:
    """Rows of events, one a mention. `mentions`: columns of event_mentions that events have, too."""
    told = mentions.with_columns(
        event_id=id_of("event_mention_id"),
        article_count=pl.lit(1, pl.Int64),
        source_count=pl.lit(1, pl.Int64),
        rule=pl.lit("single mention"),
    )
    return told.select(list(CORE["events"].columns()))
