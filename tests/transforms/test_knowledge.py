import pytest

from transforms.knowledge import knowledge
from warehouse.tables import values


def test_the_seeds_are_compiled_once(seeds, known):
    assert knowledge(seeds) is known


def test_every_type_is_known_with_quad_code_and_intensity(known):
    assert set(known.types["event_type"]) == set(values.EVENT_TYPES)
    assert set(known.types["quad_code"]) == {1, 2, 3, 4}
    assert known.types["intensity"].is_between(-10, 10).all()


def test_cooperation_is_above_nought_and_conflict_below(known):
    signs = dict(known.types.select("quad_code", known.types["intensity"] > 0).unique().iter_rows())
    assert signs == {1: True, 2: True, 3: False, 4: False}


def test_every_mode_belongs_to_a_known_type(known):
    assert set(known.modes["event_type"]) <= set(values.EVENT_TYPES)
    assert set(known.modes["event_mode"]) <= set(values.EVENT_MODES)


def test_parties_of_a_meeting_all_act(known):
    assert "CONSULT" in known.mutual_types
    assert "ASSAULT" not in known.mutual_types


@pytest.mark.parametrize(
    ("words", "some"),
    [("light_verbs", {"launch", "make"}), ("saying", {"say", "tell"}), ("partitives", {"group", "member"})],
)
def test_word_lists_are_lemmas_each_once(known, words, some):
    found = getattr(known, words)
    assert some <= set(found)
    assert len(found) == len(set(found))


def test_contexts_are_those_of_the_field(known):
    assert set(known.contexts["context"]) <= set(values.CONTEXTS)
    assert known.contexts["word"].null_count() == 0
