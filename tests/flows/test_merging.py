"""Loads after one another, in any order and at once, make the same events, and keep their ids."""

import json
import shutil
from itertools import permutations
from threading import Thread

import polars as pl
import pytest

from flows.merging import LINKED
from tests.flows.loads import load, some, told
from warehouse.query import query
from warehouse.tables import ARTICLE_SCOPED
from warehouse.tables.ids import content_id

SQL = """
SELECT a.source_name, m.event_type, m.event_mention_id, m.event_id, m.linked_to
FROM event_mentions AS m JOIN articles AS a USING (article_id) ORDER BY ALL
"""


@pytest.fixture
def full(loaded, tmp_path):
    """A warehouse with all articles, to change."""
    return shutil.copy(loaded, tmp_path / "w.duckdb")


def events(path):
    """The events of each article's mentions, by type."""
    return {(name, kind): event for name, kind, _, event, _ in query(path, SQL).iter_rows()}


def whole(path):
    """All that linking decides."""
    return {
        name: query(path, f"SELECT {columns} FROM {name} ORDER BY ALL").drop("recorded_at", strict=False).rows()
        for name, columns in {
            "event_mentions": "event_mention_id, event_id, linked_to, link_score, link_reason", "events": "*",
            "articles": "article_id, story_id", "stories": "*",
        }.items()
    }  # fmt: skip


def recoded(tables, name, recipe="2" * 16, **mention):
    """One article by another recipe, with other columns in its first event mention."""
    own = some(tables, name)
    rows = own["event_mentions"].sort("start_char").to_dicts()
    rows[0] |= mention
    return own | {
        "articles": own["articles"].with_columns(recipe=pl.lit(recipe)),
        "event_mentions": pl.DataFrame(rows, own["event_mentions"].schema),
    }


def test_what_is_one_event_in_several_articles_is_one_row(loaded):
    found = events(loaded)
    assert found["a1", "ASSAULT"] == found["a2", "ASSAULT"] == found["a3", "ASSAULT"]
    assert found["b1", "COERCE"] == found["b2", "COERCE"]
    assert len(set(found.values())) == 4
    counts = query(loaded, "SELECT article_count, source_count FROM events WHERE event_type = 'ASSAULT'")
    assert counts.rows() == [(3, 3)]
    stories = query(loaded, "SELECT source_name, story_id FROM articles ORDER BY ALL")
    assert stories["story_id"].n_unique() == 3


@pytest.mark.parametrize("order", list(permutations(["a1 c1", "a2 b2", "a3 b1"])))
def test_batches_in_any_order_make_the_same_events_and_never_rename_one(tables, loaded, tmp_path, order):
    path, known = tmp_path / "w.duckdb", {}
    for names in order:
        load(path, some(tables, *names.split()))
        found = events(path)
        assert known.items() <= found.items()
        known = found
    assert told(path) == told(loaded)
    if order == ("a1 c1", "a2 b2", "a3 b1"):
        assert found["a1", "ASSAULT"] == events(loaded)["a1", "ASSAULT"]


def test_an_event_has_the_id_of_the_mention_that_founded_it(tables, tmp_path):
    path = tmp_path / "w.duckdb"
    load(path, some(tables, "a3"))
    (late,) = query(path, "SELECT event_mention_id FROM event_mentions")["event_mention_id"]
    load(path, some(tables, "a1"))
    assert set(query(path, "SELECT event_id FROM event_mentions")["event_id"]) == {content_id(late)}


def test_the_order_of_rows_in_a_batch_does_not_matter(tables, loaded, tmp_path):
    path = tmp_path / "w.duckdb"
    load(path, {name: frame.reverse() for name, frame in tables.items()})
    assert whole(path) == whole(loaded)


def test_the_same_articles_again_change_nothing(tables, full):
    for batch in (tables, some(tables, "a2"), some(tables, "b1", "a3")):
        counts = load(full, batch)
        assert (counts.inserted, counts.updated, counts.deleted) == (0, 0, 0)


def test_two_loads_at_once_see_each_other(tables, loaded, tmp_path):
    path = tmp_path / "w.duckdb"
    loads = [
        Thread(target=load, args=(path, some(tables, *names))) for names in (("a1", "b1"), ("a2", "b2"), ("a3", "c1"))
    ]
    for each in loads:
        each.start()
    for each in loads:
        each.join()
    assert told(path) == told(loaded)


def test_articles_coded_anew_with_the_same_rows_keep_their_events(tables, full):
    before = whole(full)
    load(full, tables | {"articles": tables["articles"].with_columns(recipe=pl.lit("2" * 16))})
    assert whole(full) == before


@pytest.mark.parametrize("name", ["a1", "a2", "a3"])
def test_an_article_coded_anew_as_of_another_year_leaves_its_event_and_comes_back(tables, full, name):
    before = whole(full)
    day = {"date_start": None, "date_end": None, "date_precision": "unknown", "status": "future"}
    load(full, recoded(tables, name, **day))
    found = events(full)
    others = {found[other, "ASSAULT"] for other in ("a1", "a2", "a3") if other != name}
    assert len(others) == 1
    assert found[name, "ASSAULT"] not in others
    assert query(full, "SELECT article_count FROM events WHERE event_type = 'ASSAULT' ORDER BY ALL").rows() == [
        (1,),
        (2,),
    ]
    load(full, some(tables, name))
    assert told(full) == told_of(before)


def told_of(rows):
    found = pl.DataFrame(rows["event_mentions"], ["mention", "event", "to", "score", "why"], orient="row")
    return {tuple(ids) for ids in found.group_by("event").agg(pl.col("mention").sort())["mention"]}


def test_an_event_goes_with_its_last_mention(tables, full):
    silent = some(tables, "c1")
    for name in ("event_mentions", "event_participants", "events"):
        silent[name] = silent[name].clear()
    silent["statistics"] = silent["statistics"].with_columns(event_mention_id=pl.lit(None, pl.String))
    load(full, silent)
    assert query(full, "SELECT count(*) FROM events WHERE event_type = 'PROTEST'").item() == 0


def test_the_others_of_an_event_stay_when_the_one_that_founded_it_is_gone(tables, full):
    event = events(full)["a1", "ASSAULT"]
    silent = some(tables, "a1")
    for name in ("event_mentions", "event_participants", "events"):
        silent[name] = silent[name].clear()
    silent["statistics"] = silent["statistics"].with_columns(event_mention_id=pl.lit(None, pl.String))
    load(full, silent)
    assert events(full)["a2", "ASSAULT"] == events(full)["a3", "ASSAULT"] == event
    assert query(full, SQL).filter(event_id=event)["linked_to"].null_count() == 1


def test_stored_events_that_turn_out_to_be_one_are_changed_and_the_reason_is_kept(tables, tmp_path):
    path = tmp_path / "w.duckdb"
    load(path, less(some(tables, "a1"), "recipient", place=False))
    load(path, less(some(tables, "a3"), "actor", place=True))
    before = events(path)
    assert before["a1", "ASSAULT"] != before["a3", "ASSAULT"]
    load(path, some(tables, "a2"))
    assert set(events(path).values()) == {before["a1", "ASSAULT"]}
    change = query(path, "SELECT before, after, reason FROM ops.changes WHERE table_name = 'event_mentions'")
    ((was, now, reason),) = change.rows()
    assert json.loads(was)["event_id"] == before["a3", "ASSAULT"]
    assert json.loads(now)["event_id"] == before["a1", "ASSAULT"]
    assert reason == LINKED


def less(tables, role, *, place):
    """A telling without those of a role, and without its place or its figures."""
    found = tables | {"event_participants": tables["event_participants"].filter(pl.col("role") != role)}
    of_place = ("event_mentions", ["place_id", "place_mention_id"])
    name, columns = of_place if place else ("statistics", ["event_mention_id"])
    nothing = [pl.lit(None, pl.String).alias(column) for column in columns]
    return found | {name: tables[name].with_columns(nothing)}


def test_a_copy_of_a_stored_article_is_of_its_story(tables, full):
    original = tables["articles"].filter(source_name="b2")
    copy = original.with_columns(
        article_id=pl.lit("c" * 16), duplicate_of="article_id", source_name=pl.lit("copy"),
        copy_kind=pl.lit("exact"), copy_similarity=1.0, story_id=pl.lit(content_id(original["article_id"][0])),
    )  # fmt: skip
    batch = {name: tables[name].clear() if name in ARTICLE_SCOPED else tables[name] for name in tables}
    load(full, batch | {"articles": copy.select(original.columns), "events": batch["events"].clear()})
    stories = dict(query(full, "SELECT source_name, story_id FROM articles").iter_rows())
    assert stories["copy"] == stories["b2"] == stories["b1"]
