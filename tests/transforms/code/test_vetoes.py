"""Whom a veto is aimed at."""

from __future__ import annotations


def test_a_veto_is_aimed_at_the_legislature_named_before(read):
    told = read("The Senate passed the bill on Monday. President Barack Obama vetoed the legislation on Tuesday.")
    assert told.event("vetoed")["recipients"] == ["United States Senate"]


def test_without_a_legislature_before_it_is_aimed_at_nobody(read):
    told = read("President Barack Obama vetoed the legislation on Tuesday. The Senate met.")
    assert told.event("vetoed")["recipients"] == []
