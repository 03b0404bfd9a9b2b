import pytest
from pydantic import ValidationError

from transforms.corrections import Corrections
from transforms.corrections.model import ONE

A, B, C = "a" * 16, "b" * 16, "c" * 16
WHY = {"reason": "It is so."}
ROW = {"article": A, "id": B, "expect": {"text": "struck"}}


def one(**given):
    return ONE.validate_python(WHY | given)


def test_a_join_gives_pairs_to_join():
    assert one(action="join", mentions=[A, B, C]).joined == [(A, B), (A, C)]


def test_a_split_parts_each_from_each_and_keeps_its_own_together():
    split = one(action="split", mentions=[A, B], apart_from=[C])
    assert (split.joined, split.parted) == ([(A, B)], [(C, A), (C, B)])


def test_another_reason_is_no_other_correction():
    join = {"action": "join", "mentions": [A, B]}
    assert one(**join).correction_id == one(**join | {"reason": "Otherwise put."}).correction_id
    assert one(**join).correction_id != one(action="join", mentions=[A, C]).correction_id


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"action": "merge"}, "'merge' found using 'action' does not match"),
        ({"action": "join", "mentions": [A]}, "at least 2 items"),
        ({"action": "join", "mentions": [A, "x"]}, "should match pattern"),
        ({"action": "join", "mentions": [A, B], "why": "x"}, "Extra inputs are not permitted"),
        ({"action": "split", "mentions": [A], "apart_from": [A]}, "can't be apart from itself"),
        ({"action": "drop", "table": "articles"} | ROW, "should be 'event_mentions'"),
        ({"action": "drop", "table": "statistics", "article": A, "id": B}, "Field required"),
        ({"action": "drop", "table": "statistics", "article": A, "id": B, "expect": {}}, "at least 1 item"),
        ({"action": "drop", "table": "statistics"} | ROW | {"expect": {"color": "red"}}, "has no column color"),
        (
            {"action": "drop", "table": "statistics"} | ROW | {"expect": {"value": "ten"}},
            "value is a number, not 'ten'",
        ),
        ({"action": "override", "table": "statistics", "set": {"text": "x"}} | ROW, "text of statistics can't be set"),
        ({"action": "override", "table": "statistics", "set": {"place_id": A}} | ROW, "place_id .* can't be set"),
        ({"action": "override", "table": "event_mentions", "set": {"event_type": "AID"}} | ROW, "can't be set"),
        ({"action": "override", "table": "event_mentions", "set": {"date_end": "May"}} | ROW, r"a day \(2020-01-31\)"),
        ({"action": "retype", "event_type": "PICNIC"} | ROW, "'PICNIC' is none of"),
        ({"action": "relink", "actor": {"name": "X", "kind": "cat", "sector": "GOV"}} | ROW, "'cat' is none of"),
    ],
)
def test_what_can_not_be_says_why(given, told):
    with pytest.raises(ValidationError, match=told):
        one(**given)


def test_no_reason_is_no_correction():
    with pytest.raises(ValidationError, match="reason"):
        ONE.validate_python({"action": "join", "mentions": [A, B]})


def test_corrections_do_not_gainsay_each_other():
    join, split = one(action="join", mentions=[A, B]), one(action="split", mentions=[B], apart_from=[A])
    with pytest.raises(ValueError, match="joined and parted"):
        Corrections([join, split])
    with pytest.raises(ValueError, match="the same join stands there 2 times"):
        Corrections([join, join])
