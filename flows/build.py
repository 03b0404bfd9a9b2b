"""The flow `build`: sources in, a validated warehouse out. A task is a batch."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import partial
from secrets import token_hex
from threading import Thread
from typing import TYPE_CHECKING

import polars as pl
from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run
from prefect.states import Completed, Failed

import seeds
from flows import artifacts, corrections, progress, recipes, removed, report, shards, steps, workers
from flows.messages import nothing_new, warned, what_was_loaded, words
from flows.outcome import Outcome, Status
from flows.scratch import scratch
from flows.settings import Settings, load
from flows.sources.base import SourceError, SourceSettings
from flows.sources.fetch import end
from flows.sources.fetching import validators
from flows.timings import clocked, costs
from flows.untouched import keep_same, tidy, untouched
from flows.urls import shown
from transforms import pipeline
from transforms.clean import KNOWN, SHARED_BANDS, fingerprint_version, fingerprints
from warehouse.connect import read
from warehouse.errors import WarehouseError, WarehouseMissing
from warehouse.fingerprints import candidates, complete
from warehouse.publish import Counts, publish, record
from warehouse.query import query
from warehouse.tables import OPS
from warehouse.tables.reference import REFERENCE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from prefect.client.schemas.objects import State

    from expectations.batch import Verdict
    from warehouse.place import Place

REMOTE = ("http://", "https://", "s3://", "gs://", "gcs://", "az://", "abfs://", "ftp://", "sftp://")
#: Rules of rejects that do not keep their article out.
REMARKS = (
    "correction_expects_other",
    "correction_not_needed",
    "damaged_encoding",
    "damaged_feed",
    "language",
    "linked_page",
    "published_on",
    "records_passed_over",
    "summary_only",
    "unchanged",
)
MAX_REASONS = 3
UNWRITTEN = "The situation report could not be written"


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
    try:
        artifacts.publish(outcome)
    except Exception as error:
        outcome = warned(outcome, f"Prefect could not keep the run's artifacts ({words(error)})")
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
        with scratch(self.settings.shared_home, self.run_id) as folder:
            try:
                return self._load(folder)
            except Exception as error:
                self._record_failure(error, folder)
                raise

    def _load(self, folder: Path) -> Outcome:
        settings, meter = self.settings, self.meter
        known = seeds.load()
        corrections.read(settings.corrections)  # a mistake in it is told before an hour of coding
        self.recipe = pipeline.recipe_of(settings.model, known)
        workers.check(settings, folder)
        if settings.annotations is not None:
            recipes.keep(settings.annotations, self.recipe, pipeline.code_of(settings.model), known)
        meter.stage("reading")
        self.extracted = self._extract(folder)
        size = workers.batch_size(self.extracted.articles, settings)
        parts = select_new(folder, settings.warehouse, self.recipe, size, settings.annotations)
        if not parts:
            return self._nothing_new(folder)
        self._code(parts, folder, self.recipe)
        meter.stage("checking")
        gate(folder, settings.corrections)
        verdict = validate(folder, self.run_id, settings.validation)
        if verdict.held:
            return self._held(folder, verdict)
        meter.stage("loading")
        articles, copies = steps.articles_gated(folder)
        row = self._row("loaded", None, articles)
        counts = load_warehouse(
            folder, settings.warehouse, row, verdict.results, settings.corrections, self._why(folder)
        )
        message = what_was_loaded(articles, copies, counts, steps.untouched(folder).height)
        self._keep_same(folder)
        outcome = self._outcome("loaded", message, folder, articles=articles, counts=counts)
        return self._reported(self._remembered(outcome, folder), folder)

    def _why(self, folder: Path) -> str | None:
        """Why articles that were loaded before are coded anew."""
        if self.settings.annotations is None or not self.recipe:
            return None
        before = set(steps.loaded(folder)["recipe"]) - {self.recipe}
        return recipes.why(self.settings.annotations, before, self.recipe)

    def _code(self, parts: Sequence[steps.Part], folder: Path, recipe: str) -> None:
        """Clean every batch, find the copies among them all, and code every batch."""
        settings, meter = self.settings, self.meter
        today = self.started_at.date()
        each = [{"part": part.path, "folder": folder} for part in parts]
        with workers.of(settings, len(parts)) as run:
            checks = Thread(target=_prepare_checks, daemon=True)
            checks.start()
            meter.stage("cleaning", sum(part.articles for part in parts))
            for place in run(clean, [{**one, "today": today} for one in each]):
                meter.advance(parts[place].articles)
            find_copies(folder, settings.warehouse)
            using = {"model": settings.model, "recipe": recipe, "today": today, "annotations": settings.annotations}
            meter.stage("coding", sum(part.articles for part in parts))
            for place in run(code, [{**one, **using} for one in each]):
                meter.advance(parts[place].articles)
            checks.join()

    def _nothing_new(self, folder: Path) -> Outcome:
        proven, read = steps.untouched(folder), self.extracted
        status: Status = "nothing_new" if read.articles or read.unchanged else "failed"
        rules = steps.rejects(folder)["rule"].to_list()
        message = nothing_new(read.articles, read.unchanged, proven.height, rules)
        record(
            self.settings.warehouse,
            run=self._row(status, message, 0),
            rejects=steps.rejects(folder),
            validations=pl.DataFrame(schema=pl.Schema(OPS["validations"])),
            reference=crosswalks(seeds.load()) if proven.height else None,
            untouched=proven,
        )
        self._keep_same(folder)
        return self._reported(self._remembered(self._outcome(status, message, folder), folder), folder)

    def _keep_same(self, folder: Path) -> None:
        if self.settings.annotations is not None and self.recipe:
            keep_same(self.settings.annotations, self.recipe, steps.untouched(folder))
            tidy(self.settings.annotations, self.recipe)

    def _held(self, folder: Path, verdict: Verdict) -> Outcome:
        checks = "critical check" if len(verdict.failures) == 1 else "critical checks"
        message = f"Held: {len(verdict.failures)} {checks} failed, so the warehouse stays as it was."
        record(
            self.settings.warehouse,
            run=self._row("held", message, 0),
            rejects=steps.rejects(folder),
            validations=verdict.results,
        )
        return self._reported(self._outcome("held", message, folder, failures=tuple(verdict.failures)), folder)

    def _extract(self, folder: Path) -> steps.Extracted:
        """Read the sources. Pages that earlier runs loaded by these rules are asked for only if they have changed."""
        limits = _limits(self.settings, folder / "fetch")
        if any(_is_remote(source) for source in self.sources):
            runs = _runs(self.settings.warehouse, self.recipe)
            validators.lay_out(self.settings.fetched, runs, folder / "fetch")
        try:
            with clocked(folder, "extract"):
                return _extract(self.sources, folder, self.settings.batch_size, limits)
        finally:
            end(limits)

    def _remembered(self, outcome: Outcome, folder: Path) -> Outcome:
        """Keep what web servers said of pages that are in the warehouse now, for the next run."""
        try:
            validators.keep(self.settings.fetched, self.run_id, folder / "fetch")
        except (OSError, sqlite3.Error) as error:
            outcome = warned(outcome, f"{self.settings.fetched} could not be written ({words(error)})")
        return outcome

    def _reported(self, outcome: Outcome, folder: Path) -> Outcome:
        """Write the reports; the run is in the warehouse already, so that what fails here is only a warning."""
        try:
            write_reports(folder, self.settings.warehouse, self.settings.report, self.settings.validation)
        except Exception as error:
            outcome = warned(outcome, f"{UNWRITTEN} ({words(error)}; mend that and run `sitrep report`)")
        return replace(outcome, seconds=time.monotonic() - self.clock, costs=costs(folder))

    def _record_failure(self, error: Exception, folder: Path) -> None:
        # Where the warehouse itself is the trouble, there is nowhere to write that down.
        with suppress(WarehouseError, OSError):
            record(
                self.settings.warehouse,
                run=self._row("failed", words(error), 0),
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
            "sources": [shown(source) for source in self.sources],
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
        rejects = steps.rejects(folder)
        is_remark = pl.col("rule").is_in(REMARKS)
        refused, remarks = rejects.filter(~is_remark), rejects.filter(is_remark)
        reasons = pl.concat([refused, remarks])["reason"].unique(maintain_order=True)
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
            refused=dict(Counter(refused["rule"]).most_common()),
            remarks=dict(Counter(remarks["rule"]).most_common()),
            repaired=dict(
                steps.repairs(folder)
                .sort("repairs", "kind", descending=[True, False])
                .select("kind", "repairs")
                .iter_rows()
            ),
            reasons=tuple(reasons.filter(~reasons.is_in(self.extracted.unread)).head(MAX_REASONS)),
            unread=self.extracted.unread,
            barren=self.extracted.barren,
            failures=failures,
        )


def _is_remote(source: str) -> bool:
    return source.lower().startswith(REMOTE)


def _limits(settings: Settings, fetch_folder: Path) -> SourceSettings:
    names = [field.name for field in fields(SourceSettings) if field.name in Settings.model_fields]
    return SourceSettings(**{name: getattr(settings, name) for name in names}, fetch_folder=fetch_folder)


def _runs(warehouse: Place, recipe: str | None) -> set[str]:
    """The runs after which all that they read was in the warehouse, coded by these rules."""
    sql = "SELECT run_id FROM ops.runs WHERE status IN ('loaded', 'nothing_new') AND recipe = $recipe"
    try:
        return set(query(warehouse, sql, {"recipe": recipe})["run_id"])
    except WarehouseMissing:
        return set()


def _extract(sources: Sequence[str], folder: Path, batch_size: int, limits: SourceSettings) -> steps.Extracted:
    """All that lies on this machine in one task; what has to be fetched in a task each."""
    numbered = list(enumerate(sources))
    near = [(n, source) for n, source in numbered if not _is_remote(source)]
    found = extract_local(near, folder, batch_size, limits) if near else []
    for n, source in numbered:
        if _is_remote(source):
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


def _prepare_checks() -> None:
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
