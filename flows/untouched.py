"""Which articles of the warehouse the changed lines of the seeds leave as they are (`transforms.touched`).

    annotations/words/<digest of model and code>/<random>.parquet     the words of the articles of a batch

Nothing here is needed: articles whose words are not here are coded anew. Words by other code are never read.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache, partial
from secrets import token_hex
from typing import TYPE_CHECKING

import polars as pl

from flows import recipes
from seeds.loading import SeedError
from transforms.touched import NOT_CODED_BY, TABLES, index_of, touched, touching

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from flows.recipes import Recipe
    from transforms.pipeline import Tools
    from transforms.touched import Touch

_INDEX = pl.Schema({"article_id": pl.String, "word": pl.String})
#: Rows of a file that are read together.
_GROUP = 65_536


def keep_words(
    annotations: Path,
    recipe: str,
    articles: pl.DataFrame,
    tokens: pl.DataFrame,
    coded: Mapping[str, pl.DataFrame],
    using: Tools,
) -> None:
    """Keep the words of articles as they are coded now.

    `articles`: doc, article_id, text; `tokens`: TOKENS, of the parse; `coded`: the core tables.
    """
    made_of = recipes.find(annotations, recipe)
    if made_of is None or articles.is_empty():
        return
    from transforms.annotate.tokens import mend_lemmas  # noqa: PLC0415 - brings spaCy along

    index = index_of(articles, mend_lemmas(tokens, using.known.lemmas), coded, using.promise.bases)
    path = _words(annotations, made_of.rules) / f"{token_hex(8)}.parquet"
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        index.write_parquet(path.with_suffix(".part"), compression="zstd", row_group_size=_GROUP)
        path.with_suffix(".part").rename(path)


def untouched(annotations: Path, recipe: str, stale: pl.DataFrame) -> pl.Series:
    """Of articles coded by other recipes those to which `recipe` would give the same rows: their ids.

    `stale`: article_id, recipe, duplicate_of, published_on.
    """
    after = recipes.find(annotations, recipe)
    same = [stale["article_id"].clear()]
    for (name,), own in stale.group_by("recipe"):
        before = recipes.find(annotations, str(name))
        if before is None or after is None or before.rules != after.rules:
            continue
        touches = _touches(annotations, before, after)
        if touches is not None:
            same.append(_without(_words(annotations, after.rules), touches, own))
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


def _without(folder: Path, touches: frozenset[Touch], articles: pl.DataFrame) -> pl.Series:
    """Articles that hold nothing that touches; copies have no rows that could be touched."""
    index = _read(folder, ["", *{word for touch in touches for word in touch.words}])
    known = index.filter(pl.col("word") == "")["article_id"]
    hit = touched(index, touches, articles.select("article_id", "published_on"))
    key = pl.col("article_id")
    is_same = key.is_in(known.implode()) & ~key.is_in(hit.implode())
    return articles.filter(is_same | pl.col("duplicate_of").is_not_null())["article_id"]


def _words(annotations: Path, rules: str) -> Path:
    return annotations / "words" / rules


def _read(folder: Path, words: list[str]) -> pl.DataFrame:
    """article_id, word: of all that is kept, the rows of these words."""
    found = [_INDEX.to_frame()]
    for path in sorted(folder.glob("*.parquet")):
        with suppress(OSError, pl.exceptions.PolarsError):  # deleted or broken: coded anew
            found.append(pl.scan_parquet(path).filter(pl.col("word").is_in(words)).select(_INDEX.names()).collect())
    return pl.concat(found)
