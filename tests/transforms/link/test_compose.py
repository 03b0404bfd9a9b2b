import pytest

SINGLE = {
    "The Turkish soldiers crossed the old bridge near the border.": ("Turkish soldiers", "military", "TUR", "MIL"),
    "French police arrested two men on Friday after a chase.": ("French police", "government", "FRA", "COP"),
    "Egypt's foreign ministry answered the long letter on Friday.": (
        "Egypt's foreign ministry", "government", "EGY", "GOV",
    ),
    "The defence ministry of Norway answered the long letter on Friday.": (
        "defence ministry", "government", "NOR", "GOV",
    ),
    "Russian-backed Syrian forces shelled the town of Saraqib on Friday.": (
        "Russian-backed Syrian forces", "military", "SYR", "MIL",
    ),
}  # fmt: skip
SPEAKERS = {
    "A spokesman for the Egyptian foreign ministry answered questions.": ("spokesman", "government", "EGY"),
    "The guests left when a spokesman for the Taliban answered questions.": ("spokesman", "armed_group", "AFG"),
    "Boko Haram fighters burned the village and left on Friday.": ("Boko Haram fighters", "armed_group", "NGA"),
}
ALLY = "Russia's ally Iran rejected the offer that was made near the bridge."
ALLIES = "Russia's allies rejected the offer that was made near the bridge."
JOINT = "The government and people of Vietnam condemned the attack on the bridge."
SEPARATE = "A Norwegian nurse and a Danish doctor treated the old men on Friday."
SHARED = "French and Malian soldiers guarded the bridge near the market on Friday."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([*SINGLE, *SPEAKERS, ALLY, ALLIES, JOINT, SEPARATE, SHARED])


@pytest.mark.parametrize(("text", "surface", "kind", "country", "sector"), [(t, *e) for t, e in SINGLE.items()])
def test_a_role_noun_takes_the_country_that_its_phrase_names(told, text, surface, kind, country, sector):
    actor = told[text].actor(surface)
    assert (actor["kind"], actor["country"], actor["sector"]) == (kind, country, sector)
    assert actor["is_resolved"]


@pytest.mark.parametrize(("text", "surface", "kind", "country"), [(t, *e) for t, e in SPEAKERS.items()])
def test_whoever_speaks_or_fights_for_a_body_is_the_body(told, text, surface, kind, country):
    actor = told[text].actor(surface)
    assert (actor["kind"], actor["country"]) == (kind, country)


def test_a_spokesman_is_the_same_actor_as_the_ministry_itself(told):
    reading = told["A spokesman for the Egyptian foreign ministry answered questions."]
    assert reading.actor("spokesman")["actor_id"] == reading.actor("Egyptian foreign ministry")["actor_id"]


def test_the_backer_is_an_actor_of_its_own_and_not_the_backed(told):
    reading = told["Russian-backed Syrian forces shelled the town of Saraqib on Friday."]
    assert reading.actor("Russian")["country"] == "RUS"
    assert [name for name in reading.event("shelled")["actors"] if "Russia" in name] == []


def test_each_noun_takes_its_own_country(told):
    reading = told[SEPARATE]
    assert reading.actor("Norwegian nurse")["country"] == "NOR"
    assert reading.actor("Danish doctor")["country"] == "DNK"


def test_several_countries_before_one_plural_noun_are_several_actors(told):
    found = told[SHARED].actors["French and Malian soldiers"]
    assert {(row["country"], row["sector"]) for row in found} == {("FRA", "MIL"), ("MLI", "MIL")}


def test_an_ally_of_a_state_is_not_that_state(told):
    assert "Government of Iran" in told[ALLY].event("rejected")["actors"]
    assert not [surface for surface in told[ALLY].actors if "ally" in surface]
    assert told[ALLIES].event("rejected")["actors"] != ["Government of Russia"]


def test_nouns_before_one_country_share_it(told):
    assert told[JOINT].actor("government")["name"] == "Government of Vietnam"


def test_a_group_right_before_its_fighters_is_who_they_are(read):
    event = read("IS militants attacked a market in Mosul on Monday.").event("attacked")
    assert event["actors"] == ["Islamic State of Iraq and the Levant"]


def test_whom_a_state_leads_is_its_though_not_its_army(read):
    actor = read("Kenyan-led forces shelled a town, Somali army sources said.").actor("Kenyan-led forces")
    assert (actor["country"], actor["is_resolved"]) == ("KEN", False)


def test_who_is_against_a_state_is_not_of_it(read):
    assert read("An anti-Russia singer was beaten in Riga.").actor("anti-Russia singer")["country"] == "LVA"


def test_forces_withdrawn_from_a_country_are_not_its_own(read):
    event = read("France hastened the withdrawal of two battalions of troops from Mali.").event("withdrawal")
    assert "Malian Armed Forces" not in event["actors"]


def test_workers_of_a_company_are_not_the_company(read):
    reading = read("Boeing engineers rejected the company's offer.")
    assert reading.event("rejected")["actors"] == ["Boeing engineer"]
    assert reading.event("rejected")["recipients"] == ["Boeing"]


def test_mayor_is_not_the_town(read):
    reading = read("The mayor of Renca said gunmen had shot two people in Chile.")
    assert reading.event("shot")["claimants"] == ["mayor of Renca"]
