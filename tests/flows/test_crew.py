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
COMPUTES = """
import os
import polars as pl
from flows import crew, shards
shards.load = lambda model: pl.DataFrame({"a": [1, 2, 2]}).lazy().group_by("a").len().collect()
os.fork = lambda: print("forked")
crew.main("no model", [*os.pipe()])
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
    with pytest.raises(RuntimeError, match="Unsendable: a b") as raised:
        hired.do(fail_unsendable, {})
    assert "in fail_unsendable" in "".join(raised.value.__notes__)


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


class Alone:
    """A pipe that notes whether two read it at once."""

    def __init__(self, pipe):
        self.pipe, self.readers, self.together = pipe, 0, []

    def recv(self):
        self.readers += 1
        self.together.append(self.readers)
        time.sleep(0.05)
        try:
            return self.pipe.recv()
        finally:
            self.readers -= 1

    def __getattr__(self, name):
        return getattr(self.pipe, name)


def test_two_that_are_killed_at_once_are_both_told(tmp_path):
    seen = []

    def call():
        try:
            two.do(leave, {})
        except Exception as error:
            seen.append(error)

    with crew.hired(2, MODEL) as two:
        two._news = news = Alone(two._news)
        for name in ("first", "second"):
            two.do(tell, {"path": tmp_path / name})
        pids = [worker.pid for worker in two._workers]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        assert gone(pids)
        callers = [Thread(target=call) for _ in range(2)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join(60)
    assert [type(error) for error in seen] == [crew.WorkerLost] * 2
    assert all("ended by SIGKILL" in str(error) for error in seen)
    assert set(news.together) == {1}


def test_a_worker_that_dies_before_it_is_ready_is_told_by_its_signal():
    with crew.hired(1, MODEL) as one:
        worker = one._workers[0]
        worker.pid = worker.line.recv()
        os.kill(worker.pid, signal.SIGKILL)
        with pytest.raises(crew.WorkerLost, match="A worker process was ended by SIGKILL"):
            one.do(leave, {})


def test_the_child_that_is_killed_while_it_loads_is_told():
    with crew.hired(1, MODEL) as one:
        one._child.kill()
        with pytest.raises(crew.WorkerLost, match="The process that workers are forked from was ended by SIGKILL, as"):
            one.do(leave, {})


def test_workers_go_on_without_the_child_and_end_when_stopped(tmp_path, monkeypatch):
    with crew.hired(2, MODEL) as two:
        two.do(tell, {"path": tmp_path / "first"})
        two._child.kill()
        two._child.wait()
        two.do(tell, {"path": tmp_path / "second"})
        with pytest.raises(crew.WorkerLost, match="ended, and the one it was forked from was ended by SIGKILL"):
            two.do(leave, {})
        pid = two._workers[1].pid
        os.kill(pid, signal.SIGSTOP)  # it doesn't hear of its leash
        monkeypatch.setattr(crew, "STOP_SECONDS", 0.2)
    assert (tmp_path / "second").exists()
    assert gone([pid])


def test_a_fork_that_would_lose_the_threads_of_polars_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(crew, "_THREADS", tmp_path)
    for number, name in enumerate(["python", "jemalloc_bg_thd", "polars-ooc-clea"]):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "comm").write_text(f"{name}\n")
    crew._check_threads()
    (tmp_path / "2" / "comm").write_text("polars-0\n")
    with pytest.raises(SystemExit, match="Polars computes in threads already"):
        crew._check_threads()


@pytest.mark.skipif(sys.platform != "linux", reason="the names of threads are read from /proc")
def test_nothing_is_forked_once_polars_computes():
    told = subprocess.run([sys.executable, "-c", COMPUTES], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.startswith("Polars computes in threads already")


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
