import pytest

BRIDGE = "near the old bridge on Monday"
#: text -> the words of the number, measure, value, low, high, qualifier
PEOPLE = {
    f"Rebels killed 33 soldiers {BRIDGE}.": ("33", "killed", 33, 33, 33, "exact"),
    f"33 soldiers were killed {BRIDGE}.": ("33", "killed", 33, 33, 33, "exact"),
    "The report speaks of the death of 33 soldiers near the old bridge.": ("33", "killed", 33, 33, 33, "exact"),
    f"Dozens of soldiers were killed {BRIDGE}.": ("Dozens", "killed", 24, 24, None, "vague"),
    f"A soldier was killed {BRIDGE}.": ("A soldier", "killed", 1, 1, 1, "exact"),
    f"At least 15 civilians were wounded {BRIDGE}.": ("At least 15", "injured", 15, 15, None, "at_least"),
    f"Police detained 120 protesters {BRIDGE}.": ("120", "detained", 120, 120, 120, "exact"),
    f"Between 10 and 15 farmers were abducted {BRIDGE}.": ("Between 10 and 15", "abducted", 12.5, 10, 15, "range"),
    f"Thousands of people protested {BRIDGE}.": ("Thousands", "participants", 2000, 2000, None, "vague"),
    "The fighting has forced nearly 6,000 people to flee their homes.": (
        "nearly 6,000", "displaced", 6000, None, 6000, "nearly",
    ),
    "About 3.6 million Syrian refugees live in Turkey today.": (
        "About 3.6 million", "refugees", 3_600_000, None, None, "about",
    ),
}  # fmt: skip
THINGS = {
    f"The flood destroyed 250 houses {BRIDGE}.": ("destroyed", 250, "house"),
    f"Sweden deployed 500 soldiers to the island {BRIDGE}.": ("deployed", 500, "soldier"),
    "Norway gave the village $100 million for a new bridge.": ("money", 1e8, "US dollar"),
}
PERCENT = "Prices in the old town rose by 12 percent in a year."
NO_FIGURES = (
    "The teacher, who is 45 years old, has lived near the bridge since 2016.",
    "In 2016 the town built a bridge over the river and sold the mill.",
    "The meeting in the town hall began at 10:30 and ended on March 5, 2019.",
    "A tall man with a 17-year-old horse crossed the old bridge.",
    "The mayor took a photograph of the old bridge in the fog.",
)
TWO = "The blast near the old bridge left 33 people dead and 12 wounded."
STOCK = "The storm killed more than 20 people on the island, and up to 50 people are missing."
REBELS = f"Rebels killed 33 soldiers {BRIDGE}."
SYRIANS = "About 3.6 million Syrian refugees live in Turkey today."
CLAIMS = (
    "The Red Cross said 299 farmers had been killed since Monday, "
    "but the United Nations said 372 farmers had been killed."
)
AGAIN = "Rebels killed 33 soldiers near the old bridge. The 33 soldiers were killed on Monday, the mayor said."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([*PEOPLE, *THINGS, PERCENT, *NO_FIGURES, TWO, STOCK, CLAIMS, AGAIN])


def only(reading):
    assert len(reading.figures) == 1, [figure["text"] for figure in reading.figures]
    return reading.figures[0]


@pytest.mark.parametrize("text", PEOPLE)
def test_a_count_of_people(told, text):
    figure = only(told[text])
    columns = ("text", "measure", "value", "low", "high", "qualifier")
    assert tuple(figure[column] for column in columns) == PEOPLE[text]


@pytest.mark.parametrize("text", THINGS)
def test_a_count_of_things_and_money_has_its_unit(told, text):
    figure = only(told[text])
    assert (figure["measure"], figure["value"], figure["unit"]) == THINGS[text]


def test_a_percentage_is_another_figure(told):
    figure = only(told[PERCENT])
    assert (figure["measure"], figure["value"]) == ("other", 12)


@pytest.mark.parametrize("text", NO_FIGURES)
def test_years_ages_times_and_single_things_are_no_figures(told, text):
    assert told[text].figures == []


def test_each_number_has_its_own_measure(told):
    assert [(figure["measure"], figure["value"]) for figure in told[TWO].figures] == [("killed", 33), ("injured", 12)]


def test_a_count_over_a_period_is_a_flow_and_a_state_is_a_stock(told):
    assert [(figure["measure"], figure["kind"]) for figure in told[STOCK].figures] == [
        ("killed", "flow"),
        ("missing", "stock"),
    ]


def test_a_flow_has_the_period_of_its_event_and_a_stock_has_none(told):
    flow = only(told[REBELS])
    assert (str(flow["period_start"]), str(flow["period_end"])) == ("2020-03-02", "2020-03-02")
    assert only(told[SYRIANS])["period_start"] is None


def test_whoever_caused_it_is_named(told):
    figure = only(told[REBELS])
    assert [name.lower() for name in figure["by"]] == ["rebels"]
    assert figure["event_mention_id"] == told[REBELS].event("killed")["event_mention_id"]


def test_without_an_author_nobody_caused_it(told):
    assert only(told[f"33 soldiers were killed {BRIDGE}."])["by"] == []


def test_the_subject_is_in_the_texts_words_with_its_country(told):
    figure = only(told[SYRIANS])
    assert (figure["subject"], figure["country"], figure["place"]) == ("Syrian refugees", "SYR", "Turkey")


def test_each_claimant_keeps_its_own_figure(told):
    assert [(figure["value"], figure["claimants"]) for figure in told[CLAIMS].figures] == [
        (299, ["International Committee of the Red Cross"]),
        (372, ["United Nations"]),
    ]


def test_the_same_figure_told_twice_is_one(told):
    assert only(told[AGAIN])["value"] == 33


def test_the_evidence_is_the_number_in_the_text(told):
    for text, reading in told.items():
        for figure in reading.figures:
            assert text[figure["start_char"] : figure["end_char"]] == figure["text"]


def test_the_same_number_by_two_claimants_is_two_figures(read):
    told = read(
        "Police killed 12 people in Homs, Norway said. The army killed 12 people in Homs, Belarus said."
    ).figures
    assert sorted(claimant for figure in told for claimant in figure["claimants"]) == [
        "Government of Belarus",
        "Government of Norway",
    ]


def test_the_same_figure_told_again_is_one(read):
    told = read("Rebels killed 12 villagers on Monday, Norway said. The rebels who killed 12 villagers fled.").figures
    assert [figure["value"] for figure in told if figure["measure"] == "killed"] == [12]


@pytest.mark.parametrize(
    ("text", "value"),
    {
        "The death toll rose to 33 on Monday, the mayor said.": 33,
        "The number of people killed in the shelling of the village has risen to 17, the mayor said.": 17,
    }.items(),
)
def test_a_total_that_rises_is_counted(read, text, value):
    assert (value, "killed") in [(figure["value"], figure["measure"]) for figure in read(text).figures]
