"""Where an article is set."""

from __future__ import annotations


def test_where_the_teller_is_nothing_happened(read):
    text = "Burundian rebels attacked the town of Uvira, wounding 12 people, church officials in Kampala said."
    assert "Ugandan civilians" not in [name for event in read(text).events for name in event["recipients"]]


def test_whoever_only_tells_it_is_not_whom_it_is_about(read):
    text = "The military government imposed a curfew in Guinea on Monday, a clerk of the French consulate said."
    assert read(text).event("imposed")["actors"] == ["Guinean junta"]
