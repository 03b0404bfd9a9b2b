from datetime import date

import pytest

WITH = "As the floods came near the valley in the last two days, the villagers abandoned their homes."
ACCUSED = "The opposition accused soldiers of shelling scores of herders - by one account 900 - in an attack on Monday."
MARCHED = "Police fired tear gas at students who were marching on the palace on Monday."
BEGUN = "Prices are above those from before the war with Iran began on February 28."
PROBE = "He renewed doubts about the ministry's probe into Russian interference in the 2016 election."
CLOCK = "Kagame said he would speak to Kenyatta at 0730 GMT after an earlier telephone call with the leaders of Uganda."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([WITH, ACCUSED, MARCHED, BEGUN, PROBE, CLOCK])


def test_an_act_of_an_accusation_has_its_own_day(told):
    assert told[ACCUSED].event("accused")["date_start"] is None
    assert told[ACCUSED].event("shelling")["date_start"] == date(2020, 3, 2)


def test_what_is_done_to_those_who_were_doing_something_is_done_then(told):
    assert told[MARCHED].event("fired")["date_start"] == date(2020, 3, 2)


def test_a_war_has_the_day_on_which_it_began(told):
    assert told[BEGUN].event("war")["date_start"] == date(2020, 2, 28)


def test_a_span_of_what_goes_on_around_an_act_is_its_span(told):
    event = told[WITH].event("abandoned")
    assert (event["date_start"], event["date_end"]) == (date(2020, 3, 2), date(2020, 3, 4))


def test_the_year_of_what_is_probed_does_not_date_the_probe(told):
    assert told[PROBE].event("probe")["date_start"] is None


def test_what_came_earlier_than_a_clock_time_was_on_its_day(told):
    assert told[CLOCK].event("telephone call")["date_start"] == date(2020, 3, 4)
