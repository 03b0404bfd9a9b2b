"""The figures of a batch, with what is stored beside it.

Covers: statistics of its articles, and stored ones that share a block with them.
Does not cover: finding what is stored beside a batch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from transforms.figures.features import READS
from transforms.figures.link import link_figures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transforms.figures.rules import FigureRules


class Figured(NamedTuple):
    """`statistics`: the table of the batch with its figures. `moved`: statistic_id, figure_id of stored statistics that
    turn out to be of another figure.
    """

    statistics: pl.DataFrame
    moved: pl.DataFrame


def figures_of_batch(
    tables: Mapping[str, pl.DataFrame], rules: FigureRules, *, beside: Mapping[str, pl.DataFrame] | None = None
) -> Figured:
    """Find the figures of the statistics of a batch.

    `tables`: `features.READS` of the batch, statistics whole, whose figure_id and figure_reason are made anew.
    `beside`: READS of stored articles, with figure_id in statistics: those that share a key of `blocks.figure_blocks`,
    and all others of their figures.
    """
    read = {name: tables[name].select(columns) for name, columns in READS.items()}
    known = None
    if beside is not None:
        known = beside["statistics"].select("statistic_id", "figure_id")
        read = {name: pl.concat([frame, beside[name].select(READS[name])]).unique() for name, frame in read.items()}
    found = link_figures(read, rules, known=known).rename({"reason": "figure_reason"})
    own = tables["statistics"]
    bare = own.drop("figure_id", "figure_reason")
    statistics = bare.join(found, on="statistic_id", how="left", maintain_order="left").select(own.columns)
    stored = found.select("statistic_id", "figure_id").clear() if known is None else known
    moved = found.select("statistic_id", "figure_id").join(stored.select("statistic_id"), on="statistic_id", how="semi")
    return Figured(statistics, moved.join(stored, on=["statistic_id", "figure_id"], how="anti"))
