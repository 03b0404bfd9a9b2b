"""People and their offices: closed lists, dates that hold together, and one holder of an office at a time."""

import calendar
import re
from datetime import date
from itertools import accumulate

import polars as pl
import pytest

from seeds import load
from seeds.loading import items
from warehouse.tables.values import SECTORS

SEEDS = load()
LEADERS = SEEDS.table("actors/leaders.csv")
TERMS = SEEDS.table("actors/terms.csv")
COUNTRIES = set(SEEDS.table("actors/countries.csv")["country"])
ORGANISATIONS = {
    name
    for file in ("igos", "ngos", "armed_groups", "parties", "media", "companies", "religious", "institutions")
    for name in SEEDS.table(f"actors/{file}.csv")["name"]
}
OFFICES = set(SEEDS.table("actors/offices.csv")["office"])
SHARED = {"spokesperson", "opposition_leader", "vice_president", "council_president"}
LARGE = "AUS BRA CAN CHN DEU EGY ESP FRA GBR IDN IND IRN ITA JPN KOR MEX POL RUS SAU SYR TUR UKR USA VNM ZAF".split()
DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def parts(text: str) -> tuple[int, int | None, int | None]:
    """Year, month and day of a date; what its precision leaves open is None."""
    match = DATE.fullmatch(text)
    assert match is not None, text
    year, month, day = match.groups()
    return int(year), int(month) if month else None, int(day) if day else None


def first_day(text: str) -> date:
    """The earliest day that a date of year, month or day precision can mean."""
    year, month, day = parts(text)
    return date(year, month or 1, day or 1)


def last_day(text: str) -> date:
    """The latest day that a date of year, month or day precision can mean."""
    year, month, day = parts(text)
    return date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])


def holder(office: str, of: str, day: str) -> list[str]:
    """Who held an office on a day, by the terms."""
    at = date.fromisoformat(day)
    rows = TERMS.filter((pl.col("office") == office) & (pl.col("of") == of)).iter_rows(named=True)
    return [r["person"] for r in rows if first_day(r["start"]) <= at and (r["end"] is None or at < last_day(r["end"]))]


def test_columns_and_counts() -> None:
    assert LEADERS.columns == ["name", "country", "sector", "wikidata_id", "aliases"]
    assert TERMS.columns == ["person", "office", "of", "start", "end"]
    assert LEADERS.height >= 1500
    assert TERMS.height >= 900


def test_people_are_from_the_closed_lists_and_named_once() -> None:
    assert set(LEADERS["country"].drop_nulls()) <= COUNTRIES
    assert set(LEADERS["sector"]) <= set(SECTORS)
    assert LEADERS.filter(pl.col("name").is_duplicated())["name"].to_list() == []


def test_wikidata_ids_are_well_formed_and_unique() -> None:
    ids = LEADERS["wikidata_id"].drop_nulls()
    assert ids.str.contains(r"^Q[1-9]\d*$").all()
    assert ids.is_unique().all()


def test_a_written_form_means_one_person() -> None:
    forms = LEADERS.with_columns(form=items("aliases")).explode("form")
    assert forms["form"].null_count() == 0
    assert forms.filter(pl.col("form").is_duplicated())["form"].to_list() == []


def test_a_form_with_marks_has_one_without() -> None:
    for row in LEADERS.with_columns(items("aliases")).iter_rows(named=True):
        assert any(form.isascii() or "’" in form for form in row["aliases"]), row["name"]


@pytest.mark.parametrize("surname", ["Brown", "May", "Bush", "Johnson", "King", "Khan", "Kim", "Lee", "Clark", "Cook"])
def test_a_surname_that_many_bear_is_no_form(surname: str) -> None:
    assert surname not in LEADERS.select(items("aliases")).to_series().explode().to_list()


def test_every_term_is_of_a_person_an_office_and_a_body_that_are_known() -> None:
    assert set(TERMS["person"]) <= set(LEADERS["name"])
    assert set(TERMS["office"]) <= OFFICES
    assert set(TERMS["of"]) <= COUNTRIES | ORGANISATIONS
    assert TERMS.is_duplicated().sum() == 0


def test_dates_are_real_and_in_order() -> None:
    for row in TERMS.iter_rows(named=True):
        assert row["end"] is None or first_day(row["start"]) <= last_day(row["end"]), row


def test_an_office_of_one_has_one_holder_at_a_time() -> None:
    sole = TERMS.filter(~pl.col("office").is_in(list(SHARED))).sort("office", "of", "start")
    clashes = []
    for (_, _), group in sole.group_by("office", "of", maintain_order=True):
        rows = group.rows(named=True)
        # A date of month precision reaches into the month in which the next term starts.
        ends = [first_day(row["end"]) if row["end"] else date.max for row in rows]
        furthest = accumulate(ends, max)
        clashes += [row for end, row in zip(furthest, rows[1:], strict=False) if end > last_day(row["start"])]
    assert clashes == []


@pytest.mark.parametrize("office", ["foreign_minister", "defence_minister"])
@pytest.mark.parametrize("of", LARGE)
def test_ministers_of_large_states_are_told_since_2000(office: str, of: str) -> None:
    days = [f"{year}-{month:02d}-15" for year in range(2000, 2026) for month in range(1, 13)]
    untold = [day for day in days if not holder(office, of, day)]
    assert len(untold) <= 3, untold


@pytest.mark.parametrize(
    ("office", "of", "day", "person"),
    [
        ("head_of_state", "USA", "2016-06-01", "Barack Obama"),
        ("head_of_state", "USA", "2018-06-01", "Donald Trump"),
        ("head_of_state", "TUR", "2020-02-27", "Recep Tayyip Erdoğan"),
        ("defence_minister", "TUR", "2020-02-27", "Hulusi Akar"),
        ("foreign_minister", "RUS", "2013-09-14", "Sergei Lavrov"),
        ("head_of_government", "GBR", "2010-05-10", "Gordon Brown"),
        ("head_of_government", "IRN", "2015-07-14", "Hassan Rouhani"),
        ("un_secretary_general", "United Nations", "2012-03-01", "Ban Ki-moon"),
        ("nato_secretary_general", "NATO", "2011-03-31", "Anders Fogh Rasmussen"),
        ("organisation_head", "World Bank", "2006-01-01", "Paul Wolfowitz"),
        ("foreign_minister", "UKR", "2008-08-20", "Volodymyr Ohryzko"),
        ("foreign_minister", "THA", "2010-06-01", "Kasit Piromya"),
        ("defence_minister", "PAK", "2012-12-01", "Naveed Qamar"),
        ("defence_minister", "BRA", "2005-03-10", "José Alencar"),
        ("chief_of_defence", "ISR", "2006-08-01", "Dan Halutz"),
        ("chief_of_staff_of_the_army", "PAK", "2014-05-05", "Raheel Sharif"),
        ("national_security_adviser", "USA", "2010-02-02", "James L. Jones"),
        ("justice_minister", "USA", "2008-04-04", "Michael Mukasey"),
        ("heir", "SAU", "2015-03-03", "Muqrin bin Abdulaziz"),
        ("party_leader", "CHN", "2013-01-15", "Xi Jinping"),
        ("un_syria_envoy", "United Nations", "2013-01-10", "Lakhdar Brahimi"),
        ("icc_prosecutor", "International Criminal Court", "2019-09-09", "Fatou Bensouda"),
        ("organisation_head", "Hezbollah", "2006-07-20", "Hassan Nasrallah"),
    ],
)
def test_who_held_an_office_on_a_day(office: str, of: str, day: str, person: str) -> None:
    assert holder(office, of, day) == [person]
