"""Where an article is set."""

from __future__ import annotations


def test_where_the_teller_is_nothing_happened(read):
    text = "Sudanese rebels shelled the town of Juba, killing about 20 people, relief officials in Nairobi said."
    assert "Kenyan civilians" not in [name for event in read(text).events for name in event["recipients"]]


def test_whoever_only_tells_it_is_not_whom_it_is_about(read):
    text = (
        "The military government declared a state of siege in Haiti on Monday, a spokeswoman for the U.S. embassy said."
    )
    assert read(text).event("declared")["actors"] == ["Haitian junta"]
