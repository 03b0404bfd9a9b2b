import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import psutil
import pytest

from flows import crew
from flows.settings import load
from tests.conftest import ROOT

MODEL = load().model
PARENT = """
import sys, time
from flows import crew
from tests.flows.test_crew import tell, MODEL
crew.ahead(2, MODEL)
with crew.hired(2, MODEL) as hired:
    hired.do(tell, {"path": __import__("pathlib").Path(sys.argv[1])})
    print(hired._child.pid, *[worker.pid for worker in hired._workers if worker.pid], flush=True)
    time.sleep(600)
"""


def tell(path: Path) -> None:
    path.write_text(f"{os.getpid()} {'prefect' in sys.modules} {'spacy' in sys.modules}")


def fail(what: Exception) -> None:
    raise what


def die(number: int) -> None:
    os.kill(os.getpid(), number)


def leave() -> None:
    os._exit(3)


def wait(path: Path) -> None:
    path.touch()
    time.sleep(600)


class Unsendable(Exception):
    def __init__(self, one, other):
        super().__init__(f"{one} {other}")


@pytest.fixture(scope="module")
def hired():
    with crew.hired(1, MODEL) as one:
        yield one


def gone(pids) -> bool:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if not any(psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie" for pid in pids):
            return True
        time.sleep(0.05)
    return False


def test_a_worker_has_the_model_and_no_prefect(hired, tmp_path):
    hired.do(tell, {"path": tmp_path / "told"})
    pid, prefect, spacy = (tmp_path / "told").read_text().split()
    assert (prefect, spacy) == ("False", "True")
    assert int(pid) != os.getpid()


@pytest.mark.parametrize("error", [ValueError("no"), OSError(28, "No space left on device"), crew.WorkerLost("x")])
def test_what_the_work_raises_is_raised_here(hired, error):
    with pytest.raises(type(error), match=str(error).replace("[", r"\[")):
        hired.do(fail, {"what": error})


def test_what_cant_be_sent_is_told_in_words(hired):
    with pytest.raises(RuntimeError, match="Unsendable: a b"):
        hired.do(fail_unsendable, {})


def fail_unsendable() -> None:
    raise Unsendable("a", "b")


def test_used_up_memory_is_one_sentence(hired):
    with pytest.raises(crew.UsageError, match="The memory of this machine is used up, so nothing was loaded; run ag"):
        hired.do(fail, {"what": MemoryError()})


def test_a_killed_worker_is_told_and_not_waited_for():
    with crew.hired(2, MODEL) as two:
        with pytest.raises(crew.WorkerLost, match=r"ended by SIGKILL, as the system does where memory runs out, so n"):
            two.do(die, {"number": signal.SIGKILL})
        with pytest.raises(crew.WorkerLost, match="ended with code 3, so nothing was loaded"):
            two.do(leave, {})
        with pytest.raises(crew.WorkerLost, match="ended by SIGKILL"):
            two.do(leave, {})


def test_stopping_ends_what_is_under_way(tmp_path):
    seen = []

    def call():
        try:
            one.do(wait, {"path": tmp_path / "there"})
        except crew.WorkerLost as lost:
            seen.append(str(lost))

    with crew.hired(1, MODEL) as one:
        caller = Thread(target=call)
        caller.start()
        while not (tmp_path / "there").exists():
            time.sleep(0.01)
        family = [one._child.pid, one._workers[0].pid]
    caller.join(30)
    assert seen == ["The workers were stopped, so nothing was loaded."]
    assert gone(family)


def test_workers_end_when_their_parent_is_killed(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "told")], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        family = [int(pid) for pid in parent.stdout.readline().split()]
        parent.kill()
    assert len(family) == 2
    assert gone(family)


def test_workers_that_nobody_hired_are_dismissed():
    with crew.dismissed():
        crew.ahead(2, MODEL)
        crew.ahead(2, MODEL)
        assert crew.is_ahead()
        (waiting,) = crew._ahead
    assert not crew.is_ahead()
    assert waiting._child.returncode is not None


def test_workers_ahead_are_the_ones_hired():
    with crew.dismissed():
        crew.ahead(1, MODEL)
        (waiting,) = crew._ahead
        with crew.hired(5, MODEL) as those:
            assert those is waiting


def test_a_crew_that_cant_start_says_why(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "")
    monkeypatch.setenv("POLARS_MAX_THREADS", "1")
    monkeypatch.setitem(crew.ENVIRONMENT, "POLARS_MAX_THREADS", "none")
    monkeypatch.setitem(crew.ENVIRONMENT, "PYTHONHOME", "/nowhere")
    with crew.hired(1, MODEL) as one, pytest.raises(crew.WorkerLost, match=r"could not start \(.*\), so nothing"):
        one.do(leave, {})
