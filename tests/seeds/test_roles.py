"""Role nouns and offices: closed lists, one reading a noun, templates that can be filled, one office a title."""

import re

import pytest

from seeds import load
from seeds.loading import items
from warehouse.tables.values import ACTOR_KINDS, SECTORS

SEEDS = load()
ROLES = SEEDS.table("actors/roles.csv")
OFFICES = SEEDS.table("actors/offices.csv")
COUNTRIES = SEEDS.table("actors/countries.csv")


def test_there_are_at_least_600_nouns_each_with_one_reading() -> None:
    assert ROLES.height >= 600
    assert ROLES["noun"].is_unique().all()
    assert ROLES["noun"].is_sorted()


def test_nouns_are_lower_case() -> None:
    assert [n for n in ROLES["noun"] if n != n.lower() or n != n.strip()] == []


def test_roles_stay_within_the_closed_lists() -> None:
    assert set(ROLES["kind"]) <= set(ACTOR_KINDS)
    assert set(ROLES["sector"]) <= set(SECTORS)
    assert set(ROLES["group"]) == {"true", "false"}


def test_templates_hold_one_field() -> None:
    templates = set(ROLES["name"].drop_nulls())
    assert all(re.findall(r"\{(\w+)\}", t) in (["adjective"], ["country"]) for t in templates)


def test_a_template_has_one_kind_and_sector() -> None:
    readings = ROLES.filter(ROLES["name"].is_not_null()).select("name", "kind", "sector").unique()
    assert readings["name"].is_unique().all()


def test_a_plain_plural_is_not_listed_beside_its_singular() -> None:
    nouns = set(ROLES["noun"])
    # Names of forces that are plural in themselves.
    plural_names = {"armed forces", "security forces", "special forces", "court of appeals", "princess"}
    assert {n for n in nouns if n.endswith("s") and n[:-1] in nouns} - plural_names == set()


@pytest.mark.parametrize("sector", ["GOV", "MIL", "REB", "COP", "JUD", "LEG", "PTY", "SPY", "UAF", "CVL", "REF", "MED"])
def test_the_main_sectors_have_many_nouns(sector: str) -> None:
    assert ROLES.filter(ROLES["sector"] == sector).height >= 30


@pytest.mark.parametrize(
    "sector", ["JRN", "NGO", "IGO", "PRM", "BUS", "EDU", "ELI", "CRM", "LAB", "OPP", "REL", "SOC", "UNK"]
)
def test_the_other_sectors_are_covered(sector: str) -> None:
    assert ROLES.filter(ROLES["sector"] == sector).height >= 10


@pytest.mark.parametrize(
    ("noun", "sector", "name"),
    [
        ("soldier", "MIL", "{adjective} Armed Forces"),
        ("warplane", "MIL", "{adjective} Armed Forces"),
        ("policeman", "COP", "{adjective} Police"),
        ("official", "GOV", "Government of {country}"),
        ("foreign ministry", "GOV", "Ministry of Foreign Affairs of {country}"),
        ("rebel", "REB", "{adjective} rebels"),
        ("gunman", "UAF", None),
        ("prosecutor", "JUD", "{adjective} prosecutors"),
        ("lawmaker", "LEG", None),
        ("refugee", "REF", "{adjective} refugees"),
        ("civilian", "CVL", "{adjective} civilians"),
        ("opposition", "OPP", "{adjective} opposition"),
        ("doctor", "MED", None),
        ("aid worker", "NGO", None),
        ("smuggler", "CRM", None),
        ("imam", "REL", None),
    ],
)
def test_known_roles(noun: str, sector: str, name: str | None) -> None:
    assert ROLES.filter(ROLES["noun"] == noun).select("sector", "name").row(0) == (sector, name)


def test_offices_stay_within_the_closed_lists() -> None:
    assert set(OFFICES["sector"]) <= set(SECTORS)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", office) for office in OFFICES["office"])
    named = OFFICES.select(items("countries")).to_series().explode().drop_nulls()
    assert set(named) <= set(COUNTRIES["country"])


def test_a_title_means_one_office_in_a_country() -> None:
    rows = OFFICES.select("office", items("titles"), items("countries")).iter_rows()
    claims = [(t.casefold(), c) for _, titles, countries in rows for t in titles for c in (countries or ["all"])]
    assert [claim for claim in set(claims) if claims.count(claim) > 1] == []


@pytest.mark.parametrize(
    ("title", "country", "office"),
    [
        ("secretary of state", "USA", "foreign_minister"),
        ("chancellor", "DEU", "head_of_government"),
        ("chancellor", "GBR", "finance_minister"),
        ("supreme leader", "IRN", "head_of_state"),
        ("president", "IRN", "head_of_government"),
        ("foreign secretary", "GBR", "foreign_minister"),
        ("home secretary", "GBR", "interior_minister"),
    ],
)
def test_titles_of_single_countries(title: str, country: str, office: str) -> None:
    rows = OFFICES.filter(items("titles").list.contains(title) & items("countries").list.contains(country))
    assert rows["office"].to_list() == [office]
