import polars as pl
import pytest

from transforms.mentions.roles import ROLES, find_roles


@pytest.fixture
def roles(parse, known):
    """The role nouns of a text: noun, kind, sector."""

    def find(text):
        found = find_roles(parse(text), known.actors.roles)
        assert found.schema == ROLES
        return found.sort("first").select("noun", "kind", "sector").rows()

    return find


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("A soldier slept.", ("soldier", "military", "MIL")),
        ("The rebels slept.", ("rebel", "armed_group", "REB")),
        ("A defence minister slept.", ("defence minister", "person", "GOV")),
        ("The human rights activists slept.", ("human rights activist", "person", "CVL")),
        ("Reporters slept.", ("reporter", "person", "JRN")),
    ],
)
def test_a_role_noun_tells_kind_and_sector_in_singular_and_plural(roles, text, role):
    assert roles(text) == [role]


def test_the_longest_role_noun_counts(roles):
    assert [noun for noun, *_ in roles("The defence minister met a soldier.")] == ["defence minister", "soldier"]


def test_a_role_noun_in_a_title_is_found(roles):
    assert roles("Foreign Minister Jane Doe left.")[0][0] == "foreign minister"


def test_a_role_noun_ends_with_a_noun(roles):
    assert roles("They police the harbour and guard the gate.") == []


def test_only_whole_words_are_role_nouns(parse):
    index = pl.DataFrame(
        [{"phrase": "cook", "noun": "cook", "kind": "person", "sector": "LAB", "is_group": False, "template": None}],
        schema_overrides={"template": pl.String},
    )
    assert find_roles(parse("The cookbook is on the shelf."), index).is_empty()
    assert find_roles(parse("The cook is in the kitchen."), index)["noun"].to_list() == ["cook"]
