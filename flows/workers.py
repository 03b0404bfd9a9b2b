"""Where the batches of a run are worked on: in this process, in several on this machine, or on a Dask cluster."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

from prefect import Task
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.task_runners import ThreadPoolTaskRunner

from flows import crew

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from prefect.task_runners import TaskRunner

    from flows.crew import Crew
    from flows.settings import Settings

    #: Runs a task for each of several sets of parameters, in any order; gives the place of each set as it is done.
    Run: TypeAlias = Callable[[Task[Any, Any], Sequence[Mapping[str, Any]]], Iterator[int]]

#: Fewer articles are coded sooner than another process has started.
WORTH_A_PROCESS = 100


def batch_size(articles: int, settings: Settings) -> int:
    """Articles a batch, at most those of the settings, so that every worker gets as many batches as the others."""
    if settings.dask or articles <= min(WORTH_A_PROCESS, settings.batch_size):
        return settings.batch_size
    rounds = -(-articles // (settings.processes * settings.batch_size))
    return -(-articles // (settings.processes * rounds))


def check(settings: Settings, folder: Path) -> None:
    """See, before anything is read, that the workers can do the work of a run in `folder`. Raises UsageError."""
    if settings.dask:
        from flows import cluster  # noqa: PLC0415 - an extra that few install

        cluster.check(settings.dask, settings.model, folder)


@contextmanager
def of(settings: Settings, batches: int) -> Iterator[Run]:
    """Workers for a run of so many batches: a function that runs a task for each of several sets of parameters.

    It gives the place of each set as its task ends, and raises what a task raises, or WorkerLost. The workers are gone
    afterwards, and so is the memory that they took.
    """
    if settings.dask:
        from flows.cluster import dask_workers  # noqa: PLC0415 - an extra that few install

        with dask_workers(settings.dask, settings.model) as run:
            yield run
        return
    processes = min(settings.processes, batches)
    if processes <= 1 and not crew.is_ahead():
        yield _here
        return
    # The workers end first: a thread of a run that is cut short waits for what one of them says.
    with ExitStack() as stack:
        runner: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=settings.processes)
        stack.enter_context(runner)
        hired = stack.enter_context(crew.hired(processes, settings.model))
        yield lambda task, sets: _there(runner, hired, task, sets)


def _here(what: Task[Any, Any], sets: Sequence[Mapping[str, Any]]) -> Iterator[int]:
    for place, parameters in enumerate(sets):
        what(**parameters)
        yield place


def _there(
    runner: TaskRunner[Any], hired: Crew, what: Task[Any, Any], sets: Sequence[Mapping[str, Any]]
) -> Iterator[int]:
    """Each set as a task of this process, which is what Prefect sees, that waits for a worker to do it."""
    work = what.fn

    @wraps(work)
    def done_there(**parameters: Any) -> None:
        hired.do(work, parameters)

    sent = Task(done_there, name=what.name, task_run_name=what.task_run_name, cache_policy=NO_CACHE)
    futures = [runner.submit(sent, parameters=dict(parameters)) for parameters in sets]
    places = {future.task_run_id: place for place, future in enumerate(futures)}
    for future in as_completed(futures):
        future.result()
        yield places[future.task_run_id]
