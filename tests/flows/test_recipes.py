import json

import pytest

from flows import recipes


@pytest.fixture
def annotations(tmp_path):
    """What four recipes were made of: two of other seeds, one of other code."""
    told = {
        "a": {"code": "1", "seeds": {"actors/roles.csv": "x", "lexicon/nouns.csv": "y"}},
        "b": {"code": "1", "seeds": {"actors/roles.csv": "x", "lexicon/nouns.csv": "z"}},
        "c": {"code": "1", "seeds": {"actors/roles.csv": "w", "lexicon/nouns.csv": "y"}},
        "d": {"code": "2", "seeds": {"actors/roles.csv": "x", "lexicon/nouns.csv": "y"}},
    }
    (tmp_path / "recipes").mkdir()
    for name, recipe in told.items():
        (tmp_path / "recipes" / f"{name}.json").write_text(json.dumps(recipe))
    return tmp_path


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ({"a"}, "b", "seeds/lexicon/nouns.csv"),
        ({"a", "c"}, "b", "seeds/actors/roles.csv, seeds/lexicon/nouns.csv"),
        ({"d"}, "a", "the rules or the model"),
    ],
)
def test_the_reason_is_what_changed(annotations, before, after, why):
    assert recipes.why(annotations, before, after) == f"Its article was coded anew: {why} changed"


@pytest.mark.parametrize("before", [set(), {"b"}, {"a", "unknown"}])
def test_where_nothing_changed_or_it_is_not_known_there_is_none(annotations, before):
    assert recipes.why(annotations, before, "b") is None
