import polars as pl
import pytest

from transforms.mentions.places import CANDIDATES, GAZETTEER, find_places

NOTHING = pl.DataFrame(schema={"first": pl.UInt32, "last": pl.UInt32})


@pytest.fixture
def placed(parse, known):
    """The place spans of a text with the places each may mean: {surface: {(name, country, feature)}}."""

    def find(text, taken=NOTHING):
        found = find_places(parse(text), known.places, taken=taken, countries=NOTHING)
        assert found.schema == CANDIDATES
        spans = {}
        for row in found.iter_rows(named=True):
            spans.setdefault(row["surface"], set()).add((row["name"], row["country"], row["feature"]))
        return spans

    return find


def test_the_gazetteer_has_its_schema_and_folded_names(known):
    gazetteer = known.places.gazetteer
    assert gazetteer.schema == GAZETTEER
    assert gazetteer.filter(pl.col("phrase") != pl.col("phrase").str.to_lowercase()).is_empty()


def test_coordinates_are_as_the_source_has_them(known):
    degrees = known.places.gazetteer.filter(pl.col("feature") == "city").select("latitude", "longitude")
    assert degrees.select(pl.all() == pl.all().round(2)).select(pl.all().all()).row(0) == (True, True)


def test_a_city_has_every_place_of_its_name_as_candidate(placed):
    candidates = placed("The train from Paris was late.")["Paris"]
    assert ("Paris", "FRA", "city") in candidates
    assert ("Paris", "USA", "city") in candidates


def test_a_country_is_a_candidate_as_country(placed):
    assert ("Syria", "SYR", "country") in placed("Clashes broke out in Syria.")["Syria"]


def test_a_name_of_two_words_is_one_place(placed):
    assert set(placed("Clashes broke out near Khan Sheikhoun in Syria.")) == {"Khan Sheikhoun", "Syria"}


def test_a_region_is_a_region(placed):
    assert {feature for *_, feature in placed("The meeting was held in the Gaza Strip.")["Gaza Strip"]} == {"region"}


def test_a_place_that_the_gazetteer_lacks_is_a_span_without_a_name(placed):
    assert placed("The boat reached the port of Zorvalia near Greece.")["Zorvalia"] == {(None, None, "city")}


def test_words_in_lower_case_are_no_places(placed):
    assert placed("it was a nice march and they had turkey for lunch") == {}


def test_what_is_taken_by_a_name_is_no_place(parse, placed):
    text = "The train from Paris was late."
    paris = parse(text).filter(text="Paris").select(first="t", last="t")
    assert placed(text, paris) == {}


def test_spans_do_not_overlap(parse, known):
    found = find_places(
        parse("Rebels left Aleppo, Idlib and the Gaza Strip for Northern Ireland."),
        known.places,
        taken=NOTHING,
        countries=NOTHING,
    )
    spans = found.select("first", "last").unique().sort("first")
    assert spans.filter(pl.col("first") <= pl.col("last").shift(1)).is_empty()


def test_what_the_text_calls_a_district_is_a_place(placed):
    assert placed("Police stormed the Zorvalia slum.")["Zorvalia"] == {(None, None, "region")}


def test_every_name_of_a_list_of_towns_is_a_place(read):
    told = read("The shells fell on the towns of Kurnaba and Almasa near Hama on Monday.")
    assert not {"Kurnaba", "Almasa"} & set(told.actors)


def test_what_is_struck_is_a_place(read):
    reading = read("25 people were killed in the strike on Hodeidah. Saudi Arabia said it had hit a depot.")
    assert reading.event("killed")["recipients"] == ["Yemeni civilians"]
