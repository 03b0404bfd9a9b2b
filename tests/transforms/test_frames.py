import polars as pl
import pytest

from transforms.frames import in_pool, look_up, look_up_known, pick


@pytest.fixture
def tokens():
    """Numbered with a hole, as where a byline is left out."""
    return pl.DataFrame(
        {"t": [0, 1, 5, 6], "lower": ["the", "mayor", "of", "riverton"]},
        schema={"t": pl.UInt32, "lower": pl.Categorical},
    )


@pytest.fixture
def asked():
    return pl.DataFrame({"head": [6, None, 1, 3, 6, 9]}, schema={"head": pl.UInt32})


def test_words_are_looked_up_by_their_number_in_the_order_asked(tokens, asked):
    found = look_up(asked, "head", tokens, word="lower")
    assert found.schema["word"] == pl.String
    assert found["word"].to_list() == ["riverton", None, "mayor", None, "riverton", None]


def test_what_is_no_token_is_left_out_where_only_tokens_are_wanted(tokens, asked):
    found = look_up_known(asked, "head", tokens, word="lower")
    assert found.rows() == [(6, "riverton"), (1, "mayor"), (6, "riverton")]


def test_few_numbers_are_found_as_many_are(tokens):
    many = pl.DataFrame({"t": range(0, 1000, 2), "lower": ["x"] * 500}, schema={"t": pl.UInt32, "lower": pl.String})
    few = pl.DataFrame({"t": [998, 3]}, schema={"t": pl.UInt32})
    assert look_up(few, "t", many, word="lower")["word"].to_list() == ["x", None]


def test_no_tokens_give_nothing(asked, tokens):
    assert look_up(asked, "head", tokens.clear(), word="lower")["word"].null_count() == asked.height


def test_only_what_meets_the_condition_is_picked(tokens):
    found = pick(tokens, pl.col("lower").is_in(("of", "the")), "lower", word="t")
    assert found.rows() == [("the", 0), ("of", 5)]
    assert found.schema["lower"] == pl.String


def test_work_in_the_pool_may_compute_and_gives_its_result():
    numbers = pl.DataFrame({"x": [1, 2]})
    assert in_pool(lambda: numbers.filter(pl.col("x") > 1).rows()) == [(2,)]


def test_work_in_the_pool_raises_what_it_raises():
    with pytest.raises(KeyError, match="gone"):
        in_pool(lambda: {}["gone"])
