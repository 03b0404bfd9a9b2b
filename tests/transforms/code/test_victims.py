import pytest

#: text -> trigger, the victim whom the words beside the act tell
TOLD = {
    "George Floyd's killing led to protests in Minneapolis on Monday.": ("killing", "George Floyd"),
    "A bomb blast near the headquarters of Hamas in Gaza caused panic on Monday.": ("bomb blast", "Hamas"),
    "A Kenyan teacher died after torture in a cell on Monday.": ("torture", "Kenyan teacher"),
    "Police fired tear gas as a march by nurses in Lima turned violent on Monday.": ("fired", "nurses"),
    "Gunmen killed seven Kenyan herders on Saturday. The raiders took 60 goats.": ("took", "Kenyan herder"),
    "Nigerian soldiers were tired. Militants stepped up attacks on bases in Nigeria on Monday.": (
        "stepped up",
        "Nigerian Army",
    ),
    "The Indian army responded to an attack by the Pakistani government by attacking 30 of its posts.": (
        "attacking",
        "Government of Pakistan",
    ),
    "Israeli soldiers pulled out of Lebanon on Monday. Hezbollah fighters seized their outpost within the hour.": (
        "seized",
        "Israel Defense Forces",
    ),
    "Mohamed Morsi, whose ouster by the army led to protests, remained in jail.": ("ouster", "Mohamed Morsi"),
}


@pytest.fixture(scope="module")
def told(read_all):
    return read_all(TOLD)


@pytest.mark.parametrize("text", TOLD)
def test_the_victim_is_told_beside_the_act(told, text):
    trigger, victim = TOLD[text]
    assert told[text].event(trigger)["recipients"] == [victim]


def test_whoever_is_sent_to_help_is_not_helped(read):
    told = read("France sent 200 relief workers to the town of Bhuj in India on Monday.")
    assert told.event("sent")["recipients"] == ["People of Bhuj"]


def test_who_killed_somebody_is_not_killed(read):
    told = read("The killing of two farmers by Peruvian soldiers angered Lima on Monday.")
    assert told.event("killing")["recipients"] == ["farmers"]


def test_the_government_of_the_country_is_no_victim_of_attacks_there(read):
    told = read("Terrorist attacks in Libya killed nobody on Monday. A minister condemned the bombings in Libya.")
    violence = [event for event in told.events if event["type"] == "ASSAULT"]
    assert violence
    assert all("Government of Libya" not in event["recipients"] for event in violence)


@pytest.mark.parametrize("whom", ["detectives", "engineers"])
def test_whoever_is_sent_is_not_whom_it_is_done_to(read, whom):
    (event,) = read(f"Australia sent a team of {whom} to Fiji.").events
    assert event["recipients"] == ["Government of Fiji"]
