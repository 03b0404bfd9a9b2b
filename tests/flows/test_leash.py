import subprocess
import sys
import time

import psutil
import pytest

from flows import leash
from tests.conftest import ROOT

LEASHED = "from flows import leash; import time; leash.hold(); print('ready', flush=True); time.sleep(600)"
PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {code!r}], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
sys.stdin.read()
"""


def test_a_child_ends_when_its_parent_is_killed():
    with subprocess.Popen(
        [sys.executable, "-c", PARENT.format(code=LEASHED)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        parent.wait()
        _, alive = psutil.wait_procs([child], timeout=30)
        assert not alive


def test_stop_kills_what_does_not_listen():
    ignore = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    deaf = f"{ignore} print('ready', flush=True); time.sleep(600)"
    child = subprocess.Popen([sys.executable, "-c", deaf], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    child.stdout.readline()
    began = time.monotonic()
    leash.stop(child, seconds=0.5)
    child.stdout.close()
    assert child.returncode == -9
    assert time.monotonic() - began < 30


def test_what_a_module_prints_goes_to_the_log(tmp_path):
    with (tmp_path / "log").open("wb") as log:
        child = leash.start("this", log=log)
        assert child.wait(60) == 0
        child.stdin.close()
    assert "Namespaces are one honking great idea" in (tmp_path / "log").read_text()


@pytest.mark.parametrize("kindly", [15, 2])
def test_stop_asks_first(kindly):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], stdin=subprocess.PIPE, stderr=-3)
    time.sleep(0.5)
    leash.stop(child, seconds=30, kindly=kindly)
    assert child.returncode in (-kindly, 130)
