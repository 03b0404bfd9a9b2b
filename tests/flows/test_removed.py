"""What was removed from the warehouse is kept out of a run, whatever tells that it is the same."""

from datetime import date, datetime

import polars as pl
import pytest

from flows import removed
from transforms.frames import RAW_ARTICLES
from transforms.pipeline import article_ids
from warehouse import removals
from warehouse.tables import OPS

PAGE, FILE = "https://news.example/rain", "articles/rain.txt"


def raw(uri, text, name="rain"):
    return dict.fromkeys(RAW_ARTICLES) | {"source_uri": uri, "source_name": name, "text": text}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder of a run that read the file again, the page with another text, and another article in the file."""
    rows = pl.DataFrame([raw(FILE, "Rain."), raw(PAGE, "Rain, again."), raw(FILE, "Snow.", "snow")], RAW_ARTICLES)
    (tmp_path / "raw").mkdir()
    rows.write_parquet(tmp_path / "raw" / "000000-000000.parquet")
    ids = article_ids(rows)["article_id"]
    told = {
        "article_id": [ids[0], "0" * 16],
        "kind": ["forgotten", "withdrawn"],
        "source_uri": [FILE, PAGE],
        "text_id": ["a" * 16, "b" * 16],
    }
    same = {
        "source_name": "rain",
        "published_on": date(2021, 3, 4),
        "removed_at": datetime(2021, 5, 6),
        "run_id": "c" * 16,
        "reason": "asked",
    }
    gone = pl.DataFrame(told).with_columns(pl.lit(value).alias(name) for name, value in same.items())
    gone = gone.select(list(OPS["removals"].columns())).cast(pl.Schema(OPS["removals"]))
    monkeypatch.setattr(removals, "removed", lambda _: gone)
    return tmp_path


def rejected(folder):
    return pl.concat([pl.read_parquet(path) for path in sorted((folder / "rejects").glob("*.parquet"))])


def test_an_article_is_known_by_its_id_and_by_the_address_of_its_page(folder):
    removed.withhold(folder, folder / "w.duckdb")
    assert pl.read_parquet(folder / "raw" / "000000-000000.parquet")["text"].to_list() == ["Snow."]
    told = rejected(folder).select("source_uri", "rule").rows()
    assert told == [(FILE, "forgotten"), (PAGE, "withdrawn")]


def test_a_refusal_says_why_and_how_to_undo_it(folder):
    removed.withhold(folder, folder / "w.duckdb")
    assert rejected(folder)["reason"][1] == (
        f"{PAGE} was withdrawn (asked) and is not loaded again; `sitrep withdraw --undo {'0' * 16}` lets it in."
    )


def test_an_article_is_known_by_its_text(folder):
    removed.withhold(folder, folder / "w.duckdb")
    part = folder / "clean" / "000000"
    part.mkdir(parents=True)
    ids = ["1" * 16, "2" * 16]
    articles = pl.DataFrame({"article_id": ids, "source_uri": ["x", "y"], "text_id": ["a" * 16, "d" * 16]})
    articles.write_parquet(part / "articles.parquet")
    pl.DataFrame({"article_id": ids}).write_parquet(part / "fingerprints.parquet")
    removed.withhold_texts(folder)
    for what in ("articles", "fingerprints"):
        assert pl.read_parquet(part / f"{what}.parquet")["article_id"].to_list() == ids[1:]
    assert ("x", "forgotten") in rejected(folder).select("source_uri", "rule").rows()


def test_where_nothing_was_removed_nothing_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(removals, "removed", lambda _: OPS["removals"].create_empty())
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "0.parquet").write_bytes(b"not read")
    removed.withhold(tmp_path, tmp_path / "w.duckdb")
    removed.withhold_texts(tmp_path)
    assert not (tmp_path / "rejects").exists()
