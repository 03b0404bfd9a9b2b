import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.errors import LoadedBeforeInterrupt
from tests.conftest import ROOT, sitrep

NOISE = ("error", "warning", "traceback", "exception", "deprecat")


@pytest.fixture
def invoke(monkeypatch):
    """Call the command in this process; gives exit code, standard output and standard error."""
    for name in [name for name in os.environ if name.startswith("SITREP_")]:
        monkeypatch.delenv(name)

    def call(*args: object) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, [str(arg) for arg in args])
        return result.exit_code, result.stdout, result.stderr

    return call


def test_help_answers_at_once():
    """What is slow to import is imported by the command that needs it: help takes 0.6 s, Prefect alone several."""
    code = "import sys; import flows.cli; print(*sorted({'prefect', 'spacy', 'great_expectations'} & {*sys.modules}))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.strip() == ""
    done = sitrep("--help")
    assert done.code == 0
    assert all(
        command in done.out for command in ("run", "sql", "score", "serve", "report", "backup", "restore", "export")
    )


def test_a_run_prints_progress_and_a_short_summary(sample_run):
    done = sample_run.finished
    assert done.err.splitlines()[0] == "reading"
    assert any(line.startswith("coding: ") for line in done.err.splitlines())
    assert len(done.out.splitlines()) <= 15
    assert done.out.splitlines()[-1].startswith("Next: sitrep sql ")


def test_a_run_prints_no_noise(sample_run):
    said = (sample_run.finished.out + sample_run.finished.err).lower().replace(str(sample_run.warehouse).lower(), "")
    assert [word for word in NOISE if word in said] == []


def test_nothing_is_left_of_a_run_but_warehouse_reports_and_prefects_files(sample_run):
    left = {path.name for path in sample_run.warehouse.parent.iterdir()}
    assert left <= {"sitrep.duckdb", "sitrep.duckdb.lock", "report", "validation", "annotations", ".prefect"}


def test_sql_in_three_forms(invoke, sample_run):
    query = "SELECT count(*) AS n FROM articles"
    code, out, _ = invoke("sql", query, "--warehouse", sample_run.warehouse, "--format", "json")
    rows = json.loads(out)
    assert code == 0
    assert rows[0]["n"] >= 12
    assert invoke("sql", query, "--warehouse", sample_run.warehouse, "--format", "csv")[1] == f"n\n{rows[0]['n']}\n"
    assert "1 row" in invoke("sql", query, "--warehouse", sample_run.warehouse)[1]


@pytest.mark.parametrize("query", ["DROP TABLE articles", "SELEC 1", "SELECT * FROM nothing"])
def test_sql_that_cant_be_is_one_sentence(invoke, sample_run, query):
    code, out, err = invoke("sql", query, "--warehouse", sample_run.warehouse)
    assert (code, out) == (2, "")
    assert err
    assert "Traceback" not in err


def test_a_warehouse_that_is_not_there(invoke, tmp_path):
    code, _, err = invoke("sql", "SELECT 1", "--warehouse", tmp_path / "none.duckdb")
    assert code == 2
    assert err.count("\n") == 1
    assert "sitrep run" in err


def test_a_missing_source_is_told_before_anything_starts(invoke, tmp_path):
    code, _, err = invoke("run", tmp_path / "nowhere", "--warehouse", tmp_path / "data" / "w.duckdb")
    assert code == 2
    assert err.count("\n") == 1
    assert str(tmp_path / "nowhere") in err
    assert not (tmp_path / "data").exists()


def test_a_setting_that_cant_be(invoke, monkeypatch, tmp_path):
    monkeypatch.setenv("SITREP_BATCH_SIZE", "many")
    code, _, err = invoke("run", tmp_path)
    assert code == 2
    assert "SITREP_BATCH_SIZE" in err


def test_a_folder_that_cant_be_written(invoke, tmp_path):
    (tmp_path / "file").touch()
    code, _, err = invoke("run", tmp_path, "--warehouse", tmp_path / "file" / "w.duckdb")
    assert code == 2
    assert "--warehouse" in err


def test_an_unexpected_error_is_one_sentence(invoke, monkeypatch, sample_run):
    monkeypatch.setattr("warehouse.query.query", lambda *_: 1 / 0)
    code, _, err = invoke("sql", "SELECT 1", "--warehouse", sample_run.warehouse)
    assert code == 2
    assert err.startswith("sitrep failed unexpectedly (ZeroDivisionError: division by zero)")
    assert "Traceback" not in err


def test_debug_shows_where(invoke, monkeypatch, sample_run):
    monkeypatch.setattr("warehouse.query.query", lambda *_: 1 / 0)
    monkeypatch.setenv("SITREP_DEBUG", "1")
    assert "Traceback" in invoke("sql", "SELECT 1", "--warehouse", sample_run.warehouse)[2]


def test_report_says_where_it_is(invoke, sample_run):
    code, out, _ = invoke("report", "--warehouse", sample_run.warehouse)
    assert code == 0
    assert [line.split()[-1] for line in out.splitlines()] == [
        str(sample_run.warehouse.parent / name / "index.html") for name in ("report", "validation")
    ]


def test_score_needs_gold(invoke, sample_run, tmp_path):
    (tmp_path / "gold.json").write_text("{}")
    code, _, err = invoke("score", tmp_path / "gold.json", "--warehouse", sample_run.warehouse)
    assert code == 2
    assert "gold.json" in err


def test_score_needs_an_article_that_is_loaded(invoke, sample_run, tmp_path):
    (tmp_path / "gold.json").write_text(json.dumps({"article": "x.txt", "actors": [], "events": [], "statistics": []}))
    code, out, err = invoke("score", tmp_path / "gold.json", "--warehouse", sample_run.warehouse)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "x.txt" in err


def test_a_file_that_is_not_what_its_name_claims(tmp_path):
    (tmp_path / "a.parquet").write_text("Rain fell, said the minister.")
    done = sitrep("run", tmp_path / "a.parquet", "--warehouse", tmp_path / "w.duckdb")
    assert done.code == 2
    assert "a.parquet is Parquet by its name but plain text by its content" in done.err
    assert "Next:" not in done.out


@pytest.mark.parametrize(
    ("interrupt", "said"),
    [(KeyboardInterrupt(), "the warehouse is as it was"), (LoadedBeforeInterrupt("It is loaded."), "It is loaded.")],
)
def test_an_interrupt_says_what_became_of_the_load(invoke, monkeypatch, tmp_path, interrupt, said):
    def interrupted(*_):
        raise interrupt

    monkeypatch.setattr("flows.run.run", interrupted)
    code, _, err = invoke("run", tmp_path)
    assert code == 130
    assert said in err


def test_backup_and_restore(invoke, sample_run, tmp_path):
    code, out, err = invoke("backup", tmp_path / "held.zip", "--warehouse", sample_run.warehouse)
    assert (code, err) == (0, "")
    assert out.startswith("Backed up ")
    restored = tmp_path / "restored.duckdb"
    code, out, err = invoke("restore", tmp_path / "held.zip", "--warehouse", restored)
    assert (code, err) == (0, "")
    query = "SELECT * FROM event_records ORDER BY ALL"
    original, copy = (
        invoke("sql", query, "--format", "csv", "--warehouse", w) for w in (sample_run.warehouse, restored)
    )
    assert original == copy
    assert invoke("restore", tmp_path / "held.zip", "--warehouse", restored)[0] == 2
    assert invoke("restore", tmp_path / "held.zip", "--warehouse", restored, "--force")[0] == 0


def test_a_backup_that_is_not_whole_is_one_sentence(invoke, tmp_path):
    (tmp_path / "held.zip").write_bytes(b"PK")
    code, out, err = invoke("restore", tmp_path / "held.zip", "--warehouse", tmp_path / "w.duckdb")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert not (tmp_path / "w.duckdb").exists()


def test_exports(invoke, sample_run, tmp_path):
    given = ("--parquet", tmp_path / "out", "--plover", tmp_path / "events.jsonl", "--warehouse", sample_run.warehouse)
    code, out, err = invoke("export", *given)
    assert (code, err, out.count("Exported ")) == (0, "", 2)
    assert (tmp_path / "out" / "datapackage.json").exists()
    assert json.loads((tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()[0])["event_id"]


def test_an_export_of_nothing(invoke, sample_run):
    code, out, err = invoke("export", "--warehouse", sample_run.warehouse)
    assert (code, out) == (2, "")
    assert "--parquet" in err


def test_the_address_of_a_lake_that_cant_be(invoke):
    code, out, err = invoke("sql", "SELECT 1", "--warehouse", "ducklake:file.ducklake")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "ducklake:postgres:" in err
