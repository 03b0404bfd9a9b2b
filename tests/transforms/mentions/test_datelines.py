from datetime import date

import polars as pl
import pytest

from transforms.mentions.datelines import seen_from

RECORDED = date(2020, 3, 4)


def day_of(text, recorded=RECORDED):
    frame = pl.DataFrame(
        {"doc": [0], "text": [text], "published_on": [recorded]}, schema_overrides={"published_on": pl.Date}
    )
    return seen_from(frame)["published_on"][0]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("OSLO, March 3 (EXN) - Police arrested ten men.", "2020-03-03"),
        ("Ten men arrested. OSLO, Norway, March 5 (EXN) - Police arrested ten men.", "2020-03-05"),
        ("Ten men arrested\n\nPublished February 24 2020\n\nPolice arrested ten men.", "2020-02-24"),
        ("Ten men arrested. Last updated at Feb 242020 OSLO Police arrested ten men.", "2020-02-24"),
        ("Ten men arrested\n\nPublished March 13 2020\n\nPolice arrested ten men.", "2020-03-13"),
        ("Ten men arrested\n\n24 Feb 2020\n\nPolice arrested ten men.", "2020-02-24"),
    ],
)
def test_the_day_that_an_article_prints_is_the_day_it_is_seen_from(text, day):
    assert day_of(text) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested ten men on March 3.",
        "OSLO, January 3 (EXN) - Police arrested ten men.",
        "Ten men arrested\n\nPublished February 24 2012\n\nPolice arrested ten men.",
    ],
)
def test_what_is_no_printed_day_or_far_from_the_record_changes_nothing(text):
    assert day_of(text) == RECORDED


def test_a_printed_day_stands_in_for_a_missing_one_only_with_its_year():
    assert day_of("Ten men arrested\n\nPublished February 24 2020\n\nMore.", None) == date(2020, 2, 24)
    assert day_of("OSLO, March 3 (EXN) - Police arrested ten men.", None) is None


def test_weekdays_count_from_the_printed_day(read):
    event = read("A new bridge\n\nPublished February 25 2020\n\nPolice arrested ten men on Monday.").event("arrested")
    assert event["date_start"] == date(2020, 2, 24)
