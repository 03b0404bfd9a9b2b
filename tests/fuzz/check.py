"""What holds for every input: articles or rejects with a reason, that fit their tables, and not a word beside."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from flows.sources import RawArticle, Reject, SourceError, SourceSettings, batches, read
from transforms.clean import clean_apart, paragraphs_to_code
from transforms.frames import RAW_ARTICLES, REJECTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from flows.sources import Record

TODAY = date(2026, 1, 1)
RULE = re.compile(r"[a-z_]+")
#: Limits that a small input can reach.
TIGHT = SourceSettings(max_article_chars=300, max_unpacked_bytes=3000, max_archive_bytes=4000, follow_links=False)
USUAL = SourceSettings(follow_links=False)


class BrokenPromise(Exception):
    """An input that ends otherwise than it should."""


def outcome(path: Path, *, is_tight: bool) -> tuple[list[RawArticle], list[str]]:
    """Read and clean a file; its articles, and the rules by which something was refused.

    Raises:
        BrokenPromise: what comes out is not as it should be. Anything else that is raised is a fault as well.

    """
    settings = TIGHT if is_tight else USUAL
    try:
        records = list(read(str(path), settings))
    except SourceError as error:
        _demand(_is_sentence(str(error)), f"no sentence: {error!r}")
        return [], ["unreadable_source"]
    _demand(bool(records), "neither article nor reject")
    for record in records:
        _check(record, settings)
    articles = [record for record in records if isinstance(record, RawArticle)]
    rules = [record.rule for record in records if isinstance(record, Reject)]
    for one in batches(records, 1000):
        _store(one.articles, RAW_ARTICLES)
        _store(one.rejects, REJECTS)
        rules += _clean(one.articles)
    return articles, rules


def frame(articles: Sequence[RawArticle]) -> pl.DataFrame:
    """RAW_ARTICLES."""
    return next(iter(batches(articles, len(articles)))).articles


def _check(record: Record, settings: SourceSettings) -> None:
    _demand(bool(record.source_uri.strip()), "no source_uri")
    if isinstance(record, Reject):
        _demand(_is_sentence(record.reason), f"no sentence: {record.reason!r}")
        _demand(RULE.fullmatch(record.rule) is not None, f"no rule: {record.rule!r}")
        return
    _demand(bool(record.text.strip()), "article without text")
    _demand(bool(record.source_name.strip()), "article without name")
    _demand(len(record.text) <= settings.max_article_chars, "article too long")


def _clean(raw: pl.DataFrame) -> list[str]:
    cleaned = clean_apart(raw, today=TODAY)
    _store(cleaned.articles)
    _store(cleaned.rejects, REJECTS)
    _store(cleaned.fingerprints)
    lost = cleaned.rejects.filter(pl.col("rule").is_in(["empty_text", "same_article_again"])).height
    _demand(cleaned.articles.height + lost == raw.height, "an article is lost in cleaning")
    for reason in cleaned.rejects["reason"]:
        _demand(_is_sentence(reason), f"no sentence: {reason!r}")
    marked = cleaned.articles.with_columns(language=pl.lit("en"), duplicate_of=pl.lit(None, pl.String)).with_row_index(
        "doc"
    )
    pieces = paragraphs_to_code(marked)
    _store(pieces)
    texts = cleaned.articles["text"].to_list()
    for doc, start, piece in pieces.select("doc", "start_char", "text").iter_rows():
        _demand(texts[doc][start : start + len(piece)] == piece, "a paragraph is not where it says")
    return cleaned.rejects["rule"].to_list()


def _is_sentence(reason: str) -> bool:
    return bool(reason.strip()) and len(reason.splitlines()) == 1


def _store(frame: pl.DataFrame, schema: pl.Schema | None = None) -> None:
    _demand(schema is None or frame.schema == schema, f"another schema: {frame.schema}")
    if frame.height:
        with io.BytesIO() as file:
            frame.write_parquet(file, compression="lz4")


def _demand(holds: bool, what: str) -> None:
    if not holds:
        raise BrokenPromise(what)
