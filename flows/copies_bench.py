"""How well copies are found: planted ones by how much was edited, and false ones among different articles.

    python -m flows.copies_bench SOURCE... [--pairs 500]

Each planted copy is an article with 1 to 30 of 100 words inserted, deleted or replaced, and in three of four cases a
new headline, a paragraph cut or a paragraph moved. All copies found among the articles themselves are listed, so that
they can be judged by eye: those that are none are false pairs.
"""

# ruff: noqa: S311 - planted edits are no secret

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import polars as pl
import typer

from flows.sources import batches, read
from transforms.clean import COPIES, clean, find_copies, fingerprints
from warehouse.tables.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Edited words of 100.
RATES = (1, 2, 5, 10, 15, 20, 30)
CHANGES = ("words", "headline", "cut", "moved")
SEED = 1
_LEAST_WORDS, _HEADLINE_WORDS = 50, 25


def edited(text: str, rate: float, change: str, draw: random.Random, vocabulary: Sequence[str]) -> str:
    """A text with a share `rate` of its words inserted, deleted or replaced, and one change of CHANGES."""
    paragraphs = [_reworded(paragraph, rate, draw, vocabulary) for paragraph in text.split("\n") if paragraph.strip()]
    if change == "headline":
        is_headline = len(paragraphs[0].split()) <= _HEADLINE_WORDS
        paragraphs[: int(is_headline)] = [" ".join(draw.choices(vocabulary, k=8))]
    elif change == "cut" and len(paragraphs) > 3:
        del paragraphs[draw.randrange(1, len(paragraphs))]
    elif change == "moved" and len(paragraphs) > 3:
        paragraphs.append(paragraphs.pop(draw.randrange(1, len(paragraphs) - 1)))
    return "\n\n".join(paragraphs)


def planted(articles: pl.DataFrame, pairs: int) -> pl.DataFrame:
    """Copies of `pairs` articles: article_id, text, published_on as the original, original, rate, change."""
    draw = random.Random(SEED)
    long = articles.filter(pl.col("text").str.split(" ").list.len() >= _LEAST_WORDS)
    sample = long.sort("article_id").sample(min(pairs, long.height), seed=SEED)
    vocabulary = " ".join(sample["text"].head(100)).split()
    rows = []
    for number, (key, text, day) in enumerate(sample.select("article_id", "text", "published_on").iter_rows()):
        rate, change = RATES[number % len(RATES)], CHANGES[number // len(RATES) % len(CHANGES)]
        copy = edited(text, rate / 100, change, draw, vocabulary)
        rows.append({"original": key, "text": copy, "published_on": day, "rate": rate, "change": change})
    made = pl.DataFrame(rows, infer_schema_length=None)
    return made.with_columns(article_id=id_of("original", "text"), text_id=id_of("text"))


def recall(articles: pl.DataFrame, copies: pl.DataFrame) -> pl.DataFrame:
    """By rate: planted, found and recall. The originals are known, as if loaded before."""
    known = _signed(articles.join(copies.select(article_id="original"), on="article_id", how="semi"))
    found = find_copies(_signed(copies.drop("original")), known).select("article_id", "duplicate_of")
    joined = copies.join(found, on="article_id", how="left")
    is_found = (pl.col("duplicate_of") == pl.col("original")).fill_null(value=False)
    told = joined.group_by("rate").agg(planted=pl.len(), found=is_found.sum()).sort("rate")
    return told.with_columns(recall=pl.col("found") / pl.col("planted"))


def among(articles: pl.DataFrame) -> pl.DataFrame:
    """The copies among the articles themselves, with both titles, least alike first."""
    titles = articles.select("article_id", "title", "publisher", "published_on")
    others = titles.rename({name: f"{name}_original" for name in titles.columns})
    return (
        find_copies(_signed(articles))
        .join(titles, on="article_id")
        .join(others, left_on="duplicate_of", right_on="article_id_original")
        .sort("copy_similarity", "article_id")
    )


def _signed(articles: pl.DataFrame) -> pl.DataFrame:
    return articles.join(fingerprints(articles), on="article_id")


def _reworded(paragraph: str, rate: float, draw: random.Random, vocabulary: Sequence[str]) -> str:
    told: list[str] = []
    for word in paragraph.split():
        if draw.random() >= rate:
            told.append(word)
            continue
        kind = draw.choice(("insert", "delete", "replace"))
        if kind == "insert":
            told += [word, draw.choice(vocabulary)]
        elif kind == "replace":
            told.append(draw.choice(vocabulary))
    return " ".join(told)


def main(
    sources: Annotated[list[str], typer.Argument(help="Articles: files, folders, globs")],
    pairs: Annotated[int, typer.Option("--pairs", help="How many copies to plant")] = 500,
) -> None:
    """Measure how well copies are found."""
    raw = pl.concat(batch.articles for source in sources for batch in batches(read(source), 1000))
    today: date = datetime.now(UTC).date()
    articles = clean(raw, today=today, copies=pl.DataFrame(schema=COPIES)).articles
    articles = articles.drop("duplicate_of", "copy_kind", "copy_similarity")
    began = time.process_time()
    fingerprints(articles)
    each = (time.process_time() - began) * 1000 / max(1, articles.height)
    typer.echo(f"{articles.height:,} articles; a fingerprint costs {each:.2f} ms of processor time an article")
    pairs_found = among(articles)
    # a copy of a copy points to the first, which is not the article it was planted from
    firsts = articles.join(pairs_found, on="article_id", how="anti")
    typer.echo("edited words   planted   found   recall")
    for rate, count, found, share in recall(firsts, planted(firsts, pairs)).iter_rows():
        typer.echo(f"{rate:>10} %   {count:>7}   {found:>5}   {share:.3f}")
    kinds = dict(pairs_found["copy_kind"].value_counts().iter_rows())
    typer.echo(f"among the articles: {kinds.get('exact', 0)} exact copies, {kinds.get('near', 0)} near copies")
    for row in pairs_found.filter(copy_kind="near").iter_rows(named=True):
        one, other = (
            f"{row[f'publisher{x}']} {row[f'published_on{x}']}: {row[f'title{x}']}" for x in ("", "_original")
        )
        typer.echo(f"  {row['copy_similarity']:.2f}  {one}\n        {other}")


if __name__ == "__main__":
    typer.run(main)
