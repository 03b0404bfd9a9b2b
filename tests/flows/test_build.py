"""The flow end to end, on real articles and real stages, with the Prefect server that the tests share."""

import shutil

import polars as pl
import pytest

import seeds
from flows import progress, report
from flows.errors import LoadedBeforeInterrupt
from flows.run import run
from flows.settings import load
from tests.conftest import ROOT
from tests.content import content
from transforms import pipeline
from transforms.annotate.tokens import SENTENCES, TOKENS
from warehouse.query import query

ARTICLES = ROOT / "seeds" / "articles"


@pytest.fixture
def settings_of(prefect_url):
    return lambda path: load(warehouse=path)


@pytest.fixture
def loaded(sample_run, tmp_path):
    """A copy of the sample warehouse, to write to."""
    shutil.copy(sample_run.warehouse, tmp_path / "w.duckdb")
    return tmp_path / "w.duckdb"


def two_articles(folder):
    """Two of the samples, in a folder of their own."""
    folder.mkdir()
    for path in sorted(ARTICLES.glob("*.txt"))[:2]:
        shutil.copy(path, folder)
    return str(folder)


def last_run(warehouse) -> dict[str, object]:
    return query(warehouse, "SELECT * FROM ops.runs ORDER BY started_at DESC LIMIT 1").to_dicts()[0]


def test_every_sample_article_is_loaded(sample_run):
    assert query(sample_run.warehouse, "SELECT count(*) FROM articles").item() == len(list(ARTICLES.glob("*.txt")))
    assert last_run(sample_run.warehouse)["status"] == "loaded"


def test_the_same_again_changes_nothing_and_loads_no_model(settings_of, loaded, monkeypatch):
    monkeypatch.setattr(pipeline, "load_model", lambda _: pytest.fail("the model was loaded"))
    before = content(loaded)
    outcome = run([str(ARTICLES)], settings_of(loaded))
    assert (outcome.status, outcome.exit_code, outcome.articles_new) == ("nothing_new", 0, 0)
    assert outcome.articles_read == len(before["articles"])
    assert all(frame.equals(before[name]) for name, frame in content(loaded).items())
    assert query(loaded, "SELECT count(*) FROM ops.changes").item() == 0


def test_coding_all_anew_changes_nothing_but_the_recipe(settings_of, loaded, monkeypatch):
    before = content(loaded)
    monkeypatch.setattr(pipeline, "recipe_of", lambda *_: "0" * 16)
    outcome = run([str(ARTICLES)], load(warehouse=loaded, batch_size=3))
    assert outcome.status == "loaded"
    assert outcome.articles_new == len(before["articles"])
    after = content(loaded)
    before["articles"] = before["articles"].with_columns(recipe=pl.lit("0" * 16))
    for name, frame in before.items():
        assert after[name].equals(frame), name


@pytest.fixture
def verbs(loaded, sample_run, tmp_path, monkeypatch):
    """Adds a verb to a copy of the seeds that runs use from then on."""
    shutil.copytree(sample_run.warehouse.parent / "annotations", loaded.parent / "annotations")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    root, whole = tmp_path / "seeds", seeds.load
    monkeypatch.setattr(seeds, "load", lambda: whole(root))

    def add(verb):
        with (root / "lexicon" / "verbs_conflict.csv").open("a") as lines:
            lines.write(f"{verb},verb,,,ASSAULT,,,,Rebels {verb} a post.\n")

    return add


def test_a_new_verb_codes_the_articles_anew_that_hold_it(settings_of, loaded, verbs):
    before = content(loaded)
    verbs("expire")
    outcome = run([str(ARTICLES)], settings_of(loaded))
    rest = before["articles"].height - 1
    assert (outcome.status, outcome.articles_new) == ("loaded", 1)
    assert outcome.message.endswith(f"{rest} more articles are in the warehouse just as the changed seeds code them.")
    assert query(loaded, "SELECT DISTINCT recipe FROM articles")["recipe"].to_list() == [last_run(loaded)["recipe"]]
    assert query(loaded, "SELECT count(*) FROM event_mentions").item() == before["event_mentions"].height + 1
    assert run([str(ARTICLES)], settings_of(loaded)).message.endswith("coded by the same rules.")


def test_a_new_verb_that_stands_nowhere_codes_nothing_anew(settings_of, loaded, verbs, monkeypatch):
    monkeypatch.setattr(pipeline, "load_model", lambda _: pytest.fail("the model was loaded"))
    before = content(loaded)
    verbs("glimmer")
    outcome = run([str(ARTICLES)], settings_of(loaded))
    count = before["articles"].height
    told = f"Nothing new: {count} articles are in the warehouse just as the changed seeds code them."
    assert (outcome.status, outcome.articles_new, outcome.message) == ("nothing_new", 0, told)
    assert last_run(loaded)["rows_updated"] == 0
    before["articles"] = before["articles"].with_columns(recipe=pl.lit(last_run(loaded)["recipe"]))
    assert all(frame.equals(before[name]) for name, frame in content(loaded).items())


def test_a_copy_of_a_loaded_article_is_marked(settings_of, loaded, tmp_path):
    (tmp_path / "in").mkdir()
    original = min(ARTICLES.glob("*.txt"))
    shutil.copy(original, tmp_path / "in" / "copied.txt")
    outcome = run([str(tmp_path / "in")], settings_of(loaded))
    assert (outcome.status, outcome.articles_new) == ("loaded", 1)
    assert outcome.message.startswith("Loaded 1 article, 1 of them a copy of another: 1 row new")
    copied = "SELECT o.source_name FROM articles AS c JOIN articles AS o ON c.duplicate_of = o.article_id"
    assert query(loaded, copied)["source_name"].to_list() == [original.name]


def test_a_bad_source_leaves_the_others_loaded(settings_of, tmp_path):
    good = two_articles(tmp_path / "good")
    (tmp_path / "empty.txt").touch()
    outcome = run([str(tmp_path / "empty.txt"), good, str(tmp_path / "nowhere")], settings_of(tmp_path / "w.duckdb"))
    assert (outcome.status, outcome.exit_code, outcome.articles_new) == ("loaded", 2, 2)
    assert len(outcome.unread) == 2
    assert {"empty_file", "unreadable_source"} <= set(outcome.refused)
    assert query(tmp_path / "w.duckdb", "SELECT count(*) FROM ops.rejects").item() >= 2


def test_no_readable_source_is_a_failed_run(settings_of, tmp_path):
    (tmp_path / "empty.txt").touch()
    outcome = run([str(tmp_path / "empty.txt")], settings_of(tmp_path / "w.duckdb"))
    assert (outcome.status, outcome.exit_code) == ("failed", 2)
    assert last_run(tmp_path / "w.duckdb")["status"] == "failed"


def test_a_batch_with_a_planted_fault_is_held(settings_of, loaded, tmp_path, monkeypatch):
    """A copy that is coded all the same: each of its rows is possible, but its events count twice."""
    before = content(loaded)
    whole = pipeline.rows

    def broken(*args, **kwargs):
        tables = whole(*args, **kwargs)
        first, last = pl.col("article_id").first(), pl.col("article_id").last()
        copy = pl.when(pl.col("article_id") == last).then(first)
        kind = pl.when(copy.is_not_null()).then(pl.lit("exact"))
        return tables | {"articles": tables["articles"].with_columns(duplicate_of=copy, copy_kind=kind)}

    monkeypatch.setattr(pipeline, "rows", broken)
    monkeypatch.setattr(pipeline, "recipe_of", lambda *_: "0" * 16)
    outcome = run([two_articles(tmp_path / "in")], settings_of(loaded))
    assert (outcome.status, outcome.exit_code) == ("held", 1)
    assert outcome.failures
    assert all(frame.equals(before[name]) for name, frame in content(loaded).items())
    run_row = last_run(loaded)
    assert (run_row["status"], run_row["articles_new"], run_row["rows_inserted"]) == ("held", 0, 0)
    failed = "SELECT count(*) FROM ops.validations WHERE run_id = $run AND NOT success"
    assert query(loaded, failed, {"run": run_row["run_id"]}).item() > 0
    assert (outcome.validation / "runs" / outcome.run_id / "index.html").exists()


def test_what_a_stage_raises_is_a_failed_run(settings_of, loaded, monkeypatch):
    before = content(loaded)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pipeline, "rows", full)
    monkeypatch.setattr(pipeline, "recipe_of", lambda *_: "0" * 16)
    with pytest.raises(Exception, match="is full"):
        run([str(ARTICLES)], settings_of(loaded))
    assert last_run(loaded)["status"] == "failed"
    assert all(frame.equals(before[name]) for name, frame in content(loaded).items())
    assert not (loaded.parent / ".runs").exists()


def test_a_report_that_fails_after_the_load_is_a_warning(settings_of, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(report, "write", full)
    outcome = run([two_articles(tmp_path / "in")], settings_of(tmp_path / "w.duckdb"))
    assert (outcome.status, outcome.exit_code, outcome.articles_new) == ("loaded", 0, 2)
    assert "the articles are loaded" in outcome.warnings[0]
    assert last_run(tmp_path / "w.duckdb")["status"] == "loaded"


def test_an_interrupt_after_the_load_says_so(settings_of, loaded, tmp_path, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(report, "write", interrupted)
    (tmp_path / "in").mkdir()
    shutil.copy(min(ARTICLES.glob("*.txt")), tmp_path / "in" / "copied.txt")
    with pytest.raises(LoadedBeforeInterrupt, match="the articles are loaded"):
        run([str(tmp_path / "in")], settings_of(loaded))
    assert last_run(loaded)["status"] == "loaded"


def test_the_whole_run_is_seen_from_one_day(settings_of, tmp_path, monkeypatch):
    days, whole = [], pipeline.rows
    monkeypatch.setattr(pipeline, "rows", lambda *a, **given: days.append(given["today"]) or whole(*a, **given))
    run([two_articles(tmp_path / "in")], load(warehouse=tmp_path / "w.duckdb", batch_size=1))
    assert days == [last_run(tmp_path / "w.duckdb")["started_at"].date()] * 2


def test_processes_give_the_same_rows_as_one(settings_of, tmp_path, monkeypatch):
    source = [two_articles(tmp_path / "in")]
    run(source, load(warehouse=tmp_path / "one.duckdb", batch_size=1))
    monkeypatch.setenv("SITREP_PROCESSES", "2")
    monkeypatch.setenv("SITREP_KEEP_ANNOTATIONS", "false")
    outcome = run(source, load(warehouse=tmp_path / "two.duckdb", batch_size=1))
    assert outcome.status == "loaded"
    one = content(tmp_path / "one.duckdb")
    assert all(frame.equals(one[name]) for name, frame in content(tmp_path / "two.duckdb").items())


def test_new_rules_code_anew_without_a_parse(settings_of, tmp_path, monkeypatch):
    source = [two_articles(tmp_path / "in")]
    first = run(source, load(warehouse=tmp_path / "w.duckdb"))
    monkeypatch.setattr(pipeline, "code_of", lambda _: "0" * 16)
    monkeypatch.setattr("flows.annotations.annotate", lambda paragraphs, *_, **__: _nothing(paragraphs))
    before = content(tmp_path / "w.duckdb")
    second = run(source, load(warehouse=tmp_path / "w.duckdb"))
    assert (first.articles_new, second.articles_new, second.added) == (2, 2, second.added | {"event_mentions": 0})
    assert content(tmp_path / "w.duckdb")["event_mentions"].equals(before["event_mentions"])


def _nothing(paragraphs: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    assert not paragraphs.height, "was parsed before"
    return SENTENCES.to_frame(), TOKENS.to_frame()


def test_progress_goes_by_articles(settings_of, tmp_path, monkeypatch):
    told = []

    class Meter(progress.Silent):
        def stage(self, name, total=None):
            told.append((name, total))

        def advance(self, articles):
            told.append(articles)

    monkeypatch.setattr(progress, "current", Meter)
    run([two_articles(tmp_path / "in")], load(warehouse=tmp_path / "w.duckdb", batch_size=1))
    assert told == [
        ("reading", None), ("cleaning", 2), 1, 1, ("coding", 2), 1, 1, ("checking", None), ("loading", None),
    ]  # fmt: skip


def test_a_run_leaves_artifacts(settings_of, sample_run, loaded, prefect_url):
    # Prefect reads the environment at its import, so that must come after the fixture that sets it.
    from prefect.client.orchestration import get_client  # noqa: PLC0415 - see above
    from prefect.client.schemas.filters import ArtifactFilter  # noqa: PLC0415 - see above
    from prefect.settings import PREFECT_API_URL, temporary_settings  # noqa: PLC0415 - see above

    run([str(ARTICLES)], settings_of(loaded))
    with temporary_settings({PREFECT_API_URL: prefect_url}), get_client(sync_client=True) as client:
        keys = {artifact.key for artifact in client.read_artifacts(artifact_filter=ArtifactFilter())}
    assert {"rejects", "validation", "situation-report", "validation-reports"} <= keys
