"""Floors can only be raised, and belong to one state of the gold."""

import tomllib

from tests import floors


def test_floors_are_raised_to_the_hundredth_and_never_lowered():
    assert floors.raised({"a": 0.5, "b": 0.7}, {"a": 0.619, "b": 0.6}) == {"a": 0.61, "b": 0.7}


def test_a_new_set_gets_every_figure_and_one_that_has_floors_keeps_to_those():
    assert floors.raised({}, {"b": 0.29}) == {"b": 0.29}
    assert floors.raised({"a": 0.5}, {"b": 0.29}) == {"a": 0.5}


def test_what_is_written_is_what_is_read():
    told = {"dev": {"gold": "ab", "event: type": 0.5, "event claim (where told)": 0.29}}
    assert tomllib.loads(floors.written(told)) == told


def test_the_file_is_as_the_program_writes_it():
    assert floors.FILE.read_text(encoding="utf-8") == floors.written(floors.read())


def test_another_text_of_record_or_article_is_another_gold(tmp_path):
    folder = tmp_path / "gold"
    (folder / "dev" / "articles").mkdir(parents=True)
    hashes = set()
    for path in ("dev/a.json", "dev/articles/a.txt", "dev/articles/b.txt"):
        (folder / path).write_text("{}")
        hashes.add(floors.digest(folder, "dev"))
    assert len(hashes) == 3
