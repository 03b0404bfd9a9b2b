import pytest

STANDS = {
    "Police sealed off Aleppo on Monday. Rebels killed six farmers in the divided city.": "Aleppo",
    "Traders went to Aleppo on Monday. Rebels killed six farmers there.": "Aleppo",
    "Traders went to Aleppo on Monday. Rebels killed six farmers in a town.": None,
}


@pytest.mark.parametrize("text", STANDS)
def test_the_city_and_there_stand_for_the_place_named_last(read, text):
    assert read(text).event("killed")["place"] == STANDS[text]
