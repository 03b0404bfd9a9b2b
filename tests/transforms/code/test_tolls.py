import pytest

LATER = (
    "A bomb hit a market in Idlib on Monday. The Syrian Observatory for Human Rights later said 31 people were killed."
)
ELSEWHERE = "Gunmen attacked a bus in Goma on Monday. Two farmers were killed in Bukavu on Tuesday."
AUTHOR = "Rebels attacked a bus in Goma on Monday. Two farmers were killed by soldiers."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([LATER, ELSEWHERE, AUTHOR])


def test_a_toll_told_later_is_that_of_the_attack_before(told):
    assert [event["trigger"] for event in told[LATER].events] == ["hit"]
    figure = told[LATER].figures[0]
    assert (figure["measure"], figure["value"]) == ("killed", 31)
    assert figure["event_mention_id"] == told[LATER].events[0]["event_mention_id"]


@pytest.mark.parametrize("text", [ELSEWHERE, AUTHOR])
def test_another_day_town_or_author_is_another_attack(told, text):
    assert len(told[text].events) == 2
