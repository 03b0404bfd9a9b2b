"""The rules are as good as they were on the gold that stands beside the project; see tests/floors.py."""

import importlib.util
import json
import sys

import duckdb
import pytest

from flows.score import score
from tests import floors

# The coded gold is dear, so what needs it runs in one process
pytestmark = pytest.mark.xdist_group("accuracy")
SETS = pytest.mark.parametrize("name", floors.SETS)


@pytest.fixture(scope="session")
def gold():
    folder = floors.gold_folder()
    if not folder.is_dir():
        pytest.skip("accuracy is not checked: there is no gold in ../shared/gold, nor where SITREP_GOLD says")
    return folder


@pytest.fixture(scope="session")
def gold_run(gold, tmp_path_factory):
    warehouse = tmp_path_factory.mktemp("gold") / "gold.duckdb"
    done = floors.run(gold, warehouse)
    assert done.code == 0, done
    return warehouse


@SETS
def test_the_gold_is_that_of_the_floors(name, gold):
    told, now = floors.read()[name]["gold"], floors.digest(gold, name)
    assert told == now, (
        f"The gold of {name} ({now}) is not that of tests/accuracy_floors.toml ({told}); "
        f"restore it, or remove [{name}] from the file and run python -m tests.floors."
    )


@SETS
def test_no_figure_is_below_its_floor(name, gold, gold_run):
    told = floors.read()[name]
    reached = floors.figures(gold_run, floors.records(gold, name))
    below = [
        f"{figure}: {reached.get(figure, 0.0):.3f}, floor {floor:.2f}"
        for figure, floor in told.items()
        if figure != "gold" and reached.get(figure, 0.0) < floor
    ]
    assert below == []


class Ordered:
    """A connection that gives actors, which DuckDB groups in another order each time, in that of their ids."""

    connect = staticmethod(duckdb.connect)

    def __init__(self, path, **given):
        self.con = self.connect(path, **given)

    def execute(self, sql, given):
        return self.con.execute(f"SELECT * FROM ({sql}) ORDER BY 1" if "actor_records" in sql else sql, given)


@SETS
def test_the_figures_are_those_of_the_shared_scorer(name, gold, gold_run, monkeypatch, capsys):
    records = floors.records(gold, name)
    spec = importlib.util.spec_from_file_location("shared_score", gold.parent / "score" / "score.py")
    shared = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(shared)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "argv", ["score.py", str(gold_run), *map(str, records), "--json"])
        # ties, which the order of rows decides, must be decided alike
        patch.setattr(shared.duckdb, "connect", Ordered)
        assert shared.main() == 0
    assert score(gold_run, records).as_dict() == json.loads(capsys.readouterr().out)
