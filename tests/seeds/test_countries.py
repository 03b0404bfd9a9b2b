"""Countries and institutions: every ISO code is there, and a written form leads to one country or institution."""

import re
from collections import Counter

import pycountry
import pytest
from spacy.lang.en.stop_words import STOP_WORDS

from seeds import load
from seeds.loading import items
from warehouse.tables.values import ACTOR_KINDS, SECTORS

SEEDS = load()
COUNTRIES = SEEDS.table("actors/countries.csv")
INSTITUTIONS = SEEDS.table("actors/institutions.csv")
ROLES = SEEDS.table("actors/roles.csv")
FORMS = ("aliases", "adjectives", "inhabitants", "capital", "seats")
# A form that is an everyday word, but is written with a capital and means one body nearly always.
ACCEPTED = {"Congress", "Carabinieri"}


def cells(column: str) -> list[list[str]]:
    """The lists in a column of the countries."""
    return COUNTRIES.select(items(column)).to_series().to_list()


def institution_aliases() -> list[str]:
    """Every alias of every institution."""
    return INSTITUTIONS.select(items("aliases")).to_series().explode().to_list()


def everyday_words(forms: list[str]) -> list[str]:
    """Forms that are one everyday English word or the noun of a role; abbreviations in capitals are none."""
    words = set(STOP_WORDS) | set(ROLES["noun"])
    single = [f for f in forms if " " not in f and "." not in f and not f.isupper()]
    return [f for f in single if f.lower() in words - {a.lower() for a in ACCEPTED}]


def test_every_iso_country_and_kosovo_has_one_line() -> None:
    expected = {country.alpha_3 for country in pycountry.countries} | {"XKX"}
    assert set(COUNTRIES["country"]) == expected
    assert COUNTRIES["country"].is_unique().all()


def test_every_country_has_a_name_of_its_own() -> None:
    assert COUNTRIES["name"].null_count() == 0
    assert COUNTRIES["name"].is_unique().all()


def test_lines_are_sorted_by_code() -> None:
    assert COUNTRIES["country"].is_sorted()


@pytest.mark.parametrize("column", FORMS)
def test_no_cell_repeats_an_item_or_pads_it(column: str) -> None:
    for cell in cells(column):
        assert len(cell) == len(set(cell))
        assert all(item == item.strip() for item in cell)


def test_a_form_belongs_to_one_country() -> None:
    owners: dict[str, set[str]] = {}
    for row in COUNTRIES.with_columns(items(c) for c in FORMS).iter_rows(named=True):
        for form in {row["name"], *(f for c in FORMS for f in row[c])}:
            owners.setdefault(form, set()).add(row["country"])
    assert {form: codes for form, codes in owners.items() if len(codes) > 1} == {}


def test_forms_are_proper_names() -> None:
    forms = [*COUNTRIES["name"], *(f for column in FORMS for cell in cells(column) for f in cell)]
    assert [f for f in forms if f == f.lower()] == []
    assert everyday_words(forms) == []


def test_a_government_goes_with_an_adjective() -> None:
    bare = COUNTRIES.filter(COUNTRIES["government"].is_not_null() & COUNTRIES["adjectives"].is_null())
    assert set(bare["country"]) <= {"BLM", "BES"}


def test_government_is_named_after_the_country() -> None:
    named = COUNTRIES.filter(COUNTRIES["government"].is_not_null())
    others = named.filter(~named["government"].str.starts_with("Government of "))
    assert set(others["country"]) <= {"VAT", "GGY"}
    assert COUNTRIES.filter(COUNTRIES["country"] == "USA")["government"].item() == "Government of the United States"


@pytest.mark.parametrize(
    ("form", "column", "country"),
    [
        ("U.S.", "aliases", "USA"),
        ("Britain", "aliases", "GBR"),
        ("Burma", "aliases", "MMR"),
        ("DRC", "aliases", "COD"),
        ("Czech Republic", "aliases", "CZE"),
        ("Türkiye", "aliases", "TUR"),
        ("Nigerien", "adjectives", "NER"),
        ("Briton", "inhabitants", "GBR"),
        ("Turks", "inhabitants", "TUR"),
        ("Kyiv", "capital", "UKR"),
        ("Kremlin", "seats", "RUS"),
        ("Downing Street", "seats", "GBR"),
    ],
)
def test_known_forms(form: str, column: str, country: str) -> None:
    row = COUNTRIES.filter(COUNTRIES["country"] == country).select(items(column)).item()
    assert form in row.to_list()


def test_institutions_stay_within_the_closed_lists() -> None:
    assert INSTITUTIONS.height >= 150
    assert set(INSTITUTIONS["kind"]) <= set(ACTOR_KINDS)
    assert set(INSTITUTIONS["sector"]) <= set(SECTORS)
    assert set(INSTITUTIONS["country"]) <= set(COUNTRIES["country"])


def test_wikidata_ids_have_their_form_and_one_owner() -> None:
    ids = INSTITUTIONS["wikidata_id"].drop_nulls()
    assert all(re.fullmatch(r"Q[1-9]\d*", i) for i in ids)
    assert ids.is_unique().all()


def test_an_alias_belongs_to_one_institution_and_to_no_country() -> None:
    aliases = institution_aliases()
    assert [a for a, n in Counter(aliases).items() if n > 1] == []
    countries = {f for column in FORMS for cell in cells(column) for f in cell} | set(COUNTRIES["name"])
    assert set(aliases) & countries == set()
    assert INSTITUTIONS["name"].is_unique().all()


def test_institution_aliases_are_proper_names() -> None:
    aliases = institution_aliases()
    assert [a for a in aliases if a == a.lower()] == []
    assert everyday_words(aliases) == []
