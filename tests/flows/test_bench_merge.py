import polars as pl
import pytest

from flows import bench_merge
from flows.bench_merge import agreement, part, table
from flows.tellings import tellings


@pytest.fixture(scope="module")
def told():
    return tellings(1000)


def test_agreement_counts_pairs():
    truth = pl.DataFrame({"event_mention_id": ["a", "b", "c", "d"], "event": [1, 1, 1, 2]})
    found = truth.select("event_mention_id", event_id=pl.Series(["x", "x", "y", "y"]))
    assert agreement(found, truth) == {"events": 2, "precision": 0.5, "recall": 0.3333}


def test_a_part_has_what_its_articles_refer_to_and_no_more(told):
    own = part(told.tables, told.tables["articles"]["article_id"].head(5))
    assert own["articles"].height == own["stories"].height == 5
    assert 0 < own["actors"].height < told.tables["actors"].height
    assert own["event_participants"].join(own["actors"], on="actor_id", how="anti").is_empty()
    assert own["event_mentions"].join(own["places"], on="place_id", how="anti")["place_id"].drop_nulls().is_empty()


def test_both_ways_of_linking_are_measured(told, tmp_path):
    once = bench_merge.at_once(told.tables, told.truth)
    loads = bench_merge.in_loads(told.tables, told.truth, tmp_path / "w.duckdb", 300)
    assert once["pairs"] > 0
    assert min(once["precision"], loads["precision"]) > 0.9
    assert loads["loads"] > 1
    result = {"load": 300, "sizes": {size: {"at once": once, "in loads": loads} for size in ("1000", "2000")}}
    assert "  pairs compared" in table(result)
    assert "1.0 x" in table(result)
