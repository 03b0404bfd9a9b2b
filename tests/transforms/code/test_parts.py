import pytest

PARTS = {
    "The fire killed 30 people, including 12 children.": [("killed", 30), ("killed", 12)],
    "Three nurses were among the 19 villagers killed in a raid on Goma.": [("killed", 3), ("killed", 19)],
    "The flood displaced 1,100 people, 380 of them children.": [("displaced", 1100), ("displaced", 380)],
    "A quake killed 31 people in Goma. Twelve of them were children.": [("killed", 31), ("killed", 12)],
    "A quake killed 31 people. A third of the victims were women, he said.": [("killed", 31), ("killed", None)],
    "A quake killed 31 people. Most of them were at home, the mayor of the town said.": [("killed", 31)],
    "Those wounded included six farmers.": [("injured", 6)],
    "Among the killed farmers are four children.": [("killed", 4)],
    "The fire destroyed 20 buildings, including two schools.": [("destroyed", 20), ("destroyed", 2)],
    "Police seized 40 rifles, among them 12 machine guns.": [("captured", 40), ("captured", 12)],
    "The fire killed 20 farmers, including those of two schools.": [("killed", 20), ("other", 2)],
    "The march drew 300 people according to police and 900 according to organisers.": [
        ("participants", 300),
        ("participants", 900),
    ],
    "A quake killed 1,200 people. One report put it at 1,300.": [("killed", 1200), ("killed", 1300)],
}


@pytest.fixture(scope="module")
def told(read_all):
    return read_all(PARTS)


@pytest.mark.parametrize("text", PARTS)
def test_a_part_counts_as_its_whole(told, text):
    assert [(f["measure"], f["value"]) for f in told[text].figures] == PARTS[text]


def test_two_things_beside_each_other_are_no_parts(read):
    figures = read("Three gunmen killed a judge in Lima on Monday.").figures
    assert [(f["text"], f["measure"]) for f in figures if f["measure"] == "killed"] == [("a judge", "killed")]
