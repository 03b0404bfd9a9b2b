import pytest

BLAST = "Three farmers were killed in a bomb attack near the old bridge on Monday."
NOUN = "The war and the violence were long."
TOLD = "The attack on the village took place on Monday."
REFUSED = "The rebels refused to release the two engineers on Monday."
THREAT = "Norway threatened to attack Belarus on Monday."
TYPED = "Norway imposed sanctions on Belarus on Monday."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([BLAST, NOUN, TOLD, REFUSED, THREAT, TYPED])


def test_two_words_that_tell_one_act_are_one_event(told):
    assert [event["type"] for event in told[BLAST].events] == ["ASSAULT"]
    assert told[BLAST].events[0]["mode"] == "explosives"


def test_a_bare_noun_that_tells_nothing_is_no_event(told):
    assert told[NOUN].events == []


def test_a_noun_that_tells_when_is_an_event(told):
    assert [event["type"] for event in told[TOLD].events] == ["ASSAULT"]


@pytest.mark.parametrize(("text", "event_type"), [(REFUSED, "REJECT"), (THREAT, "THREATEN")])
def test_what_is_refused_or_threatened_is_part_of_that(told, text, event_type):
    assert [event["type"] for event in told[text].events] == [event_type]


def test_an_event_has_the_quad_code_and_intensity_of_its_type(told, known):
    event = told[TYPED].event("imposed")
    declared = known.types.filter(event_type="SANCTION")
    assert event["quad_code"] == declared["quad_code"].item() == 4
    assert -10 <= event["intensity"] < 0


def test_an_event_names_the_entry_of_the_lexicon_that_made_it(told):
    assert told[TYPED].event("imposed")["lexicon_entry"].startswith("impose.v")


def test_the_evidence_is_the_trigger_in_the_text(told):
    for text, reading in told.items():
        for event in reading.events:
            assert text[event["start_char"] : event["end_char"]] == event["trigger"]


def test_acts_of_two_kinds_are_two_events(read):
    events = read("The banker was arrested in Lima in May and deported in June 2014.").events
    assert {"arrest", "deport"} <= {event["mode"] for event in events}


def test_an_act_in_a_clause_of_another_time_is_another_event(read):
    told = read("Rebels burned down a school in Goma a day after police shot a student.")
    assert told.event("burned down")["actors"] != told.event("shot")["actors"]


def test_what_violence_led_to_is_told_by_it(read):
    events = read("The army carried out strikes on Goma since Monday killing nine farmers.").events
    assert [event["type"] for event in events] == ["ASSAULT"]


def test_what_somebody_is_only_blamed_for_saying_is_no_event(read):
    told = read("Chile accused Peru of supporting the rebels and rejecting the truce.")
    assert [event["type"] for event in told.events] == ["ACCUSE"]


def test_violence_that_somebody_is_blamed_for_stays_one(read):
    told = read("Chile accused Peru of bombing the town of Arica.")
    assert sorted(event["type"] for event in told.events) == ["ACCUSE", "ASSAULT"]


def test_a_toll_of_two_verbs_is_one_act(read):
    told = read("A bomb killed six soldiers and wounded nine farmers near Arica on Monday.")
    assert [event["type"] for event in told.events] == ["ASSAULT"]


def test_meetings_with_different_people_are_two(read):
    told = read(
        "The premier of Norway will meet the president of Peru on Monday and meet the king of Jordan on Friday."
    )
    assert [event["type"] for event in told.events] == ["CONSULT", "CONSULT"]


def test_a_noun_of_which_a_verb_says_that_it_happens_is_an_event(read):
    assert [event["type"] for event in read("Clashes continued on the edge of the city.").events] == ["ASSAULT"]


def test_an_attack_among_politicians_is_of_words(read):
    told = read("Senator John McCain attacked Hillary Clinton on Friday.")
    assert [event["type"] for event in told.events] == ["ACCUSE"]


def test_what_a_complaint_demands_is_a_demand(read):
    told = read("Chile filed a complaint demanding the return of the ship.")
    assert "REQUEST" in [event["type"] for event in told.events]


def test_two_tolls_of_the_same_word_are_two_acts(read):
    told = read("A soldier was killed in Arica on Monday and nine farmers were killed in clashes near Cusco.")
    assert [event["type"] for event in told.events] == ["ASSAULT", "ASSAULT"]


def test_what_a_court_orders_is_part_of_the_order(read):
    text = "A tribunal ordered Chad to halt its raids on the villages."
    assert [(e["type"], e["status"]) for e in read(text).events] == [("COERCE", "actual")]


def test_what_is_voted_for_comes_with_the_vote(read):
    text = "Lawmakers voted to ratify the pact with Chile."
    assert [e["type"] for e in read(text).events] == ["SUPPORT"]
