import pytest

from transforms.clean.repair import repair


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("She said: ,quot;We stay.,quot;", 'She said: "We stay."'),
        ("&quot;We stay&quot;", '"We stay"'),
        ("bread &amp; water", "bread & water"),
        ("bread ,amp; water", "bread & water"),
        ("the cafÃ© in Orléans", "the café in Orléans"),
        ("the ministryâ€™s view", "the ministry’s view"),
        ("zero\u200bwidth", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\ufeffat the start", "at the start"),
        ("no\u00a0break", "no break"),
        ("a\ttab", "a tab"),
        ("two  blanks", "two blanks"),
        ("one\r\ntwo", "one\ntwo"),
        ("one\n\n\n\ntwo", "one\n\ntwo"),
        ("one \n two", "one\ntwo"),
    ],
)
def test_what_is_certainly_broken_is_repaired_and_counted(broken, whole):
    text, repairs = repair(broken)
    assert text == whole
    assert repairs > 0 or "\r" in broken  # line ends differ between systems; that is no fault


@pytest.mark.parametrize(
    "text",
    [
        "Nothing is wrong here.",
        "First paragraph.\n\nSecond paragraph.",
        "“Curly” quotes and the ministry’s apostrophe stay",
        "Two teh typos stay as they were writen.",
        "Şırnak, Žilina, Đà Nẵng and 北京",
        "R&D costs 5 < 6",
    ],
)
def test_a_sound_text_stays_as_it_is(text):
    assert repair(text) == (text, 0)


def test_each_repair_is_counted():
    _, once = repair("a ,quot;word")
    _, twice = repair("a ,quot;word,quot;")
    assert twice == once + 1


def test_repairing_again_changes_nothing():
    text, _ = repair("  ,quot;Nous sommes Ã  Paris,quot;\u200b  said\u00a0he \r\n\r\n\r\n now ")
    assert repair(text) == (text, 0)


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u200b"])
def test_nothing_but_white_space_is_an_empty_text(text):
    assert repair(text)[0] == ""
