import polars as pl
import pytest

from flows.tellings import DAYS, FIRST_DAY, tellings
from warehouse.tables import CORE


@pytest.fixture(scope="module")
def told():
    return tellings(3000)


def test_there_are_as_many_mentions_as_asked_for_in_tables_as_declared(told):
    assert told.tables["event_mentions"].height == told.truth.height == 3000
    assert {name: frame.schema for name, frame in told.tables.items()} == {
        name: pl.Schema(table) for name, table in CORE.items()
    }


def test_events_are_told_once_to_twenty_times(told):
    times = told.truth.group_by("event").len()["len"]
    assert (times.min(), times.max()) == (1, 20)


def test_a_number_and_a_seed_give_the_same_rows(told):
    again, other = tellings(3000), tellings(3000, seed=2)
    assert all(frame.equals(again.tables[name]) for name, frame in told.tables.items())
    assert not told.tables["sentences"].equals(other.tables["sentences"])


@pytest.mark.parametrize(
    ("table", "column", "other"),
    [
        ("event_mentions", "sentence_id", "sentences"),
        ("event_mentions", "article_id", "articles"),
        ("event_participants", "event_mention_id", "event_mentions"),
        ("event_participants", "actor_id", "actors"),
        ("statistics", "event_mention_id", "event_mentions"),
        ("place_mentions", "place_id", "places"),
        ("attributions", "actor_id", "actors"),
    ],
)
def test_keys_refer_to_rows(told, table, column, other):
    own = told.tables[table].drop_nulls(column)
    assert own.height > 100
    assert own.join(told.tables[other], on=column, how="anti").is_empty()


def test_articles_come_in_order_of_their_days_over_all_years(told):
    days = told.tables["articles"]["published_on"]
    assert days.is_sorted()
    assert (days[-1] - FIRST_DAY).days > DAYS * 0.9


def test_sentences_stand_in_the_text_of_their_article(told):
    both = told.tables["sentences"].join(told.tables["articles"].select("article_id", whole="text"), on="article_id")
    found = both.select(pl.col("whole").str.contains(pl.col("text"), literal=True))
    assert found.to_series().all()
