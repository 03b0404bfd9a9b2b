"""What nature, illness and accidents do is no act: "a typhoon drove thousands from their homes".

Covers: a trigger of violence, seizure or expulsion falls where a word of `seeds/lexicon/hazards.csv` does it: as its
subject or as that of the clause above it ("Wildfire destroyed houses, leaving dozens dead"), as its agent or cause
(by, in, from), or as the verb of its clause of time ("killed when a roof collapsed"). Words with `near` count only
with one of those in the sentence (a blast in a coal mine).
Does not cover: people who act by such means ("set wildfires", "rammed the boat, which capsized").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from seeds.loading import items
from transforms.frames import pick

if TYPE_CHECKING:
    from seeds.loading import Seeds

_TYPES = ("ASSAULT", "COERCE", "SANCTION")
_ROLES = ("subj", "by", "in", "from", "during", "after")
_ONLY_KILLING = ("in", "from", "during", "after")  # "arrested after the crash" is an arrest
_CLAUSES = ("when", "as", "after")


def hazards(seeds: Seeds) -> pl.DataFrame:
    """The words: word, pos (NOUN or VERB), near (list, empty: always)."""
    listed = seeds.table("lexicon/hazards.csv")
    return listed.select("word", pos=pl.col("pos").str.to_uppercase(), near=items("near"))


def hazardous(
    triggers: pl.DataFrame, relations: pl.DataFrame, tokens: pl.DataFrame, hazards: pl.DataFrame
) -> pl.DataFrame:
    """Triggers that a hazard does: t. `triggers`: TRIGGERS. `relations`: RELATIONS. `hazards`: `hazards`."""
    asked = triggers.filter(pl.col("event_type").is_in(_TYPES)).select("t", "event_type")
    found = _words(tokens, hazards)
    nouns, verbs = pick(found, pl.col("pos") == "NOUN", "w"), pick(found, pl.col("pos") == "VERB", "w")
    by_noun = relations.filter(pl.col("role").is_in(_ROLES)).join(nouns, left_on="arg", right_on="w", how="semi")
    direct = asked.join(by_noun.select(t="pred", role="role"), on="t")
    # who is named as the author did it
    named = relations.filter(pl.col("role") == "subj").join(nouns, left_on="arg", right_on="w", how="anti")
    is_cause = pl.col("role").is_in(_ONLY_KILLING)
    authored = pl.col("t").is_in(named["pred"].implode())
    direct = direct.filter(~is_cause | ((pl.col("event_type") == "ASSAULT") & ~authored)).select("t")
    # "leaving dozens dead": a participle without a subject has that of the clause above
    own = pick(relations, pl.col("role") == "subj", t="pred")
    above = tokens.filter(pl.col("dep").is_in(("advcl", "conj", "xcomp")) & (pl.col("tag") == "VBG"))
    above = above.select("t", clause="head").join(own, on="t", how="anti")
    doing = by_noun.filter(pl.col("role") == "subj").select(clause="pred")
    through = asked.join(above, on="t").join(doing, on="clause", how="semi").select("t")
    marks = pick(tokens, pl.col("lower").is_in(_CLAUSES) & pl.col("dep").is_in(("advmod", "mark")), w="head")
    when = pick(tokens, pl.col("dep") == "advcl", w="t", t="head")
    when = when.join(verbs, on="w", how="semi").join(marks, on="w", how="semi")
    timed = asked.filter(pl.col("event_type") == "ASSAULT").join(when, on="t", how="semi").select("t")
    passive = pick(tokens, pl.col("dep") == "agent", t="head")
    timed = timed.join(named.select(t="pred"), on="t", how="anti").join(passive, on="t", how="anti")
    themselves = asked.join(nouns, left_on="t", right_on="w", how="semi").select("t")
    return pl.concat([direct, through, timed, themselves]).unique().sort("t")


def _words(tokens: pl.DataFrame, hazards: pl.DataFrame) -> pl.DataFrame:
    """The hazards of the text: w, pos."""
    words = tokens.select(
        "sent", w="t", word=pl.col("lemma").cast(pl.String), pos=pl.col("pos").cast(pl.String).replace("PROPN", "NOUN")
    )
    met = words.join(hazards, on=["word", "pos"])
    open_ = met.filter(pl.col("near").list.len() == 0).select("w", "pos")
    near = met.explode("near")
    beside = pick(words, pl.col("word").is_in(near["near"].unique().implode()), "sent", near="word")
    bound = near.join(beside, on=["sent", "near"], how="semi").select("w", "pos")
    # "Typhoon Haiyan": the name has the word beside it
    beside_name = tokens.filter((pl.col("dep") == "compound") & pl.col("t").is_in(open_["w"].implode()))
    names = pick(tokens, pl.col("pos") == "PROPN", w="t")
    named = beside_name.select(w="head").join(names, on="w", how="semi").with_columns(pos=pl.lit("NOUN"))
    return pl.concat([open_, bound, named]).unique()
