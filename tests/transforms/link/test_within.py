"""Namesakes elsewhere of the place that a text means."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Two men were shot in Tripoli. In Beirut, ministers called for calm.", "LBN"),
        ("Two men were shot in Tripoli. Lebanon called for calm.", "LBN"),
        ("Two men were shot in Tripoli. Egypt called for calm.", "LBY"),
        ("Two men were shot in Tripoli. Libya and Lebanon called for calm.", "LBY"),
        ("Two men were shot in London. Canada called for calm.", "GBR"),
    ],
)
def test_capital_gives_way_to_the_large_town_of_a_country_that_is_spoken_of(text, country, read):
    (place,) = [row for name, row in read(text).places.items() if name in ("Tripoli", "London")]
    assert place["country"] == country


def test_other_spelling_of_a_town_far_from_all_that_is_told_is_not_meant(read):
    reading = read("Gunmen killed a teacher in Kalam. Pakistan condemned the attack.")
    assert reading.places["Kalam"]["country"] != "IND"
