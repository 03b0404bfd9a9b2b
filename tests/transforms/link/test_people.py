import pytest

INHABITANTS = "Some 2 million Syrians crossed the border on Friday, and many slept near the bridge."
STATE = "The Russians rejected the offer that was made near the bridge on Friday."
ETHNIC = "Ethnic Albanians blocked the road near the old bridge on Friday."
ETHNIC_THERE = "Ethnic Albanians blocked the road near the old bridge in Serbia on Friday."
TRIED = "A court in Houston convicted Jane Dorrance of murder on Friday. Dorrance was led away by two guards."
DISPLACED = "Floods displaced 3,000 people near the old bridge in Kenya on Friday."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([INHABITANTS, STATE, ETHNIC, ETHNIC_THERE, TRIED, DISPLACED])


def test_a_plural_demonym_is_the_people(told):
    found = [row for surface, rows in told[INHABITANTS].actors.items() if "Syrians" in surface for row in rows]
    assert {(row["kind"], row["country"], row["sector"]) for row in found} == {("population", "SYR", "CVL")}


def test_with_the_article_it_is_the_state(told):
    assert told[STATE].actor("Russians")["name"] == "Government of Russia"


def test_who_is_ethnic_belongs_to_no_country_by_the_name(told):
    found = [row for surface, rows in told[ETHNIC].actors.items() if "Albanians" in surface for row in rows]
    assert [(row["name"], row["country"]) for row in found] == [("ethnic Albanian people", None)]


def test_the_displaced_are_refugees(told):
    assert told[DISPLACED].actor("3,000 people")["sector"] == "REF"


def test_who_is_ethnic_belongs_where_the_sentence_is_set(told):
    found = [row for surface, rows in told[ETHNIC_THERE].actors.items() if "Albanians" in surface for row in rows]
    assert [(row["kind"], row["country"]) for row in found] == [("population", "SRB")]


def test_who_is_convicted_is_a_criminal_in_every_mention(told):
    assert told[TRIED].actor("Jane Dorrance")["sector"] == "CRM"


def test_a_number_shows_that_people_are_meant(read):
    assert read("Thousands of Vietnamese fled to Laos.").actor("Vietnamese")["kind"] == "population"


def test_people_of_somewhere_else_belong_there(read):
    actor = read("The Hungarians of northern Slovakia demanded schools.").actor("Hungarians")
    assert (actor["kind"], actor["country"]) == ("population", "SVK")


FLED = "Kenyan police said on Friday that 700 people fled Somalia into Kenya."
ACROSS = "Rwanda said on Friday that some 90 people had fled across the border into Rwanda."
FROM_WAR = "Chile will send food to refugees fleeing the war in Liberia."
HOSTED = "Jordan hosts 40,000 refugees. Refugees in Jordan blocked a road on Friday."
TOLD_BEFORE = "Uganda took in 400 Congolese refugees. Ugandan police arrested ten refugees on Friday."


@pytest.fixture(scope="module")
def moved(read_all):
    return read_all([FLED, ACROSS, FROM_WAR, HOSTED, TOLD_BEFORE])


def countries(reading, word):
    return {row["country"] for surface, rows in reading.actors.items() if word in surface for row in rows}


def test_who_flees_is_of_the_country_that_is_fled(moved):
    assert countries(moved[FLED], "people") == {"SOM"}
    assert countries(moved[FROM_WAR], "refugees") == {"LBR"}


def test_who_flees_is_not_of_the_country_that_takes_them_in(moved):
    assert countries(moved[ACROSS], "people") == {None}


def test_refugees_in_a_country_are_not_of_it(moved):
    assert countries(moved[HOSTED], "efugees") == {None}


def test_refugees_are_those_told_of_before(moved):
    assert countries(moved[TOLD_BEFORE], "refugees") == {"COD"}
