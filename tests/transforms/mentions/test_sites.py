"""Squares and streets named after countries."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Police fired tear gas at students in Plaza Colombia in Montevideo.", "URY"),
        ("Police fired tear gas at students in Tunisia Square in Montevideo.", "URY"),
        ("Police fired tear gas at students in Colombia on Monday.", "COL"),
    ],
)
def test_what_is_named_after_a_country_does_not_lie_in_it(text, country, read):
    reading = read(text)
    assert {row["country"] for row in reading.actors["Police"]} == {country}
