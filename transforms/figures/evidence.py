"""What speaks for and against two statistics counting the same, as named evidence.

Covers: time, place, people, cause, number, claimant, event, story and words of a pair that no veto excludes.
Does not cover: what each weighs, which is `seeds/figures/weights.csv`.
"""

from __future__ import annotations

import polars as pl

from transforms.figures import fits

#: From this on a number is hardly the same by chance, if it is not round; up to the other it often is.
_TELLING, _SMALL = 20, 10


def evidence() -> dict[str, pl.Expr]:
    """Name of each evidence -> whether it holds (never NULL), over pairs with their fits and `shared_` counts."""

    def is_(column: str, value: str) -> pl.Expr:
        return pl.col(column) == value

    span, no_place = pl.col("time").is_in(fits.SPANS), pl.col("place") == "no_place"
    same_author = _shared("authors") > 0
    like_author = _shared("author_likes") > 0
    same_event = (pl.col("event_id_1") == pl.col("event_id_2")).fill_null(value=False)
    words = _shared("words")
    least = pl.min_horizontal(pl.col("words_1").list.len(), pl.col("words_2").list.len())
    one_article = pl.col("article_id_1") == pl.col("article_id_2")
    one_sentence = pl.col("sentence_id_1") == pl.col("sentence_id_2")
    value, same_value = pl.col("value_1"), is_("number", "same_value")
    lasts = pl.any_horizontal(pl.col(f"time_{n}").is_in(("since", "closed")) for n in "12")
    is_small = value <= _SMALL
    is_vague = (pl.col("qualifier_1") == "vague") | (pl.col("qualifier_2") == "vague")
    digits = pl.when(value >= 1e6).then(value % 1e5).when(value >= 1000).then(value % 100).otherwise(value % 10)
    told: dict[str, pl.Expr] = {
        name: is_("time", name)
        for name in (
            "same_time", "near_time", "far_time", "same_day", "same_since", "later_since", "same_span", "half_open",
            "open", "stock_and_flow",
        )
    }  # fmt: skip
    told |= {
        name: is_("place", name)
        for name in ("same_place", "near_place", "same_country", "open_place", "abroad", "no_place")
    }
    told |= {
        "within": is_("place", "within") & ~span,
        "within_span": is_("place", "within") & span,
        "in_country": is_("place", "in_country") & ~span,
        "in_country_span": is_("place", "in_country") & span,
        **{name: is_("people", name) for name in ("same_group", "loose_group", "part")},
        "special_group": is_("people", "same_group") & ~pl.col("stands_1").is_in(("any", "often")),
        "same_land": no_place & (_shared("lands") > 0),
        "other_land": no_place & fits.both("lands") & (_shared("lands") == 0),
        "same_named": is_("nation", "named"),
        "same_people": is_("nation", "same"),
        "other_people": is_("nation", "other"),
        "same_author": same_author,
        "like_author": ~same_author & like_author,
        "other_author": fits.both("authors") & ~same_author & ~like_author & ~same_event,
        "same_cause": _shared("causes") > 0,
        "other_cause": fits.both("causes") & (_shared("causes") == 0),
        "same_event": same_event,
        # a course of events is told as many
        "other_event": is_("time", "same_day") & (pl.col("event_id_1") != pl.col("event_id_2")),
        "same_story": pl.col("story_id_1") == pl.col("story_id_2"),
        "same_value": same_value & ~is_vague & ~is_small,
        "same_small": same_value & ~is_vague & is_small,
        "same_vague": same_value & is_vague,
        # "dozens" is near no number and far from none that it can be
        **{
            name: is_("number", name) & ~(is_vague & pl.col("holds"))
            for name in ("close_value", "like_value", "far_value", "other_value")
        },
        "undated_other": ~same_value & ~same_event & ~pl.col("is_bare_1") & ~pl.col("is_bare_2") & (
            (fits.undated_days() > fits.FRESH_DAYS) | (is_("time", "half_open") & lasts)
        ),
        "like_state": (is_("time", "same_time") | is_("time", "near_time")) & (
            is_("number", "like_value") | is_("number", "far_value") | is_("number", "other_value")
        ),
        "telling_value": same_value & ~is_vague & (value >= _TELLING) & (digits != 0),
        "both_hold": pl.col("holds") & ~same_value,
        "same_sayer": (_shared("sayers") > 0) & ~one_article,
        "many_words": (words > 2) & ~one_sentence,
        "some_words": words.is_between(1, 2) & ~one_sentence,
        "no_words": (words == 0) & (least > 1),
        "refers_back": pl.col("refers_back"),
        "one_voice": pl.col("one_voice"),
    }  # fmt: skip
    return {name: shown.fill_null(value=False) for name, shown in told.items()}


def _shared(name: str) -> pl.Expr:
    return pl.col(f"shared_{name}")
