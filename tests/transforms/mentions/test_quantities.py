import polars as pl
import pytest

from transforms.mentions.quantities import QUANTITIES, find_quantities

SENTENCES = pl.Schema({"doc": pl.UInt32, "sent": pl.UInt32, "start_char": pl.Int64, "text": pl.String})


@pytest.fixture
def found_in(known):
    def find(text, start=0):
        sentence = pl.DataFrame([(0, 0, start, text)], SENTENCES, orient="row")
        return find_quantities(sentence, known.numbers)

    return find


@pytest.fixture
def only(found_in):
    def find(text):
        found = found_in(text)
        assert found.height == 1, found["text"].to_list()
        return found.row(0, named=True)

    return find


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("33", 33),
        ("1,250", 1250),
        ("1,250,000", 1_250_000),
        ("12.5", 12.5),
        ("three", 3),
        ("twenty-one", 21),
        ("two hundred and fifty", 250),
        ("five thousand", 5000),
        ("3.7 million", 3_700_000),
        ("two million", 2_000_000),
        ("2.5m", 2_500_000),
        ("300k", 300_000),
        ("4bn", 4e9),
        ("a million", 1e6),
        ("half a million", 5e5),
        ("a dozen", 12),
    ],
)
def test_the_value_of_a_number(only, number, value):
    row = only(f"They saw {number} birds.")
    assert (row["text"], row["value"], row["low"], row["high"]) == (number, value, value, value)


@pytest.mark.parametrize(
    ("words", "qualifier", "low", "high"),
    [
        ("15", "exact", 15, 15),
        ("exactly 15", "exact", 15, 15),
        ("at least 15", "at_least", 15, None),
        ("no fewer than 15", "at_least", 15, None),
        ("15 or more", "at_least", 15, None),
        ("more than 15", "more_than", 15, None),
        ("over 15", "more_than", 15, None),
        ("up to 15", "at_most", None, 15),
        ("as many as 15", "at_most", None, 15),
        ("fewer than 15", "less_than", None, 15),
        ("nearly 15", "nearly", None, 15),
        ("almost 15", "nearly", None, 15),
        ("about 15", "about", None, None),
        ("some 15", "about", None, None),
        ("an estimated 15", "about", None, None),
        ("15 or so", "about", None, None),
    ],
)
def test_a_qualifier_opens_the_bounds(only, words, qualifier, low, high):
    row = only(f"They saw {words} birds.")
    assert (row["text"], row["value"]) == (words, 15)
    assert (row["qualifier"], row["low"], row["high"]) == (qualifier, low, high)


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("20-25", 20, 25),
        ("20–25", 20, 25),
        ("20 to 25", 20, 25),
        ("two to three", 2, 3),
        ("between 20 and 25", 20, 25),
        ("between $2 million and $5 million in", 2e6, 5e6),
        ("$20 to $25 for", 20, 25),
        ("from 20 to 25", 20, 25),
        ("10 to 15 million", 10e6, 15e6),
    ],
)
def test_a_range_has_its_middle_as_value(only, words, low, high):
    row = only(f"They saw {words} birds.")
    assert (row["qualifier"], row["low"], row["high"]) == ("range", low, high)
    assert row["value"] == (low + high) / 2


@pytest.mark.parametrize(
    ("word", "at_least"),
    [
        ("dozens", 24),
        ("hundreds", 200),
        ("thousands", 2000),
        ("tens of thousands", 20_000),
        ("scores", 40),
        ("hundreds upon hundreds", 200),
    ],
)
def test_a_vague_word_has_a_low_end_only(only, word, at_least):
    row = only(f"They saw {word} of birds.")
    assert (row["form"], row["qualifier"]) == ("vague", "vague")
    assert (row["value"], row["low"], row["high"]) == (at_least, at_least, None)


@pytest.mark.parametrize(
    ("words", "value", "currency"),
    [
        ("$100 million", 1e8, "US dollar"),
        ("$2.5 billion", 2.5e9, "US dollar"),
        ("3 million US dollars", 3e6, "US dollar"),
        ("€20", 20, "euro"),
        ("1.6 billion euros", 1.6e9, "euro"),
        ("500 Turkish lira", 500, "Turkish lira"),
    ],
)
def test_money_has_its_currency(only, words, value, currency):
    row = only(f"They paid {words} for it.")
    assert (row["text"], row["form"], row["value"], row["currency"]) == (words, "money", value, currency)


@pytest.mark.parametrize("words", ["12 percent", "12%", "12 per cent"])
def test_percentages(only, words):
    row = only(f"Prices rose by {words} in a year.")
    assert (row["text"], row["form"], row["value"]) == (words, "percent", 12)


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ("half of", "vague"), ("more than half of", "more_than"), ("nearly two-thirds of", "nearly"),
        ("about a quarter of", "about"), ("half", "vague"),
    ],
)  # fmt: skip
def test_a_part_has_no_value(only, words, qualifier):
    row = only(f"They saw {words} the birds.")
    assert (row["text"], row["form"]) == (words.removesuffix(" of"), "fraction")
    assert (row["qualifier"], row["value"], row["low"], row["high"]) == (qualifier, None, None, None)


@pytest.mark.parametrize(("word", "value"), [("16th", 16), ("third", 3), ("1st", 1)])
def test_ordinals(only, word, value):
    row = only(f"She saw a {word} bird.")
    assert (row["form"], row["value"]) == ("ordinal", value)


@pytest.mark.parametrize(
    "text",
    [
        "The three-way talks went on.",
        "A 17-year-old boy saw it.",
        "They took the M5 road.",
        "No number here.",
        "They met in May most of all.",
    ],
)
def test_what_counts_nothing_is_no_quantity(found_in, text):
    assert found_in(text).is_empty()


def test_two_numbers_are_no_range_without_between(found_in):
    assert found_in("They saw two owls and three larks.")["value"].to_list() == [2, 3]
    assert found_in("They killed 33 and wounded 12.")["value"].to_list() == [33, 12]


def test_offsets_are_those_of_the_article(found_in):
    text = "They saw at least 15 birds."
    row = found_in(text, start=50).row(0, named=True)
    assert text[row["start_char"] - 50 : row["end_char"] - 50] == row["text"] == "at least 15"
    assert text[row["number_start"] - 50 : row["number_end"] - 50] == "15"


def test_the_value_is_never_outside_its_bounds(found_in):
    text = (
        "Nearly 6 owls, 3 to 5 larks, dozens of gulls, up to 9 crows, at least 2 jays, 40 or more wrens, a few rooks."
    )
    found = found_in(text)
    assert found.height == 7
    assert found.filter((pl.col("value") < pl.col("low")) | (pl.col("value") > pl.col("high"))).is_empty()


def test_no_number_gives_an_empty_frame(found_in):
    assert found_in("Nothing here.").schema == QUANTITIES
