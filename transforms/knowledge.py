"""The seeds compiled into the tables that the stages join with; made once a process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from seeds.loading import Seeds, items
from transforms.code.cues import status_cues
from transforms.code.domains import domains
from transforms.code.hazards import hazards
from transforms.code.sources import Reporting, reporting
from transforms.code.units import Measures, measures
from transforms.link.actors import ActorIndex, actor_index
from transforms.mentions.places import PlaceIndex, place_index
from transforms.mentions.quantities import Numbers, numbers
from transforms.mentions.triggers import Lexicon, lexicon


@dataclass(frozen=True)
class Knowledge:
    """Everything the stages need to know.

    `types`: event_type, quad_code Int64, intensity Float64, is_mutual. `modes`: event_type, event_mode, intensity.
    `contexts`: context, word. `lemmas`: form, pos, lemma.
    `light_verbs`, `saying`, `partitives`, `clipped`: lists of lemmas; `statives`: participles. `reporting`: how the
    text names sources. `reactions`: noun, types (list). `domains`: domain, least, word. `hazards`: word, pos, near.
    """

    actors: ActorIndex
    places: PlaceIndex
    lexicon: Lexicon
    measures: Measures
    numbers: Numbers
    status_cues: pl.DataFrame
    types: pl.DataFrame
    modes: pl.DataFrame
    contexts: pl.DataFrame
    lemmas: pl.DataFrame
    light_verbs: list[str]
    saying: list[str]
    partitives: list[str]
    statives: list[str]
    clipped: list[str]
    reactions: pl.DataFrame
    domains: pl.DataFrame
    hazards: pl.DataFrame
    reporting: Reporting

    @property
    def mutual_types(self) -> list[str]:
        """Types whose parties all act."""
        return self.types.filter("is_mutual")["event_type"].to_list()


@lru_cache(maxsize=4)
def knowledge(seeds: Seeds) -> Knowledge:
    """Compile the seeds."""
    types = seeds.table("ontology/types.csv").select(
        "event_type",
        pl.col("quad_code").cast(pl.Int64),
        pl.col("intensity").cast(pl.Float64),
        is_mutual=pl.col("is_mutual") == "true",
    )
    modes = seeds.table("ontology/modes.csv").select(
        "event_type", "event_mode", mode_intensity=pl.col("intensity").cast(pl.Float64)
    )
    contexts = seeds.table("ontology/contexts.csv").select("context", word=items("words")).explode("word")
    told = reporting(seeds)
    return Knowledge(
        actors=actor_index(seeds),
        places=place_index(seeds),
        lexicon=lexicon(seeds),
        measures=measures(seeds),
        numbers=numbers(seeds),
        status_cues=status_cues(seeds),
        types=types,
        modes=modes,
        contexts=contexts,
        lemmas=seeds.table("lexicon/lemmas.csv"),
        light_verbs=_words(seeds, "lexicon/light_verbs.csv", "verb"),
        saying=[v for v, kind in told.verbs.iter_rows() if kind not in ("ask", "count", "put")],
        reporting=told,
        partitives=_words(seeds, "lexicon/partitives.csv", "noun"),
        reactions=seeds.table("lexicon/reactions.csv").select("noun", types=items("types")),
        clipped=_words(seeds, "lexicon/clipped.csv", "verb"),
        domains=domains(seeds),
        hazards=hazards(seeds),
        statives=_words(seeds, "lexicon/statives.csv", "participle"),
    )


def _words(seeds: Seeds, file: str, column: str) -> list[str]:
    return seeds.table(file)[column].str.split("_").list.first().unique(maintain_order=True).to_list()
