"""Articles that are withdrawn or forgotten: what goes, what stays, and that a forgotten text is not in the file."""

from __future__ import annotations

import json

import polars as pl
import pytest

from tests.builders import CIVILIANS, HEADLINE, TEXT, actor, added, changed, valid_tables
from tests.warehouse.loads import NO_VALIDATIONS, a_run, load, reject
from tests.warehouse.test_publish import only
from warehouse.connect import read, write
from warehouse.errors import ArticleRemoved, ArticleUnknown, WarehouseMissing
from warehouse.publish import publish
from warehouse.query import query
from warehouse.removals import UNCODED, readmit, remove, removed
from warehouse.tables import ARTICLE_SCOPED, CORE

RUN = "f" * 16
SECRET = "Zyxwvutsrq"


def own_words(tables):
    """The batch with words that stand nowhere else in its first article: in its text, its rows, its story, an actor."""
    words = TEXT.replace("Northland", SECRET)
    tables = changed(tables, "articles", text=words, title=f"{SECRET} hits")
    tables = changed(tables, "sentences", text=f"{SECRET} forces", end_char=len(f"{SECRET} forces"))
    tables = changed(tables, "statistics", subject=f"people of {SECRET}")
    tables = changed(tables, "stories", title=f"{SECRET} hits")
    somebody = actor(f"{SECRET} brigade", "armed_group", None, "REB")
    return added(changed(tables, "actor_mentions", actor_id=somebody["actor_id"]), "actors", somebody)


@pytest.fixture
def path(path):
    """A warehouse of two articles and a copy of the first, which were coded twice, with other words each time."""
    first = valid_tables()
    refused = reject(article_id=first["articles"]["article_id"][0], evidence=SECRET, reason=f"{SECRET} is odd.")
    publish(path, run=a_run(), tables=own_words(first), rejects=refused, validations=NO_VALIDATIONS)
    load(path, first, "second")
    load(path, own_words(first), "third")
    return path


@pytest.fixture
def articles():
    return valid_tables()["articles"]["article_id"].to_list()


def forgotten(path, *ids, run=RUN):
    return remove(path, ids, kind="forgotten", reason="A court said so", run_id=run)


def withdrawn(path, *ids):
    return remove(path, ids, kind="withdrawn", reason="The outlet took it back", run_id=RUN)


def left(path, article):
    return {n: query(path, f"SELECT count(*) FROM {n} WHERE article_id = ?", [article]).item() for n in ARTICLE_SCOPED}


@pytest.mark.parametrize("take", [forgotten, withdrawn])
def test_nothing_of_the_article_is_left_and_all_of_the_other(path, articles, take):
    before = left(path, articles[1])
    done = take(path, articles[0])
    assert set(left(path, articles[0]).values()) == {0}
    assert left(path, articles[1]) == before
    assert done.rows["sentences"].deleted == 3
    run = query(path, "SELECT status, message, rows_deleted FROM ops.runs WHERE run_id = ?", [RUN]).row(0)
    assert run == ("removed", done.message, sum(table.deleted for table in done.rows.values()))


def test_a_forgotten_text_is_not_in_the_file(path, articles):
    assert SECRET.encode() in path.read_bytes()
    forgotten(path, articles[0])
    assert SECRET.encode() not in path.read_bytes()
    assert sorted(p.name for p in path.parent.iterdir()) == ["w.duckdb", "w.duckdb.lock"]


def test_without_writing_the_file_anew_it_would_be(path, articles, monkeypatch):
    monkeypatch.setattr("warehouse.connect._rewrite", lambda stage: None)
    forgotten(path, articles[0])
    assert SECRET.encode() in path.read_bytes()


def test_no_row_of_any_table_holds_a_word_of_it(path, articles):
    forgotten(path, articles[0])
    with read(path) as con:
        tables = con.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables()").fetchall()
        for (name,) in tables:
            rows = con.execute(f"SELECT t::VARCHAR FROM {name} AS t").fetchall()
            assert not [row for (row,) in rows if SECRET in row], name


def test_what_was_withdrawn_is_still_in_the_history(path, articles):
    before = query(path, "SELECT max(recorded_at) AS t FROM ops.runs").item()
    columns = {name: ", ".join(table.columns()) for name, table in CORE.items()}
    was = {name: query(path, f"SELECT {columns[name]} FROM {name} ORDER BY ALL") for name in CORE}
    withdrawn(path, articles[0])
    for name, frame in was.items():
        assert query(path, f"SELECT {columns[name]} FROM {name}_as_of(?) ORDER BY ALL", [before]).equals(frame), name
    reasons = query(path, "SELECT DISTINCT reason FROM ops.changes WHERE run_id = ?", [RUN])["reason"]
    assert f"Article {articles[0]} was withdrawn: The outlet took it back" in reasons.to_list()


def test_what_is_forgotten_is_not_in_the_history_either(path, articles):
    sql = "SELECT count(*) FROM {}_as_of(?) WHERE article_id = ?"
    before = query(path, "SELECT max(recorded_at) AS t FROM ops.runs").item()
    forgotten(path, articles[0])
    for name in ARTICLE_SCOPED:
        assert query(path, sql.format(name), [before, articles[0]]).item() == 0, name
        assert query(path, sql.format(name), [before, articles[1]]).item() == left(path, articles[1])[name], name


def test_the_log_keeps_that_there_were_rows(path, articles):
    done = forgotten(path, articles[0])
    sql = "SELECT row_id, before, after, reason FROM ops.changes WHERE table_name = 'statistics' AND run_id = ?"
    (row_id, before, after, reason) = query(path, sql, [RUN]).row(0)
    assert (json.loads(before), after) == ({"statistic_id": row_id}, None)
    assert reason == f"Article {articles[0]} was forgotten: A court said so"
    assert row_id in done.row_ids


def test_a_trace_stays_without_the_text(path, articles):
    forgotten(path, articles[0])
    (trace,) = removed(path).to_dicts()
    told = {"article_id": articles[0], "kind": "forgotten", "source_uri": "articles/article-0.txt"}
    assert trace.items() >= told.items()
    assert (trace["run_id"], trace["reason"], str(trace["published_on"])) == (RUN, "A court said so", "2020-03-04")


def test_the_event_that_another_article_tells_stays(path, articles):
    done = forgotten(path, articles[0])
    assert (done.events_gone.height, done.events_left) == (0, 1)
    assert query(path, "SELECT count(*) FROM events").item() == 1
    assert done.actors_gone == (f"{SECRET} brigade",)


def test_the_event_that_no_other_tells_goes_and_so_do_its_actors(path, articles):
    done = forgotten(path, *articles[:2])
    assert done.events_gone["event_type"].to_list() == ["ASSAULT"]
    assert CIVILIANS["name"] in done.actors_gone
    for name in ("events", "actors", "places"):
        assert query(path, f"SELECT count(*) FROM {name}").item() == 0
    told = "with them the only evidence of 1 event and 4 actors, and 2 figures."
    assert done.message.startswith("Forgot 2 articles: ")
    assert done.message.endswith(told)


def test_its_copy_becomes_an_article_that_is_to_be_coded(path, articles):
    done = forgotten(path, articles[0])
    assert done.copies == (articles[2],)
    sql = "SELECT duplicate_of, copy_kind, recipe FROM articles WHERE article_id = ?"
    assert query(path, sql, [articles[2]]).row(0) == (None, None, UNCODED)


def test_a_story_begins_with_the_next_article(path, articles):
    story = query(path, "SELECT story_id FROM articles WHERE article_id = ?", [articles[0]]).item()
    forgotten(path, articles[0])
    sql = "SELECT first_article_id, title FROM stories WHERE story_id = ?"
    assert query(path, sql, [story]).row(0) == (articles[2], HEADLINE)


def test_what_was_refused_of_it_is_known_without_its_words(path, articles):
    forgotten(path, articles[0])
    told = query(path, "SELECT rule, reason, evidence FROM ops.rejects").rows()
    assert told == [("has_text", "Its article was forgotten.", None)]


def test_what_was_withdrawn_can_be_forgotten(path, articles):
    withdrawn(path, articles[0])
    forgotten(path, articles[0], run="e" * 16)
    assert removed(path)["kind"].to_list() == ["forgotten"]
    assert SECRET.encode() not in path.read_bytes()


@pytest.mark.parametrize("take", [forgotten, withdrawn])
def test_what_is_not_there_is_told_and_nothing_changes(path, articles, take):
    forgotten(path, articles[0])
    before = path.read_bytes()
    for unknown in ("0" * 16, "1" * 16):
        with pytest.raises(ArticleUnknown, match=f"has no article {unknown}; find its article_id with `sitrep sql"):
            take(path, articles[1], unknown)
    assert path.read_bytes() == before


@pytest.mark.parametrize("take", [forgotten, withdrawn])
def test_what_was_removed_before_is_told_with_the_reason_which_stays(path, articles, take):
    take(path, articles[0])
    before = removed(path)
    with pytest.raises(
        ArticleRemoved, match=f"Article {articles[0]} of .* already \\((A court|The outlet).*nothing was"
    ):
        take(path, articles[1], articles[0])
    assert removed(path).equals(before)


def test_what_is_forgotten_after_it_was_withdrawn_says_what_lost_its_evidence_then(path, articles):
    once = withdrawn(path, *articles[:2])
    again = forgotten(path, *articles[:2], run="e" * 16)
    assert again.events_gone.equals(once.events_gone)
    assert again.actors_gone == once.actors_gone
    assert again.message == once.message.replace("Withdrew", "Forgot").replace("rows gone", "rows gone when withdrawn")
    assert SECRET in "".join(again.texts)


def test_what_is_told_again_since_it_was_withdrawn_lost_no_evidence(path, articles):
    withdrawn(path, *articles[:2])
    tables = only(valid_tables(), 1)
    own = tables["stories"].filter(first_article_id=articles[1])
    one = pl.lit(1, dtype=pl.Int64)
    with write(path) as con:
        con.execute("DELETE FROM ops.removals WHERE article_id = ?", [articles[1]])
    load(path, tables | {"stories": own, "events": tables["events"].with_columns(article_count=one, source_count=one)})
    assert forgotten(path, articles[0], run="e" * 16).events_gone.is_empty()


@pytest.mark.parametrize(("take", "kind"), [(forgotten, "forgotten"), (withdrawn, "withdrawn")])
def test_what_was_removed_can_be_let_in_again_and_a_run_says_so(path, articles, take, kind):
    take(path, articles[0])
    readmit(path, [articles[0]], kind=kind, reason="The court was wrong", run_id="e" * 16)
    assert removed(path).is_empty()
    run = query(path, "SELECT status, message FROM ops.runs ORDER BY recorded_at DESC LIMIT 1").row(0)
    assert run[0] == "readmitted"
    assert f"{articles[0]} may be loaded again (The court was wrong)" in run[1]


def test_what_was_not_removed_so_can_not_be_let_in(path, articles):
    forgotten(path, articles[0])
    before = path.read_bytes()
    for article, kind in ((articles[0], "withdrawn"), (articles[1], "forgotten")):
        with pytest.raises(ArticleRemoved, match=f"no article {article} that was {kind}"):
            readmit(path, [article], kind=kind, reason="x", run_id="e" * 16)
    assert path.read_bytes() == before


def test_no_warehouse_is_made(tmp_path):
    with pytest.raises(WarehouseMissing):
        forgotten(tmp_path / "none.duckdb", "0" * 16)
    assert not list(tmp_path.iterdir())
    assert removed(tmp_path / "none.duckdb").is_empty()


def test_the_file_that_is_written_anew_is_like_the_old_one(path, articles):
    shape = """
        SELECT table_name, column_name, data_type, comment, is_nullable FROM duckdb_columns() WHERE NOT internal
        UNION ALL SELECT function_name, NULL, NULL, comment, NULL FROM duckdb_functions() WHERE NOT internal
        UNION ALL SELECT table_name, NULL, NULL, comment, NULL FROM duckdb_tables()
        UNION ALL SELECT view_name, NULL, NULL, comment, NULL FROM duckdb_views() WHERE NOT internal ORDER BY ALL
    """
    with write(path) as con:
        con.execute("CREATE TABLE notes AS SELECT 'kept' AS note")
    was = query(path, shape)
    path.chmod(0o640)
    forgotten(path, articles[0])
    assert query(path, shape).equals(was)
    assert query(path, "FROM notes").rows() == [("kept",)]
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_load_after_it_goes_on(path, articles):
    forgotten(path, articles[0])
    tables = only(valid_tables(), 1)
    own = tables["stories"].filter(first_article_id=articles[1])
    one = pl.lit(1, dtype=pl.Int64)  # the other article that told them is gone
    events = tables["events"].with_columns(article_count=one, source_count=one)
    counts = load(path, tables | {"stories": own, "events": events}, "fourth")
    assert (counts.inserted, counts.updated, counts.deleted) == (0, 0, 0)
