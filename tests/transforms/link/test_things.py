import pytest

NOBODY = "A drone hit the old bridge on Friday, and the use of force was criticised."
OWNED = "Turkish warplanes bombed the old bridge near the market on Friday."
EQUIPMENT = "Workers sold military equipment near the old bridge on Friday."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([NOBODY, OWNED, EQUIPMENT])


def test_a_thing_that_nobody_owns_is_nobody(told):
    assert told[NOBODY].actors == {}


def test_a_thing_acts_for_its_owner(told):
    assert told[OWNED].event("bombed")["actors"] == ["Turkish Armed Forces"]


def test_an_adjective_is_nobody(told):
    assert [row["name"] for rows in told[EQUIPMENT].actors.values() for row in rows if row["kind"] == "military"] == []


def test_justice_that_is_demanded_is_nobody(read):
    assert "justice" not in read("Marchers demanded justice for the dead of Lima on Friday.").actors
