from flows import scale
from tests.conftest import ROOT


def test_the_document_has_the_tables_that_its_figures_give():
    assert scale.tables() in (ROOT / "docs" / "scale.md").read_text(), "put in what python -m flows.scale prints"


def test_twice_the_articles_take_twice_the_cores():
    one = scale.Volume("one", 10**7, 24)
    assert abs(scale.cores(scale.Volume("two", 2 * 10**7, 24)) - 2 * scale.cores(one)) <= 1
    assert scale.cores(scale.Volume("slower", 10**7, 48)) < scale.cores(one)


def test_a_warehouse_that_grows_makes_loading_slower(monkeypatch):
    few = scale.loading_hours(10**7)
    monkeypatch.setattr(scale, "WAREHOUSE", 10**7)
    assert scale.loading_hours(10**7) > few
