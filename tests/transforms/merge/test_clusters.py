import numpy as np
import polars as pl

from transforms.merge.clusters import clustered, together

WIDE = (np.full(4, -9), np.full(4, 9))


def groups(stands):
    return [stands.index(one) for one in stands]


def test_links_join():
    assert groups(clustered(*WIDE, [(0, 1), (1, 2)], [])) == [0, 0, 0, 3]


def test_a_pair_held_apart_is_not_joined_by_a_third():
    assert groups(clustered(*WIDE, [(0, 1), (1, 2)], [(0, 2)])) == [0, 0, 2, 3]


def test_what_is_held_apart_from_a_member_is_so_from_all():
    assert groups(clustered(*WIDE, [(0, 1), (2, 3), (1, 2)], [(0, 3)])) == [0, 0, 2, 2]


def test_days_without_one_in_common_are_apart():
    start, end = np.array([1, 1, 5, -9]), np.array([1, 6, 5, 9])
    assert groups(clustered(start, end, [(0, 1), (1, 2)], [])) == [0, 0, 2, 3]


def test_what_is_joined_before_all_else_stays_so():
    assert groups(clustered(*WIDE, [], [(0, 1)], [(0, 1)])) == [0, 0, 2, 3]


def test_together_follows_chains():
    links = pl.DataFrame({"one": [0, 1], "two": [1, 2]}, {"one": pl.UInt32, "two": pl.UInt32})
    asked = pl.DataFrame({"one": [0, 0], "two": [2, 3]}, links.schema)
    assert together(links, asked, 4).to_list() == [True, False]
