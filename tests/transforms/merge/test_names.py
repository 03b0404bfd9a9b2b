import polars as pl

from transforms.merge.names import named
from warehouse.tables.ids import content_id

SCHEMA = {"id": pl.String, "cluster": pl.UInt32, "stored": pl.String, "is_loose": pl.Boolean}


def names(*rows):
    """The name of each cluster; a row: id, cluster, stored id, whether it is loose."""
    return dict(named(pl.DataFrame(rows, SCHEMA, orient="row")).iter_rows())


def test_a_new_cluster_is_named_for_its_first_member():
    assert names(("a", 0, None, False), ("b", 0, None, False)) == {0: content_id("a")}


def test_a_stored_name_stays_though_an_older_member_comes():
    assert names(("a", 0, None, False), ("b", 0, "old", False)) == {0: "old"}


def test_of_two_stored_names_the_older_stays():
    assert names(("a", 0, "one", False), ("b", 0, "two", False)) == {0: "one"}


def test_what_stayed_keeps_the_name_before_what_left():
    assert names(("a", 0, "old", True), ("b", 1, "old", False)) == {1: "old", 0: content_id("a")}


def test_where_all_are_loose_the_older_part_keeps_the_name():
    assert names(("a", 0, "old", True), ("b", 1, "old", True)) == {0: "old", 1: content_id("b")}


def test_a_member_that_left_the_event_named_for_it_founds_another_name():
    old = content_id("a")
    found = names(("a", 0, old, True), ("b", 1, old, False))
    assert found[1] == old
    assert found[0] not in (old, content_id("b"))
