import os
import socket
from pathlib import Path

import pytest

from flows.sources import Blob, SourceError
from flows.sources.find import find


def names(source: str | Path) -> list[str]:
    return [item.name if isinstance(item, Blob) else item.rule for item in find(str(source))]


@pytest.fixture
def folder(tmp_path):
    for name in ("b.txt", "a.txt", "sub/c.txt", "sub/deep/d.csv", ".hidden", ".git/x.txt", "z.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Rain fell.")
    return tmp_path


def test_a_file(folder):
    (blob,) = find(str(folder / "a.txt"))
    assert (blob.uri, blob.name) == (str(folder / "a.txt"), "a.txt")
    with blob.open() as stream:
        assert stream.read() == b"Rain fell."


def test_a_folder_in_order_without_hidden_files(folder):
    assert names(folder) == ["a.txt", "b.txt", "c.txt", "d.csv", "z.txt"]


def test_globs(folder):
    assert names(folder / "*.txt") == ["a.txt", "b.txt", "z.txt"]
    assert names(folder / "s*") == names(folder / "sub")


def test_a_glob_of_everything_meets_each_file_once(folder):
    (folder / "sub" / "loop").symlink_to(folder)
    (folder / "sub" / "ring").symlink_to(folder)
    found = [name for name in names(folder / "**") if name != "folder_met_again"]
    assert found == ["a.txt", "b.txt", "c.txt", "d.csv", "z.txt"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("**/*.csv", ["d.csv"]),
        ("**/c*", ["c.txt"]),
        ("**/deep", ["d.csv"]),
        ("sub/**/*.txt", ["c.txt"]),
        ("s?b/**/d*/**", ["d.csv"]),
        ("**/b.txt", ["b.txt"]),
    ],
)
def test_globs_over_folders(folder, pattern, found):
    assert names(folder / pattern) == found


def test_a_file_named_like_a_glob(folder):
    (folder / "a[1].txt").write_text("Rain fell.")
    assert names(folder / "a[1].txt") == ["a[1].txt"]


def test_the_path_is_made_whole(folder, monkeypatch):
    monkeypatch.chdir(folder / "sub")
    (blob,) = find("../a.txt")
    assert blob.uri == str(folder / "a.txt")


def test_home(folder, monkeypatch):
    monkeypatch.setenv("HOME", str(folder))
    assert names("~/a.txt") == ["a.txt"]


@pytest.mark.parametrize("source", ["nothing", "nothing/at/all", "a\x00b", "", "x" * 5000])
def test_a_missing_path_raises_at_once(source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError, match="check the path"):
        find(source)


def test_a_glob_that_matches_nothing(tmp_path):
    with pytest.raises(SourceError, match=r"No file matches .*\*\.txt"):
        find(str(tmp_path / "*.txt"))


def test_an_empty_folder(tmp_path):
    (tmp_path / ".hidden").write_text("Rain fell.")
    with pytest.raises(SourceError, match="holds no file"):
        find(str(tmp_path))


def test_links_in_a_circle(folder):
    (folder / "sub" / "loop").symlink_to(folder)
    found = names(folder)
    assert found.count("folder_met_again") == 1
    assert found.count("a.txt") == 1


def test_a_link_to_itself_and_a_link_to_nothing(tmp_path):
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "nothing").symlink_to(tmp_path / "gone")
    assert names(tmp_path) == ["unreadable", "unreadable"]


def test_pipes_and_sockets_are_not_opened(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind("socket")
        assert names(tmp_path) == ["not_a_file", "not_a_file"]


def test_a_file_name_that_is_no_text(tmp_path):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("Rain fell.")
    (blob,) = find(str(tmp_path))
    assert blob.name == "caf\\xe9.txt"
    with blob.open() as stream:
        assert stream.read()


def test_a_name_with_line_ends_is_told_in_one_line(tmp_path):
    path = tmp_path / "a\nb.txt"
    path.write_text("Rain fell.")
    (blob,) = find(str(path))
    assert blob.uri == f"{tmp_path}/a\\nb.txt"
    with blob.open() as stream:
        assert stream.read() == b"Rain fell."


def test_a_file_that_grows_ends_where_it_ended_when_it_was_opened(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"Rain fell.")
    (blob,) = find(str(path))
    with blob.open() as stream:
        assert stream.read(4) == b"Rain"
        path.write_bytes(b"Rain fell. Snow fell.")
        assert stream.read() == b" fell."
        assert stream.seek(-5, os.SEEK_END) == 5
        assert stream.read(20) == b"fell."
    with blob.open() as stream:
        assert stream.read() == b"Rain fell."
