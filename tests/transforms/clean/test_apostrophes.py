import pytest

from transforms.clean.apostrophes import with_apostrophes


@pytest.mark.parametrize(
    ("broken", "whole", "count"),
    [
        ("The army didnt attack the port.", "The army didn't attack the port.", 1),
        ("Norway hasnt signed and wouldnt.", "Norway hasn't signed and wouldn't.", 2),
        ("Doesnt Chad know?", "Doesn't Chad know?", 1),
        ("Tuesdays suspected chemical attack", "Tuesday's suspected chemical attack", 1),
        ("Tuesdays attack on the port", "Tuesday's attack on the port", 1),
        ("nine people died in yesterdays raid", "nine people died in yesterday's raid", 1),
    ],
)
def test_a_lost_apostrophe_is_set_and_counted(broken, whole, count):
    assert with_apostrophes(broken) == (whole, count)


@pytest.mark.parametrize(
    "text",
    [
        "On Tuesdays ships leave the port.",
        "Fridays and Sundays are quiet in the port.",
        "The government went to the front.",
        "The army didn't attack; Tuesday's talks failed.",
        "Cant is what he spoke.",
        "Protesters rally Fridays against the king.",
        "The last two Fridays saw protests.",
        "The shop is open Sundays only.",
        "The court sits Mondays unless judges vote.",
        "The Fridays of rage went on.",
    ],
)
def test_what_may_be_meant_stays(text):
    assert with_apostrophes(text) == (text, 0)
