"""Acts told in the present of a day after publication (28 February 2020)."""

import pytest

TO_COME = {
    "Norway is holding talks with Chad next week.": "holding",
    "Norway meets Chad on June 5.": "meets",
    "Norway and Chad held talks ahead of a summit on June 5.": "summit",
}
DONE = "Norway demanded a summit on June 5."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([*TO_COME, DONE])


@pytest.mark.parametrize(("text", "trigger"), TO_COME.items())
def test_an_act_in_the_present_with_a_day_to_come_is_future(told, text, trigger):
    event = told[text].event(trigger)
    assert event["status"] == "future"
    assert event["date_start"] is not None


def test_a_statement_about_a_day_to_come_is_made_now(told):
    assert told[DONE].event("demanded")["status"] == "actual"
