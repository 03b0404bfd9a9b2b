import pytest

TWO = "The carrier USS Hopper and HMS Ocean joined the exercise."
WITH_ARTICLE = "The French carrier FS Charles de Gaulle led the exercise off the coast on Friday."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([TWO, WITH_ARTICLE])


@pytest.mark.parametrize(("ship", "country"), [("USS Hopper", "USA"), ("HMS Ocean", "GBR")])
def test_a_prefix_tells_a_warship_and_its_country(told, ship, country):
    actor = told[TWO].actor(ship)
    assert (actor["name"], actor["kind"], actor["country"], actor["sector"]) == (ship, "military", country, "MIL")


def test_a_ship_named_after_somebody_is_not_that_person(told):
    assert told[WITH_ARTICLE].actor("FS Charles de Gaulle")["kind"] == "military"
