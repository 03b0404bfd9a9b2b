import gc

import pytest

from flows.errors import UsageError
from flows.run import run, uncollected
from flows.settings import load


def test_where_no_source_can_be_right_nothing_is_started(tmp_path):
    for sources in ([], [str(tmp_path / "none.txt"), str(tmp_path / "*.csv")]):
        with pytest.raises(UsageError):
            run(sources, load(warehouse=str(tmp_path / "new.duckdb")))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("source", ["-", "s3://bucket/news", "memory://news", "https://example.org/a"])
def test_what_is_no_path_is_left_to_its_reader(tmp_path, monkeypatch, source):
    monkeypatch.setattr("flows.run._run", lambda sources, _: sources)
    assert run([source], load(warehouse=str(tmp_path / "new.duckdb"))) == [source]


@pytest.mark.parametrize("was_enabled", [True, False])
def test_the_collector_is_afterwards_as_it_was(monkeypatch, was_enabled):
    switched = []
    monkeypatch.setattr(gc, "isenabled", lambda: was_enabled)
    monkeypatch.setattr(gc, "enable", lambda: switched.append("on"))
    monkeypatch.setattr(gc, "disable", lambda: switched.append("off"))
    monkeypatch.setattr(gc, "freeze", lambda: switched.append("freeze"))
    for frozen in (0, 1):
        monkeypatch.setattr(gc, "get_freeze_count", lambda frozen=frozen: frozen)
        with uncollected():
            assert switched == ["off"]
        assert switched == ["off", *["freeze"] * (not frozen), *["on"] * was_enabled]
        switched.clear()
