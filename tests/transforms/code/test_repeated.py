import polars as pl
import pytest

from transforms.code.repeated import told_once

FIGURES = pl.Schema(
    {
        "f": pl.UInt32, "doc": pl.UInt32, "sent": pl.UInt32, "start_char": pl.Int64, "measure": pl.String,
        "value": pl.Float64, "unit": pl.String, "town": pl.String, "day": pl.String, "qualifier": pl.String,
        "subject": pl.String, "low": pl.Float64, "high": pl.Float64, "words": pl.String, "land": pl.String,
    }
)  # fmt: skip
FIRST = (1, 0, 1, 100, "killed", 30.0, "person", None, None)


def kept(second, *, first=FIRST, claimants=(), titles=()):
    """Which figures stand; those given without are exact and have a noun."""
    rows = [(*row, "exact", "people")[:11] for row in (first, second)]
    bounds = {"exact": (30.0, 30.0), "at_least": (30.0, None), "about": (None, None)}
    rows = [(*row, *bounds[row[9]], "30 of them", None) for row in rows]
    figures = pl.DataFrame(rows, FIGURES, orient="row")
    by = pl.DataFrame(list(claimants), {"f": pl.UInt32, "name": pl.String}, orient="row")
    spans = {"doc": pl.UInt32, "from_char": pl.Int64, "to_char": pl.Int64}
    again = told_once(figures, by, pl.DataFrame(list(titles), spans, orient="row"))
    return figures.join(again, on="f", how="anti")["f"].to_list()


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
    assert kept(later, first=(*FIRST[:8], "2015-03-03")) == [1, 2]


TITLE = [(0, 90, 120)]
FULL = (2, 0, 2, 200, "killed", 30.0, "person", None, None)


def test_the_body_stands_for_a_headline_that_leaves_out_its_bound():
    assert kept((*FULL, "at_least", "people"), titles=TITLE) == [2]
    assert kept(FULL, first=(*FIRST, "at_least", "people"), titles=TITLE) == [1]


def test_the_body_stands_for_a_headline_that_does_not_say_what_it_counts():
    assert kept(FULL, first=(*FIRST, "exact", None), titles=TITLE) == [2]
    assert kept(FULL, first=(*FIRST, "exact", None)) == [1]


LEAD = "A car bomb killed at least 17 people in Goma on Tuesday, the Red Cross said."


@pytest.mark.parametrize(
    "title", ["Bomb kills 17 in Goma", "Bomb kills 17 people in Goma", "Goma blast toll rises to 17"]
)
def test_what_a_headline_leaves_out_is_told_as_in_the_body(read, title):
    (figure,) = read(f"{title}\n\n{LEAD}").figures
    assert (figure["low"], figure["high"], figure["qualifier"]) == (17, None, "at_least")
    assert (str(figure["period_start"]), figure["place"]) == ("2020-03-03", "Goma")
    assert figure["claimants"] == ["International Committee of the Red Cross"]
    assert figure["event_mention_id"] is not None


def test_a_headline_that_says_as_much_has_event_and_day_of_the_body(read):
    (figure,) = read("Rebels kill 17 farmers\n\nSeventeen farmers died in the raid near Goma on Monday.").figures
    assert (figure["text"], figure["place"], str(figure["period_start"])) == ("17", "Goma", "2020-03-02")


def test_other_bounds_are_other_figures():
    about = (2, 0, 2, 200, "killed", 30.0, "person", None, None, "about", "people")
    assert kept(about, first=(*FIRST, "at_least", "people")) == [1, 2]
    assert kept(about) == [1]


def test_a_title_that_is_printed_twice_in_a_row_is_one(read):
    title = "Two killed in rocket attack in Goma city"
    body = "Two farmers were killed on Monday as rockets hit a barn in Goma city."
    (figure,) = read(f"{title} 1 March 2020 {title}. {body}").figures
    assert (figure["subject"], str(figure["period_start"])) == ("farmers", "2020-03-02")


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "Blast kills 30 people in Goma\n\nA blast killed 30 people in Goma on Monday. "
            "In 2015, at least 30 people were killed in Bukavu.",
            [("exact", 2020), ("at_least", 2015)],
        ),
        (
            "Flood kills 5\n\nFive people were killed on Monday in Lima. "
            "At least 5 people were killed in Cusco in January 2019.",
            [("exact", 2020), ("at_least", 2019)],
        ),
        (
            "Thirty people died in clashes in Chad. The rains were heavy. "
            "Thirty people were killed in Lagos on 3 January 2018.",
            [("exact", None), ("exact", 2018)],
        ),
    ],
)
def test_the_same_number_of_another_place_or_day_is_another_figure(read, text, figures):
    found = [
        (figure["qualifier"], figure["period_start"] and figure["period_start"].year) for figure in read(text).figures
    ]
    assert found == figures


def test_rebels_and_civilians_are_not_one_figure(read):
    text = (
        "Army: 20 rebels killed\n\nThe army killed 20 rebels near Goma. Rebels said 20 civilians were killed in Bukavu."
    )
    assert [figure["unit"] for figure in read(text).figures] == ["rebel", "civilian"]
