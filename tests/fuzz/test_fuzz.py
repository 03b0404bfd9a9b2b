"""A short run; `make fuzz` is the long one."""

from pathlib import Path

import pytest

from tests.fuzz import run, worker
from tests.fuzz.__main__ import main
from tests.fuzz.inputs import batch, kinds
from tests.fuzz.run import Job
from tests.fuzz.strategies import STRATEGIES

#: A kind for each way in: text, table, binary, markup, records, archive, compression, a pack in a pack.
FEW = ["text", "table", "parquet", "html", "warc", "tar.gz of warc", "odd JSON lines", "odd dates", "odd ZIP", "jsonl"]


@pytest.fixture
def faults(tmp_path, capsys):
    def short(*arguments: str) -> tuple[int, str]:
        code = main([*arguments, "--save", str(tmp_path), "--processes", "1", "--coded", "0"])
        return code, capsys.readouterr().out

    return short


def test_no_input_breaks_a_promise(faults):
    code, told = faults("--inputs", "500", "--seed", "7", "--only", *FEW)
    assert (code, told.splitlines()[-1]) == (0, "No fault.")


def test_the_same_seed_gives_the_same_inputs():
    assert batch("zip", 3, 1) == batch("zip", 3, 1) != batch("zip", 3, 2)
    assert batch("odd dates", 3, 1) == batch("odd dates", 3, 1) != batch("odd dates", 3, 2)
    assert set(STRATEGIES) < set(kinds())


def test_an_input_that_hangs_is_ended_saved_and_told(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "HANG_SECONDS", 0.0)
    found = run.run(iter([Job("saved", paths=(_file(tmp_path, b"Rain fell."),))]), tmp_path, processes=1, seconds=60)
    assert [fault.what for fault in found.faults] == ["hangs: not done after 0 s"]


def test_errors_are_faults(tmp_path):
    with (tmp_path / "said").open("wb+") as said:
        assert "ZeroDivisionError" in worker._told(0, said.fileno(), lambda: 1 / 0).fault


def test_what_is_printed_is_a_fault(tmp_path):
    with (tmp_path / "said").open("wb+", buffering=0) as said:
        assert "printed: noise" in worker._told(0, said.fileno(), lambda: said.write(b"noise") and ([], [])).fault
        assert worker._told(1, said.fileno(), lambda: ([], ["a"])).fault is None


def _file(folder: Path, data: bytes) -> str:
    path = folder / "a.txt"
    path.write_bytes(data)
    return str(path)
