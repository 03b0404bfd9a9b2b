import pytest

TELLER = "A bomb blast killed nine villagers in Bergen on Monday the Norwegian Red Cross said."
SCHOOL = "A mortar attack beside a crèche that killed four toddlers shook Lima on Monday."
LAND = "Norway market shooting kills four."
SENT = "Chad threatened to send its troops to the border with Sudan."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([TELLER, SCHOOL, LAND, SENT])


def test_whoever_tells_of_violence_is_not_its_victim(told):
    assert "Norwegian Red Cross" not in told[TELLER].event("killed")["recipients"]


def test_a_place_of_civil_life_does_no_violence(told):
    assert all(event["actors"] == [] for event in told[SCHOOL].events)


def test_the_land_before_the_name_of_a_site_does_no_violence(told):
    assert [event["actors"] for event in told[LAND].events] == [[]]


def test_what_one_threatens_to_send_is_not_threatened(told):
    assert told[SENT].event("threatened")["recipients"] == ["Government of Sudan"]
