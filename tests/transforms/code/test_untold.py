import pytest

ACHIEVED = "The army managed to capture the town of Goma on Monday."
PLANNED = "The army plans to capture the town of Goma."
NOTHING = {
    "a purpose": "The army has moved nine tanks in order to capture the town of Goma.",
    "a description": "Farmers slept in the captured town of Goma.",
    "people": "A boat brought the wounded to Goma.",
    "a qualifier": "There are two detention facilities in Goma.",
    "a possibility": "The army could capture the town of Goma.",
    "an ability": "The mayor doubts the ability of the army to capture the town of Goma.",
    "a fear": "Farmers live in fear of losing wells and capturing troops in Goma.",
    "never done": "Farmers cannot be arrested for debts in Goma.",
    "a question": "A panel will determine whether the army captured the town of Goma.",
    "what a text does": "Norway and Chad signed a treaty, which bans the sale of rifles.",
    "a topic": "The mayor met farmers about capturing stray dogs in Goma.",
    "a purpose handed on": "Farmers collected money to help seize the old mill of Goma.",
    "a purpose of a noun's verb": "Farmers marched to Goma to force the mayor to lift the blockade.",
    "the reader": "By reading on you agree to pay the fee in Goma.",
}


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([ACHIEVED, PLANNED, *NOTHING.values()])


@pytest.mark.parametrize(("text", "status"), [(ACHIEVED, "actual"), (PLANNED, "future")])
def test_an_infinitive_counts_where_it_is_achieved_or_planned(told, text, status):
    assert told[text].event("capture")["status"] == status


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_what_is_not_told_as_an_act_is_none(told, text):
    types = {"COERCE", "ASSAULT", "CONCEDE"}
    assert [event["trigger"] for event in told[text].events if event["type"] in types] == []


def test_means_that_are_only_supposed_are_no_events(read):
    text = "By banning the party or arresting students we would only make the town angry."
    assert [e["type"] for e in read(text).events if e["type"] == "COERCE"] == []


def test_what_a_panel_is_for_is_no_inquiry_yet(read):
    text = "Norway set up a panel to look into the incident."
    assert [e["type"] for e in read(text).events if e["type"] == "ACCUSE"] == []


def test_a_gerund_that_is_only_judged_is_no_event(read):
    text = "Banning the party is a mistake, the mayor of Goma said."
    assert [e["type"] for e in read(text).events if e["type"] == "COERCE"] == []


def test_an_adverb_before_a_participle_names_no_doer(read):
    text = "A heavily-armed militia and a badly-funded school stood beside the river in Goma."
    assert [e["type"] for e in read(text).events if e["type"] == "AID"] == []


@pytest.mark.parametrize(
    "text",
    ["The governor imposed a ban on marches and rallies in Goma.", "The governor banned all marches in Goma."],
)
def test_what_is_banned_is_no_protest(read, text):
    assert [e["type"] for e in read(text).events] == ["COERCE"]
