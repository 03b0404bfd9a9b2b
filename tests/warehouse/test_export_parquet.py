"""Parquet exports: what is in them, how they are described, that they appear whole or not at all."""

from __future__ import annotations

import hashlib
import json
from datetime import date

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.builders import changed, valid_tables
from tests.warehouse.loads import load
from warehouse import datapackage
from warehouse.connect import read
from warehouse.errors import TargetTaken, WarehouseMissing
from warehouse.export_parquet import export
from warehouse.query import query
from warehouse.tables import CORE
from warehouse.views import VIEWS


@pytest.fixture
def spread(path):
    """A warehouse with articles of two months, and one without a day."""
    tables = changed(valid_tables(3, copy=False), "articles", 0, published_on=date(2021, 11, 5))
    tables = changed(tables, "articles", 2, published_on=None, published_rule="unknown")
    load(path, tables)
    return path


@pytest.fixture
def exported(spread, tmp_path):
    export(spread, tmp_path / "out")
    return tmp_path / "out"


def described(folder):
    return json.loads((folder / "datapackage.json").read_text())


def resource(folder, name):
    return next(each for each in described(folder)["resources"] if each["name"] == name)


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", [*CORE, *VIEWS])
def test_each_table_and_view_is_read_back_as_it_was(exported, spread, name):
    told = resource(exported, name)
    paths = [told["path"]] if isinstance(told["path"], str) else told["path"]
    found = pl.concat([pl.read_parquet(exported / path, hive_partitioning=False) for path in paths])
    assert_frame_equal(found, query(spread, f"FROM {name}"), check_row_order=False)
    assert told["rows"] == found.height


def test_what_belongs_to_an_article_is_parted_by_its_month(exported):
    assert sorted(path.name for path in (exported / "event_records").iterdir()) == [
        "published_month=2020-03",
        "published_month=2021-11",
        "published_month=__HIVE_DEFAULT_PARTITION__",
    ]
    parts = f"read_parquet('{exported}/event_records/*/*.parquet')"
    sql = f"SELECT published_month, count(*) FROM {parts} GROUP BY ALL ORDER BY ALL NULLS LAST"
    assert duckdb.sql(sql).fetchall() == [("2020-03", 1), ("2021-11", 1), (None, 1)]


def test_what_articles_share_is_one_file(exported):
    assert (exported / "actors.parquet").is_file()


def test_bytes_and_hashes_are_those_of_the_files(exported):
    for told in described(exported)["resources"]:
        paths = [told["path"]] if isinstance(told["path"], str) else told["path"]
        content = b"".join((exported / path).read_bytes() for path in paths)
        assert (told["bytes"], told["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        for part in told.get("parts", []):
            content = (exported / part["path"]).read_bytes()
            assert (part["bytes"], part["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        assert sum(part["rows"] for part in told.get("parts", [])) in (0, told["rows"])


def test_every_file_of_the_folder_is_described(exported):
    told = [each["path"] for each in described(exported)["resources"]]
    paths = {path for each in told for path in ([each] if isinstance(each, str) else each)}
    assert {str(path) for path in files(exported)} == paths | {"datapackage.json"}


def test_fields_have_types_and_the_comments_of_the_warehouse(exported, spread):
    with read(spread) as con:
        comments = con.execute(
            "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'event_records'"
        ).fetchall()
    fields = resource(exported, "event_records")["schema"]["fields"]
    assert [(field["name"], field["description"]) for field in fields] == comments
    types = {field["name"]: field["type"] for field in fields}
    assert (types["published_on"], types["intensity"], types["geonames_id"]) == ("date", "number", "integer")
    assert (types["actor_names"], types["text"]) == ("array", "string")


def test_keys_references_and_closed_lists_of_a_table(exported):
    schema = resource(exported, "articles")["schema"]
    assert schema["primaryKey"] == "article_id"
    assert {"fields": "duplicate_of", "reference": {"resource": "", "fields": "article_id"}} in schema["foreignKeys"]
    assert {"fields": "story_id", "reference": {"resource": "stories", "fields": "story_id"}} in schema["foreignKeys"]
    fields = {field["name"]: field for field in schema["fields"]}
    assert fields["copy_kind"]["constraints"] == {"enum": ["exact", "near"]}
    assert fields["text"]["constraints"] == {"required": True}


def test_the_same_warehouse_gives_the_same_bytes(exported, spread, tmp_path):
    before = files(exported)
    export(spread, exported)
    export(spread, tmp_path / "another")
    assert files(exported) == before == files(tmp_path / "another")


def test_a_later_export_takes_the_place_of_an_earlier_one(exported, full):
    export(full, exported)
    assert resource(exported, "articles")["rows"] == 3
    assert not (exported / "event_records" / "published_month=2021-11").exists()


def test_a_table_without_rows_has_its_columns(path, tmp_path):
    load(path, {name: frame.clear() for name, frame in valid_tables().items()})
    export(path, tmp_path / "out")
    told = resource(tmp_path / "out", "event_records")
    assert told["rows"] == 0
    assert pl.read_parquet(tmp_path / "out" / told["path"], hive_partitioning=False).width == len(
        told["schema"]["fields"]
    )


def test_a_folder_of_something_else_stays(full, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("Dear Ann")
    with pytest.raises(TargetTaken, match="out"):
        export(full, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["letter.txt"]


def test_an_empty_folder_is_filled(full, tmp_path):
    (tmp_path / "out").mkdir()
    export(full, tmp_path / "out")
    assert (tmp_path / "out" / "datapackage.json").exists()


def test_an_export_that_fails_leaves_the_one_before(exported, spread, monkeypatch):
    before = files(exported)
    monkeypatch.setattr("warehouse.export_parquet.describe", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export(spread, exported)
    assert files(exported) == before
    assert not list(exported.parent.glob(".out.*"))


def test_no_warehouse(tmp_path):
    with pytest.raises(WarehouseMissing):
        export(tmp_path / "none.duckdb", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"name": "another"}'])
def test_a_folder_with_another_s_data_package_is_not_ours(tmp_path, content):
    (tmp_path / "datapackage.json").write_text(content)
    assert not datapackage.is_ours(tmp_path)
