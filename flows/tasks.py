"""The tasks of the flow `build`, a batch each: what one run does to its folder and the warehouse, step by step."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import polars as pl
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run

import seeds
from flows import corrections, removed, report, shards, steps
from flows.sources.base import SourceError
from flows.timings import clocked
from flows.untouched import untouched
from flows.urls import shown
from transforms.clean import KNOWN, SHARED_BANDS, fingerprint_version, fingerprints
from warehouse.connect import read
from warehouse.errors import WarehouseMissing
from warehouse.fingerprints import candidates, complete
from warehouse.publish import Counts, publish
from warehouse.query import query
from warehouse.tables.reference import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from expectations.batch import Verdict
    from flows.sources.base import SourceSettings
    from warehouse.place import Place

REMOTE = ("http://", "https://", "s3://", "gs://", "gcs://", "az://", "abfs://", "ftp://", "sftp://")


def is_remote(source: str) -> bool:
    """Whether it has to be fetched from another machine."""
    return source.lower().startswith(REMOTE)


def extract(sources: Sequence[str], folder: Path, batch_size: int, limits: SourceSettings) -> steps.Extracted:
    """All that lies on this machine in one task; what has to be fetched in a task each."""
    numbered = list(enumerate(sources))
    near = [(n, source) for n, source in numbered if not is_remote(source)]
    found = extract_local(near, folder, batch_size, limits) if near else []
    for n, source in numbered:
        if is_remote(source):
            try:
                found.append(extract_remote(source, n, folder, batch_size, limits))
            except SourceError as error:
                found.append(steps.refuse(source, n, folder, error))
    return steps.Extracted(
        sum(e.articles for e in found),
        tuple(why for e in found for why in e.unread),
        tuple(path for e in found for path in e.barren),
        sum(e.unchanged for e in found),
    )


@task(cache_policy=NO_CACHE, task_run_name="extract")
def extract_local(
    sources: list[tuple[int, str]], folder: Path, batch_size: int, limits: SourceSettings
) -> list[steps.Extracted]:
    """Read numbered files, folders and globs into raw/."""
    found = []
    for number, source in sources:
        try:
            found.append(steps.extract(source, number, folder, batch_size=batch_size, settings=limits))
        except SourceError as error:
            found.append(steps.refuse(source, number, folder, error))
    return found


def _name_of_fetch() -> str:
    return f"fetch {shown(task_run.parameters['source'])}"


@task(cache_policy=NO_CACHE, task_run_name=_name_of_fetch)
def extract_remote(source: str, number: int, folder: Path, batch_size: int, limits: SourceSettings) -> steps.Extracted:
    """Read a URL into raw/. Raises SourceError when it can't be fetched; it is tried again by then where that helps."""
    return steps.extract(source, number, folder, batch_size=batch_size, settings=limits)


@task(cache_policy=NO_CACHE)
def select_new(
    folder: Path, warehouse: Place, recipe: str, batch_size: int, annotations: Path | None
) -> list[steps.Part]:
    """Cut what is not loaded yet, or would be coded otherwise by other rules, into batches."""
    removed.withhold(folder, warehouse)
    try:
        loaded = query(warehouse, f"SELECT {', '.join(steps.LOADED)} FROM articles")
    except WarehouseMissing:
        loaded = pl.DataFrame(schema=steps.LOADED)
    same = None
    if annotations is not None and (loaded["recipe"] != recipe).any():
        sql = "SELECT article_id, recipe, duplicate_of, published_on FROM articles WHERE recipe <> $recipe"
        stale = query(warehouse, sql, {"recipe": recipe}).join(steps.records_read(folder), on="article_id")
        same = untouched(annotations, recipe, stale)
    return steps.select_new(folder, loaded=loaded, recipe=recipe, batch_size=batch_size, same=same)


clean = task(cache_policy=NO_CACHE, task_run_name="clean {part.stem}")(shards.clean)
code = task(cache_policy=NO_CACHE, task_run_name="code {part.stem}")(shards.code)


@task(cache_policy=NO_CACHE)
def find_copies(folder: Path, warehouse: Place) -> None:
    """Find the copies in the whole run, of each other and of what is loaded."""
    removed.withhold_texts(folder)
    with clocked(folder, "copies"):
        try:
            complete(warehouse, fingerprint_version(), fingerprints)
            with read(warehouse) as con:
                steps.find_copies(folder, partial(candidates, con, shared_bands=SHARED_BANDS))
        except WarehouseMissing:
            steps.find_copies(folder, lambda _: pl.DataFrame(schema=KNOWN))


def prepare_checks() -> None:
    """Import Great Expectations, which takes 3 s, while the batches are coded elsewhere."""
    with suppress(Exception):  # the check itself says what is wrong
        import expectations.engine  # noqa: PLC0415 - see above

        expectations.engine.prepare()


@task(cache_policy=NO_CACHE)
def gate(folder: Path, corrected: Path) -> None:
    """Correct rows as the file `corrected` says, and send bad ones to the rejects."""
    from transforms.corrections.apply import corrected as correct  # noqa: PLC0415 - not needed with nothing new
    from transforms.corrections.intensities import intensities  # noqa: PLC0415 - as above

    with clocked(folder, "gate"):
        told = corrections.read(corrected).of_rows
        steps.gate(folder, partial(correct, corrections=told, intensities=intensities(seeds.load())))


@task(cache_policy=NO_CACHE)
def validate(folder: Path, run_id: str, site: Path) -> Verdict:
    """Check the batch as a whole and write its validation report."""
    from expectations import batch  # noqa: PLC0415 - Great Expectations takes 3 s to import

    with clocked(folder, "validate"):
        return batch.validate(steps.scanned(folder), run_id=run_id, site=site, known=steps.known(folder))


@task(cache_policy=NO_CACHE, task_run_name="publish")
def load_warehouse(
    folder: Path,
    warehouse: Place,
    run: dict[str, object],
    validations: pl.DataFrame,
    corrected: Path,
    why: str | None = None,
) -> Counts:
    """Link the batch with what is stored, and load it, in one transaction."""
    from flows.merging import linker  # noqa: PLC0415 - not needed where there is nothing new

    with clocked(folder, "publish"):
        link = linker(seeds.load(), corrections.read(corrected), str(run["run_id"]), steps.corrections(folder))
        return publish(
            warehouse,
            run=run,
            tables=steps.gated(folder),
            rejects=steps.rejects(folder),
            validations=validations,
            reference=crosswalks(seeds.load()),
            fingerprints=steps.fingerprints(folder),
            repairs=steps.repairs(folder),
            untouched=steps.untouched(folder),
            why=why,
            link=link,
        )


@task(cache_policy=NO_CACHE, task_run_name="report")
def write_reports(folder: Path, warehouse: Place, site: Path, validation: Path) -> None:
    """Write the situation report and the index of the validation reports anew."""
    with clocked(folder, "report"):
        report.write(warehouse, site, validation)


def crosswalks(known: seeds.Seeds) -> dict[str, pl.DataFrame]:
    """What the crosswalk views are made from, out of the ontology."""
    return {
        f"crosswalk_{name}": known.table(f"ontology/{name}.csv").select(
            pl.Schema(REFERENCE[f"crosswalk_{name}"]).names()
        )
        for name in ("cameo", "acled")
    }
