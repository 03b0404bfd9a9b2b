"""What says that an act is still to come: "is to meet", "is going to meet", "pledged", "said he would meet".

Covers: infinitives below "be" and "going", aid that is only pledged, "would" that reports a "will".
Does not cover: verbs and nouns that plan ("plan", "vow"): these are lines of seeds/lexicon/status.csv; acts told in the
present whose day is still to come (`to_come`).
"""

from __future__ import annotations

import polars as pl

from transforms.code.cues import cue
from transforms.frames import pick

_AIMS = tuple("aim goal purpose plan idea intention job task point role mission way thing what".split())
_PLEDGES = ("pledge", "promise", "vow", "offer", "commit", "earmark")


def planned(infinitives: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """What is to be done: STATUS_CUE. `infinitives`: t, depth, ancestor, lemma (of what governs "to meet")."""
    going = tokens.filter(pl.col("lower") == "going")["t"].implode()
    to_be = infinitives.filter((pl.col("lemma") == "be") | pl.col("ancestor").is_in(going))
    return cue(to_be, "future", pl.lit("what is to be"), order=2)


def pledged(triggers: pl.DataFrame) -> pl.DataFrame:
    """Aid that somebody only pledges: STATUS_CUE. `triggers`: t, event_type, lexicon_entry."""
    only = pl.col("lexicon_entry").str.contains(rf"^(?:{'|'.join(_PLEDGES)})\.")
    found = triggers.filter((pl.col("event_type") == "AID") & only).with_columns(depth=pl.lit(0))
    return cue(found, "future", pl.lit("only pledged"), order=3)


def infinitives(steps: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The steps up from a verb with "to" whose subject may have it planned, unlike that of "the aim is to meet"."""
    to = pick(tokens, (pl.col("lower") == "to") & (pl.col("dep") == "aux"), t="head")
    # "is yet to be attacked"
    passive = pl.col("t").is_in(pick(tokens, pl.col("dep") == "auxpass", t="head")["t"].implode())
    plain = (pl.col("tag") == "VB") | ((pl.col("tag") == "VBN") & passive)
    verbs = tokens.filter((pl.col("dep") == "xcomp") & plain).join(to, on="t", how="semi")
    aims = pick(tokens, (pl.col("dep") == "nsubj") & pl.col("lemma").is_in(_AIMS), "head")
    verbs = verbs.join(aims, on="head", how="anti")
    return steps.filter((pl.col("via") == "xcomp") & pl.col("below").is_in(verbs["t"].implode()))


def reported_will(modal: pl.DataFrame, tokens: pl.DataFrame, saying: list[str]) -> pl.DataFrame:
    """Cues, with "would" as future where it only reports a "will" in the past ("said he would meet her on Friday").

    Not where the clause has a condition. `modal`: ancestor (the verb), word, status. `saying`: verbs of saying.
    """
    said = pick(tokens, pl.col("lemma").is_in(saying) & (pl.col("tag") == "VBD"), head="t")
    reported = tokens.filter(pl.col("dep") == "ccomp").join(said, on="head", how="semi").select(ancestor="t")
    conditions = pick(tokens, (pl.col("dep") == "mark") & pl.col("lower").is_in(("if", "unless")), clause="head")
    conditional = tokens.filter(pl.col("dep") == "advcl").join(conditions, left_on="t", right_on="clause", how="semi")
    plain = reported.join(conditional, left_on="ancestor", right_on="head", how="anti")["ancestor"].implode()
    will = (pl.col("word") == "would") & pl.col("ancestor").is_in(plain)
    return modal.with_columns(status=pl.when(will).then(pl.lit("future")).otherwise("status"))
