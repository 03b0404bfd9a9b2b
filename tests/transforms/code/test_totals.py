import pytest

REACHED = {
    "The death toll from the flood rose to 17.": [("killed", 17)],
    "The number of people displaced by the flood stands at 1,200.": [("displaced", 1200)],
    "The toll of the flood rose to 17 farmers on Monday.": [("killed", 17)],
    "A doctor put the death toll at five farmers.": [("killed", 5)],
    "Deaths from the fever climbed from 40 to 55.": [("killed", 40), ("killed", 55)],
    "The injured numbered 43 by the evening, doctors said.": [("injured", 43)],
}


@pytest.fixture(scope="module")
def told(read_all):
    return read_all(REACHED)


@pytest.mark.parametrize("text", REACHED)
def test_a_number_counts_what_its_total_counts(told, text):
    assert [(f["measure"], f["value"]) for f in told[text].figures] == REACHED[text]


#: text -> the first and the last day of the figure
DAYS = {
    "The toll of Sunday's raid on Goma rose to 17 on Tuesday.": "2020-03-01",
    "Rebels raided Goma on Sunday. The death toll stood at 17 on Tuesday, doctors said.": "2020-03-01",
    "Monday's toll rose to 17, doctors said.": "2020-03-02",
    "The raid on Goma killed 17 farmers on Tuesday.": "2020-03-03",
}


@pytest.mark.parametrize(("text", "day"), DAYS.items())
def test_the_day_on_which_a_toll_stood_is_not_that_of_the_deaths(read, text, day):
    (figure,) = read(text).figures
    assert (str(figure["period_start"]), str(figure["period_end"])) == (day, day)


def test_a_month_in_which_deaths_rose_is_theirs(read):
    (figure,) = read("Deaths from the fever rose to 40 in February.").figures
    assert (str(figure["period_start"]), str(figure["period_end"])) == ("2020-02-01", "2020-02-29")
