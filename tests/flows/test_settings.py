from pathlib import Path

import pytest
import yaml

from flows.errors import UsageError
from flows.schedule import parameters
from flows.settings import Settings, load
from tests.conftest import ROOT
from warehouse.place import Lake


def test_an_override_wins_over_the_environment(monkeypatch):
    monkeypatch.setenv("SITREP_WAREHOUSE", "from/env.duckdb")
    assert load().warehouse == Path("from/env.duckdb")
    assert load(warehouse="given.duckdb").warehouse == Path("given.duckdb")


def test_reports_stand_beside_the_warehouse():
    settings = load(warehouse="some/where/w.duckdb")
    assert settings.report == Path("some/where/report")
    assert settings.validation == Path("some/where/validation")


def test_batches_and_parses_lie_where_all_machines_see_them():
    settings = load(warehouse="some/where/w.duckdb", shared="/all")
    assert (settings.shared_home, settings.annotations) == (Path("/all"), Path("/all/annotations"))
    assert load(warehouse="some/where/w.duckdb").shared_home == Path("some/where")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BATCH_SIZE", "0"),
        ("PORT", "http"),
        ("SCHEDULE", "hourly"),
        ("SCHEDULE", "0"),
        ("SOURCES", "[in"),
        ("SOURCES", ":"),
        ("USER_AGENT", "two\nlines"),
        ("FETCH_TRIES", "0"),
        ("PROXY", "socks5://127.0.0.1:1080"),
        ("DASK", "127.0.0.1:8786"),
    ],
)
def test_a_value_that_cant_be_is_named(monkeypatch, name, value):
    monkeypatch.setenv(f"SITREP_{name}", value)
    with pytest.raises(UsageError, match=f"SITREP_{name}"):
        load()


def test_a_schedule_is_seconds_or_cron():
    assert load(schedule="30").interval_seconds == 30
    assert load(schedule="*/5 * * * *").interval_seconds is None


def test_every_setting_says_what_it_is_for():
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_prefect_yaml_has_the_deployment_of_the_defaults(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SITREP_{name.upper()}", raising=False)
    (deployment,) = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]
    assert deployment["entrypoint"] == "flows/build.py:build"
    assert deployment["parameters"] == parameters(load())
    assert deployment["schedules"] == [{"cron": load().schedule, "timezone": "UTC"}]


@pytest.mark.parametrize(
    ("value", "sources"),
    [
        ("/tmp/in", ["/tmp/in"]),
        ("in:more/*.csv", ["in", "more/*.csv"]),
        ("https://news.example:8000/a.csv:in", ["https://news.example:8000/a.csv", "in"]),
        ("https://eve:hush@news.example/a:in", ["https://eve:hush@news.example/a", "in"]),
        ("http://a.example:http://b.example", ["http://a.example", "http://b.example"]),
        ("s3://bucket/news/*.html:file:///in:-", ["s3://bucket/news/*.html", "file:///in", "-"]),
        ('["in", "with:colon"]', ["in", "with:colon"]),
    ],
)
def test_sources_are_paths_or_json(monkeypatch, value, sources):
    monkeypatch.setenv("SITREP_SOURCES", value)
    assert load().sources == sources


def test_a_setting_that_cant_be_does_not_tell_a_password(monkeypatch):
    monkeypatch.setenv("SITREP_PROXY", "socks5://eve:hush@127.0.0.1:1080")
    with pytest.raises(UsageError) as caught:
        load()
    assert "hush" not in str(caught.value)


def test_a_warehouse_may_be_a_lake():
    settings = load(warehouse="ducklake:postgres:postgresql://me@127.0.0.1/news", lake_data="s3://news/lake")
    assert settings.warehouse == Lake("ducklake:postgres:postgresql://me@127.0.0.1/news", "s3://news/lake")
    assert settings.report == Path("data/report")
    assert load(warehouse=str(settings.warehouse), lake_home="/srv/news").validation == Path("/srv/news/validation")
