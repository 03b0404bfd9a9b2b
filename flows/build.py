"""The flow `build`: sources in, a validated warehouse out. A task is a batch; only tasks that fetch are tried again."""

from __future__ import annotations

import errno
import shutil
import time
from collections import Counter
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from secrets import token_hex
from typing import TYPE_CHECKING

import polars as pl
from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed, Failed

import seeds
from flows import artifacts, progress, report, steps
from flows.errors import UsageError
from flows.outcome import Outcome, Status
from flows.settings import Settings, load
from flows.sources.base import SourceError, SourceSettings
from transforms import pipeline
from warehouse.errors import WarehouseError, WarehouseMissing
from warehouse.publish import Counts, publish, record
from warehouse.query import query
from warehouse.tables import OPS
from warehouse.tables.reference import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from prefect.client.schemas.objects import State

    from expectations.batch import Verdict

RETRY_SECONDS = [1.0, 5.0]
REMOTE = ("http://", "https://")


@flow(
    name="build",
    description="Load news articles into the warehouse: extract, transform, validate, publish.",
    persist_result=False,
)
def build(
    sources: list[str], warehouse: str | None = None, model: str | None = None, batch_size: int | None = None
) -> State[Outcome]:
    """Run the main job once; what is not given comes from `Settings`.

    The state is Failed where the batch was held. Raises what a task raises; that, too, is a row in ops.runs.
    """
    settings = load(warehouse=warehouse, model=model, batch_size=batch_size)
    outcome = _Run(sources, settings).go()
    artifacts.publish(outcome)
    get_run_logger().info(outcome.message)
    make = Failed if outcome.status == "held" else Completed
    return make(message=outcome.message, data=outcome)


class _Run:
    """One run: what it knows of itself, and the folder where its batches stand."""

    def __init__(self, sources: Sequence[str], settings: Settings) -> None:
        self.sources = list(sources)
        self.settings = settings
        self.run_id = token_hex(8)
        self.started_at = datetime.now(UTC)
        self.clock = time.monotonic()
        self.meter = progress.current()
        self.extracted = steps.Extracted(0, ())
        self.recipe: str | None = None

    def go(self) -> Outcome:
        """Run; what fails is written down and raised."""
        with _folder(self.settings.home, self.run_id) as folder:
            try:
                return self._load(folder)
            except Exception as error:
                self._record_failure(error, folder)
                raise

    def _load(self, folder: Path) -> Outcome:
        settings, meter = self.settings, self.meter
        known = seeds.load()
        self.recipe = pipeline.recipe_of(settings.model, known)
        meter.stage("reading")
        self.extracted = _extract(self.sources, folder, settings)
        parts = select_new(folder, settings.warehouse, self.recipe, settings.batch_size)
        if not parts:
            return self._nothing_new(folder)
        meter.stage("coding", sum(part.articles for part in parts))
        for part in parts:
            code(part.path, folder, settings.model, self.recipe)
            meter.advance(part.articles)
        meter.stage("checking")
        gate(folder)
        verdict = validate(folder, self.run_id, settings.validation)
        if verdict.held:
            return self._held(folder, verdict)
        meter.stage("loading")
        articles = steps.gated(folder)["articles"].height
        counts = load_warehouse(folder, settings.warehouse, self._row("loaded", None, articles), verdict.results)
        write_reports(settings.warehouse, settings.report, settings.validation)
        return self._outcome("loaded", _loaded(articles, counts), folder, articles=articles, counts=counts)

    def _nothing_new(self, folder: Path) -> Outcome:
        message = "Nothing new: every article read is in the warehouse already, coded by the same rules."
        status: Status = "nothing_new"
        if not self.extracted.articles:
            status, message = "failed", "No source could be read, so nothing was loaded."
        record(
            self.settings.warehouse,
            run=self._row(status, message, 0),
            rejects=steps.rejects(folder),
            validations=pl.DataFrame(schema=pl.Schema(OPS["validations"])),
        )
        write_reports(self.settings.warehouse, self.settings.report, self.settings.validation)
        return self._outcome(status, message, folder)

    def _held(self, folder: Path, verdict: Verdict) -> Outcome:
        checks = "critical check" if len(verdict.failures) == 1 else "critical checks"
        message = f"Held: {len(verdict.failures)} {checks} failed, so the warehouse stays as it was."
        record(
            self.settings.warehouse,
            run=self._row("held", message, 0),
            rejects=steps.rejects(folder),
            validations=verdict.results,
        )
        write_reports(self.settings.warehouse, self.settings.report, self.settings.validation)
        return self._outcome("held", message, folder, failures=tuple(verdict.failures))

    def _record_failure(self, error: Exception, folder: Path) -> None:
        # Where the warehouse itself is the trouble, there is nowhere to write that down.
        with suppress(WarehouseError, OSError):
            record(
                self.settings.warehouse,
                run=self._row("failed", " ".join(str(error).split()) or type(error).__name__, 0),
                rejects=steps.rejects(folder),
                validations=pl.DataFrame(schema=pl.Schema(OPS["validations"])),
            )

    def _row(self, status: Status, message: str | None, articles: int) -> dict[str, object]:
        """The run as a row of ops.runs."""
        return {
            "run_id": self.run_id,
            "started_at": self.started_at,
            "finished_at": datetime.now(UTC),
            "status": status,
            "message": message,
            "sources": self.sources,
            "recipe": self.recipe,
            "articles_read": self.extracted.articles,
            "articles_new": articles,
        }

    def _outcome(
        self,
        status: Status,
        message: str,
        folder: Path,
        *,
        articles: int = 0,
        counts: Counts | None = None,
        failures: tuple[str, ...] = (),
    ) -> Outcome:
        by_table = counts.by_table if counts else {}
        return Outcome(
            run_id=self.run_id,
            status=status,
            message=message,
            warehouse=self.settings.warehouse,
            validation=self.settings.validation,
            report=self.settings.report,
            articles_read=self.extracted.articles,
            articles_new=articles,
            seconds=time.monotonic() - self.clock,
            added={name: rows.inserted + rows.updated for name, rows in by_table.items()},
            refused=dict(Counter(steps.rejects(folder)["rule"]).most_common()),
            unread=self.extracted.unread,
            failures=failures,
        )


@contextmanager
def _folder(home: Path, run_id: str) -> Iterator[Path]:
    """A folder for the batches of one run, beside the warehouse, gone when the run is over."""
    folder = home / ".runs" / run_id
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise UsageError(
            f"{folder} can't be made ({error.strerror}); choose another place with --warehouse."
        ) from error
    try:
        yield folder
    except (OSError, pl.exceptions.PolarsError) as error:
        if _is_full(error):
            raise UsageError(
                f"The disk under {folder} is full, so nothing was loaded; free some space and run again."
            ) from error
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            folder.parent.rmdir()


def _is_full(error: Exception) -> bool:
    code = error.errno if isinstance(error, OSError) else None
    return code in (errno.ENOSPC, errno.EDQUOT) or "No space left on device" in str(error)


def _extract(sources: Sequence[str], folder: Path, settings: Settings) -> steps.Extracted:
    """All that lies on this machine in one task; what has to be fetched in a task each, tried again when it fails."""
    limits = SourceSettings(max_article_chars=settings.max_article_chars, fetch_seconds=settings.fetch_seconds)
    numbered = list(enumerate(sources))
    near = [(n, source) for n, source in numbered if not source.lower().startswith(REMOTE)]
    found = extract_local(near, folder, settings.batch_size, limits) if near else []
    for n, source in numbered:
        if source.lower().startswith(REMOTE):
            try:
                found.append(extract_remote(source, n, folder, settings.batch_size, limits))
            except SourceError as error:
                found.append(steps.refuse(source, n, folder, error))
    return steps.Extracted(sum(e.articles for e in found), tuple(why for e in found for why in e.unread))


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


@task(
    cache_policy=NO_CACHE,
    task_run_name="fetch {source}",
    retries=len(RETRY_SECONDS),
    retry_delay_seconds=RETRY_SECONDS,
)
def extract_remote(source: str, number: int, folder: Path, batch_size: int, limits: SourceSettings) -> steps.Extracted:
    """Read a URL into raw/. Raises SourceError when it still can't be fetched at the last try."""
    return steps.extract(source, number, folder, batch_size=batch_size, settings=limits)


@task(cache_policy=NO_CACHE)
def select_new(folder: Path, warehouse: Path, recipe: str, batch_size: int) -> list[steps.Part]:
    """Cut what is not loaded yet, or was coded by other rules, into batches."""
    try:
        loaded = query(warehouse, f"SELECT {', '.join(steps.LOADED)} FROM articles")
    except WarehouseMissing:
        loaded = pl.DataFrame(schema=steps.LOADED)
    return steps.select_new(folder, loaded=loaded, recipe=recipe, batch_size=batch_size)


@task(cache_policy=NO_CACHE, task_run_name="code {part.stem}")
def code(part: Path, folder: Path, model: str, recipe: str) -> None:
    """Annotate and code one batch. Raises ModelMissing."""
    loaded, known = _tools(model)

    def transform(raw: pl.DataFrame, originals: pl.DataFrame) -> tuple[steps.Frames, pl.DataFrame]:
        batch = pipeline.transform(raw, model=loaded, seeds=known, recipe=recipe, known=originals)
        return batch.tables, batch.rejects

    steps.code(part, folder, transform)


@cache
def _tools(model: str) -> tuple[pipeline.Model, seeds.Seeds]:
    """The model and the seeds, loaded once a process."""
    return pipeline.load_model(model), seeds.load()


@task(cache_policy=NO_CACHE)
def gate(folder: Path) -> None:
    """Send bad rows to the rejects."""
    steps.gate(folder)


@task(cache_policy=NO_CACHE)
def validate(folder: Path, run_id: str, site: Path) -> Verdict:
    """Check the batch as a whole and write its validation report."""
    from expectations import batch  # noqa: PLC0415 - Great Expectations takes 3 s to import

    return batch.validate(steps.gated(folder), run_id=run_id, site=site, known=steps.known(folder))


@task(cache_policy=NO_CACHE, task_run_name="publish")
def load_warehouse(folder: Path, warehouse: Path, run: dict[str, object], validations: pl.DataFrame) -> Counts:
    """Load the batch in one transaction."""
    return publish(
        warehouse,
        run=run,
        tables=steps.gated(folder),
        rejects=steps.rejects(folder),
        validations=validations,
        reference=crosswalks(seeds.load()),
    )


@task(cache_policy=NO_CACHE, task_run_name="report")
def write_reports(warehouse: Path, site: Path, validation: Path) -> None:
    """Write the situation report and the index of the validation reports anew."""
    report.write(warehouse, site, validation)


def crosswalks(known: seeds.Seeds) -> dict[str, pl.DataFrame]:
    """What the crosswalk views are made from, out of the ontology."""
    return {
        f"crosswalk_{name}": known.table(f"ontology/{name}.csv").select(
            pl.Schema(REFERENCE[f"crosswalk_{name}"]).names()
        )
        for name in ("cameo", "acled")
    }


def _loaded(articles: int, counts: Counts) -> str:
    return (
        f"Loaded {articles:,} {'article' if articles == 1 else 'articles'}: {counts.inserted:,} rows new, "
        f"{counts.updated:,} changed, {counts.deleted:,} gone, {counts.rejects:,} refused."
    )
