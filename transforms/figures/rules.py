"""The seeds of figures, compiled: who may be counted as whom, which words tell a cause, what each evidence weighs.

Covers: `seeds/figures`, and of `seeds/merging` what tells words and participants apart.
Does not cover: thresholds of time and place, which stand beside what they decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from seeds.loading import items
from transforms.merge.rules import MergeRules, merge_rules

if TYPE_CHECKING:
    from seeds.loading import Seeds


@dataclass(frozen=True)
class FigureRules:
    """What linking figures needs to know.

    `groups`: noun, group, stands: a group's members are counted as `any` people, `often` told as people, a `part` of
    those told as people, or the `same` things. `causes`: word, cause. `qualifiers`: qualifier, below, above (shares of
    the value that its bounds may lie off where the text gives none; NULL: open). `weights`: evidence -> weight;
    `words`: how a reason says it. `capitals`: country, capitals (list of names). `merging`: the rules of events.
    """

    groups: pl.DataFrame
    causes: pl.DataFrame
    qualifiers: pl.DataFrame
    weights: dict[str, float]
    words: dict[str, str]
    capitals: pl.DataFrame
    merging: MergeRules


def figure_rules(seeds: Seeds) -> FigureRules:
    """Read `seeds/figures`. Raises SeedError."""
    weights = seeds.table("figures/weights.csv")
    return FigureRules(
        groups=seeds.table("figures/groups.csv"),
        causes=seeds.table("figures/causes.csv"),
        qualifiers=seeds.table("figures/qualifiers.csv").select("qualifier", pl.col("below", "above").cast(pl.Float64)),
        weights=dict(weights.select("evidence", pl.col("weight").cast(pl.Float64)).iter_rows()),
        words=dict(weights.select("evidence", "words").iter_rows()),
        capitals=seeds.table("actors/countries.csv").select("country", capitals=items("capital")),
        merging=merge_rules(seeds),
    )
