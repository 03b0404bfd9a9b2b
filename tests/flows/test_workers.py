import importlib
import signal
import subprocess
import sys
import time
from threading import Thread

import duckdb
import psutil
import pytest

from flows import crew, run
from flows.settings import load
from tests.conftest import ROOT, environment
from tests.content import rows_of
from warehouse.query import query
from warehouse.tables import CORE

ARTICLES = ROOT / "seeds" / "articles"


@pytest.fixture(autouse=True)
def two_processes(monkeypatch):
    monkeypatch.setenv("SITREP_PROCESSES", "2")


@pytest.fixture
def started(monkeypatch):
    """Arguments of every crew that is started."""
    seen = []
    make = crew.Crew.__init__

    def told(self, processes, model):
        seen.append(processes)
        make(self, processes, model)

    monkeypatch.setattr(crew.Crew, "__init__", told)
    return seen


def test_batches_in_processes_give_the_same_rows(sample_run, prefect_url, tmp_path, started, monkeypatch, capfd):
    monkeypatch.setattr(run, "WORTH_BYTES", 1)
    settings = load(warehouse=tmp_path / "w.duckdb", batch_size=2)
    outcome = run.run([str(ARTICLES)], settings)
    assert (outcome.status, started) == ("loaded", [2])
    assert {"clean", "annotate", "code"} <= set(outcome.costs)
    for name in CORE:
        everything = rows_of(name)
        assert query(settings.warehouse, everything).equals(query(sample_run.warehouse, everything)), name
    assert not (tmp_path / ".runs").exists()
    assert run.run([str(ARTICLES)], settings).status == "nothing_new"
    assert (started, crew.is_ahead()) == ([2], False)
    assert capfd.readouterr() == ("", "")


def test_a_killed_worker_ends_the_run_with_one_sentence(prefect_url, tmp_path, monkeypatch, capfd):
    made, make = [], crew.Crew.__init__
    monkeypatch.setattr(crew.Crew, "__init__", lambda self, *given: (make(self, *given), made.append(self))[0])

    def kill():
        while not (made and (pids := [one.pid for one in made[0]._workers if one.pid])):
            time.sleep(0.01)
        for pid in pids:
            crew.os.kill(pid, signal.SIGKILL)

    killer = Thread(target=kill, daemon=True)
    killer.start()
    settings = load(warehouse=tmp_path / "w.duckdb", batch_size=1)
    with pytest.raises(crew.WorkerLost, match="ended by SIGKILL, as the system does"):
        run.run([str(ARTICLES)], settings)
    killer.join(5)
    told = query(settings.warehouse, "SELECT status, message FROM ops.runs").rows()
    assert [status for status, _ in told] == ["failed"]
    assert "SIGKILL" in told[0][1]
    assert capfd.readouterr() == ("", "")


def test_an_interrupt_leaves_no_process_behind(tmp_path):
    home = tmp_path / "home"
    command = [sys.executable, "-m", "flows.cli", "run", str(ARTICLES), "--warehouse", str(home / "w.duckdb")]
    extra = {"SITREP_PROCESSES": "2", "SITREP_BATCH_SIZE": "1", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, env=environment(**extra), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        while not list(home.glob(".runs/*/clean/*/*.parquet")):
            assert child.poll() is None, child.communicate()
            time.sleep(0.01)
        family = psutil.Process(child.pid).children(recursive=True)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=120)
    assert (child.returncode, out) == (130, "")
    assert err.splitlines()[-1] == "Interrupted; the warehouse is as it was before."
    assert "Traceback" not in err
    _, alive = psutil.wait_procs(family, timeout=30)
    assert not alive
    assert len(family) >= 4


def test_few_articles_start_no_process(prefect_url, tmp_path, started):
    outcome = run.run([str(ARTICLES)], load(warehouse=tmp_path / "w.duckdb"))
    assert (outcome.status, started) == ("loaded", [])


def test_other_rules_start_them_while_prefect_starts(prefect_url, tmp_path, started, monkeypatch):
    settings = load(warehouse=tmp_path / "w.duckdb")
    run.run([str(ARTICLES)], settings)
    monkeypatch.setattr(run, "WORTH_BYTES", 1)
    assert not run._is_other_recipe(settings)
    pipeline = importlib.import_module("transforms.pipeline")
    monkeypatch.setattr(pipeline, "recipe_of", lambda *_: "0" * 16)
    assert run._is_other_recipe(settings)
    # what a run does that has nothing new, where no changed line touches an article
    with duckdb.connect(settings.warehouse) as con:
        con.execute("UPDATE articles SET recipe = $recipe", {"recipe": "0" * 16})
    assert not run._is_other_recipe(settings)


def test_how_much_there_is(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "WORTH_BYTES", 100)
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / "in" / f"{number}.txt").write_text("x" * 40)
    assert run._is_much([str(tmp_path / "in")])
    assert run._is_much([str(tmp_path / "in" / "*.txt")])
    assert not run._is_much([str(tmp_path / "in" / "0.txt"), str(tmp_path / "in" / "1.txt"), "https://a.example/", "-"])
