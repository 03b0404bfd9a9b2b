"""A scheduler and separate worker processes on loopback; what is killed here is killed for good."""

import importlib
import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from flows import remote
from flows.errors import UsageError
from flows.run import run
from flows.settings import load
from tests.conftest import ROOT, environment
from tests.content import rows_of
from warehouse.query import query
from warehouse.tables import CORE

ARTICLES = ROOT / "seeds" / "articles"
MODEL = load().model
#: A batch may end one worker; by default it is three.
ONE_FAILURE = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
#: A worker ends by itself where its scheduler is gone, should these tests be killed.
GONE = ("--death-timeout", "30")


class Cluster:
    """Child processes; `address` is the scheduler's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.children = [self.start("scheduler", "--port", "0", "--scheduler-file", str(folder / "scheduler.json"))]
        self.workers: list[subprocess.Popen[bytes]] = []
        with (folder / "log").open() as log:
            while "Scheduler at:" not in (line := log.readline()):
                assert self.children[0].poll() is None, (folder / "log").read_text()
                time.sleep(0 if line else 0.05)
        self.address = line.split()[-1]

    def start(self, *args: str) -> subprocess.Popen[bytes]:
        common = ("--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0")
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *args, *common],
                cwd=self.folder,
                env=environment(PYTHONPATH=str(ROOT), POLARS_MAX_THREADS="1", **ONE_FAILURE),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def add(self, number: int) -> None:
        for _ in range(number):
            self.workers.append(self.start("worker", self.address, "--nthreads", "1", "--no-nanny", *GONE))
            self.children.append(self.workers[-1])

    def end(self) -> None:
        for child in reversed(self.children):
            child.kill()
            child.wait()


@pytest.fixture
def machines(tmp_path):
    (tmp_path / "machines").mkdir()
    started = Cluster(tmp_path / "machines")
    yield started
    started.end()
    assert all(child.poll() is not None for child in started.children)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "run").mkdir()
    return tmp_path / "run"


@pytest.fixture
def cluster(prefect_url):
    """The module, imported once the environment of Prefect is set."""
    return importlib.import_module("flows.cluster")


def die(part: Path) -> None:
    os._exit(1)


def stage(cluster, address, do, batches=1):
    """The work on so many batches, without the Prefect task around it."""
    sets = [{"part": Path(f"{number:06}.parquet")} for number in range(batches)]
    with cluster._connected(address) as client:
        return list(cluster._stage.fn(client, do, sets, MODEL, remote.nature(MODEL)))


def coded(home: Path) -> int:
    return len(list(home.glob(".runs/*/coded/*/articles.parquet")))


def test_a_worker_killed_in_mid_run_changes_no_row(machines, sample_run, prefect_url, tmp_path, capfd):
    machines.add(2)
    home, seen = tmp_path / "home", []

    def kill():
        while not (done := coded(home)):
            time.sleep(0.01)
        machines.workers[0].kill()
        seen.append(done)

    killer = Thread(target=kill, daemon=True)
    killer.start()
    outcome = run([str(ARTICLES)], load(warehouse=home / "w.duckdb", dask=machines.address, batch_size=2))
    killer.join(1)
    assert outcome.status == "loaded"
    assert 1 <= seen[0] < outcome.articles_new / 2 - 1
    assert machines.workers[0].wait(5) == -9
    assert machines.workers[1].poll() is None
    for name in CORE:
        everything = rows_of(name)
        assert query(home / "w.duckdb", everything).equals(query(sample_run.warehouse, everything)), name
    assert not (home / ".runs").exists()
    assert capfd.readouterr() == ("", "")


def test_workers_that_are_not_like_us_are_refused(cluster, machines, folder, monkeypatch):
    monkeypatch.setattr(cluster, "ANSWER_SECONDS", 3.0)
    with pytest.raises(UsageError, match="has no worker; start one"):
        cluster.check(machines.address, MODEL, folder)
    machines.add(1)
    monkeypatch.setattr(cluster, "ANSWER_SECONDS", 60.0)
    cluster.check(machines.address, MODEL, folder)
    here = remote.nature(MODEL)
    monkeypatch.setattr(remote, "nature", lambda _: {**here, "recipe": "0" * 16})
    with pytest.raises(UsageError, match=rf"other rows \(recipe {here['recipe']} there, 0000000000000000 here\)"):
        cluster.check(machines.address, MODEL, folder)
    with pytest.raises(UsageError, match="joined last would give other rows"):
        stage(cluster, machines.address, die)


def test_a_batch_that_ends_every_worker_ends_the_run(cluster, machines, monkeypatch):
    monkeypatch.setattr(cluster, "DESERTED_SECONDS", 1.0)
    machines.add(1)
    with pytest.raises(UsageError, match="has had no worker for 1 s"):
        stage(cluster, machines.address, die)
    monkeypatch.setattr(cluster, "DESERTED_SECONDS", 60.0)
    machines.add(2)
    with pytest.raises(UsageError, match=r"took batch 000000 died \(2 in a row\)"):
        stage(cluster, machines.address, die)


def test_without_a_scheduler_nothing_is_started(cluster, folder, monkeypatch):
    monkeypatch.setattr(cluster, "ANSWER_SECONDS", 0.5)
    with pytest.raises(UsageError, match=r"No Dask scheduler answers at tcp://127.0.0.1:9; start it"):
        cluster.check("tcp://127.0.0.1:9", MODEL, folder)


def test_a_folder_that_another_machine_does_not_share_is_refused(cluster, folder):
    assert "No such file" in remote.report(MODEL, str(folder), "mine")["folder"]
    (folder / remote.TOKEN).write_text("another run's")
    assert remote.report(MODEL, str(folder), "mine")["folder"] == "it is another folder there"
    (folder / remote.TOKEN).write_text("mine")
    assert remote.report(MODEL, str(folder), "mine")["folder"] == ""
    with pytest.raises(
        UsageError, match=r"tcp://w:1 can't use the run's folder /there \(gone\); name one in SITREP_SH"
    ):
        cluster._judge(
            "tcp://w:1", Told({**remote.nature(MODEL), "folder": "gone"}), remote.nature(MODEL), Path("/there")
        )


def test_a_worker_without_sitrep_is_told_what_it_lacks(cluster, folder):
    with pytest.raises(UsageError, match=r"can't work for sitrep \(No module named 'flows'\); install the same"):
        cluster._judge("tcp://w:1", Told(ModuleNotFoundError("No module named 'flows'")), {}, folder)


def test_paths_mean_the_same_from_any_folder(cluster):
    assert cluster._absolute({"part": Path("a"), "recipe": "b"}) == {"part": Path.cwd() / "a", "recipe": "b"}


class Told:
    """A future that has ended."""

    def __init__(self, what):
        self.what = what

    def result(self, timeout):
        if isinstance(self.what, Exception):
            raise self.what
        return self.what
