import pytest

from transforms.clean.markup import has_markup, without_markup


@pytest.mark.parametrize(
    ("page", "seen"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("One.<br>Two.<br/>Three.", "One.\nTwo.\nThree."),
        ("<div><h1>Bridge</h1><p>It was <b>re</b>built\n by <a href='x'>villagers</a>.</p></div>",
         "Bridge\n\nIt was rebuilt by villagers."),
        ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
        ("<p>Seen.</p><script>var a = '<p>not</p>';</script><style>p {}</style>", "Seen."),
        ("Seen<!-- not -->.", "Seen."),
        ('<img src="a.jpg" alt=""/><br/>The bridge.', "The bridge."),
        ("A line.\nAnother <i>line</i>.\n\nA paragraph.", "A line.\nAnother line.\n\nA paragraph."),
        ("<p>One\n\nTwo</p>", "One\n\nTwo"),
        ("<p>5 < 6 and x<y, wrote <name@example.org>.</p>", "5 < 6 and x<y, wrote <name@example.org>."),
        ("<p>Bread &amp; water</p>", "Bread &amp; water"),
        ("<p>Not closed <b>at all", "Not closed at all"),
    ],
)  # fmt: skip
def test_what_a_reader_sees_is_left(page, seen):
    text, tags = without_markup(page)
    assert text == seen
    assert tags > 0


@pytest.mark.parametrize(
    "text",
    [
        "5 < 6 > 4",
        "Write to <name@example.org>.",
        "The so-called <unnamed> source",
        "a <- b",
        "x<y",
        "<3",
        "plain",
        "<>",
    ],
)
def test_what_is_no_tag_stays(text):
    assert not has_markup(text)
    assert without_markup(text) == (text, 0)


def test_each_tag_is_counted():
    assert without_markup("<p>One <b>two</b>.</p>")[1] == 4


def test_a_page_without_a_body_keeps_its_words():
    assert without_markup("<html lang='en'></html>Rain fell.")[0].strip() == "Rain fell."
