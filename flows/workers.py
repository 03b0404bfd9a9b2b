"""Where the batches of a run are worked on: in this process, in several on this machine, or on a Dask cluster."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from prefect.futures import as_completed
from prefect.task_runners import ProcessPoolTaskRunner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from prefect import Task
    from prefect.task_runners import TaskRunner

    from flows.settings import Settings

    #: Runs a task for each of several sets of parameters, in any order; gives the place of each set as it is done.
    Run: TypeAlias = Callable[[Task[Any, Any], Sequence[Mapping[str, Any]]], Iterator[int]]

#: Fewer articles are coded sooner than another process has started.
WORTH_A_PROCESS = 100
#: One thread for each library in a worker: there is a worker for each core.
_ONE_THREAD = {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


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

    It gives the place of each set as its task ends, and raises what a task raises. The workers are gone afterwards,
    and so is the memory that they took.
    """
    if settings.dask:
        from flows.cluster import dask_workers  # noqa: PLC0415 - an extra that few install

        with dask_workers(settings.dask, settings.model) as run:
            yield run
        return
    processes = min(settings.processes, batches)
    if processes <= 1:
        yield _here
        return
    with _environment(_ONE_THREAD), ProcessPoolTaskRunner(max_workers=processes) as runner:
        yield lambda task, sets: _there(runner, task, sets)


def _here(task: Task[Any, Any], sets: Sequence[Mapping[str, Any]]) -> Iterator[int]:
    for place, parameters in enumerate(sets):
        task(**parameters)
        yield place


def _there(runner: TaskRunner[Any], task: Task[Any, Any], sets: Sequence[Mapping[str, Any]]) -> Iterator[int]:
    futures = [runner.submit(task, parameters=dict(parameters)) for parameters in sets]
    places = {future.task_run_id: place for place, future in enumerate(futures)}
    for future in as_completed(futures):
        future.result()
        yield places[future.task_run_id]


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Environment variables for processes that are started inside."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
