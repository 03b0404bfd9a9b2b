"""How two statistics go together in time, place, people, cause and number; one expression each.

Covers: rows side by side, columns of the features with _1 and _2, and `km` between their places.
Does not cover: what that weighs, which is data.
"""

from __future__ import annotations

import polars as pl

#: Counts of a state told up to this many days apart are of one time, of near times, of times that can be compared.
STOCK_DAYS = (10, 60, 400)
#: "since December 1" and "since early December" begin this near each other, in days and as a share of the longer span.
START_DAYS, START_SHARE = 7, 0.05
#: Counts since one day that are told up to this many days apart: of one time, and of one course.
SINCE_DAYS = (10, 120)
#: A closed span may end this many days off where its length is told in round words.
CLOSED_SHARE = 0.1
#: A number without a period is of at most this many days before its article, and most often of the last few.
OPEN_DAYS, FRESH_DAYS = 14, 4
#: Up to this two places are near each other, in km, and a town and its region are.
NEAR, WITHIN = 8, 250
#: Values that differ by up to these factors: one roundly told, one of another day, one early in a rising toll.
CLOSE, LIKE, FAR = 1.3, 2.5, 10
#: Lists of which it counts how much two statistics share.
LISTS = ("authors", "author_likes", "sayers", "causes", "lands", "words")
#: Fits in time of what lasts.
SPANS = ("same_since", "later_since", "same_span", "same_time", "near_time", "far_time")


def time_fit() -> pl.Expr:
    """Time: apart; same_time, near_time, far_time (stocks); same_day; same_since, later_since; same_span; half_open,
    open; stock_and_flow.
    """
    one, two = pl.col("time_1"), pl.col("time_2")

    def are(a: str, b: str) -> pl.Expr:
        return ((one == a) & (two == b)) | ((one == b) & (two == a))

    starts, ends = _days("start_1", "start_2"), _days("end_1", "end_2")
    longest = pl.max_horizontal(_days("start_1", "end_1"), _days("start_2", "end_2"))
    overlap = (pl.col("start_1") <= pl.col("end_2")) & (pl.col("start_2") <= pl.col("end_1"))
    near_start = starts <= pl.min_horizontal(pl.lit(START_DAYS), pl.max_horizontal(pl.lit(1), longest * START_SHARE))
    told, fresh = _days("published_1", "published_2"), undated_days()
    near, course = SINCE_DAYS
    at_once, nearly, at_all = STOCK_DAYS
    return (
        pl.when(are("stock", "stock"))
        .then(_steps(told, ((at_once, "same_time"), (nearly, "near_time"), (at_all, "far_time"))))
        .when((one == "stock") | (two == "stock"))
        .then(pl.when(told <= nearly).then(pl.lit("stock_and_flow")).otherwise(pl.lit("apart")))
        .when(are("open", "open")).then(_steps(told, ((OPEN_DAYS, "open"),)))
        .when((one == "open") | (two == "open"))
        .then(pl.when(fresh <= OPEN_DAYS).then(pl.lit("half_open")).otherwise(pl.lit("apart")))
        .when(are("day", "day")).then(pl.when(overlap).then(pl.lit("same_day")).otherwise(pl.lit("apart")))
        .when((one == "day") | (two == "day")).then(pl.lit("apart"))
        .when(~near_start).then(pl.lit("apart"))
        .when(are("closed", "closed"))
        .then(pl.when(ends <= longest * CLOSED_SHARE).then(pl.lit("same_span")).otherwise(pl.lit("apart")))
        .otherwise(_steps(ends, ((near, "same_since"), (course, "later_since"))))
    )  # fmt: skip


def undated_days() -> pl.Expr:
    """How many days the article of a number without a period is off the other's days; NULL where both have one."""
    one, two = pl.col("time_1") == "open", pl.col("time_2") == "open"
    return (
        pl.when(one & two).then(_days("published_1", "published_2"))
        .when(one).then(_days_off("published_1", "start_2", "end_2"))
        .when(two).then(_days_off("published_2", "start_1", "end_1"))
    )  # fmt: skip


def place_fit() -> pl.Expr:
    """Place: apart, abroad (the capital of those counted, in another country), same_place, near_place, within,
    same_country, in_country, open_place, no_place.
    """
    one, two = pl.col("level_1"), pl.col("level_2")
    least, most = pl.min_horizontal(one, two), pl.max_horizontal(one, two)
    known = pl.col("km").is_not_null()
    same = (pl.col("place_id_1") == pl.col("place_id_2")) | (
        (pl.col("place_name_1") == pl.col("place_name_2")) & (pl.col("place_country_1") == pl.col("place_country_2"))
    )
    foreign = (pl.col("place_country_1") != pl.col("place_country_2")).fill_null(value=False)
    near = known & (pl.col("km") <= NEAR)
    return (
        pl.when(least == 0).then(pl.lit("no_place"))
        .when(same & (most > 1)).then(pl.lit("same_place"))
        .when(same).then(pl.lit("same_country"))
        .when(foreign & ~near).then(
            pl.when(pl.col("is_capital_1") | pl.col("is_capital_2")).then(pl.lit("abroad")).otherwise(pl.lit("apart"))
        )
        .when(least == 1).then(pl.lit("in_country"))
        .when((least == 3) & near).then(pl.lit("near_place"))
        .when(least == 3).then(pl.when(known.eq(other=False) & _one_placed()).then(pl.lit("open_place"))
                               .otherwise(pl.lit("apart")))
        .when(known & (most == 3) & (pl.col("km") <= WITHIN)).then(pl.lit("within"))
        .when(known & (most == 3)).then(pl.lit("apart"))
        .when(known & (pl.col("km") > WITHIN)).then(pl.lit("apart"))
        .otherwise(pl.lit("open_place"))
    )  # fmt: skip


def people_fit() -> pl.Expr:
    """Who is counted: apart, same_group, loose_group (civilians and people), part (children and people)."""
    stands = [pl.col("stands_1"), pl.col("stands_2")]
    same = pl.col("group_1") == pl.col("group_2")
    any_ = (stands[0] == "any") | (stands[1] == "any")
    other = pl.when(stands[0] == "any").then(stands[1]).otherwise(stands[0])
    return (
        pl.when(same).then(pl.lit("same_group"))
        .when(any_ & (other == "often")).then(pl.lit("loose_group"))
        .when(any_ & (other == "part")).then(pl.lit("part"))
        .when(any_ & (other == "own")).then(pl.lit("part"))
        .otherwise(pl.lit("apart"))
    )  # fmt: skip


def nation_fit() -> pl.Expr:
    """Whose people or things: same, named (the words of both say so), other, apart (the words of one do), unknown."""
    one, two = pl.col("subject_country_1"), pl.col("subject_country_2")
    named = pl.col("is_named_1") | pl.col("is_named_2")
    return (
        pl.when(one.is_null() | two.is_null()).then(pl.lit("unknown"))
        .when((one == two) & pl.col("is_named_1") & pl.col("is_named_2")).then(pl.lit("named"))
        .when(one == two).then(pl.lit("same"))
        .when(named).then(pl.lit("apart"))
        .otherwise(pl.lit("other"))
    )  # fmt: skip


def number_fit() -> pl.Expr:
    """Values: same_value, close_value, like_value, far_value, other_value, no_value."""
    one, two = pl.col("value_1"), pl.col("value_2")
    factor = pl.max_horizontal(one, two) / pl.max_horizontal(pl.min_horizontal(one, two), pl.lit(0.5))
    return (
        pl.when(one.is_null() | two.is_null()).then(pl.lit("no_value"))
        .when(one == two).then(pl.lit("same_value"))
        .when(factor <= CLOSE).then(pl.lit("close_value"))
        .when(factor <= LIKE).then(pl.lit("like_value"))
        .when(factor <= FAR).then(pl.lit("far_value"))
        .otherwise(pl.lit("other_value"))
    )  # fmt: skip


def both_hold() -> pl.Expr:
    """What both say can be true of one number: "dozens" and 33."""
    top = float("inf")
    return (pl.col("least_1").fill_null(0) <= pl.col("most_2").fill_null(top)) & (
        pl.col("least_2").fill_null(0) <= pl.col("most_1").fill_null(top)
    )


def shared(name: str) -> pl.Expr:
    """How many items of a list two statistics share."""
    return pl.col(f"{name}_1").list.set_intersection(pl.col(f"{name}_2")).list.len()


def both(name: str) -> pl.Expr:
    """Both have items in a list."""
    return (pl.col(f"{name}_1").list.len() > 0) & (pl.col(f"{name}_2").list.len() > 0)


def _days(one: str, two: str) -> pl.Expr:
    return (pl.col(one) - pl.col(two)).dt.total_days().abs()


def _days_off(day: str, start: str, end: str) -> pl.Expr:
    """How many days a day is off a span."""
    return (
        pl.max_horizontal(
            (pl.col(start) - pl.col(day)).dt.total_days(), (pl.col(day) - pl.col(end)).dt.total_days(), pl.lit(0)
        )
    )  # fmt: skip


def _steps(days: pl.Expr, steps: tuple[tuple[int, str], ...]) -> pl.Expr:
    """The first name whose days are enough, else apart; where one day is not known, apart too."""
    found = pl.lit("apart")
    for most, name in reversed(steps):
        found = pl.when(days <= most).then(pl.lit(name)).otherwise(found)
    return found


def _one_placed() -> pl.Expr:
    return pl.col("latitude_1").is_null() != pl.col("latitude_2").is_null()
