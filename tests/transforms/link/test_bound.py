"""Object pronouns are not the subject of their own verb."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "Trump called Assad an animal and warned him that he would suffer.",
        "Assad spoke on Monday. Trump warned him against a new attack.",
    ],
)
def test_object_is_somebody_else(text, read):
    event = read(text).event("warned")
    assert (event["actors"], event["recipients"]) == (["Donald Trump"], ["Bashar al-Assad"])
