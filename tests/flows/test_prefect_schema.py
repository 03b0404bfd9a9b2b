import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from flows import prefect_schema


@pytest.fixture(autouse=True)
def _no_database_is_named(monkeypatch):
    for name in prefect_schema._ELSEWHERE:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A template in a folder of its own."""
    path = tmp_path / "made" / "prefect.db"
    path.parent.mkdir()
    path.write_bytes(b"empty")
    monkeypatch.setattr(prefect_schema, "template", lambda: path)
    return path


def test_it_is_what_the_migrations_make(tmp_path):
    code = "import sys; sys.prefix = sys.argv[1]; from flows.prefect_schema import make; print(make(), end='')"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command = [sys.executable, "-c", code, str(tmp_path)]
    path = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    with closing(sqlite3.connect(path)) as con:
        assert con.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
        assert con.execute("SELECT count(*) FROM flow_run").fetchone() == (0,)


def test_a_home_without_a_database_gets_the_empty_one(tmp_path, made):
    home = tmp_path / "home"
    home.mkdir()
    prefect_schema.lay(home)
    assert [path.name for path in home.iterdir()] == ["prefect.db"]
    assert (home / "prefect.db").read_bytes() == made.read_bytes()


def test_a_database_that_is_there_stays(tmp_path, made):
    (tmp_path / "prefect.db").write_bytes(b"mine")
    prefect_schema.lay(tmp_path)
    assert (tmp_path / "prefect.db").read_bytes() == b"mine"


def test_without_an_empty_one_the_server_migrates(tmp_path, monkeypatch):
    monkeypatch.setattr(prefect_schema, "version", lambda _: "3.99")
    prefect_schema.lay(tmp_path)
    assert not list(tmp_path.iterdir())


def test_where_another_database_is_named_none_is_laid_down(tmp_path, made, monkeypatch):
    monkeypatch.setenv("PREFECT_API_DATABASE_CONNECTION_URL", "sqlite+aiosqlite:///elsewhere.db")
    prefect_schema.lay(tmp_path)
    assert not (tmp_path / "prefect.db").exists()


def test_a_home_that_cannot_be_written_is_no_obstacle(tmp_path, made):
    prefect_schema.lay(tmp_path / "missing")
