"""Names that another name stands in for."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "text", ["North and South Korea held talks on Friday.", "The leaders of South and North Korea signed a treaty."]
)
def test_two_countries_may_share_a_word(text, read):
    reading = read(text)
    (event,) = reading.events
    acting = {row["country"] for rows in reading.actors.values() for row in rows if row["name"] in event["actors"]}
    assert acting == {"KOR", "PRK"}


def test_security_council_is_that_of_the_united_nations(read):
    assert read("The Security Council condemned the raid.").event("condemned")["actors"] == [
        "United Nations Security Council"
    ]


def test_security_council_of_a_country_is_its_own(read):
    actors = read("Armenia's Security Council rejected the plan.").event("rejected")["actors"]
    assert actors != ["United Nations Security Council"]
