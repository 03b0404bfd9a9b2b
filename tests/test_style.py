"""Rules about the code that a test can hold; style and types are checked by `make lint`."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.conftest import ROOT

PACKAGES = ("flows", "transforms", "expectations", "warehouse", "seeds")
#: Each module here is a family of rules of coding; `spans` only finds phrases for the others.
RULES = [
    path
    for package in ("mentions", "link", "code", "merge")
    for path in sorted((ROOT / "transforms" / package).glob("[!_]*.py"))
    if path.stem != "spans"
]
#: What the docstring of such a module says, with words of a text in quotes as an example.
SAYS = {"covers": r"\bCovers\b", "does not cover": r"\bDoes not cover\b", "example": r'"[^"\n]*[a-z][^"]*"'}
#: A package registry or a path of one machine; none belongs in a file.
# Written in parts, so that this file does not name them itself
PARTS = (
    "py" + "pi" + r"\.org",
    "python" + "hosted",
    "--(extra-)?index" + "-url",
    r"/home/\w",
    r"/Users/\w",
    "/wo" + r"rk/\w",
)
NAMED = re.compile("|".join(PARTS))


def files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    found = [ROOT / name for name in listed] or [p for p in ROOT.rglob("*") if ".venv" not in p.parts]
    return [path for path in found if path.is_file() and path != Path(__file__)]


def test_who_imports_whom(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0, capsys.readouterr().out


def test_no_file_names_a_registry_or_a_path_of_one_machine():
    named = []
    for path in files():
        try:
            named += [f"{path}: {match[0]}" for match in NAMED.finditer(path.read_text(encoding="utf-8"))]
        except UnicodeDecodeError:
            continue
    assert named == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_says_what_it_is_for(package):
    silent = [path for path in (ROOT / package).rglob("*.py") if '"""' not in path.read_text().split("\nimport")[0]]
    assert silent == []


@pytest.mark.parametrize("path", RULES, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_every_family_of_rules_says_what_it_covers(path):
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert [what for what, pattern in SAYS.items() if not re.search(pattern, said)] == []
