import re
from dataclasses import asdict
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from expectations.rows import gate
from flows.sources import RawArticle, read
from seeds import load
from seeds.loading import ROOT
from tests.transforms.conftest import MODEL, RECIPE, raw
from transforms.frames import RAW_ARTICLES, REJECTS
from transforms.pipeline import article_ids, recipe_of
from warehouse.tables import ARTICLE_SCOPED, CORE

SHELLING = {
    "source_name": "shelling.txt",
    "title": "Town shelled",
    "text": "Turkish soldiers shelled the town of Saraqib on Monday and killed at least 12 people, the Red Cross said. "
    "Dozens of families left for Aleppo.\n\n“We lost two houses,” said Jane Dorrance, a teacher. "
    "She asked Norway for help.",
}
TALKS = {
    "source_name": "talks.txt",
    "text": "French and German leaders will meet in Oslo next week to discuss the sanctions on Belarus.\n\n"
    "Norway gave Lebanon $2.5 million in aid on February 28. Police arrested three men near the port.",
}
COPY = TALKS | {"source_name": "copy.txt"}


@pytest.fixture(scope="module")
def batch(run):
    return run(raw(SHELLING, TALKS))


def test_every_core_table_comes_with_exactly_its_schema(batch):
    assert {name: frame.schema for name, frame in batch.tables.items()} == {
        name: pl.Schema(table) for name, table in CORE.items()
    }
    assert batch.rejects.schema == REJECTS


def test_all_rows_pass_the_gate(batch):
    good, rejects = gate(batch.tables)
    assert rejects.select("table_name", "rule", "evidence").rows() == []
    assert {name: frame.height for name, frame in good.items()} == {n: f.height for n, f in batch.tables.items()}


def test_the_articles_give_events_figures_and_claims(batch):
    assert all(batch.tables[name].height for name in CORE)


def test_the_order_of_the_batch_changes_nothing(run, batch):
    other = run(raw(TALKS, SHELLING))
    for name, table in batch.tables.items():
        assert_frame_equal(other.tables[name], table)


def test_an_article_gives_the_same_rows_alone_as_in_a_batch(run, batch):
    alone = run(raw(TALKS)).tables
    own = alone["articles"]["article_id"].item()
    for name in ARTICLE_SCOPED:
        assert_frame_equal(alone[name], batch.tables[name].filter(article_id=own))


@pytest.fixture(scope="module")
def samples() -> pl.DataFrame:
    """The sample articles as raw articles."""
    records = [record for record in read(str(ROOT / "articles")) if isinstance(record, RawArticle)]
    return pl.DataFrame([asdict(record) for record in records], RAW_ARTICLES)


def test_how_articles_come_together_changes_no_row(run, samples):
    whole = run(samples).tables
    parts = [run(samples.reverse().slice(start, 5)).tables for start in range(0, samples.height, 5)]
    for name in ARTICLE_SCOPED:
        together = pl.concat([part[name] for part in parts])
        assert_frame_equal(together, whole[name], check_row_order=False)


def test_a_run_on_the_same_input_gives_the_same_rows(run, batch):
    again = run(raw(SHELLING, TALKS))
    for name, table in batch.tables.items():
        assert_frame_equal(again.tables[name], table)


def test_a_copy_is_a_row_in_the_story_of_the_first_and_is_not_coded(run):
    tables = run(raw(TALKS, COPY)).tables
    copy = tables["articles"].filter(pl.col("duplicate_of").is_not_null())
    first = tables["articles"].filter(pl.col("duplicate_of").is_null())
    assert copy.height == first.height == tables["stories"].height == 1
    assert copy["duplicate_of"].item() == first["article_id"].item()
    assert copy["story_id"].item() == first["story_id"].item() == tables["stories"]["story_id"].item()
    assert tables["sentences"].join(copy, on="article_id", how="semi").is_empty()


def test_a_copy_of_an_article_loaded_before_is_found(run, batch):
    known = batch.tables["articles"].select("article_id", "text_id")
    tables = run(raw(COPY), known=known).tables
    talks = batch.tables["articles"].filter(source_name="talks.txt")
    assert tables["articles"]["duplicate_of"].item() == talks["article_id"].item()
    assert tables["articles"]["story_id"].item() == talks["story_id"].item()
    assert tables["event_mentions"].is_empty()


def test_rows_carry_the_recipe(batch):
    assert batch.tables["articles"]["recipe"].unique().to_list() == [RECIPE]


def test_an_article_from_the_future_has_no_date(run):
    found = run(raw(TALKS, published="2020-03-04"), today=date(2020, 1, 1))
    assert found.tables["articles"]["published_on"].item() is None
    assert found.rejects["rule"].to_list() == ["published_on"]


@pytest.mark.parametrize("articles", [(), ("",), ("Der Rat hat am Dienstagabend über den Haushalt abgestimmt.",)])
def test_a_batch_with_nothing_to_code_gives_tables_with_their_schemas(run, articles):
    found = run(raw(*articles))
    assert {name: frame.schema for name, frame in found.tables.items()} == {
        name: pl.Schema(table) for name, table in CORE.items()
    }
    assert found.rejects.height == len(articles)
    assert found.tables["event_mentions"].is_empty()


def test_article_ids_are_those_of_the_table(batch):
    ids = article_ids(raw(SHELLING, TALKS))
    assert set(ids["article_id"]) == set(batch.tables["articles"]["article_id"])


@pytest.fixture
def copied_seeds(tmp_path):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "words.csv").write_text("word,pos\nattack,verb\n", encoding="utf-8")
    return tmp_path


def test_the_recipe_is_sixteen_digits_and_the_same_twice(copied_seeds):
    recipe = recipe_of(MODEL, load(copied_seeds))
    assert re.fullmatch("[0-9a-f]{16}", recipe)
    assert recipe_of(MODEL, load(copied_seeds)) == recipe


def test_the_recipe_changes_with_a_seed(copied_seeds):
    before = recipe_of(MODEL, load(copied_seeds))
    (copied_seeds / "lexicon" / "words.csv").write_text("word,pos\nattack,noun\n", encoding="utf-8")
    assert recipe_of(MODEL, load(copied_seeds)) != before
