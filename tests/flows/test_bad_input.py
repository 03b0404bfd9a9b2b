"""All that can be wrong with an input or a warehouse, through the whole flow: the rest is loaded all the same."""

import json
import shutil
import stat

import polars as pl
import pytest

from flows import server
from flows.outcome import Outcome
from flows.run import run
from flows.settings import load
from tests.conftest import ROOT
from warehouse.errors import WarehouseCorrupt, WarehouseError, WarehouseReadOnly
from warehouse.query import query

GOOD = "Soldiers crossed the river near the town of Larna on Monday, and officials called for calm and for new talks."
FRENCH = (
    "Les ministres se sont réunis lundi à Genève afin de discuter de la situation humanitaire, et ils ont demandé une "
    "trêve durable ainsi que l'ouverture de passages pour les convois."
)
SAME = f"{GOOD} The same words stand in two files."


@pytest.fixture(scope="module")
def bad_input(prefect_url, tmp_path_factory) -> tuple[Outcome, pl.DataFrame, pl.DataFrame]:
    """One run over a folder of faults: its outcome, the articles and the rejects."""
    folder = tmp_path_factory.mktemp("bad")
    inputs = folder / "in"
    inputs.mkdir()
    (inputs / "empty.txt").touch()
    (inputs / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (inputs / "lines.jsonl").write_text(
        "\n".join(
            [json.dumps({"id": "first", "text": GOOD}), json.dumps({"id": "second", "text": GOOD + " Again."}), "{"]
        )
    )
    (inputs / "no_text.csv").write_text("name,colour\na,red\nb,blue\n")
    (inputs / "no_day.json").write_text(
        json.dumps([{"id": "no day", "text": GOOD + " Once more.", "date": "2020-02-31"}])
    )
    (inputs / "french.txt").write_text(FRENCH)
    (inputs / "long.txt").write_text("Soldiers crossed the river. " * 180_000)
    (inputs / "same one.txt").write_text(SAME)
    (inputs / "same two.txt").write_text(SAME)
    outcome = run([str(inputs)], load(warehouse=folder / "w.duckdb"))
    articles = query(outcome.warehouse, "SELECT * FROM articles")
    return outcome, articles, query(outcome.warehouse, "SELECT * FROM ops.rejects")


def test_the_rest_is_loaded(bad_input):
    outcome, articles, _ = bad_input
    assert (outcome.status, outcome.exit_code) == ("loaded", 0)
    assert {"language", "published_on"} <= set(outcome.remarks)
    assert not set(outcome.remarks) & set(outcome.refused)
    assert {path.rpartition("/")[2] for path in outcome.barren} == {
        "binary.txt",
        "empty.txt",
        "long.txt",
        "no_text.csv",
    }
    names = {"first", "second", "no day", "french.txt", "same one.txt", "same two.txt"}
    assert names <= set(articles["source_name"])


@pytest.mark.parametrize(
    "name", ["empty.txt", "binary.txt", "lines.jsonl", "no_text.csv", "no_day", "french.txt", "long.txt"]
)
def test_each_fault_is_one_row_with_a_sentence(bad_input, name):
    _, _, rejects = bad_input
    (row,) = rejects.filter(pl.col("source_uri").str.contains(name, literal=True)).to_dicts()
    assert name in row["reason"]
    assert row["rule"]
    assert "\n" not in row["reason"]


def test_what_is_not_english_is_kept_and_not_coded(bad_input):
    outcome, _, _ = bad_input
    events = "SELECT count(*) FROM event_mentions AS e WHERE e.article_id = a.article_id"
    sql = f"SELECT language, ({events}) FROM articles AS a WHERE source_name = 'french.txt'"
    assert query(outcome.warehouse, sql).rows() == [("fr", 0)]


def test_of_two_files_with_the_same_content_one_is_the_copy(bad_input):
    _, articles, _ = bad_input
    same = articles.filter(pl.col("source_name").str.starts_with("same "))
    assert same["duplicate_of"].drop_nulls().is_in(same["article_id"].to_list()).to_list() == [True]


def test_a_date_that_cant_be_is_no_date(bad_input):
    _, articles, _ = bad_input
    assert articles.filter(source_name="no day")["published_on"].to_list() == [None]


@pytest.fixture
def article(tmp_path) -> str:
    path = tmp_path / "article.txt"
    shutil.copy(min((ROOT / "seeds" / "articles").glob("*.txt")), path)
    return str(path)


@pytest.mark.usefixtures("prefect_url")
def test_a_corrupt_warehouse_stays_as_it_is(article, tmp_path):
    broken = tmp_path / "w.duckdb"
    broken.write_bytes(b"not a database " * 1000)
    with pytest.raises(WarehouseCorrupt, match=r"w\.duckdb"):
        run([article], load(warehouse=broken))
    assert broken.read_bytes() == b"not a database " * 1000


@pytest.mark.usefixtures("prefect_url")
def test_a_read_only_warehouse_stays_as_it_is_and_is_told_at_once(article, sample_run, tmp_path, monkeypatch):
    shutil.copy(sample_run.warehouse, tmp_path / "w.duckdb")
    (tmp_path / "w.duckdb").chmod(stat.S_IRUSR)
    monkeypatch.setattr(server, "for_run", lambda _: pytest.fail("a server was started"))
    with pytest.raises(WarehouseReadOnly, match=r"w\.duckdb"):
        run([article], load(warehouse=tmp_path / "w.duckdb"))
    assert (tmp_path / "w.duckdb").read_bytes() == sample_run.warehouse.read_bytes()


@pytest.mark.usefixtures("prefect_url")
def test_a_folder_is_no_warehouse(article, tmp_path):
    with pytest.raises(WarehouseError, match="--warehouse"):
        run([article], load(warehouse=tmp_path))
