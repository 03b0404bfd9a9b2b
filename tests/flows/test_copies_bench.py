import random
from datetime import date

import polars as pl
import pytest

from flows.copies_bench import CHANGES, RATES, among, edited, planted, recall
from tests.transforms.clean.reports import report
from warehouse.tables.ids import content_id


@pytest.fixture(scope="module")
def articles():
    texts = [report(seed, sentences=18) for seed in range(40)]
    return pl.DataFrame(
        {
            "article_id": [content_id(text) for text in texts],
            "text_id": [content_id("text", text) for text in texts],
            "published_on": [date(2020, 1, 1)] * len(texts),
            "title": [text.split(".")[0] for text in texts],
            "publisher": ["The Courier"] * len(texts),
            "text": texts,
        }
    )


def test_planted_copies_are_found_up_to_one_word_in_ten(articles):
    found = recall(articles, planted(articles, 40))
    assert found["rate"].to_list() == list(RATES)
    assert found.filter(pl.col("rate") <= 10)["recall"].to_list() == [1.0] * 4


def test_among_different_articles_is_no_copy(articles):
    assert among(articles).is_empty()


def test_the_same_copies_are_planted_each_time(articles):
    assert planted(articles, 10).equals(planted(articles.reverse(), 10))


@pytest.mark.parametrize("change", CHANGES)
def test_an_edit_changes_about_as_many_words_as_it_should(change):
    text = report(1, sentences=60)
    draw = random.Random(1)
    copy = edited(text, 0.1, change, draw, ["other"])
    kept = sum(word != "other" for word in copy.split())
    assert 0.5 < kept / len(text.split()) < 1
