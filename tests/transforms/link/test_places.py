import pytest

SPAIN = "Fighting broke out near Cordoba on Friday, and Spain sent troops to the city."
ARGENTINA = "Fighting broke out near Cordoba on Friday, and Argentina sent troops to the city."
ALONE = "The train from Paris was late on Friday, and the guests went home by bus."
UNKNOWN = "The boat reached the port of Zorvalia on Friday, and the guests went home by bus."
COUNTRY = "Farmers in Syria sold the rice on Friday, and the guests went home by bus."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([SPAIN, ARGENTINA, ALONE, UNKNOWN, COUNTRY])


@pytest.mark.parametrize(("text", "country"), [(SPAIN, "ESP"), (ARGENTINA, "ARG")])
def test_the_country_an_article_speaks_of_decides_between_places_of_one_name(told, text, country):
    assert told[text].places["Cordoba"]["country"] == country


def test_without_context_the_larger_place_is_meant(told):
    assert told[ALONE].places["Paris"]["country"] == "FRA"


def test_a_place_the_gazetteer_has_comes_with_its_coordinates(told):
    place = told[ALONE].places["Paris"]
    assert place["is_resolved"]
    assert (round(place["latitude"]), round(place["longitude"])) == (49, 2)
    assert place["geonames_id"] == 2988507


def test_a_country_is_a_country(told):
    place = told[COUNTRY].places["Syria"]
    assert (place["feature"], place["country"]) == ("country", "SYR")


def test_a_place_the_gazetteer_lacks_is_a_row_unresolved(told):
    place = told[UNKNOWN].places["Zorvalia"]
    assert (place["name"], place["country"], place["geonames_id"]) == ("Zorvalia", None, None)
    assert not place["is_resolved"]


def test_a_direction_makes_a_region_only_within_its_sentence(read):
    together = read("Rebels hold several towns in northern Syria.").tables["places"]["name"]
    assert together.to_list() == ["northern Syria"]
    apart = read("The long road leads north. Syria closed the border crossing on Monday.").tables["places"]["name"]
    assert apart.to_list() == ["Syria"]
