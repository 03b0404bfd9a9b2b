from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.builders import CIVILIANS, FORCES, HEADLINE, LANTERN, added, changed, valid_tables
from tests.warehouse.loads import NO_REJECTS, NO_VALIDATIONS, a_run, load, reject, validation
from warehouse import connect
from warehouse.connect import read, write
from warehouse.ddl import key_of
from warehouse.errors import ContractBroken, MemoryShort
from warehouse.merge import TableCounts
from warehouse.publish import publish, record
from warehouse.tables import CORE


def rows(path, sql):
    with read(path) as con:
        return con.execute(sql).fetchall()


def stored(path):
    with read(path) as con:
        return {n: con.table(n).select(*t.columns()).pl().sort(key_of(t)) for n, t in CORE.items()}


def only(tables, *positions):
    """The part of the batch that belongs to some of its articles; shared rows stay."""
    some = tables["articles"][list(positions)].select("article_id")
    return {n: t.join(some, on="article_id", how="semi") if "article_id" in t.columns else t for n, t in tables.items()}


def recorded_at(path, run):
    with read(path) as con:
        found = con.execute("SELECT recorded_at::VARCHAR FROM ops.runs WHERE run_id = ?", [a_run(run)["run_id"]])
        return found.fetchone()[0]


def differing(counts):
    return {name: table for name, table in counts.by_table.items() if table != TableCounts()}


def test_what_is_read_back_is_what_was_published(path):
    tables = valid_tables()
    counts = load(path, tables)
    for name, frame in stored(path).items():
        assert_frame_equal(frame, tables[name].sort(key_of(CORE[name])))
    assert counts.inserted == sum(frame.height for frame in tables.values())


def test_the_same_batch_again_changes_nothing(full):
    again = load(full, valid_tables(), "second")
    assert (again.inserted, again.updated, again.deleted) == (0, 0, 0)
    assert rows(full, "SELECT count(*) FROM ops.changes") == [(0,)]


def test_the_rows_of_a_batch_in_another_order_change_nothing(full):
    assert differing(load(full, {n: frame.reverse() for n, frame in valid_tables().items()}, "second")) == {}


def test_articles_in_two_loads_give_the_same_warehouse_in_any_order(tmp_path):
    tables = valid_tables(copy=False)
    one, other = tmp_path / "one.duckdb", tmp_path / "other.duckdb"
    load(one, only(tables, 0))
    load(one, only(tables, 1), "second")
    load(other, only(tables, 1))
    load(other, only(tables, 0), "second")
    for name, frame in stored(other).items():
        assert_frame_equal(frame, stored(one)[name])


def test_a_changed_row_is_updated_and_kept_as_it_was(full):
    counts = load(full, changed(valid_tables(), "statistics", value=11.0, low=11.0), "second")
    assert differing(counts) == {"statistics": TableCounts(updated=1)}
    ((action, before, after, run_id, reason),) = rows(
        full, "SELECT action, before, after, run_id, reason FROM ops.changes"
    )
    key = valid_tables()["statistics"]["statistic_id"][0]
    assert action == "update"
    recorded = recorded_at(full, "first")
    assert json.loads(before) == {"statistic_id": key, "value": 12.0, "low": 12.0, "recorded_at": recorded}
    assert json.loads(after) == {"statistic_id": key, "value": 11.0, "low": 11.0}
    assert (run_id, reason) == (a_run("second")["run_id"], "Its article was coded anew")


def test_a_changed_list_is_a_changed_row(full):
    counts = load(full, changed(valid_tables(), "event_mentions", contexts=["military", "cyber"]), "second")
    assert differing(counts) == {"event_mentions": TableCounts(updated=1)}


def test_a_value_that_is_no_longer_known_is_a_changed_row(full):
    assert differing(load(full, changed(valid_tables(), "articles", title=None), "second")) == {
        "articles": TableCounts(updated=1)
    }
    ((before, after),) = rows(full, "SELECT before, after FROM ops.changes")
    key = {"article_id": valid_tables()["articles"]["article_id"][0]}
    old = key | {"title": HEADLINE, "recorded_at": recorded_at(full, "first")}
    assert (json.loads(before), json.loads(after)) == (old, key | {"title": None})


def test_a_row_that_vanished_from_its_article_is_deleted(full):
    tables = valid_tables()
    fewer = tables | {"attributions": tables["attributions"][1:]}
    assert differing(load(full, fewer, "second")) == {"attributions": TableCounts(deleted=1)}
    gone = tables["attributions"]["attribution_id"][0]
    assert rows(full, "SELECT table_name, row_id, action, after FROM ops.changes") == [
        ("attributions", gone, "delete", None)
    ]
    ((before,),) = rows(full, "SELECT before FROM ops.changes")
    recorded = {"recorded_at": recorded_at(full, "first")}
    assert json.loads(before) == tables["attributions"].row(0, named=True) | recorded


def test_a_row_is_recorded_when_it_is_written_and_later_than_any_before(full, monkeypatch):
    with write(full) as con:
        con.execute("UPDATE ops.runs SET recorded_at = TIMESTAMP '2999-01-01'")  # by a clock that was wrong
    load(full, changed(valid_tables(), "statistics", value=11.0), "second")
    later = rows(full, "SELECT recorded_at FROM ops.runs ORDER BY recorded_at DESC LIMIT 1")
    assert later == [(datetime(2999, 1, 1, 0, 0, 0, 1),)]
    assert rows(full, "SELECT max(recorded_at) FROM statistics") == later
    assert rows(full, "SELECT changed_at FROM ops.changes") == later


def test_articles_that_are_not_in_the_batch_keep_their_rows(path):
    tables = valid_tables(copy=False)
    load(path, tables)
    part = only(tables, 1)
    counts = load(path, part | {"attributions": part["attributions"].clear()}, "second")
    assert differing(counts) == {"attributions": TableCounts(deleted=2)}
    assert rows(path, "SELECT count(*) FROM attributions") == [(2,)]


def test_an_actor_to_whom_nothing_refers_any_more_is_deleted(full):
    tables = valid_tables()
    silent = tables | {
        "attributions": tables["attributions"].clear(),
        "actor_mentions": tables["actor_mentions"].filter(pl.col("actor_id") != LANTERN["actor_id"]),
    }
    counts = load(full, silent, "second")
    assert counts.by_table["actors"] == TableCounts(deleted=1)
    assert rows(full, "SELECT reason FROM ops.changes WHERE table_name = 'actors'") == [("Nothing refers to it",)]


def test_a_shared_row_to_which_nothing_refers_is_not_kept(path):
    tables = valid_tables()
    lone = added(tables, "actors", FORCES | {"actor_id": "0" * 16, "name": "Nobody"})
    for run in ("first", "second"):
        counts = load(path, lone, run)
    assert differing(counts) == {}
    assert rows(path, "SELECT count(*) FROM actors") == [(3,)]


@pytest.mark.parametrize("column", ["subject_actor_id", "by_actor_ids"])
def test_an_actor_that_only_a_statistic_names_is_kept(path, column):
    who = {"subject_actor_id": CIVILIANS, "by_actor_ids": FORCES}[column]["actor_id"]
    tables = valid_tables()
    for name in ("actor_mentions", "event_participants", "attributions"):
        tables[name] = tables[name].clear()
    load(path, tables)
    assert (who,) in rows(path, "SELECT actor_id FROM actors")


def test_a_place_goes_with_the_last_event_there(full):
    tables = valid_tables()
    nowhere = {"place_id": None, "place_mention_id": None}
    for i in range(2):
        tables = changed(changed(tables, "event_mentions", i, **nowhere), "statistics", i, place_id=None)
    tables = changed(tables, "events", place_id=None) | {"place_mentions": tables["place_mentions"].clear()}
    assert load(full, tables, "second").by_table["places"] == TableCounts(deleted=1)


def test_a_run_is_recorded_with_its_counts(path):
    load(path, valid_tables())
    ((status, inserted, changes, finished),) = rows(
        path, "SELECT status, rows_inserted, rows_updated + rows_deleted, finished_at FROM ops.runs"
    )
    assert (status, inserted, changes) == ("loaded", 36, 0)
    assert datetime.now(UTC).replace(tzinfo=None) - finished < timedelta(minutes=1)


def test_the_start_of_a_run_is_stored_in_utc(path):
    started = datetime(2024, 5, 6, 12, 0, tzinfo=timezone(timedelta(hours=3)))
    record(path, run=a_run(started_at=started, status="failed"), rejects=NO_REJECTS, validations=NO_VALIDATIONS)
    assert rows(path, "SELECT started_at FROM ops.runs") == [(datetime(2024, 5, 6, 9, 0),)]


def test_a_held_run_leaves_the_core_tables_alone(full):
    before = stored(full)
    failed = validation("held").with_columns(success=False)
    counts = record(full, run=a_run("held", status="held"), rejects=reject(), validations=failed)
    assert (counts.inserted, counts.updated, counts.deleted, counts.rejects) == (0, 0, 0, 1)
    assert rows(full, "SELECT status, rejects FROM ops.runs ORDER BY status") == [("held", 1), ("loaded", 0)]
    assert rows(full, "SELECT success FROM ops.validations") == [(False,)]
    for name, frame in stored(full).items():
        assert_frame_equal(frame, before[name])


def test_untouched_articles_take_the_recipe_of_the_run_and_nothing_else(full):
    before, new = stored(full), "b" * 16
    told = before["articles"].select("article_id", "recipe").head(1)
    coded_meanwhile = before["articles"].select("article_id", recipe=pl.lit("c" * 16)).tail(1)
    run = a_run("second", status="nothing_new", recipe=new)
    untouched = pl.concat([told, coded_meanwhile])
    counts = record(full, run=run, rejects=NO_REJECTS, validations=NO_VALIDATIONS, untouched=untouched)
    assert differing(counts) == {}
    articles = before["articles"]
    marked = pl.when(pl.col("article_id").is_in(told["article_id"].implode())).then(pl.lit(new)).otherwise("recipe")
    after = stored(full)
    assert_frame_equal(after.pop("articles"), articles.with_columns(recipe=marked))
    for name, frame in after.items():
        assert_frame_equal(frame, before[name])
    assert rows(full, "SELECT count(*) FROM ops.changes") == [(0,)]


def test_a_reject_is_one_row_however_often_it_is_met(path):
    twice = pl.concat([reject(), reject()])
    met = [
        record(path, run=a_run(run, status="nothing_new"), rejects=twice, validations=NO_VALIDATIONS).rejects
        for run in ("first", "second")
    ]
    assert met == [1, 0]
    assert rows(path, "SELECT run_id FROM ops.rejects") == [(a_run("first")["run_id"],)]


@pytest.mark.parametrize("other", [{"source_uri": "b.csv"}, {"rule": "has_date"}, {"row_id": "7"}, {"evidence": "x"}])
def test_another_fault_is_another_reject(path, other):
    faults = pl.concat([reject(), reject(**other)])
    assert record(path, run=a_run(status="failed"), rejects=faults, validations=NO_VALIDATIONS).rejects == 2


def test_crosswalks_are_replaced(path):
    mode = pl.Series([None, "aerial"], dtype=pl.String)
    roots = pl.DataFrame({"event_type": ["ASSAULT", "ASSAULT"], "event_mode": mode, "cameo_root": ["18", "19"]})
    for frame in (roots, roots[:1]):
        publish(
            path,
            run=a_run(str(frame.height)),
            tables=valid_tables(),
            rejects=NO_REJECTS,
            validations=NO_VALIDATIONS,
            reference={"crosswalk_cameo": frame},
        )
    assert rows(path, "FROM ops.crosswalk_cameo") == [("ASSAULT", None, "18")]


@pytest.mark.parametrize(
    ("name", "frame", "told"),
    [
        ("crosswalk_other", pl.DataFrame(), "No crosswalk crosswalk_other is declared"),
        ("crosswalk_cameo", pl.DataFrame({"a": [1]}), "its columns, a"),
        (
            "crosswalk_cameo",
            pl.DataFrame({"event_type": ["ASSAULT"], "event_mode": ["aerial"], "cameo_root": ["21"]}),
            "cameo_root.regex",
        ),
        (
            "crosswalk_cameo",
            pl.DataFrame({"event_type": ["AID"] * 2, "event_mode": ["assist"] * 2, "cameo_root": ["07", "06"]}),
            "told_once",
        ),
    ],
)
def test_a_crosswalk_that_breaks_its_declaration_is_refused(path, name, frame, told):
    with pytest.raises(ContractBroken, match=told):
        record(
            path,
            run=a_run(status="failed"),
            rejects=NO_REJECTS,
            validations=NO_VALIDATIONS,
            reference={name: frame},
        )


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (lambda t: t | {"boats": pl.DataFrame()}, "undeclared table boats"),
        (lambda t: {n: f for n, f in t.items() if n != "places"}, "lacks table places"),
        (lambda t: t | {"places": t["places"].drop("feature")}, "places differs from its declaration in feature"),
        (lambda t: t | {"places": t["places"].cast({"latitude": pl.Float32})}, "declaration in latitude"),
        (lambda t: t | {"places": t["places"].with_columns(more=1)}, "declaration in more"),
        (lambda t: t | {"places": t["places"].select(reversed(t["places"].columns))}, "in the order of its columns"),
        (lambda t: changed(t, "places", feature=None), "places has NULL in feature"),
        (lambda t: t | {"places": pl.concat([t["places"]] * 2)}, "places has the key .* more than once"),
        (lambda t: changed(t, "statistics", article_id="f" * 16), "statistics has rows of article f{16}"),
    ],
)
def test_what_is_not_as_declared_is_not_written(path, broken, told):
    with pytest.raises(ContractBroken, match=told):
        load(path, broken(valid_tables()))
    assert not path.exists()


@pytest.mark.parametrize(
    ("run", "told"),
    [
        (a_run(speed=3), "no column speed"),
        ({k: v for k, v in a_run().items() if k != "run_id"}, "runs has NULL in run_id"),
    ],
)
def test_a_run_that_is_not_as_declared_is_refused(path, run, told):
    with pytest.raises(ContractBroken, match=told):
        record(path, run=run, rejects=NO_REJECTS, validations=NO_VALIDATIONS)
    assert not path.exists()


def test_rejects_and_validations_that_are_not_as_declared_are_refused(path):
    with pytest.raises(ContractBroken, match="Rejects need the columns stage"):
        record(path, run=a_run(), rejects=NO_REJECTS.drop("rule"), validations=NO_VALIDATIONS)
    with pytest.raises(ContractBroken, match="validations differs from its declaration in suite"):
        record(path, run=a_run(), rejects=NO_REJECTS, validations=NO_VALIDATIONS.drop("suite"))


def test_a_load_that_its_bound_of_memory_is_too_small_for_is_done_without_one(path, monkeypatch):
    bounds = []
    monkeypatch.setattr("warehouse.publish._bound_memory", lambda con: bounds.append(1) or small(con))
    load(path, valid_tables())
    assert bounds == [1]
    assert stored(path)["articles"].height == valid_tables()["articles"].height


def test_where_the_memory_is_too_small_altogether_a_sentence_says_so(path, monkeypatch):
    load(path, only(valid_tables(), 0))
    before = path.read_bytes()
    made = connect._open
    monkeypatch.setattr(
        connect,
        "_open",
        lambda path, read_only=False: made(path, read_only=read_only) if read_only else small(made(path)),
    )
    with pytest.raises(MemoryShort, match=r"^The memory that DuckDB may use \(.+ nothing was changed; "):
        load(path, valid_tables())
    assert path.read_bytes() == before


def small(con):
    return con.execute("SET memory_limit = '600KB'")
