"""Commands whose reader leaves: the work is done all the same."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT, environment
from warehouse.query import query

COMMAND = [sys.executable, "-m", "flows.cli"]


def piped(*args, **where):
    """Start the command with a pipe as its standard output."""
    return subprocess.Popen(
        [*COMMAND, *map(str, args)],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        **where,
    )


def test_a_run_that_nobody_listens_to_any_more_loads_its_articles(tmp_path):
    (tmp_path / "a.txt").write_text("Bakers in Thun struck for a week, said Elke Brand of their union.")
    warehouse = tmp_path / "w" / "w.duckdb"
    running = piped("run", tmp_path / "a.txt", "--warehouse", warehouse, stderr=subprocess.STDOUT)
    assert running.stdout.readline() == b"reading\n"
    running.stdout.close()
    assert running.wait(120) == 0
    assert query(warehouse, "SELECT status FROM ops.runs").rows() == [("loaded",)]


@pytest.mark.parametrize(
    ("args", "code"),
    [(("sql", "FROM range(200000)"), 0), (("sql", "FROM nothing"), 2), (("run", "--help"), 0)],
)
def test_a_reader_that_leaves_changes_no_exit_code(sample_run, args, code):
    where = ("--warehouse", sample_run.warehouse) if "--help" not in args else ()
    asked = piped(*args, *where, stderr=subprocess.PIPE)
    asked.stdout.close()
    said = asked.stderr.read().decode()
    assert asked.wait(60) == code
    assert "Broken" not in said
    assert "Traceback" not in said


def test_without_any_output_the_work_is_done(sample_run):
    asked = [*COMMAND, "sql", "SELECT 1", "--warehouse", str(sample_run.warehouse)]
    done = subprocess.run(["sh", "-c", '"$@" >&- 2>&-', "sh", *asked], cwd=ROOT, env=environment(), check=False)
    assert done.returncode == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")  # noqa: PTH110 - a device
def test_output_that_finds_no_room_is_one_sentence(sample_run):
    asked = [*COMMAND, "sql", "FROM range(200000)", "--warehouse", str(sample_run.warehouse)]
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run(asked, cwd=ROOT, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.decode() == "The output is not whole (No space left on device); write it to another place.\n"
