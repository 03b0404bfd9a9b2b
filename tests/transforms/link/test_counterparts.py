"""Whose counterpart holds which office."""

from __future__ import annotations

import pytest

MEETINGS = [
    ("Dutch Foreign Minister Stef Blok met his Spanish counterpart on Monday.", "Arancha González"),
    ("The German foreign minister met his French counterpart on Monday.", "Jean-Yves Le Drian"),
    ("Portuguese Prime Minister António Costa met his Spanish counterpart on Monday.", "Pedro Sánchez"),
    ("Danish Deputy Foreign Minister Lars Holm met his Spanish counterpart on Monday.", "Government of Spain"),
]


@pytest.mark.parametrize(("text", "other"), MEETINGS)
def test_counterpart_holds_the_same_office(text, other, read):
    assert any(name.startswith(other) for name in read(text).event("met")["actors"])
