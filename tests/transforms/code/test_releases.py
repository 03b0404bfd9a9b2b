import pytest

PROTEST = "Crowds marched against the junta in Yangon on Friday, demanding the release of jailed monks."
BY = "Chile demanded the release of the sailors by Peru."
HELD = "Norway demanded the release of the nurses held by the Taliban."
NOBODY = "Norway called for the release of the nurses on Friday."
ASKED = "Turkey urged Greece to release two soldiers."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([PROTEST, BY, HELD, NOBODY, ASKED])


@pytest.mark.parametrize(
    ("text", "trigger", "asked"),
    [
        (PROTEST, "demanding", ["State Administration Council"]),
        (BY, "demanded", ["Government of Peru"]),
        (HELD, "demanded", ["Taliban"]),
        (NOBODY, "called", []),
        (ASKED, "urged", ["Government of Greece"]),
    ],
)
def test_a_release_is_demanded_of_who_holds_them(told, text, trigger, asked):
    assert told[text].event(trigger)["recipients"] == asked
