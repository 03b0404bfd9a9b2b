import pytest

from transforms.clean.tokenised import is_tokenised, rejoin

CUT = (
    "The minister , Ana Ruiz , left Lima on Friday . `` It doesn ’ t matter , '' she said . Peru ’ s army ( and its "
    "allies ) paid $ 3 million , she added ."
)
WHOLE = (
    "The minister, Ana Ruiz, left Lima on Friday. “It doesn’t matter,” she said. Peru’s army (and its allies) paid "
    "$3 million, she added."
)


def test_a_text_cut_into_words_is_put_together_again():
    text, repairs = rejoin(CUT)
    assert text == WHOLE
    assert repairs > 10


def test_it_stays_as_it_is_the_second_time():
    assert rejoin(WHOLE) == (WHOLE, 0)


@pytest.mark.parametrize(
    "text",
    [
        "A stray blank , here. But the rest, all of it, is as it should be, is it not.",
        "Short , text .",
        "No punctuation at all",
        "",
    ],
)
def test_a_few_stray_blanks_are_left_alone(text):
    assert not is_tokenised(text)
    assert rejoin(text) == (text, 0)


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("the workers ' union", "the workers' union"),
        ("they ca n't , we 've", "they can't, we've"),
        ("it rose 5 % .", "it rose 5%."),
        ("the U.S. army ;", "the U.S. army;"),
        ("`` No ! ''", "“No!”"),
    ],
)
def test_each_kind_of_repair(cut, whole):
    frame = "One , two , three , four , {} And on ."
    assert rejoin(frame.format(cut))[0] == f"One, two, three, four, {whole} And on."
