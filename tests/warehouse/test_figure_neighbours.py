from datetime import date, timedelta

import pytest

from tests.builders import changed, valid_tables
from tests.warehouse.loads import load
from transforms.figures.features import READS
from warehouse.connect import read
from warehouse.figure_neighbours import figures_beside
from warehouse.tables.ids import content_id

DAY = date(2020, 3, 4)


def beside(path, **changes):
    """What is stored beside a batch of another article that tells the figure otherwise; `published_on` of its own."""
    load(path, valid_tables(1, copy=False))
    batch = changed(valid_tables(2, copy=False), "articles", 1, published_on=changes.pop("published_on", DAY))
    own = batch["articles"]["article_id"][1]
    batch = {
        name: rows.filter(article_id=own) if "article_id" in rows.columns else rows for name, rows in batch.items()
    }
    batch = changed(batch, "statistics", **changes)
    batch = changed(batch, "event_mentions", event_id=content_id("another"))
    with read(path) as con:
        return figures_beside(con, batch, READS)


def test_a_figure_comes_with_all_that_linking_reads(path):
    found = beside(path)
    heights = {name: rows.height for name, rows in found.items()}
    assert heights == {
        "articles": 1, "sentences": 1, "statistics": 1, "attributions": 1, "event_mentions": 1, "actors": 3,
        "actor_mentions": 3, "places": 1, "place_mentions": 1,
    }  # fmt: skip
    assert {name: tuple(rows.columns) for name, rows in found.items()} == {
        name: (*columns, "figure_id") if name == "statistics" else columns for name, columns in READS.items()
    }


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"published_on": DAY + timedelta(days=400)}, 1),
        ({"published_on": DAY + timedelta(days=40), "period_start": None, "period_end": None}, 1),
        ({"published_on": DAY + timedelta(days=400), "period_start": None, "period_end": None}, 0),
        ({"measure": "injured"}, 0),
        ({"subject_country": "XSL", "place_id": None}, 0),
    ],
)
def test_it_is_found_by_measure_country_and_time(path, changes, count):
    assert beside(path, **changes)["statistics"].height == count


def test_the_articles_of_the_batch_are_not_beside_it(path):
    load(path, valid_tables())
    with read(path) as con:
        assert figures_beside(con, valid_tables(), READS)["statistics"].is_empty()
