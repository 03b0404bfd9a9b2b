"""The README's commands and queries work, and what it shows is what comes out."""

import re
import shlex

import pytest

from tests.conftest import ROOT, sitrep
from warehouse.query import query

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
COMMANDS = [line for kind, body in BLOCKS if kind == "sh" for line in body.splitlines() if line.strip()]
QUERIES = [body for kind, body in BLOCKS if kind == "sql"]
#: An output stands in a block of its own, right below its command.
SHOWN = re.findall(r"^```sh\n(sitrep sql [^\n]*)\n```\n+```text\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def arguments(command: str) -> list[str]:
    return shlex.split(command, comments=True)


@pytest.mark.parametrize("command", COMMANDS)
def test_commands(command, sample_run, prefect_url):
    program, *args = arguments(command)
    if program == "make":
        assert re.search(rf"^{args[0]}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
    elif args == ["serve"]:
        assert "serve" in sitrep("--help").out  # runs in tests/flows/test_serve.py
    else:
        done = sitrep(*args, SITREP_WAREHOUSE=str(sample_run.warehouse), PREFECT_API_URL=prefect_url)
        assert program == "sitrep"
        assert done.code == 0, done
        assert done.out


@pytest.mark.parametrize("sql", QUERIES)
def test_queries(sql, sample_run):
    frame = query(sample_run.warehouse, sql)
    assert frame.width > 1
    assert frame.height or "ops.rejects" in sql


def test_what_is_shown_is_what_comes_out(sample_run):
    assert SHOWN
    for command, shown in SHOWN:
        out = sitrep(*arguments(command)[1:], SITREP_WAREHOUSE=str(sample_run.warehouse)).out
        assert [line.rstrip() for line in out.splitlines()] == [line.rstrip() for line in shown.splitlines()]


def test_links_and_files_it_names_are_there():
    named = re.findall(r"`((?:docs|flows|seeds|transforms|warehouse|expectations|tests)/[\w./*-]+)`", README)
    assert named
    assert [path for path in named if not list(ROOT.glob(path.rstrip("/")))] == []
