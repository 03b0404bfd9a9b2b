import polars as pl
import pytest

from tests.builders import frame
from tests.transforms.merge.tellings import RULES
from transforms.merge.units import units


def unit(name, kind, country=None, sector="UNK", *, resolved=True):
    row = {"actor_id": "0" * 16, "name": name, "kind": kind, "country": country, "sector": sector}
    return units(frame("actors", [row | {"is_resolved": resolved}]), RULES.vague).row(0, named=True)


def alike(one, two):
    return bool(set(one["likes"]) & set(two["likes"]))


def test_a_government_is_alike_its_ministers_army_and_police_but_those_two_are_apart():
    government = unit("Government of Mali", "government", "MLI", "GOV")
    army, police = unit("Malian Army", "military", "MLI", "MIL"), unit("Malian Police", "government", "MLI", "COP")
    assert alike(government, unit("Choguel Maiga", "person", "MLI", "GOV"))
    assert alike(government, army)
    assert alike(government, police)
    assert not alike(army, police)
    assert not alike(army, unit("Chadian Army", "military", "TCD", "MIL"))


def test_a_surname_stands_for_the_full_name():
    assert alike(unit("Karim Nassar", "person"), unit("Nassar", "person"))


@pytest.mark.parametrize(
    ("name", "kind", "is_telling", "is_vague"),
    [
        ("Al-Shabaab", "armed_group", True, False),
        ("Somali militants", "armed_group", False, True),
        ("People of Gori", "population", False, True),
        ("fishermen", "population", False, False),
        ("Karim Nassar", "person", True, False),
    ],
)
def test_how_telling_a_name_is(name, kind, is_telling, is_vague):
    found = unit(name, kind, "SOM")
    assert (found["is_telling"], found["is_vague"]) == (is_telling, is_vague)


def test_the_country_of_a_mere_noun_is_not_believed():
    assert unit("former leader", "person", "MLI", resolved=False)["country"] is None
    assert unit("Malian leader", "person", "MLI", resolved=False)["country"] == "MLI"


def test_a_vague_word_covers_a_name():
    assert unit("gunmen", "armed_group")["covers"] & unit("Al-Shabaab", "armed_group")["is_"]
    assert not unit("gunmen", "armed_group")["covers"] & unit("Malian Army", "military", "MLI", "MIL")["is_"]


def test_no_actors_give_no_units():
    assert units(frame("actors", []), RULES.vague).schema["likes"] == pl.List(pl.UInt64)
