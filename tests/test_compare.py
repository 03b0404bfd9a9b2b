"""What the comparison of a case with its rows calls wrong."""

import pytest

from tests.cases import Case, CaseError, Got, read
from tests.compare import faults, means

TEXT = "Rebels shelled a market in Gao on Monday and three residents died, the mayor said."


def person(name, country=None, text=None):
    return {"name": name, "country": country, "sector": "CVL", "kind": "population", "text": text or name, "rule": "x"}


def event(**changes):
    row = {
        "text": "shelled", "event_type": "ASSAULT", "event_mode": "heavy-weapons", "status": "actual",
        "status_rule": "no cue", "lexicon_entry": "shell.v", "date_start": "2020-03-02", "date_end": "2020-03-02",
        "date_precision": "day", "date_rule": "weekday", "place": {"name": "Gao", "country": "MLI"},
        "actors": [person("rebels", "MLI")], "recipients": [], "claimants": [], "sentence_text": TEXT,
    }  # fmt: skip
    return row | changes


def statistic(**changes):
    row = {
        "text": "three", "measure": "killed", "value": 3.0, "low": 3.0, "high": 3.0, "qualifier": "exact",
        "kind": "flow", "unit": "person", "rule": "die subj", "place": None, "claimants": [], "sentence_text": TEXT,
    }  # fmt: skip
    return row | changes


def kinds(expected, rows=(), statistics=(), *, figures=(), actors=(), known=()):
    case = Case("x", TEXT, "2020-03-04", list(expected), list(figures), list(known))
    return [fault.kind for fault in faults(case, Got("en", list(rows), list(statistics), list(actors)))]


SHELLED = {"trigger": "shelled", "type": "ASSAULT", "actors": ["Rebels|MLI"]}


def test_what_is_as_expected_has_no_fault():
    told = SHELLED | {"mode": "heavy-weapons", "date": "2020-03-02", "place": "Gao", "claim": ""}
    assert kinds([told], [event()]) == []


@pytest.mark.parametrize(
    ("told", "got", "kind"),
    [
        ({}, {"event_type": "THREATEN"}, "type"),
        ({"mode": "aerial"}, {}, "mode"),
        ({}, {"actors": []}, "actor"),
        ({}, {"recipients": [person("residents")]}, "recipient"),
        ({}, {"status": "future"}, "status"),
        ({"date": "2020-03-03"}, {}, "date"),
        ({"date": ""}, {}, "date"),
        ({"date": "2020-03-02", "precision": "week"}, {}, "precision"),
        ({"place": "Kidal"}, {}, "place"),
        ({"claim": "mayor"}, {}, "claim"),
        ({"claim": []}, {"claimants": [person("mayor")]}, "claim"),
    ],
)
def test_each_difference_has_its_kind(told, got, kind):
    assert kinds([SHELLED | told], [event(**got)]) == [kind]


def test_what_the_case_leaves_out_is_not_compared():
    assert kinds([SHELLED], [event(event_mode="aerial", place=None, date_start=None, claimants=[person("x")])]) == []


def test_missed_and_further_events():
    assert kinds([SHELLED], []) == ["missed event"]
    assert kinds([], [event()]) == ["further event"]
    assert kinds([SHELLED | {"optional": True}], []) == []
    assert kinds([SHELLED | {"optional": True}], [event(status="future")]) == []


def test_parties_of_mutual_acts_may_stand_on_either_side():
    told = SHELLED | {"type": "CONSULT", "actors": ["rebels", "mayor"]}
    row = event(event_type="CONSULT", recipients=[person("mayor")])
    assert kinds([told], [row]) == []
    assert kinds([told], [row | {"recipients": []}]) == ["actor"]


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({}, None),
        ({"value": 4}, "statistic value"),
        ({"measure": "injured"}, "statistic measure"),
        ({"high": ""}, "statistic high"),
        ({"qualifier": "about"}, "statistic qualifier"),
        ({"kind": "stock"}, "statistic kind"),
        ({"claim": "mayor"}, "statistic claim"),
    ],
)
def test_statistics(told, kind):
    figure = {"text": "three", "measure": "killed", "value": 3} | told
    assert kinds([], [], [statistic()], figures=[figure]) == ([kind] if kind else [])


def test_missed_and_further_statistics():
    assert kinds([], figures=[{"text": "three", "measure": "killed"}]) == ["missed statistic"]
    assert kinds([], [], [statistic()]) == ["further statistic"]


def test_actors():
    mayor = person("mayor of Gao", "MLI") | {"mentions": ["the mayor"]}
    assert kinds([], known=[{"name": "mayor", "country": "MLI", "sector": "CVL"}], actors=[mayor]) == []
    assert kinds([], known=[{"name": "mayor", "country": "NER"}], actors=[mayor]) == ["actor's country"]
    assert kinds([], known=[{"name": "governor"}], actors=[mayor]) == ["missed actor"]


@pytest.mark.parametrize(
    ("told", "named"),
    [("MLI", True), ("NER", False), ("the rebels", True), ("NER|Rebels", True), ("rebel", False), ("fighters", True)],
)
def test_alternatives(told, named):
    assert means(told, person("rebels", "MLI", "dozens of fighters")) is named


def test_a_case_whose_trigger_is_not_in_its_text_is_told(tmp_path):
    (tmp_path / "article.txt").write_text("Nothing happened.")
    (tmp_path / "expected.toml").write_text('[[events]]\ntrigger = "shelled"\ntype = "ASSAULT"\n')
    with pytest.raises(CaseError, match="no 'shelled'"):
        read(tmp_path)
