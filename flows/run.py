"""The main job from outside Prefect: start a server, run the flow `build` once, say what came of it."""

from __future__ import annotations

import gc
import glob
import logging
import os
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows import corrections, crew, prefect_env, server
from flows.errors import LoadedBeforeInterrupt, UsageError
from flows.outcome import Outcome
from flows.urls import shown
from warehouse import connect, errors, lake
from warehouse.place import Lake

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flows.settings import Settings
    from warehouse.place import Place


DRAIN_SECONDS = 10.0
#: Bytes of sources that hold as many articles as are worth another process.
WORTH_BYTES = 300_000


def run(sources: Sequence[str], settings: Settings) -> Outcome:
    """Load the sources into the warehouse.

    The outcome tells of sources that gave nothing and of a batch that was held. Raises UsageError for bad arguments and
    for a Prefect server that does not start, LoadedBeforeInterrupt for Ctrl-C after the load, and the errors of the
    stages: WarehouseError, SeedError, ModelMissing.
    """
    _check(sources)
    _check_writable(settings)
    corrections.check(settings)
    began = datetime.now(UTC).replace(tzinfo=None)
    try:
        return _run(sources, settings)
    except KeyboardInterrupt:
        if _has_loaded(settings.warehouse, sources, began):
            raise LoadedBeforeInterrupt(
                "Interrupted after the load: the articles are loaded; `sitrep report` writes the report anew."
            ) from None
        raise
    except Exception as error:
        if _has_loaded(settings.warehouse, sources, began):
            raise UsageError(f"The articles are loaded, but what follows a load failed ({error}).") from error
        raise


def _run(sources: Sequence[str], settings: Settings) -> Outcome:
    try:
        home = prefect_env.prepare(settings.home)
    except OSError as error:
        raise UsageError(
            f"{settings.home} can't be written ({error.strerror}); choose another place with --warehouse."
        ) from error
    with server.for_run(home) as api, crew.dismissed():
        is_much = settings.processes > 1 and not settings.dask and _is_much(sources)
        if is_much and not connect.exists(settings.warehouse):
            crew.ahead(settings.processes, settings.model)
        # Slow to import, which it does while the server comes up.
        with uncollected():
            from flows.build import build  # noqa: PLC0415 - see above

        if is_much and _is_other_recipe(settings):
            crew.ahead(settings.processes, settings.model)
        with connected(api, settings.start_seconds):
            state = build(
                list(sources), str(settings.warehouse), settings.model, settings.batch_size, return_state=True
            )
    result: Any = state.result(raise_on_failure=False)
    if isinstance(result, Outcome):
        return result
    raise result


@contextmanager
def uncollected() -> Iterator[None]:
    """Imports make millions of objects that stay: the collector neither looks at them inside nor ever after.

    It is then as it was; only the first block of a process has such imports, and freezes what there is.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
        if was_enabled:
            gc.enable()


@contextmanager
def connected(api: server.Api, seconds: float) -> Iterator[None]:
    """Wait for the server and have the flows inside use it. Raises ServerError."""
    from prefect import settings as prefect_settings  # noqa: PLC0415 - slow to import
    from prefect.events.worker import EventsWorker  # noqa: PLC0415 - as above

    api.wait(seconds)
    # Prefect reads the environment once, at its import; a heartbeat, for those who watch from afar, costs a second.
    updates = {prefect_settings.PREFECT_API_URL: api.url, prefect_settings.PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
    with prefect_settings.temporary_settings(updates):
        try:
            yield
        finally:
            # What flows and tasks tell of themselves is sent in the background, and must be before it stops; the
            # worker would warn of the very items that it is asked to send.
            logging.getLogger(EventsWorker.__name__).setLevel(logging.ERROR)
            EventsWorker.drain_all(timeout=DRAIN_SECONDS, at_exit=False)


def _check(sources: Sequence[str]) -> None:
    """Complain at once where no source can be right, before anything is started."""
    if not sources:
        raise UsageError(
            "No source is given; name a file, a folder, a glob, a URL or - (standard input), such as seeds/articles."
        )
    missing = [source for source in sources if not _may_exist(source)]
    if len(missing) == len(sources):
        named = ", ".join(missing[:3]) + (", ..." if len(missing) > 3 else "")
        raise UsageError(f"There is nothing at {named}; check the path (relative ones begin in {Path.cwd()}).")


def _may_exist(source: str) -> bool:
    return source == "-" or "://" in source or Path(source).exists() or bool(glob.glob(source, recursive=True))  # noqa: PTH207 - absolute patterns


def _is_much(sources: Sequence[str]) -> bool:
    """Whether the sources that lie on this machine are worth several processes, should all of it be new."""
    left = WORTH_BYTES
    for source in sources:
        for name in glob.iglob(source, recursive=True):  # noqa: PTH207 - absolute patterns
            paths = Path(name).rglob("*") if Path(name).is_dir() else [Path(name)]
            for path in paths:
                with suppress(OSError):
                    left -= path.stat().st_size
                if left <= 0:
                    return True
    return False


def _is_other_recipe(settings: Settings) -> bool:
    """Whether no article of the warehouse has the recipe of these rules.

    That most of it will be coded anew is a guess: articles that no changed line touches are only marked.
    """
    import seeds  # noqa: PLC0415 - as the flow's own modules, which are imported by now
    from transforms import pipeline  # noqa: PLC0415 - as above
    from warehouse.query import query  # noqa: PLC0415 - as above

    with suppress(Exception):  # the run itself says what is wrong
        recipe = pipeline.recipe_of(settings.model, seeds.load())
        sql = "SELECT count(*) FROM articles WHERE recipe = $recipe"
        return not query(settings.warehouse, sql, {"recipe": recipe}).item()
    return False


def _check_writable(settings: Settings) -> None:
    """Complain before an hour of coding rather than after it; the load checks again.

    Raises WarehouseReadOnly, and of a lake LakeUnfit or LakeUnreachable.
    """
    if isinstance(settings.warehouse, Lake):
        lake.check(settings.warehouse)
        path = settings.home.resolve() / "report"
    else:
        path = settings.warehouse.resolve()
    if path.is_file() and not (os.access(path, os.W_OK) and path.stat().st_mode & 0o222):
        raise errors.read_only(path)
    folder = next(parent for parent in path.parents if parent.exists())
    if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
        raise errors.read_only(folder)


def _has_loaded(warehouse: Place, sources: Sequence[str], began: datetime) -> bool:
    """Whether the warehouse holds a load of these sources that began since."""
    from warehouse.query import query  # noqa: PLC0415 - only needed here

    sql = "SELECT count(*) FROM ops.runs WHERE status = 'loaded' AND started_at >= $began AND sources = $sources"
    with suppress(errors.WarehouseError):
        return bool(query(warehouse, sql, {"began": began, "sources": [shown(source) for source in sources]}).item())
    return False
