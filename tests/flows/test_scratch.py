import os

import pytest

from flows.errors import UsageError
from flows.scratch import scratch, sweep


def old(folder):
    os.utime(folder, (0, 0))


def test_the_folder_is_gone_afterwards(tmp_path):
    with scratch(tmp_path, "run") as folder:
        assert folder.is_dir()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_goes_and_what_is_held_stays(tmp_path):
    left = tmp_path / ".runs" / "left"
    left.mkdir(parents=True)
    (left / "lock").touch()
    old(left)
    with scratch(tmp_path, "first") as first:
        assert not left.exists()
        old(first)
        with scratch(tmp_path, "second"):
            assert first.is_dir()


def test_what_has_just_been_made_stays(tmp_path):
    (tmp_path / "new").mkdir()
    sweep(tmp_path)
    assert (tmp_path / "new").is_dir()


def test_a_full_disk_is_told(tmp_path):
    with pytest.raises(UsageError, match="is full, so nothing was loaded"), scratch(tmp_path, "run"):
        raise OSError(28, "No space left on device")
