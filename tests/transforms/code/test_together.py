from datetime import date

import pytest

BLAST = "A bomb killed six people on Monday. The blast happened as the two sides resumed prisoner exchanges."
DURING = (
    "Rebels stormed an army base on Monday, two sources said. "
    "At least nine gunmen were killed in a shootout during the attack on the barracks, the sources added."
)
ANSWERED = "A raid by Israel killed ten people on Monday. Hezbollah responded to the raid by shelling Haifa."
QUOTED = (
    "Kagame held a call with Kenyatta on Monday. "
    "His office said Kagame had “demanded a ceasefire in the east” during the call with Kenyatta."
)
TODAY = "A bomb wounded ten people on Wednesday. Hamas praised the bombing."
BEFORE = "A bomb wounded ten people on Monday. Hamas praised the bombing."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([BLAST, DURING, ANSWERED, QUOTED, TODAY, BEFORE])


@pytest.mark.parametrize(
    ("text", "trigger"),
    [(BLAST, "prisoner exchanges"), (DURING, "killed"), (ANSWERED, "shelling"), (QUOTED, "demanded")],
)
def test_what_happens_together_has_one_day(told, text, trigger):
    event = told[text].event(trigger)
    assert event["date_start"] == date(2020, 3, 2)
    assert event["date_rule"] == "together with another event"


def test_what_is_said_of_an_act_of_the_day_of_publication_is_said_then(told):
    assert told[TODAY].event("praised")["date_start"] == date(2020, 3, 4)


def test_what_is_said_of_an_earlier_act_stays_open(told):
    assert told[BEFORE].event("praised")["date_start"] is None
