from datetime import date

import pytest

MONDAY = "Rebels attacked the village near the old bridge on Monday."
FUTURE = "Rebels will attack the village near the old bridge on Friday."
SINCE = "Rebels have attacked the village since Monday."
NOUN = "The attack on the village took place on Monday."
TWO = "Rebels attacked the village on Monday and released two engineers on Tuesday."
SAID = "The Red Cross said on Friday that rebels attacked the village near the old bridge."
BOTH = "The Red Cross said on Friday that rebels attacked the village on Monday."
NONE = "Rebels attacked the village near the old bridge."
WEEK = "Police will release the two teachers from the old school next week."


@pytest.fixture(scope="module")
def told(read_all):
    return read_all([MONDAY, FUTURE, SINCE, NOUN, TWO, SAID, BOTH, NONE, WEEK])


def days(event):
    return event["date_start"], event["date_end"]


@pytest.mark.parametrize(("text", "trigger"), [(MONDAY, "attacked"), (NOUN, "attack"), (BOTH, "attacked")])
def test_the_expression_of_its_own_clause_dates_an_event(told, text, trigger):
    event = told[text].event(trigger)
    assert days(event) == (date(2020, 3, 2), date(2020, 3, 2))
    assert (event["date_precision"], event["date_text"]) == ("day", "Monday")


def test_each_event_has_its_own_day(told):
    assert told[TWO].event("attacked")["date_start"] == date(2020, 3, 2)
    assert told[TWO].event("released")["date_start"] == date(2020, 3, 3)


def test_a_weekday_of_what_is_to_come_is_the_next_one(told):
    assert days(told[FUTURE].event("attack")) == (date(2020, 3, 6), date(2020, 3, 6))


def test_since_goes_on_to_publication(told):
    assert days(told[SINCE].event("attacked")) == (date(2020, 3, 2), date(2020, 3, 4))


def test_a_week_is_a_span_and_says_so(told):
    event = told[WEEK].event("release")
    assert days(event) == (date(2020, 3, 9), date(2020, 3, 15))
    assert event["date_precision"] == "week"


@pytest.mark.parametrize("text", [NONE, SAID])
def test_what_is_not_dated_stays_open_and_says_why(told, text):
    event = told[text].event("attacked")
    assert days(event) == (None, None)
    assert event["date_precision"] == "unknown"
    assert event["date_rule"]


def test_without_a_publication_date_a_weekday_stays_open(read):
    event = read(MONDAY, None).event("attacked")
    assert days(event) == (None, None)
    assert (event["date_text"], event["date_rule"]) == ("Monday", "no publication date")


def test_a_day_never_comes_without_its_words(told):
    for reading in told.values():
        mentions = reading.tables["event_mentions"]
        assert mentions.filter(mentions["date_start"].is_not_null() & mentions["date_text"].is_null()).is_empty()


SAME_TIME = {
    "Kenya and Uganda failed to reach a deal last week.": ("failed", "2020-02-24"),
    "Rebels stormed a barracks, killing six soldiers on Sunday.": ("stormed", "2020-03-01"),
    "Relations soured in 2014, when rebels attacked the village.": ("attacked", "2014-01-01"),
}
OTHER_TIME = {
    "Kenya condemned on Monday an attack on a market in Uganda.": "attack",
    "Police arrested a man on Monday for killing two teachers.": "killing",
}


@pytest.mark.parametrize("text", SAME_TIME)
def test_what_belongs_together_has_one_time(read, text):
    trigger, day = SAME_TIME[text]
    assert read(text).event(trigger)["date_start"] == date.fromisoformat(day)


@pytest.mark.parametrize("text", OTHER_TIME)
def test_what_a_verb_is_about_has_a_time_of_its_own(read, text):
    assert read(text).event(OTHER_TIME[text])["date_start"] is None


SHARED = {
    "Kenya refused to reopen the border on Sunday.": ("refused", "2020-03-01"),
    "Ten teachers were killed when rebels attacked a school on Sunday.": ("killed", "2020-03-01"),
    "Rebels killed ten teachers in an attack on Sunday.": ("killed", "2020-03-01"),
}


@pytest.mark.parametrize("text", SHARED)
def test_clauses_of_one_time_share_its_day(read, text):
    trigger, day = SHARED[text]
    assert read(text).event(trigger)["date_start"] == date.fromisoformat(day)


def test_a_month_to_come_is_the_whole_month(read):
    assert days(read("The two presidents will meet in Kampala in September.").event("meet")) == (
        date(2020, 9, 1),
        date(2020, 9, 30),
    )
