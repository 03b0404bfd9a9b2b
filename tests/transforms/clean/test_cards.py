"""Tests of `transforms.clean.cards`."""

import pytest

from transforms.clean.cards import without_cards


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "Senator Ann Smith Ann Paula SmithSmith wins vote New poll on jobs: report MORE said she would stay.",
            "Senator Ann Smith said she would stay.",
        ),
        ("Mayor Bo Jones Robert ( Bo ) Jones'Never again' Ten cities to watch MORE left.", "Mayor Bo Jones left."),
        ("Ann Smith Ann Jane Smith Jobs at risk in Ohio: poll MORE left.", "Ann Smith left."),
        ("Kim Roe Jr. Kim Lee Roe Five things to know MORE (Ohio) spoke.", "Kim Roe Jr. (Ohio) spoke."),
    ],
)
def test_a_card_behind_a_name_is_taken_out(text, kept):
    assert without_cards(text) == (kept, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Smith and Ann Smith met. They want MORE money.",
        "Smith met Ann SmithKline staff on Monday.",
        "He asked for MORE.",
    ],
)
def test_other_texts_stay(text):
    assert without_cards(text) == (text, 0)
