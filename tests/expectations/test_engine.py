"""Great Expectations, asked about one small suite at a time."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import polars as pl
import pytest

from expectations.check import Check, Suite
from expectations.engine import EXAMPLES, Outcome, run

if TYPE_CHECKING:
    from collections.abc import Iterator

RUN = "00000000000000ee"


def ask(check: Check, values: list[object], **faults: str) -> tuple[Outcome, str]:
    """The outcome of one check of a column `seen` of `stories`, and the page that shows it."""
    keys = [f"{i:016x}" for i in range(len(values))]
    frame = pl.DataFrame({"story_id": keys, "seen": values}, strict=False)
    (result,) = run([Suite("stories", "stories", "stories", [check], frame, faults)], run_id=RUN)
    (outcome,) = result.outcomes
    return outcome, result.page


def flagged(**arguments: object) -> Check:
    return Check("stories", "seen", "critical", "Stories are seen.", arguments=arguments)


def native(expectation: str, **arguments: object) -> Check:
    return Check("stories", "rule", "critical", "Seen is as it should.", expectation, {"column": "seen"} | arguments)


def test_flags_that_are_all_true_hold():
    outcome, _ = ask(flagged(), [True, True])

    assert (outcome.success, outcome.evaluated, outcome.failed, outcome.examples) == (True, 2, 0, [])


def test_a_flag_that_is_null_does_not_apply():
    outcome, _ = ask(flagged(), [True, None])

    assert (outcome.success, outcome.evaluated) == (True, 1)


def test_flags_that_apply_to_no_row_hold():
    outcome, _ = ask(flagged(mostly=0.5), [None, None])

    assert (outcome.success, outcome.evaluated, outcome.failed) == (True, 0, 0)


@pytest.mark.parametrize(("false", "holds"), [(3, True), (4, False)])
def test_a_share_may_be_false(false, holds):
    outcome, _ = ask(flagged(mostly=0.7), [False] * false + [True] * (10 - false))

    assert outcome.success is holds
    assert outcome.failed == false


@pytest.mark.parametrize(
    ("check", "values", "shown"),
    [
        (native("ExpectColumnValuesToBeInSet", value_set=["a"]), ["a", "b"], "b"),
        (native("ExpectColumnValuesToBeBetween", max_value=1), [1, 2], "2"),
        (native("ExpectColumnValuesToNotBeNull"), ["a", None], None),
        (native("ExpectColumnValuesToMatchRegex", regex="^a$"), ["a", "b<b>"], "b&lt;b&gt;"),
        (native("ExpectColumnValueLengthsToBeBetween", min_value=1), ["a", ""], None),
        (flagged(), [True, False], None),
    ],
    ids=["in set", "between", "not null", "regex", "length", "flag"],
)
def test_the_row_that_breaks_it_is_named_in_outcome_and_page(check, values, shown):
    outcome, page = ask(check, values)

    assert (outcome.success, outcome.failed, outcome.examples) == (False, 1, ["0000000000000001"])
    assert "0000000000000001" in page
    assert check.explanation.rstrip(".") in page
    assert shown is None or shown in page


def test_a_repeated_id_is_named():
    check = Check(
        "stories", "primary_key", "critical", "Ids are unique.", "ExpectColumnValuesToBeUnique", {"column": "story_id"}
    )
    frame = pl.DataFrame({"story_id": ["0000000000000001", "0000000000000001", "0000000000000002"]})

    (result,) = run([Suite("stories", "stories", "stories", [check], frame, {})], run_id=RUN)

    assert result.outcomes[0].examples == ["0000000000000001"] * 2
    assert "0000000000000001" in result.page


def test_examples_are_a_few_of_many():
    outcome, _ = ask(flagged(), [False] * 100)

    assert outcome.failed == 100
    assert len(outcome.examples) == EXAMPLES


def test_a_missing_column_is_a_fault_not_a_success():
    outcome, page = ask(Check("stories", "unseen", "warning", "Stories are unseen."), [True])

    assert not outcome.success
    assert outcome.evaluated is None
    assert "unseen" in str(outcome.fault)
    assert "unseen" in page


def test_the_reason_why_flags_could_not_be_made_is_kept():
    outcome, _ = ask(Check("stories", "unseen", "warning", "Stories are unseen."), [True], unseen="it rained")

    assert outcome.fault == "it rained"


def test_a_comparison_that_fails_is_a_fault():
    outcome, _ = ask(native("ExpectColumnValuesToBeBetween", min_value=0), ["a", "b"])

    assert not outcome.success
    assert outcome.fault


def test_the_rows_of_a_suite_are_let_go_of_before_the_next_is_asked_for():
    held: list[weakref.ref[pl.DataFrame]] = []

    def suite(key: str) -> Suite:
        frame = pl.DataFrame({"story_id": [key], "seen": [True]})
        held.append(weakref.ref(frame))
        return Suite("stories", "stories", "stories", [flagged()], frame, {})

    def suites() -> Iterator[Suite]:
        for n in range(2):
            gc.collect()
            assert all(frame() is None for frame in held)
            yield suite(f"{n:016x}")

    results = run(suites(), run_id=RUN)
    assert [result.rows for result in results] == [1, 1]
