import pytest

from transforms.clean.paragraphs import first_line_title, paragraphs_of

STORY = "Villagers rebuilt the bridge over the river, which floods had washed away in the spring."


def kinds(text, title=None):
    return [(kind, piece) for _, _, kind, _, piece in paragraphs_of(0, text, title)]


def kind_of(text):
    return [kind for kind, _ in kinds(text)]


def test_a_paragraph_is_body():
    assert kinds(STORY) == [("body", STORY)]


def test_the_title_is_the_headline():
    assert kinds(f"Bridge rebuilt\n\n{STORY}", "Bridge rebuilt") == [("headline", "Bridge rebuilt"), ("body", STORY)]


def test_only_the_first_paragraph_can_be_the_headline():
    assert kind_of(f"{STORY}\n\nBridge rebuilt") == ["body", "body"]


def test_a_caption_is_parted_from_its_credit():
    picture = "A boat crosses the flooded square of Arland, March 3, 2020. "
    assert kinds(f"{picture}Jane Doe / Example Pictures /") == [
        ("caption", picture),
        ("credit", "Jane Doe / Example Pictures /"),
    ]


def test_a_short_line_that_ends_with_a_full_date_is_a_caption():
    assert kind_of("A boat crosses the flooded square, March 3, 2020") == ["caption"]


@pytest.mark.parametrize(
    "dateline",
    ["GENEVA, May 3 (Example News) - ", "Arland, Northland – ", "BEIRUT (EXN) — ", "LONDON: ", "GENEVA — "],
)
def test_a_dateline_is_parted_from_what_it_begins(dateline):
    assert kinds(f"{dateline}{STORY}") == [("byline", dateline), ("body", STORY)]


@pytest.mark.parametrize("line", ["By Jane Doe", "Reporting by Jane Doe in Arland", "Editing by John Roe"])
def test_a_byline_is_no_body(line):
    assert kind_of(line) == ["byline"]


@pytest.mark.parametrize(
    "line", ["Jane Doe contributed to this report.", "(Additional reporting by John Roe)", "All rights reserved."]
)
def test_a_contributor_line_is_a_credit(line):
    assert kind_of(line) == ["credit"]


def test_a_date_inside_a_long_paragraph_makes_it_no_caption():
    assert kind_of(f"{STORY} The old bridge had stood since March 3, 1920. {STORY} {STORY} {STORY}") == ["body"]


def test_every_piece_is_at_its_offset_and_nothing_is_lost():
    text = (
        f"Bridge rebuilt\n\nBy Jane Doe\n\nARLAND (EXN) — {STORY}\nA second line.\n\nA boat, May 3, 2020. Doe / EXN /"
    )
    pieces = paragraphs_of(7, text, "Bridge rebuilt")
    assert {doc for doc, *_ in pieces} == {7}
    assert all(text[start : start + len(piece)] == piece for *_, start, piece in pieces)
    assert "".join("".join(piece.split()) for *_, piece in pieces) == "".join(text.split())


def test_pieces_of_one_paragraph_share_its_index():
    indexes = [index for _, index, *_ in paragraphs_of(0, f"LONDON: {STORY}\n\n{STORY}", None)]
    assert indexes == [0, 0, 1]


def test_a_short_first_line_that_is_no_sentence_is_the_title():
    assert first_line_title("Town shelled for a third day\n\nRebels shelled it.") == "Town shelled for a third day"


@pytest.mark.parametrize("text", ["Rebels shelled the town.\n\nIt burned.", "Only one line without a full stop"])
def test_a_sentence_or_a_lone_line_is_no_title(text):
    assert first_line_title(text) == ""


def test_a_title_with_the_text_in_the_next_line_is_a_headline():
    text = "Norway opens a new bridge\nThe bridge crosses the fjord."
    rows = paragraphs_of(0, text, first_line_title(text))
    assert [(kind, piece.strip()) for _, _, kind, _, piece in rows] == [
        ("headline", "Norway opens a new bridge"),
        ("body", "The bridge crosses the fjord."),
    ]


@pytest.mark.parametrize("line", ["Advertisement", "Read more: Bridge rebuilt", "Sign up for our newsletter"])
def test_a_line_of_the_page_is_a_menu(line):
    assert kind_of(line) == ["menu"]


def test_a_menu_between_the_lines_of_a_paragraph_is_set_apart():
    text = f"{STORY}\nShare this article\n{STORY}"
    assert [(kind, piece.strip()) for kind, piece in kinds(text)] == [
        ("body", STORY),
        ("menu", "Share this article"),
        ("body", STORY),
    ]
    assert all(text[start : start + len(piece)] == piece for *_, start, piece in paragraphs_of(0, text, None))


def test_a_menu_is_no_title():
    assert first_line_title(f"Share this article\n\n{STORY}") == ""
