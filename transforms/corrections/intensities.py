"""What an event mention of each type and mode has for its quad code and intensity, out of the ontology."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from seeds.loading import Seeds


def intensities(seeds: Seeds) -> pl.DataFrame:
    """event_type, event_mode (NULL: no mode), quad_code, intensity; a mode without a line has those of its type."""
    types = seeds.table("ontology/types.csv").select(
        "event_type", pl.col("quad_code").cast(pl.Int64), pl.col("intensity").cast(pl.Float64)
    )
    modes = seeds.table("ontology/modes.csv").select(
        "event_type", "event_mode", mode_intensity=pl.col("intensity").cast(pl.Float64)
    )
    with_mode = modes.join(types, on="event_type").with_columns(intensity=pl.coalesce("mode_intensity", "intensity"))
    columns = ["event_type", "event_mode", "quad_code", "intensity"]
    alone = types.with_columns(event_mode=pl.lit(None, pl.String))
    return pl.concat([with_mode.select(columns), alone.select(columns)])
