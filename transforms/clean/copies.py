"""Copies: the same text again (exact), or nearly so (near): a new headline, a line cut, words changed, "updated".

The first stays: what was loaded before, else what was published first, else the lower id. The others point to it; a
copy of a copy too, where it is still like the first. A near copy shares enough runs of three words with the other, and
its figures and names: where these differ far more often than the other words, the two are one template filled twice.
Does not cover: texts told anew in other words, translations, and near copies of texts of few words.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from transforms.clean.bands import Sharing
from transforms.clean.fingerprints import FINGERPRINTS, SHINGLE, shingles

if TYPE_CHECKING:
    import numpy as np

#: What find_copies looks at. `text` may be NULL where it is not at hand, signature and bands where there are none yet.
KNOWN = pl.Schema(
    {
        "article_id": pl.String(),
        "text_id": pl.String(),
        "duplicate_of": pl.String(),
        "published_on": pl.Date(),
        "text": pl.String(),
        **{name: dtype for name, dtype in FINGERPRINTS.items() if name != "article_id"},
    }
)
COPIES = pl.Schema(
    {"article_id": pl.String, "duplicate_of": pl.String, "copy_kind": pl.String, "copy_similarity": pl.Float64}
)
# Tuned on planted edits and on different articles (`python -m flows.copies_bench`): with one word in ten changed at
# random, half of the shingles stay; two outlets' reports of one event share up to 0.2, one outlet's boilerplate 0.25.
NEAR, CONTAINED, CHAINED = 0.4, 0.85, 0.3
SHARED_BANDS = 2
LEAST_SHINGLES = 20
#: Characters of the texts whose shingles are held: some 20 bytes each.
HELD_CHARS = 4_000_000
#: Without the texts, two standard errors of the estimate more; with them, what the estimate must not fall short of.
ESTIMATED, HOPELESS = NEAR + 0.07, NEAR - 0.12
# Of another report are figures or names that differ as often as by chance in one copy of 500, unless that is seldom.
# Houses differ in how they write names ("ISIS", "Daesh").
BY_CHANCE, SAME_FIGURES, SAME_NAMES = 0.002, 0.7, 0.5
_NUMBERS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen "
    "monday tuesday wednesday thursday friday saturday sunday"
)
_FIGURE = re.compile(rf"\d+(?:[.,:]\d+)*|\b(?:{_NUMBERS.replace(' ', '|')})\b", re.IGNORECASE)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+")


@dataclass(frozen=True)
class _Article:
    """An article as far as copies go."""

    text: str | None
    signature: np.ndarray | None

    @cached_property
    def shingles(self) -> set[str]:
        return shingles(self.text or "")

    @cached_property
    def figures(self) -> Counter[str]:
        return Counter(figure.lower() for figure in _FIGURE.findall(self.text or ""))

    @cached_property
    def names(self) -> Counter[str]:
        return Counter(_NAME.findall(self.text or ""))


class _Articles:
    """Articles by number; what was made of the texts looked at last is held, up to HELD_CHARS of them."""

    def __init__(self, texts: pl.Series, signatures: pl.Series) -> None:
        self._texts, self._signatures = texts, signatures
        self._held: dict[int, _Article] = {}
        self._chars = 0

    def __getitem__(self, row: int) -> _Article:
        article = self._held.pop(row, None)
        if article is None:
            places = self._signatures[row]
            signature = places.to_numpy() if places is not None and len(places) else None
            article = _Article(self._texts[row], signature)
            self._chars += len(article.text or "")
        self._held[row] = article  # at the end, as the one looked at last
        while self._chars > HELD_CHARS and len(self._held) > 1:
            self._chars -= len(self._held.pop(next(iter(self._held))).text or "")
        return article


def find_copies(
    new: pl.DataFrame, known: pl.DataFrame | None = None, texts: pl.LazyFrame | None = None
) -> pl.DataFrame:
    """Which of the new articles are copies, of each other or of known ones.

    `new`: article_id, text_id, published_on, text and the columns of FINGERPRINTS. `known`: KNOWN or at least
    article_id and text_id: articles of earlier loads that could be meant, their originals, and those of the new
    articles that are loaded again. `texts`: article_id and text of the new ones, where `new` lacks its text; only those
    are collected that may be copies or have some. Returns COPIES, a row a copy, sorted; `duplicate_of` never names a
    copy.

    What is known as an original stays one, whatever the new articles hold, so that two loads in any split never make
    two articles point to each other. What is known as a copy is looked at anew.
    """
    before = _whole(known if known is not None else pl.DataFrame(schema=KNOWN))
    batch = _whole(new).unique("article_id", keep="first", maintain_order=True)
    settled = before.join(batch, on="article_id", how="anti").sort("duplicate_of", "article_id", nulls_last=False)
    kept = {*before.filter(pl.col("duplicate_of").is_null())["article_id"], *before["duplicate_of"].drop_nulls()}
    everyone = pl.concat([settled, batch])
    sharing = Sharing(everyone, SHARED_BANDS)
    articles = _Articles(_texts(everyone, sharing.any(), texts), everyone["signature"])
    ids, text_ids = everyone["article_id"].to_list(), everyone["text_id"].to_list()
    numbers = {key: row for row, key in enumerate(ids)}
    root: dict[int, str] = {}
    by_text: dict[str, str] = {}
    for row, original in enumerate(settled["duplicate_of"]):
        root[row] = original or ids[row]
        by_text.setdefault(text_ids[row], root[row])
    copies = []
    for row in _in_order(everyone, settled.height, kept):
        key, text_id = ids[row], text_ids[row]
        found: tuple[str, str, float] | None = None
        if key not in kept:
            found = (by_text[text_id], "exact", 1.0) if text_id in by_text else None
            found = found or _nearest(row, _by_root(sharing.of(row), root), numbers, articles)
        if found:
            copies.append((key, *found))
        root[row] = found[0] if found else key
        by_text.setdefault(text_id, root[row])
    return pl.DataFrame(sorted(copies), schema=COPIES, orient="row")


def mark_copies(articles: pl.DataFrame, copies: pl.DataFrame) -> pl.DataFrame:
    """Add the columns of COPIES to articles; NULL where an article is no copy."""
    return articles.join(copies, on="article_id", how="left", maintain_order="left")


def _whole(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame with all columns of KNOWN; those it lacks are NULL."""
    lacking = [pl.lit(None, dtype).alias(name) for name, dtype in KNOWN.items() if name not in frame.columns]
    return frame.with_columns(lacking).select(KNOWN.names())


def _in_order(everyone: pl.DataFrame, settled: int, kept: set[str]) -> list[int]:
    """The numbers of the new articles, all after the first `settled`: those that stay originals, then by day and id."""
    batch = everyone.select("article_id", "published_on", row=pl.int_range(pl.len())).slice(settled)
    order = batch.with_columns(is_late=~pl.col("article_id").is_in(list(kept)))
    return order.sort("is_late", "published_on", "article_id", nulls_last=True)["row"].to_list()


def _texts(everyone: pl.DataFrame, rows: np.ndarray, texts: pl.LazyFrame | None) -> pl.Series:
    """The texts of these rows, as far as they are at hand; NULL for all others."""
    wanted = everyone.select("article_id", "text").with_row_index("row").filter(pl.col("row").is_in(rows))
    if texts is not None:
        ids = wanted["article_id"].implode()
        more = texts.filter(pl.col("article_id").is_in(ids)).select("article_id", more="text").collect()
        more = more.unique("article_id", keep="first", maintain_order=True)
        wanted = wanted.join(more, on="article_id", how="left").with_columns(pl.coalesce("text", "more"))
    numbered = everyone.select(row=pl.int_range(pl.len(), dtype=pl.UInt32))
    return numbered.join(wanted.select("row", "text"), on="row", how="left", maintain_order="left")["text"]


def _by_root(candidates: list[int], root: dict[int, str]) -> dict[str, list[int]]:
    """Those candidates whose turn has come, by their originals."""
    found: dict[str, list[int]] = {}
    for other in candidates:
        if other in root:
            found.setdefault(root[other], []).append(other)
    return found


def _nearest(
    row: int, candidates: dict[str, list[int]], numbers: dict[str, int], articles: _Articles
) -> tuple[str, str, float] | None:
    """The original that is most like the article, of those that it or a copy of them is near to."""
    article = articles[row]
    best: tuple[float, str] | None = None
    for first, others in candidates.items():
        similarity = _like(article, numbers.get(first), others, articles)
        if similarity is not None and (best is None or (-similarity, first) < best):
            best = (-similarity, first)
    return (best[1], "near", round(-best[0], 4)) if best else None


def _like(article: _Article, first: int | None, others: list[int], articles: _Articles) -> float | None:
    """How like an original an article is, or where that is not at hand its copies; None where it is near to neither.

    `others`: the copies, and the original where that is a candidate itself.
    """
    if first is None:
        return max((s for other in others if (s := _near(article, articles[other])) is not None), default=None)
    if first in others and (similarity := _near(article, articles[first])) is not None:
        return similarity
    similarity = _similarity(article, articles[first])
    if similarity < CHAINED:
        return None
    is_near = any(_near(article, articles[other]) is not None for other in others if other != first)
    return similarity if is_near else None


def _near(late: _Article, early: _Article) -> float | None:
    """How like two articles are where the later tells hardly more than the earlier, else None."""
    if late.signature is not None and early.signature is not None:
        estimate = float((late.signature == early.signature).mean())
        if not (late.text and early.text):
            return estimate if estimate >= ESTIMATED else None
        if estimate < HOPELESS:
            return None
    if min(len(late.shingles), len(early.shingles)) < LEAST_SHINGLES:
        return None
    similarity, shared = _similarity(late, early), len(late.shingles & early.shingles)
    if similarity < NEAR and shared < CONTAINED * len(late.shingles):
        return None
    # the share of single words that stayed, from that of the runs of three
    stayed = (shared / min(len(late.shingles), len(early.shingles))) ** (1 / SHINGLE)
    is_same = _tells_same(late.figures, early.figures, stayed, SAME_FIGURES) and _tells_same(
        late.names, early.names, stayed, SAME_NAMES
    )
    return similarity if is_same else None


def _similarity(one: _Article, other: _Article) -> float:
    """The share of shingles that both have (Jaccard), estimated where a text is not at hand."""
    if one.text and other.text:
        shared = len(one.shingles & other.shingles)
        return shared / max(1, len(one.shingles) + len(other.shingles) - shared)
    if one.signature is not None and other.signature is not None:
        return float((one.signature == other.signature).mean())
    return 0.0


def _tells_same(one: Counter[str], other: Counter[str], stayed: float, enough: float) -> bool:
    """Whether figures or names stayed as often as other words did, but for chance (binomial)."""
    told, same = min(one.total(), other.total()), (one & other).total()
    if same >= enough * told:
        return True
    from scipy.special import bdtr  # noqa: PLC0415 - takes longer to import than most runs take to find their copies

    return float(bdtr(same, told, stayed)) >= BY_CHANCE
