from dataclasses import replace
from pathlib import Path

import pytest

from flows import summary
from flows.outcome import Outcome
from warehouse.tables import CORE


@pytest.fixture
def outcome(tmp_path) -> Outcome:
    for folder in ("report", "validation"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "index.html").touch()
    return Outcome(
        run_id="0" * 16,
        status="loaded",
        message="Loaded 3 articles.",
        warehouse=tmp_path / "w.duckdb",
        validation=tmp_path / "validation",
        report=tmp_path / "report",
        articles_read=3,
        articles_new=3,
        seconds=4.2,
        added=dict.fromkeys(CORE, 7),
        refused={f"rule_{n}": n for n in range(9, 0, -1)},
    )


def test_a_summary_ends_with_what_to_do_next(outcome, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: f"bin/{name}")
    lines = summary.lines(outcome)
    assert lines[0] == "Loaded 3 articles. (4 s)"
    assert lines[-1].startswith('Next: sitrep sql "SELECT ')
    assert lines[-1].endswith(f"--warehouse {outcome.warehouse}")


@pytest.mark.parametrize("named", [None, "elsewhere.duckdb", "data/sitrep.duckdb"])
def test_the_next_command_asks_the_warehouse_of_the_run(outcome, monkeypatch, named):
    monkeypatch.delenv("SITREP_WAREHOUSE", raising=False)
    if named:
        monkeypatch.setenv("SITREP_WAREHOUSE", named)
    monkeypatch.chdir(outcome.warehouse.parent)
    other = replace(outcome, warehouse=Path("a b.duckdb"))
    assert summary.lines(other)[-1].endswith(" --warehouse 'a b.duckdb'")
    default = replace(outcome, warehouse=Path("data/sitrep.duckdb"))
    assert summary.lines(default)[-1].endswith(" --warehouse data/sitrep.duckdb") is bool(named)


def test_where_all_was_refused_there_is_nothing_to_query(outcome):
    said = summary.lines(replace(outcome, status="failed", articles_read=0, articles_new=0, added={}, unread=("x",)))
    assert "sitrep sql" not in "\n".join(said)
    assert said[-1].startswith("situation report")


def test_a_summary_names_warehouse_and_reports(outcome):
    text = "\n".join(summary.lines(outcome))
    for path in (outcome.warehouse, outcome.validation / "index.html", outcome.report / "index.html"):
        assert str(path) in text


def test_it_has_15_lines_at_most_with_all_complaints(outcome):
    bad = replace(outcome, unread=tuple(f"source {n}" for n in range(9)), failures=tuple("abc"))
    assert len(summary.lines(bad)) + len(summary.complaints(bad)) <= 15
    assert summary.complaints(bad)[-1].startswith("... and 9 more")


def test_a_held_batch_leads_to_the_validation_report(outcome):
    assert str(outcome.validation / "index.html") in summary.lines(replace(outcome, status="held"))[-1]


@pytest.mark.parametrize(
    ("status", "unread", "code"),
    [
        ("loaded", (), 0),
        ("nothing_new", (), 0),
        ("held", (), 1),
        ("failed", (), 2),
        ("loaded", ("x",), 2),
        ("held", ("x",), 1),
    ],
)
def test_exit_codes(outcome, status, unread, code):
    assert replace(outcome, status=status, unread=unread).exit_code == code


def test_paths_below_here_are_relative(outcome, monkeypatch):
    monkeypatch.chdir(outcome.warehouse.parent)
    assert f"warehouse          {Path('w.duckdb')}" in summary.lines(outcome)


def test_reasons_are_one_line_each_and_all_stays_within_15_lines(outcome):
    bad = replace(
        outcome,
        reasons=("First\nreason.", "x" * 500, "third"),
        remarks={"language": 1},
        unread=tuple("abcdef"),
        barren=("in/a", "in/b"),
    )
    said = summary.lines(bad)
    assert "  First reason." in said
    assert max(len(line) for line in said if line.startswith("  ")) <= summary.REASON_CHARS + 2
    assert len(said) + len(summary.complaints(bad)) <= 15
    assert "No article in in/a, in/b." in summary.complaints(bad)


def test_what_is_kept_with_a_remark_is_not_refused(outcome):
    said = "\n".join(summary.lines(replace(outcome, refused={}, remarks={"language": 2})))
    assert "Kept with remarks, in ops.rejects too: 2 (language 2)." in said
    assert "Refused" not in said


def test_one_is_singular(outcome):
    said = summary.lines(replace(outcome, added={"places": 1, "actors": 2}))
    assert "New or changed: 2 actors, 1 place." in said


def test_the_next_command_works_where_sitrep_is_not_on_the_path(outcome, monkeypatch, tmp_path):
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "sitrep").touch()
    monkeypatch.setattr("sys.executable", str(tmp_path / ".venv" / "bin" / "python"))
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.chdir(tmp_path)
    assert summary.lines(outcome)[-1].startswith('Next: .venv/bin/sitrep sql "SELECT ')
