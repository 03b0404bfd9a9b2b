"""The ontology files say something about every value of the closed lists, and nothing about any other."""

from __future__ import annotations

import pytest

from seeds.loading import load
from warehouse.tables.values import CONTEXTS, EVENT_MODES, EVENT_TYPES, SECTORS

QUAD_OF = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "1"),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), "2"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "3"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "4"),
}
ACLED_TYPES = {
    "Battles",
    "Explosions/Remote violence",
    "Protests",
    "Riots",
    "Strategic developments",
    "Violence against civilians",
}


def _rows(name: str) -> list[dict[str, str | None]]:
    return load().table(f"ontology/{name}.csv").to_dicts()


def test_every_type_stands_once() -> None:
    assert [row["event_type"] for row in _rows("types")] == list(EVENT_TYPES)


def test_quad_codes() -> None:
    assert {row["event_type"]: row["quad_code"] for row in _rows("types")} == QUAD_OF


def test_mutual_types() -> None:
    mutual = {row["event_type"] for row in _rows("types") if row["is_mutual"] == "true"}
    assert mutual == {"CONSULT", "AGREE", "COOPERATE"}


@pytest.mark.parametrize("name", ["types", "modes"])
def test_intensity_is_within_the_scale(name: str) -> None:
    for row in _rows(name):
        assert row["intensity"] is not None
        assert -10 <= float(row["intensity"]) <= 10, row


def test_intensity_has_the_sign_of_cooperation_or_conflict() -> None:
    for row in [*_rows("types"), *_rows("modes")]:
        assert row["event_type"] is not None
        assert row["intensity"] is not None
        if row["event_type"] == "REQUEST":  # a plea for help is milder than a demand to yield
            continue
        assert (float(row["intensity"]) > 0) == (QUAD_OF[row["event_type"]] in "12"), row


def test_every_mode_is_told_and_no_other() -> None:
    rows = _rows("modes")
    assert {row["event_mode"] for row in rows} == set(EVENT_MODES)
    assert {row["event_type"] for row in rows} <= set(EVENT_TYPES)
    assert len({(row["event_type"], row["event_mode"]) for row in rows}) == len(rows)


def test_every_context_has_cue_words() -> None:
    rows = _rows("contexts")
    assert {row["context"] for row in rows} == set(CONTEXTS)
    for row in rows:
        words = (row["words"] or "").split("|")
        assert 10 <= len(words) <= 40, row["context"]
        assert len(set(words)) == len(words), row["context"]
        assert all(word == word.strip().lower() for word in words), row["context"]


def test_every_sector_is_told_once() -> None:
    assert sorted(row["sector"] or "" for row in _rows("sectors")) == sorted(SECTORS)


@pytest.mark.parametrize("name", ["types", "modes", "contexts", "sectors"])
def test_definitions_are_sentences(name: str) -> None:
    for row in _rows(name):
        assert (row["definition"] or "").endswith("."), row


@pytest.mark.parametrize("name", ["cameo", "acled"])
def test_crosswalks_cover_each_type_and_only_known_modes(name: str) -> None:
    rows = _rows(name)
    modes = {(row["event_type"], row["event_mode"]) for row in _rows("modes")}
    assert {row["event_type"] for row in rows if row["event_mode"] is None} == set(EVENT_TYPES)
    assert {(row["event_type"], row["event_mode"]) for row in rows if row["event_mode"]} <= modes
    assert len({(row["event_type"], row["event_mode"]) for row in rows}) == len(rows)


def test_cameo_roots_have_two_digits() -> None:
    assert all(row["cameo_root"] in {f"{n:02}" for n in range(1, 21)} for row in _rows("cameo"))


def test_acled_types_are_its_six() -> None:
    rows = _rows("acled")
    assert {row["acled_event_type"] for row in rows} - {None} == ACLED_TYPES
    assert all(row["acled_event_type"] for row in rows if row["acled_sub_event_type"])
