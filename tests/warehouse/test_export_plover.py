"""PLOVER JSON: names and values of its fields, which events are in it, and that docs/export.md names each field."""

from __future__ import annotations

import json
import re

import pytest

from tests.builders import BELMONT, CIVILIANS, FORCES, LANTERN, changed, valid_tables
from tests.conftest import ROOT
from tests.warehouse.loads import load
from warehouse.errors import TargetTaken
from warehouse.export_plover import Written, export, fields

PAGE = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")


def exported(path, tmp_path):
    written = export(path, tmp_path / "events.jsonl")
    lines = (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == written.events
    return [json.loads(line) for line in lines]


def test_an_event_is_one_object_however_many_articles_tell_it(full, tmp_path):
    (event,) = exported(full, tmp_path)
    expected = {
        "event_id": valid_tables()["events"]["event_id"][0],
        "event_date": "2020-03-02",
        "event_type": "ASSAULT",
        "event_mode": None,
        "intensity": -10.0,
        "quad_code": 4,
        "contexts": ["military"],
        "actor_name": [FORCES["name"]],
        "actor_country": ["XNL"],
        "primary_actor_sector": "MIL",
        "actor_sectors": ["MIL"],
        "actor_name_raw": ["Northland forces"],
        "recipient_name": [CIVILIANS["name"]],
        "recipient_country": [None],
        "primary_recipient_sector": "CVL",
        "placename": "Belmont",
        "city": "Belmont",
        "province": None,
        "country": "XNL",
        "latitude": BELMONT["latitude"],
        "longitude": BELMONT["longitude"],
        "raw_placename": "Belmont",
        "feature_type": "city",
        "source": "The Test Courier",
        "publication_date": "2020-03-04",
        "story_people": [],
        "story_organizations": sorted([FORCES["name"], LANTERN["name"]]),
        "story_locations": ["Belmont"],
        "language": "en",
        "attributed_to": [LANTERN["name"]],
        "mention_count": 2,
        "article_count": 2,
        "date_precision": "day",
    }
    assert {name: event[name] for name in expected} == expected
    assert event["version"].startswith("sitrep ")


def test_the_surest_mention_speaks_for_the_event(path, tmp_path):
    load(path, changed(valid_tables(), "event_mentions", 1, confidence=0.95, intensity=-9.0))
    (event,) = exported(path, tmp_path)
    assert (event["confidence"], event["intensity"]) == (0.95, -9.0)


@pytest.mark.parametrize("status", ["future", "hypothetical", "negated"])
def test_what_did_not_happen_is_counted_and_left_out(path, tmp_path, status):
    tables = changed(valid_tables(), "events", status=status)
    for row in range(2):
        tables = changed(tables, "event_mentions", row, status=status)
    load(path, tables)
    assert export(path, tmp_path / "events.jsonl") == Written(events=0, others=1)


def test_a_file_is_replaced_and_the_same_warehouse_gives_the_same_bytes(full, tmp_path):
    export(full, tmp_path / "events.jsonl")
    before = (tmp_path / "events.jsonl").read_bytes()
    export(full, tmp_path / "events.jsonl")
    assert (tmp_path / "events.jsonl").read_bytes() == before


def test_a_folder_is_not(full, tmp_path):
    with pytest.raises(TargetTaken):
        export(full, tmp_path)


def test_the_page_tells_of_each_field_and_of_no_other():
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == fields()
