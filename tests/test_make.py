"""The Makefile's setup, with a stand-in for Python that only notes what it is asked."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

# Every name that the Makefile tries, so that no Python of the machine is ever asked.
NAMES = ("python", "python3", "python3.11", "python3.12", "python3.13", "python3.14")
PYTHON = """#!/bin/sh
case "$*" in
  *version_info*) exit "${TOO_OLD:-0}" ;;
  "-c "*) exit 0 ;;
  "-m venv"*)
    echo venv "$@" >> "$CALLS"
    for last in "$@"; do :; done
    mkdir -p "$last/bin"
    cp "$0" "$last/bin/python" ;;
  *) echo "$@" >> "$CALLS"; echo "what pip says"; exit "${PIP_FAILS:-0}" ;;
esac
"""


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "a folder with spaces"
    folder.mkdir()
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("requirements.lock", "pyproject.toml"):
        (folder / name).write_text(name)
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in NAMES:
        (tools / name).write_text(PYTHON)
        (tools / name).chmod(0o755)
    return folder


def make(project: Path, target: str = "setup", **extra: str) -> tuple[int, str, list[str]]:
    """Exit code, what was said, and what Python was asked to do."""
    calls = project.parent / "calls"
    calls.write_text("")
    path = os.pathsep.join([str(project.parent / "tools"), "/usr/bin", "/bin"])
    done = subprocess.run(
        ["make", target], cwd=project, env={"PATH": path, "CALLS": str(calls), **extra},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, calls.read_text().splitlines()


def test_the_first_setup_installs_the_lock_with_its_hashes(project):
    code, said, calls = make(project)
    assert code == 0
    assert len(calls) == 4
    assert calls[0].startswith("venv")
    assert "--require-hashes" in calls[1]
    assert "requirements.lock" in calls[1]
    assert calls[2].endswith("-e .")
    assert calls[3:] == ["-m flows.prefect_schema"]
    assert "what pip says" not in said


def test_the_second_time_there_is_nothing_to_do(project):
    make(project)
    assert make(project) == (0, "", [])


def test_an_interrupted_setup_begins_anew(project):
    make(project)
    (project / ".venv" / ".ready").unlink()
    assert "--clear" in make(project)[2][0]


def test_a_moved_folder_gets_a_new_environment(project):
    make(project)
    moved = project.rename(project.parent / "elsewhere")
    assert "--clear" in make(moved)[2][0]
    assert make(moved)[2] == []


def test_a_changed_lock_is_installed_into_the_same_environment(project):
    make(project)
    (project / "requirements.lock").write_text("newer")
    calls = make(project)[2]
    assert "--clear" not in calls[0]
    assert len(calls) == 4


def test_a_failed_setup_shows_what_pip_said_and_is_tried_again(project):
    code, said, _ = make(project, PIP_FAILS="1")
    assert code != 0
    assert "what pip says" in said
    assert "could not be set up" in said
    assert len(make(project)[2]) == 4


def test_without_a_python_that_is_new_enough_it_says_so(project):
    code, said, calls = make(project, TOO_OLD="1")
    assert code != 0
    assert "needs Python 3.11 or newer" in said
    assert calls == []


def test_every_name_that_is_tried_has_a_stand_in():
    tried = re.search(r"for name in (.*); do", (ROOT / "Makefile").read_text())[1]
    assert set(tried.split()) == set(NAMES)


def test_help_lists_every_target(project):
    _, said, _ = make(project, "help")
    targets = {line.split()[1] for line in said.splitlines()}
    assert targets == set("help setup run test fuzz crash lint bench serve report lock clean".split())
