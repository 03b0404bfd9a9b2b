from datetime import timedelta

from tests.transforms.figures.reports import DAY, RULES, Report, tables
from transforms.figures.batch import figures_of_batch
from transforms.figures.features import READS

ONE = Report("one")
TWO = ONE.but("two", value=52, published=DAY + timedelta(days=2))


def test_statistics_of_a_batch_get_figures_and_keep_all_else():
    made = tables(ONE, TWO)
    found = figures_of_batch(made, RULES).statistics
    assert found.columns == made["statistics"].columns
    assert found["figure_id"].n_unique() == 1
    assert found["figure_reason"].null_count() == 1
    told = ("figure_id", "figure_reason")
    assert found.drop(told).equals(made["statistics"].drop(told))


def test_a_batch_joins_what_is_stored_beside_it():
    before = figures_of_batch(tables(ONE), RULES).statistics
    beside = {name: frame.select(READS[name]) for name, frame in tables(ONE).items()} | {"statistics": before}
    found = figures_of_batch(tables(TWO), RULES, beside=beside).statistics
    assert found["statistic_id"].to_list() == [TWO.id]
    assert found["figure_id"].to_list() == before["figure_id"].to_list()
