import pytest

SURFACES = {
    "Nearly 300 young workers blocked the road near the old bridge on Friday.": (
        "Nearly 300 young workers", "young workers",
    ),
    "Armed factory guards beat a local reporter near the bridge on Friday.": ("Armed factory guards", None),
    "Some opponents of the dam blocked the road near the bridge.": ("opponents", "opponents of the dam"),
}  # fmt: skip
UNIT = "A 40-member delegation visited the old bridge on Friday."
SHARED = "Angry textile workers blocked the road on Friday. The workers burned tyres near the bridge."
TWO = "Angry textile workers blocked the road on Friday. Dock workers joined them. The workers burned tyres there."
AT_HOME = "Kenya's government raised the tax on Friday. A man threw stones near Nairobi. Teachers marched there."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([*SURFACES, UNIT, SHARED, TWO, AT_HOME])


@pytest.mark.parametrize(("text", "surface", "name"), [(t, *e) for t, e in SURFACES.items()])
def test_a_mention_is_the_whole_phrase_and_the_name_the_phrase_without_numbers(told, text, surface, name):
    actor = told[text].actor(surface)
    assert name is None or actor["name"] == name


def test_a_number_that_counts_a_unit_stays(told):
    assert "40-member delegation" in told[UNIT].actors


def test_a_bare_noun_is_the_one_longer_phrase_it_ends(told):
    assert told[SHARED].actor("workers")["name"] == told[SHARED].actor("Angry textile workers")["name"]


def test_of_two_longer_phrases_a_bare_noun_is_neither(told):
    assert told[TWO].actor("workers")["name"] == "workers"


def test_an_unnamed_actor_is_called_what_the_text_calls_it(told):
    teachers = told[AT_HOME].actor("Teachers")
    assert (teachers["name"], teachers["country"], teachers["is_resolved"]) == ("teachers", "KEN", False)


def test_a_man_may_be_from_anywhere(told):
    assert told[AT_HOME].actor("man")["country"] is None


def test_what_somebody_is_accused_of_is_no_part_of_the_name(read):
    event = read("The group accused the army of torture on Monday.").event("accused")
    assert event["recipients"] == ["army"]
