"""What speaks for and against two mentions telling one event, as named evidence with weights.

Covers: pairs of one kind of act: "Rebels shot ten farmers in Goma on Monday" and "the attack in Goma that killed ten".
Does not cover: evidence in other sentences than those of the two mentions, but for figures that hang on them.

Vetoes come first: another status, days or places that exclude each other, roles swapped, parties of a meeting that
differ, two named persons or groups on whom it was done. Then each evidence of `seeds/merging/weights.csv` that holds
adds its weight; a pair of at least THRESHOLD may be joined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from transforms.merge.units import BODY, FOLK, GROUP, PERSON, STATE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from transforms.merge.rules import MergeRules

#: The least score of a pair that is joined.
THRESHOLD = 6.0
#: Under this a pair is held apart even where others would join it.
APART = 5.0
#: Up to this two points are near each other, in km; a town and the region it may be in; the middles of two regions.
_NEAR, _WITHIN, _BESIDE = 8, 250, 400
#: How many sentences are beside each other.
_BESIDE_SENTENCES = 2
_CHUNK = 100_000
#: What vetoes before all else are read from.
_WHEN_AND_WHERE = (
    "status", "start", "end", "place_id", "level", "place_country", "latitude", "longitude",
)  # fmt: skip
_NAMED = STATE | PERSON | GROUP | BODY


def scored(pairs: pl.DataFrame, rows: pl.DataFrame, figures: pl.DataFrame, rules: MergeRules) -> pl.DataFrame:
    """Score pairs. `pairs`: one, two, numbers of `rows` (features); `figures`: i, measure, value, low, high.

    Returns one, two, score, veto (NULL, or what excludes it), evidence (list of names).
    """
    parts = [_scored(pairs.slice(at, _CHUNK), rows, figures, rules) for at in range(0, pairs.height, _CHUNK)]
    return pl.concat(parts) if parts else _scored(pairs, rows, figures, rules)


def judged(
    pairs: pl.DataFrame, rows: pl.DataFrame, figures: pl.DataFrame, rules: MergeRules
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The pairs that may be joined, the best first (one, two, score, evidence), and those held apart (one, two).

    As `scored`, without keeping what is neither.
    """
    good, bad = [], []
    for at in range(0, max(pairs.height, 1), _CHUNK):
        part = _scored(pairs.slice(at, _CHUNK), rows, figures, rules)
        fits = pl.col("veto").is_null()
        good.append(part.filter(fits & (pl.col("score") >= THRESHOLD)).drop("veto"))
        bad.append(part.filter(~fits | (pl.col("score") < APART)).select("one", "two"))
    best = pl.concat(good).sort("score", "one", "two", descending=[True, False, False])
    return best, pl.concat(bad)


def _scored(pairs: pl.DataFrame, rows: pl.DataFrame, figures: pl.DataFrame, rules: MergeRules) -> pl.DataFrame:
    both = sides_of(pairs, rows.select(_WHEN_AND_WHERE))
    both = both.with_columns(km=distance(both)).with_columns(place=_place())
    both = both.with_columns(
        pl.when(pl.col("status_1") != pl.col("status_2")).then(pl.lit("another status"))
        .when(_days_apart()).then(pl.lit("other days"))
        .when(pl.col("place") == "apart").then(pl.lit("another place"))
        .alias("veto")
    )  # fmt: skip
    hopeless = both.filter(pl.col("veto").is_not_null()).select(
        "one", "two", "veto", score=pl.lit(0.0), evidence=pl.lit([], dtype=pl.List(pl.String))
    )
    # most pairs are hopeless, and lists are what costs
    rest = sides_of(both.filter(pl.col("veto").is_null()).select("one", "two", "place"), rows)
    rest = rest.join(_figures(rest, figures), on=["one", "two"], how="left")
    rest = rest.with_columns(**_counted())
    rest = rest.with_columns(_side(side).alias(side) for side in ("actor", "recipient"))
    rest = rest.with_columns(veto=_vetoes(rules))
    told = _evidence(rules)
    weights = rules.weights
    rest = rest.with_columns(**told)
    rest = rest.select(
        "one",
        "two",
        "veto",
        score=pl.sum_horizontal(pl.when(pl.col(name)).then(weights[name]).otherwise(0.0) for name in told),
        evidence=holding(told),
    )
    return pl.concat([rest, hopeless.select(rest.columns)]).sort("one", "two")


def sides_of(pairs: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Pairs with the columns of both rows: those of `one` end in _1, those of `two` in _2."""
    sides = [rows[pairs[side]].select(pl.all().name.suffix(f"_{n}")) for n, side in enumerate(("one", "two"), start=1)]
    return pl.concat([pairs, *sides], how="horizontal")


def holding(flags: Iterable[str]) -> pl.Expr:
    """The names of the columns of `flags` (words) that are true, in order, as a list."""
    # by way of a string: ten times as fast as a list of sixty, nearly all of them NULL
    named = [pl.when(pl.col(name)).then(pl.lit(name)) for name in flags]
    return pl.concat_str(named, separator=" ", ignore_nulls=True).str.extract_all(r"\S+")


def distance(both: pl.DataFrame) -> pl.Series:
    """Kilometres between the places, on a sphere; NULL where one has no coordinates."""
    lat1, lon1, lat2, lon2 = (
        np.radians(both[name].cast(pl.Float64).fill_null(np.nan).to_numpy())
        for name in ("latitude_1", "longitude_1", "latitude_2", "longitude_2")
    )
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return pl.Series(2 * 6371 * np.arcsin(np.sqrt(half))).fill_nan(None)


def _place() -> pl.Expr:
    """How two places go together: apart, unknown, same_place, same_region, same_country, near, within, open."""
    one, two = pl.col("level_1"), pl.col("level_2")
    known = pl.col("km").is_not_null()
    same = pl.col("place_id_1") == pl.col("place_id_2")
    abroad = (pl.col("place_country_1") != pl.col("place_country_2")).fill_null(value=False)
    least, most = pl.min_horizontal(one, two), pl.max_horizontal(one, two)
    placeless = pl.col("latitude_1").is_null() & pl.col("latitude_2").is_null()
    return (
        pl.when(least == 0).then(pl.lit("unknown"))
        .when(same & (most == 3)).then(pl.lit("same_place"))
        .when(same & (most == 2)).then(pl.lit("same_region"))
        .when(same).then(pl.lit("same_country"))
        .when(abroad & ~(known & (pl.col("km") <= _NEAR))).then(pl.lit("apart"))
        .when(least == 1).then(pl.lit("same_country"))
        .when((least == 3) & known & (pl.col("km") <= _NEAR)).then(pl.lit("near_place"))
        .when((least == 3) & known).then(pl.lit("apart"))
        .when((least == 3) & placeless).then(pl.lit("apart"))
        .when(least == 3).then(pl.lit("open_place"))
        .when((most == 3) & known)
        .then(pl.when(pl.col("km") <= _WITHIN).then(pl.lit("within_place")).otherwise(pl.lit("apart")))
        .when(known & (pl.col("km") > _BESIDE)).then(pl.lit("apart"))
        .when(most == 3).then(pl.lit("unknown"))
        .when(known).then(pl.lit("open_place"))
        .otherwise(pl.lit("same_country"))  # "northern Afghanistan"
    )  # fmt: skip


def _days_apart() -> pl.Expr:
    return ((pl.col("start_1") > pl.col("end_2")) | (pl.col("start_2") > pl.col("end_1"))).fill_null(value=False)


#: Lists of which it counts how much two mentions share.
_SHARED = (
    "names",
    *(f"{side}{name}" for side in ("actor", "recipient") for name in (
        "s", "_telling", "_certain", "_special", "_likes", "_people", "_party", "_countries")),
)  # fmt: skip


def _overlap(name: str) -> pl.Expr:
    """How many items two mentions share; counted beforehand, as each count is asked for several times."""
    return pl.col(f"shared_{name}")


def _counted() -> dict[str, pl.Expr]:
    counted = {name: _both(f"{name}_1", f"{name}_2") for name in _SHARED}
    # what one tells as a participant, the other may tell as a mere word: "worshippers in a mosque"
    counted["words"] = pl.max_horizontal(_both("words_1", "every_2"), _both("every_1", "words_2"))
    return {f"shared_{name}": shown for name, shown in counted.items()}


def _both(one: str, two: str) -> pl.Expr:
    return pl.col(one).list.set_intersection(pl.col(two)).list.len()


def _side(side: str) -> pl.Expr:
    """How the participants of a role go together: unknown, same, like, loose, other, excluded (both are named)."""
    empty = (pl.col(f"{side}s_1").list.len() == 0) | (pl.col(f"{side}s_2").list.len() == 0)
    foreign = (
        (pl.col(f"{side}_countries_1").list.len() > 0)
        & (pl.col(f"{side}_countries_2").list.len() > 0)
        & (_overlap(f"{side}_countries") == 0)
    )
    is_1, is_2 = pl.col(f"{side}_is_1"), pl.col(f"{side}_is_2")
    covered = ((pl.col(f"{side}_covers_1") & is_2) > 0) | ((pl.col(f"{side}_covers_2") & is_1) > 0)
    named = ((is_1 & _NAMED) > 0) & ((is_2 & _NAMED) > 0)
    return (
        pl.when(empty).then(pl.lit("unknown"))
        .when(_overlap(f"{side}s") > 0).then(pl.lit("same"))
        .when(_clashing(side)).then(pl.lit("excluded"))
        .when((_overlap(f"{side}_likes") > 0) & ~foreign).then(pl.lit("like"))
        .when(covered & ~foreign).then(pl.lit("loose"))
        .when(named).then(pl.lit("excluded"))
        .when((is_1 == FOLK) & (is_2 == FOLK)).then(pl.lit("unknown"))  # victims of several countries
        .otherwise(pl.lit("other"))
    )  # fmt: skip


def _clashing(side: str) -> pl.Expr:
    """Both name a person, and not one they share, not even by surname."""
    persons = ((pl.col(f"{side}_is_1") & PERSON) > 0) & ((pl.col(f"{side}_is_2") & PERSON) > 0)
    return persons & (_overlap(f"{side}_people") == 0)


def _vetoes(rules: MergeRules) -> pl.Expr:
    mutual = pl.col("event_type_1").is_in(rules.mutual) & pl.col("event_type_2").is_in(rules.mutual)
    swapped = (
        (pl.col("actor_likes_1").list.set_intersection(pl.col("recipient_likes_2")).list.len() > 0)
        & (pl.col("recipient_likes_1").list.set_intersection(pl.col("actor_likes_2")).list.len() > 0)
        & (_overlap("actor_likes") == 0)
    )
    partly = mutual & _more("1", "2") & _more("2", "1")
    return (
        pl.when(swapped).then(pl.lit("roles swapped"))
        .when(partly).then(pl.lit("another party"))
        .when(pl.col("recipient") == "excluded").then(pl.lit("another recipient"))
    )  # fmt: skip


def _more(one: str, two: str) -> pl.Expr:
    """A side of a meeting that the other telling doesn't have."""
    left, right = (pl.col(f"actor_party_{n}") for n in (one, two))
    return left.list.set_difference(right).list.len() > 0


def _figures(both: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """How the figures of one measure go together: one, two, is_same, is_large, is_near, is_other."""
    sides = [figures.rename({name: f"{name}_{n}" for name in ("value", "low", "high")}) for n in ("1", "2")]
    told = (
        both.select("one", "two")
        .join(sides[0], left_on="one", right_on="i")
        .join(sides[1], left_on=["two", "measure"], right_on=["i", "measure"])
    )
    same = pl.col("value_1") == pl.col("value_2")
    fits = (pl.col("low_1").fill_null(0) <= pl.col("high_2").fill_null(float("inf"))) & (
        pl.col("low_2").fill_null(0) <= pl.col("high_1").fill_null(float("inf"))
    )
    return told.group_by("one", "two").agg(
        is_same=same.any(), is_large=(same & (pl.col("value_1") >= 7)).any(), is_near=(fits & ~same).any(),
        is_other=(~fits & ~same).any(),
    )  # fmt: skip


def _evidence(rules: MergeRules) -> dict[str, pl.Expr]:
    days = {n: pl.col(f"span_{n}") for n in ("1", "2")}
    dated, both_dated = (pl.col("is_dated_1") | pl.col("is_dated_2")), (pl.col("is_dated_1") & pl.col("is_dated_2"))
    widest = pl.max_horizontal(days["1"], days["2"])
    modes = pl.concat_str("event_mode_1", "event_mode_2", separator=" ")
    one_mode = pl.col("event_mode_1") == pl.col("event_mode_2")
    unlike = (~one_mode & ~modes.is_in(rules.alike)).fill_null(value=False)
    words, names = _overlap("words"), _overlap("names")
    least = pl.min_horizontal(pl.col("words_1").list.len(), pl.col("words_2").list.len())
    few_names = pl.min_horizontal(pl.col("names_1").list.len(), pl.col("names_2").list.len())
    one_sentence = pl.col("sentence_id_1") == pl.col("sentence_id_2")
    same_article = pl.col("article_id_1") == pl.col("article_id_2")
    mutual = pl.col("event_type_1").is_in(rules.mutual)
    told: dict[str, pl.Expr] = {
        "same_day": both_dated & (widest == 1),
        "same_week": both_dated & widest.is_between(2, 9),
        "same_month": both_dated & widest.is_between(10, 31),
        "same_year": both_dated & (widest > 31),
        "undated": dated & ~both_dated,
        "both_undated": ~dated,
        **{name: pl.col("place") == name for name in (
            "same_place", "near_place", "within_place", "same_region", "same_country", "open_place")},
    }  # fmt: skip
    for side in ("actor", "recipient"):
        told |= {f"{how}_{side}": pl.col(side) == how for how in ("same", "like", "loose")}
        told[f"telling_{side}"] = _overlap(f"{side}_telling") > 0
        told[f"vague_{side}"] = (pl.col(side) == "same") & (_overlap(f"{side}_certain") == 0)
        told[f"special_{side}"] = (pl.col(side) == "same") & (_overlap(f"{side}_special") > 0)
        told[f"other_{side}"] = pl.col(side) == "other"
        told[f"excluded_{side}"] = pl.col(side) == "excluded"
    return {name: shown.fill_null(value=False) for name, shown in (told | {
        "same_mode": one_mode,
        "unlike_mode": unlike,
        "other_type": pl.col("event_type_1") != pl.col("event_type_2"),
        "same_figure": pl.col("is_same"),
        "same_large_figure": pl.col("is_large"),
        "near_figure": pl.col("is_near") & ~pl.col("is_same"),
        "other_figure": pl.col("is_other") & ~pl.col("is_same") & ~pl.col("is_near"),
        "same_trigger": pl.col("trigger_1") == pl.col("trigger_2"),
        "many_words": (words > 2) & (words * 3 >= least) & ~one_sentence,
        "most_words": (words > 4) & (words * 2 >= least) & ~one_sentence,
        "some_words": (words == 2) & ~one_sentence,
        "one_word": (words == 1) & ~one_sentence,
        "no_words": (words == 0) & (least > 1),
        "same_names": (names > 0) & ~one_sentence,
        "other_names": (names == 0) & (few_names > 0),
        "both_parties": mutual & (_overlap("actor_party") > 1),
        "beside": same_article & ~one_sentence & ((pl.col("nth_1") - pl.col("nth_2")).abs() <= _BESIDE_SENTENCES),
        "other_figure_here": same_article & pl.col("is_other") & ~pl.col("is_same") & ~pl.col("is_near"),
        "verbal": pl.col("event_type_1").is_in(rules.verbal),
        "same_sentence": one_sentence,
    }).items()}  # fmt: skip
