import pytest

MUST = "Norway said on Tuesday that Belarus must return the stolen helicopter."
THERE = "The Norwegian foreign minister said there must be a dialogue between the villages."
OWN_VOICE = "Belarus must return the stolen helicopter."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([MUST, THERE, OWN_VOICE])


def test_what_somebody_says_must_be_done_is_a_request(told):
    (event,) = [e for e in told[MUST].events if e["type"] == "REQUEST"]
    assert (event["actors"], event["recipients"], event["status"]) == (
        ["Government of Norway"],
        ["Government of Belarus"],
        "actual",
    )


def test_what_must_be_is_demanded_of_nobody(told):
    (event,) = [e for e in told[THERE].events if e["type"] == "REQUEST"]
    assert event["recipients"] == []


def test_a_demand_in_the_articles_own_voice_is_comment(told):
    assert [e for e in told[OWN_VOICE].events if e["type"] == "REQUEST"] == []
