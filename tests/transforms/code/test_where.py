import pytest

CASES = {
    "Police arrested two teachers in Oslo on Monday.": ("arrested", "Oslo", "city"),
    "Police arrested two teachers in Oslo, Norway, on Monday.": ("arrested", "Oslo", "city"),
    "Rebels attacked a market in the Syrian city of Aleppo on Monday.": ("attacked", "Aleppo", "city"),
    "Rebels attacked a market in Mali on Monday.": ("attacked", "Mali", "country"),
    "Rebels attacked a market near Aleppo on Monday.": ("attacked", "Aleppo", "city"),
    "Police arrested ten men in India's Noida on Monday.": ("arrested", "Noida", "city"),
    "Turkey sent thousands of troops to northwest Syria.": ("sent", "northwest Syria", "region"),
    "Norway delivered food to Mali on Monday.": ("delivered", "Mali", "country"),
    "The ministers met in Washington on Monday.": ("met", "Washington, D.C.", "city"),
}
DATELINE = "OSLO, May 3 (EXN) — Rebels attacked a market in Aleppo on Monday."
ONLY_DATELINE = "OSLO, May 3 (EXN) — Rebels attacked a market on Monday and burned two houses."
NOWHERE = "Rebels attacked a market on Monday and burned two houses."
ANOTHER = "Rebels attacked a market on Monday. Farmers in Oslo sold rice to the guests."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([*CASES, DATELINE, ONLY_DATELINE, NOWHERE, ANOTHER])


@pytest.mark.parametrize("text", CASES)
def test_the_place_of_its_clause(told, text):
    trigger, place, precision = CASES[text]
    event = told[text].event(trigger)
    assert (event["place"], event["place_precision"]) == (place, precision)


def test_a_dateline_tells_only_where_the_report_was_written(told):
    assert told[DATELINE].event("attacked")["place"] == "Aleppo"
    assert told[ONLY_DATELINE].event("attacked")["place"] is None


@pytest.mark.parametrize("text", [NOWHERE, ANOTHER])
def test_an_event_told_without_a_place_has_none(told, text):
    event = told[text].event("attacked")
    assert (event["place_id"], event["place_mention_id"], event["place_precision"]) == (None, None, "unknown")


def test_the_place_points_to_its_words(told):
    text = "Police arrested two teachers in Oslo on Monday."
    event = told[text].event("arrested")
    mention = told[text].tables["place_mentions"].filter(place_mention_id=event["place_mention_id"])
    assert mention["text"].to_list() == ["Oslo"]


TOLD = {
    "Militiamen raped women in the Congolese town of Walikale last month.": ("raped", "Walikale"),
    "Rebels captured Goma on Tuesday.": ("captured", "Goma"),
    "A boy was abducted from a Karachi school on Monday.": ("abducted", "Karachi"),
}


@pytest.mark.parametrize("text", TOLD)
def test_what_the_text_calls_a_town_takes_or_puts_a_school_in_is_the_place(read, text):
    trigger, place = TOLD[text]
    assert read(text).event(trigger)["place"] == place
