import re

import polars as pl
import pytest

from seeds.loading import SeedError, items, load, read_csv

WORDS = "word,items\nzebra, a|b \n apple ,\n"


@pytest.fixture
def folder(tmp_path):
    for name, text in {
        "lexicon/one.csv": WORDS,
        "lexicon/two.csv": "word,more\nbirch,x\n",
        "articles/sample.csv": "text\nanything\n",
        "sources/columns.csv": "column\nbody\n",
        "README.md": "What the columns mean.\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_the_projects_own_seeds_load():
    seeds = load()
    assert re.fullmatch("[0-9a-f]{16}", seeds.digest)
    assert seeds.table("ontology/types.csv").height > 0


def test_cells_are_strings_without_blanks_around_and_empty_ones_are_null(folder):
    frame = load(folder).table("lexicon/one.csv")
    assert frame.rows() == [("zebra", "a|b"), ("apple", None)]


def test_numbers_stay_as_they_are_written(folder):
    (folder / "numbers.csv").write_text("code,text\n007,1.50\n", encoding="utf-8")
    assert load(folder).table("numbers.csv").rows() == [("007", "1.50")]


def test_files_of_a_pattern_are_one_table_that_names_the_file(folder):
    frame = load(folder).tables("lexicon/*.csv")
    assert frame.select("file", "word").rows() == [("one", "zebra"), ("one", "apple"), ("two", "birch")]
    assert frame["more"].to_list() == [None, None, "x"]


def test_a_pattern_without_files_says_so(folder):
    with pytest.raises(SeedError, match=r"nothing/\*\.csv"):
        load(folder).tables("nothing/*.csv")


def test_a_missing_file_is_named(folder):
    with pytest.raises(SeedError, match=r"missing\.csv"):
        load(folder).table("missing.csv")


def test_a_file_that_is_no_table_is_named(folder):
    (folder / "odd.csv").write_text('a,b\n1,2,3,4\n"', encoding="utf-8")
    with pytest.raises(SeedError, match=r"odd\.csv"):
        read_csv(folder / "odd.csv")


@pytest.mark.parametrize("name", ["lexicon/one.csv", "lexicon/two.csv"])
def test_a_changed_rule_changes_the_digest(folder, name):
    before = load(folder).digest
    path = folder / name
    path.write_text(path.read_text() + "cedar,\n", encoding="utf-8")
    assert load(folder).digest != before


def test_a_renamed_file_changes_the_digest(folder):
    before = load(folder).digest
    (folder / "lexicon/one.csv").rename(folder / "lexicon/three.csv")
    assert load(folder).digest != before


@pytest.mark.parametrize("name", ["articles/sample.csv", "sources/columns.csv", "README.md"])
def test_what_codes_no_text_leaves_the_digest(folder, name):
    before = load(folder).digest
    (folder / name).write_text("changed\n", encoding="utf-8")
    assert load(folder).digest == before


def test_the_digest_is_the_same_wherever_the_folder_lies(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("elsewhere") / "seeds"
    folder.rename(other)
    moved = load(other).digest
    other.rename(folder)
    assert load(folder).digest == moved


def test_items_are_a_list_and_an_empty_cell_an_empty_one():
    frame = pl.DataFrame({"cell": ["a|b c", None, "", "a||b"]})
    assert frame.select(items("cell"))["cell"].to_list() == [["a", "b c"], [], [], ["a", "b"]]
