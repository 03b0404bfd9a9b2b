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
