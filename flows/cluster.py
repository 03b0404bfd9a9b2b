"""Batches worked on by a Dask cluster, through prefect-dask: `SITREP_DASK` names its scheduler.

What goes there are plain functions and paths, so that a worker needs sitrep and the shared folder, but no Prefect API:
the one of a single run listens on loopback, where no other machine could reach it. Prefect sees a stage as one task.
A batch whose worker is lost is done again by another; shards are written whole or not at all, and twice the same.
"""

from __future__ import annotations

import logging
import time
import warnings
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from prefect import task
from prefect.cache_policies import NO_CACHE

from flows import remote
from flows.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from distributed import Client, Future
    from prefect import Task

    from flows.workers import Run

#: How long a scheduler may take to answer, and its first worker to join.
ANSWER_SECONDS = 10.0
#: How long a run waits while the cluster has no worker at all.
DESERTED_SECONDS = 60.0
#: How long one worker may take to tell what it runs, which loads the code there.
REPORT_SECONDS = 120.0
_LOOK_SECONDS = 2.0
_OR_HERE = "or unset SITREP_DASK to work on this machine."


def check(address: str, model: str, folder: Path) -> None:
    """See that every worker runs what we run and sees `folder`, where a token is left. Raises UsageError."""
    token = token_hex(8)
    (folder / remote.TOKEN).write_text(token, encoding="utf-8")
    ours = remote.nature(model)
    where = folder.absolute()
    with _connected(address) as client:
        try:
            client.wait_for_workers(1, timeout=ANSWER_SECONDS)
        except TimeoutError:
            raise UsageError(
                f"The Dask scheduler at {address} has no worker; start one with `dask worker {address} --nthreads 1`, "
                f"{_OR_HERE}"
            ) from None
        asked = {
            worker: client.submit(remote.report, model, str(where), token, pure=False, workers=[worker])
            for worker in client.nthreads()
        }
        for worker, future in asked.items():
            _judge(worker, future, ours, where)


def _judge(worker: str, future: Future, ours: Mapping[str, str], folder: Path) -> None:
    try:
        theirs = future.result(timeout=REPORT_SECONDS)
    except Exception as error:
        what = " ".join(str(error).split()) or type(error).__name__
        raise UsageError(
            f"The Dask worker {worker} can't work for sitrep ({what[:200]}); install the same sitrep there and on the "
            f"scheduler, {_OR_HERE}"
        ) from error
    if different := remote.difference(ours, theirs):
        raise _not_alike(worker, different)
    if theirs["folder"]:
        raise UsageError(
            f"The Dask worker {worker} can't use the run's folder {folder} ({theirs['folder']}); name one in "
            "SITREP_SHARED that every machine has at the same path and may write to."
        )


def _not_alike(worker: str, different: str) -> UsageError:
    return UsageError(
        f"The Dask worker {worker} would give other rows ({different}); install the same sitrep there and start it "
        "anew."
    )


@contextmanager
def dask_workers(address: str, model: str) -> Iterator[Run]:
    """The workers of a cluster: a function that runs a task for each of several sets of parameters.

    It gives the place of each set as its work ends. Raises UsageError: no scheduler, no worker left, a worker that
    differs, a batch that ends one worker after another.
    """
    ours = remote.nature(model)
    with _connected(address) as client:

        def run(what: Task[Any, Any], sets: Sequence[Mapping[str, Any]]) -> Iterator[int]:
            return _stage(client, what.fn, sets, model, ours)

        yield run


@task(cache_policy=NO_CACHE, task_run_name="{do.__name__} on Dask")
def _stage(
    client: Client, do: Callable[..., None], sets: Sequence[Mapping[str, Any]], model: str, ours: Mapping[str, str]
) -> Iterator[int]:
    """One stage over all batches; the place of each as it is done."""
    done: SimpleQueue[Future] = SimpleQueue()
    waiting: dict[str, tuple[int, Future]] = {}
    for place, parameters in enumerate(sets):
        # A lost worker's successor begins with the batches that came first.
        future = client.submit(
            remote.work, do, _absolute(parameters), model, ours, pure=False, priority=-place, key=_key(do, parameters)
        )
        waiting[future.key] = (place, future)
        future.add_done_callback(done.put)
    while waiting:
        future = _next(client, done)
        place, _ = waiting.pop(future.key)
        _raise_for(future, sets[place])
        # Else the scheduler would do it again, were the worker that did it lost.
        future.release()
        yield place


def _next(client: Client, done: SimpleQueue[Future]) -> Future:
    """The next future that ends. Raises UsageError where no worker is left to end one."""
    seen = time.monotonic()
    while True:
        try:
            return done.get(timeout=_LOOK_SECONDS)
        except Empty:
            if client.status == "running" and client.nthreads():
                seen = time.monotonic()
        if time.monotonic() - seen > DESERTED_SECONDS:
            raise UsageError(
                f"The Dask cluster has had no worker for {DESERTED_SECONDS:.0f} s, so nothing was loaded; see the logs "
                "of its workers, start some and run again."
            )


def _raise_for(future: Future, parameters: Mapping[str, Any]) -> None:
    from distributed import KilledWorker  # noqa: PLC0415 - an extra that few install

    if future.status in ("cancelled", "lost"):
        raise UsageError("The Dask scheduler is gone, so nothing was loaded; start it and its workers and run again.")
    try:
        future.result()
    except KilledWorker as error:
        raise UsageError(
            f"Every Dask worker that took batch {parameters['part'].stem} died ({error.allowed_failures + 1} in a row),"
            " so nothing was loaded; see their logs: if memory ran out, lower SITREP_BATCH_SIZE."
        ) from error
    except remote.NotAlike as error:
        raise _not_alike("that joined last", str(error)) from error


def _key(do: Callable[..., None], parameters: Mapping[str, Any]) -> str:
    return f"{do.__name__}-{parameters['part'].stem}-{token_hex(4)}"


def _absolute(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The same with paths that mean the same from any folder."""
    return {name: value.absolute() if isinstance(value, Path) else value for name, value in parameters.items()}


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        from distributed.versions import VersionMismatchWarning  # noqa: PLC0415 - an extra that few install
        from prefect_dask import DaskTaskRunner  # noqa: PLC0415 - as above
    except ModuleNotFoundError as error:
        raise UsageError(
            f"SITREP_DASK needs the package {error.name}, which is not installed; install sitrep[dask], or unset it."
        ) from error
    _quiet()
    with DaskTaskRunner(address=address, client_kwargs={"timeout": ANSWER_SECONDS}) as runner:
        try:
            with warnings.catch_warnings():
                # What matters of the versions is compared, and told, by `check`.
                warnings.simplefilter("ignore", VersionMismatchWarning)
                client = runner.client
        except (OSError, ValueError) as error:
            raise UsageError(f"No Dask scheduler answers at {address}; start it, {_OR_HERE}") from error
        yield client


def _quiet() -> None:
    """What went wrong is said in one sentence by whoever catches it."""
    for name in ("distributed", *logging.root.manager.loggerDict):
        if name.split(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
