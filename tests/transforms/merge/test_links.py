import polars as pl

from transforms.merge.links import CORRECTED, SCORED, STORED, tree

SCHEMA = {"one": pl.UInt32, "two": pl.UInt32, "kind": pl.Int32, "score": pl.Float64}


def links(*edges, roots=(0,)):
    """Which mention hangs on which."""
    return dict(tree(pl.DataFrame(edges, SCHEMA, orient="row"), roots).select("one", "two").iter_rows())


def test_the_strongest_pairs_make_the_tree():
    assert links((0, 1, SCORED, 6.0), (1, 2, SCORED, 9.0), (0, 2, SCORED, 8.0)) == {2: 0, 1: 2}


def test_a_stored_link_stays_though_a_stronger_comes():
    assert links((0, 1, STORED, 6.0), (0, 2, SCORED, 9.0), (1, 2, SCORED, 10.0)) == {1: 0, 2: 1}


def test_a_stored_link_is_turned_where_its_event_joins_an_older_one():
    assert links((2, 1, STORED, 7.0), (0, 2, SCORED, 8.0)) == {2: 0, 1: 2}


def test_a_correction_comes_before_scores():
    assert links((0, 1, CORRECTED, None), (1, 2, SCORED, 7.0), (0, 2, SCORED, 6.5)) == {1: 0, 2: 1}


def test_each_event_has_a_tree_of_its_own():
    assert links((0, 1, SCORED, 7.0), (2, 3, SCORED, 7.0), roots=(0, 3)) == {1: 0, 2: 3}
