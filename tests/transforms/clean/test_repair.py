import pytest
from hypothesis import given, settings

from tests.fuzz.strategies import PROSE
from transforms.clean.repair import mend, repair
from warehouse.tables.values import REPAIR_KINDS


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


@pytest.mark.parametrize(
    ("broken", "kinds"),
    [
        ("<p>The bridge</p>", {"html": 2}),
        ("&lt;p&gt;The bridge&lt;/p&gt;", {"html": 2, "entities": 4}),
        ("bread &amp; water &ndash; daily", {"entities": 2}),
        ("a ,quot;word,quot;", {"entities": 2}),
        ("the ministryâ€™s view", {"mojibake": 1}),
        ("be\x07ll", {"control_characters": 1}),
        ("zero\u200bwidth and soft\u00adhyphen", {"zero_width": 2}),
        ("cafe\u0301", {"normalisation": 1}),
        ("no\u00a0break, a\ttab, two  blanks", {"spaces": 3}),
        ("one\n\n\n\ntwo", {"blank_lines": 1}),
        ("sound", {}),
    ],
)
def test_repairs_are_counted_by_kind(broken, kinds):
    _, counts = mend(broken)
    assert dict(counts) == kinds
    assert set(counts) <= set(REPAIR_KINDS)


def test_words_put_together_again_are_a_kind():
    _, counts = mend("The minister , Ana Ruiz , left Lima . She said , again , no .")
    assert set(counts) == {"tokenised"}


@pytest.mark.parametrize("broken", ["&amp;amp;", "&amp;lt;", "&lt;b&gt;&amp;amp;&lt;/b&gt;", "Â\xa0&nbsp;Ã©"])
def test_what_one_repair_brings_to_light_is_repaired_too(broken):
    text, _ = repair(f"one {broken} two")
    assert repair(text) == (text, 0)


def test_an_angle_bracket_that_is_no_tag_stays():
    text = "He wrote from <name@example.org> that 5 < 6."
    assert repair(text) == (text, 0)


@settings(deadline=None, max_examples=500, derandomize=True, database=None)
@given(PROSE)
def test_what_is_mended_needs_no_more_mending(text):
    mended, counts = mend(text)
    assert mend(mended) == (mended, {})
    assert set(counts) <= set(REPAIR_KINDS)
    assert mended == mended.strip()
    mended.encode()  # what is stored has no lone surrogate


def test_controls_that_stand_for_nothing_go():
    assert mend("rain\x8d and\x81 snow") == ("rain and snow", {"control_characters": 2})
