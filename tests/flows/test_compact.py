import polars as pl
import pytest

from flows import compact


def files(folder, kind="words"):
    return sorted(folder.glob(f"*.{kind}.parquet"))


def rows(folder):
    return sorted(row for path in files(folder) for row in pl.read_parquet(path).rows())


@pytest.fixture
def folder(tmp_path):
    """As many files as are worth merging, each with a row of its own and one that all have."""
    for n in range(compact.MANY):
        compact.write(tmp_path, "words", pl.DataFrame({"word": [f"w{99 - n}", "all"], "article_id": [f"a{n}", "a"]}))
    return tmp_path


def test_many_small_files_become_one_sorted_without_repetitions(folder):
    told = {*rows(folder)}
    compact.compact(folder, "words", ["word"])
    (path,) = files(folder)
    assert rows(folder) == sorted(told)
    assert pl.read_parquet(path)["word"].is_sorted()
    assert list(folder.iterdir()) == [path]


def test_few_files_stay(folder):
    files(folder)[0].unlink()
    before = files(folder)
    compact.compact(folder, "words", ["word"])
    assert files(folder) == before


def test_what_is_merged_at_once_is_bounded(folder, monkeypatch):
    told = {*rows(folder)}
    monkeypatch.setattr(compact, "MERGED_BYTES", 4 * files(folder)[0].stat().st_size)
    compact.compact(folder, "words", ["word"])
    assert 4 <= len(files(folder)) < compact.MANY
    assert {*rows(folder)} == told


def test_files_of_another_kind_and_large_ones_stay(folder, monkeypatch):
    compact.write(folder, "same", pl.DataFrame({"word": ["x"]}))
    large = pl.DataFrame({"word": [f"{n * 7919:x}" for n in range(20_000)], "article_id": "b"})
    compact.write(folder, "words", large)
    (biggest,) = [path for path in files(folder) if path.stat().st_size > 10_000]
    monkeypatch.setattr(compact, "MERGED_BYTES", 20_000)
    compact.compact(folder, "words", ["word"])
    assert biggest.exists()
    assert len(files(folder)) == 2
    assert len(files(folder, "same")) == 1


def test_a_broken_file_stays_and_the_others_are_merged(folder):
    told = {*rows(folder)}
    broken = folder / "broken.words.parquet"
    broken.write_bytes(b"no Parquet")
    compact.compact(folder, "words", ["word"])
    assert len(files(folder)) == 2
    broken.unlink()
    assert {*rows(folder)} == told


def test_a_missing_folder_is_no_obstacle(tmp_path):
    compact.compact(tmp_path / "missing", "words", ["word"])
