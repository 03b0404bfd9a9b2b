from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pycountry
import pytest

from seeds.loading import ROOT, load
from seeds.places.build_cities import (
    CITIES,
    CONFLICT_PRONE,
    MAX_ALIASES,
    SCHEMA,
    ascii_name,
    letters,
    spellings,
    write,
)
from transforms.mentions.places import place_index
from warehouse.tables.values import PLACE_FEATURES

if TYPE_CHECKING:
    from pathlib import Path

COUNTRIES = {country.alpha_3 for country in pycountry.countries} | {"XKX"}


def read(name: str) -> pl.DataFrame:
    return pl.read_csv(ROOT / "places" / name, infer_schema=False).fill_null("")


@pytest.fixture(scope="module")
def cities() -> pl.DataFrame:
    return pl.read_parquet(CITIES)


@pytest.fixture(scope="module")
def regions() -> pl.DataFrame:
    return read("regions.csv")


def test_cities_are_what_their_builder_makes(tmp_path: Path, cities: pl.DataFrame) -> None:
    built = write(tmp_path / "cities.parquet")
    assert built.equals(cities)
    assert (tmp_path / "cities.parquet").read_bytes() == CITIES.read_bytes()


def test_cities_are_small_enough_to_ship() -> None:
    assert CITIES.stat().st_size < 2_000_000


def test_cities_have_the_declared_columns_in_order(cities: pl.DataFrame) -> None:
    assert cities.schema == SCHEMA
    assert cities.null_count().sum_horizontal().item() == 0
    assert cities["geonames_id"].is_unique().all()
    assert cities.equals(cities.sort("country", "geonames_id"))


def test_cities_lie_on_earth_in_countries_that_exist(cities: pl.DataFrame) -> None:
    assert cities["latitude"].is_between(-90, 90).all()
    assert cities["longitude"].is_between(-180, 180).all()
    assert set(cities["country"]) <= COUNTRIES
    assert COUNTRIES >= CONFLICT_PRONE


def test_city_names_are_ascii(cities: pl.DataFrame) -> None:
    assert cities["name"].str.contains(r"^[ -~]+$").all()


def test_city_aliases_are_few_and_not_the_name(cities: pl.DataFrame) -> None:
    assert cities["aliases"].list.len().max() <= MAX_ALIASES
    aliases = cities.explode("aliases", empty_as_null=True).drop_nulls("aliases")
    assert aliases["aliases"].str.len_chars().min() >= 4
    assert aliases.filter(pl.col("aliases") == pl.col("name")).is_empty()


@pytest.mark.parametrize(
    ("spelling", "country", "name"),
    [
        ("Kiev", "UKR", "Kyiv"),
        ("Deir al-Zor", "SYR", "Deir ez-Zor"),
        ("Rangoon", "MMR", "Yangon"),
        ("Khan Yunis", "PSE", "Khan Younis"),
        ("New York", "USA", "New York City"),
    ],
)
def test_spellings_in_the_news_find_their_city(cities: pl.DataFrame, spelling: str, country: str, name: str) -> None:
    found = cities.filter(pl.col("aliases").list.contains(spelling), country=country)
    assert found.sort("population")["name"].to_list()[-1] == name


def test_ascii_name_writes_letters_and_marks_out() -> None:
    assert [ascii_name(name) for name in ("São Paulo", "Łódź", "‘Afrīn", "Straße")] == [
        "Sao Paulo",
        "Lodz",
        "Afrin",
        "Strasse",
    ]


def test_letters_are_the_same_for_spellings_of_one_name() -> None:
    assert letters("Deir ez-Zor") == letters("Deir Ezzor")


def test_spellings_put_common_forms_first_and_leave_out_names_of_others() -> None:
    alternates = ["Alep", "Aleppe", "Halab", "Ḩalab", "Berea", "حلب", "ALP", "aleppea", "Aleppo"]
    assert spellings("Aleppo", alternates, {"berea": 1, "aleppo": 2}, 2) == ["Halab", "Aleppe", "Alep"]


def test_names_are_unique_and_each_id_is_a_city(cities: pl.DataFrame) -> None:
    names = read("names.csv")
    assert names["geonames_id"].is_unique().all()
    assert names.equals(names.sort("country", "name", maintain_order=True))
    known = names.with_columns(pl.col("geonames_id").cast(pl.Int32)).join(cities, on=["geonames_id", "name", "country"])
    assert known.height == names.height


def test_regions_are_unique_and_in_order(regions: pl.DataFrame) -> None:
    assert regions.select("name", "country", "feature").is_duplicated().sum() == 0
    assert regions.rows() == sorted(regions.rows(), key=lambda row: (row[1], row[0], row[2]))
    assert regions.height >= 600


def test_regions_use_listed_features_and_countries(regions: pl.DataFrame) -> None:
    assert set(regions["feature"]) <= set(PLACE_FEATURES)
    assert set(regions["country"]) - {""} <= COUNTRIES


def test_regions_have_both_coordinates_or_none(regions: pl.DataFrame) -> None:
    points = regions.select(pl.col("latitude", "longitude").replace("", None).cast(pl.Float64))
    assert points.filter(pl.col("latitude").is_null() != pl.col("longitude").is_null()).is_empty()
    assert points["latitude"].drop_nulls().is_between(-90, 90).all()
    assert points["longitude"].drop_nulls().is_between(-180, 180).all()


def test_an_alias_names_one_region_of_a_country(regions: pl.DataFrame) -> None:
    names = (
        regions.select("country", "name", item=pl.concat_str("name", "aliases", separator="|").str.split("|"))
        .explode("item", empty_as_null=True)
        .filter(pl.col("item") != "")
        .with_columns(pl.col("item").str.to_lowercase())
    )
    assert names.filter(pl.struct("country", "item").is_duplicated()).rows() == []


def test_state_ids_are_those_of_geonames(regions: pl.DataFrame) -> None:
    states = regions.filter(pl.col("geonames_id") != "")
    assert set(states["country"]) == {"USA"}
    assert states.height == 51
    assert states.filter(name="Texas")["geonames_id"].to_list() == ["4736286"]


def test_regions_lie_near_the_cities_of_their_country(cities: pl.DataFrame, regions: pl.DataFrame) -> None:
    boxes = cities.group_by("country").agg(
        south=pl.min("latitude"), north=pl.max("latitude"), west=pl.min("longitude"), east=pl.max("longitude")
    )
    placed = regions.filter((pl.col("latitude") != "") & (pl.col("country") != "")).join(boxes, on="country")
    far = placed.with_columns(pl.col("latitude", "longitude").cast(pl.Float64)).filter(
        ~pl.col("latitude").is_between(pl.col("south") - 2, pl.col("north") + 2)
        | ~pl.col("longitude").is_between(pl.col("west") - 3, pl.col("east") + 3)
    )
    # the far north, where no town of 1,000 is near
    assert set(far["name"]) == {"Greenland", "Nunavut", "Svalbard"}


def test_well_known_places_are_in_order_and_share_their_name_with_one_elsewhere() -> None:
    known = read("well_known.csv")
    assert known.rows() == sorted(known.rows())
    gazetteer = place_index(load()).gazetteer.with_columns(countries=pl.col("country").n_unique().over("phrase"))
    shared = gazetteer.filter("is_well_known", pl.col("countries") > 1)
    assert shared.select("phrase", "country").n_unique() == known.height
