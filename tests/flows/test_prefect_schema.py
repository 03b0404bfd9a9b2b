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


def alike(script):
    """Lines in any order, as the migrations give the constraints of a table in none."""
    return sorted(line.strip().rstrip(", ") for line in script.splitlines())


def test_it_is_what_the_migrations_make():
    code = "from flows.prefect_schema import migrated; print(migrated(), end='')"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    made = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert alike(made.stdout) == alike(prefect_schema.SCRIPT.read_text(encoding="utf-8"))


def test_a_home_without_a_database_gets_an_empty_one(tmp_path):
    prefect_schema.lay(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["prefect.db"]
    with closing(sqlite3.connect(tmp_path / "prefect.db")) as con:
        assert con.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
        assert con.execute("SELECT count(*) FROM flow_run").fetchone() == (0,)


def test_a_database_that_is_there_stays(tmp_path):
    (tmp_path / "prefect.db").write_bytes(b"mine")
    prefect_schema.lay(tmp_path)
    assert (tmp_path / "prefect.db").read_bytes() == b"mine"


def test_another_prefect_migrates_for_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(prefect_schema, "version", lambda _: "3.99")
    prefect_schema.lay(tmp_path)
    assert not list(tmp_path.iterdir())


def test_where_another_database_is_named_none_is_laid_down(tmp_path, monkeypatch):
    monkeypatch.setenv("PREFECT_API_DATABASE_CONNECTION_URL", "sqlite+aiosqlite:///elsewhere.db")
    prefect_schema.lay(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_home_that_cannot_be_written_is_no_obstacle(tmp_path):
    prefect_schema.lay(tmp_path / "missing")
