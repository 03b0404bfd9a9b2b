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
from expectations.lookup import CrossCheck
from tests.builders import Tables, added, changed, valid_tables, without
from warehouse.tables import OPS

RUN = "00000000000000aa"
TODAY = date(2020, 4, 1)


def judge(tables: Tables, site: Path) -> Verdict:
    return validate(tables, run_id=RUN, site=site, today=TODAY)


def twin(tables: Tables) -> Tables:
    return added(tables, "statistics", tables["statistics"].row(0, named=True) | {"measure": "injured"})


def broken(verdict: Verdict) -> dict[str, dict[str, object]]:
    failed = verdict.results.filter(~pl.col("success"))
    return {row["expectation"].partition(": ")[2]: row for row in failed.to_dicts()}


@pytest.fixture(scope="module")
def passed(tmp_path_factory: pytest.TempPathFactory) -> Verdict:
    return judge(valid_tables(), tmp_path_factory.mktemp("site"))


def test_a_good_batch_passes(passed):
    assert not passed.held
    assert passed.failures == passed.warnings == []
    assert passed.results["success"].all()


def test_results_are_rows_of_ops_validations(passed):
    assert passed.results.schema == VALIDATIONS
    assert OPS["validations"].is_valid(passed.results)
    assert set(passed.results["suite"]) >= {"articles", "statistics", "cross_table"}
    assert passed.results["evaluated"].null_count() == 0


@pytest.mark.parametrize(
    ("plant", "table", "expectation", "column"),
    [
        (
            lambda t: changed(t, "event_mentions", start_char=90_000, end_char=90_006),
            "event_mentions", "event_mentions.text_is_in_article", "event_mention_id",
        ),
        (
            lambda t: changed(t, "event_mentions", event_type="PICNIC"),
            "event_mentions", "event_mentions.event_type|check__one_of", "event_mention_id",
        ),
        (
            lambda t: changed(t, "statistics", value=99.0),
            "statistics", "statistics.value_in_range", "statistic_id",
        ),
        (
            lambda t: changed(t, "event_mentions", date_end=date(2099, 1, 1)),
            "event_mentions", "event_mentions.date_is_possible", "event_mention_id",
        ),
        (
            lambda t: changed(t, "event_participants", event_mention_id="0123456789abcdef"),
            "event_participants", "event_participants.event_mention_id_exists", "event_participant_id",
        ),
        (twin, "statistics", "statistics.primary_key", "statistic_id"),
    ],
    ids=["impossible offset", "unknown event type", "value above its high", "date far in the future",
         "participant with no event", "duplicate id"],
)  # fmt: skip
def test_a_planted_fault_holds_the_batch_and_its_row_is_named(plant, table, expectation, column, tmp_path):
    tables = plant(valid_tables())
    row = tables[table][column][0]

    verdict = judge(tables, tmp_path)

    assert verdict.held
    assert broken(verdict)[expectation]["severity"] == "critical"
    assert row in broken(verdict)[expectation]["examples"]
    name = expectation.partition(".")[2]
    (sentence,) = [sentence for sentence in verdict.failures if name in sentence]
    assert f"{row} in articles/article-0.txt" in sentence
    assert sentence.startswith(f"{table}: ")
    assert row in verdict.report.read_text(encoding="utf-8")


def test_a_sentence_shows_the_value_and_a_few_of_many_rows(tmp_path):
    tables = valid_tables(10)
    odd = tables["event_mentions"].with_columns(event_type=pl.lit("PICNIC"))

    verdict = judge(tables | {"event_mentions": odd}, tmp_path)

    (sentence,) = [sentence for sentence in verdict.failures if "event_type" in sentence]
    assert "10 of 10 rows" in sentence
    assert "(PICNIC)" in sentence
    assert sentence.endswith(" and 5 more.")
    assert len(str(broken(verdict)["event_mentions.event_type|check__one_of"]["examples"]).split(", ")) == 10


def test_a_warning_does_not_hold(tmp_path):
    verdict = judge(changed(valid_tables(), "articles", published_on=date(2020, 4, 20)), tmp_path)

    assert not verdict.held
    assert verdict.failures == []
    assert [sentence for sentence in verdict.warnings if "published_by_now" in sentence]
    assert broken(verdict)["articles.published_by_now"]["severity"] == "warning"


def test_an_odd_share_is_a_warning_only_beyond_its_bound(tmp_path):
    tables = valid_tables(20)
    some = tables["event_participants"].filter(pl.int_range(pl.len()) >= 12)

    within = judge(tables | {"event_participants": some}, tmp_path)
    beyond = judge(tables | {"event_participants": some.clear()}, tmp_path)

    assert within.warnings == []
    assert not beyond.held
    assert "event_mentions.event_has_actor" in broken(beyond)


def test_a_check_that_cannot_be_evaluated_holds_the_batch_with_its_reason(tmp_path):
    tables = valid_tables()

    verdict = judge(tables | {"event_mentions": tables["event_mentions"].drop("quad_code")}, tmp_path)

    assert verdict.held
    for name in ("columns_are_declared", "quad_code|min", "quad_code_fits_type"):
        row = broken(verdict)[f"event_mentions.{name}"]
        assert row["evaluated"] is None
        assert "quad_code" in str(row["explanation"])
    assert any("quad_code_fits_type could not be evaluated" in sentence for sentence in verdict.failures)


def test_a_warning_that_cannot_be_evaluated_is_critical(tmp_path, monkeypatch):
    def fails(batch):
        raise KeyError("no such table")

    odd = CrossCheck("articles", "odd_warning", "warning", "Articles are not odd.", fails)
    monkeypatch.setattr("expectations.cross.checks", lambda: [odd])

    verdict = judge(valid_tables(), tmp_path)

    assert verdict.held
    assert broken(verdict)["articles.odd_warning"]["severity"] == "critical"
    assert "no such table" in verdict.failures[0]


def test_a_copy_of_an_article_in_the_warehouse_passes(tmp_path):
    tables = changed(without(valid_tables(), "articles", 1), "articles", 1, duplicate_of="0123456789abcdef")
    alone = {name: frame if name in ("articles", "stories") else frame.clear() for name, frame in tables.items()}
    alone |= {"stories": alone["stories"][:1]}

    verdict = validate(
        alone, run_id=RUN, site=tmp_path, today=TODAY, known={"articles": pl.Series(["0123456789abcdef"])}
    )

    assert verdict.failures == []


def test_an_empty_batch_passes(tmp_path):
    assert not judge({name: frame.clear() for name, frame in valid_tables().items()}, tmp_path).held


def test_nothing_is_called_over_the_network(tmp_path, monkeypatch):
    called = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: called.append(address))

    judge(valid_tables(), tmp_path)

    assert called == []


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
