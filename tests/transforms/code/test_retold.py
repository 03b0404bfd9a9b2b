from datetime import date

import pytest

MONDAY = date(2020, 3, 2)
HEADLINE = "Rebels kill five farmers near Mopti\n\nRebels killed five farmers near Mopti on Monday, police said."
LATER = "Rebels killed ten Turkish soldiers near Mopti. The ministry mourned the victims of Monday's attack."
ANOTHER = "Rebels attacked a village near Mopti on Monday. Rebels attacked another village near Gao."
PAST = "Kenya released three teachers on Monday. Kenya had released two nurses."
GOES_ON = "Kenya released three teachers on Monday. Kenya also arrested two rebels."
ALSO = (
    "Kenya's coalition government agreed a loan with Chad on Monday. Farmers grow maize and beans on the hills. "
    "The river is low. The coalition also agreed to open a bridge."
)
SPAN = "Turkey launched an offensive. Turkey said that the offensive began in 2011."
PLACE = "Rebels attack village\n\nRebels attacked a village near Mopti on Monday, police said."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([HEADLINE, LATER, ANOTHER, PAST, GOES_ON, ALSO, SPAN, PLACE])


def test_a_headline_has_the_day_of_the_lead(told):
    first = told[HEADLINE].events[0]
    assert (first["date_start"], first["date_text"]) == (MONDAY, "Monday")
    assert first["date_rule"] == "same event as told: headline"


def test_an_event_that_is_referred_to_with_its_day_has_it(told):
    assert told[LATER].event("killed")["date_start"] == MONDAY


def test_another_event_of_the_kind_stays_open(told):
    events = told[ANOTHER].events
    assert [event["date_start"] for event in events] == [MONDAY, None]


def test_an_act_right_behind_by_the_same_actor_is_of_the_same_day(told):
    event = told[GOES_ON].event("arrested")
    assert (event["date_start"], event["date_rule"]) == (MONDAY, "goes on from the act of the sentence before")


def test_what_had_happened_before_stays_open(told):
    assert [event["date_start"] for event in told[PAST].events] == [MONDAY, None]


def test_a_year_told_elsewhere_dates_nothing(told):
    assert told[SPAN].events[0]["date_start"] is None


def test_a_headline_has_the_place_of_the_lead(told):
    assert told[PLACE].events[0]["place"] == "Mopti"


def test_what_was_also_agreed_was_agreed_then(told):
    first, second = told[ALSO].events
    assert second["date_start"] == first["date_start"] == MONDAY
    assert second["date_rule"] == "also done when the same was done"
