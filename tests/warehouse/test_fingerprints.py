import duckdb
import polars as pl
import pytest

from tests.builders import valid_tables
from tests.warehouse.loads import NO_REJECTS, NO_VALIDATIONS, a_run
from warehouse.connect import read
from warehouse.fingerprints import candidates, complete, lacking
from warehouse.publish import publish
from warehouse.tables import OPS
from warehouse.tables.ids import content_id

VERSION = content_id("version")


def prints(*rows, version=VERSION):
    return pl.DataFrame(
        [
            {"article_id": key, "fingerprint_version": version, "signature": [1, 2], "bands": bands}
            for key, bands in rows
        ],
        schema=pl.Schema(OPS["fingerprints"]),
    )


def new(bands, *, text_id="0" * 16, version=VERSION, article_id="f" * 16):
    return prints((article_id, bands), version=version).with_columns(text_id=pl.lit(text_id))


@pytest.fixture
def stored(path):
    """A warehouse with three articles, the third a copy of the first; all have fingerprints."""
    tables = valid_tables()
    ids = tables["articles"].sort("source_name")["article_id"].to_list()
    rows = [(key, [10 * n + 1, 10 * n + 2, 2**64 - 1 - n]) for n, key in enumerate(ids)]
    publish(
        path, run=a_run(), tables=tables, rejects=NO_REJECTS, validations=NO_VALIDATIONS, fingerprints=prints(*rows)
    )
    return path, tables["articles"], dict(rows)


def found(path, frame):
    with read(path) as con:
        return candidates(con, frame, shared_bands=2)


def test_articles_that_share_two_bands_are_candidates(stored):
    path, articles, bands = stored
    first = articles.filter(pl.col("duplicate_of").is_null())["article_id"][0]
    row = found(path, new(bands[first][1:])).row(0, named=True)
    assert row["article_id"] == first
    assert row["bands"] == bands[first]
    assert row["text"] == articles.filter(article_id=first)["text"].item()


def test_one_band_or_another_version_is_not_enough(stored):
    path, _, bands = stored
    some = next(iter(bands.values()))
    assert found(path, new(some[:1])).is_empty()
    assert found(path, new(some, version=content_id("other"))).is_empty()


def test_the_original_of_a_copy_comes_with_it(stored):
    path, articles, bands = stored
    copy = articles.filter(pl.col("duplicate_of").is_not_null()).row(0, named=True)
    rows = found(path, new(bands[copy["article_id"]]))
    assert set(rows["article_id"]) == {copy["article_id"], copy["duplicate_of"]}


def test_the_same_text_and_the_article_itself_are_found_without_bands(stored):
    path, articles, _ = stored
    some = articles.row(0, named=True)
    same = articles.filter(text_id=some["text_id"])["article_id"].to_list()
    assert set(found(path, new([], text_id=some["text_id"]))["article_id"]) >= set(same)
    assert some["article_id"] in found(path, new([], article_id=some["article_id"]))["article_id"].to_list()


def test_an_article_loaded_again_has_one_fingerprint_the_later(stored):
    path, articles, _ = stored
    key = articles["article_id"][0]
    publish(
        path,
        run=a_run("second"),
        tables=valid_tables(),
        rejects=NO_REJECTS,
        validations=NO_VALIDATIONS,
        fingerprints=prints((key, [7])),
    )
    with read(path) as con:
        rows = con.execute("SELECT bands FROM ops.fingerprints WHERE article_id = ?", [key]).fetchall()
    assert rows == [([7],)]


def test_articles_without_a_fingerprint_of_this_version_are_lacking(stored):
    path, _, _ = stored
    with read(path) as con:
        assert lacking(con, VERSION, limit=9).is_empty()
        assert lacking(con, content_id("other"), limit=2).columns == ["article_id", "text"]
        assert lacking(con, content_id("other"), limit=2).height == 2


def test_articles_of_before_get_their_fingerprints(stored):
    path, articles, _ = stored
    other = content_id("other")

    def make(frame):
        return prints(*((key, [1]) for key in frame["article_id"]), version=other)

    assert complete(path, other, make) == articles.height
    assert complete(path, other, make) == 0
    with read(path) as con:
        assert lacking(con, other, limit=9).is_empty()


_LATER = (
    ("articles", "copy_kind"), ("articles", "copy_similarity"), ("events", "article_count"), ("events", "source_count"),
    ("event_mentions", "linked_to"), ("event_mentions", "link_score"), ("event_mentions", "link_reason"),
)  # fmt: skip


def test_a_warehouse_of_an_earlier_version_is_brought_forward_first(stored):
    path, articles, _ = stored
    with duckdb.connect(path) as con:
        con.execute("DROP TABLE ops.fingerprints")
        con.execute("DROP TABLE ops.repairs")
        con.execute("DROP TABLE ops.corrections")
        con.execute("DELETE FROM ops.schema_versions")
        told = "SELECT 2 AS version, now()::TIMESTAMP AS applied_at, 'made' AS name"
        con.execute(f"INSERT INTO ops.schema_versions BY NAME {told}")
        for view in con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall():
            con.execute(f"DROP VIEW {view[0]}")
        for table, column in _LATER:
            con.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    made = complete(path, VERSION, lambda frame: prints(*((key, [1]) for key in frame["article_id"])))
    assert made == articles.height


def test_repairs_are_kept_by_run_and_kind(path):
    counted = pl.DataFrame({"kind": ["html", "mojibake"], "articles": [2, 1], "repairs": [9, 1]})
    publish(path, run=a_run(), tables=valid_tables(), rejects=NO_REJECTS, validations=NO_VALIDATIONS, repairs=counted)
    with duckdb.connect(path, read_only=True) as con:
        rows = con.execute("SELECT kind, articles, repairs FROM ops.repairs ORDER BY kind").fetchall()
    assert rows == [("html", 2, 9), ("mojibake", 1, 1)]
