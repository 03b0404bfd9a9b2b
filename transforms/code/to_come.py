"""Acts in the present whose day is still to come: "holds talks in Cairo next week", "talks in Cairo next week".

Covers: nouns, and verbs in the present or with an auxiliary of the present, whose own day lies after publication.
Does not cover: statements, whose day may be that of what they are about ("is calling for a march on Friday"), and
violence, which nobody announces; the past tense, where such a day is not the act's own (`unfit`).
"""

from __future__ import annotations

import polars as pl

from transforms.frames import look_up, pick

_UNTIL = ("until", "till", "through")
_END = ("end", "expire", "lapse", "conclude", "finish")
_ANNOUNCED = ("CONSULT", "PROTEST", "COERCE", "SANCTION", "AID", "RETREAT", "MOBILIZE", "COOPERATE")


def with_acts_to_come(
    status: pl.DataFrame,
    triggers: pl.DataFrame,
    acts: pl.DataFrame,
    when: pl.DataFrame,
    tokens: pl.DataFrame,
    sentences: pl.DataFrame,
) -> pl.DataFrame:
    """STATUS with `future` for what is told as a fact in the present and has a day after publication.

    `triggers`: TRIGGERS. `acts`: t, into: the words that tell one act. `when`: WHEN. `sentences`: sent, published_on.
    """
    published = sentences.select("sent", "published_on")
    dated = look_up(
        triggers.filter(pl.col("event_type").is_in(_ANNOUNCED)).select("t", "is_noun", "sent"), "t", tokens, tag="tag"
    ).join(published, on="sent")
    days = acts.join(when.select("t", "date_start").drop_nulls(), on="t").select("date_start", t="into")
    dated = dated.join(days, on="t").filter(pl.col("date_start") > pl.col("published_on"))
    dated = dated.join(_ending(acts, tokens), on="t", how="anti")
    past = pick(tokens, pl.col("dep").is_in(("aux", "auxpass")) & pl.col("tag").is_in(("VBD", "VBN")), t="head")
    perfect = pick(tokens, (pl.col("dep") == "aux") & (pl.col("lemma") == "have"), t="head")
    aided = pick(tokens, pl.col("dep").is_in(("aux", "auxpass")) & pl.col("tag").is_in(("VBZ", "VBP")), t="head")
    present = pl.col("tag").is_in(("VBZ", "VBP")) | pl.col("t").is_in(aided["t"].implode())
    present &= ~pl.col("t").is_in(pl.concat([past, perfect])["t"].implode())
    to_come = acts.filter(pl.col("into").is_in(dated.filter(pl.col("is_noun") | present)["t"].implode()))
    hit = (pl.col("status") == "actual") & pl.col("t").is_in(to_come["t"].implode())
    return status.with_columns(
        status=pl.when(hit).then(pl.lit("future")).otherwise("status"),
        status_rule=pl.when(hit).then(pl.lit("a day to come")).otherwise("status_rule"),
    )


def _ending(acts: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Acts of which the day to come is the end ("closes the border until Friday", "the truce expires"): t."""
    until = pick(tokens, pl.col("lower").is_in(_UNTIL) & pl.col("dep").is_in(("prep", "mark")), t="head")
    ending = pick(tokens, pl.col("lemma").is_in(_END) & (pl.col("pos") == "VERB"), head="t")
    ends = pick(tokens, pl.col("dep") == "nsubj", "t", "head").join(ending, on="head", how="semi").select("t")
    return acts.join(pl.concat([until, ends]).unique(), on="t", how="semi").select(t="into").unique()
