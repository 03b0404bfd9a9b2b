"""What is done to one batch, in whichever process: this one, another on this machine, or a worker of a cluster.

Nothing here knows of Prefect, and what takes long to import is imported by the function that needs it: a Dask scheduler
imports this module too, only to pass its functions on.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import polars as pl

from flows import steps
from flows.timings import clocked

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from flows.annotations import Annotations
    from transforms.annotate.model import Model
    from transforms.pipeline import Tools


def clean(part: Path, folder: Path, today: date) -> None:
    """Clean one batch, as seen from `today`."""
    with clocked(folder, "clean"):
        steps.clean(part, folder, today)


def code(part: Path, folder: Path, model: str, recipe: str, today: date, annotations: Path | None) -> None:
    """Annotate and code one batch, as seen from `today`. Raises ModelMissing."""
    from flows.untouched import keep_words  # noqa: PLC0415 - as below
    from transforms import pipeline  # noqa: PLC0415 - brings spaCy along

    using, kept = _tools(model, recipe), _kept(model, recipe, annotations)

    def transform(articles: pl.DataFrame) -> steps.Frames:
        with clocked(folder, "annotate"):
            parsed = kept.parse(articles)
            give_back()
        with clocked(folder, "code"):
            tables = pipeline.rows(articles.with_columns(recipe=pl.lit(recipe)), parsed, using.known, today=today)
        if annotations is not None:
            with clocked(folder, "words"):
                records = steps.records(pl.read_parquet(part))
                keep_words(annotations, recipe, articles, records, parsed[1], tables, using)
        return tables

    steps.code(part, folder, transform)
    give_back()


def give_back() -> None:
    """Return freed memory to the system: glibc keeps what a parse took, which is several times what it leaves."""
    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)


def load(model: str) -> None:
    """Import what a batch needs and load the model, and compute nothing with Polars, so that a fork has it all.

    What `import polars` starts are threads of its allocator and one that clears away what it spills to disk; those that
    it computes in, which a worker would wait for, come with the first computation (see `flows.crew`).
    """
    import seeds  # noqa: F401, PLC0415 - as above

    with suppress(Exception):  # the first batch says what is wrong
        _model(model)


def ready(model: str) -> None:
    """Compile the seeds for the model, before the first batch asks for them."""
    import seeds  # noqa: PLC0415 - as above
    from transforms import pipeline  # noqa: PLC0415 - as above

    with suppress(Exception):  # the first batch says what is wrong
        _tools(model, pipeline.recipe_of(model, seeds.load()))


@cache
def _model(name: str) -> Model:
    from transforms import pipeline  # noqa: PLC0415 - as above

    return pipeline.load_model(name)


@lru_cache(maxsize=1)
def _tools(model: str, recipe: str) -> Tools:
    """The model and the seeds, loaded once a process, and again where a worker outlives a change of seeds."""
    import seeds  # noqa: PLC0415 - as above
    from transforms import pipeline  # noqa: PLC0415 - as above

    return pipeline.tools(_model(model), seeds.load())


@lru_cache(maxsize=1)
def _kept(model: str, recipe: str, annotations: Path | None) -> Annotations:
    from flows.annotations import Annotations  # noqa: PLC0415 - as above

    return Annotations(annotations, _tools(model, recipe))
