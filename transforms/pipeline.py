"""From raw articles to rows of every core table, stage by stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from transforms.annotate.model import Model, load_model, model_version
from transforms.annotate.promise import Promise
from transforms.annotate.tokens import annotate
from transforms.clean.articles import clean
from transforms.frames import in_pool
from transforms.knowledge import Knowledge, knowledge
from transforms.reading import read
from transforms.tables import Coded, to_tables
from transforms.telling import tell
from warehouse.tables.ids import id_of

if TYPE_CHECKING:
    from seeds.loading import Seeds

__all__ = [
    "Batch",
    "Model",
    "Tools",
    "article_ids",
    "code",
    "code_of",
    "load_model",
    "recipe_of",
    "rows",
    "tools",
    "transform",
]

# Libraries whose next version could give other rows
_DECISIVE = ("spacy", "polars", "ftfy", "py3langid", "text2num", "python-dateutil", "rensa")


@dataclass(frozen=True)
class Batch:
    """`tables`: a frame for each core table, with its schema. `rejects`: schema REJECTS."""

    tables: dict[str, pl.DataFrame]
    rejects: pl.DataFrame


def article_ids(raw: pl.DataFrame) -> pl.DataFrame:
    """Add `article_id` to raw articles (schema RAW_ARTICLES)."""
    return raw.with_columns(article_id=id_of("source_name", "text"))


def recipe_of(model_name: str, seeds: Seeds) -> str:
    """16 hexadecimal digits that change whenever the same article could give other rows: model, rules or seeds."""
    return blake2b(f"{code_of(model_name)} {seeds.digest}".encode(), digest_size=8).hexdigest()


def code_of(model_name: str) -> str:
    """16 hexadecimal digits for all of a recipe but the seeds: the model and the code."""
    digest = blake2b(f"{model_name} {model_version(model_name)}".encode(), digest_size=8)
    digest.update(" ".join(f"{name} {version(name)}" for name in _DECISIVE).encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Tools:
    """What it takes to code articles: the model, the seeds compiled, and the test of what is worth a parse."""

    model: Model
    known: Knowledge
    promise: Promise


def tools(model: Model, seeds: Seeds) -> Tools:
    """Compile the seeds for a model."""
    known = knowledge(seeds)
    return Tools(model, known, Promise(known, model))


def transform(
    raw: pl.DataFrame,
    *,
    model: Model,
    seeds: Seeds,
    recipe: str,
    known: pl.DataFrame | None = None,
    today: date | None = None,
    everything: bool = False,
) -> Batch:
    """Clean, parse and code a batch.

    `raw`: schema RAW_ARTICLES. `known`: article_id, text_id of articles loaded before, so that copies are found across
    runs. `today`: the last plausible day of publication, the current day in UTC if not given. `everything`: parse the
    sentences that promise nothing, too.
    """
    today = today or datetime.now(UTC).date()
    using = tools(model, seeds)
    cleaned = clean(raw, today=today, known=known)
    articles = cleaned.articles.with_columns(recipe=pl.lit(recipe))
    parsed = annotate(cleaned.paragraphs, model, promise=None if everything else using.promise)
    return Batch(rows(articles, parsed, using.known, today=today), cleaned.rejects)


def rows(
    articles: pl.DataFrame, parsed: tuple[pl.DataFrame, pl.DataFrame], known: Knowledge, *, today: date
) -> dict[str, pl.DataFrame]:
    """A frame for each core table, with its schema. `articles`: cleaned ones with `recipe`; `parsed`: the parse."""
    return in_pool(lambda: to_tables(code(*parsed, articles, known, today=today), articles))


def code(
    sentences: pl.DataFrame, tokens: pl.DataFrame, articles: pl.DataFrame, known: Knowledge, *, today: date
) -> Coded:
    """Everything after the parse. `articles`: doc, text, published_on; `sentences`, `tokens`: the parse.

    `today`: the day that undated articles are seen from.
    """
    return tell(read(sentences, tokens, articles, known, today=today), known)
