import pytest

#: text -> trigger, the people that the target stands for
AIMED = {
    "Helicopters dropped barrel bombs on the town of Sarmin in Syria on Monday.": ("dropped", "People of Sarmin"),
    "The Syrian city of Homs has been under siege since May.": ("been", "People of Homs"),
    "Islamist fighters shelled a village outside Mosul on Tuesday.": ("shelled", "People near Mosul"),
    "Rebels fired rockets and shells into Damascus on Monday.": ("fired", "People of Damascus"),
    "Russian jets struck a market in Ariha on Tuesday.": ("struck", "People of Ariha"),
    "Troops imposed a night curfew in the Indian city of Srinagar on Monday.": ("imposed", "People of Srinagar"),
    "The Red Cross delivered food to the city of Taiz on Monday.": ("delivered", "People of Taiz"),
}
#: text -> trigger that is aimed at no town
UNAIMED = {
    "Fierce clashes broke out between rebels and soldiers in Aleppo on Monday.": "clashes",
    "Russia's annexation of Crimea in 2014 drew protests.": "annexation",
    "Turkey sent troops to Idlib on Monday.": "sent",
}


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([*AIMED, *UNAIMED])


@pytest.mark.parametrize("text", AIMED)
def test_a_target_stands_for_its_people(told, text):
    trigger, people = AIMED[text]
    assert told[text].event(trigger)["recipients"] == [people]


@pytest.mark.parametrize("text", UNAIMED)
def test_where_an_act_happens_is_no_target(told, text):
    assert told[text].event(UNAIMED[text])["recipients"] == []


def test_a_victim_who_is_named_is_better_than_the_people_of_a_place(read):
    told = read("Rebels shelled the town of Sarmin in Syria on Monday, killing two nurses.")
    assert told.event("shelled")["recipients"] == ["nurses"]
