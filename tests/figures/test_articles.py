"""Competing figures of the raw articles that stand beside the project, where they do."""

import pytest

from tests import floors
from tests.conftest import sitrep
from warehouse.query import query

pytestmark = pytest.mark.xdist_group("accuracy")
#: measure, country of those counted, a value of the figure -> values that stand side by side in it.
SIDE_BY_SIDE = {
    ("refugees", "SYR", 3_600_000): {3_600_000, 3_700_000},
    ("killed", "SYR", 299): {299, 372},
    ("killed", "TUR", 33): {24, 33},
    ("displaced", "SYR", 900_000): {900_000, 1_000_000},
}
#: figures of which two claimants are named -> one of them.
CLAIMED = {("killed", "SYR", 299): "United Nations", ("displaced", "SYR", 900_000): "United Nations"}
_OF = """
FROM figure_claims WHERE figure_id = (
    SELECT figure_id FROM figure_claims WHERE measure = ? AND subject_country = ? AND value = ?
)
"""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    folder = floors.articles(floors.gold_folder(), "seeds")
    if not folder.is_dir():
        pytest.skip("competing figures are not checked: there are no articles in ../shared, nor beside SITREP_GOLD")
    path = tmp_path_factory.mktemp("figures") / "articles.duckdb"
    done = sitrep("run", folder, "--warehouse", path)
    assert done.code == 0, done
    return path


@pytest.mark.parametrize("figure", SIDE_BY_SIDE)
def test_competing_numbers_stand_side_by_side(warehouse, figure):
    assert set(query(warehouse, f"SELECT value {_OF}", list(figure))["value"]) == SIDE_BY_SIDE[figure]


@pytest.mark.parametrize("figure", CLAIMED)
def test_each_claimant_keeps_its_number(warehouse, figure):
    claims = query(warehouse, f"SELECT claimant, value {_OF}", list(figure))
    (value,) = claims.filter(claimant=CLAIMED[figure])["value"]
    assert value == figure[2]
    assert claims["claimant"].n_unique() == claims.height


def test_numbers_of_one_month_and_of_one_day_are_two_figures(warehouse):
    sql = (
        "SELECT figure_id FROM figure_claims WHERE measure = 'killed' AND subject_country = 'TUR' AND value IN (16, 33)"
    )
    assert query(warehouse, sql)["figure_id"].n_unique() == 2
