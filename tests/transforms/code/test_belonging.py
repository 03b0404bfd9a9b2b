import pytest

#: text -> the word of the event of each figure
EVENTS = {
    "Eight farmers were killed and 34 others injured in a mortar attack by rebels in Goma.": ["killed", "killed"],
    "Rebels fired shells on a suburb of Goma, killing three farmers and injuring seven others.": ["fired", "fired"],
    "Warplanes carried out four air strikes against rebels in Goma on Monday.": ["air strikes"],
    "Monday's strike on Goma claimed the lives of 23 farmers.": ["strike"],
    "Rebels attacked a mosque in Goma on Monday, leading to the deaths of 12 people.": ["attacked"],
    "Rebels shelled Goma on Sunday. The toll rose to 17 on Tuesday, doctors said.": ["shelled"],
    "Thousands marched in Goma on Sunday. Organisers said 9,000 took part.": ["marched", "marched"],
    "About 9,000 people marched in Goma on Sunday. Police put the number at 2,000.": ["marched", "marched"],
    # what another did
    "A flood killed 12 people and rebels attacked a farm in Goma.": [None],
    "Rebels attacked a farm in Goma on Monday. A flood killed 12 people.": [None],
}


@pytest.fixture(scope="module")
def told(read_all):
    return read_all(EVENTS)


@pytest.mark.parametrize("text", EVENTS)
def test_a_figure_belongs_to_the_event_that_its_words_hang_together_with(told, text):
    words = {event["event_mention_id"]: event["trigger"] for event in told[text].events}
    assert [words.get(figure["event_mention_id"]) for figure in told[text].figures] == EVENTS[text]


def test_what_belongs_to_an_event_has_its_day_and_its_author(read):
    text = "On Sunday rebels fired shells on Goma, killing three farmers and injuring seven others."
    figure = read(text).figures[1]
    assert (figure["by"], str(figure["period_start"])) == (["rebels"], "2020-03-01")
