from __future__ import annotations

import pytest

from seeds.actors import build_country_code
from warehouse.connect import read
from warehouse.errors import QueryFailed
from warehouse.macros import MACROS, ROOT, example
from warehouse.query import query


def test_every_file_is_listed():
    assert {path.stem for path in ROOT.glob("*.sql")} == set(MACROS)


@pytest.mark.parametrize("macro", MACROS)
def test_its_example_is_a_query_that_runs(loaded, macro):
    assert f"{macro}(" in example(macro)
    query(loaded, example(macro))


@pytest.mark.parametrize("macro", MACROS)
def test_it_has_a_comment(loaded, macro):
    with read(loaded) as con:
        found = con.execute("SELECT comment FROM duckdb_functions() WHERE function_name = ?", [macro]).fetchone()
    assert found
    assert len(found[0]) > 40


def test_an_event_is_in_a_country_on_its_days(loaded):
    sql = "SELECT * FROM events WHERE place_id IS NOT NULL AND date_start IS NOT NULL"
    every = query(loaded, sql).row(0, named=True)
    place = query(loaded, "SELECT country FROM places WHERE place_id = ?", [every["place_id"]]).item()
    bound = [place, every["date_start"], every["date_end"]]
    found = query(loaded, "SELECT event_id FROM events_in(?, ?, ?)", bound)["event_id"]
    assert every["event_id"] in found
    later = query(loaded, "SELECT event_id FROM events_in(?, ?::DATE + 4000)", [place, every["date_end"]])
    assert later.is_empty()
    assert query(loaded, "SELECT * FROM events_in('ATA')").is_empty()


@pytest.mark.parametrize("macro", ["events_in", "casualties"])
def test_a_country_is_named_in_any_way_and_what_is_none_is_said(loaded, macro):
    found = [query(loaded, f"FROM {macro}('{name}') ORDER BY ALL") for name in ("YEM", "ye", "Yemen", "yemen ")]
    assert all(one.equals(found[0]) for one in found)
    with pytest.raises(QueryFailed, match=r"^There is no country Yeman; give an ISO 3166-1 code \(SYR, SY\) or"):
        query(loaded, f"FROM {macro}('Yeman')")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Türkiye", "TUR"),
        ("turkey", "TUR"),
        ("Côte d'Ivoire", "CIV"),
        ("DR Congo", "COD"),
        ("xk", "XKX"),
        ("XNL", "XNL"),
        (None, None),
    ],
)
def test_codes_of_countries(loaded, name, code):
    assert query(loaded, "SELECT country_code(?)", [name]).item() == code


def test_the_names_of_countries_are_those_of_the_seeds():
    assert build_country_code.MACRO.read_text(encoding="utf-8") == build_country_code.render()


def test_casualties_are_of_a_country(loaded):
    told = query(
        loaded,
        "SELECT DISTINCT coalesce(place_country, subject_country) AS c FROM statistic_records WHERE measure = 'killed'",
    )
    for country in told["c"].drop_nulls():
        found = query(loaded, "SELECT measure FROM casualties(?)", [country])
        assert "killed" in found["measure"].to_list()
    assert query(loaded, "SELECT * FROM casualties('ATA')").is_empty()


def test_claims_are_those_of_one_figure(loaded):
    figure = query(loaded, "SELECT min(figure_id) AS figure_id FROM figure_claims").item()
    assert set(query(loaded, "SELECT figure_id FROM claims_about(?)", [figure])["figure_id"]) == {figure}
    rolled_up = query(loaded, "SELECT * FROM figure_claims WHERE figure_id = ? ORDER BY ALL", [figure])
    assert query(loaded, "SELECT * FROM claims_about(?) ORDER BY ALL", [figure]).equals(rolled_up)
    assert query(loaded, "FROM claims_about(NULL)").is_empty()


def test_what_is_no_figure_is_said(loaded):
    event = query(loaded, "SELECT min(event_id) FROM events").item()
    with pytest.raises(QueryFailed, match=f"^There is no figure {event}; figure_claims and"):
        query(loaded, "FROM claims_about(?)", [event])


def test_an_actor_is_found_by_part_of_its_name_in_any_case(loaded):
    name = query(loaded, "SELECT actor_names[1] AS n FROM event_records WHERE len(actor_names) > 0").item(0, 0)
    found = query(loaded, "SELECT name, role FROM actor_timeline(?)", [name[1:-1].upper()])
    assert (name, "actor") in found.rows()


def test_an_actor_is_found_by_its_id(loaded):
    actor, name = query(loaded, "SELECT actor_id, name FROM actors SEMI JOIN event_participants USING (actor_id)").row(
        0
    )
    assert set(query(loaded, "SELECT name FROM actor_timeline(?)", [actor])["name"]) == {name}


@pytest.mark.parametrize(("actor", "why"), [(" ", "needs a name"), ("f" * 16, "There is no actor f{16}; ")])
def test_what_can_be_no_actor_is_said(loaded, actor, why):
    with pytest.raises(QueryFailed, match=why):
        query(loaded, "FROM actor_timeline(?)", [actor])


def test_a_name_that_nobody_has_is_no_fault(loaded):
    assert query(loaded, "FROM actor_timeline('Xylophone Quartz')").is_empty()


def test_an_article_holds_all_the_words_that_are_searched(loaded):
    text = query(loaded, "SELECT text FROM articles ORDER BY article_id").item(0, 0)
    words = " ".join(text.split()[:3])
    found = query(loaded, "SELECT article_id, score, excerpt FROM search_articles(?)", [words])
    assert found.height
    assert (found["score"] > 0).all()
    assert query(loaded, "SELECT * FROM search_articles(?)", [words + " xylophone-quartz"]).is_empty()
    assert query(loaded, "SELECT * FROM search_articles('')").is_empty()
