"""A warehouse made once and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.builders import valid_tables
from tests.warehouse.lakes import new_lake
from tests.warehouse.loads import load


@pytest.fixture(scope="session")
def loaded(tmp_path_factory):
    """A warehouse that holds `valid_tables()` from the run "first"; not to be changed."""
    path = tmp_path_factory.mktemp("loaded") / "w.duckdb"
    load(path, valid_tables())
    return path


@pytest.fixture
def path(tmp_path):
    """Where there is no warehouse yet."""
    return tmp_path / "w.duckdb"


@pytest.fixture
def full(loaded, tmp_path):
    """A copy of `loaded`, alone in its folder."""
    path = tmp_path / "a folder" / "w.duckdb"
    path.parent.mkdir()
    return shutil.copy(loaded, path)


@pytest.fixture
def a_lake(postgres_port, tmp_path):
    """Where there is no lake yet: a new database, and a folder for the files."""
    return new_lake(postgres_port, str(tmp_path / "files"))


@pytest.fixture
def first_release(path):
    """A warehouse that the first release made, with the article of `valid_tables(1)` and its copy."""
    with duckdb.connect(path) as con:
        con.execute((Path(__file__).parent / "first_release.sql").read_text(encoding="utf-8"))
    return path
