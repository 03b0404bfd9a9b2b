"""Properties of every row, checked on a batch that holds all kinds of rows."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.transforms.conftest import raw
from warehouse.tables import ARTICLE_SCOPED, CORE

MIXED = (
    {
        "title": "Soldiers shell a town",
        "text": "LONDON: Turkish soldiers shelled Boko Haram in Oslo on Monday and killed at least 12 people, the "
        "United Nations said.\n\nThe Norwegian foreign minister, Jane Dorrance, will meet French and German leaders in "
        "Paris next week. She demanded $3 million for the port of Zorvalia.\n\n"
        "A boat crosses the harbour of Oslo, March 2, 2020. Jane Doe / Example Pictures /",
    },
    "Rebels did not attack Đà Nẵng, according to the “People’s Café” — but they may, said a spokesman for the army.",
    "Les soldats ont bombardé la ville lundi matin et ont tué douze personnes, selon la presse locale.",
    "It rained all day, and nobody went out to see the river rise.",
)


@pytest.fixture(scope="module")
def tables(run):
    return run(raw(*MIXED)).tables


def test_each_kind_of_row_is_there(tables):
    assert {name for name, table in tables.items() if table.is_empty()} == set()


@pytest.mark.parametrize("name", CORE)
def test_each_table_has_exactly_the_declared_schema(tables, name):
    assert tables[name].schema == pl.Schema(CORE[name])


@pytest.mark.parametrize("name", CORE)
def test_ids_are_unique_and_rows_sorted_by_them(tables, name):
    key = CORE[name].primary_key()
    assert tables[name].select(key).is_unique().all()
    assert_frame_equal(tables[name], tables[name].sort(key))


@pytest.mark.parametrize("name", [name for name in ARTICLE_SCOPED if "start_char" in CORE[name].columns()])
def test_every_row_quotes_its_article(tables, name):
    articles = tables["articles"].select("article_id", article_text="text")
    rows = tables[name].join(articles, on="article_id", how="left")
    quoted = pl.col("article_text").str.slice(pl.col("start_char"), pl.col("end_char") - pl.col("start_char"))
    assert rows.filter(quoted.ne_missing(pl.col("text"))).is_empty()


@pytest.mark.parametrize(
    ("name", "column", "target"),
    [
        (name, column, declared.metadata["references"])
        for name, table in CORE.items()
        for column, declared in table.columns().items()
        if declared.metadata and "references" in declared.metadata
    ],
)
def test_every_reference_leads_to_a_row(tables, name, column, target):
    (key,) = CORE[target].primary_key()
    referred = tables[name].select(pl.col(column).alias(key)).drop_nulls()
    assert referred.join(tables[target].select(key), on=key, how="anti").is_empty()


def test_sentences_are_numbered_in_text_order(tables):
    for _, article in tables["sentences"].sort("start_char").group_by("article_id", maintain_order=True):
        assert article["sentence_index"].to_list() == list(range(article.height))


def test_mentions_lie_inside_their_sentence(tables):
    spans = tables["sentences"].select("sentence_id", s_start="start_char", s_end="end_char")
    for name in ("actor_mentions", "place_mentions", "event_mentions", "statistics"):
        rows = tables[name].join(spans, on="sentence_id", validate="m:1")
        outside = (pl.col("start_char") < pl.col("s_start")) | (pl.col("end_char") > pl.col("s_end"))
        assert rows.filter(outside).is_empty(), name


def test_nothing_is_coded_from_bylines_and_credits(tables):
    silent = tables["sentences"].filter(pl.col("kind").is_in(("byline", "credit")))
    assert silent.height > 0
    for name in ("actor_mentions", "place_mentions", "event_mentions", "statistics"):
        assert tables[name].join(silent, on="sentence_id", how="semi").is_empty(), name


def test_an_article_of_another_language_is_kept_without_rows(tables):
    french = tables["articles"].filter(language="fr")
    assert french.height == 1
    for name in ARTICLE_SCOPED:
        if name != "articles":
            assert tables[name].join(french, on="article_id", how="semi").is_empty(), name


def test_no_actor_or_place_is_without_a_mention(tables):
    for name, mentions in (("actors", "actor_mentions"), ("places", "place_mentions")):
        key = CORE[name].primary_key()
        assert tables[name].join(tables[mentions], on=key, how="anti").is_empty()


def test_every_event_has_a_mention(tables):
    assert set(tables["events"]["event_id"]) == set(tables["event_mentions"]["event_id"])
