from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from transforms.annotate.kept import from_kept, parse_ids, promised_now, to_keep
from transforms.annotate.tokens import annotate
from transforms.clean.paragraphs import PARAGRAPHS

if TYPE_CHECKING:
    from transforms.pipeline import Model

ONE = "Gunmen abducted the mayor. It rained. She was freed on Monday."
OTHER = "Police arrested two men in Gao."


class Only:
    """Promises what a word stands in."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def of_article(self, sentences: list[list[str]]) -> list[bool]:
        return [any(word in self.words for word in words) for words in sentences]


@pytest.fixture
def paragraphs() -> pl.DataFrame:
    return pl.DataFrame([(0, 0, "body", 0, ONE), (1, 0, "body", 0, OTHER)], PARAGRAPHS, orient="row")


def test_what_is_kept_comes_back_as_it_was(paragraphs: pl.DataFrame, model: Model):
    parsed = annotate(paragraphs, model)
    ids = parse_ids(paragraphs)
    for frame, again in zip(parsed, from_kept(*to_keep(*parsed, ids), ids), strict=True):
        assert_frame_equal(frame, again)


def test_articles_are_put_together_in_another_order(paragraphs: pl.DataFrame, model: Model):
    kept = to_keep(*annotate(paragraphs, model), parse_ids(paragraphs))
    turned = paragraphs.with_columns(doc=1 - pl.col("doc").cast(pl.Int64)).cast(PARAGRAPHS).sort("doc")
    for frame, again in zip(annotate(turned, model), from_kept(*kept, parse_ids(turned)), strict=True):
        assert_frame_equal(frame, again)


def test_a_change_of_place_or_kind_is_another_parse(paragraphs: pl.DataFrame):
    own = parse_ids(paragraphs)["parse_id"]
    for column, value in (("start_char", 9), ("kind", "headline")):
        changed = parse_ids(paragraphs.with_columns(pl.lit(value).alias(column)).cast(PARAGRAPHS))["parse_id"]
        assert not set(own) & set(changed)


def test_only_what_is_promised_is_parsed(paragraphs: pl.DataFrame, model: Model):
    sentences, tokens = annotate(paragraphs, model, promise=Only("abducted"))
    assert (sentences.height, tokens["sent"].unique().to_list()) == (4, [0])


def test_what_is_promised_later_is_parsed_then(paragraphs: pl.DataFrame, model: Model):
    ids = parse_ids(paragraphs)
    sentences, tokens = to_keep(*annotate(paragraphs, model, promise=Only("abducted")), ids)
    texts = ids.with_columns(text=pl.Series([ONE, OTHER]))
    more = promised_now(sentences, tokens, texts, model, Only("abducted", "freed", "arrested"))
    whole = annotate(paragraphs, model, promise=Only("abducted", "freed", "arrested"))
    for frame, again in zip(whole, from_kept(sentences, pl.concat([tokens, more]), ids), strict=True):
        assert_frame_equal(frame, again)


def test_no_article_gives_no_rows(model: Model):
    none = PARAGRAPHS.to_frame()
    ids = parse_ids(none)
    assert [frame.height for frame in from_kept(*to_keep(*annotate(none, model), ids), ids)] == [0, 0]
