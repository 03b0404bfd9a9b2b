"""Statistics that count the same become claims of one figure, each link with its reason.

Covers: statistics of one article and of many, new ones beside stored ones. A figure keeps its id as claims arrive: it
is made from the statistic that founded it. What is claimed stays as it is; nothing is reckoned here.
Does not cover: sums, differences, shares of figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from transforms.figures.blocks import candidates
from transforms.figures.features import features
from transforms.figures.pairs import judged
from transforms.merge.clusters import clustered, together
from warehouse.tables.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transforms.figures.rules import FigureRules

#: figure_id is set for all; `reason` is NULL for a statistic that is alone or founded its figure.
FIGURES = pl.Schema({"statistic_id": pl.String, "figure_id": pl.String, "reason": pl.String})
_FOUNDED = ("published", "article_id", "start_char", "statistic_id")


def link_figures(
    tables: Mapping[str, pl.DataFrame], rules: FigureRules, *, known: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Find the figure of every statistic in `tables`: schema FIGURES, one row a statistic, in order of its id.

    `tables`: `features.READS`, of new statistics and of the stored ones they may belong with
    (`blocks.figure_blocks`); every stored figure that is there has all its statistics there. `known`: statistic_id,
    figure_id of the stored ones. The id of a stored figure changes only where it turns out to be one with an older one.
    """
    rows = features(tables, rules)
    number = rows.with_row_index("i").select("i", "statistic_id")
    known = FIGURES.to_frame() if known is None else known
    stored = number.join(
        known.select("statistic_id", "figure_id"), on="statistic_id", how="left", maintain_order="left"
    )
    good, bad = judged(candidates(rows, is_new=stored["figure_id"].is_null()), rows, rules)
    first = _same_figure(stored)
    open_ = np.zeros(rows.height)
    links = pl.concat([good.select("one", "two"), pl.DataFrame(first, good.select("one", "two").schema, orient="row")])
    bad = bad.filter(together(links, bad, rows.height))
    stands = clustered(open_, open_, good.select("one", "two").iter_rows(), bad.iter_rows(), first)
    placed = stored.with_columns(cluster=pl.Series(stands, dtype=pl.UInt32))
    named = _named(placed.join(rows.select(*_FOUNDED), on="statistic_id", maintain_order="left"))
    return _links(named, good, rules)


def _same_figure(stored: pl.DataFrame) -> list[tuple[int, int]]:
    """Each stored statistic with the first of its figure."""
    kept = stored.filter(pl.col("figure_id").is_not_null()).with_columns(first=pl.col("i").min().over("figure_id"))
    return list(kept.filter(pl.col("first") != pl.col("i")).select("first", "i").sort("first", "i").iter_rows())


def _named(placed: pl.DataFrame) -> pl.DataFrame:
    """Add `figure`: the oldest stored figure of the cluster, or one named for the statistic that founds it; `nth`."""
    ordered = placed.sort(*_FOUNDED, nulls_last=True).with_columns(own=id_of("statistic_id"))
    return ordered.with_columns(
        figure=pl.coalesce(pl.col("figure_id").drop_nulls().first(), pl.col("own").first()).over("cluster"),
        nth=pl.int_range(pl.len()).over("cluster"),
    )


def _links(named: pl.DataFrame, good: pl.DataFrame, rules: FigureRules) -> pl.DataFrame:
    """Each statistic with its figure, and why: by the pair that speaks most for it."""
    cluster = named.select("i", "cluster", "nth")
    pairs = good.select("one", "two", "score", "evidence")
    ways = pl.concat([pairs, pairs.select("score", "evidence", one="two", two="one").select(pairs.columns)])
    ways = ways.join(cluster, left_on="one", right_on="i").join(cluster.select(two="i", other="cluster"), on="two")
    ways = ways.filter((pl.col("cluster") == pl.col("other")) & (pl.col("nth") > 0))
    best = ways.sort("one", "score", "two", descending=[False, True, False])
    best = best.unique("one", keep="first", maintain_order=True).select("evidence", i="one")
    best = best.with_columns(reason=pl.Series([_reason(one, rules) for one in best["evidence"]], dtype=pl.String))
    found = named.join(best.select("i", "reason"), on="i", how="left")
    return found.select("statistic_id", "reason", figure_id="figure").select(FIGURES.names()).sort("statistic_id")


def _reason(evidence: list[str], rules: FigureRules) -> str:
    """What spoke for it, then what against: "same day; same number; but a place is not told"."""
    pro = [rules.words[name] for name in evidence if rules.weights[name] > 0]
    con = [rules.words[name] for name in evidence if rules.weights[name] < 0]
    return "; ".join(pro) + (f"; but {', '.join(con)}" if con else "")
