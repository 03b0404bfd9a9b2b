"""Whose soldiers those who fled tell of."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "verb", "country"),
    [
        ("Refugees from Eritrea told doctors in Ethiopia that soldiers had beaten their sons.", "beaten", "ERI"),
        ("Families from Honduras told reporters in Guatemala that police had beaten them.", "beaten", "HND"),
        ("People who fled Burundi told staff in Rwanda that the army had shot their sons.", "shot", "BDI"),
    ],
)
def test_what_those_who_fled_tell_happened_at_home(text, verb, country, read):
    reading = read(text)
    (actor,) = reading.event(verb)["actors"]
    assert {row["country"] for rows in reading.actors.values() for row in rows if row["name"] == actor} == {country}


def test_what_they_go_on_to_tell_did_too(read):
    text = (
        "Families from Honduras told reporters in Guatemala that police had beaten them. "
        "They said soldiers had shot two farmers."
    )
    assert read(text).event("shot")["actors"] == ["Honduran Armed Forces"]


def test_what_locals_tell_happened_where_they_are(read):
    text = "Residents told reporters in Guatemala that police had beaten them."
    assert "Honduran" not in str(read(text).event("beaten")["actors"])


def test_camps_are_where_they_have_gone_to(read):
    text = "Syrian refugees in Lebanon said soldiers had raided their camp on Monday."
    assert read(text).event("raided")["actors"] != ["Syrian Armed Forces"]
