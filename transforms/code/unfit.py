"""Days that stand beside an event but cannot be its own.

Covers: a day after publication for what has happened ("agreed to meet on June 5", "called for a strike next week"),
and what is meant by a statement of intent ("said on Wednesday it would ban them by the end of August"): the statement
has the day on which it was made, not that of what it promises or threatens. Nor was a crime done on the day of the
verdict ("was convicted of torture on Tuesday").
Does not cover: past days of another event, which the clause decides (`code.when`).
"""

from __future__ import annotations

import polars as pl

from transforms.code.when import WHEN
from transforms.frames import pick

_WILL = ("will", "would", "shall", "'ll", "’ll", "wo", "'d", "’d", "may", "might")
_VERDICTS = ("convict", "acquit", "sentence", "jail", "imprison", "charge", "indict", "try")


def without_unfit_days(
    when: pl.DataFrame, status: pl.DataFrame, tokens: pl.DataFrame, sentences: pl.DataFrame
) -> pl.DataFrame:
    """WHEN without days that cannot be those of the events. `status`: t, status. `sentences`: sent, published_on."""
    published = tokens.select("t", "sent").join(sentences.select("sent", "published_on"), on="sent").drop("sent")
    meant = pick(tokens, (pl.col("dep") == "aux") & pl.col("lower").is_in(_WILL), t="head")
    facts = (
        when.select("t", "date_start", "date_end")
        .join(status.filter(pl.col("status") == "actual").select("t"), on="t", how="semi")
        .join(published, on="t")
        .join(meant.unique().with_columns(meant=pl.lit(value=True)), on="t", how="left")
    )
    to_come = pl.col("date_start") > pl.col("published_on")
    planned = pl.col("meant") & (pl.col("date_end") >= pl.col("published_on"))
    unfit = facts.filter(to_come.fill_null(value=False) | planned.fill_null(value=False)).select("t")
    unfit = pl.concat([unfit, _day_of_verdict(when, tokens)])
    hit = pl.col("t").is_in(unfit["t"].implode())
    empty = {"date_precision": pl.lit("unknown"), "date_rule": pl.lit("only a day of what is to come in the clause")}
    blank = [pl.lit(None, dtype=WHEN[c]).alias(c) for c in ("date_start", "date_end", "date_text")]
    values = [*blank, *[value.alias(c) for c, value in empty.items()]]
    return when.with_columns(
        pl.when(hit).then(value).otherwise(pl.col(value.meta.output_name())).alias(value.meta.output_name())
        for value in values
    )


def _day_of_verdict(when: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """What somebody is tried or convicted for, where its day is that of the verdict: t."""
    behind = pick(
        tokens, pl.col("lower").is_in(("of", "for", "with")) & (pl.col("dep") == "prep"), prep="t", above="head"
    )
    charges = pick(tokens, pl.col("dep").is_in(("pobj", "pcomp")), "t", prep="head").join(behind, on="prep")
    joined = pick(tokens, pl.col("dep") == "conj", second="t", t="head").join(charges, on="t")
    charges = pl.concat([charges.select("t", "above"), joined.select("above", t="second").select("t", "above")])
    # "convicted the general of torture"
    up = charges.join(tokens.select(above="t", head="head"), on="above").select("t", above="head")
    verbs = pick(tokens, pl.col("lemma").is_in(_VERDICTS), above="t")
    charges = pl.concat([charges, up]).join(verbs, on="above", how="semi").unique()
    days = when.select("t", "date_text", "date_start").drop_nulls("date_start")
    same = charges.join(days, on="t").join(days.rename({"t": "above"}), on=["above", "date_text", "date_start"])
    return same.select("t").unique()
