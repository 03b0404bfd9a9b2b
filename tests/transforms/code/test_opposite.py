import pytest

TALKS = "Norway signed a treaty with Peru in May. Norway is to start joint exercises in June."
AID = "Norway sent food to Chad in May. The minister said aid to Chad would grow in June."
DEAD = "Two Kenyan teachers were killed by al Shabaab on Friday. Al Shabaab threatened to attack again."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([TALKS, AID, DEAD])


def test_the_other_party_of_an_agreement_is_that_of_the_exercises(told):
    event = told[TALKS].event("start")
    assert {*event["actors"], *event["recipients"]} == {"Government of Norway", "Government of Peru"}


def test_aid_without_a_giver_is_from_whoever_gives_there(told):
    assert told[AID].event("aid")["actors"] == ["Government of Norway"]


def test_the_dead_are_not_threatened(told):
    assert told[DEAD].event("threatened")["recipients"] == []
