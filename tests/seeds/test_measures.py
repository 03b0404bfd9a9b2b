from __future__ import annotations

import polars as pl
import pycountry
import pytest

from seeds.loading import ROOT
from warehouse.tables.values import FIGURE_KINDS, MEASURES, QUALIFIERS

KEYS = {
    "nouns": ["noun"],
    "triggers": ["word", "pos", "role", "measure", "kind", "complement"],
    "units": ["noun"],
    "qualifiers": ["phrase", "position"],
    "vague": ["word"],
    "currencies": ["unit"],
}
ROLES = {"obj", "subj", "comp", "of", "in", "on", "to", "against", "for", "mod"}


def read(name: str) -> pl.DataFrame:
    return pl.read_csv(ROOT / "measures" / f"{name}.csv", infer_schema=False).fill_null("")


def items(frame: pl.DataFrame, column: str) -> list[str]:
    return [item for cell in frame[column] for item in cell.split("|") if item]


@pytest.mark.parametrize("name", KEYS)
def test_rows_are_unique_and_in_order(name: str) -> None:
    frame = read(name)
    assert frame.select(KEYS[name]).is_duplicated().sum() == 0
    assert frame.rows() == sorted(frame.rows())


@pytest.mark.parametrize("name", KEYS)
def test_no_cell_has_blanks_around_an_item(name: str) -> None:
    for cell in (cell for row in read(name).rows() for cell in row if cell):
        assert [part.strip() for part in cell.split("|")] == cell.split("|")
        assert "" not in cell.split("|")


@pytest.mark.parametrize("name", ["nouns", "triggers"])
def test_measures_and_kinds_are_listed(name: str) -> None:
    frame = read(name)
    assert set(frame["measure"]) <= set(MEASURES)
    assert set(frame["kind"]) <= set(FIGURE_KINDS)


def test_every_measure_has_a_trigger() -> None:
    assert set(read("triggers")["measure"]) == set(MEASURES)


def test_triggers_use_known_parts_of_speech_and_roles() -> None:
    triggers = read("triggers")
    assert set(triggers["pos"]) == {"verb", "noun", "adj"}
    assert set(triggers["role"]) == ROLES


def test_triggers_never_give_one_class_two_measures() -> None:
    triggers = read("triggers").with_columns(pl.col("classes").str.split("|")).explode("classes")
    place = ["word", "pos", "role", "complement", "classes"]
    assert triggers.filter(pl.struct(place).is_duplicated()).rows() == []


def test_classes_of_triggers_are_classes_of_units() -> None:
    assert set(items(read("triggers"), "classes")) <= set(read("units")["class"])


def test_unit_of_a_unit_is_itself() -> None:
    units = dict(read("units").select("noun", "unit").rows())
    assert {unit: units.get(unit) for unit in units.values()} == {unit: unit for unit in units.values()}


def test_units_of_nouns_are_known() -> None:
    assert set(read("nouns")["unit"]) <= set(read("units")["unit"])


def test_qualifiers_and_bounds_are_listed() -> None:
    frame = read("qualifiers")
    assert set(frame["qualifier"]) <= set(QUALIFIERS)
    bounds = {
        "about": {""}, "exact": {"both"}, "range": {"both"},
        "at_least": {"low"}, "more_than": {"low"},
        "at_most": {"high"}, "less_than": {"high"}, "nearly": {"high"},
    }  # fmt: skip
    found = {key: set(group["bound"]) for (key,), group in frame.group_by("qualifier")}
    assert found == bounds
    assert set(frame["position"]) == {"before", "after", "between"}


def test_vague_values_lie_at_their_bounds() -> None:
    for _, value, low, high in read("vague").rows():
        assert float(value) == float(low)
        assert high in {"", low}


def test_vague_values_follow_the_convention() -> None:
    values = dict(read("vague").select("word", "value").rows())
    expected = {"dozens": "24", "hundreds": "200", "tens of thousands": "20000", "millions": "2000000", "scores": "40"}
    assert {word: values[word] for word in expected} == expected


def test_currency_codes_and_countries_exist() -> None:
    # the lev went when Bulgaria took the euro; older news still counts in it
    codes = {currency.alpha_3 for currency in pycountry.currencies} | {"BGN"}
    countries = {country.alpha_3 for country in pycountry.countries}
    frame = read("currencies")
    assert set(frame["currency"]) - {""} <= codes
    assert frame.filter(pl.col("currency") != "")["currency"].is_unique().all()
    assert set(frame["country"]) - {""} <= countries


@pytest.mark.parametrize("column", ["symbols", "names"])
def test_a_currency_name_means_one_currency(column: str) -> None:
    names = items(read("currencies"), column)
    assert len(names) == len(set(names))
