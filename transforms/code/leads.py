"""The day of a dateline for the news that its first sentence tells.

Covers: "OSLO, May 3 (Agency) - Norway's coalition has agreed ..." is news of May 3, where the sentence itself tells no
other time: its main verbs in the past or the perfect.
Does not cover: further sentences, what the lead tells as background, plans, datelines without a day.
"""

from __future__ import annotations

import polars as pl

from transforms.code.when import WHEN
from transforms.frames import pick

_PAST = ("VBD", "VBN")


def date_leads(
    when: pl.DataFrame, status: pl.DataFrame, dates: pl.DataFrame, tokens: pl.DataFrame, sentences: pl.DataFrame
) -> pl.DataFrame:
    """Fill WHEN of what a lead tells. `sentences`: sent, lead_day (NULL for all but leads), lead_text."""
    leads = sentences.drop_nulls("lead_day").join(dates, on="sent", how="anti")
    roots = pick(tokens, (pl.col("dep") == "ROOT") & pl.col("tag").is_in(_PAST), "t", "sent")
    joined = tokens.filter((pl.col("dep") == "conj") & pl.col("tag").is_in(_PAST))
    joined = joined.join(roots.select(head="t"), on="head", how="semi").select("t", "sent")
    had = tokens.filter((pl.col("dep") == "aux") & pl.col("lower").is_in(("had", "would", "could", "might")))
    main = pl.concat([roots, joined]).join(had.select(t="head"), on="t", how="anti")
    actual = status.filter(pl.col("status") == "actual").select("t")
    told = main.join(leads.select("sent", "lead_day", "lead_text"), on="sent").join(actual, on="t", how="semi")
    found = when.join(told.select("t", "lead_day", "lead_text"), on="t", how="left", maintain_order="left")
    hit = pl.col("lead_day").is_not_null() & pl.col("date_start").is_null() & pl.col("date_text").is_null()
    return found.with_columns(
        date_start=pl.when(hit).then("lead_day").otherwise("date_start"),
        date_end=pl.when(hit).then("lead_day").otherwise("date_end"),
        date_precision=pl.when(hit).then(pl.lit("day")).otherwise("date_precision"),
        date_text=pl.when(hit).then("lead_text").otherwise("date_text"),
        date_rule=pl.when(hit).then(pl.lit("day of the dateline")).otherwise("date_rule"),
    ).select(WHEN.names())
