"""Linking the whole warehouse anew makes what one load of all would have made, and says what it changed."""

import polars as pl
import pytest

from flows.relinking import REBUILT, rebuild
from flows.settings import Settings
from tests.conftest import sitrep
from tests.flows.loads import load, some, told
from tests.warehouse.loads import load as load_unlinked
from warehouse.query import query

FIGURES = "SELECT statistic_id, figure_id FROM statistics ORDER BY ALL"


@pytest.fixture
def settings(tmp_path):
    """A place for a warehouse, and an empty file of corrections."""
    (tmp_path / "c.yml").touch()
    return Settings(warehouse=tmp_path / "w.duckdb", corrections=tmp_path / "c.yml")


def test_what_was_never_linked_becomes_what_one_load_makes(tables, settings, loaded):
    load_unlinked(settings.warehouse, tables)
    assert told(settings.warehouse) != told(loaded)
    counts = rebuild(settings)
    assert told(settings.warehouse) == told(loaded)
    assert query(settings.warehouse, FIGURES).equals(query(loaded, FIGURES))
    reasons = query(settings.warehouse, "SELECT DISTINCT reason FROM ops.changes WHERE table_name = 'event_mentions'")
    assert reasons["reason"].to_list() == [REBUILT]
    assert counts.deleted > 0


def test_what_was_linked_by_these_rules_stays_as_it_is(tables, settings):
    load(settings.warehouse, tables)
    counts = rebuild(settings)
    assert (counts.inserted, counts.updated, counts.deleted) == (0, 0, 0)


def test_an_event_that_keeps_its_mentions_keeps_its_id(tables, settings):
    load(settings.warehouse, some(tables, "a3", "c1"))
    load(settings.warehouse, some(tables, "a1", "b1"))
    sql = "SELECT event_mention_id, event_id FROM event_mentions ORDER BY ALL"
    before = query(settings.warehouse, sql)
    rebuild(settings)
    assert query(settings.warehouse, sql).equals(before)


def test_what_a_correction_parts_stays_apart(tables, settings):
    load(settings.warehouse, tables)
    names = tables["articles"].filter(pl.col("source_name").is_in(["b1", "b2"]))
    arrests = tables["event_mentions"].filter(event_type="COERCE").join(names, on="article_id", how="semi")
    one, two = arrests["event_mention_id"].sort()
    settings.corrections.write_text(
        f"- action: split\n  mentions: [{two}]\n  apart_from: [{one}]\n  reason: Two men of one name\n"
    )
    rebuild(settings)
    found = dict(query(settings.warehouse, "SELECT event_mention_id, event_id FROM event_mentions").iter_rows())
    assert found[one] != found[two]


def test_an_empty_warehouse_stays_empty(tables, settings):
    load(settings.warehouse, {name: frame.clear() for name, frame in tables.items()})
    assert rebuild(settings).inserted == 0


def test_a_run_is_told(tables, settings):
    load(settings.warehouse, some(tables, "a1"))
    rebuild(settings)
    runs = query(settings.warehouse, "SELECT sources, status FROM ops.runs ORDER BY recorded_at")
    assert runs.rows()[-1] == (["sitrep merge --rebuild"], "loaded")


def test_the_command_says_what_changed(tables, settings):
    load_unlinked(settings.warehouse, tables)
    chosen = {"SITREP_CORRECTIONS": str(settings.corrections)}
    first, again = (sitrep("merge", "--rebuild", "--warehouse", settings.warehouse, **chosen) for _ in range(2))
    assert (first.code, first.err, again.out) == (0, "", "Linked anew: nothing changed.\n")
    assert "event mentions" in first.out


def test_the_command_takes_no_id(settings):
    done = sitrep("merge", "--rebuild", "ab", "--warehouse", settings.warehouse)
    assert (done.code, done.err) == (2, "--rebuild takes no id.\n")
