from __future__ import annotations

import dataframely as dy
import polars as pl
import pytest

from warehouse import ddl
from warehouse.tables import Table


class Boats(Table):
    """One row a boat,
    afloat or not."""

    boat_id = dy.String(primary_key=True, description="The boat's number")
    names = dy.List(dy.String(), description="What it's called")
    launched_on = dy.Date(nullable=True, description="First day afloat")


def test_a_table_becomes_a_create_statement():
    assert ddl.create_table("boats", Boats) == (
        "CREATE TABLE boats (\n    boat_id VARCHAR NOT NULL,\n    names VARCHAR[] NOT NULL,\n    launched_on DATE\n)"
    )


def test_comments_are_the_docstring_and_the_descriptions():
    assert list(ddl.comments("boats", Boats))[:3] == [
        "COMMENT ON TABLE boats IS 'One row a boat, afloat or not.'",
        "COMMENT ON COLUMN boats.boat_id IS 'The boat''s number'",
        "COMMENT ON COLUMN boats.names IS 'What it''s called'",
    ]


@pytest.mark.parametrize(
    ("dtype", "expected"),
    [
        (pl.Int64(), "BIGINT"),
        (pl.Datetime("us"), "TIMESTAMP"),
        (pl.List(pl.Float64()), "DOUBLE[]"),
        (pl.List(pl.List(pl.String)), "VARCHAR[][]"),
    ],
)
def test_types(dtype, expected):
    assert ddl.duckdb_type(dtype) == expected


def test_a_type_that_no_table_uses_is_refused():
    with pytest.raises(KeyError):
        ddl.duckdb_type(pl.Int8())
