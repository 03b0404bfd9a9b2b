"""Of whom a release is demanded: of whoever holds those to be released, and never of them.

"Demanded the release of two monks from the junta", "the release of aid workers held by the rebels"; where protesters
demand it, of those they protest against ("marched against the government, demanding the release of its critics").
Covers: nouns and verbs of release and extradition behind a REQUEST.
Does not cover: whoever holds them by another sentence (that is `opposite`).
"""

from __future__ import annotations

import polars as pl

from transforms.code.parties import as_participants, concerned, lacking
from transforms.frames import first_by, pick

_NOUNS = tuple("release freedom freeing liberation extradition acquittal pardon repatriation".split())
_VERBS = ("release", "free", "extradite", "liberate", "pardon", "acquit")
_HOLDING = tuple("hold detain jail imprison abduct kidnap seize capture arrest keep take intern".split())
_LONG = 12  # words from the demand to what it demands


def ask_of_holders(
    participants: pl.DataFrame,
    triggers: pl.DataFrame,
    relations: pl.DataFrame,
    tokens: pl.DataFrame,
    stands_for: pl.DataFrame,
) -> pl.DataFrame:
    """`participants` (PARTICIPANTS) with demands of release aimed at those who can grant it.

    `triggers`: TRIGGERS. `relations`: RELATIONS. `tokens`: TOKENS. `stands_for`: `mention_of_words`.
    """
    demands = triggers.filter(pl.col("event_type") == "REQUEST").select("t", "sent")
    freeing = _freeing(demands, relations, tokens)
    freed = freeing.filter("is_freed").select("t", "word")
    whom = freed.join(stands_for.select("word", "m"), on="word").select("t", "m").unique()
    kept = _without(participants, whom)
    asked = freeing.filter(~pl.col("is_freed")).select("t", "word", order=pl.lit(0))
    held = _holders(freed, relations, tokens).with_columns(order=pl.lit(1))
    found = pl.concat([asked, held]).join(stands_for, on="word").select("t", "m", "actor_key", "first", "order")
    protests = triggers.filter(pl.col("event_type") == "PROTEST").select("sent", by="t")
    against = kept.filter(pl.col("role") == "recipient").join(
        stands_for.select("m", "actor_key", "first").unique("m", keep="first", maintain_order=True), on="m"
    )
    beside = freed.select("t").unique().join(demands, on="t").join(protests, on="sent")
    beside = beside.join(against.select("m", "actor_key", "first", by="t"), on="by")
    found = pl.concat([found, beside.select("t", "m", "actor_key", "first", order=pl.lit(2))])
    found = (
        found.join(lacking("recipient", freed.select("t").unique(), kept), on="t", how="semi")
        .join(concerned(kept, stands_for), on=["t", "actor_key"], how="anti")
        .join(whom, on=["t", "m"], how="anti")
    )
    best = found.group_by("t").agg(best=pl.col("order").min())
    found = (
        found.join(best, on="t")
        .filter(pl.col("order") == pl.col("best"))
        .pipe(first_by, ["t", "actor_key"], "first", "m")
    )
    return pl.concat([kept, as_participants(found, "recipient", "who is to release them")])


def without_released(
    participants: pl.DataFrame,
    triggers: pl.DataFrame,
    relations: pl.DataFrame,
    tokens: pl.DataFrame,
    stands_for: pl.DataFrame,
) -> pl.DataFrame:
    """`participants` but for those whom other rules found inside such a demand. Frames as for `ask_of_holders`."""
    demands = triggers.filter(pl.col("event_type") == "REQUEST").select("t", "sent")
    freed = _freeing(demands, relations, tokens).filter("is_freed")
    return _without(participants, freed.join(stands_for.select("word", "m"), on="word").select("t", "m").unique())


def _without(participants: pl.DataFrame, whom: pl.DataFrame) -> pl.DataFrame:
    released = whom.with_columns(role=pl.lit("recipient"))
    return participants.join(released, on=["t", "m", "role"], how="anti", maintain_order="left")


def _freeing(demands: pl.DataFrame, relations: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The words of those to be released, and of those who are to do it: t, word, is_freed."""
    nouns = pick(tokens, pl.col("lemma").is_in(_NOUNS) & (pl.col("pos") == "NOUN"), "sent", act="t")
    verbs = pick(tokens, pl.col("lemma").is_in(_VERBS) & (pl.col("pos") == "VERB"), "sent", act="t")
    after = (pl.col("act") > pl.col("t")) & (pl.col("act") - pl.col("t") <= _LONG)
    asked = pl.concat([nouns.with_columns(noun=True), verbs.with_columns(noun=False)]).join(demands, on="sent")
    below = relations.filter(pl.col("role").is_in(("obj", "for", "comp", "to"))).select(t="pred", act="arg")
    asked = asked.filter(after).join(below, on=["t", "act"], how="semi")
    args = asked.join(relations.select("role", act="pred", word="arg"), on="act")
    freed = pl.when("noun").then(pl.col("role").is_in(("of", "poss", "mod"))).otherwise(pl.col("role") == "obj")
    doing = pl.when("noun").then(pl.col("role").is_in(("by", "from"))).otherwise(pl.col("role").is_in(("subj", "from")))
    return args.filter(freed | doing).select("t", "word", is_freed=freed)


def _holders(freed: pl.DataFrame, relations: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Who holds them, as their own clause tells: t, word."""
    holding = pick(tokens, pl.col("lemma").is_in(_HOLDING), pred="t")
    held = relations.filter(pl.col("role") == "obj").join(holding, on="pred", how="semi").select("pred", word="arg")
    by = relations.filter(pl.col("role") == "subj").select("pred", holder="arg")
    # "the extradition of two men from Uganda"
    away = relations.filter(pl.col("role") == "from").select(word="pred", holder="arg")
    found = pl.concat(
        [
            freed.join(held, on="word").join(by, on="pred").select("t", "holder"),
            freed.join(away, on="word").select("t", "holder"),
        ]
    )
    return found.select("t", word="holder")
