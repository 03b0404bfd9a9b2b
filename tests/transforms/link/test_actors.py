import pytest

CAPITALS = "Ankara criticised Moscow on Friday over the old treaty about the river."
SEAT = "The Kremlin rejected the offer that was made on Friday."
OPEN = "Somebody threw stones at the carpenters near the old bridge on Friday."
NAMED = "The United Nations and Amnesty International opened an office near the bridge."
PLAIN = "It rained all day on Friday, and nobody went out to see the river."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([CAPITALS, SEAT, OPEN, NAMED, PLAIN])


def test_a_capital_and_a_seat_stand_for_the_government(told):
    event = told[CAPITALS].event("criticised")
    assert (event["actors"], event["recipients"]) == (["Government of Turkey"], ["Government of Russia"])
    assert told[SEAT].event("rejected")["actors"] == ["Government of Russia"]


def test_an_organisation_keeps_what_the_seeds_know(told):
    actor = told[NAMED].actor("United Nations")
    assert (actor["kind"], actor["sector"], actor["country"], actor["is_resolved"]) == ("igo", "IGO", None, True)


def test_what_can_not_be_linked_is_a_row_unresolved_by_its_own_words(told):
    actor = told[OPEN].actor("carpenters")
    assert (actor["name"], actor["country"], actor["is_resolved"]) == ("carpenters", None, False)


def test_every_actor_has_a_name(told):
    for reading in told.values():
        assert reading.tables["actors"]["name"].null_count() == 0


def test_a_text_without_actors_has_none(told):
    assert told[PLAIN].actors == {}
