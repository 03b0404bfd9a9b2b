"""How many rows change when only promising sentences are parsed, against parsing every sentence.

python -m flows.bench_promise [--corpus FOLDER] [--general 200] [--war 100]
"""

# ruff: noqa: PLC0415 - what the command line needs not is imported when it is used

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from pathlib import Path  # noqa: TC003 - Typer reads it
from typing import TYPE_CHECKING, Annotated

import polars as pl
import typer

from flows.bench_speed import CORPUS, GENERAL, WAR
from flows.settings import Settings

if TYPE_CHECKING:
    from transforms.pipeline import Tools

#: Columns that name rows of other tables, which count for themselves.
_ELSEWHERE = ("event_id",)


def compared(raw: pl.DataFrame, using: Tools) -> dict[str, float]:
    """Shares: of tokens that are parsed, and of rows of each table that stay the same. `raw`: RAW_ARTICLES."""
    from transforms import pipeline
    from transforms.annotate.tokens import annotate
    from transforms.clean import clean

    today = datetime.now(UTC).date()
    cleaned = clean(raw, today=today)
    articles = cleaned.articles.with_columns(recipe=pl.lit(""))
    whole = annotate(cleaned.paragraphs, using.model)
    some = annotate(cleaned.paragraphs, using.model, promise=using.promise)
    before, after = (pipeline.rows(articles, parsed, using.known, today=today) for parsed in (whole, some))
    shares = {"tokens parsed": some[1].height / max(1, whole[1].height)}
    for name in ("event_mentions", "statistics", "event_participants", "attributions"):
        one, other = (tables[name].drop(_ELSEWHERE, strict=False) for tables in (before, after))
        same = one.join(other, on=one.columns, how="semi", nulls_equal=True).height
        shares[name] = same / max(1, one.height, other.height)
    return shares


def main(
    corpus: Annotated[Path, typer.Option(help="Folder of the texts")] = CORPUS,
    general: Annotated[int, typer.Option(help="Articles of general news")] = 200,
    war: Annotated[int, typer.Option(help="Articles of war news")] = 100,
) -> None:
    """Print the shares for both sets."""
    import seeds
    from flows.sources import batches, read
    from transforms import pipeline

    using = pipeline.tools(pipeline.load_model(Settings().model), seeds.load())
    for source, number in ((GENERAL, general), (WAR, war)):
        found = batches(read(str(corpus / source)), number)
        raw = pl.concat(batch.articles for batch in itertools.islice(found, 1))
        shares = compared(raw, using)
        typer.echo(f"{source}, {raw.height} articles: {', '.join(f'{k} {v:.2%}' for k, v in shares.items())}")


if __name__ == "__main__":
    typer.run(main)
