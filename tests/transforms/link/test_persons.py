import pytest

TITLE = "Norwegian Foreign Minister Jane Dorrance condemned the attack on the school. Dorrance left for Oslo."
BEHIND = "Jane Dorrance, a doctor from Norway, treated the wounded. Dorrance said the hospital had no power."
COMMALESS = "Jane Dorrance director of the hospital in Oslo said rebels attacked the hospital."
CALLED = "Rebels attacked the market, said Olena, a teacher from a village near Kherson."
COMMON = "Reporter Tara Waters of Oslo lost her job. Waters accused the minister."
ARTICLE = "Omar al-Sadri, a doctor from Norway, treated the wounded. Sadri urged the ministry to send help."
BEE = "The sheriff said Juan Lopez stole a car. A clerk told the Bee he had been arrested in 1987."
LEADER = "Russian President Vladimir Putin spoke to farmers about the harvest on Thursday."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([TITLE, BEHIND, COMMALESS, CALLED, LEADER, COMMON, ARTICLE, BEE])


@pytest.mark.parametrize(("text", "sector"), [(TITLE, "GOV"), (BEHIND, "MED")])
def test_a_person_has_country_and_sector_of_title_or_apposition(told, text, sector):
    actor = told[text].actor("Jane Dorrance")
    assert (actor["kind"], actor["country"], actor["sector"]) == ("person", "NOR", sector)


@pytest.mark.parametrize("text", [TITLE, BEHIND])
def test_a_later_surname_is_the_same_person(told, text):
    reading = told[text]
    assert reading.actor("Dorrance")["actor_id"] == reading.actor("Jane Dorrance")["actor_id"]


def test_a_title_is_no_actor_beside_its_bearer(told):
    assert told[TITLE].event("condemned")["actors"] == ["Jane Dorrance"]
    assert not [surface for surface in told[TITLE].actors if "Minister" in surface]


def test_a_person_the_seeds_do_not_know_is_a_row_of_its_own_unresolved(told):
    assert not told[BEHIND].actor("Jane Dorrance")["is_resolved"]


def test_a_leader_is_known_with_its_wikidata_id(told):
    actor = told[LEADER].actor("Vladimir Putin")
    assert (actor["country"], actor["sector"], actor["is_resolved"]) == ("RUS", "GOV", True)
    assert actor["wikidata_id"] == "Q7747"


def test_the_same_surname_in_another_article_is_another_matter(read_all):
    texts = [BEHIND, "The mill belongs to Peter Dorrance, a farmer. Dorrance sold the rice on Friday."]
    found = read_all(texts)
    assert found[texts[0]].actor("Dorrance")["name"] == "Jane Dorrance"
    assert found[texts[1]].actor("Dorrance")["name"] == "Peter Dorrance"


def test_a_title_behind_the_name_may_have_lost_its_comma(told):
    assert not [surface for surface in told[COMMALESS].actors if surface.endswith("director")]


def test_who_is_called_a_teacher_is_a_person(told):
    assert (told[CALLED].actor("Olena")["kind"], told[CALLED].actor("Olena")["country"]) == ("person", "UKR")


@pytest.mark.parametrize(
    ("text", "surname", "name"), [(COMMON, "Waters", "Tara Waters"), (ARTICLE, "Sadri", "Omar al-Sadri")]
)
def test_a_surname_that_looks_like_a_noun_or_lacks_its_article_is_the_person(told, text, surname, name):
    assert told[text].actor(surname)["name"] == name


def test_a_lone_name_behind_an_article_is_nobody_that_he_can_mean(told):
    assert "Bee" not in told[BEE].event("arrested")["recipients"]
