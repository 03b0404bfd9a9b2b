"""Each rule holds for a good warehouse and finds a planted fault."""

from __future__ import annotations

from contextlib import suppress

import pytest

from tests.builders import added, changed, valid_tables
from tests.warehouse.loads import load
from tests.warehouse.rules import RULES, broken
from warehouse.connect import read, write
from warehouse.tables.ids import content_id

NO_ID = "f" * 16
FAULTS = {
    "sentences points to its text": "UPDATE sentences SET start_char = start_char + 1",
    "event_mentions points to its text": "UPDATE event_mentions SET text = 'other'",
    "articles has each key once": "INSERT INTO articles SELECT * FROM articles LIMIT 1",
    "event_mentions.event_id is in events": f"UPDATE event_mentions SET event_id = '{NO_ID}'",
    "statistics.by_actor_ids is in actors": f"UPDATE statistics SET by_actor_ids = ['{NO_ID}']",
    "articles.duplicate_of is in articles": f"UPDATE articles SET duplicate_of = '{NO_ID}'",
    "every coded article has sentences, or a reject says why not": "DELETE FROM sentences",
    "an event or statistic stands in the article of its sentence": f"UPDATE statistics SET article_id = '{NO_ID}'",
    "an event without a date says so": "UPDATE event_mentions SET date_precision = 'unknown'",
    "a span of days is in order": "UPDATE statistics SET period_start = '2021-01-01'",
    "a value lies within its bounds": "UPDATE statistics SET value = 13",
    "an attribution claims one thing": "UPDATE attributions SET event_mention_id = NULL, statistic_id = NULL",
    "an event's mentions have its type": "UPDATE events SET event_type = 'AID'",
    "participants are numbered from 0": "UPDATE event_participants SET position = 1",
    "claimants are numbered from 0": "UPDATE attributions SET position = 2",
    "event_records has each event mention": "DELETE FROM sentences",
    "statistic_records has each statistic": "DELETE FROM articles",
    "every shared row is used": "DELETE FROM event_mentions",
    "a change is told by a run": f"""
        INSERT INTO ops.changes SELECT '1', '{NO_ID}', now(), 'articles', '1', 'delete', '{{}}', NULL, 'test'""",
    "a reject is told by a run": f"""
        INSERT INTO ops.rejects SELECT '1', '{NO_ID}', 'clean', NULL, 'r', NULL, NULL, NULL, 'r', NULL""",
}


@pytest.fixture
def faulty(loaded):
    """A connection on which faults can be planted; they never reach the file."""
    with suppress(_TakenBack), write(loaded) as con:
        yield con
        raise _TakenBack


class _TakenBack(Exception):
    pass


def test_all_rules_hold_in_a_good_warehouse(loaded):
    with read(loaded) as con:
        assert broken(con) == {}


def test_all_rules_hold_after_a_batch_was_coded_anew(full):
    tables = changed(valid_tables(), "statistics", value=11.0, low=11.0)
    load(full, tables | {"attributions": tables["attributions"].clear()}, "second")
    with read(full) as con:
        assert broken(con) == {}


@pytest.mark.parametrize("rule", FAULTS)
def test_a_planted_fault_is_found(faulty, rule):
    faulty.execute(FAULTS[rule])
    assert faulty.execute(RULES[rule]).fetchall()


def test_offsets_count_characters_and_not_bytes(tmp_path):
    text = "Zoë 🚢 naïve e\u0301 Şırnak."
    tables = valid_tables(1, copy=False)
    article_id = content_id("wide.txt")
    article = tables["articles"].row(0, named=True) | {"article_id": article_id, "text": text}
    word = text.index("Şırnak")
    sentence = tables["sentences"].row(0, named=True) | {"article_id": article_id, "sentence_id": content_id("wide")}
    sentence |= {"start_char": word, "end_char": len(text), "text": text[word:]}
    load(tmp_path / "w.duckdb", added(added(tables, "articles", article), "sentences", sentence))
    with read(tmp_path / "w.duckdb") as con:
        assert con.execute(RULES["sentences points to its text"]).fetchall() == []
