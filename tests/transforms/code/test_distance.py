from datetime import date

import pytest

AFTER = "Kenya released three teachers on Monday, two days after rebels attacked a village."
BEFORE = "Rebels attacked a village on Sunday, a day before Kenya released three teachers."
HOURS = "Police arrested ten men hours after rebels attacked a village on Monday."
VAGUE = "Kenya released three teachers on Monday, days after rebels attacked a village."
SINCE = "More than 20 people have been killed since the protest began on March 1."
EIGHTH = "A bomb killed ten people on Monday. It fell on the eighth day of an Ethiopian offensive against Somalia."
ITS = "Police arrested ten men on Monday during a protest in Nairobi, which grew ugly on its fourth day."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([AFTER, BEFORE, HOURS, VAGUE, SINCE, EIGHTH, ITS])


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        (AFTER, "attacked", "2020-02-29"),
        (AFTER, "released", "2020-03-02"),
        (BEFORE, "released", "2020-03-02"),
        (HOURS, "arrested", "2020-03-02"),
    ],
)
def test_an_event_at_a_told_distance_has_its_day(told, text, trigger, day):
    assert told[text].event(trigger)["date_start"] == date.fromisoformat(day)


def test_the_rule_names_the_distance(told):
    event = told[AFTER].event("attacked")
    assert (event["date_text"], event["date_rule"]) == ("Monday", "distance from another event: two days after")


def test_a_distance_without_a_number_dates_nothing(told):
    assert told[VAGUE].event("attacked")["date_start"] is None


def test_what_goes_on_since_a_dated_event_begins_there(told):
    event = told[SINCE].event("killed")
    assert (event["date_start"], event["date_end"]) == (date(2020, 3, 1), date(2020, 3, 4))


@pytest.mark.parametrize(
    ("text", "trigger", "start"), [(EIGHTH, "offensive", "2020-02-24"), (ITS, "protest", "2020-02-28")]
)
def test_the_nth_day_tells_when_an_event_began(told, text, trigger, start):
    event = told[text].event(trigger)
    assert (event["date_start"], event["date_end"]) == (date.fromisoformat(start), date(2020, 3, 2))
