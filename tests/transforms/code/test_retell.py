import pytest

SAID_AGAIN = (
    "Rebels attacked a Kenyan army base near Lamu on Friday, the defence ministry said.\n"
    "The attack on the base near Lamu on Friday lasted three hours."
)
OTHERS = "Hamas attacked Israeli troops on Friday. Israeli troops attacked Hezbollah on Saturday."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([SAID_AGAIN, OTHERS])


def test_what_one_telling_leaves_open_another_one_tells(told):
    again = [e for e in told[SAID_AGAIN].events if e["text"].endswith("attack")]
    assert again
    first = told[SAID_AGAIN].event("attacked")
    assert first["actors"]
    assert all(e["actors"] == first["actors"] for e in again)


def test_acts_upon_others_share_nothing(told):
    assert [(e["actors"], e["recipients"]) for e in told[OTHERS].events] == [
        (["Hamas"], ["Israel Defense Forces"]),
        (["Israel Defense Forces"], ["Hezbollah"]),
    ]


def test_they_agreed_are_those_who_met(read):
    told = read("The presidents of Chile and Peru met in Lima on Monday. They agreed to reopen the border.")
    assert set(told.event("agreed")["actors"]) == set(told.event("met")["actors"])
    assert len(told.event("met")["actors"]) == 2


def test_an_attack_of_another_day_is_another_one(read):
    text = (
        "Hamas attacked a village near Ashdod on 2 March 2020. The government spoke of the attack of 13 January 2020 "
        "on the village."
    )
    assert read(text).event("attack")["actors"] == []
