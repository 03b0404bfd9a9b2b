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
#: text -> measure and value of every figure in it
MEASURES = {
    # parts of what is counted before
    "The flood killed 30 people near the old bridge, including 12 children.": [("killed", 30), ("killed", 12)],
    "The flood killed 30 people, among them 12 children.": [("killed", 30), ("killed", 12)],
    "The flood killed ten people near the bridge, including a child.": [("killed", 10), ("killed", 1)],
    "The rising number of casualties, including two on Thursday, worries the town.": [("casualties", 2)],
    "Among the dead were 51 pupils and 14 teachers.": [("killed", 51), ("killed", 14)],
    "More than a quarter of a million farmers have been killed since May.": [("killed", 250_000)],
    "She has hundreds of thousands of dollars in debt.": [("money", 200_000)],
    "Those killed included six soldiers from the town.": [("killed", 6)],
    "Three of the wounded were in hospital on Monday.": [("injured", 3)],
    # what befell them last
    "Three of the wounded died in hospital on Monday.": [("killed", 3)],
    "Three farmers who were wounded near the old bridge have died of their wounds.": [("killed", 3)],
    "Three farmers were fatally wounded near the old bridge.": [("killed", 3)],
    "Five of the missing were found dead near the old bridge.": [("killed", 5)],
    "Nine people were reported injured near the old bridge.": [("injured", 9)],
    "The flood claimed the lives of nine farmers.": [("killed", 9)],
    "A total of nine farmers were killed near the old bridge.": [("killed", 9)],
    "20 farmers killed 30 others injured in fire near old bridge": [("killed", 20), ("injured", 30)],
    "The fire caused serious injury to three people.": [("injured", 3)],
    "Fire kills 20 farmers, 30 others injured near old bridge.": [("killed", 20), ("injured", 30)],
    "Twelve sailors are missing, feared dead, near the island.": [("missing", 12)],
    "Dozens of wounded farmers were brought over the bridge.": [("injured", 24)],
    "Hundreds of thousands have fled the island.": [("displaced", 200_000)],
    "22 children, 6 teachers killed in flood near old bridge.": [("killed", 22), ("killed", 6)],
    # objects and subjects of the verb
    "Rebels killed the commander and six other soldiers near the bridge.": [("killed", 6)],
    "Norway lost 16 soldiers in the flood near the old bridge.": [("killed", 16)],
    "Three women killed while attending a funeral near the old bridge.": [("killed", 3)],
    "The flood claimed 33 lives near the old bridge.": [("killed", 33)],
    "The flood left 17 dead near the old bridge.": [("killed", 17)],
    "33 dead, 12 wounded in flood near old bridge.": [("killed", 33), ("injured", 12)],
    "Turkey's 16th military death in a month came on Monday.": [("killed", 16)],
    "Between 20 and 30 farmers were kidnapped near the old bridge.": [("abducted", 25)],
    "The storm displaced 3 million people and injured dozens.": [("displaced", 3_000_000), ("injured", 24)],
    "One of the hostages was killed near the old bridge.": [("killed", 1)],
    "A soldier was shot dead on Monday, the fifth to be killed near the old bridge.": [("killed", 1), ("killed", 5)],
    "Her driver died at the scene near the old bridge.": [("killed", 1)],
    # the verb next to the number
    "The storm has killed more than 280,000 people and displaced millions.": [
        ("killed", 280_000),
        ("displaced", 2_000_000),
    ],
    "The storm destroyed dozens of houses and damaged 140 more.": [("destroyed", 24), ("damaged", 140)],
    "The army sent 600 soldiers to the bridge, joining the 410 already stationed there.": [
        ("deployed", 600),
        ("present", 410),
    ],
    # verbs of several words
    "Some 30,000 farmers have gone back to their villages near the bridge.": [("returned", 30_000)],
    "Fifteen people lost their lives near the old bridge.": [("killed", 15)],
    "Three farmers were shot dead near the old bridge.": [("killed", 3)],
    # groups, and what is counted again
    "A team of 165 Cuban doctors arrived in the old town on Monday.": [("deployed", 165)],
    "About 20,000 people marched on Monday. Police put the number at 12,000.": [
        ("participants", 20_000),
        ("participants", 12_000),
    ],
    # things
    "Norway sent thousands of troops to Sweden on Monday.": [("deployed", 2000)],
    "Turkey has 12 observation posts near the old bridge.": [("present", 12)],
    "About 40 volunteers were absorbed into the fire service.": [("other", 40)],
    "Sweden absorbed 4,000 people who had fled the island.": [("refugees", 4000)],
    "Hundreds of families continued their protest near the bridge.": [("participants", 200)],
    "Israel carried out 13 air strikes on the town.": [("strikes", 13)],
    "The army destroyed a police station near the old bridge.": [("destroyed", 1)],
    "More than 40 houses were destroyed in the village.": [("destroyed", 40)],
    "A bus carried 73 Guatemalans to the old town on Monday.": [("other", 73)],
    "The town bought two ships and four buses for the old harbour.": [("other", 2), ("other", 4)],
    "With support from 14 countries the town built 20 schools.": [("other", 14), ("other", 20)],
    "India spent Rs 3 crore on the bridge and Sweden USD 5 million.": [("money", 3e7), ("money", 5e6)],
    # headlines
    "Flood Kills 33 Farmers Near Old Bridge\n\nThe water came at night.": [("killed", 33)],
    "Blast kills soldier near old bridge\n\nThe noise came at night.": [("killed", 1)],
}
#: text -> the country of the counted
COUNTRIES = {
    "Norway sent thousands of troops to Sweden on Monday.": "NOR",
    "Norway lost 16 soldiers in the flood near the old bridge.": "NOR",
    "Turkey's 16th military death in a month came on Monday.": "TUR",
    "A bus carried 73 Guatemalans to the old town on Monday.": "GTM",
    "The flood killed 30 farmers in Kenya.": "KEN",
    "At least 30 farmers were killed on Monday. Kenya has seen many floods. The rains in Kenya go on.": "KEN",
}
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
    "The two leaders met the three ministers near the old bridge.",
    "The mayor was one of those killed in the flood.",
    "The bank ($1 = 0.86 euros) opened on Monday near the bridge.",
    "The town changed the 2016 election results and built a bridge.",
    "Prices hurt the two economies near the border.",
    "Several outlets wrote about the old bridge in the town.",
    "He is 100 percent certain of the old bridge in the town.",
    "The second strike on the village broke the door of the school.",
    "The mayor opened the new bridge on 23-04-2016 and left.",
    "A tall man with a 17-year-old horse crossed the old bridge.",
    "The police have hundreds upon hundreds of leads to follow.",
    "The mayor took a photograph of the old bridge in the fog.",
)
TWO = "The blast near the old bridge left 33 people dead and 12 wounded."
STOCK = "The storm killed more than 20 people on the island, and up to 50 people are homeless."
REBELS = f"Rebels killed 33 soldiers {BRIDGE}."
SYRIANS = "About 3.6 million Syrian refugees live in Turkey today."
CLAIMS = (
    "The Red Cross said 299 farmers had been killed since Monday, "
    "but the United Nations said 372 farmers had been killed."
)
AGAIN = "Rebels killed 33 soldiers near the old bridge. The 33 soldiers were killed on Monday, the mayor said."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([*MEASURES, *COUNTRIES, *PEOPLE, *THINGS, PERCENT, *NO_FIGURES, TWO, STOCK, CLAIMS, AGAIN])


def only(reading):
    assert len(reading.figures) == 1, [figure["text"] for figure in reading.figures]
    return reading.figures[0]


@pytest.mark.parametrize("text", PEOPLE)
def test_a_count_of_people(told, text):
    figure = only(told[text])
    columns = ("text", "measure", "value", "low", "high", "qualifier")
    assert tuple(figure[column] for column in columns) == PEOPLE[text]


@pytest.mark.parametrize("text", MEASURES)
def test_the_measure_of_each_number(told, text):
    assert [(figure["measure"], figure["value"]) for figure in told[text].figures] == MEASURES[text]


@pytest.mark.parametrize("text", COUNTRIES)
def test_whose_the_counted_are(told, text):
    assert only(told[text])["country"] == COUNTRIES[text]


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
        ("displaced", "stock"),
    ]


def test_a_flow_has_the_period_of_its_event_and_a_stock_has_none(told):
    flow = only(told[REBELS])
    assert (str(flow["period_start"]), str(flow["period_end"])) == ("2020-03-02", "2020-03-02")
    assert only(told[SYRIANS])["period_start"] is None


def test_whoever_caused_it_is_named(told):
    figure = only(told[REBELS])
    assert [name.lower() for name in figure["by"]] == ["rebels"]
    assert figure["event_mention_id"] == told[REBELS].event("killed")["event_mention_id"]


def test_whoever_gets_money_has_not_caused_it(read):
    (figure,) = read("Norway received between $2 million and $5 million for a new bridge.").figures
    assert (figure["by"], figure["low"], figure["high"]) == ([], 2e6, 5e6)


def test_a_number_told_word_for_word_again_is_one(read):
    text = "Two farmers were killed in Oslo on Monday when a fire broke out in a barn near the old bridge. "
    assert [figure["value"] for figure in read(text * 2).figures] == [2]


def test_whoever_gives_money_is_named(told):
    (figure,) = told["Norway gave the village $100 million for a new bridge."].figures
    assert figure["by"] == ["Government of Norway"]


@pytest.mark.parametrize(
    ("text", "kind"),
    {
        "Rebels left the town and 45 buses carried 3,000 farmers to the coast.": "flow",
        "The town has 45 buses and 20 schools near the old bridge.": "stock",
    }.items(),
)
def test_what_was_done_once_is_a_flow_and_what_there_is_a_stock(read, text, kind):
    assert {figure["kind"] for figure in read(text).figures} == {kind}


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


def test_who_shot_somebody_dead_is_not_counted_among_the_dead(read):
    told = read("A teacher was shot dead by a policeman in Lima on Monday.").figures
    assert [(row["measure"], row["text"]) for row in told] == [("killed", "A teacher")]


def test_the_date_at_the_head_of_a_report_counts_nothing(read):
    told = read("21 August 2016 Ten farmers were injured in a rocket attack near Daraa.").figures
    assert [row["value"] for row in told] == [10]


def test_those_among_the_killed_are_killed(read):
    told = read("The mayor of Goma said 31 farmers were among those killed on Monday.").figures
    assert [(row["measure"], row["value"]) for row in told] == [("killed", 31)]


#: a sentence -> measure, value and unit of every figure in it
HARMED = {
    "A gunman killed the mayor of Quito on Monday.": [],
    "A sniper killed President Novak near the old bridge.": [],
    "A soldier wounded the governor near the old bridge.": [],
    "Three policemen shot the opposition leader near the old bridge.": [("other", 3, "police officer")],
    "Three gunmen killed a judge near the old bridge.": [("other", 3, "gunman"), ("killed", 1, "judge")],
    "A gunman shot dead a judge near the old bridge.": [("killed", 1, "judge")],
    "A gunman shot and killed the mayor near the old bridge.": [],
    "A farmer killed near the old bridge was buried on Monday.": [("killed", 1, "farmer")],
    "The flood killed 12 people and injured scores near the old bridge.": [
        ("killed", 12, "person"),
        ("injured", 40, "person"),
    ],
    "Eleven of the 30 wounded died in hospital.": [("killed", 11, "person"), ("injured", 30, "person")],
    "Rebels abducted 1,100 people, 380 of them children.": [("abducted", 1100, "person"), ("abducted", 380, "child")],
    "The dead numbered 40 near the old bridge.": [("killed", 40, "person")],
    "Two-thirds of the houses near the bridge were destroyed.": [("destroyed", None, "house")],
    "The flood killed 200 people, more than half of them children.": [
        ("killed", 200, "person"),
        ("killed", None, "child"),
    ],
    "More than half of those killed near the old bridge were farmers.": [("killed", None, "farmer")],
    "Half of the dead were buried near the old bridge.": [("killed", None, "person")],
    "Nearly half the population fled to the other side of the bridge.": [("displaced", None, "person")],
    "Most of the farmers like the mayor of the town near the bridge.": [],
    "Twenty people were injured, most of them badly, near the old bridge.": [("injured", 20, "person")],
    "The bakery where she worked was destroyed in the raid.": [("destroyed", 1, "bakery")],
    "The man who was killed near the old bridge was her brother.": [],
    "Half of the voters like the mayor, who came in the second half of the year.": [],
    "The storm nearly sank a ferry near the old bridge.": [],
    "The flood almost killed 12 people near the old bridge.": [],
    "The flood killed nearly 12 people near the old bridge.": [("killed", 12, "person")],
}
CHANGES = {
    "The death toll climbed from 12 to 19 on Monday.": [("killed", 12), ("killed", 19)],
    "The toll rose to 19 from 12 on Monday.": [("killed", 19), ("killed", 12)],
    "Deaths rose from 40 to 55 in Kenya.": [("killed", 40), ("killed", 55)],
    "The number of injuries fell from 55 to 40 in Kenya.": [("injured", 55), ("injured", 40)],
    "The number of people displaced increased to 500 from 200.": [("displaced", 500), ("displaced", 200)],
    "From 10 to 15 farmers were killed near the old bridge.": [("killed", 12.5)],
}


@pytest.fixture(scope="module")
def harmed(read_all):
    return read_all([*HARMED, *CHANGES])


@pytest.mark.parametrize("text", HARMED)
def test_whom_harm_is_done_to_is_counted_not_who_does_it(harmed, text):
    assert [(figure["measure"], figure["value"], figure["unit"]) for figure in harmed[text].figures] == HARMED[text]


@pytest.mark.parametrize("text", CHANGES)
def test_both_ends_of_a_change_are_figures(harmed, text):
    assert [(figure["measure"], figure["value"]) for figure in harmed[text].figures] == CHANGES[text]


def test_a_part_keeps_its_qualifier_but_has_no_bounds(read):
    figure = read("The flood killed 200 people. More than half of them were children.").figures[1]
    assert (figure["text"], figure["qualifier"], figure["subject"]) == ("More than half", "more_than", "children")
    assert (figure["value"], figure["low"], figure["high"], figure["subject_actor_id"]) == (None, None, None, None)


def test_what_was_told_of_before_is_counted_once(read):
    text = "A hospital was opened in May. The hospital where she works was destroyed on Monday."
    assert [f["measure"] for f in read(text).figures if f["measure"] == "destroyed"] == []
