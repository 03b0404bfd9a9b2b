import pytest

LEADS = {
    "Jan Novak was killed along with four other climbers by a landslide in Peru.": [("killed", 4)],
    "Twelve people were killed and 30 wounded on Monday.": [("killed", 12), ("injured", 30)],
    "Flood Kills 14 Farmers In The North Of The Country": [("killed", 14)],
    "The fire there killed at least 27 people.": [("killed", 27)],
    "Seven miners were found dead on Monday.": [("killed", 7)],
}


@pytest.fixture(scope="module")
def told(read_all):
    return read_all(LEADS)


@pytest.mark.parametrize("text", LEADS)
def test_the_way_from_a_number_to_its_measure(told, text):
    assert [(f["measure"], f["value"]) for f in told[text].figures] == LEADS[text]


def test_who_shoots_somebody_dead_is_not_dead(read):
    assert [f["text"] for f in read("A gunman shot dead a judge in Lima on Monday.").figures] == ["a judge"]
