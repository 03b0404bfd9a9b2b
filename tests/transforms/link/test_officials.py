import pytest

LOCAL = (
    "A local health official said on Friday that six people died near Mopti in Mali. "
    "The official said that the rebels were to blame."
)
SECURITY = "A security official said on Friday that Ghanaian troops shot two men."
POLICE = "A local police officer was arrested in Lusaka on Friday."
SEVERAL = "Two police officers were shot in Quito on Friday."
MINISTRY = "A defence ministry official in Lima said on Friday that Peru would send troops."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([LOCAL, SECURITY, POLICE, SEVERAL, MINISTRY])


@pytest.mark.parametrize(
    ("text", "surface", "country", "sector"),
    [
        (LOCAL, "local health official", "MLI", "GOV"),
        (SECURITY, "security official", "GHA", "MIL"),
        (POLICE, "local police officer", "ZMB", "COP"),
    ],
)
def test_an_unnamed_official_is_a_person_of_where_it_is_set(told, text, surface, country, sector):
    actor = told[text].actor(surface)
    assert (actor["name"], actor["kind"], actor["country"], actor["sector"]) == (surface, "person", country, sector)


def test_the_official_is_the_one_told_of_before(told):
    assert told[LOCAL].actor("official")["name"] == "local health official"


def test_several_officers_are_their_force(told):
    assert told[SEVERAL].actor("Two police officers")["name"] == "Ecuadorian Police"


def test_an_official_of_a_ministry_is_the_ministry(told):
    assert told[MINISTRY].actor("defence ministry official")["name"] == "Ministry of Defence of Peru"
