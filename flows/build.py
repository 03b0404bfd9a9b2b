"""The flow `build`: sources in, a validated warehouse out. A task is a batch."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, datetime
from secrets import token_hex
from threading import Thread
from typing import TYPE_CHECKING

import polars as pl
from prefect import flow, get_run_logger
from prefect.states import Completed, Failed

import seeds
from flows import artifacts, corrections, progress, recipes, steps, tasks, workers
from flows.messages import nothing_new, warned, what_was_loaded, words
from flows.outcome import Outcome, Status
from flows.scratch import scratch
from flows.settings import Settings, load
from flows.sources.base import SourceSettings
from flows.sources.fetch import end
from flows.sources.fetching import validators
from flows.timings import clocked, costs
from flows.untouched import keep_same, tidy
from flows.urls import shown
from transforms import pipeline
from warehouse.errors import WarehouseError, WarehouseMissing
from warehouse.publish import Counts, record
from warehouse.query import query
from warehouse.tables import OPS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from prefect.client.schemas.objects import State

    from expectations.batch import Verdict
    from warehouse.place import Place

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
        parts = tasks.select_new(folder, settings.warehouse, self.recipe, size, settings.annotations)
        if not parts:
            return self._nothing_new(folder)
        self._code(parts, folder, self.recipe)
        meter.stage("checking")
        tasks.gate(folder, settings.corrections)
        verdict = tasks.validate(folder, self.run_id, settings.validation)
        if verdict.held:
            return self._held(folder, verdict)
        meter.stage("loading")
        articles, copies = steps.articles_gated(folder)
        row = self._row("loaded", None, articles)
        counts = tasks.load_warehouse(
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
            checks = Thread(target=tasks.prepare_checks, daemon=True)
            checks.start()
            meter.stage("cleaning", sum(part.articles for part in parts))
            for place in run(tasks.clean, [{**one, "today": today} for one in each]):
                meter.advance(parts[place].articles)
            tasks.find_copies(folder, settings.warehouse)
            using = {"model": settings.model, "recipe": recipe, "today": today, "annotations": settings.annotations}
            meter.stage("coding", sum(part.articles for part in parts))
            for place in run(tasks.code, [{**one, **using} for one in each]):
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
            reference=tasks.crosswalks(seeds.load()) if proven.height else None,
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
        if any(tasks.is_remote(source) for source in self.sources):
            runs = _runs(self.settings.warehouse, self.recipe)
            validators.lay_out(self.settings.fetched, runs, folder / "fetch")
        try:
            with clocked(folder, "extract"):
                return tasks.extract(self.sources, folder, self.settings.batch_size, limits)
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
            tasks.write_reports(folder, self.settings.warehouse, self.settings.report, self.settings.validation)
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
