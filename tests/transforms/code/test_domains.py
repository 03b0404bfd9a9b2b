"""Words of war in games, art, markets and gardens tell nothing; violence at such places does."""

from __future__ import annotations

import pytest

SPOKEN_OF = [
    "The grandmaster attacked with his knight and captured a pawn on the last rank.",
    "The striker shot past the goalkeeper and the midfielder attacked again in stoppage time.",
    "The singer's new album stormed the charts, and its chorus attacks the listener from the first verse.",
    "The pianist attacked the sonata while the orchestra fought for the melody.",
    "The designer invaded the runway with velvet jackets and lace collars.",
    "Shares retreated in Tokyo as dealers and investors sold bonds before the index fell.",
    "Bulls seized control of the stock market and investors bought shares in brokers.",
    "In the sequel the player must attack a castle; the console and its gameplay are new.",
    "Slugs invaded the garden at night and attacked every lettuce and tulip.",
    "The immune cell attacks the virus when an antibody binds its protein.",
    "Add garlic and chilli to the sauce until the flavour explodes on the palate.",
]
MEANT = [
    "Gunmen attacked the stadium during a football match and wounded the goalkeeper and two fans.",
    "Rebels attacked the team bus of the football league champions near the stadium on Monday.",
    "Police shot a striker of the league champions outside the stadium.",
    "Gunmen stormed a cinema during the premiere of a film and attacked the audience.",
    "Militants attacked a concert in Lahore while the band was on stage.",
    "Two soldiers attacked a designer at a fashion show and burned his collection.",
    "Troops shelled a market in Goma where shoppers bought bread and vegetables.",
    "Rebels attacked a restaurant in Gao and killed the chef and two diners.",
    "Security forces attacked the stock exchange and beat two brokers and an investor.",
    "Guerrillas attacked scientists in a laboratory and destroyed a telescope.",
    "Attackers stormed a theatre in Doha where a musical was on stage and shot the director.",
]


@pytest.fixture(scope="module")
def readings(read_all):
    return read_all([*SPOKEN_OF, *MEANT])


@pytest.mark.parametrize("text", SPOKEN_OF)
def test_a_way_of_speaking_is_no_event(readings, text):
    assert readings[text].events == []


@pytest.mark.parametrize("text", MEANT)
def test_violence_at_such_a_place_is_one(readings, text):
    assert "ASSAULT" in {event["type"] for event in readings[text].events}
