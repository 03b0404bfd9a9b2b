import pytest

SUFFIX = "Norland Shipping Corp dismissed 300 workers near the old bridge on Friday."
COUNTRY = "The University of Ghana closed its gates on Friday after the flood near the bridge."
NOUN = "The Xinhua news agency reported on Friday that the old bridge was closed."
HOUSE = "U.S. lawmakers met in Washington on Friday. The House passed a bill, and the U.S. government praised it."
TOWN = "Spokane police arrested two men near the old bridge on Friday."
STATE = "Wisconsin rejected the offer on Friday, and the bridge was closed."
HAAS = "Soldiers burned a school in Haas on Friday, and the road was closed."
TITLED = "Vice-President Moody Awori rejected the offer that was made on Friday."
OF_COUNTRY = "King Hassan of Morocco rejected the offer of Spain and Portugal on Friday."
BRUSSELS = "Beijing rejected the offer on Friday. Brussels urged the Chinese government to open the market."
BELGIAN = "Belgian police arrested two men on Friday. Brussels urged the Chinese government to open the market."
ITS = "Syria agreed on Friday to withdraw its troops from the old bridge in Lebanon."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([SUFFIX, COUNTRY, NOUN, HOUSE, TOWN, STATE, HAAS, TITLED, OF_COUNTRY, BRUSSELS, BELGIAN, ITS])


def actors(reading, word):
    return [row for surface, rows in reading.actors.items() if word in surface for row in rows]


def test_the_words_of_a_name_tell_what_it_is(told):
    assert {(row["kind"], row["sector"]) for row in actors(told[SUFFIX], "Norland")} == {("company", "BUS")}
    assert {(row["country"], row["sector"]) for row in actors(told[COUNTRY], "University")} == {("GHA", "EDU")}


def test_the_noun_beside_a_name_is_the_same_actor(told):
    assert {row["name"] for row in actors(told[NOUN], "Xinhua")} == {"Xinhua News Agency"}


def test_a_short_name_means_what_it_does_in_the_country_of_the_article(told):
    assert {row["name"] for row in actors(told[HOUSE], "House")} == {"United States House of Representatives"}


def test_a_town_gives_its_country_and_keeps_its_name(told):
    police = told[TOWN].actor("Spokane police")
    assert (police["name"], police["country"], police["sector"]) == ("Spokane police", "USA", "COP")


def test_a_region_of_a_federal_state_that_acts_is_its_government(told):
    assert told[STATE].event("rejected")["actors"] == ["Government of Wisconsin"]


def test_what_stands_behind_in_is_a_place(told):
    assert actors(told[HAAS], "Haas") == []


def test_who_stands_behind_a_title_is_a_person(told):
    assert {(row["name"], row["kind"]) for row in actors(told[TITLED], "Awori")} == {("Moody Awori", "person")}


def test_whoever_is_of_a_country_belongs_to_it(told):
    assert {row["country"] for row in actors(told[OF_COUNTRY], "Hassan")} == {"MAR"}


def test_its_troops_are_those_of_whom_the_pronoun_means(told):
    assert {row["country"] for row in actors(told[ITS], "troops")} == {"SYR"}


def test_brussels_is_the_union_unless_the_article_speaks_of_belgium(told):
    assert told[BRUSSELS].actor("Brussels")["name"] == "European Union"
    assert told[BELGIAN].actor("Brussels")["name"] == "Government of Belgium"


PART = "Ohio's Democratic-led legislature met on Friday. The legislature rejected the plan."
BARE_PART = "Donald Trump spoke on Friday. The Democratic-led legislature rejected the plan."
COMMITTEE = "The state House Judiciary Committee rejected the plan on Friday."
NATIONAL = "The House Judiciary Committee rejected the plan on Friday."
PROTECTORS = "Joe Biden left Washington on Friday. The Secret Service arrested a man."
SPIES = "Police in Lusaka said on Friday that the Secret Service arrested a man."


def test_the_legislature_of_a_state_is_not_that_of_the_country(read):
    assert read(PART).event("rejected")["actors"] == ["Ohio's Democratic-led legislature"]
    assert read(BARE_PART).event("rejected")["actors"] == ["Democratic-led legislature"]


def test_a_committee_of_a_state_is_not_that_of_congress(read):
    assert not read(COMMITTEE).actor("state House Judiciary Committee")["is_resolved"]
    assert read(NATIONAL).actor("House Judiciary Committee")["is_resolved"]


def test_a_role_noun_may_be_the_name_of_a_body_in_its_country(read):
    assert read(PROTECTORS).event("arrested")["actors"] == ["United States Secret Service"]
    assert read(SPIES).event("arrested")["actors"] == ["Zambian intelligence"]
