"""The commands on a lake, from articles to the report."""

from __future__ import annotations

import json

import pytest

from tests.conftest import ROOT, sitrep
from tests.warehouse import servers
from tests.warehouse.lakes import new_lake

ARTICLE = ROOT / "seeds" / "articles" / "2018-09-11_air_strikes.txt"


@pytest.fixture
def lake_of(postgres_port, tmp_path):
    """The settings of a new lake, as environment variables."""
    lake = new_lake(postgres_port, str(tmp_path / "files"))
    return {
        "SITREP_WAREHOUSE": lake.address,
        "SITREP_LAKE_DATA": str(tmp_path / "files"),
        "SITREP_LAKE_HOME": str(tmp_path / "home"),
    }


def test_run_sql_report_and_run_again(lake_of, prefect_url, tmp_path):
    done = sitrep("run", ARTICLE, PREFECT_API_URL=prefect_url, **lake_of)
    assert done.code == 0, done
    assert lake_of["SITREP_WAREHOUSE"] in done.out
    del lake_of["SITREP_LAKE_DATA"]  # the catalogue knows it now
    asked = sitrep("sql", "SELECT count(*) AS n FROM event_records", "--format", "json", **lake_of)
    assert json.loads(asked.out)[0]["n"] > 3
    assert asked.err == ""
    assert sitrep("report", **lake_of).code == 0
    assert (tmp_path / "home" / "report" / "index.html").exists()
    again = sitrep("run", ARTICLE, PREFECT_API_URL=prefect_url, **lake_of)
    assert again.out.startswith("Nothing new"), again


def test_a_lake_without_a_place_for_its_files_is_told_before_anything_is_read(lake_of):
    del lake_of["SITREP_LAKE_DATA"]
    done = sitrep("run", ARTICLE, **lake_of)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "SITREP_LAKE_DATA" in done.err


def test_tests_of_lakes_say_why_they_are_skipped():
    assert "apt-get install postgresql" in servers.NO_POSTGRES
