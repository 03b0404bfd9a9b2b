from datetime import date, timedelta

import polars as pl

from tests.transforms.figures.reports import DAY, RULES, Report, tables
from transforms.figures.link import FIGURES, link_figures
from warehouse.tables.ids import content_id

ONE = Report("one")
TWO = ONE.but("two", value=52, published=DAY + timedelta(days=2))
OTHER = ONE.but("other", place="Kano", published=DAY + timedelta(days=2))


def figures(*told, known=None):
    """name -> figure_id."""
    found = dict(link_figures(tables(*told), RULES, known=known).select("statistic_id", "figure_id").iter_rows())
    return {t.name: found[t.id] for t in told}


def stored(found, *told):
    return pl.DataFrame({"statistic_id": [t.id for t in told], "figure_id": [found[t.name] for t in told]})


def test_claims_of_a_figure_are_named_for_the_first():
    found = figures(TWO, OTHER, ONE)
    assert found == {"one": content_id(ONE.id), "two": content_id(ONE.id), "other": content_id(OTHER.id)}


def test_order_does_not_matter():
    assert figures(ONE, TWO, OTHER) == figures(OTHER, TWO, ONE)


def test_each_but_the_first_says_why():
    links = link_figures(tables(ONE, TWO), RULES)
    reasons = dict(links.select("statistic_id", "reason").iter_rows())
    assert links.schema == FIGURES
    assert reasons[ONE.id] is None
    assert reasons[TWO.id].startswith("same day; same place; same people or things")


def test_a_reason_says_what_speaks_against():
    links = link_figures(tables(ONE, ONE.but("two", start=None)), RULES)
    assert links["reason"].drop_nulls().to_list()[0].endswith("; but one has no period")


def test_what_comes_later_joins_a_stored_figure_under_its_id():
    before = figures(TWO)
    found = figures(ONE, TWO, known=stored(before, TWO))
    assert found == {"one": before["two"], "two": before["two"]}


def test_two_stored_figures_stay_two_without_anything_new():
    known = pl.DataFrame({"statistic_id": [ONE.id, TWO.id], "figure_id": ["a" * 16, "b" * 16]})
    assert figures(ONE, TWO, known=known) == {"one": "a" * 16, "two": "b" * 16}


def test_two_stored_figures_that_turn_out_to_be_one_take_the_older_id():
    known = pl.DataFrame({"statistic_id": [ONE.id, TWO.id], "figure_id": ["b" * 16, "a" * 16]})
    assert set(figures(ONE, TWO, ONE.but("three", value=43), known=known).values()) == {"b" * 16}


def test_what_fits_two_figures_joins_one_and_does_not_make_them_one():
    next_day = ONE.but("next", start=DAY + timedelta(days=1), published=DAY + timedelta(days=2))
    vague = ONE.but("vague", start=None)
    found = figures(ONE, next_day, vague)
    assert found["one"] != found["next"]
    assert found["vague"] in (found["one"], found["next"])


def test_one_batch_and_two_give_the_same():
    since = [
        ONE.but(f"n{n}", value=40 + 5 * n, start=date(2020, 1, 1), end=day, published=day)
        for n, day in enumerate(DAY + timedelta(days=4 * n) for n in range(5))
    ]
    at_once = figures(*since)
    first = figures(*since[:3])
    assert figures(*since, known=stored(first, *since[:3])) == at_once
    assert len(set(at_once.values())) == 1


def test_a_number_of_no_known_measure_is_alone():
    assert len(set(figures(ONE.but("one", measure="other"), TWO.but("two", measure="other")).values())) == 2


def test_nothing_gives_nothing():
    empty = {name: rows.clear() for name, rows in tables(ONE).items()}
    assert link_figures(empty, RULES).equals(FIGURES.to_frame())
