"""What speaks for and against two statistics counting the same, as named evidence with weights.

Covers: pairs of one measure and one kind of unit: "299 civilians killed since January 1" and "372 killed this year".
Does not cover: groups of more than two.

Vetoes come first: other people, times or places that exclude each other, two numbers that one voice tells in one
article. Then each evidence of `seeds/figures/weights.csv` that holds adds its weight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.figures import fits
from transforms.merge.pairs import distance

if TYPE_CHECKING:
    from transforms.figures.rules import FigureRules

#: The least score of a pair that is joined.
THRESHOLD = 5.0
#: Under this a pair is held apart even where others would join it.
APART = 2.0
#: How many sentences behind a number another may refer to it.
_BEHIND = 3
#: From this on a number is hardly the same by chance, if it is not round.
_TELLING = 20
#: Up to this two numbers are often the same by chance.
_SMALL = 10
_CHUNK = 100_000
_SPANS = ("same_since", "later_since", "same_span", "same_time", "near_time", "far_time")


def judged(pairs: pl.DataFrame, rows: pl.DataFrame, rules: FigureRules) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The pairs that may be joined, the best first (one, two, score, evidence), and those held apart (one, two).

    `pairs`: one, two, numbers of `rows` (features). `evidence`: list of names.
    """
    good, bad = [], []
    for at in range(0, max(pairs.height, 1), _CHUNK):
        part = scored(pairs.slice(at, _CHUNK), rows, rules)
        fits_ = pl.col("veto").is_null()
        good.append(part.filter(fits_ & (pl.col("score") >= THRESHOLD)).drop("veto"))
        bad.append(part.filter(~fits_ | (pl.col("score") < APART)).select("one", "two"))
    best = pl.concat(good).sort("score", "one", "two", descending=[True, False, False])
    return best, pl.concat(bad)


def scored(pairs: pl.DataFrame, rows: pl.DataFrame, rules: FigureRules) -> pl.DataFrame:
    """Score pairs: one, two, score, veto (NULL, or what excludes it), evidence (list of names)."""
    capital = rules.capitals.select("country", "capital")
    known = rows.join(capital, left_on="subject_country", right_on="country", how="left", maintain_order="left")
    known = known.with_columns(
        is_capital=((pl.col("place_name") == pl.col("capital")) & (pl.col("place_country") == pl.col("subject_country")))
        .fill_null(value=False)
    ).drop("capital")  # fmt: skip
    side_by_side = pl.concat(
        [
            pairs,
            known[pairs["one"]].rename(lambda name: f"{name}_1"),
            known[pairs["two"]].rename(lambda name: f"{name}_2"),
        ],
        how="horizontal",
    )
    both = side_by_side.with_columns(km=distance(side_by_side)).with_columns(
        time=fits.time_fit(),
        place=fits.place_fit(),
        people=fits.people_fit(),
        number=fits.number_fit(),
        holds=fits.both_hold(),
        one_article=pl.col("article_id_1") == pl.col("article_id_2"),
        one_voice=_one_voice(),
        nation=_nation(),
    )
    both = both.with_columns(refers_back=_refers_back()).with_columns(veto=_veto())
    told = _evidence()
    weights = rules.weights
    both = both.with_columns(**told)
    return both.select(
        "one",
        "two",
        score=pl.sum_horizontal(pl.when(pl.col(name)).then(weights[name]).otherwise(0.0) for name in told),
        veto="veto",
        evidence=pl.concat_list(pl.when(pl.col(name)).then(pl.lit(name)) for name in told).list.drop_nulls(),
    )


def _one_voice() -> pl.Expr:
    """Told in one article by one claimant, or by the article itself."""
    same = (pl.col("sayers_1").list.len() == 0) & (pl.col("sayers_2").list.len() == 0)
    return (pl.col("article_id_1") == pl.col("article_id_2")) & (same | (fits.shared("sayers") > 0))


def _nation() -> pl.Expr:
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


def _refers_back() -> pl.Expr:
    """A number that says nothing of whom, where or when, behind one that does: "... She put the toll at 372"."""

    def behind(bare: str, full: str) -> pl.Expr:
        steps = pl.col(f"nth_{bare}").cast(pl.Int64) - pl.col(f"nth_{full}").cast(pl.Int64)
        return pl.col(f"is_bare_{bare}") & ~pl.col(f"is_bare_{full}") & steps.is_between(1, _BEHIND)

    return (pl.col("one_article") & ~pl.col("one_voice") & (behind("1", "2") | behind("2", "1"))).fill_null(value=False)


def _veto() -> pl.Expr:
    one_sentence = pl.col("sentence_id_1") == pl.col("sentence_id_2")
    part = (pl.col("people") == "part") & (pl.col("number") != "same_value")
    return (
        pl.when(pl.col("people") == "apart").then(pl.lit("other people or things"))
        .when(part).then(pl.lit("part of the other"))
        .when(pl.col("nation") == "apart").then(pl.lit("people of another country"))
        .when(pl.col("place") == "apart").then(pl.lit("another place"))
        .when((pl.col("time") == "apart") & ~pl.col("refers_back")).then(pl.lit("another time"))
        .when(pl.col("time").is_in(_SPANS) & fits.both("causes") & (fits.shared("causes") == 0))
        .then(pl.lit("another cause"))
        .when(pl.col("one_voice") & ~pl.col("holds")).then(pl.lit("two numbers by one voice"))
        .when(pl.col("one_voice") & one_sentence).then(pl.lit("two numbers in one sentence"))
    )  # fmt: skip


def _evidence() -> dict[str, pl.Expr]:
    def is_(column: str, value: str) -> pl.Expr:
        return pl.col(column) == value

    span, no_place = pl.col("time").is_in(_SPANS), pl.col("place") == "no_place"
    same_author = fits.shared("authors") > 0
    like_author = fits.shared("author_likes") > 0
    same_event = (pl.col("event_id_1") == pl.col("event_id_2")).fill_null(value=False)
    words = fits.shared("words")
    least = pl.min_horizontal(pl.col("words_1").list.len(), pl.col("words_2").list.len())
    one_sentence = pl.col("sentence_id_1") == pl.col("sentence_id_2")
    value, same_value = pl.col("value_1"), is_("number", "same_value")
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
        "same_land": no_place & (fits.shared("lands") > 0),
        "other_land": no_place & fits.both("lands") & (fits.shared("lands") == 0),
        "same_named": is_("nation", "named"),
        "same_people": is_("nation", "same"),
        "other_people": is_("nation", "other"),
        "same_author": same_author,
        "like_author": ~same_author & like_author,
        "other_author": fits.both("authors") & ~same_author & ~like_author & ~same_event,
        "same_cause": fits.shared("causes") > 0,
        "other_cause": fits.both("causes") & (fits.shared("causes") == 0),
        "same_event": same_event,
        # a course of events is told as many
        "other_event": is_("time", "same_day") & (pl.col("event_id_1") != pl.col("event_id_2")),
        "same_story": pl.col("story_id_1") == pl.col("story_id_2"),
        "same_value": same_value & ~is_vague & ~is_small,
        "same_small": same_value & ~is_vague & is_small,
        "same_vague": same_value & is_vague,
        **{name: is_("number", name) for name in ("close_value", "like_value", "far_value", "other_value")},
        "undated_other": (fits.undated_days() > fits.FRESH_DAYS) & ~same_value & ~same_event,
        "like_state": (is_("time", "same_time") | is_("time", "near_time")) & (
            is_("number", "like_value") | is_("number", "far_value") | is_("number", "other_value")
        ),
        "telling_value": same_value & ~is_vague & (value >= _TELLING) & (digits != 0),
        "both_hold": pl.col("holds") & ~same_value,
        "same_sayer": (fits.shared("sayers") > 0) & ~pl.col("one_article"),
        "many_words": (words > 2) & ~one_sentence,
        "some_words": words.is_between(1, 2) & ~one_sentence,
        "no_words": (words == 0) & (least > 1),
        "refers_back": pl.col("refers_back"),
        "one_voice": pl.col("one_voice"),
    }  # fmt: skip
    return {name: shown.fill_null(value=False) for name, shown in told.items()}
