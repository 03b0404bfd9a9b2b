"""What is known changes from run to run, is told by the history, and a forgotten article leaves no word behind.

Real runs of small articles: the same ones again with other seeds and a corrected date, one withdrawn, one forgotten.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass, field

import duckdb
import polars as pl
import pytest
from typer.testing import CliRunner

import seeds
from flows import diff, forget
from flows.cli import app
from flows.errors import UsageError
from flows.run import run
from flows.settings import load
from tests.conftest import ROOT
from warehouse.query import query

SECRET = "Quillfeather"
BECAUSE = "Its article was coded anew: seeds/actors/armed_groups.csv, seeds/measures/vague.csv changed"
ARTICLES = {
    "dated": ("2021-03-10", "Gunmen shelled a village near Bamako on Monday. The mayor of the village was silent."),
    "figure": ("2021-03-11", "Dozens of civilians were killed in Gao by an air strike, the Red Cross said."),
    "group": ("2021-03-12", "The Saffron Column kidnapped a doctor in Niamey. Police arrested nobody."),
    "plain": ("2021-03-13", "Turkish forces attacked a convoy in Sirte, killing 12 soldiers."),
    "shared": ("2021-04-12", "The government of Ghana expelled two diplomats. Ghana gave no reason for that."),
    "secret": (
        "2021-05-14",
        f"Rebels of the {SECRET} Legion attacked a depot in Timbuktu. Zebulon {SECRET} said 17 guards were killed.",
    ),
}


def sources(path, *, again=None):
    """A file of the articles; `again`: those that come with other values."""
    given = {name: {"id": name, "date": day, "text": text} for name, (day, text) in ARTICLES.items()}
    rows = [row | (again or {}).get(name, {}) for name, row in given.items()]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def alter(path, old, new):
    told = path.read_text()
    assert old in told
    path.write_text(told.replace(old, new, 1))


@dataclass
class Lived:
    """A warehouse after two runs, the second by other seeds, and the withdrawal and the forgetting of an article."""

    warehouse: object
    settings: object
    source: str
    runs: list
    forgotten: object
    before: bytes = field(repr=False)


def article_id(warehouse, name):
    return query(warehouse, "SELECT article_id FROM articles WHERE source_name = ?", [name]).item()


@pytest.fixture(scope="module")
def lived(prefect_url, tmp_path_factory):
    home = tmp_path_factory.mktemp("lived")
    root, whole = home / "seeds", seeds.load
    shutil.copytree(ROOT / "seeds", root)
    settings = load(warehouse=home / "data" / "w.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seeds, "load", lambda: whole(root))
        runs = [run([sources(home / "news.jsonl")], settings)]
        alter(root / "measures" / "vague.csv", "\ndozens,24,24,\n", "\ndozens,36,36,\n")
        with (root / "actors" / "armed_groups.csv").open("a") as lines:
            lines.write("Saffron Column,armed_group,NER,REB,,Saffron Column\n")
        source = sources(home / "news.jsonl", again={"dated": {"date": "2021-03-17"}})
        runs.append(run([source], settings))
        runs.append(forget.withdraw([article_id(settings.warehouse, "shared")], "Not so", settings))
        before = settings.warehouse.read_bytes()
        secret = [article_id(settings.warehouse, "secret")]
        forgotten = forget.forget(secret, "A court said so", settings)
        runs.append(forgotten)
        yield Lived(settings.warehouse, settings, source, runs, forgotten, before)


def changes(lived, table, name):
    """The logged changes of an article's rows in a table: before, after, reason, run_id."""
    sql = f"""
        SELECT c.before, c.after, c.reason, c.run_id FROM ops.changes AS c
        JOIN {table} AS t ON c.row_id = t.{table[:-1]}_id JOIN articles AS r USING (article_id)
        WHERE c.table_name = '{table}' AND r.source_name = ? ORDER BY ALL
    """
    found = query(lived.warehouse, sql, [name]).rows()
    return [(json.loads(before), json.loads(after), reason, run_id) for before, after, reason, run_id in found]


def at(lived, n):
    return query(lived.warehouse, "SELECT recorded_at FROM ops.runs WHERE run_id = ?", [lived.runs[n].run_id]).item()


def test_a_date_that_was_refined_is_logged_with_both(lived):
    ((before, after, reason, run_id),) = [c for c in changes(lived, "event_mentions", "dated") if "date_start" in c[0]]
    assert (before["date_start"], after["date_start"]) == ("2021-03-08", "2021-03-15")
    assert run_id == lived.runs[1].run_id
    assert reason == BECAUSE


def test_the_event_had_the_old_date_then(lived):
    sql = """
        SELECT DISTINCT e.date_start::VARCHAR AS d FROM events_as_of($t) AS e
        JOIN event_mentions_as_of($t) AS m USING (event_id) JOIN articles_as_of($t) AS a USING (article_id)
        WHERE a.source_name = 'dated' AND d IS NOT NULL
    """
    days = [query(lived.warehouse, sql, {"t": at(lived, n)})["d"].to_list() for n in (0, 1)]
    assert days == [["2021-03-08"], ["2021-03-15"]]


def test_a_figure_that_was_revised_is_logged_with_both(lived):
    ((before, after, reason, run_id),) = changes(lived, "statistics", "figure")
    assert (before["low"], after["low"], run_id) == (24.0, 36.0, lived.runs[1].run_id)
    assert reason == BECAUSE


def test_the_figure_was_the_old_one_then(lived):
    sql = "SELECT low FROM figures_as_of(?) WHERE source_name = 'figure'"
    assert [query(lived.warehouse, sql, [at(lived, n)])["low"].to_list() for n in (0, 1)] == [[24.0], [36.0]]


def test_an_actor_that_was_resolved_later_was_not_then(lived):
    sql = "SELECT country, is_resolved FROM actors_as_of(?) WHERE name LIKE '%Saffron Column%'"
    assert query(lived.warehouse, sql, [at(lived, 0)]).rows() == [(None, False)]
    assert query(lived.warehouse, sql, [at(lived, 1)]).rows() == [("NER", True)]
    sql = "SELECT action, reason FROM ops.changes WHERE table_name = 'actors' AND before LIKE '%Saffron Column%'"
    assert query(lived.warehouse, sql).rows() == [("delete", "Nothing refers to it")]


def test_coding_by_new_seeds_touches_no_other_article(lived):
    for table in ("sentences", "event_mentions", "statistics", "actor_mentions", "event_participants"):
        sql = f"SELECT count(*) FROM {table} AS t JOIN articles AS a USING (article_id) WHERE source_name = 'plain'"
        assert query(lived.warehouse, f"{sql} AND t.recorded_at > ?", [at(lived, 0)]).item() == 0
        assert query(lived.warehouse, f"{sql} AND t.recorded_at = ?", [at(lived, 0)]).item() > 0


def test_a_withdrawn_article_was_known_then(lived):
    sql = "SELECT text FROM articles_as_of(?) WHERE source_name = 'shared'"
    told = [query(lived.warehouse, sql, [at(lived, n)])["text"].to_list() for n in (1, 2)]
    assert told == [[ARTICLES["shared"][1]], []]
    sql = "SELECT DISTINCT reason FROM ops.changes WHERE table_name = 'event_mentions' AND run_id = ?"
    assert query(lived.warehouse, sql, [lived.runs[2].run_id])["reason"].to_list()[0].endswith("withdrawn: Not so")


def test_what_differs_between_two_runs_is_counted_by_table(lived):
    found = diff.rows(lived.warehouse, lived.runs[0].run_id, lived.runs[1].run_id)
    told = {row.pop("table_name"): row for row in diff.summary(found).to_dicts()}
    assert told["statistics"] == {"added": 0, "changed": 2, "removed": 0}  # one, by the actor
    assert told["actors"] == {"added": 1, "changed": 0, "removed": 1}
    assert told["sentences"] == {"added": 0, "changed": 0, "removed": 0}
    figures = found.filter(table_name="statistics")
    assert sorted(figures["columns"].to_list()) == [["by_actor_ids"], ["value", "low"]]
    assert set(figures["run_id"]) == {lived.runs[1].run_id}


def test_backwards_what_was_added_is_removed(lived):
    ways = [diff.rows(lived.warehouse, *(lived.runs[n].run_id for n in way)) for way in ((1, 2), (2, 1))]
    there, back = (diff.summary(found) for found in ways)
    assert there["removed"].sum() > 0
    assert there["added"].equals(back["removed"].rename("added"))
    assert there["removed"].equals(back["added"].rename("removed"))


def test_a_run_does_not_differ_from_itself(lived):
    assert diff.rows(lived.warehouse, lived.runs[1].run_id, lived.runs[1].run_id).is_empty()


def test_a_run_that_is_not_known_is_told(lived):
    with pytest.raises(UsageError, match=r"knows no run 0000; `sitrep sql"):
        diff.rows(lived.warehouse, lived.runs[0].run_id, "0000")


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_the_command_shows_the_same_in_every_form(lived, form):
    ids = [lived.runs[n].run_id for n in (0, 1)]
    done = CliRunner().invoke(app, ["diff", *ids, "--warehouse", str(lived.warehouse), "--format", form])
    assert done.exit_code == 0, done.output
    told = {
        "csv": "statistics,0,2,0",
        "json": '{"table_name": "statistics", "added": 0, "changed": 2, "removed": 0}',
        "table": "statistics              0        2        0",
    }
    assert told[form] in done.output


def test_the_command_says_what_it_does_not_know(lived):
    done = CliRunner().invoke(app, ["diff", "x", "y", "--rows", "--warehouse", str(lived.warehouse)])
    assert (done.exit_code, done.output.count("\n")) == (2, 1)


def test_what_the_page_asks_is_answered(lived):
    page = (ROOT / "docs" / "history.md").read_text(encoding="utf-8")
    asked = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    assert len(asked) == 4
    for sql in asked:
        query(lived.warehouse, sql)


def test_no_file_holds_a_word_of_what_was_forgotten(lived):
    assert SECRET.encode() in lived.before
    home, held = lived.warehouse.parent, []
    for path in home.rglob("*"):
        if path.suffix == ".parquet":
            held += [path for column in pl.read_parquet(path).cast(pl.String, strict=False) if _holds(column)]
        elif path.is_file() and SECRET.lower().encode() in path.read_bytes().lower():
            held.append(path)
    assert held == []
    assert list((home / "annotations").rglob("*.tokens.parquet"))


def _holds(column):
    return column.dtype == pl.String and column.str.to_lowercase().str.contains(SECRET.lower()).any()


def test_what_lost_its_evidence_is_told(lived):
    told = "\n".join(forget.lines(lived.forgotten, "forgotten"))
    assert "  gone: event " in told
    assert f"{SECRET} Legion" in told
    message = query(lived.warehouse, "SELECT message FROM ops.runs WHERE run_id = ?", [lived.forgotten.run_id]).item()
    assert message.startswith("Forgot 1 article: ")
    assert told.startswith(message)


@pytest.mark.parametrize("again", [{}, {"secret": {"id": "renamed"}, "shared": {"id": "renamed-too"}}])
def test_what_was_removed_is_not_loaded_again(lived, tmp_path, again):
    source = sources(tmp_path / "news.jsonl", again={"dated": {"date": "2021-03-17"}} | again)
    outcome = run([source], lived.settings)
    assert outcome.articles_read == len(ARTICLES)
    assert (outcome.added.get("articles", 0), outcome.exit_code) == (0, 0)
    assert outcome.refused == {"forgotten": 1, "withdrawn": 1}
    names = set(query(lived.warehouse, "SELECT source_name FROM articles")["source_name"])
    assert names == set(ARTICLES) - {"secret", "shared"}


def test_a_run_goes_on_in_a_warehouse_of_the_first_release(lived, tmp_path):
    warehouse = tmp_path / "w.duckdb"
    with duckdb.connect(warehouse) as con:
        con.execute((ROOT / "tests" / "warehouse" / "first_release.sql").read_text(encoding="utf-8"))
    outcome = run([sources(tmp_path / "news.jsonl")], load(warehouse=warehouse))
    assert (outcome.status, outcome.articles_new) == ("loaded", len(ARTICLES))
    assert query(warehouse, "SELECT count(*) FROM articles").item() == 2 + len(ARTICLES)
    with pytest.raises(UsageError, match=r"before the history .* begins, at 2024-01-03 03:05:00 UTC"):
        diff.rows(warehouse, "a137313e3a96f9f3", outcome.run_id)
    added = diff.summary(diff.rows(warehouse, "b1e89da43e7910e1", outcome.run_id))
    assert added.row(0, named=True) == {"table_name": "articles", "added": len(ARTICLES), "changed": 0, "removed": 0}


def test_of_a_warehouse_without_a_history_that_is_said(tmp_path):
    with duckdb.connect(tmp_path / "w.duckdb") as con:
        con.execute((ROOT / "tests" / "warehouse" / "first_release.sql").read_text(encoding="utf-8"))
    with pytest.raises(UsageError, match="of an earlier release and keeps no history yet; load something first"):
        diff.rows(tmp_path / "w.duckdb", "a137313e3a96f9f3", "b1e89da43e7910e1")
