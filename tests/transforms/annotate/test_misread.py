"""Clauses that the parse gets wrong are read as they are meant."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "trigger", "actors", "recipients"),
    [
        ("A landlord shot dead the activist Meera Joshi in Lucknow.", "shot", ["landlord"], ["Meera Joshi"]),
        ("Trump called Assad an animal.", "called", ["Donald Trump"], ["Bashar al-Assad"]),
        ("Putin has called Ukraine hypocritical.", "called", ["Vladimir Putin"], ["Government of Ukraine"]),
    ],
)
def test_object_of_what_is_said_of_it(text, trigger, actors, recipients, read):
    event = read(text).event(trigger)
    assert (event["actors"], event["recipients"]) == (actors, recipients)


def test_killer_is_not_counted_among_the_killed(read):
    assert [figure["text"] for figure in read("A gunman shot dead a judge in Kabul.").figures] == ["a judge"]


def test_men_who_killed_are_not_killed(read):
    figures = read("Three men killed a guard in Lima.").figures
    assert [figure["text"] for figure in figures if figure["measure"] == "killed"] == ["a guard"]


def test_what_is_refused_stands_behind_the_day(read):
    (event,) = read("Paul Biya declined on Friday to meet the peace envoy of Norway, an aide said.").events
    assert (event["type"], event["trigger"]) == ("REJECT", "declined")


def test_a_dash_between_blanks_joins_no_nouns(read):
    found = read("Twelve killed in blast in eastern Turkey - governor").actors
    assert set(found) == {"Turkey", "governor"}


def test_a_day_is_no_part_of_the_name_behind_it(read):
    event = read("In a letter on Friday Norway accused Chad of spying.").event("accused")
    assert (event["actors"], event["date_precision"]) == (["Government of Norway"], "day")
