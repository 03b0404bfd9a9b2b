"""Whom a total counts: the words that a number reaches over "toll", "number" or a change.

Covers: "the toll rose to 17", "the number of people killed stands at 12", both ends of a change ("deaths climbed from
40 to 55"), "the dead numbered 40".
Does not cover: totals told in another sentence (`code.parts`).
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, pick

#: Words for how many died.
TOLLS = ("toll", "tally")
#: A path's columns: what is counted, the word that may measure it, and what the counted is to that word.
COLUMNS = ("t", "number_t", "unit_class", "pred", "role")
#: Tags of verbs, in whatever form.
VERBAL = ("VBD", "VBG", "VBZ", "VBP", "VBN", "VB")
_TOTALS = (*TOLLS, "number", "total", "count", "crowd")
_HARM = ("killed", "injured", "casualties", "missing")
# What rises as a total does: "deaths rose from 40 to 55"
_COUNTED_EVENTS = ("death", "fatality", "casualty", "injury", "killing", "arrest", "abduction", "kidnapping")
_CHANGES = tuple(
    "rise climb grow increase jump soar swell surge mount fall drop decline decrease shrink double triple".split()
)
_NUMBERING = ("number", "numbers", "numbered", "numbering", "total", "totals", "totaled", "totalled")


def totals(counted: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """What a total that reaches the number counts, and what befalls those: a path of `code.governing`."""
    reached = _reached(counted.select("t", "number_t", "unit_class"), tokens, relations).drop("verb")
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
    return pl.concat([frame.select(COLUMNS) for frame in found])


def numbered(counted: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Whom a verb of counting right before a lone number gives it to: "the dead numbered 40". Columns of a path."""
    verbs = pick(tokens, pl.col("lower").is_in(_NUMBERING) & pl.col("tag").is_in(VERBAL), "sent", verb="t")
    whom = pick(tokens, pl.col("pos").is_in(("NOUN", "ADJ", "VERB", "ADV")), "sent", "pos", pred="t")
    near = verbs.with_columns(pred=pl.col("verb") - 1).join(whom, on=["sent", "pred"]).drop("sent")
    role = pl.when(pl.col("pos") == "NOUN").then(pl.lit("of")).otherwise(pl.lit("mod"))
    lone = counted.filter(pl.col("t") == pl.col("number_t")).with_columns(verb=pl.col("q_first") - 1)
    return lone.join(near.with_columns(role=role), on="verb").select(COLUMNS)


def days_of_telling(
    figures: pl.DataFrame, dates: pl.DataFrame, date_paths: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame
) -> pl.DataFrame:
    """Days on which a toll stood so high, which are not those of the deaths: date_t.

    "The toll of Tuesday's raid rose to 17 on Wednesday": Wednesday. `figures`: FIGURES. `dates`: DATES with date_t.
    `date_paths`: their ANCESTORS.
    """
    harmed = figures.filter(pl.col("measure").is_in(_HARM)).select("t", "number_t", "unit_class")
    reached = _reached(harmed, tokens, relations).select(ancestor="verb", total="total").unique()
    verbs = tokens.filter(pl.col("pos").is_in(("VERB", "AUX"))).select(ancestor="t")
    nearest = first_by(date_paths.join(verbs, on="ancestor", how="semi"), ["t"], "depth").join(reached, on="ancestor")
    # but "Tuesday's toll rose" tells the day of the deaths
    inside = date_paths.select("t", total="ancestor")
    outside = nearest.join(inside, on=["t", "total"], how="anti")
    one_day = dates.filter((pl.col("date_precision") == "day") & (pl.col("date_start") == pl.col("date_end")))
    return one_day.join(outside, left_on="date_t", right_on="t", how="semi").select("date_t").unique()


def _reached(base: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """The totals whose verb reaches what is counted: the columns of `base` (t, number_t, unit_class), verb, total."""
    ends = relations.filter(pl.col("role").is_in(("to", "at", "in", "obj"))).select("arg", verb="pred")
    # "rose to 17" and "rose to 17 civilians"
    verbs = [base.join(ends, left_on=word, right_on="arg", how="inner", coalesce=False) for word in ("number_t", "t")]
    verbs = [frame.select("t", "number_t", "unit_class", "verb") for frame in verbs]
    reached = pl.concat([*verbs, _changed(base, tokens)]).unique()
    words = pick(tokens, pl.col("lemma").is_in((*_TOTALS, *_COUNTED_EVENTS)), total="t")
    sides = pick(relations, pl.col("role").is_in(("subj", "obj")), verb="pred", total="arg").join(words, on="total")
    return reached.join(sides, on="verb").filter(pl.col("total") != pl.col("t"))


def _changed(base: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Both ends of a change, with its verb: "rose from 12 to 19" (the parse hangs "to" on "from"), "to 19 from 12"."""
    verbs = pick(tokens, pl.col("lemma").is_in(_CHANGES) & pl.col("pos").is_in(("VERB", "AUX")), verb="t")
    preps = pick(tokens, pl.col("lower").is_in(("from", "to")) & (pl.col("dep") == "prep"), prep="t", above="head")
    direct = preps.join(verbs, left_on="above", right_on="verb", how="semi").select("prep", verb="above")
    inner = preps.join(direct.rename({"prep": "above"}), on="above").select("prep", "verb")
    ends = pick(tokens, pl.col("dep") == "pobj", end="t", prep="head").join(pl.concat([direct, inner]), on="prep")
    reached = [base.join(ends, left_on=word, right_on="end", coalesce=False) for word in ("number_t", "t")]
    return pl.concat([frame.select("t", "number_t", "unit_class", "verb") for frame in reached])
