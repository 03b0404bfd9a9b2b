"""The parse in a form that can be kept: numbered within its article, so that articles of any runs can be put together.

A sentence that was not parsed has no tokens; where new seeds promise something in it, it is parsed then and added.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import polars as pl

from transforms.annotate.sentences import Sentence
from transforms.annotate.titles import spelt_plainly
from transforms.annotate.tokens import SENTENCES, TOKENS, to_frames

if TYPE_CHECKING:
    from transforms.annotate.model import Model
    from transforms.annotate.promise import Promise

_IN_SENTENCE = ("head", "left", "right")
_KEY = [("parse_id", pl.String()), ("number", pl.UInt32())]
#: `parse_id` names the paragraphs of an article, `number` a sentence of it.
KEPT_SENTENCES = pl.Schema([*_KEY, *((k, v) for k, v in SENTENCES.items() if k not in ("sent", "doc"))])
#: `head`, `left` and `right` count from the first token of the sentence.
KEPT_TOKENS = pl.Schema([*_KEY, *((k, v) for k, v in TOKENS.items() if k not in ("t", "sent", "doc"))])


def parse_ids(paragraphs: pl.DataFrame) -> pl.DataFrame:
    """doc, parse_id: the same for the same paragraphs at the same places. `paragraphs`: schema PARAGRAPHS."""
    rows = []
    columns = ("doc", "paragraph_index", "kind", "start_char", "text")
    for (doc,), own in paragraphs.select(columns).group_by("doc", maintain_order=True):
        digest = blake2b(digest_size=16)
        for row in own.drop("doc").iter_rows():
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
        rows.append((doc, digest.hexdigest()))
    return pl.DataFrame(rows, {"doc": pl.UInt32, "parse_id": pl.String}, orient="row")


def to_keep(sentences: pl.DataFrame, tokens: pl.DataFrame, ids: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """KEPT_SENTENCES and KEPT_TOKENS of a parsed batch. `ids`: doc, parse_id."""
    first = pl.col("sent").min().over("doc")
    numbered = sentences.join(ids, on="doc", maintain_order="left").with_columns(number=pl.col("sent") - first)
    begin = pl.col("t").min().over("sent")
    inside = tokens.with_columns(*[pl.col(name) - begin for name in _IN_SENTENCE])
    inside = inside.join(numbered.select("sent", "number", "parse_id"), on="sent", maintain_order="left")
    return numbered.select(KEPT_SENTENCES.names()), inside.select(KEPT_TOKENS.names())


def from_kept(sentences: pl.DataFrame, tokens: pl.DataFrame, ids: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """SENTENCES and TOKENS of the articles `ids` (doc, parse_id), in the order of doc; what is not kept has no rows.

    `sentences`: KEPT_SENTENCES, `tokens`: KEPT_TOKENS, in any order as long as the tokens of a sentence stand in order.
    """
    order = ["doc", "number"]
    told = ids.join(sentences, on="parse_id").sort(order).with_row_index("sent")
    words = (
        ids.join(tokens, on="parse_id").sort(order, maintain_order=True).join(
            told.select("doc", "number", "sent"), on=order, how="left", maintain_order="left"
        )
    ).with_row_index("t")  # fmt: skip
    begin = pl.col("t").min().over("sent")
    words = words.with_columns(*[pl.col(name) + begin for name in _IN_SENTENCE])
    return told.select(SENTENCES.names()).cast(SENTENCES), words.select(TOKENS.names()).cast(TOKENS)


def promised_now(
    sentences: pl.DataFrame, tokens: pl.DataFrame, articles: pl.DataFrame, model: Model, promise: Promise
) -> pl.DataFrame:
    """KEPT_TOKENS of sentences not parsed so far in which something is promised now.

    `sentences`: KEPT_SENTENCES, `tokens`: KEPT_TOKENS of articles; `articles`: parse_id, text.
    """
    key = ["parse_id", "number"]
    unparsed = sentences.join(tokens.select(key).unique(), on=key, how="anti", maintain_order="left")
    partly = sentences.join(unparsed.select("parse_id").unique(), on="parse_id", how="semi").sort(key)
    words = {(p, n): w for p, n, w in tokens.group_by(key, maintain_order=True).agg("text").iter_rows()}
    texts = dict(articles.select("parse_id", "text").iter_rows())
    found: list[Sentence] = []
    parse: list[bool] = []
    names: list[tuple[str, int]] = []
    for (parse_id,), own in partly.group_by("parse_id", maintain_order=True):
        rows = list(own.iter_rows(named=True))
        ones = [
            _sentence(row, texts[str(parse_id)], words.get((row["parse_id"], row["number"])), model) for row in rows
        ]
        ones = list(spelt_plainly(ones, model.dictionary))
        answers = promise.of_article([one.words for one in ones])
        for row, one, answer in zip(rows, ones, answers, strict=True):
            if answer and (row["parse_id"], row["number"]) not in words:
                found.append(one)
                parse.append(True)
                names.append((row["parse_id"], row["number"]))
    _, parsed = to_frames(found, parse, model)
    ids = pl.DataFrame(names, {"parse_id": pl.String, "number": pl.UInt32}, orient="row").with_row_index("sent")
    begin = pl.col("t").min().over("sent")
    inside = parsed.with_columns(*[pl.col(name) - begin for name in _IN_SENTENCE])
    return inside.join(ids, on="sent", maintain_order="left").select(KEPT_TOKENS.names())


def _sentence(row: dict[str, object], text: str, words: list[str] | None, model: Model) -> Sentence:
    """A kept sentence with its words: those of its tokens, or of the text where it has none."""
    start, end = int(str(row["start_char"])), int(str(row["end_char"]))
    spaces = [True] * len(words or ())
    if words is None:
        doc = model.nlp.make_doc(text[start:end])
        words, spaces = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
    return Sentence(0, int(str(row["paragraph_index"])), str(row["kind"]), start, end, words, spaces)
