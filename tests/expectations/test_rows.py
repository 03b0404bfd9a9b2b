"""The row gate."""

from __future__ import annotations

import json

import polars as pl
import pytest
from dataframely.exc import SchemaError

from expectations.rows import EVIDENCE_CHARS, REJECTS, gate
from tests.builders import LANTERN, added, changed, valid_tables, without
from warehouse.tables import CORE


def rules(rejects: pl.DataFrame, table: str) -> list[str]:
    return rejects.filter(pl.col("table_name") == table)["rule"].to_list()


def test_good_rows_pass_as_they_are():
    tables = valid_tables()

    good, rejects = gate(tables)

    assert all(good[name].equals(tables[name]) for name in CORE)
    assert rejects.is_empty()
    assert rejects.schema == REJECTS


def test_a_broken_rule_is_named_with_source_and_row():
    tables = changed(valid_tables(), "statistics", value=99.0)
    broken = tables["statistics"].row(0, named=True)

    good, rejects = gate(tables)

    (reject,) = rejects.filter(pl.col("table_name") == "statistics").to_dicts()
    assert reject["stage"] == "gate"
    assert reject["rule"] == "value_in_range"
    assert reject["row_id"] == broken["statistic_id"]
    assert reject["article_id"] == broken["article_id"]
    assert reject["source_uri"] == "articles/article-0.txt"
    assert reject["reason"].startswith("A row of statistics in articles/article-0.txt was refused because ")
    assert json.loads(reject["evidence"])["value"] == 99.0
    assert good["statistics"].height == tables["statistics"].height - 1


def test_every_broken_rule_of_a_row_is_named():
    _, rejects = gate(changed(valid_tables(), "sentences", 1, kind="poem", sentence_index=-1))

    assert "kind|check__one_of" in rules(rejects, "sentences")[0]
    assert "sentence_index|min" in rules(rejects, "sentences")[0]


def test_evidence_is_short_and_still_json():
    _, rejects = gate(changed(valid_tables(), "articles", title="x" * 5000, repairs=-1))

    (evidence,) = rejects.filter(pl.col("table_name") == "articles", pl.col("rule") == "repairs|min")["evidence"]
    assert len(json.loads(evidence)["title"]) == EVIDENCE_CHARS


def test_what_refers_to_a_refused_row_goes_with_it():
    good, rejects = gate(changed(valid_tables(), "event_mentions", event_type="PICNIC"))

    assert rules(rejects, "event_participants") == ["reference|event_mention_id"] * 2
    assert rules(rejects, "statistics") == ["reference|event_mention_id"]
    assert sorted(rules(rejects, "attributions")) == ["reference|event_mention_id", "reference|statistic_id"]
    assert good["event_mentions"].height == 1


def test_rows_of_a_refused_article_go_with_it_and_others_stay():
    tables = valid_tables(copy=False)
    refused = tables["articles"]["article_id"][0]

    good, rejects = gate(changed(tables, "articles", repairs=-1))

    left = {name: frame for name, frame in good.items() if "article_id" in frame.columns}
    assert all(refused not in frame["article_id"] for frame in left.values())
    assert all(frame.height for frame in left.values())
    assert rules(rejects, "stories") == ["reference|first_article_id, unused"]
    assert good["actors"].height == 3


def test_a_copy_goes_with_its_refused_original():
    _, rejects = gate(changed(valid_tables(), "articles", repairs=-1))

    assert "reference|duplicate_of" in ", ".join(rules(rejects, "articles"))


def test_a_copy_may_be_of_an_article_in_the_warehouse():
    tables = changed(valid_tables(), "articles", 2, duplicate_of="0123456789abcdef")

    _, unknown = gate(tables)
    _, rejects = gate(tables, known={"articles": ["0123456789abcdef"]})

    assert rules(unknown, "articles") == ["reference|duplicate_of"]
    assert rejects.is_empty()


def test_a_refused_row_is_missing_even_where_the_warehouse_has_an_older_one():
    tables = changed(valid_tables(), "articles", repairs=-1)

    _, rejects = gate(tables, known={"articles": tables["articles"]["article_id"]})

    assert len(rules(rejects, "sentences")) == 3


@pytest.mark.parametrize(
    ("name", "row", "rejected", "rule"),
    [
        ("event_mentions", 0, "event_participants", "reference|event_mention_id"),
        ("place_mentions", 0, "event_mentions", "reference|place_mention_id"),
        ("actors", 0, "statistics", "reference|by_actor_ids"),
    ],
    ids=["reference", "reference that may be NULL", "list of references"],
)
def test_a_reference_to_a_missing_row_is_broken(name, row, rejected, rule):
    _, rejects = gate(without(valid_tables(), name, row))

    assert any(rule in rules for rules in rules(rejects, rejected))


def test_an_event_goes_when_all_its_mentions_are_refused():
    tables = valid_tables(articles=1)

    good, rejects = gate(changed(tables, "event_mentions", event_type="PICNIC"))

    assert rules(rejects, "events") == ["unused"]
    assert good["events"].is_empty()


def test_an_actor_that_nothing_ever_referred_to_stays():
    tables = valid_tables()
    lonely = LANTERN | {"actor_id": "0123456789abcdef"}

    good, rejects = gate(added(tables, "actors", lonely))

    assert rejects.is_empty()
    assert good["actors"].height == 4


def test_rows_that_are_alike_in_every_column_are_one():
    tables = valid_tables()

    good, rejects = gate(tables | {"statistics": pl.concat([tables["statistics"], tables["statistics"]])})

    assert rejects.is_empty()
    assert good["statistics"].equals(tables["statistics"])


def test_different_rows_with_one_id_are_all_refused():
    tables = valid_tables()
    twin = tables["statistics"].row(0, named=True) | {"measure": "injured"}

    good, rejects = gate(added(tables, "statistics", twin))

    assert rules(rejects, "statistics") == ["primary_key", "primary_key"]
    assert twin["statistic_id"] not in good["statistics"]["statistic_id"]


def test_empty_tables_pass():
    good, rejects = gate({name: frame.clear() for name, frame in valid_tables().items()})

    assert all(frame.is_empty() for frame in good.values())
    assert rejects.is_empty()


def test_a_table_that_is_not_as_declared_is_an_error():
    tables = valid_tables()

    with pytest.raises(SchemaError, match="quad_code"):
        gate(tables | {"event_mentions": tables["event_mentions"].drop("quad_code")})


def test_rejects_are_in_the_same_order_whatever_the_order_of_rows():
    tables = changed(valid_tables(4), "articles", repairs=-1)
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=7) for name, frame in tables.items()}

    assert gate(tables)[1].equals(gate(shuffled)[1])
