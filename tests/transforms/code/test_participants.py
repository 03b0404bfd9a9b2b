import pytest

NORWAY, SWEDEN, BELARUS = (f"Government of {name}" for name in ("Norway", "Sweden", "Belarus"))
#: text -> trigger, actors, recipients
CASES = {
    "Norway imposed sanctions on Belarus on Monday.": ("imposed", [NORWAY], [BELARUS]),
    "Norway and Sweden accused Belarus of an attack on a ship.": ("accused", [NORWAY, SWEDEN], [BELARUS]),
    "Belarus was accused by Norway of an attack on a ship.": ("accused", [NORWAY], [BELARUS]),
    "Norway called on Belarus to release two teachers.": ("called", [NORWAY], [BELARUS]),
    "Israel launched an attack on Hamas on Monday.": ("attack", ["Government of Israel"], ["Hamas"]),
    "Norwegian planes bombed Belarusian positions on Monday.": ("bombed", [NORWAY], [BELARUS]),
    "French troops and Malian soldiers attacked Boko Haram on Monday.": (
        "attacked", ["French Armed Forces", "Malian Armed Forces"], ["Boko Haram"],
    ),
}  # fmt: skip
MUTUAL = "Germany and France met with Iran in Vienna on Monday."
NOBODY = "Two carpenters were killed near the old bridge on Monday."
TWO = "Rebels attacked the village on Monday and released two engineers on Tuesday."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([*CASES, MUTUAL, NOBODY, TWO])


@pytest.mark.parametrize("text", CASES)
def test_who_does_it_and_to_whom(told, text):
    trigger, actors, recipients = CASES[text]
    event = told[text].event(trigger)
    assert (event["actors"], event["recipients"]) == (actors, recipients)


def test_all_parties_of_a_meeting_act(told):
    event = told[MUTUAL].event("met")
    assert set(event["actors"]) == {f"Government of {name}" for name in ("Germany", "France", "Iran")}
    assert event["recipients"] == []


def test_violence_whose_author_is_not_named_stays_without_one(told):
    event = told[NOBODY].event("killed")
    assert event["actors"] == []
    assert len(event["recipients"]) == 1


def test_conjoined_acts_are_two_events_with_one_actor(told):
    attacked, released = told[TWO].event("attacked"), told[TWO].event("released")
    assert attacked["actors"] == released["actors"] != []
    assert attacked["type"] != released["type"]


def test_an_actor_is_on_one_side_only_and_once(told):
    for reading in told.values():
        sides = reading.tables["event_participants"].select("event_mention_id", "actor_id")
        assert sides.is_unique().all()


def test_positions_count_from_nought_within_a_role(told):
    for reading in told.values():
        for _, side in reading.tables["event_participants"].group_by("event_mention_id", "role"):
            assert sorted(side["position"]) == list(range(side.height))


def test_what_is_said_of_a_noun_behind_a_name_is_said_of_the_name(read):
    told = read("Karim Wade, an engineer who was accused of fraud by critics, left Dakar.")
    assert told.event("accused")["recipients"] == ["Karim Wade"]


#: text -> trigger, everybody who takes part
PARTIES = {
    "India-Pakistan talks were held in Dubai on Monday.": {"Government of India", "Government of Pakistan"},
    "The truce was brokered by its neighbours Kenya and Uganda.": {"Government of Kenya", "Government of Uganda"},
    "The U.S.-Japan trade talks failed on Monday.": {"Government of the United States", "Government of Japan"},
}


@pytest.mark.parametrize("text", PARTIES)
def test_hyphens_and_appositions_name_every_party(read, text):
    events = [e for e in read(text).events if e["type"] in ("CONSULT", "REJECT")]
    assert events
    assert all(set(e["actors"]) == PARTIES[text] for e in events)


def test_a_hyphened_participle_names_its_doer(read):
    event = read("The villagers returned on Monday under a UN-brokered deal.").event("brokered")
    assert "United Nations" in event["actors"]


def test_a_rights_group_protested_is_no_passive(read):
    assert read("A rights group protested here on Monday.").event("protested")["actors"] == ["rights group"]


def test_an_open_noun_is_whom_the_name_behind_it_tells(read):
    told = read("The monitoring group, the Syrian Observatory for Human Rights, condemned the raid.")
    assert told.event("condemned")["actors"] == ["Syrian Observatory for Human Rights"]


def test_who_is_accused_does_what_he_is_accused_of(read):
    told = read("Peru accused government forces of gassing villagers.")
    assert told.event("gassing")["actors"] == ["Peruvian Armed Forces"]


def test_who_alleges_owns_the_allegation_and_its_clause_tells_whom(read):
    told = read("The accusation by Chad that Peru had armed rebels stunned diplomats.").event("accusation")
    assert (told["actors"], told["recipients"]) == (["Government of Chad"], ["Government of Peru"])


def test_a_possessor_acts_upon_what_of_names(read):
    event = read("Chad's criticism of Peru angered diplomats on Monday.").event("criticism")
    assert (event["actors"], event["recipients"]) == (["Government of Chad"], ["Government of Peru"])


def test_whose_bombs_they_are_does_it(read):
    event = read("Two children in Aleppo were killed by Russian bombs on Monday.").event("killed")
    assert event["actors"] == ["Government of Russia"]


def test_protesters_against_a_death_are_not_against_the_dead(read):
    event = read("Students in Lima protested the death of Karim Wade on Monday.").event("protested")
    assert event["recipients"] == []


def test_anti_government_protests_are_not_the_governments(read):
    event = read("The anti-government protests erupted in Syria on Friday.").event("anti-government protests")
    assert (event["actors"], event["recipients"]) == ([], ["Government of Syria"])


def test_nothing_is_demanded_of_those_for_whom_it_is(read):
    event = read("Students demanded support for Ukraine in Oslo on Monday.").event("demanded")
    assert event["recipients"] == []
