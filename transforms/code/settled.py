"""Claims that more than one sentence, or the act itself, settles.

Covers: a demand, accusation, threat or promise is itself the speech, so its own speaker does not claim it ("X said he
rejects the plan": X rejects, nobody claims); a headline is claimed as the sentences behind it that tell the same
("Raid kills six": by the sources of the lead); a figure told first in nobody's voice is claimed as where it is told
again; whoever claims responsibility claims the deed.
Does not cover: events of the body told twice in different voices.
"""

from __future__ import annotations

import polars as pl

from transforms.code.answers import ALLEGES
from transforms.code.attribution import CLAIMS
from transforms.code.intentions import STATED
from transforms.frames import first_by
from transforms.link.compose import actor_key

_OWN_SPEECH = ("REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE")
_OWNING_UP = r"^(?:claim|take)\.v obj:(?:responsibility|credit)"
_LEAD = 3  # sentences
_SHORT = 25  # tokens of a headline
_MANY = 13  # from here on the same number is hardly told of two things


def without_own_words(
    claims: pl.DataFrame,
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    mentions: pl.DataFrame,
    status: pl.DataFrame,
) -> pl.DataFrame:
    """Drop from the claimants of a verbal act whoever performs it: "X said he demanded ..." is X's demand.

    Nor does anybody claim the denial that contradicts him, or the threat or refusal that he utters for his side ("the
    minister said Oslo would expel him").

    `claims`: CLAIMS. `triggers`: t, event_type. `participants`: PARTICIPANTS. `mentions`: MENTIONS.
    `status`: STATUS.
    """
    stated = status.filter(pl.col("status_rule") == STATED).join(
        triggers.filter(pl.col("event_type").is_in(("THREATEN", "REJECT"))), on="t", how="semi"
    )
    is_stated = pl.col("t").is_in(stated["t"].implode()) & (pl.col("position") == 0)
    claims = claims.filter(~is_stated)
    keyed = mentions.select("m", actor_key=actor_key())
    verbal = triggers.filter(pl.col("event_type").is_in(_OWN_SPEECH)).select("t")
    own = participants.filter(pl.col("role") == "actor").join(verbal, on="t", how="semi")
    contradicted = participants.filter(pl.col("rule") == ALLEGES)
    own = pl.concat([own, contradicted]).join(keyed, on="m")
    named = claims.join(keyed, on="m", how="left", maintain_order="left")
    kept = named.join(own.select("t", "actor_key"), on=["t", "actor_key"], how="anti", maintain_order="left")
    return kept.with_columns(position=pl.int_range(pl.len()).over("t").cast(pl.Int64)).select(CLAIMS.names())


def claimed_by_doers(
    claims: pl.DataFrame, words: pl.DataFrame, participants: pl.DataFrame, acts: pl.DataFrame, status: pl.DataFrame
) -> pl.DataFrame:
    """CLAIMS with whoever claims a deed as its claimant: "the group claimed responsibility for the blast".

    Not where nobody has claimed it, or only might. `words`: TRIGGERS before they are joined to acts; `participants`:
    PARTICIPANTS of these. `acts`: t, into.
    `status`: STATUS.
    """
    told = status.filter(pl.col("status") == "actual").select("t")
    owning = words.filter(pl.col("lexicon_entry").str.contains(_OWNING_UP)).select("t").join(told, on="t", how="semi")
    doers = participants.filter(pl.col("role") == "actor").join(owning, on="t", how="semi").join(acts, on="t")
    new = doers.select(pl.col("into").alias("t"), "m").unique().join(claims, on=["t", "m"], how="anti")
    added = new.sort("t", "m").with_columns(
        position=pl.int_range(pl.len()).over("t").cast(pl.Int64), verb=pl.lit("claim"), rule=pl.lit("claims the deed")
    )
    others = claims.filter(~pl.col("t").is_in(added["t"].implode()))
    return pl.concat([others, added.select(CLAIMS.names())]).sort("t", "position")


def claimed_as_elsewhere(
    claims: pl.DataFrame, events: pl.DataFrame, figures: pl.DataFrame, sentences: pl.DataFrame, tokens: pl.DataFrame
) -> pl.DataFrame:
    """Give what is told in nobody's voice the claimants of the same thing told elsewhere in the article.

    A headline has the claimants of the same type of event, or of the same figure, in the sentences behind it; a figure
    those of the first telling of it that names any. `events`: t, sent, event_type. `figures`: FIGURES. `sentences`:
    sent, doc, kind.
    """
    order = sentences.sort("sent").with_columns(n=pl.int_range(pl.len()).over("doc").cast(pl.Int64))
    size = tokens.group_by("sent").agg(size=pl.len())
    order = order.join(size, on="sent").select("sent", "doc", "n", "size", "kind")
    counts = figures.select("doc", "t", "sent", same=pl.concat_str("measure", pl.lit(" "), "value"))
    told = pl.concat([events.join(order, on="sent").select("doc", "t", "sent", same="event_type"), counts])
    placed = told.join(order.drop("doc"), on="sent")
    title = (pl.col("n") == 0) & ((pl.col("kind") == "headline") | (pl.col("size") <= _SHORT))
    counted = figures.filter(~pl.col("measure").is_in(("money", "other")))
    # small numbers may be of several things
    unit = pl.when(pl.col("value") < _MANY).then(pl.col("unit").fill_null("")).otherwise(pl.lit(""))
    again = counted.select("doc", "t", same=pl.concat_str("measure", pl.lit(" "), "value", pl.lit(" "), unit))
    by_lead = _handed(claims, placed.filter(title), placed.filter(pl.col("n").is_between(1, _LEAD)), "as in the lead")
    claims = pl.concat([claims, by_lead])
    by_figure = _handed(claims, again, again, "as told elsewhere")
    return pl.concat([claims, by_figure]).sort("t", "position")


def _handed(claims: pl.DataFrame, to: pl.DataFrame, lead: pl.DataFrame, rule: str) -> pl.DataFrame:
    """Claims of the first of `lead` that has any, for those of `to` that have none; both: doc, t, same."""
    open_ones = (
        to.join(claims.select("t"), on="t", how="anti")
        .select("t", "doc", "same")
        .unique("t", keep="first", maintain_order=True)
    )
    claimed = lead.join(claims.select("t"), on="t", how="semi").select("doc", "same", lead_t="t")
    first = first_by(claimed, ["doc", "same"], "lead_t")
    handed = open_ones.join(first, on=["doc", "same"]).join(claims.rename({"t": "lead_t"}), on="lead_t")
    return handed.with_columns(rule=pl.lit(rule)).select(CLAIMS.names())
