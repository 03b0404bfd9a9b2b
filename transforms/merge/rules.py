"""The seeds of merging, compiled: which acts can be one, which words tell little, what each evidence weighs.

Covers: kinds of act (a "protest" may also be told as an obstruction), vague words ("gunmen"), plain words, agencies.
Does not cover: thresholds, which stand beside what they decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from spacy.lang.en.stop_words import STOP_WORDS

if TYPE_CHECKING:
    from seeds.loading import Seeds


@dataclass(frozen=True)
class MergeRules:
    """What merging needs to know.

    `kinds`: event_type, event_mode ("" for none), kinds (list): mentions of one event share a kind.
    `alike`: pairs of modes ("aerial drone") that may tell one act, each way round. `vague`: noun, stands_for.
    `plain`: words that tell nothing about which event it is. `weights`: evidence -> weight; `words`: how a reason says
    it. `verbal`: event types of what is only said. `mutual`: those whose parties all act. `agencies`: how an
    agency is credited -> its name.
    """

    kinds: pl.DataFrame
    alike: list[str]
    vague: pl.DataFrame
    plain: list[str]
    weights: dict[str, float]
    words: dict[str, str]
    verbal: list[str]
    mutual: list[str]
    agencies: dict[str, str]


def merge_rules(seeds: Seeds) -> MergeRules:
    """Read `seeds/merging`."""
    types = seeds.table("ontology/types.csv")
    modes = seeds.table("merging/modes.csv")
    weights = seeds.table("merging/weights.csv")
    kinds = seeds.table("merging/kinds.csv").with_columns(pl.col("event_mode").fill_null(""))
    mutual = pl.col("is_mutual") == "true"
    plain = {*STOP_WORDS, *seeds.table("merging/plain_words.csv")["word"]}
    return MergeRules(
        kinds=kinds.group_by("event_type", "event_mode")
        .agg(kinds=pl.col("kind").sort())
        .sort("event_type", "event_mode"),
        alike=sorted(f"{a} {b}" for one, two in modes.iter_rows() for a, b in ((one, two), (two, one))),
        vague=seeds.table("merging/vague.csv"),
        plain=sorted(plain),
        weights=dict(weights.select("evidence", pl.col("weight").cast(pl.Float64)).iter_rows()),
        words=dict(weights.select("evidence", "words").iter_rows()),
        verbal=types.filter(pl.col("quad_code").is_in(["1", "3"]) & ~mutual)["event_type"].to_list(),
        mutual=types.filter(mutual)["event_type"].to_list(),
        agencies=dict(seeds.table("merging/agencies.csv").iter_rows()),
    )
