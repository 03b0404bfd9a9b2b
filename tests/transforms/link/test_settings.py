"""Where an article is set."""

from __future__ import annotations


def test_where_the_teller_is_nothing_happened(read):
    text = "Burundian rebels attacked the town of Uvira, wounding 12 people, church officials in Kampala said."
    assert "Ugandan civilians" not in [name for event in read(text).events for name in event["recipients"]]


def test_whoever_only_tells_it_is_not_whom_it_is_about(read):
    text = "The military government imposed a curfew in Guinea on Monday, a clerk of the French consulate said."
    assert read(text).event("imposed")["actors"] == ["Guinean junta"]


def test_whoever_is_only_told_is_not_whom_it_is_about(read):
    assert read("Residents told Reuters that soldiers had shot 12 farmers.").event("shot")["actors"] == ["soldiers"]


def test_where_a_group_is_based_nothing_happened(read):
    text = "Soldiers killed nine farmers on Monday, said a monitoring group based in Norway."
    assert read(text).event("killed")["actors"] == ["soldiers"]


def test_who_tells_of_all_the_world_is_not_whom_it_is_about(read):
    text = "At least 120 people have been killed by soldiers since May, according to a tally by AFP."
    assert read(text).event("killed")["actors"] == ["soldiers"]
