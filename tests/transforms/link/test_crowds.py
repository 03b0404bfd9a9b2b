import pytest

COUNTED = "At least 15 people were killed in Syria on Friday. More than 80 civilians were wounded in Syria on Monday."
FLEEING = "Residents fled the fighting in Syria on Friday."
NOWHERE = "At least 15 people were killed on Friday."
SOURCES = "A shell hit a market in Syria on Friday. The talks failed, two people said."
REBELS = "Insurgents attacked a village in Syria on Friday. Rebels shelled a market in Syria on Monday."
OWN = "Factory workers were killed in Syria on Friday."
PRONOUN = "At least 15 people fled Syria on Friday. Nobody helped them near the border."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([COUNTED, FLEEING, NOWHERE, SOURCES, REBELS, OWN, PRONOUN])


def test_however_many_are_counted_they_are_civilians_of_their_country(told):
    assert told[COUNTED].event("killed")["recipients"] == ["Syrian civilians"]
    assert told[COUNTED].event("wounded")["recipients"] == ["Syrian civilians"]


def test_whoever_flees_is_displaced(told):
    assert told[FLEEING].actor("Residents")["name"] == "Syrian displaced people"


def test_without_a_country_a_crowd_is_its_own_words_without_bounds(told):
    assert told[NOWHERE].event("killed")["recipients"] == ["15 people"]


def test_sources_keep_their_words(told):
    assert told[SOURCES].actor("two people")["name"] == "two people"


def test_bare_groups_are_one_group_of_their_country(told):
    assert {event["actors"][0] for event in told[REBELS].events} == {"Syrian rebels"}


def test_a_group_with_words_of_its_own_keeps_them(told):
    assert told[OWN].event("killed")["recipients"] == ["factory workers"]


def test_a_pronoun_means_the_same_crowd(told):
    assert told[PRONOUN].actor("them")["name"] == told[PRONOUN].actor("At least 15 people")["name"]
