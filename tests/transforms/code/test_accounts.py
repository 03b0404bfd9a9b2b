import pytest

#: text -> who claims each figure
ACCOUNTS = {
    "The march in Oslo drew 3,000 people according to police and 9,000 according to organisers.": [
        "police",
        "organisers",
    ],
    "Thousands marched in Oslo on Sunday. Police put the turnout at 3,000, organisers at 9,000.": [
        None,
        "police",
        "organisers",
    ],
    "Some 3,000 people marched in Oslo, according to police, while organisers put the number at 9,000.": [
        "police",
        "organisers",
    ],
    "Sweden: At least 40 people marched in Oslo and at least 30 people marched in Bergen, according to police.": [
        "police",
        "police",
    ],
    "The marches drew 3,000 people in Oslo and 2,000 people in Bergen, according to police.": ["police", "police"],
}


@pytest.fixture(scope="module")
def told(read_all):
    return read_all(ACCOUNTS)


@pytest.mark.parametrize("text", ACCOUNTS)
def test_each_number_has_the_source_that_stands_beside_it(told, text):
    claimants = [[name.split(" ")[-1].lower() for name in figure["claimants"]] for figure in told[text].figures]
    assert claimants == [[] if name is None else [name] for name in ACCOUNTS[text]]


def test_who_did_it_is_no_source_of_how_many(read):
    figures = read("The arrest of 40 people by police and of 12 people by soldiers shook Oslo.").figures
    assert [figure["claimants"] for figure in figures] == [[], []]
