from datetime import date

import pytest

CALL = "The union is calling for a strike on May 14, 2020."
MEANT = "Washington said on Monday it would impose sanctions by the end of March."
VERDICT = "A court in The Hague convicted the general of torture on Tuesday."
MEETING = "The presidents will meet on May 14, 2020."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([CALL, MEANT, VERDICT, MEETING])


def test_what_has_happened_has_no_day_to_come(told):
    assert told[CALL].event("calling")["date_start"] is None


def test_a_threat_has_the_day_on_which_it_was_made(told):
    assert told[MEANT].event("impose")["date_start"] == date(2020, 3, 2)


def test_what_is_to_come_keeps_its_day(told):
    assert told[MEETING].event("meet")["date_start"] == date(2020, 5, 14)


def test_a_crime_was_not_done_on_the_day_of_the_verdict(told):
    days = {event["trigger"]: event["date_start"] for event in told[VERDICT].events}
    assert days == {"convicted": date(2020, 3, 3), "torture": None}
