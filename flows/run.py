"""The main job from outside Prefect: start a server, run the flow `build` once, say what came of it."""

from __future__ import annotations

import glob
import logging
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows import prefect_env, server
from flows.errors import UsageError
from flows.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flows.settings import Settings


DRAIN_SECONDS = 10.0


def run(sources: Sequence[str], settings: Settings) -> Outcome:
    """Load the sources into the warehouse.

    The outcome tells of sources that gave nothing and of a batch that was held. Raises UsageError for bad arguments and
    for a Prefect server that does not start, and the errors of the stages: WarehouseError, SeedError, ModelMissing.
    """
    _check(sources)
    try:
        home = prefect_env.prepare(settings.warehouse)
    except OSError as error:
        raise UsageError(
            f"{settings.home} can't be written ({error.strerror}); choose another place with --warehouse."
        ) from error
    with server.for_run(home) as api:
        # Slow to import, which it does while the server comes up.
        from flows.build import build  # noqa: PLC0415 - see above

        with connected(api, settings.start_seconds):
            state = build(
                list(sources), str(settings.warehouse), settings.model, settings.batch_size, return_state=True
            )
    result: Any = state.result(raise_on_failure=False)
    if isinstance(result, Outcome):
        return result
    raise result


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
        raise UsageError("No source is given; name a file, a folder, a glob or a URL, such as seeds/articles.")
    missing = [source for source in sources if not _may_exist(source)]
    if len(missing) == len(sources):
        named = ", ".join(missing[:3]) + (", ..." if len(missing) > 3 else "")
        raise UsageError(f"There is nothing at {named}; check the path (relative ones begin in {Path.cwd()}).")


def _may_exist(source: str) -> bool:
    return "://" in source or Path(source).exists() or bool(glob.glob(source, recursive=True))  # noqa: PTH207 - absolute patterns
