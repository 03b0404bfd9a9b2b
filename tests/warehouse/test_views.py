from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.builders import BELMONT, CIVILIANS, FORCES, LANTERN, added, changed, valid_tables
from tests.warehouse.loads import NO_REJECTS, NO_VALIDATIONS, a_run, load
from warehouse.connect import read
from warehouse.publish import publish
from warehouse.query import query
from warehouse.tables.ids import content_id
from warehouse.views import ROOT, VIEWS

VARCHAR, LIST, DAY = "VARCHAR", "VARCHAR[]", "DATE"
EVENT_RECORDS = {
    **dict.fromkeys(("event_mention_id", "event_id", "article_id", "source_name"), VARCHAR),
    "published_on": DAY,
    "event_type": VARCHAR,
    "event_mode": VARCHAR,
    "contexts": LIST,
    "quad_code": "BIGINT",
    "intensity": "DOUBLE",
    "status": VARCHAR,
    **dict.fromkeys(("actor_names", "actor_countries", "actor_sectors"), LIST),
    **dict.fromkeys(("recipient_names", "recipient_countries", "recipient_sectors"), LIST),
    "date_start": DAY,
    "date_end": DAY,
    "date_precision": VARCHAR,
    "date_text": VARCHAR,
    "date_rule": VARCHAR,
    "place_name": VARCHAR,
    "place_country": VARCHAR,
    "latitude": "DOUBLE",
    "longitude": "DOUBLE",
    "geonames_id": "BIGINT",
    "place_precision": VARCHAR,
    "attributed_to": LIST,
    "attribution_verb": VARCHAR,
    "text": VARCHAR,
    "start_char": "BIGINT",
    "end_char": "BIGINT",
    "sentence_text": VARCHAR,
    "confidence": "DOUBLE",
}
CONTRACT = {
    "event_records": EVENT_RECORDS,
    "statistic_records": {
        **dict.fromkeys(("statistic_id", "event_id", "article_id", "source_name"), VARCHAR),
        "published_on": DAY,
        "measure": VARCHAR,
        "value": "DOUBLE",
        "low": "DOUBLE",
        "high": "DOUBLE",
        "qualifier": VARCHAR,
        "unit": VARCHAR,
        "subject": VARCHAR,
        "subject_country": VARCHAR,
        "by_names": LIST,
        "place_name": VARCHAR,
        "place_country": VARCHAR,
        "period_start": DAY,
        "period_end": DAY,
        "kind": VARCHAR,
        "attributed_to": LIST,
        "attribution_verb": VARCHAR,
        "text": VARCHAR,
        "start_char": "BIGINT",
        "end_char": "BIGINT",
        "sentence_text": VARCHAR,
        "confidence": "DOUBLE",
    },
    "actor_records": {
        **dict.fromkeys(("actor_id", "name", "kind", "country", "sector", "wikidata_id"), VARCHAR),
        "resolved": "BOOLEAN",
        "mentions": LIST,
        "article_count": "BIGINT",
        "article_ids": LIST,
    },
    "figure_claims": {
        **dict.fromkeys(("figure_id", "measure", "subject_country", "place_country"), VARCHAR),
        "period_start": DAY,
        "period_end": DAY,
        "claimant": VARCHAR,
        "value": "DOUBLE",
        "low": "DOUBLE",
        "high": "DOUBLE",
        "article_count": "BIGINT",
        "first_published": DAY,
        "last_published": DAY,
        "contested": "BOOLEAN",
        "figure_low": "DOUBLE",
        "figure_best": "DOUBLE",
        "figure_high": "DOUBLE",
        "rule": VARCHAR,
        "subject": VARCHAR,
        "is_latest": "BOOLEAN",
        "is_outdated": "BOOLEAN",
        "statistic_ids": LIST,
    },
    "event_records_cameo": EVENT_RECORDS | {"cameo_root": VARCHAR},
    "event_records_acled": EVENT_RECORDS | {"acled_event_type": VARCHAR, "acled_sub_event_type": VARCHAR},
    "dyad_days": {
        "actor_country": VARCHAR,
        "recipient_country": VARCHAR,
        "day": DAY,
        "event_type": VARCHAR,
        "event_count": "BIGINT",
        "mean_intensity": "DOUBLE",
    },
}


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_has_the_columns_of_the_contract(full, view):
    with read(full) as con:
        relation = con.view(view)
        assert dict(zip(relation.columns, map(str, relation.types), strict=True)) == CONTRACT[view]


def test_every_file_is_a_view():
    assert sorted(file.stem for file in ROOT.glob("*.sql")) == sorted(VIEWS)


def test_an_event_record_tells_who_did_what_to_whom_where_and_who_says_so(full):
    record = query(full, "FROM event_records WHERE source_name = 'article-0.txt'").row(0, named=True)
    expected = {
        "actor_names": [FORCES["name"]],
        "actor_countries": ["XNL"],
        "actor_sectors": ["MIL"],
        "recipient_names": [CIVILIANS["name"]],
        "recipient_countries": [None],
        "recipient_sectors": ["CVL"],
        "place_name": "Belmont",
        "place_country": "XNL",
        "latitude": 52.5,
        "attributed_to": [LANTERN["name"]],
        "attribution_verb": "say",
        "text": "killed",
    }
    assert {column: record[column] for column in expected} == expected
    assert record["sentence_text"].startswith("Northland forces killed")


def test_an_event_that_nobody_is_named_for_has_empty_lists(path):
    tables = valid_tables()
    load(path, tables | {name: tables[name].clear() for name in ("event_participants", "attributions")})
    record = query(path, "FROM event_records").row(0, named=True)
    assert record["actor_names"] == record["recipient_sectors"] == record["attributed_to"] == []
    assert record["attribution_verb"] is None


def test_participants_stand_in_the_order_of_the_text(path):
    tables = valid_tables(1, copy=False)
    first = tables["event_participants"].filter(role="actor").row(0, named=True)
    second = first | {
        "event_participant_id": content_id("second"),
        "position": 1,
        "actor_id": LANTERN["actor_id"],
    }
    third = second | {"event_participant_id": content_id("third"), "position": 2, "actor_id": CIVILIANS["actor_id"]}
    load(path, added(tables, "event_participants", third, second))
    record = query(path, "FROM event_records").row(0, named=True)
    assert record["actor_names"] == [FORCES["name"], LANTERN["name"], CIVILIANS["name"]]
    assert record["actor_countries"] == ["XNL", None, None]
    assert record["actor_sectors"] == ["MIL", "NGO", "CVL"]


def test_a_statistic_record_names_its_causes_in_order(path):
    causes = [LANTERN["actor_id"], FORCES["actor_id"]]
    load(path, changed(valid_tables(1, copy=False), "statistics", by_actor_ids=causes))
    record = query(path, "FROM statistic_records").row(0, named=True)
    assert record["by_names"] == [LANTERN["name"], FORCES["name"]]
    assert (record["value"], record["place_name"], record["attributed_to"]) == (12.0, "Belmont", [LANTERN["name"]])
    assert record["event_id"] == query(path, "SELECT event_id FROM events").item()


def test_a_statistic_of_no_event_and_no_place_has_a_record(path):
    tables = changed(valid_tables(1, copy=False), "statistics", event_mention_id=None, place_id=None, by_actor_ids=[])
    load(path, tables)
    record = query(path, "FROM statistic_records").row(0, named=True)
    assert (record["event_id"], record["place_name"], record["by_names"]) == (None, None, [])


def test_an_actor_record_has_all_its_names_and_articles(path):
    tables = valid_tables()
    load(path, changed(tables, "actor_mentions", text="Its forces", start_char=0, end_char=10))
    record = query(path, "FROM actor_records WHERE actor_id = ?", [FORCES["actor_id"]]).row(0, named=True)
    told_in = sorted(tables["actor_mentions"].filter(actor_id=FORCES["actor_id"])["article_id"])
    assert record["mentions"] == ["Its forces", "Northland forces"]
    assert (record["article_count"], record["article_ids"], record["resolved"]) == (2, told_in, True)


def test_an_actor_that_is_only_mentioned_has_no_record(path):
    tables = valid_tables()
    load(path, tables | {"attributions": tables["attributions"].clear()})
    assert LANTERN["name"] in query(path, "SELECT name FROM actors")["name"]
    assert LANTERN["name"] not in query(path, "SELECT name FROM actor_records")["name"]


def test_whoever_a_sentence_names_as_acting_has_a_record(path):
    tables = valid_tables()
    mentions = tables["actor_mentions"].with_columns(is_acting=pl.col("actor_id") == LANTERN["actor_id"])
    load(path, tables | {"actor_mentions": mentions, "attributions": tables["attributions"].clear()})
    assert LANTERN["name"] in query(path, "SELECT name FROM actor_records")["name"]


@pytest.mark.parametrize(
    ("column", "value"), [("subject_actor_id", LANTERN["actor_id"]), ("by_actor_ids", [LANTERN["actor_id"]])]
)
def test_an_actor_that_is_counted_or_blamed_takes_part(path, column, value):
    tables = changed(valid_tables(), "statistics", **{column: value})
    load(path, tables | {"attributions": tables["attributions"].clear()})
    record = query(path, "SELECT article_count FROM actor_records WHERE name = ?", [LANTERN["name"]])
    assert record.item() == 1


def test_crosswalks_prefer_the_row_of_the_mode_even_where_it_is_empty(path):
    modes = pl.Series([None, "aerial", "destroy"], dtype=pl.String)
    keys = {"event_type": ["ASSAULT"] * 3, "event_mode": modes}
    cameo = pl.DataFrame(keys | {"cameo_root": ["18", "19", "18"]})
    none = pl.Series(["Battles", "Explosions/Remote violence", None], dtype=pl.String)
    acled = pl.DataFrame(keys | {"acled_event_type": none, "acled_sub_event_type": none})
    tables = valid_tables(3, copy=False)
    for i, mode in enumerate((None, "aerial", "destroy")):
        tables = changed(tables, "event_mentions", i, event_mode=mode)
    reference = {"crosswalk_cameo": cameo, "crosswalk_acled": acled}
    publish(path, run=a_run(), tables=tables, rejects=NO_REJECTS, validations=NO_VALIDATIONS, reference=reference)
    joined = query(
        path,
        "SELECT c.event_mode, cameo_root, acled_event_type FROM event_records_cameo AS c"
        " JOIN event_records_acled USING (event_mention_id) ORDER BY c.event_mode NULLS FIRST",
    )
    assert joined.rows() == [
        (None, "18", "Battles"),
        ("aerial", "19", "Explosions/Remote violence"),
        ("destroy", "18", None),
    ]


def test_without_crosswalks_each_event_is_still_there(full):
    assert query(full, "SELECT cameo_root FROM event_records_cameo")["cameo_root"].to_list() == [None, None]


def between_countries(articles):
    tables = changed(valid_tables(articles, copy=False), "actors", 1, country="XSL")
    assert tables["actors"]["actor_id"][1] == CIVILIANS["actor_id"]
    return tables


def test_an_event_counts_once_a_dyad_and_day_however_many_articles_tell_it(path):
    load(path, between_countries(3))
    assert query(path, "FROM dyad_days").rows() == [("XNL", "XSL", date(2020, 3, 2), "ASSAULT", 1, -10.0)]


@pytest.mark.parametrize("change", [{"status": "future"}, {"date_precision": "week"}])
def test_what_did_not_happen_or_has_no_day_is_in_no_dyad(path, change):
    load(path, changed(between_countries(1), "event_mentions", **change))
    assert query(path, "FROM dyad_days").height == 0


def test_the_place_of_a_record_is_the_gazetteers(path):
    load(path, changed(valid_tables(), "places", geonames_id=42))
    assert query(path, "SELECT DISTINCT place_name, geonames_id FROM event_records").row(0) == (BELMONT["name"], 42)
