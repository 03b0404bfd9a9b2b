"""The tables that only the warehouse itself uses, schema `ops`: its version and the crosswalks behind the views."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from warehouse.tables import values
from warehouse.tables.columns import instant, one_of, text
from warehouse.tables.core import Table


class SchemaVersions(Table):
    """One row a version that the schema of this file has had; the highest is its version now."""

    version = dy.Int64(primary_key=True, min=1, description="Version of the schema, from 1")
    name = text("What brought the file to it", nullable=False)
    applied_at = instant("When, UTC")


class Crosswalk(Table):
    """From a PLOVER type and mode to another ontology."""

    event_type = one_of(values.EVENT_TYPES, "PLOVER event type")
    event_mode = one_of(values.EVENT_MODES, "PLOVER mode; NULL for all without a row of their own", nullable=True)

    @dy.rule()
    def told_once(cls) -> pl.Expr:
        """Each pair of type and mode has one row."""
        return pl.len().over("event_type", "event_mode") == 1


class CrosswalkCameo(Crosswalk):
    """Which CAMEO root code a PLOVER type and mode stands for."""

    cameo_root = dy.String(regex=r"^(0[1-9]|1[0-9]|20)$", description="CAMEO root code, 01 to 20")


class CrosswalkAcled(Crosswalk):
    """Which ACLED event and sub-event type a PLOVER type and mode stands for; NULL where ACLED has none."""

    acled_event_type = text("ACLED event type")
    acled_sub_event_type = text("ACLED sub-event type")


CROSSWALKS: dict[str, type[Table]] = {"crosswalk_cameo": CrosswalkCameo, "crosswalk_acled": CrosswalkAcled}
REFERENCE: dict[str, type[Table]] = {"schema_versions": SchemaVersions, **CROSSWALKS}
