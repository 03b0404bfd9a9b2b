import pytest

REACHED = {
    "The death toll from the flood rose to 17.": [("killed", 17)],
    "The number of people displaced by the flood stands at 1,200.": [("displaced", 1200)],
    "Deaths from the fever climbed from 40 to 55.": [("killed", 40), ("killed", 55)],
    "The injured numbered 43 by the evening, doctors said.": [("injured", 43)],
}


@pytest.fixture(scope="module")
def told(read_all):
    return read_all(REACHED)


@pytest.mark.parametrize("text", REACHED)
def test_a_number_counts_what_its_total_counts(told, text):
    assert [(f["measure"], f["value"]) for f in told[text].figures] == REACHED[text]
