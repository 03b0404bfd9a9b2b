"""Which articles of the warehouse the changed lines of the seeds leave as they are (`transforms.touched`).

    annotations/words/<digest of model and code>/<random>.words.parquet   the words of batches, as they were coded
    annotations/words/<digest of model and code>/<random>.same.parquet    recipes that code an article just so, too

Both say by which recipe (`coded_by`) the rows were made that they speak of, and what record they were made of (`told`),
so that words of another coding, or of another record of the same id, prove nothing. Nothing here is needed: articles of
which something is missing are coded anew. What other code left is never read.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache, partial
from typing import TYPE_CHECKING

import polars as pl

from flows import compact, recipes
from flows.steps import SAME
from seeds.loading import SeedError
from transforms.touched import NOT_CODED_BY, TABLES, index_of, touched, touching

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from flows.recipes import Recipe
    from transforms.pipeline import Tools
    from transforms.touched import Touch

_INDEX = pl.Schema(dict.fromkeys(("article_id", "word", "coded_by", "told"), pl.String))


def keep_words(
    annotations: Path,
    recipe: str,
    articles: pl.DataFrame,
    records: pl.DataFrame,
    tokens: pl.DataFrame,
    coded: Mapping[str, pl.DataFrame],
    using: Tools,
) -> None:
    """Keep the words of articles as they are coded now.

    `articles`: doc, article_id, text; `records`: `steps.records` of them; `tokens`: TOKENS, of the parse; `coded`: the
    core tables.
    """
    made_of = recipes.find(annotations, recipe)
    if made_of is None or articles.is_empty():
        return
    from transforms.annotate.tokens import mend_lemmas  # noqa: PLC0415 - brings spaCy along

    index = index_of(articles, mend_lemmas(tokens, using.known.lemmas), coded, using.promise.bases)
    found = index.join(records, on="article_id", maintain_order="left").with_columns(coded_by=pl.lit(recipe))
    _write(_words(annotations, made_of.code), "words", found.select(_INDEX.names()))


def keep_same(annotations: Path, recipe: str, same: pl.DataFrame) -> None:
    """Keep that `recipe` codes articles as another one did. `same`: what `untouched` gave."""
    made_of = recipes.find(annotations, recipe)
    if made_of is not None and same.height:
        found = same.with_columns(recipe=pl.lit(recipe)).select(SAME.names())
        _write(_words(annotations, made_of.code), "same", found)


def tidy(annotations: Path, recipe: str) -> None:
    """Make few files of the many small ones that the batches of runs left."""
    made_of = recipes.find(annotations, recipe)
    if made_of is not None:
        # words in order, as a look-up reads only where its words can be
        compact.compact(_words(annotations, made_of.code), "words", ["word", "article_id"])
        compact.compact(_words(annotations, made_of.code), "same", ["article_id", "recipe"])


def untouched(annotations: Path, recipe: str, stale: pl.DataFrame) -> pl.DataFrame:
    """Of articles coded by other recipes those to which `recipe` would give the same rows.

    `stale`: article_id, recipe, duplicate_of, published_on, of articles in the warehouse, and told, of the record that
    the run read (`steps.records`). Gives article_id, recipe (that of the warehouse), coded_by and told.
    """
    after = recipes.find(annotations, recipe)
    same = [SAME.to_frame()]
    for (name,), own in stale.group_by("recipe"):
        before = recipes.find(annotations, str(name))
        if before is None or after is None or before.code != after.code:
            continue
        touches = _touches(annotations, before, after)
        if touches is not None:
            same.append(_without(_words(annotations, after.code), touches, own))
    return pl.concat(same)


def _touches(annotations: Path, before: Recipe, after: Recipe) -> frozenset[Touch] | None:
    """What an article must hold to be touched by the difference of two recipes; None: every one is."""
    names = {*before.seeds, *after.seeds}
    changed = {name for name in names if before.seeds.get(name) != after.seeds.get(name)} - {*NOT_CODED_BY}
    if not changed <= {*TABLES}:
        return None
    was, now = (cache(partial(recipes.table, annotations, one)) for one in (before, after))
    try:
        return touching(was, now, changed)
    except (SeedError, KeyError):  # a file that was not kept, or is new
        return None


def _without(folder: Path, touches: frozenset[Touch], articles: pl.DataFrame) -> pl.DataFrame:
    """Articles that hold nothing that touches; copies have no rows that could be touched. Schema SAME."""
    index = _read(folder, ["", *{word for touch in touches for word in touch.words}])
    coded = index.filter(pl.col("word") == "").with_columns(recipe="coded_by").select(SAME.names())
    codings = pl.concat([coded, *_files(folder, "same", SAME)]).unique(maintain_order=True)
    proven = articles.join(codings, on=["article_id", "recipe", "told"], maintain_order="left")
    own = index.join(proven, on=["article_id", "coded_by", "told"], how="semi")
    hit = touched(own.select("article_id", "word"), touches, articles.select("article_id", "published_on"))
    is_same = ~pl.col("article_id").is_in(hit.implode()) | pl.col("duplicate_of").is_not_null()
    return proven.filter(is_same).select(SAME.names()).unique("article_id", keep="first", maintain_order=True)


def _words(annotations: Path, code: str) -> Path:
    return annotations / "words" / code


def _read(folder: Path, words: list[str]) -> pl.DataFrame:
    """Of all that is kept, the rows of these words; schema _INDEX."""
    return pl.concat([_INDEX.to_frame(), *_files(folder, "words", _INDEX, pl.col("word").is_in(words))])


def _files(folder: Path, what: str, schema: pl.Schema, *where: pl.Expr) -> Iterator[pl.DataFrame]:
    for path in sorted(folder.glob(f"*.{what}.parquet")):
        with suppress(OSError, pl.exceptions.PolarsError):  # deleted or broken: coded anew
            yield pl.scan_parquet(path).filter(*where).select(schema.names()).collect()


def _write(folder: Path, what: str, frame: pl.DataFrame) -> None:
    with suppress(OSError):
        compact.write(folder, what, frame)
