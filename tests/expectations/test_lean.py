"""Expectations that ask for their metrics once, held against those of Great Expectations."""

from __future__ import annotations

import great_expectations as gx
import polars as pl
import pytest

from expectations import lean as module
from expectations.engine import _pandas
from expectations.lean import COUNTS, LEAN, lean

FRAME = pl.DataFrame(
    {
        "flag": [True, False, None, True],
        "word": ["a", None, "b", "a"],
        "number": [1, 2, 3, 4],
    }
)
ASKED = [
    ("ExpectColumnValuesToBeInSet", {"column": "flag", "value_set": [True]}),
    ("ExpectColumnValuesToBeInSet", {"column": "flag", "value_set": [True], "mostly": 0.5}),
    ("ExpectColumnValuesToBeInSet", {"column": "word", "value_set": ["a"]}),
    ("ExpectColumnValuesToNotBeNull", {"column": "word"}),
    ("ExpectColumnValuesToBeUnique", {"column": "word"}),
    ("ExpectColumnValuesToMatchRegex", {"column": "word", "regex": "^a$"}),
    ("ExpectColumnValueLengthsToBeBetween", {"column": "word", "min_value": 1}),
    ("ExpectColumnValuesToBeBetween", {"column": "number", "max_value": 3}),
]


@pytest.fixture(scope="module")
def batch():
    source = gx.get_context(mode="ephemeral").data_sources.add_pandas("source")
    rows = source.add_dataframe_asset("rows").add_batch_definition_whole_dataframe("rows")
    return rows.get_batch(batch_parameters={"dataframe": _pandas(FRAME)})


@pytest.mark.parametrize(("name", "arguments"), ASKED)
def test_it_says_what_it_says_in_the_way_of_great_expectations(batch, name, arguments):
    expectation = lean(name)(**arguments)

    ours = batch.validate(expectation, result_format=LEAN)
    theirs = batch.validate(expectation, result_format={"result_format": LEAN, "partial_unexpected_count": 19})

    assert ours.success == theirs.success
    assert ours.result.keys() == theirs.result.keys()
    counted = ours.result.keys() - {"partial_unexpected_list"}
    assert {key: ours.result[key] for key in counted} == {key: theirs.result[key] for key in counted}


@pytest.mark.parametrize(("name", "arguments"), ASKED)
def test_all_that_it_asks_for_is_the_counts_of_the_table(batch, name, arguments, monkeypatch):
    asked = []
    validate = module._Lean._validate

    def told(self, metrics, *args, **more):
        asked.append(set(metrics))
        return validate(self, metrics, *args, **more)

    monkeypatch.setattr(module._Lean, "_validate", told)
    expectation = lean(name)(**arguments)
    batch.validate(expectation, result_format=LEAN)

    is_counted = name == "ExpectColumnValuesToNotBeNull" or arguments.get("value_set") == [True]
    broken = f"{expectation.map_metric}.unexpected_count"
    assert asked == [{COUNTS} if is_counted else {COUNTS, broken}]
