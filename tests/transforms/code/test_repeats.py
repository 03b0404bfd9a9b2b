"""What is printed twice is coded once, at its first telling."""

from __future__ import annotations


def test_a_sentence_printed_again_tells_nothing_more(read):
    text = "Norway expelled two diplomats from Chile.\n\nThe road is long.\n\nNorway expelled two diplomats from Chile."
    assert [event["type"] for event in read(text).events] == ["SANCTION"]


def test_a_headline_and_its_lead_are_one_telling(read):
    text = "Norway expels Chilean diplomats\n\nNorway expelled two Chilean diplomats on Monday, officials said."
    assert [event["trigger"] for event in read(text).events] == ["expels"]


def test_another_act_in_the_lead_stays(read):
    text = "Norway expels Chilean diplomats\n\nSweden expelled two Danish diplomats on Monday, officials said."
    assert len(read(text).events) == 2


def test_a_headline_takes_the_claim_of_its_lead(read):
    text = (
        "Norway expels Chilean diplomats\n\nNorway expelled two Chilean diplomats on Monday, the United Nations said."
    )
    assert [event["claimants"] for event in read(text).events] == [["United Nations"]]
