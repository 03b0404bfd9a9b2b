"""Whom a reaction is aimed at: whoever did what it reacts to.

"Prosecutors charged a minister. He denied the charge": he denies it to the prosecutors. "The regulator closed a
weekly. Its editor condemned the decision": he condemns the regulator. The words for what somebody did, and the types
of act they can mean, are lines of seeds/lexicon/reactions.csv; the act is the nearest one before, in the article, that
fits and has an author who is not reacting himself. What is called false may be a subject ("the reports are false").
Covers: accusing, rejecting and supporting whose object is such a word, or is itself the trigger of an act.
Does not cover: "this" and "it" for an act, acts told only after the reaction.
"""

from __future__ import annotations

import polars as pl

from transforms.code.participants import REACTING
from transforms.code.parties import as_participants, concerned, lacking
from transforms.frames import first_by, look_up_known

_OBJECTS = ("obj", "with", "to", "of", "at", "against", "by", "for", "as")
# What "the decision" or "the step" can be
_DECISIONS = ("COERCE", "SANCTION", "CONCEDE", "RETREAT", "REJECT", "AID", "AGREE", "MOBILIZE", "THREATEN", "SUPPORT")
_CLAIM = "claim"
_REACH = 6  # sentences


def find_reactions(
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    relations: pl.DataFrame,
    tokens: pl.DataFrame,
    stands_for: pl.DataFrame,
    nouns: pl.DataFrame,
    claims: pl.DataFrame,
) -> pl.DataFrame:
    """Recipients (PARTICIPANTS) of reactions that have none.

    `triggers`: TRIGGERS, all of them, also those that are part of another one. `nouns`: noun, types (list of event
    types; empty = any decision). `stands_for`: `mention_of_words`. `claims`: CLAIMS; who claims something may be
    contradicted.
    """
    keys = stands_for.select("m", "actor_key").unique()
    open_ones = lacking("recipient", triggers.filter(pl.col("event_type").is_in(REACTING)), participants)
    objects = (
        open_ones.select("t", "sent")
        .join(relations.filter(pl.col("role").is_in(_OBJECTS) | _is_judged(open_ones)), left_on="t", right_on="pred")
        .pipe(look_up_known, "arg", tokens, noun="lemma")
        .join(nouns, on="noun", how="left")
        .join(triggers.select(arg="t", told="event_type"), on="arg", how="left")
        # the object is a word for an act, or itself tells of one
        .filter(pl.col("types").is_not_null() | pl.col("told").is_not_null())
        .select("t", "sent", "arg", "told", types=pl.coalesce("types", pl.concat_list("told")))
    )
    authors = (
        participants.filter(pl.col("role") == "actor").join(keys, on="m").select(by="t", m="m", actor_key="actor_key")
    )
    claimants = claims.join(keys, on="m").select(by="t", m="m", actor_key="actor_key")
    acts = triggers.select(by="t", by_sent="sent", event_type="event_type")
    claimed = acts.join(claimants.select("by").unique(), on="by", how="semi").with_columns(event_type=pl.lit(_CLAIM))
    authors = pl.concat(
        [authors.with_columns(claim=pl.lit(value=False)), claimants.with_columns(claim=pl.lit(value=True))]
    )
    acts = pl.concat([acts, claimed]).pipe(look_up_known, "by", tokens, doc="doc")
    own = concerned(participants, stands_for)
    types = (
        pl.when(pl.col("types").list.contains("ACCUSE"))
        .then(pl.concat_list("types", pl.lit([_CLAIM], dtype=pl.List(pl.String))))
        .when(pl.col("types").list.len() == 0)
        .then(pl.lit(list(_DECISIONS)))
        .otherwise("types")
    )
    fitting = (
        objects.with_columns(types=types)
        .pipe(look_up_known, "t", tokens, doc="doc")
        .join(acts, on="doc")
        .filter(
            (pl.col("by") != pl.col("t"))
            & ((pl.col("by") < pl.col("t")) | (pl.col("by") == pl.col("arg")))
            & (pl.col("sent") - pl.col("by_sent") <= _REACH)
            & pl.col("types").list.contains(pl.col("event_type"))
        )
        # what they themselves did is not what they react to
        .pipe(_of_others, authors, own)
        .with_columns(before=pl.col("t").cast(pl.Int64) - pl.col("by"))
    )
    # "denied the allegation": the word itself tells of the act only where it has an author
    named = pl.col("by") != pl.col("arg")
    authored = authors.select("by", "claim", authored=pl.lit(value=True)).unique()
    fitting = (
        fitting.with_columns(claim=pl.col("event_type") == _CLAIM, apart=pl.col("sent") - pl.col("by_sent"))
        .join(authored, on=["by", "claim"], how="left")
        .filter(named | pl.col("authored").is_not_null())
    )
    # the nearest act alone, even if nobody is known to have done it; in one sentence, the one with an author
    nearest = first_by(fitting, ["t"], "apart", "authored", "before", "by", "claim").select("t", "by", "claim")
    pairs = nearest.join(authors, on=["by", "claim"])
    found = first_by(pairs, ["t", "actor_key"], "m")
    return as_participants(found.with_columns(first="m"), "recipient", "author of what it reacts to")


def _of_others(fitting: pl.DataFrame, authors: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """Pairs (t, by) that have nobody in common. `authors`: by, actor_key. `own`: t, actor_key."""
    pairs = fitting.select("t", "by").unique().join(authors.select("by", "actor_key"), on="by")
    shared = pairs.join(own, on=["t", "actor_key"], how="semi")
    return fitting.join(shared, on=["t", "by"], how="anti", maintain_order="left")


def _is_judged(reactions: pl.DataFrame) -> pl.Expr:
    """Whether the subject is what a reaction is about: "the report is false"."""
    judging = reactions.filter(pl.col("actor_roles").list.first() == "speaker")
    return (pl.col("role") == "subj") & pl.col("pred").is_in(judging["t"].implode())
