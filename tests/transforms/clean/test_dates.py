from datetime import date

import pytest
from hypothesis import given, settings

from tests.fuzz.strategies import DATES
from transforms.clean.dates import read_date

TODAY = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2016-10-26", date(2016, 10, 26)),
        ("2016-10-26T23:30:00Z", date(2016, 10, 26)),
        ("2016-10-26 08:15", date(2016, 10, 26)),
        (" 2016-1-6 ", date(2016, 1, 6)),
        ("10/26/2016", date(2016, 10, 26)),
        ("26/10/2016", date(2016, 10, 26)),
        ("03/04/2016", date(2016, 3, 4)),
        ("26.10.2016", date(2016, 10, 26)),
        ("Wed, 26 Oct 2016 07:00:00 GMT", date(2016, 10, 26)),
        ("26 October 2016", date(2016, 10, 26)),
        ("October 26, 2016", date(2016, 10, 26)),
        ("2020-02-29", date(2020, 2, 29)),
        ("2016-10-26T00:00:00", date(2016, 10, 26)),
        ("2016-10-26T00:00:00.000+0300", date(2016, 10, 26)),
        ("2016-10-26 23:59:59 -08:00", date(2016, 10, 26)),
        ("Wed, 26 Oct 2016 23:30:00 -0700", date(2016, 10, 26)),
        ("Wed, 26 Oct 2016 23:30:00 EST", date(2016, 10, 26)),
        ("Wednesday, 26-Oct-16 23:30:00 GMT", date(2016, 10, 26)),
        ("Wed Oct 26 2016 23:30:00 GMT+0100 (Central European Time)", date(2016, 10, 26)),
        ("2016/10/26", date(2016, 10, 26)),
        ("20161026", date(2016, 10, 26)),
        ("20161026T101500Z", date(2016, 10, 26)),
        ("10/26/16", date(2016, 10, 26)),
        ("26-Oct-2016", date(2016, 10, 26)),
        ("26th of October 2016", date(2016, 10, 26)),
        ("Updated Oct. 26, 2016 at 5:03 p.m. ET", date(2016, 10, 26)),
        ("Published: October 26, 2016 | 5:03 PM", date(2016, 10, 26)),
        ("1477440000", date(2016, 10, 26)),
        ("1477440000.25", date(2016, 10, 26)),
        ("1477526399000", date(2016, 10, 26)),
    ],
)
def test_a_day_is_read_however_it_is_written(written, day):
    assert read_date(written, today=TODAY).day == day


@pytest.mark.parametrize(
    "written",
    [
        "99999999999",
        "2020-02-31",
        "2019-02-29",
        "2020-13-01",
        "31/31/2016",
        "soon",
        "October 2016",
        "14:30",
        "Wednesday",
    ],
)
def test_what_is_no_whole_day_has_no_day_and_says_why(written):
    found = read_date(written, today=TODAY)
    assert found.day is None
    assert written in (found.problem or "")


@pytest.mark.parametrize("written", ["0001-01-01", "1812-06-24", "2050-01-01", "2024-01-04"])
def test_an_implausible_day_is_refused(written):
    found = read_date(written, today=TODAY)
    assert found.day is None
    assert "plausible" in (found.problem or "")


def test_a_day_ahead_is_plausible_as_clocks_differ():
    assert read_date("2024-01-02", today=TODAY).day == date(2024, 1, 2)


@pytest.mark.parametrize(
    ("written", "why"),
    [("0001-01-01T00:00:00", "before 1900"), ("2050-01-01", "after today"), ("4102444800", "after today")],
)
def test_the_reason_says_which_way_it_is_off(written, why):
    assert why in (read_date(written, today=TODAY).problem or "")


@pytest.mark.parametrize("written", [None, "", "   ", "null", "NaN", "N/A"])
def test_no_date_is_no_fault(written):
    found = read_date(written, today=TODAY)
    assert (found.day, found.problem) == (None, None)


@pytest.mark.parametrize("written", ["2020\x1e\x16", "a\u2028b", "\ud800", "it's\nlate"])
def test_what_is_wrong_is_told_in_one_line(written):
    problem = read_date(written, today=TODAY).problem
    assert len(problem.splitlines()) == 1
    assert problem.isprintable()


@settings(deadline=None, max_examples=300, derandomize=True, database=None)
@given(DATES)
def test_whatever_is_written_is_a_plausible_day_or_has_a_problem(written):
    found = read_date(written, today=TODAY)
    assert found.day is None or (found.problem is None and 1900 <= found.day.year <= 2024)
    assert found.problem is None or found.problem.isprintable()
