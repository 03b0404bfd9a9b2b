import pytest

#: text -> trigger, a recipient that no listed relation names
REACHED = {
    "Norway agreed to provide a loan of two million euros for Peru on Monday.": ("agreed", "Government of Peru"),
    "Hungary rejected a plan to tighten the European Union rules on Monday.": ("rejected", "European Union"),
}
CIRCUMSTANCE = "Norway agreed on Monday to cut taxes during the visit of the king of Sweden."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([*REACHED, CIRCUMSTANCE])


@pytest.mark.parametrize("text", REACHED)
def test_whoever_stands_nearest_inside_the_phrase_is_the_recipient(told, text):
    trigger, recipient = REACHED[text]
    assert told[text].event(trigger)["recipients"] == [recipient]


def test_nobody_is_taken_from_a_circumstance(told):
    assert told[CIRCUMSTANCE].event("agreed")["recipients"] == []


def test_the_other_party_stands_behind_with(read):
    event = read("Jordan has shared intelligence on the case with Germany.").event("shared")
    assert set(event["actors"]) == {"Government of Jordan", "Government of Germany"}


def test_whose_doing_is_the_condition_of_a_threat_is_threatened(read):
    event = read("Israel threatened to bomb more bridges unless Hezbollah withdrew.").event("threatened")
    assert event["recipients"] == ["Hezbollah"]


def test_a_verb_without_subject_takes_that_of_the_verb_above(read):
    event = read("The Mexican government issued a statement condemning Peru on Monday.").event("condemning")
    assert event["actors"] == ["Government of Mexico"]


def test_whoever_is_blamed_for_an_act_did_it(read):
    told = read("The Philippine army blamed Abu Sayyaf for the abduction of two engineers on Monday.")
    assert told.event("abduction")["actors"] == ["Abu Sayyaf"]


def test_the_victim_of_an_act_is_not_condemned_with_it(read):
    told = read("Norway condemned the killing of the mayor of Lima on Monday.")
    assert told.event("condemned")["recipients"] == []


#: text -> trigger, the government of the country that somebody goes to
HOSTS = {
    "Angela Merkel was in Ankara on an official visit on Monday.": ("visit", ["Government of Turkey"]),
    "Sergei Lavrov flew to Cairo for talks on Monday.": ("talks", ["Government of Egypt"]),
    "Angela Merkel was in Berlin for talks on Monday.": ("talks", []),
}


@pytest.mark.parametrize("text", HOSTS)
def test_whoever_a_visit_goes_to_receives_it(read, text):
    trigger, hosts = HOSTS[text]
    event = next(e for e in read(text).events if e["text"].endswith(trigger))
    assert event["recipients"] == hosts


def test_what_is_demanded_in_talks_is_demanded_of_those_one_talks_with(read):
    event = read("Germany demanded reforms in talks with Greece on Monday.").event("demanded")
    assert event["recipients"] == ["Government of Greece"]


def test_whoever_stands_inside_the_authors_phrase_is_no_victim(read):
    event = read("The port was under fire by Libyan leader Muammar Gaddafi's navy.").event("was")
    assert event["recipients"] == []


def test_who_tells_it_is_not_concerned(read):
    text = "The envoy signed an agreement to pay the bill, according to officials of Peru."
    assert "Peru" not in str(read(text).event("signed")["recipients"])


def test_who_is_told_something_in_a_call_is_a_party_of_it(read):
    event = read("The king of Norway told Donald Trump in a phone call on Thursday that he would help.").event(
        "phone call"
    )
    assert "Donald Trump" in event["actors"]


def test_some_of_whom_are_those_before(read):
    event = read("Rebels of the Lord's Resistance Army, some of whom are fighting the army of Mali, left.")
    assert event.event("fighting")["actors"] != []
