"""`sitrep serve` as a user runs it: a run that the schedule fires, and a clean end."""

import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from flows import serve
from flows.server import LOOPBACK
from tests.conftest import ROOT, environment
from warehouse.errors import WarehouseError
from warehouse.query import query

SECONDS = 180


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def statuses(warehouse: Path) -> list[str]:
    try:
        return query(warehouse, "SELECT status FROM ops.runs ORDER BY started_at")["status"].to_list()
    except WarehouseError:
        return []


def test_a_scheduled_run_loads_the_sources_and_the_end_is_clean(tmp_path):
    (tmp_path / "in").mkdir()
    shutil.copy(next(iter(sorted((ROOT / "seeds" / "articles").glob("*.txt")))), tmp_path / "in")
    warehouse, said = tmp_path / "data" / "w.duckdb", tmp_path / "said"
    settings = environment(
        SITREP_PORT=str(free_port()),
        SITREP_SCHEDULE="5",
        SITREP_SOURCES=f'["{tmp_path / "in"}"]',
        SITREP_START_SECONDS="150",
    )
    with said.open("wb") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", "flows.cli", "serve", "--warehouse", warehouse],
            cwd=ROOT, env=settings, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
        deadline = time.monotonic() + SECONDS
        while not statuses(warehouse) and child.poll() is None and time.monotonic() < deadline:
            time.sleep(0.5)
        family = psutil.Process(child.pid).children(recursive=True) if child.poll() is None else []
        child.send_signal(signal.SIGTERM)
        child.wait(60)
    log = warehouse.parent / ".prefect" / serve.LOG
    assert statuses(warehouse)[:1] == ["loaded"], (said.read_text(), log.read_text() if log.exists() else "")
    assert child.returncode == 0
    assert said.read_text().splitlines()[-1] == "Stopped."
    assert "Traceback" not in said.read_text() + log.read_text()
    _, alive = psutil.wait_procs(family, timeout=20)
    assert not alive


def test_the_end_of_the_runner_ends_what_it_left(tmp_path):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    serve._end([psutil.Process(child.pid)])
    assert child.poll() is not None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_block_and_is_not_heard_while_it_cleans_up(number):
    before, cleaned = signal.getsignal(number), False
    with serve._until_told():
        try:
            signal.raise_signal(number)
        finally:
            signal.raise_signal(number)
            cleaned = True
    assert cleaned
    assert signal.getsignal(number) == before
