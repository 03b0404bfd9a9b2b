"""Joints that the parse puts in the wrong place."""

from __future__ import annotations


def test_preposition_said_again_does_as_the_first(read):
    text = "The raid was condemned by Chile and by Peru."
    assert read(text).event("condemned")["actors"] == ["Government of Chile", "Government of Peru"]


def test_clause_before_a_semicolon_is_told_by_the_author(read):
    reading = read("Chile condemned the raid as a crime; the Council of Europe demanded an inquiry.")
    assert reading.event("condemned")["actors"] == ["Government of Chile"]
    assert reading.event("demanded")["actors"] == ["Council of Europe"]
