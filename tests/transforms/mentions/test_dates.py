from datetime import date

import polars as pl
import pytest

from transforms.mentions.dates import DATES, find_dates

PUBLISHED = date(2020, 3, 4)  # a Wednesday
SENTENCES = pl.Schema(
    {"doc": pl.UInt32, "sent": pl.UInt32, "start_char": pl.Int64, "text": pl.String, "published_on": pl.Date}
)


TODAY = date(2024, 1, 1)


def found_in(text, published=PUBLISHED, *, start=0):
    return find_dates(pl.DataFrame([(0, 0, start, text, published)], SENTENCES, orient="row"), today=TODAY)


def only(text, published=PUBLISHED):
    found = found_in(text, published)
    assert found.height == 1, found["date_text"].to_list()
    return found.row(0, named=True)


def days(row):
    return f"{row['date_start']} {row['date_end']}", row["date_precision"]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("on Friday", "2020-02-28"),
        ("on Tuesday", "2020-03-03"),
        ("on Tuesday morning", "2020-03-03"),
        ("on Wednesday", "2020-03-04"),
        ("last Wednesday", "2020-02-26"),
        ("last Sunday", "2020-03-01"),
        ("next Friday", "2020-03-06"),
        ("next Wednesday", "2020-03-11"),
        ("ahead of Friday's fair", "2020-03-06"),
        ("ahead of a Wednesday fair", "2020-03-04"),
        ("before a Sunday deadline", "2020-03-08"),
        ("today", "2020-03-04"),
        ("this morning", "2020-03-04"),
        ("yesterday", "2020-03-03"),
        ("last night", "2020-03-03"),
        ("the day before yesterday", "2020-03-02"),
        ("tomorrow", "2020-03-05"),
        ("three days ago", "2020-03-01"),
        ("24 hours ago", "2020-03-03"),
        ("a day ago", "2020-03-03"),
        ("on 2020-02-29", "2020-02-29"),
        ("on March 1, 2019", "2019-03-01"),
        ("on 1 March 2019", "2019-03-01"),
        ("on March 1", "2020-03-01"),
        ("on 3rd February", "2020-02-03"),
        ("on the 1st of March", "2020-03-01"),
        ("on Sunday, March 1", "2020-03-01"),
        ("on Feb. 29", "2020-02-29"),
        ("on December 30", "2019-12-30"),
        ("on 15 April", "2020-04-15"),
        ("on Mon Feb 24 2020", "2020-02-24"),
        ("on 24.02.2020", "2020-02-24"),
        ("on Christmas Day", "2019-12-25"),
        ("as after the 9/11 attacks", "2001-09-11"),
    ],
)
def test_an_expression_of_one_day(words, day):
    assert days(only(f"It rained {words}.")) == (f"{day} {day}", "day")


@pytest.mark.parametrize(
    ("words", "span", "precision"),
    [
        ("overnight", "2020-03-03 2020-03-04", "day"),
        ("last week", "2020-02-24 2020-03-01", "week"),
        ("this week", "2020-03-02 2020-03-08", "week"),
        ("earlier this week", "2020-03-02 2020-03-04", "week"),
        ("two weeks ago", "2020-02-17 2020-02-23", "week"),
        ("in the last two weeks", "2020-02-19 2020-03-04", "week"),
        ("in the past 10 days", "2020-02-23 2020-03-04", "day"),
        ("over the next three days", "2020-03-04 2020-03-07", "day"),
        ("over the weekend", "2020-02-29 2020-03-01", "day"),
        ("a few days ago", "2020-02-26 2020-03-02", "week"),
        ("last month", "2020-02-01 2020-02-29", "month"),
        ("this month", "2020-03-01 2020-03-31", "month"),
        ("next month", "2020-04-01 2020-04-30", "month"),
        ("three months ago", "2019-12-01 2019-12-31", "month"),
        ("in December", "2019-12-01 2019-12-31", "month"),
        ("in February", "2020-02-01 2020-02-29", "month"),
        ("last December", "2019-12-01 2019-12-31", "month"),
        ("in early January", "2020-01-01 2020-01-10", "month"),
        ("in late January", "2020-01-21 2020-01-31", "month"),
        ("in October 2016", "2016-10-01 2016-10-31", "month"),
        ("last summer", "2019-06-01 2019-08-31", "month"),
        ("last year", "2019-01-01 2019-12-31", "year"),
        ("earlier this year", "2020-01-01 2020-03-04", "year"),
        ("a year ago", "2019-01-01 2019-12-31", "year"),
        ("in 2016", "2016-01-01 2016-12-31", "year"),
    ],
)
def test_an_expression_of_a_span(words, span, precision):
    assert days(only(f"It rained {words}.")) == (span, precision)


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("Monday", "2020-03-02"),
        ("December 1", "2019-12-01"),
        ("January", "2020-01-01"),
        ("October 2016", "2016-10-01"),
        ("2011", "2011-01-01"),
    ],
)
def test_since_goes_on_to_the_day_of_publication(words, start):
    row = only(f"It has rained since {words}.")
    assert f"{row['date_start']} {row['date_end']}" == f"{start} 2020-03-04"
    assert row["is_since"]


def test_a_day_without_a_year_is_in_the_year_nearest_to_publication():
    assert only("It rained on December 30.", date(2020, 1, 5))["date_start"] == date(2019, 12, 30)
    assert only("It will rain on January 5.", date(2019, 12, 30))["date_start"] == date(2020, 1, 5)


def test_a_weekday_has_also_its_coming_day():
    row = only("It rains on Friday.")
    assert (row["date_start"], row["next_start"]) == (date(2020, 2, 28), date(2020, 3, 6))


def test_a_leap_day_without_a_year_is_in_a_leap_year():
    assert only("It rained on February 29.", date(2021, 3, 1))["date_start"] == date(2020, 2, 29)


@pytest.mark.parametrize("words", ["on Friday", "yesterday", "last week", "on March 1", "in December", "two weeks ago"])
def test_without_a_publication_date_relative_words_stay_open_and_say_why(words):
    row = only(f"It rained {words}.", None)
    assert (row["date_start"], row["date_end"], row["date_precision"]) == (None, None, "unknown")
    assert row["date_rule"] == "no publication date"


@pytest.mark.parametrize(("words", "start"), [("on 1 March 2019", "2019-03-01"), ("in 2016", "2016-01-01")])
def test_without_a_publication_date_full_dates_are_read(words, start):
    assert str(only(f"It rained {words}.", None)["date_start"]) == start


@pytest.mark.parametrize("words", ["on February 30", "on 31 April 2019", "on 2019-02-29"])
def test_a_day_that_can_not_be_stays_open_and_says_why(words):
    row = only(f"It rained {words}.")
    assert (row["date_start"], row["date_precision"], row["date_rule"]) == (None, "unknown", "no such day")


def test_a_distance_from_another_event_stays_open():
    assert only("It had rained a day earlier.")["date_start"] is None


def test_a_goal_far_ahead_dates_nothing():
    assert only("The dam will be ready by 2050.")["date_start"] is None


@pytest.mark.parametrize(
    "text",
    [
        "It may rain and trees march on.",
        "The parliament has 2016 seats.",
        "They sold 2,019 tickets.",
        "He sat down.",
        "Secondly, the sun shone.",
    ],
)
def test_words_that_only_look_like_dates_are_none(text):
    assert found_in(text).is_empty()


def test_several_expressions_are_found_in_text_order_without_overlap():
    found = found_in("It rained on Monday, March 2, and again yesterday, as in March 2019.")
    assert found["date_text"].to_list() == ["Monday, March 2", "yesterday", "March 2019"]


def test_offsets_are_those_of_the_article():
    text = "It rained on Friday."
    row = found_in(text, start=100).row(0, named=True)
    assert text[row["start_char"] - 100 : row["end_char"] - 100] == row["date_text"] == "Friday"


def test_every_expression_names_the_rule_that_read_it():
    rules = found_in("It rained on Friday, in 2016, last week and on 5 May.")["date_rule"].to_list()
    assert len(set(rules)) == 4
    assert all(rules)


def test_no_expression_gives_an_empty_frame():
    assert found_in("Nothing here.").schema == DATES


@pytest.mark.parametrize("text", ["It was founded 200 years ago.", "They aim to end coal by 2050."])
def test_history_and_goals_are_no_dates(text):
    assert only(text)["date_start"] is None


@pytest.mark.parametrize(
    ("words", "span", "precision"),
    [
        ("The next day", "2020-03-03 2020-03-03", "day"),
        ("Later that day", "2020-03-02 2020-03-02", "day"),
        ("A day earlier", "2020-03-01 2020-03-01", "day"),
        ("Two hours later", "2020-03-02 2020-03-02", "day"),
        ("A week later", "2020-03-09 2020-03-15", "week"),
    ],
)
def test_a_distance_counts_from_the_day_told_before(words, span, precision):
    found = found_in(f"It rained on Monday. {words}, it snowed.")
    assert days(found.row(1, named=True)) == (span, precision)
    assert found["date_rule"][1] == "distance from the time told before"


def test_the_day_on_which_something_was_reported_is_not_counted_from():
    found = found_in("It rained on Sunday, the office said on Tuesday. It snowed later that day.")
    assert found["date_start"][2] == date(2020, 3, 1)


@pytest.mark.parametrize("text", ["Later that day, it snowed.", "It rained 3 percent less than a year earlier."])
def test_a_distance_from_nothing_stays_open(text):
    assert found_in(text)["date_start"].to_list() == [None]


@pytest.mark.parametrize("text", ["OSLO, March 3 (EXN) - It rained.", "24 February 2020 It rained in Oslo."])
def test_the_day_of_a_dateline_or_stamp_dates_no_event(text):
    assert found_in(text).is_empty()


def test_a_year_before_a_noun_is_a_date():
    assert only("It rained during the 2016 election.")["date_start"] == date(2016, 1, 1)


def test_the_beginning_of_a_month_since_when_it_goes_on():
    row = only("Since the beginning of March they have fled.")
    assert row["is_since"]
    assert row["date_end"] == PUBLISHED


def test_within_the_hour_counts_from_the_day_told_before():
    found = found_in("Soldiers left on Monday and rebels came within the hour.")
    assert found["date_start"].to_list() == [date(2020, 3, 2), date(2020, 3, 2)]


def test_a_clock_time_to_come_is_of_the_day_of_publication():
    assert days(only("The two ministers will meet at 0730 GMT.")) == ("2020-03-04 2020-03-04", "day")


def test_a_clock_time_beside_a_day_dates_nothing_itself():
    assert only("The two ministers will meet at 0730 GMT on Friday.")["date_text"] == "Friday"


def test_a_clock_time_of_the_past_is_no_day():
    assert found_in("The two ministers met at 0730 GMT.").height == 0


def test_what_comes_from_a_day_is_of_that_day_alone():
    assert not only("The toll from Tuesday's raid rose to 17.")["is_since"]
    assert only("It has rained since Tuesday's match.")["is_since"]
