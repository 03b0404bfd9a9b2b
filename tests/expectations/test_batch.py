"""The batch gate as a whole: planted faults, each alone, through Great Expectations and into the report."""

from __future__ import annotations

import socket
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from expectations.batch import VALIDATIONS, Verdict, validate
from expectations.declared import primary_key
from tests.builders import Tables, added, changed, valid_tables
from warehouse.tables import CORE, OPS

RUN = "00000000000000aa"
TODAY = date(2020, 4, 1)
IN_WAREHOUSE = "0123456789abcdef"

#: fault -> the table at fault, its expectation, and which of its rows has the fault
PLANTED = {
    "impossible offset": ("event_mentions", "text_is_in_article", 0),
    "unknown event type": ("event_mentions", "event_type|check__one_of", 1),
    "date far in the future": ("event_mentions", "date_is_possible", 2),
    "value above its high": ("statistics", "value_in_range", 3),
    "duplicate id": ("statistics", "primary_key", 4),
    "participant with no event": ("event_participants", "event_mention_id_exists", 10),
}


def planted() -> Tables:
    tables = valid_tables(6)
    tables = changed(tables, "event_mentions", 0, start_char=90_000, end_char=90_006)
    tables = changed(tables, "event_mentions", 1, event_type="PICNIC")
    tables = changed(tables, "event_mentions", 2, date_end=date(2099, 1, 1))
    tables = changed(tables, "statistics", 3, value=99.0)
    tables = added(tables, "statistics", tables["statistics"].row(4, named=True) | {"measure": "injured"})
    return changed(tables, "event_participants", 10, event_mention_id="00000000000000ff")


def broken(verdict: Verdict) -> dict[str, dict[str, object]]:
    failed = verdict.results.filter(~pl.col("success"))
    return {row["expectation"].partition(": ")[2]: row for row in failed.to_dicts()}


@pytest.fixture(scope="module")
def calls() -> list[object]:
    """Addresses that were connected to while the good batch was validated."""
    return []


@pytest.fixture(scope="module")
def passed(tmp_path_factory: pytest.TempPathFactory, calls: list[object]) -> Verdict:
    """A good batch, with a copy of an article that is in the warehouse."""
    tables = changed(valid_tables(), "articles", 2, duplicate_of=IN_WAREHOUSE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", lambda self, address: calls.append(address))
        return validate(
            tables,
            run_id=RUN,
            site=tmp_path_factory.mktemp("site"),
            today=TODAY,
            known={"articles": pl.Series([IN_WAREHOUSE])},
        )


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Verdict:
    return validate(planted(), run_id=RUN, site=tmp_path_factory.mktemp("site"), today=TODAY)


def test_a_good_batch_passes(passed):
    assert not passed.held
    assert passed.failures == passed.warnings == []
    assert passed.results["success"].all()


def test_results_are_rows_of_ops_validations(passed):
    assert passed.results.schema == VALIDATIONS
    assert OPS["validations"].is_valid(passed.results)
    assert set(passed.results["suite"]) == {*CORE, "cross_table"}
    assert passed.results["evaluated"].null_count() == 0


def test_nothing_is_called_over_the_network(passed, calls):
    assert passed.report.is_file()
    assert calls == []


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_holds_the_batch_and_its_row_is_named(fault, held):
    table, name, number = PLANTED[fault]
    row = planted()[table].row(number, named=True)
    row_id = row[primary_key(table)]
    source = f"articles/article-{number // 2 if table == 'event_participants' else number}.txt"

    assert held.held
    result = broken(held)[f"{table}.{name}"]
    assert result["severity"] == "critical"
    assert set(str(result["examples"]).split(", ")) == {row_id}
    (sentence,) = [s for s in held.failures if s.startswith(f"{table}: ") and f" {name} (" in s]
    assert f"{row_id} in {source}" in sentence
    assert row_id in held.report.read_text(encoding="utf-8")


def test_a_sentence_shows_the_value(held):
    (sentence,) = [sentence for sentence in held.failures if "event_type|" in sentence]

    assert "1 of 6 rows" in sentence
    assert sentence.endswith("(PICNIC).")


def test_only_what_is_broken_is_reported(held):
    expected = {f"{table}.{name}" for table, name, _ in PLANTED.values()}
    follow = {
        "event_mentions.inside_sentence": "the offset is outside the sentence too",
        "event_mentions.type_is_that_of_event": "its event is not a picnic",
    }

    assert set(broken(held)) == expected | set(follow)


def test_warnings_do_not_hold(tmp_path):
    tables = changed(valid_tables(20), "articles", published_on=date(2020, 4, 20))
    nobody = tables["event_participants"].clear()

    verdict = validate(tables | {"event_participants": nobody}, run_id=RUN, site=tmp_path, today=TODAY)

    assert not verdict.held
    assert verdict.failures == []
    assert {row["severity"] for row in broken(verdict).values()} == {"warning"}
    assert {"articles.published_by_now", "event_mentions.event_has_actor"} <= set(broken(verdict))
    (sentence,) = [sentence for sentence in verdict.warnings if "event_has_actor" in sentence]
    assert "20 of 20 rows" in sentence
    assert sentence.endswith(" and 15 more.")
    assert len(str(broken(verdict)["event_mentions.event_has_actor"]["examples"]).split(", ")) == 20


def test_what_cannot_be_evaluated_holds_the_batch_with_its_reason(tmp_path):
    tables = valid_tables()
    lacking = tables["event_mentions"].drop("status")

    verdict = validate(tables | {"event_mentions": lacking}, run_id=RUN, site=tmp_path, today=TODAY)

    assert verdict.held
    for name in ("columns_are_declared", "status|nullability", "future_is_ahead"):
        row = broken(verdict)[f"event_mentions.{name}"]
        assert row["severity"] == "critical", "a warning that says nothing is no warning"
        assert row["evaluated"] is None
        assert "Not evaluated: " in str(row["explanation"])
        assert any(f"{name} could not be evaluated" in sentence for sentence in verdict.failures)


def test_lazy_tables_give_the_same_verdict(tmp_path, held):
    lazy = {name: frame.lazy() for name, frame in planted().items()}
    verdict = validate(lazy, run_id=RUN, site=tmp_path, today=TODAY)
    assert verdict.results.equals(held.results)
    assert (verdict.failures, verdict.warnings) == (held.failures, held.warnings)


def test_an_empty_batch_passes(tmp_path):
    empty = {name: frame.clear() for name, frame in valid_tables().items()}

    assert not validate(empty, run_id=RUN, site=tmp_path).held


def test_great_expectations_is_imported_late_and_says_nothing(tmp_path):
    script = """
import sys
from pathlib import Path
from expectations.batch import validate
from tests.builders import changed, valid_tables
assert "great_expectations" not in sys.modules
tables = changed(valid_tables(), "event_mentions", event_type="PICNIC")
del_column = tables | {"statistics": tables["statistics"].drop("kind")}
assert validate(del_column, run_id="00000000000000aa", site=Path(sys.argv[1])).held
"""
    root = Path(__file__).parents[2]

    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path], cwd=root, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
