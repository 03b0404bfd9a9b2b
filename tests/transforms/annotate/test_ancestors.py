import polars as pl
import pytest

from transforms.annotate.ancestors import ANCESTORS, ancestors


@pytest.fixture
def tokens():
    """0 <- 1 <- 2 (the root), 3 <- 2."""
    return pl.DataFrame(
        {"t": [0, 1, 2, 3], "head": [1, 2, 2, 2], "dep": ["amod", "nsubj", "ROOT", "dobj"]},
        schema_overrides={"t": pl.UInt32, "head": pl.UInt32},
    )


def paths(tokens, *starts):
    return ancestors(pl.Series(starts, dtype=pl.UInt32), tokens)


def test_a_path_leads_from_the_word_to_the_root(tokens):
    found = paths(tokens, 0)
    assert found.schema == ANCESTORS
    assert found.rows() == [(0, 0, 0, 0, ""), (0, 1, 1, 0, "amod"), (0, 2, 2, 1, "nsubj")]


def test_the_root_has_only_itself(tokens):
    assert paths(tokens, 2).rows() == [(2, 0, 2, 2, "")]


def test_each_start_has_its_own_path(tokens):
    assert paths(tokens, 3, 1, 3).select("t", "ancestor").rows() == [(1, 1), (1, 2), (3, 3), (3, 2)]


def test_no_start_gives_an_empty_frame(tokens):
    found = paths(tokens)
    assert found.is_empty()
    assert found.schema == ANCESTORS


def test_paths_of_a_sentence_follow_its_heads(parse):
    parsed = parse("The mayor of the old town said that the bridge was closed.")
    found = ancestors(parsed["t"], parsed)
    assert found.filter(depth=0).height == parsed.height
    steps = found.filter(pl.col("depth") > 0).join(parsed.select(below="t", head="head", dep="dep"), on="below")
    assert steps.filter((pl.col("ancestor") != pl.col("head")) | (pl.col("via") != pl.col("dep"))).is_empty()
