import polars as pl

from flows.bench import multiplied
from warehouse.tables import CORE
from warehouse.tables.ids import content_id


def test_multiplied_rows_keep_their_references():
    tables = {name: table.create_empty() for name, table in CORE.items()}
    article, sentence = content_id("article"), content_id("sentence")
    tables["articles"] = pl.DataFrame([{"article_id": article}], schema=pl.Schema(CORE["articles"]))
    tables["sentences"] = pl.DataFrame(
        [{"sentence_id": sentence, "article_id": article}], schema=pl.Schema(CORE["sentences"])
    )
    made = multiplied(tables, 20)
    assert made["sentences"]["sentence_id"].n_unique() == 10
    assert set(made["sentences"]["article_id"]) == set(made["articles"]["article_id"])
    assert made["articles"]["duplicate_of"].null_count() == 10
