"""Whom a total counts: the words that a number reaches over "toll", "number" or a change.

Covers: "the toll rose to 17", "the number of people killed stands at 12", both ends of a change ("deaths climbed from
40 to 55"), "the dead numbered 40".
Does not cover: totals told in another sentence (`code.parts`).
"""

from __future__ import annotations

import polars as pl

from transforms.frames import pick

_COLUMNS = ("t", "number_t", "unit_class", "pred", "role")
_TOTALS = ("toll", "number", "total", "count", "tally", "crowd")
# What rises as a total does: "deaths rose from 40 to 55"
_COUNTED_EVENTS = ("death", "fatality", "casualty", "injury", "killing", "arrest", "abduction", "kidnapping")
_CHANGES = tuple(
    "rise climb grow increase jump soar swell surge mount fall drop decline decrease shrink double triple".split()
)
_NUMBERING = ("number", "numbers", "numbered", "numbering", "total", "totals", "totaled", "totalled")
_VERBAL = ("VBD", "VBG", "VBZ", "VBP", "VBN", "VB")


def totals(counted: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """What a total that reaches the number counts, and what befalls those: a path of `code.governing`."""
    base = counted.select("t", "number_t", "unit_class")
    ends = relations.filter(pl.col("role").is_in(("to", "at", "in", "obj")))
    verbs = base.join(ends, left_on="number_t", right_on="arg").select("t", "number_t", "unit_class", verb="pred")
    verbs = pl.concat([verbs, _changed(base, tokens)]).unique()
    words = pick(tokens, pl.col("lemma").is_in((*_TOTALS, *_COUNTED_EVENTS)), total="t")
    sides = pick(relations, pl.col("role").is_in(("subj", "obj")), verb="pred", total="arg").join(words, on="total")
    reached = verbs.join(sides, on="verb").filter(pl.col("total") != pl.col("t")).drop("verb")
    of = pick(relations, pl.col("role") == "of", total="pred", who="arg")
    whom = reached.join(of, on="total")
    governed = relations.select("pred", "role", who="arg")
    # "the number of people displaced stands at 12", where the parse hangs the participle on the total
    behind = (pl.col("dep") == "acl") & pl.col("tag").is_in(("VBN", "VBD"))
    participles = pick(tokens, behind, total="head", pred="t", role=pl.lit("obj"))
    found = (
        reached.with_columns(pred="total", role=pl.lit("of")),
        whom.join(governed, on="who"),
        # "the number of dead stands at 12"
        whom.with_columns(pred="who", role=pl.lit("of")),
        reached.join(participles, on="total"),
    )
    return pl.concat([frame.select(_COLUMNS) for frame in found])


def numbered(counted: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Whom a verb of counting right before a lone number gives it to: "the dead numbered 40". Columns of a path."""
    verbs = pick(tokens, pl.col("lower").is_in(_NUMBERING) & pl.col("tag").is_in(_VERBAL), "sent", verb="t")
    whom = pick(tokens, pl.col("pos").is_in(("NOUN", "ADJ", "VERB", "ADV")), "sent", "pos", pred="t")
    near = verbs.with_columns(pred=pl.col("verb") - 1).join(whom, on=["sent", "pred"]).drop("sent")
    role = pl.when(pl.col("pos") == "NOUN").then(pl.lit("of")).otherwise(pl.lit("mod"))
    lone = counted.filter(pl.col("t") == pl.col("number_t")).with_columns(verb=pl.col("q_first") - 1)
    return lone.join(near.with_columns(role=role), on="verb").select(_COLUMNS)


def _changed(base: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Both ends of a change, with its verb: "rose from 12 to 19" (the parse hangs "to" on "from"), "to 19 from 12"."""
    verbs = pick(tokens, pl.col("lemma").is_in(_CHANGES) & pl.col("pos").is_in(("VERB", "AUX")), verb="t")
    preps = pick(tokens, pl.col("lower").is_in(("from", "to")) & (pl.col("dep") == "prep"), prep="t", above="head")
    direct = preps.join(verbs, left_on="above", right_on="verb", how="semi").select("prep", verb="above")
    inner = preps.join(direct.rename({"prep": "above"}), on="above").select("prep", "verb")
    ends = pick(tokens, pl.col("dep") == "pobj", number_t="t", prep="head")
    reached = base.join(ends, on="number_t").join(pl.concat([direct, inner]), on="prep")
    return reached.select("t", "number_t", "unit_class", "verb")
