import polars as pl

from transforms.clean.bands import Sharing


def sharing(*bands, versions=None, least=2):
    schema = {"fingerprint_version": pl.String, "bands": pl.List(pl.UInt64)}
    told = {"fingerprint_version": versions or ["1"] * len(bands), "bands": list(bands)}
    return Sharing(pl.DataFrame(told, schema), least)


def test_rows_that_share_bands_are_met_in_order():
    found = sharing([1, 2, 3], [4, 5, 6], [1, 2, 9], [1, 2, 3])
    assert [found.of(row) for row in range(4)] == [[2, 3], [], [0, 3], [0, 2]]


def test_one_shared_band_is_too_few():
    assert sharing([1, 2, 3], [1, 5, 6]).of(0) == []


def test_what_may_share_enough_is_known_ahead():
    assert sharing([1, 2, 3], [1, 5, 6], [7, 2, 3]).any().tolist() == [0, 2]


def test_bands_of_another_version_are_not_compared():
    assert sharing([1, 2], [1, 2], versions=["1", "2"]).of(0) == []


def test_a_row_without_bands_shares_none():
    found = sharing(None, [1, 2], [], versions=[None, "1", "1"])
    assert [found.of(row) for row in range(3)] == [[], [], []]


def test_no_rows_share_nothing():
    assert sharing().any().tolist() == []
