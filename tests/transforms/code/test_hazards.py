"""What nature, illness and accidents do is no act of anybody."""

from __future__ import annotations

import pytest

NOBODY = [
    "Typhoon Linda has driven thousands of families from their homes in Peru.",
    "A wildfire destroyed ninety houses near Lima, leaving dozens of people dead.",
    "Twelve miners were killed when the roof of a mine collapsed in Chad.",
    "Nine people were killed when a bus plunged into a river near Gao.",
    "Two pilots were killed in a crash near Lima.",
    "A blast in a coal pit killed nine men in Chad.",
]
SOMEBODY = [
    "Nine people were killed by rebels when a bus capsized near Gao.",
    "Gunmen killed nine people after the earthquake in Chad.",
    "A blast in a mosque killed nine men in Chad.",
    "Soldiers drove thousands of families from their homes in Peru.",
]


@pytest.fixture(scope="module")
def readings(read_all):
    return read_all([*NOBODY, *SOMEBODY])


@pytest.mark.parametrize("text", NOBODY)
def test_what_a_hazard_does_is_no_event(readings, text):
    assert readings[text].events == []


@pytest.mark.parametrize("text", SOMEBODY)
def test_what_people_do_is_one(readings, text):
    assert len(readings[text].events) == 1
