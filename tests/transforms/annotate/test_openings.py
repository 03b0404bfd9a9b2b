"""Times at the head of a sentence are no part of the subject behind them."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("In March gunmen abducted a priest in Kaduna.", "gunmen"),
        ("Early Monday gunmen attacked a church in Owo.", "gunmen"),
        ("On 5 February soldiers shot a student in Lima.", "soldiers"),
        ("On Saturday Turks protested in Ankara.", "Turks"),
    ],
)
def test_time_is_no_part_of_the_subject(text, subject, read):
    reading = read(text)
    assert reading.actor(subject)["text"] == subject
    (event,) = reading.events
    assert len(event["actors"]) == 1
    assert event["date_start"] is not None


def test_number_behind_a_month_may_count_people(read):
    (figure,) = read("Since January 410 civilians have been killed in Idlib.").figures
    assert (figure["measure"], figure["value"]) == ("killed", 410)


def test_day_of_a_month_counts_nobody(read):
    assert read("On May 5, 2019 soldiers shot a student in Lima.").event("shot")["date_start"].day == 5
