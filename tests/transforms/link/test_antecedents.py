import pytest

COMPANY = "Toyota closed a plant in Ohio on Friday. The company dismissed 300 workers."
GROUP = "Boko Haram fighters burned a village in Nigeria on Friday. The group killed three farmers."
TITLE = "The governor rejected the bill on Friday. Gov. Anna Brandt said the bill was wrong."
INDEFINITE = "Toyota closed a plant in Ohio on Friday. A company in Utah dismissed 300 workers."
SIDES = "Iran met Pakistan for talks on Friday. The two sides agreed to open the border."
MEMBERS = "Iran met Pakistan for talks on Friday. Negotiators of the two sides agreed to open the border."
LEADERS = "Emmanuel Macron telephoned Angela Merkel on Friday. The two leaders condemned the attack on the bridge."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([COMPANY, GROUP, TITLE, INDEFINITE, SIDES, MEMBERS, LEADERS])


@pytest.mark.parametrize(("text", "surface", "name"), [(COMPANY, "company", "Toyota"), (GROUP, "group", "Boko Haram")])
def test_a_definite_noun_is_the_nearest_earlier_actor_of_its_kind(told, text, surface, name):
    assert told[text].actor(surface)["name"] == name


def test_a_title_is_the_one_person_who_bears_it(told):
    assert told[TITLE].actor("governor")["name"] == "Anna Brandt"


def test_an_indefinite_noun_is_somebody_else(told):
    assert "Toyota" not in {row["name"] for rows in [told[INDEFINITE].actors.get("company", [])] for row in rows}


def test_the_two_sides_are_the_two_named_last(told):
    assert {row["country"] for row in told[SIDES].actors["two sides"]} == {"IRN", "PAK"}


def test_the_two_leaders_are_persons(told):
    assert {row["name"] for row in told[LEADERS].actors["two leaders"]} == {"Emmanuel Macron", "Angela Merkel"}


def test_negotiators_of_the_two_sides_are_the_two_sides(told):
    names = {row["name"] for surface, rows in told[MEMBERS].actors.items() if "Negotiators" in surface for row in rows}
    assert names == {"Government of Iran", "Government of Pakistan"}


def test_two_that_stand_together_are_the_two_sides(read):
    text = "Delegations from Serbia and Kosovo met on Tuesday, NATO said. The two sides failed to reach a deal."
    assert set(read(text).event("failed")["actors"]) == {"Government of Serbia", "Government of Kosovo"}


def test_the_presidents_are_those_two(read):
    text = (
        "President Donald Trump met President Enrique Peña Nieto on Friday. The presidents agreed to reopen the border."
    )
    assert set(read(text, "2017-02-03").event("agreed")["actors"]) == {"Donald Trump", "Enrique Peña Nieto"}


DEALT = "Serbia and Kosovo held talks on Friday. Spain and Chile praised them. Both sides rejected the plan."
ACCUSED = "India accused Pakistan of shelling its posts. China called for calm. The two countries cut ties."
FOUGHT = "The army clashed with the rebels in Goma. The UN called for calm. Both sides accused each other of looting."
THREE = "Canada met envoys of Mexico and Peru. The three countries signed a pact."


@pytest.mark.parametrize(
    ("text", "trigger", "sides"),
    [
        (DEALT, "rejected", {"Government of Serbia", "Government of Kosovo"}),
        (ACCUSED, "cut", {"Government of India", "Government of Pakistan"}),
        (FOUGHT, "accused", {"Armed Forces of the Democratic Republic of the Congo", "Congolese rebels"}),
        (THREE, "signed", {"Government of Canada", "Government of Mexico", "Government of Peru"}),
    ],
)
def test_the_two_are_those_who_dealt_with_each_other(read, text, trigger, sides):
    assert set(read(text).event(trigger)["actors"]) == sides


def test_who_accuse_each_other_accuse_nobody_else(read):
    assert read(FOUGHT).event("accused")["recipients"] == []
