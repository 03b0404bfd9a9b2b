import pytest

#: text -> trigger, who did it
DOERS = {
    "Police arrested a baker after an attack on a shop in Lima on Monday.": ("attack", ["baker"]),
    "A baker was charged in connection with the stabbing of a tailor in Lima.": ("stabbing", ["baker"]),
    "Five villagers were killed on Monday as the Kenyan army moved into the valley.": (
        "killed",
        ["Kenya Defence Forces"],
    ),
    "Thousands of families have been forced to leave the valley since Boko Haram launched an offensive in May.": (
        "forced",
        ["Boko Haram"],
    ),
    "Norway was sanctioned on Monday for its role in the cyberattack against Peru.": (
        "cyberattack",
        ["Government of Norway"],
    ),
    "Al Shabaab took part in a raid on the town of Beira on Monday.": ("raid", ["Al-Shabaab"]),
}
SEATED = "Two Kenyan soldiers were shot as they sat in their car in Nairobi on Monday."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([*DOERS, SEATED])


@pytest.mark.parametrize("text", DOERS)
def test_whoever_the_clause_beside_shows_at_work_did_it(told, text):
    trigger, actors = DOERS[text]
    assert told[text].event(trigger)["actors"] == actors


def test_victims_are_not_at_work_meanwhile(told):
    assert told[SEATED].event("shot")["actors"] == []
