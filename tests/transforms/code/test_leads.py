from datetime import date

import pytest

LEAD = "Oslo frees spies. OSLO, March 3 (EXN) - Norway has agreed to free two spies."
BARE = "RIO DE JANEIRO, March 3 - Police stormed a slum and killed eight men. Rebels attacked a village."
OWN = "OSLO, March 3 (EXN) - Rebels attacked a village on Monday."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([LEAD, BARE, OWN])


@pytest.mark.parametrize(("text", "trigger"), [(LEAD, "agreed"), (BARE, "stormed")])
def test_the_lead_has_the_day_of_the_dateline(told, text, trigger):
    event = told[text].event(trigger)
    assert (event["date_start"], event["date_rule"]) == (date(2020, 3, 3), "day of the dateline")


def test_only_the_lead_has_it(told):
    assert told[BARE].event("attacked")["date_start"] is None


def test_a_day_of_its_own_comes_first(told):
    assert told[OWN].event("attacked")["date_start"] == date(2020, 3, 2)
