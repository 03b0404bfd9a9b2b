import pytest

MEETING = "The German and French leaders met in the old town hall on Friday."


@pytest.mark.parametrize(
    ("published", "names"),
    [
        ("2020-03-04", {"Angela Merkel", "Emmanuel Macron"}),
        ("2010-03-04", {"Angela Merkel", "Nicolas Sarkozy"}),
    ],
)
def test_a_title_means_whoever_held_the_office_on_the_day(read, published, names):
    found = read(MEETING, published).actors["German and French leaders"]
    assert {row["name"] for row in found} == names
    assert {row["country"] for row in found} == {"DEU", "FRA"}


def test_both_act_in_what_they_do_together(read):
    event = read(MEETING).event("met")
    assert (event["type"], len(event["actors"]), event["recipients"]) == ("CONSULT", 2, [])


def test_without_a_date_nobody_is_guessed(read):
    found = read(MEETING, None).actors["German and French leaders"]
    assert {row["country"] for row in found} == {"DEU", "FRA"}
    assert {row["is_resolved"] for row in found} == {False}


def test_a_title_behind_of_is_read_alike(read):
    found = read("The presidents of Turkey and Russia met in the old town hall on Friday.").actors["presidents"]
    assert {row["country"] for row in found} == {"TUR", "RUS"}


def test_the_ministers_of_many_countries_are_not_one_minister(read):
    reading = read("The foreign ministers of eleven countries met in Paris on Friday.", published="2020-03-04")
    assert "Jean-Yves Le Drian" not in {row["name"] for rows in reading.actors.values() for row in rows}


def test_one_of_many_who_may_speak_is_not_the_holder(read):
    actor = read("A spokeswoman of the U.S. consulate criticised Togo.").actor("spokeswoman")
    assert actor["kind"] != "person"


def test_on_the_days_after_a_fall_the_president_may_be_either(read):
    actor = read("Soldiers detained the president of Niger in Niamey.", "2010-02-19").actor("president")
    assert actor["name"] == "Nigerien president"


@pytest.mark.parametrize(
    ("office", "published", "name"),
    [
        ("Polish foreign minister", "2005-02-11", "Adam Daniel Rotfeld"),
        ("US national security adviser", "2010-02-11", "James L. Jones"),
        ("Saudi crown prince", "2012-02-10", "Nayef bin Abdulaziz"),
        ("Brazilian vice president", "2006-02-10", "José Alencar"),
        ("German vice chancellor", "2012-02-10", "Philipp Rösler"),
    ],
)
def test_offices_beside_the_highest_have_holders_too(read, office, published, name):
    assert read(f"The {office} praised Chad.", published).actor(office)["name"] == name


@pytest.mark.parametrize("office", ["former Polish foreign minister", "former Brazilian vice president"])
def test_who_held_an_office_before_is_not_guessed(read, office):
    assert read(f"The {office} praised Chad.", "2006-02-10").actor(office)["is_resolved"] is False
