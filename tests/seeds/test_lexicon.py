"""The lexicon is consistent: known types, modes and roles, no line twice, an example for every line."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest

from seeds.loading import load
from warehouse.tables.values import EVENT_TYPES, STATUSES

GRAMMAR_ROLES = set("subj obj iobj prt comp attr poss mod head aux neg pass speaker".split())
PREPOSITIONS = set(
    "about across after against among around as at before behind between by during for from in inside into near of off "
    "on onto out outside over through to toward towards under upon via when with within without".split()
)
CLASSES = {"@actor", "@place", "@politician", "@money", "@number", "@to"}
REPORTING_KINDS = {
    "say",
    "claim",
    "deny",
    "confirm",
    "quote",
    "report",
    "warn",
    "announce",
    "ask",
    "count",
    "put",
    "expect",
}
CUE_PARTS = {"aux", "verb", "adj", "noun", "mark", "adv"}
# the verbs whose past does not begin as the verb does
IRREGULAR = {
    "blow": "blew",
    "break": "broke",
    "bring": "brought",
    "buy": "bought",
    "catch": "caught",
    "come": "came",
    "drive": "drove",
    "fall": "fell",
    "feed": "fed",
    "fight": "fought",
    "find": "found",
    "fly": "flew",
    "freeze": "froze",
    "give": "gave",
    "go": "went",
    "hold": "held",
    "lay": "laid",
    "leave": "left",
    "make": "made",
    "meet": "met",
    "pay": "paid",
    "rise": "rose",
    "seek": "sought",
    "sell": "sold",
    "shoot": "shot",
    "sink": "sank",
    "slay": "slew",
    "speak": "spoke",
    "spy": "spied",
    "uphold": "upheld",
    "stand": "stood",
    "steal": "stole",
    "strike": "struck",
    "swear": "swore",
    "take": "took",
    "tear": "tore",
    "throw": "threw",
    "try": "tried",
}
COLUMNS = "word pos needs blocks type mode actor recipient example".split()


def _lines() -> list[dict[str, str]]:
    table = load().tables("lexicon/*.csv")
    table = table.filter(table["type"].is_not_null() & table["pos"].is_in(["verb", "noun", "adj"]))
    return [{name: row[name] or "" for name in COLUMNS} for row in table.to_dicts()]


LINES = _lines()


def _terms(line: dict[str, str]) -> list[tuple[str, str]]:
    pairs = [term.partition(":") for term in f"{line['needs']} {line['blocks']}".split()]
    return [(role, values) for role, _, values in pairs]


def _modes() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {name: set() for name in EVENT_TYPES}
    for row in load().table("ontology/modes.csv").to_dicts():
        found[row["event_type"]].add(row["event_mode"])
    return found


def test_there_are_many_lines() -> None:
    assert len(LINES) >= 1500


def test_types_and_modes_are_of_the_ontology() -> None:
    modes = _modes()
    for line in LINES:
        if line["type"] == "-":
            assert not line["mode"], line
        else:
            assert line["type"] in EVENT_TYPES, line
            assert line["mode"] in modes[line["type"]] | {""}, line


def test_every_type_and_mode_has_lines() -> None:
    told = {(line["type"], line["mode"]) for line in LINES}
    missing = [(name, mode) for name, modes in _modes().items() for mode in modes if (name, mode) not in told]
    assert missing == []
    assert {line["type"] for line in LINES} == {*EVENT_TYPES, "-"}


def test_every_type_has_verbs_and_nouns() -> None:
    told = {(line["type"], line["pos"]) for line in LINES}
    assert [(name, pos) for name in EVENT_TYPES for pos in ("verb", "noun") if (name, pos) not in told] == []


def test_there_are_lines_that_say_no_event() -> None:
    assert sum(line["type"] == "-" for line in LINES) >= 50


def test_words_are_lower_case_without_hyphens() -> None:
    for line in LINES:
        assert re.fullmatch(r"[a-z0-9']+( [a-z0-9']+)*", line["word"]), line


def test_verbs_are_one_word() -> None:
    assert [line["word"] for line in LINES if line["pos"] == "verb" and " " in line["word"]] == []


def test_roles_are_known() -> None:
    for line in LINES:
        for role, _ in _terms(line):
            assert role in GRAMMAR_ROLES | PREPOSITIONS, line
        for cell in ("actor", "recipient"):
            for role in filter(None, line[cell].split("|")):
                assert role in GRAMMAR_ROLES | PREPOSITIONS | {"-"}, line


def test_values_are_lemmas_or_classes() -> None:
    for line in LINES:
        for role, values in _terms(line):
            for value in values.split("|") if values else []:
                assert value in CLASSES or re.fullmatch(r"[a-z0-9._-]+", value), (role, line)


def test_no_term_lists_a_value_twice() -> None:
    for line in LINES:
        for role, values in _terms(line):
            assert len(values.split("|")) == len(set(values.split("|"))), (role, line)


def test_no_reading_stands_twice() -> None:
    counted = Counter((line["word"], line["pos"], " ".join(sorted(line["needs"].split()))) for line in LINES)
    assert [key for key, count in counted.items() if count > 1] == []


def test_nothing_is_both_needed_and_blocked() -> None:
    for line in LINES:
        assert not set(line["needs"].split()) & set(line["blocks"].split()), line


def test_lines_of_a_word_go_from_special_to_general() -> None:
    for before, line in pairwise(LINES):
        if (before["word"], before["pos"]) == (line["word"], line["pos"]):
            assert len(before["needs"].split()) >= len(line["needs"].split()), line


def test_examples_hold_the_word() -> None:
    for line in LINES:
        head = line["word"].split()[-1]
        starts = (head[: min(4, max(3, len(head) - 1))], *IRREGULAR.get(head, "").split())
        assert any(word.startswith(starts) for word in re.findall(r"[a-z0-9']+", line["example"].lower())), line


def test_examples_are_short_sentences() -> None:
    for line in LINES:
        assert 4 <= len(line["example"].split()) <= 16, line
        assert line["example"][0].isupper(), line
        assert line["example"].endswith("."), line


@pytest.mark.parametrize(
    ("word", "needs", "kind"),
    [("strike", "obj:deal", "AGREE"), ("fire", "obj:tear_gas", "ASSAULT"), ("fire", "obj:employee", "SANCTION")],
)
def test_one_word_has_several_readings(word: str, needs: str, kind: str) -> None:
    role, value = needs.split(":")
    found = {
        line["type"]
        for line in LINES
        if line["word"] == word and any(r == role and value in v.split("|") for r, v in _terms(line))
    }
    assert kind in found


def test_reporting_verbs_stand_once_with_a_known_kind() -> None:
    table = load().table("lexicon/reporting.csv")
    assert set(table["kind"]) == REPORTING_KINDS
    assert table["verb"].is_unique().all()


def test_attribution_phrases_stand_once() -> None:
    table = load().table("lexicon/attribution_phrases.csv")
    assert table["phrase"].is_unique().all()
    assert set(table["role"]) == {"claimant", "unnamed", "outlet", "audience", "continue", "none", "document"}


def test_light_verbs_stand_once() -> None:
    assert load().table("lexicon/light_verbs.csv")["verb"].is_unique().all()


def test_status_cues_are_known() -> None:
    table = load().table("lexicon/status.csv")
    assert set(table["status"]) <= set(STATUSES) | {"-"}
    assert set(table["pos"]) == CUE_PARTS
    assert table.select("word", "pos", "scope").is_unique().all()
    assert {part for scope in table["scope"] for part in scope.split("|")} == {"self", "comp", "noun"}


def test_lemma_repairs_change_something() -> None:
    table = load().table("lexicon/lemmas.csv")
    assert table.select("form", "pos").is_unique().all()
    assert set(table["pos"]) == {"verb", "noun"}
