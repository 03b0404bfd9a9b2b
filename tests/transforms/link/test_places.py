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


def test_a_town_lies_in_the_country_behind_it(read):
    place = read("Gunmen attacked the village of Solhan in Burkina Faso on Monday.").places["Solhan"]
    assert (place["country"], place["is_resolved"]) == ("BFA", False)
    place = read("Soldiers bombed a school in Kale, a town in Myanmar's Sagaing region.").places["Kale"]
    assert place["country"] == "MMR"


def test_a_small_town_abroad_is_not_meant_where_nobody_speaks_of_its_country(read):
    assert read("Malian soldiers killed 203 militants in Moura.").places["Moura"]["country"] is None
    text = "Malian soldiers met officers in Moura on Monday. The governor of Bavaria thanked Portugal."
    assert read(text).places["Moura"]["country"] == "PRT"


def test_the_first_part_of_a_joined_name_is_no_town(read):
    assert "Dasht" not in read("A bomb killed ten girls in Dasht-e-Barchi in Kabul.").places


STRIP = "Gunmen shot two men in Gaza on Friday, and the guests went home by bus."
PROVINCE = "Floods reached Mozambique on Friday. In Gaza soldiers led people to safety."
STRIP_AND_COUNTRY = "Mozambique abstained on Friday. Hamas said that two men were shot in Gaza."
SPEAKS_OF_REGION = "Police in Birmingham arrested two men on Friday. Voters in Alabama praised them."


@pytest.mark.parametrize(("text", "country"), [(STRIP, "PSE"), (PROVINCE, "MOZ"), (STRIP_AND_COUNTRY, "PSE")])
def test_the_well_known_place_is_meant_unless_the_text_speaks_of_another_country(read, text, country):
    assert read(text).places["Gaza"]["country"] == country


def test_the_places_around_decide_between_towns_of_one_name(read):
    assert read(SPEAKS_OF_REGION).places["Birmingham"]["country"] == "USA"
