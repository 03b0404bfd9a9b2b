"""Raw articles to rows of `articles` with their paragraphs; what can't be used is refused with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from transforms.clean.copies import find_copies, mark_copies
from transforms.clean.dates import Published, read_date
from transforms.clean.fingerprints import fingerprints
from transforms.clean.language import language_of
from transforms.clean.paragraphs import PARAGRAPHS, first_line_title, paragraphs_of
from transforms.clean.repair import mend
from transforms.frames import REJECTS
from warehouse.tables.ids import content_id, id_of
from warehouse.tables.values import REPAIR_KINDS

if TYPE_CHECKING:
    from datetime import date

CODED_LANGUAGE = "en"
_FILE_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")
_SHORTENED = 200


@dataclass(frozen=True)
class Cleaned:
    """`articles`: the columns of the table articles (recipe and story_id apart) and doc UInt32.

    `paragraphs`: schema PARAGRAPHS, of the articles to code. `rejects`: schema REJECTS. `fingerprints`: schema
    FINGERPRINTS, of every article. `repairs`: schema REPAIRS.
    """

    articles: pl.DataFrame
    paragraphs: pl.DataFrame
    rejects: pl.DataFrame
    fingerprints: pl.DataFrame
    repairs: pl.DataFrame


def clean(
    raw: pl.DataFrame, *, today: date, known: pl.DataFrame | None = None, copies: pl.DataFrame | None = None
) -> Cleaned:
    """Clean a batch.

    `raw`: schema RAW_ARTICLES. `today`: the last plausible day of publication. `known`: schema KNOWN, or at least
    article_id and text_id: articles already in the warehouse, so that copies across runs are found. `copies`: schema
    COPIES, where the copies are known already; then `known` is not looked at.
    """
    one = clean_apart(raw, today=today)
    if copies is None:
        copies = find_copies(one.articles.join(one.fingerprints, on="article_id"), known)
    articles = mark_copies(one.articles, copies).with_row_index("doc")
    return Cleaned(articles, paragraphs_to_code(articles), one.rejects, one.fingerprints, one.repairs)


def clean_apart(raw: pl.DataFrame, *, today: date) -> Cleaned:
    """Clean a batch without a look at any other: `articles` has neither doc nor what `mark_copies` adds, `paragraphs`
    has no row.
    """
    rows, rejects = [], []
    for row in raw.iter_rows(named=True):
        article, faults = _clean_one(row, today=today)
        rejects += faults
        if article:
            rows.append(article)
    articles = pl.DataFrame(rows, schema=_ARTICLES).with_columns(
        article_id=id_of("source_name", "raw_text"), text_id=id_of("text")
    )
    again = articles.filter(pl.col("article_id").is_duplicated() & ~pl.col("article_id").is_first_distinct())
    rejects += [_same_again(r) for r in again.iter_rows(named=True)]
    articles = articles.unique("article_id", keep="first", maintain_order=True)
    return Cleaned(
        articles.drop("raw_text", "by_kind"),
        PARAGRAPHS.to_frame(),
        pl.DataFrame(rejects, schema=REJECTS),
        fingerprints(articles),
        _repairs(articles),
    )


def paragraphs_to_code(articles: pl.DataFrame) -> pl.DataFrame:
    """PARAGRAPHS of the articles that are coded: in English, and no copies. `articles`: doc, text, title, language,
    duplicate_of.
    """
    coded = articles.filter((pl.col("language") == CODED_LANGUAGE) & pl.col("duplicate_of").is_null())
    pieces = [p for r in coded.select("doc", "text", "title").iter_rows() for p in paragraphs_of(*r)]
    return pl.DataFrame(pieces, schema=PARAGRAPHS, orient="row")


_ARTICLES = pl.Schema(
    {
        "source_uri": pl.String(),
        "source_name": pl.String(),
        "publisher": pl.String(),
        "title": pl.String(),
        "published_on": pl.Date(),
        "published_rule": pl.String(),
        "language": pl.String(),
        "text": pl.String(),
        "repairs": pl.Int64(),
        "by_kind": pl.Struct(dict.fromkeys(REPAIR_KINDS, pl.Int64())),
        "raw_text": pl.String(),
    }
)
#: What cleaning repaired in a batch, by kind; those of several batches add up.
REPAIRS = pl.Schema({"kind": pl.String, "articles": pl.Int64, "repairs": pl.Int64})


def _clean_one(row: dict[str, str | None], *, today: date) -> tuple[dict[str, object] | None, list[dict[str, object]]]:
    where: dict[str, object] = {"stage": "clean", "table_name": "articles", "source_uri": row["source_uri"]}
    text, repairs = mend(row["text"] or "")
    title, more = mend(row["title"] or "")
    repairs += more
    title = " ".join(title.split())
    if not text:
        reason = f"{row['source_uri']} holds no text; give it a text or leave it out."
        return None, [{**where, "rule": "empty_text", "reason": reason, "evidence": title or None}]
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    # it is loaded all the same, so the fault names it
    where["article_id"] = content_id(row["source_name"], row["text"])
    title = title or first_line_title(text)
    faults: list[dict[str, object]] = []
    published, rule, problem = _published(row, today=today)
    if problem:
        reason = f"{row['source_uri']}: {problem}; the article is loaded without a date, so relative dates stay open."
        evidence = (row["published"] or "")[:_SHORTENED] or None
        faults.append({**where, "rule": "published_on", "reason": reason, "evidence": evidence})
    language = language_of(text)
    if language != CODED_LANGUAGE:
        what = f"is in '{language}'" if language else "is too short to tell its language"
        reason = f"{row['source_uri']} {what}; it is kept but not coded, only English is."
        faults.append({**where, "rule": "language", "reason": reason, "evidence": text[:_SHORTENED]})
    article: dict[str, object] = {
        "source_uri": row["source_uri"],
        "source_name": row["source_name"],
        "publisher": row["publisher"] or None,
        "title": title or None,
        "published_on": published,
        "published_rule": rule,
        "language": language,
        "text": text,
        "repairs": repairs.total(),
        "by_kind": {kind: repairs[kind] for kind in REPAIR_KINDS},
        "raw_text": row["text"],
    }
    return article, faults


def _published(row: dict[str, str | None], *, today: date) -> tuple[date | None, str, str | None]:
    """The record's own date first, then one in the file name; never a silent default."""
    told = read_date(row["published"], today=today)
    if told.day:
        return told.day, "record", None
    match = _FILE_DATE.search(row["source_name"] or "")
    if match and not (row["published"] or "").strip():
        named: Published = read_date("-".join(match.groups()), today=today)
        if named.day:
            return named.day, "file_name", None
    return None, "unknown", told.problem


def _repairs(articles: pl.DataFrame) -> pl.DataFrame:
    counts = articles.select("by_kind").unnest("by_kind").unpivot(variable_name="kind", value_name="repairs")
    told = counts.filter(pl.col("repairs") > 0).group_by("kind").agg(articles=pl.len(), repairs=pl.col("repairs").sum())
    return told.cast({"articles": pl.Int64, "repairs": pl.Int64}).sort("kind").select(REPAIRS.names())


def _same_again(row: dict[str, object]) -> dict[str, object]:
    return {
        "stage": "clean",
        "table_name": "articles",
        "rule": "same_article_again",
        "source_uri": row["source_uri"],
        "article_id": row["article_id"],
        "reason": f"{row['source_uri']} is the same article under the same name once more; the first was loaded.",
    }
