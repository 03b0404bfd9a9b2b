"""What is told beside an act as not done."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("opening", ["Instead of meeting Trump", "Rather than meeting Trump"])
def test_what_was_done_instead_is_all_that_happened(opening, read):
    (event,) = read(f"{opening}, Merkel visited Paris.").events
    assert (event["trigger"], event["actors"]) == ("visited", ["Angela Merkel"])


def test_without_doing_is_negated(read):
    assert read("Without signing a deal, Iran left the talks.").event("signing")["status"] == "negated"


def test_doer_of_the_fire_that_killed(read):
    (event,) = read("Three farmers were killed in rocket fire by Taliban fighters in Kunduz.").events
    assert event["actors"] == ["Taliban"]
