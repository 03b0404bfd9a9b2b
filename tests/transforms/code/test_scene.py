import pytest

ONE_LAND = "Kenya buried its dead. Traders in Kenya wept. Gunmen shot two teachers on Monday."
TWO_LANDS = "Kenya buried its dead. Traders in Uganda wept. Gunmen shot two teachers on Monday."
ONE_NAME = "Traders in Kenya wept. Gunmen shot two teachers on Monday."


@pytest.mark.parametrize(("text", "place"), [(ONE_LAND, "Kenya"), (TWO_LANDS, None), (ONE_NAME, None)])
def test_acts_happen_in_the_only_country_that_an_article_keeps_naming(read, text, place):
    assert read(text).event("shot")["place"] == place
