import polars as pl

from transforms.code.repeated import told_once

FIGURES = pl.Schema(
    {
        "f": pl.UInt32, "doc": pl.UInt32, "sent": pl.UInt32, "start_char": pl.Int64, "measure": pl.String,
        "value": pl.Float64, "unit": pl.String, "town": pl.String, "day": pl.String,
    }
)  # fmt: skip
FIRST = (1, 0, 1, 100, "killed", 30.0, "person", None, None)


def kept(second, *, claimants=(), titles=()):
    figures = pl.DataFrame([FIRST, second], FIGURES, orient="row")
    by = pl.DataFrame(list(claimants), {"f": pl.UInt32, "name": pl.String}, orient="row")
    spans = {"doc": pl.UInt32, "from_char": pl.Int64, "to_char": pl.Int64}
    return told_once(figures, by, pl.DataFrame(list(titles), spans, orient="row"))["f"].to_list()


def test_the_first_telling_stands():
    assert kept((2, 0, 2, 200, "killed", 30.0, "soldier", None, None)) == [1]


def test_a_headline_is_the_first_telling():
    assert kept((2, 0, 2, 200, "killed", 30.0, "soldier", None, None), titles=[(0, 90, 120)]) == [1]


def test_a_town_told_once_sets_nothing_apart():
    later = (2, 0, 2, 200, "killed", 30.0, "person", "Goma", None)
    assert kept(later) == [1]
    assert kept(later, titles=[(0, 90, 120)]) == [1]


def test_claimants_with_names_keep_their_figures():
    claimants = [(1, "Red Cross"), (2, "Ministry of Health")]
    assert kept((2, 0, 2, 200, "killed", 30.0, "person", None, None), claimants=claimants) == [1, 2]


def test_nobody_in_particular_tells_the_same():
    claimants = [(1, "Red Cross"), (2, "activists")]
    assert kept((2, 0, 2, 200, "killed", 30.0, "person", None, None), claimants=claimants) == [1]


def test_other_days_are_other_figures():
    later = (2, 0, 2, 200, "killed", 30.0, "person", None, "2015-03-04")
    assert kept(later) == [1]
    figures = pl.DataFrame([(*FIRST[:8], "2015-03-03"), later], FIGURES, orient="row")
    none = pl.DataFrame(schema={"f": pl.UInt32, "name": pl.String})
    spans = pl.DataFrame(schema={"doc": pl.UInt32, "from_char": pl.Int64, "to_char": pl.Int64})
    assert told_once(figures, none, spans)["f"].to_list() == [1, 2]
