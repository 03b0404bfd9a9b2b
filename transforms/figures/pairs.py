"""Which pairs of statistics may be claims of one figure, and how much speaks for it.

Covers: pairs of one measure: "299 civilians killed since January 1" and "372 civilians killed this year".
Does not cover: groups of more than two.

Vetoes come first: other people, times or places that exclude each other, two numbers that one voice tells in one
article. Then each evidence of `seeds/figures/weights.csv` that holds adds its weight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.figures import fits
from transforms.figures.evidence import evidence
from transforms.merge.pairs import distance, holding, sides_of

if TYPE_CHECKING:
    from transforms.figures.rules import FigureRules

#: The least score of a pair that is joined.
THRESHOLD = 5.0
#: Under this a pair is held apart even where others would join it.
APART = 2.0
#: How many sentences behind a number another may refer to it.
_BEHIND = 3
_CHUNK = 100_000


def judged(pairs: pl.DataFrame, rows: pl.DataFrame, rules: FigureRules) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The pairs that may be joined, the best first (one, two, score, evidence), and those held apart (one, two).

    `pairs`: one, two, numbers of `rows` (features). `evidence`: list of names.
    """
    good, bad = [], []
    for at in range(0, max(pairs.height, 1), _CHUNK):
        part = scored(pairs.slice(at, _CHUNK), rows, rules)
        open_ = pl.col("veto").is_null()
        good.append(part.filter(open_ & (pl.col("score") >= THRESHOLD)).drop("veto"))
        bad.append(part.filter(~open_ | (pl.col("score") < APART)).select("one", "two"))
    best = pl.concat(good).sort("score", "one", "two", descending=[True, False, False])
    return best, pl.concat(bad)


def scored(pairs: pl.DataFrame, rows: pl.DataFrame, rules: FigureRules) -> pl.DataFrame:
    """Score pairs: one, two, score, veto (NULL, or what excludes it), evidence (list of names), in order."""
    both = sides_of(pairs, rows)
    both = both.with_columns(km=distance(both))
    both = both.with_columns(
        time=fits.time_fit(),
        place=fits.place_fit(),
        people=fits.people_fit(),
        nation=fits.nation_fit(),
        number=fits.number_fit(),
        holds=fits.both_hold(),
        one_voice=_one_voice(),
    )
    both = both.with_columns(refers_back=_refers_back()).with_columns(veto=_veto())
    hopeless = both.filter(pl.col("veto").is_not_null()).select(
        "one", "two", "veto", score=pl.lit(0.0), evidence=pl.lit([], dtype=pl.List(pl.String))
    )
    # lists are compared last, as that is what costs
    rest = both.filter(pl.col("veto").is_null())
    rest = rest.with_columns(fits.shared(name).alias(f"shared_{name}") for name in fits.LISTS)
    told = evidence()
    rest = rest.with_columns(
        **told,
        veto=pl.when(pl.col("time").is_in(fits.SPANS) & fits.both("causes") & (pl.col("shared_causes") == 0))
        .then(pl.lit("another cause")),
    )  # fmt: skip
    rest = rest.select(
        "one",
        "two",
        "veto",
        score=pl.sum_horizontal(pl.when(pl.col(name)).then(rules.weights[name]).otherwise(0.0) for name in told),
        evidence=holding(told),
    )
    return pl.concat([rest, hopeless.select(rest.columns)]).sort("one", "two")


def _one_voice() -> pl.Expr:
    """Told in one article by one claimant, or by the article itself."""
    own = (pl.col("sayers_1").list.len() == 0) & (pl.col("sayers_2").list.len() == 0)
    return (pl.col("article_id_1") == pl.col("article_id_2")) & (own | (fits.shared("sayers") > 0))


def _refers_back() -> pl.Expr:
    """A number that says nothing of whom, where or when, behind one that does: "... She put the toll at 372"."""

    def behind(bare: str, full: str) -> pl.Expr:
        steps = pl.col(f"nth_{bare}").cast(pl.Int64) - pl.col(f"nth_{full}").cast(pl.Int64)
        return pl.col(f"is_bare_{bare}") & ~pl.col(f"is_bare_{full}") & steps.is_between(1, _BEHIND)

    one_article = pl.col("article_id_1") == pl.col("article_id_2")
    return (one_article & ~pl.col("one_voice") & (behind("1", "2") | behind("2", "1"))).fill_null(value=False)


def _veto() -> pl.Expr:
    one_sentence = pl.col("sentence_id_1") == pl.col("sentence_id_2")
    part = (pl.col("people") == "part") & (pl.col("number") != "same_value")
    return (
        pl.when(pl.col("people") == "apart").then(pl.lit("other people or things"))
        .when(part).then(pl.lit("part of the other"))
        .when(pl.col("nation") == "apart").then(pl.lit("people of another country"))
        .when(pl.col("place") == "apart").then(pl.lit("another place"))
        .when((pl.col("time") == "apart") & ~pl.col("refers_back")).then(pl.lit("another time"))
        .when(pl.col("one_voice") & ~pl.col("holds")).then(pl.lit("two numbers by one voice"))
        .when(pl.col("one_voice") & one_sentence).then(pl.lit("two numbers in one sentence"))
    )  # fmt: skip
