"""The mode of a meeting from who meets where."""

from __future__ import annotations


def test_a_guest_in_the_country_of_the_other_is_on_a_visit(read):
    event = read("The Egyptian foreign minister met the president of Kenya in Nairobi on Monday.").event("met")
    assert event["mode"] == "visit"


def test_on_neutral_ground_nobody_visits(read):
    event = read("The Egyptian foreign minister met the president of Kenya in Oslo on Monday.").event("met")
    assert event["mode"] is None


def test_three_states_at_one_table_are_many(read):
    event = read("The presidents of Kenya, Uganda and Chad met in Oslo on Monday.").event("met")
    assert event["mode"] == "multilateral"


def test_talks_that_somebody_mediates(read):
    event = read("Egypt and Sudan held talks in Oslo on Monday, the mediator said.").event("held")
    assert event["mode"] == "third-party"
