"""What stands beside the warehouse is forgotten with the article: parses, words, validation reports."""

import os

import polars as pl
import pytest

from flows import forget
from flows.kept import forget_words
from flows.settings import load

TEXT, OTHER = "Rain fell on Mopti.", "Snow fell on Mopti, too."


@pytest.fixture
def annotations(tmp_path):
    """Parses of two texts in one file, and the words of two articles."""
    place = tmp_path / "annotations" / "model-1"
    place.mkdir(parents=True)
    rows = [
        {"parse_id": name, "start_char": text.index(word), "text": word}
        for name, text in (("one", TEXT), ("other", OTHER))
        for word in text.rstrip(".").replace(",", "").split()
    ]
    tokens = pl.DataFrame(rows)
    tokens.write_parquet(place / "a.tokens.parquet")
    for what in ("index", "sentences"):
        tokens.select("parse_id").unique().write_parquet(place / f"a.{what}.parquet")
    words = place.parent / "words" / "code"
    words.mkdir(parents=True)
    pl.DataFrame({"article_id": ["a", "b"], "word": ["rain", "snow"]}).write_parquet(words / "x.words.parquet")
    return place.parent


def test_parses_of_the_text_go_and_others_stay(annotations):
    forget_words(annotations, ["a"], [TEXT])
    for what in ("tokens", "index", "sentences"):
        kept = pl.read_parquet(annotations / "model-1" / f"a.{what}.parquet")["parse_id"]
        assert set(kept) == {"other"}, what


def test_words_of_the_article_go_and_others_stay(annotations):
    forget_words(annotations, ["a"], [TEXT])
    assert pl.read_parquet(annotations / "words" / "code" / "x.words.parquet")["word"].to_list() == ["snow"]


def test_a_file_without_it_is_left_alone(annotations):
    before = {path: path.read_bytes() for path in annotations.rglob("*.parquet")}
    forget_words(annotations, ["c"], ["Hail fell on Mopti."])
    assert {path: path.read_bytes() for path in annotations.rglob("*.parquet")} == before


def test_what_can_not_be_read_goes(annotations):
    broken = annotations / "model-1" / "a.tokens.parquet"
    broken.write_bytes(b"no parquet")
    half = annotations / "words" / "half.part"
    half.touch()
    os.utime(half, (0, 0))
    forget_words(annotations, ["a"], [TEXT])
    assert not broken.exists()
    assert not half.exists()


def test_where_nothing_was_kept_nothing_is_to_be_forgotten(tmp_path):
    forget_words(tmp_path / "none", ["a"], [TEXT])
    assert not (tmp_path / "none").exists()


def test_validation_reports_that_show_a_row_of_it_go(tmp_path):
    settings = load(warehouse=tmp_path / "w.duckdb")
    for run, shown in (("one", "0123456789abcdef"), ("two", "fedcba9876543210")):
        folder = settings.validation / "runs" / run
        folder.mkdir(parents=True)
        (folder / "statistics.html").write_text(f"<td>{shown}</td>")
    forget._forget_checks(settings, {"0123456789abcdef"})
    assert [path.name for path in (settings.validation / "runs").iterdir()] == ["two"]
