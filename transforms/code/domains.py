"""Words of war in what tells of no war: a chess game, a concert, a fashion show, the stock market, a garden.

A trigger of a physical kind is no event where its sentence and those beside it hold enough different words of one
domain of `seeds/lexicon/domains.csv` (`least`), unless its own sentence or the words of those who suffer or enforce
(domain `violence`: the dead, police, soldiers, gunmen, governments) say that it is meant. Each word of the domain
`arms` ("tank", "army") in that sentence asks for one word more, but in fiction, which is full of arms.
Covers: "The champion sacrificed a bishop and invaded on the queen's side"; and meetings of teams ("Brazil meet Italy
in the final").
Does not cover: violence at such places ("Gunmen attacked the stadium during the match" is an event), metaphors
elsewhere ("a war on red tape").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from seeds.loading import items
from transforms.frames import pick

if TYPE_CHECKING:
    from seeds.loading import Seeds

_PHYSICAL = ("ASSAULT", "COERCE", "MOBILIZE", "RETREAT")
# what is also said of teams and of prices, word by word
_ALSO = {"CONSULT": ("meet",), "PROTEST": ("rally",)}
# what nobody says of a game or a price
_LITERAL = tuple(
    "arrest arrested detain detention jail imprison imprisonment deport deportation censor censorship surveillance "
    "resign resignation ban kidnap kidnapping abduct abduction rape murder massacre assassinate assassination hack "
    "quarantine lockdown curfew custody ceasefire truce shelling airstrike stab stabbing lynch behead evict".split()
)
_MEANT, _ARMS, _FICTION = "violence", "arms", "fiction"


def domains(seeds: Seeds) -> pl.DataFrame:
    """The words of each domain: domain, least (how many make a passage of it), word."""
    listed = seeds.table("lexicon/domains.csv")
    return listed.select("domain", pl.col("least").cast(pl.Int64), word=items("words")).explode("word")


def figurative(triggers: pl.DataFrame, tokens: pl.DataFrame, domains: pl.DataFrame) -> pl.DataFrame:
    """Triggers that are a way of speaking: t. `triggers`: TRIGGERS. `tokens`: TOKENS. `domains`: `domains`."""
    lemmas = tokens.select("t", "sent", "doc", word=pl.col("lemma").cast(pl.String))
    also = pl.DataFrame(
        [(kind, word) for kind, words in _ALSO.items() for word in words], schema=["event_type", "word"], orient="row"
    )
    placed = triggers.select("t", "sent", "event_type").join(lemmas.drop("sent"), on="t")
    physical = placed.filter(pl.col("event_type").is_in(_PHYSICAL) & ~pl.col("word").is_in(_LITERAL))
    asked = pl.concat([physical, placed.join(also, on=["event_type", "word"], how="semi")]).select("t", "sent", "doc")
    # words of the passage: a trigger's own sentence and one on either side
    forms = pick(
        tokens, pl.col("pos") != "VERB", "t", "sent", "doc", word=pl.col("lower").cast(pl.String)
    )  # not "forced him to"
    # a capital at the beginning hides the plural from the parse
    plurals = forms.with_columns(word=pl.col("word").str.strip_suffix("s"))
    known = pl.concat([frame.join(domains, on="word") for frame in (lemmas, forms, plurals)]).select(
        pl.col("sent").cast(pl.Int64), "doc", "domain", "word", "least", at="t"
    )
    known = known.unique(["at", "domain"], keep="first", maintain_order=True)
    own_words = triggers.select(at="t")
    around = pl.concat(
        [asked.with_columns(sent=pl.col("sent").cast(pl.Int64) + step, own=pl.lit(step == 0)) for step in (-1, 0, 1)]
    )
    near = around.join(known.join(own_words, on="at", how="anti"), on=["sent", "doc"])
    meant = around.filter("own").join(known.filter(pl.col("domain") == _MEANT), on=["sent", "doc"])
    meant = meant.filter(pl.col("at") != pl.col("t"))
    arms = near.filter(pl.col("own") & (pl.col("domain") == _ARMS)).group_by("t").agg(arms=pl.col("word").n_unique())
    topical = (
        near.drop_nulls("least")
        .group_by("t", "domain")
        .agg(words=pl.col("word").n_unique().cast(pl.Int64), least=pl.col("least").first(), here=pl.col("own").any())
        .join(arms, on="t", how="left")
    )
    more = pl.when(pl.col("domain") == _FICTION).then(0).otherwise(pl.col("arms").fill_null(0).cast(pl.Int64))
    found = topical.filter(pl.col("here") & (pl.col("words") >= pl.col("least") + more))
    return found.join(meant, on="t", how="anti").select("t").unique().sort("t")
