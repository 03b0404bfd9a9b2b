"""The words that each article holds, and which articles hold those of a change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from transforms.mentions.spans import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

_WORDS = r"\p{L}+|\p{N}+"


@dataclass(frozen=True)
class Touch:
    """An article is touched that holds all of `words`, and where days are given was published on one of them."""

    words: frozenset[str]
    since: date | None = None
    until: date | None = None
    dated: bool = False


def touched(index: pl.DataFrame, touches: Iterable[Touch], days: pl.DataFrame) -> pl.Series:
    """The articles that are touched: their ids. `index`: article_id, word; `days`: article_id, published_on Date."""
    listed = list(touches)
    words = [(n, word) for n, touch in enumerate(listed) for word in touch.words]
    asked = pl.DataFrame(words, {"touch": pl.UInt32, "word": pl.String}, orient="row")
    schema = {"touch": pl.UInt32, "n": pl.UInt32, "dated": pl.Boolean, "since": pl.Date, "until": pl.Date}
    rows = [(n, len(touch.words), touch.dated, touch.since, touch.until) for n, touch in enumerate(listed)]
    needed = pl.DataFrame(rows, schema, orient="row")
    day = pl.col("published_on")
    # an open end is NULL, and so is the day of an article without one
    within = (day >= pl.col("since").fill_null(day)) & (day <= pl.col("until").fill_null(day))
    return (
        index.join(asked, on="word")
        .group_by("touch", "article_id")
        .agg(met=pl.col("word").n_unique())
        .join(needed, on="touch")
        .filter(pl.col("met") == pl.col("n"))
        .join(days, on="article_id")
        .filter(~pl.col("dated") | within.fill_null(value=False))["article_id"]
        .unique()
    )


def words_in(column: pl.Expr) -> pl.Expr:
    """The runs of letters and of digits in a string, folded: a list."""
    return fold(column).str.extract_all(_WORDS)


def index_of(
    articles: pl.DataFrame,
    tokens: pl.DataFrame,
    coded: Mapping[str, pl.DataFrame],
    bases: Callable[[str], Iterable[str]],
) -> pl.DataFrame:
    """article_id, word: everything a line of the seeds may find in each article, sorted by word.

    `articles`: doc, article_id, text. `tokens`: doc, lower, lemma, as the text is coded by. `coded`: their core tables,
    of which the countries count as words, too (@TCD). `bases`: the base forms that a word can have. Every article has
    the word "".
    """
    coded_word = pl.col("word").cast(pl.Categorical)
    text = articles.select("doc", word=words_in(pl.col("text"))).explode("word").with_columns(coded_word).unique()
    told = pl.concat([tokens.select("doc", word=column).with_columns(coded_word) for column in ("lower", "lemma")])
    told = told.unique()
    parts = told.select("word").unique().with_columns(part=words_in(pl.col("word"))).explode("part")
    told = told.join(parts, on="word").select("doc", word=pl.col("part").cast(pl.Categorical))
    words = pl.concat([text, told]).drop_nulls().unique()
    pairs = [(word, base) for word in words["word"].unique() for base in bases(word) if base != word]
    forms = pl.DataFrame(pairs, {"word": pl.Categorical, "base": pl.Categorical}, orient="row")
    more = words.join(forms, on="word").select("doc", word="base")
    spoken = pl.concat([words, more]).unique().join(articles.select("doc", "article_id"), on="doc")
    spoken = spoken.with_columns(pl.col("word").cast(pl.String))
    columns = ["article_id", "word"]
    none = articles.select("article_id", word=pl.lit(""))
    return pl.concat([spoken.select(columns), _countries(coded).select(columns), none]).sort("word", "article_id")


def _countries(coded: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The countries of which an article names an actor or a place, and "@" where it names one above them: word."""
    places = coded["place_mentions"].select("article_id", "place_id").join(coded["places"], on="place_id")
    actors = coded["actor_mentions"].select("article_id", "actor_id").join(coded["actors"], on="actor_id")
    above = (pl.col("kind") == "person") & (pl.col("sector") == "IGO") & pl.col("country").is_null()
    actors = actors.with_columns(country=pl.when(above).then(pl.lit("")).otherwise("country"))
    told = pl.concat([places.select("article_id", "country"), actors.select("article_id", "country")])
    return told.drop_nulls().unique().select("article_id", word=_of_country(pl.col("country")))


def _of_country(code: pl.Expr) -> pl.Expr:
    return pl.lit("@") + code
