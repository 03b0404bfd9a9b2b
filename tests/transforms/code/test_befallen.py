import pytest

#: text -> trigger, actors, recipients
BEFALLEN = {
    "The Boeing hacking began in Seattle on Monday.": ("hacking", [], ["Boeing"]),
    "Ana Diaz spoke of the school shooting on Monday.": ("school shooting", [], ["school"]),
    "The Taliban attack in Kabul on Monday was filmed.": ("attack", ["Taliban"], []),
}


@pytest.fixture(scope="module")
def told(read_all):
    return read_all(BEFALLEN)


@pytest.mark.parametrize("text", BEFALLEN)
def test_companies_and_buildings_before_the_noun_are_attacked(told, text):
    trigger, actors, recipients = BEFALLEN[text]
    event = told[text].event(trigger)
    assert (event["actors"], event["recipients"]) == (actors, recipients)


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("Three Officers Shot Dead In Nairobi", ["officers"]),
        ("A gunman shot dead a baker in Lima on Monday.", ["baker"]),
    ],
)
def test_whoever_is_shot_dead_without_an_object_did_not_shoot(read, text, recipients):
    (event,) = [event for event in read(text).events if event["trigger"].lower() == "shot"]
    assert event["recipients"] == recipients
