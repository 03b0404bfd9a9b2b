"""Whom demands beside criticism and threats in return are aimed at."""

from __future__ import annotations


def test_a_demand_beside_criticism_is_of_those_who_are_criticised(read):
    told = read("Amnesty International criticised the government of Peru and called for an inquiry on Monday.")
    assert told.event("called")["recipients"] == ["Government of Peru"]


def test_a_threat_in_return_is_aimed_at_those_who_hurt(read):
    told = read("The United States imposed tariffs on China on Monday. China threatened to retaliate.")
    assert told.event("threatened")["recipients"] == ["Government of the United States"]


def test_nobody_is_paid_back_for_what_was_done_to_others(read):
    told = read("The United States imposed tariffs on Japan on Monday. China threatened to retaliate.")
    assert told.event("threatened")["recipients"] == []


def test_a_stated_retaliation_is_a_threat(read):
    event = read("Iran said on Monday that it would retaliate against Qatar.").event("retaliate")
    assert (event["type"], event["recipients"]) == ("THREATEN", ["Government of Qatar"])
