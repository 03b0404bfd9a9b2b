"""Organisations: closed lists, enough of each kind, and a written form that leads to one actor."""

import polars as pl
import pytest

from seeds import load
from seeds.loading import items
from warehouse.tables.values import SECTORS

SEEDS = load()
COLUMNS = ["name", "kind", "country", "sector", "wikidata_id", "aliases"]
KINDS = {"igo", "ngo", "armed_group", "other_org", "media", "company", "military"}
FEWEST = {
    "igos": 150,
    "ngos": 150,
    "armed_groups": 300,
    "parties": 150,
    "media": 150,
    "companies": 100,
    "religious": 50,
}
COUNTRIES = set(SEEDS.table("actors/countries.csv")["country"])
FILES = sorted(FEWEST)
ALL = pl.concat([SEEDS.table(f"actors/{file}.csv").with_columns(file=pl.lit(file)) for file in FILES])
FORMS = ALL.with_columns(form=items("aliases")).explode("form")
PEOPLE = SEEDS.table("actors/leaders.csv").with_columns(form=items("aliases")).explode("form")


@pytest.mark.parametrize("file", FILES)
def test_file_has_the_columns_and_enough_lines(file: str) -> None:
    frame = SEEDS.table(f"actors/{file}.csv")
    assert frame.columns == COLUMNS
    assert frame.height >= FEWEST[file]


@pytest.mark.parametrize("file", FILES)
def test_lines_are_sorted_without_regard_to_case_and_marks(file: str) -> None:
    names = SEEDS.table(f"actors/{file}.csv")["name"].str.normalize("NFKD").str.replace_all(r"\p{M}", "").to_list()
    assert names == sorted(names, key=str.casefold)


def test_kinds_sectors_and_countries_are_from_the_closed_lists() -> None:
    assert set(ALL["kind"]) <= KINDS
    assert set(ALL["sector"]) <= set(SECTORS)
    assert set(ALL["country"].drop_nulls()) <= COUNTRIES


def test_what_is_of_many_states_has_no_country() -> None:
    assert ALL.filter(pl.col("kind") == "igo")["country"].null_count() == (ALL["kind"] == "igo").sum()


def test_a_name_stands_for_one_organisation() -> None:
    assert ALL.filter(pl.col("name").is_duplicated())["name"].to_list() == []


def test_wikidata_ids_are_well_formed_and_unique() -> None:
    ids = ALL["wikidata_id"].drop_nulls()
    assert ids.str.contains(r"^Q[1-9]\d*$").all()
    assert ids.is_unique().all()


def test_every_organisation_has_a_form_and_no_form_is_empty_or_padded() -> None:
    assert FORMS["form"].null_count() == 0
    assert FORMS.filter(pl.col("form") != pl.col("form").str.strip_chars())["form"].to_list() == []
    assert FORMS.filter(pl.struct("name", "form").is_duplicated())["form"].to_list() == []


def test_a_name_is_among_its_forms_unless_it_is_told_apart_in_brackets() -> None:
    bare = ALL.filter(~pl.col("name").str.contains(r"\(|^The "))
    missing = bare.filter(~items("aliases").list.contains(pl.col("name")))
    # Where the bare name is more often something else, a longer form stands for it.
    assert set(missing["name"]) <= {"Balad", "Forbes", "Foreign Affairs", "Proceso", "Rai", "Sabah", "Tisza", "Zaman"}


def test_a_form_leads_to_one_actor_people_included() -> None:
    owners = pl.concat([FORMS.select("form", "name"), PEOPLE.select("form", "name")]).unique()
    assert owners.filter(pl.col("form").is_duplicated()).sort("form").rows() == []


def test_a_form_is_no_form_of_a_country_or_an_institution() -> None:
    countries = SEEDS.table("actors/countries.csv")
    taken = {
        f for c in ("aliases", "adjectives", "inhabitants") for f in countries.select(items(c)).to_series().explode()
    }
    taken |= set(SEEDS.table("actors/institutions.csv").select(items("aliases")).to_series().explode())
    assert set(FORMS["form"]) & (taken | set(countries["name"])) == set()


@pytest.mark.parametrize("word", ["IS", "WHO", "AU", "AIDS", "MEND"])
def test_a_form_that_is_also_a_word_is_in_capitals_only(word: str) -> None:
    assert {word.lower(), word.capitalize()} & set(FORMS["form"]) == set()


@pytest.mark.parametrize(
    ("form", "name", "country", "sector"),
    [
        ("ISIL", "Islamic State of Iraq and the Levant", None, "REB"),
        ("Daesh", "Islamic State of Iraq and the Levant", None, "REB"),
        ("PKK", "Kurdistan Workers' Party", "TUR", "REB"),
        ("Hizbullah", "Hezbollah", "LBN", "UAF"),
        ("Sinaloa cartel", "Sinaloa Cartel", "MEX", "CRM"),
        ("Doctors Without Borders", "Médecins Sans Frontières", None, "MED"),
        ("SOHR", "Syrian Observatory for Human Rights", "GBR", "NGO"),
        ("UNHCR", "United Nations High Commissioner for Refugees", None, "IGO"),
        ("AfD", "Alternative for Germany", "DEU", "PTY"),
        ("KCNA", "Korean Central News Agency", "PRK", "JRN"),
        ("Aramco", "Saudi Aramco", "SAU", "BUS"),
        ("UNIFIL", "United Nations Interim Force in Lebanon", None, "MIL"),
    ],
)
def test_known_forms(form: str, name: str, country: str | None, sector: str) -> None:
    assert FORMS.filter(pl.col("form") == form).select("name", "country", "sector").rows() == [(name, country, sector)]


def test_words_of_names_stay_within_the_closed_lists_and_come_once() -> None:
    words = SEEDS.table("actors/organisation_words.csv")
    assert words["word"].is_unique().all()
    assert words["word"].is_sorted()
    assert set(words["kind"]) <= KINDS | {"government"}
    assert set(words["sector"]) <= set(SECTORS)


def test_short_names_lead_to_one_actor() -> None:
    shorts = SEEDS.table("actors/short_names.csv")
    known = pl.concat([ALL.select("name", "country"), SEEDS.table("actors/institutions.csv").select("name", "country")])
    assert shorts.join(known, on="name", how="anti").is_empty()
    assert not shorts.select("short", "country").is_duplicated().any()


def test_prefixes_of_ships_come_once_and_name_a_country() -> None:
    prefixes = SEEDS.table("actors/ship_prefixes.csv")
    assert prefixes["prefix"].is_unique().all()
    assert set(prefixes["country"]) <= set(SEEDS.table("actors/countries.csv")["country"])


def test_no_prefix_of_ships_is_the_name_of_an_organisation() -> None:
    assert SEEDS.table("actors/ship_prefixes.csv").join(FORMS, left_on="prefix", right_on="form").is_empty()


def test_who_tells_of_what_happens_elsewhere_is_an_organisation_of_the_seeds() -> None:
    tellers = SEEDS.table("actors/tellers.csv")["name"].to_list()
    assert tellers == sorted(tellers, key=str.casefold)
    assert set(tellers) <= set(ALL["name"])
