from datetime import date

import pytest

MONDAY, TUESDAY = date(2020, 3, 2), date(2020, 3, 3)
LATER = "Kenya said on Monday that the talks were over. Kenya condemned Uganda."
REMARK = "Kenya made the remark on Monday. Kenya condemned Uganda."
BEFORE = "Kenya said on Monday that the talks were over. Kenya had condemned Uganda."
NOUN = "Kenya said on Monday that the talks were over. The old threats by Kenya against Uganda are well known."
OTHER = "Kenya said on Monday that the talks were over. Brazil condemned Uganda."
ANNOUNCED = "Kenya said on Monday that Kenya would reject the treaty with Uganda."
TOPIC = "Kenya commented on yesterday's attack on a market in Uganda. Kenya condemned Rwanda."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([LATER, REMARK, BEFORE, NOUN, OTHER, ANNOUNCED, TOPIC])


@pytest.mark.parametrize("text", [LATER, REMARK])
def test_a_statement_has_the_day_of_its_speakers_dated_words(told, text):
    event = told[text].event("condemned")
    assert (event["date_start"], event["date_text"]) == (MONDAY, "Monday")
    assert event["date_rule"] == "day of the speaker's other statement"


@pytest.mark.parametrize("text", [BEFORE, OTHER])
def test_what_was_said_before_or_by_others_stays_open(told, text):
    assert told[text].event("condemned")["date_start"] is None


def test_a_noun_is_no_statement_of_that_day(told):
    assert all(event["date_start"] is None for event in told[NOUN].events if event["type"] == "THREATEN")


def test_what_a_dated_statement_announces_has_its_day(told):
    assert told[ANNOUNCED].event("reject")["date_start"] == MONDAY


def test_the_day_of_what_was_commented_on_is_not_the_day_of_the_comment(told):
    assert told[TOPIC].event("attack")["date_start"] == TUESDAY
    assert told[TOPIC].event("condemned")["date_start"] is None
