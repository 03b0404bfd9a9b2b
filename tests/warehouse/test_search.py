"""search_articles() finds the same with an index and without one."""

from __future__ import annotations

import polars as pl
import pytest

from tests.builders import changed, valid_tables
from tests.warehouse.loads import load
from warehouse import search
from warehouse.errors import WarehouseMissing
from warehouse.query import query

TEXTS = (
    "Lorries brought maize to Belmont. The maize was weighed.",
    "Maize prices rose in Belmont, traders in Belmont said.",
    "Überfall in Kölnstadt: a maizefield burnt.",
)


def with_texts(*texts):
    tables = valid_tables(len(texts), copy=False)
    for i, text in enumerate(texts):
        tables = changed(tables, "articles", i, text=text, title=None)
    return tables


def found(path, words):
    return query(path, "SELECT excerpt, score FROM search_articles(?)", [words])


@pytest.fixture
def few(path):
    load(path, with_texts(*TEXTS))
    return path


@pytest.mark.parametrize("indexed", [False, True])
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("maize", TEXTS),
        ("MAIZE belmont", TEXTS[:2]),
        ("trade", TEXTS[1:2]),
        ("überfall", TEXTS[2:]),
        ("rader", ()),
        ("maize zebra", ()),
        ("?!", ()),
    ],
)
def test_all_words_are_there_each_at_the_beginning_of_one(few, words, expected, indexed):
    if indexed:
        assert search.index(few) == 3
    result = found(few, words)
    assert set(result["excerpt"]) == set(expected)
    assert (result["score"] > 0).all()


@pytest.mark.parametrize("indexed", [False, True])
def test_an_excerpt_begins_and_ends_with_a_whole_word(path, indexed):
    words = " ".join(f"word{n:03}" for n in range(100))
    load(path, with_texts(f"{words} Needle {words}"))
    if indexed:
        search.index(path)
    (excerpt,) = found(path, "needle")["excerpt"]
    assert excerpt.startswith("… word0")
    assert excerpt.endswith(" …")
    inside = excerpt.strip("… ").split()
    assert {len(word) for word in inside} <= {7, 6}
    assert 200 < len(excerpt) < 246


def test_an_excerpt_of_a_title_is_the_beginning_of_the_text(path):
    load(path, changed(with_texts("Rain fell."), "articles", 0, title="Needle found"))
    assert found(path, "needle")["excerpt"].to_list() == ["Rain fell."]


def test_what_is_told_more_often_comes_first(few):
    plain = found(few, "belmont")["excerpt"].to_list()
    search.index(few)
    assert plain == found(few, "belmont")["excerpt"].to_list() == [TEXTS[1], TEXTS[0]]


def test_a_rare_word_counts_more_with_an_index(few):
    search.index(few)
    score = {word: found(few, word)["score"].max() for word in ("maize", "traders")}
    assert score["traders"] > score["maize"]


def test_an_article_loaded_after_the_index_was_made_is_found(few):
    search.index(few)
    load(few, with_texts(*TEXTS, "Maize reached Port Alder."), run="later")
    assert set(found(few, "maize")["excerpt"]) == {*TEXTS, "Maize reached Port Alder."}


def test_an_index_made_anew_holds_what_was_loaded_since(few):
    search.index(few)
    load(few, with_texts(*TEXTS, "Maize reached Port Alder."), run="later")
    before = found(few, "maize")
    assert search.index(few) == 4
    assert set(found(few, "maize")["excerpt"]) == set(before["excerpt"])


def test_a_copy_and_a_title_are_searched(path):
    load(path, changed(valid_tables(1, copy=False), "articles", 0, title="Quarry reopened"))
    search.index(path)
    assert found(path, "quarry").height == 1


def test_the_same_columns_come_with_an_index(few):
    sql = "FROM search_articles('maize')"
    plain = query(few, sql)
    search.index(few)
    assert query(few, sql).schema == plain.schema == pl.Schema(plain.schema)


def test_no_warehouse_is_not_made_by_an_index(path):
    with pytest.raises(WarehouseMissing):
        search.index(path)
    assert not path.exists()


def test_without_the_package_it_says_which(few, monkeypatch):
    monkeypatch.setattr(search, "find_spec", lambda name: None)
    with pytest.raises(search.SearchUnfit, match="duckdb-extension-fts"):
        search.index(few)
    assert found(few, "maize").height == 3
