import pytest

from flows import bench_sources
from flows.sources import read


@pytest.mark.parametrize("form", bench_sources.FORMS)
def test_what_is_measured_is_read_in_full(tmp_path, monkeypatch, form):
    monkeypatch.setattr(bench_sources, "PARAGRAPHS", 3)
    bench_sources.FORMS[form](tmp_path / form, 3)
    assert [record.text.count("\n") for record in read(str(tmp_path / form))] == [2, 2, 2]


def test_the_figures_are_shown():
    row = {"articles": 200, "peak_mb": 140, "peak_mb_10x": 147, "growth": 0.05, "seconds_10x": 3.2}
    assert "147 MB   +5.0%" in bench_sources.table({"warc.gz": row})
