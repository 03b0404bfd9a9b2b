"""Whose thing it is that somebody criticises, rejects or praises, where the article said so before.

Covers: "Trump's new ad ... Perez condemned the ad": Trump; possessors and whoever stands behind "by" or "from" at an
earlier mention of the same noun, the nearest first.
Does not cover: things with words of their own beside them ("the tax reform"), other words for the same thing ("the
spot"), things whose owner is told only afterwards.
"""

from __future__ import annotations

import polars as pl

from transforms.code.participants import PARTICIPANTS
from transforms.code.parties import as_participants, concerned, lacking
from transforms.frames import first_by, look_up, pick

_JUDGING = ("ACCUSE", "REJECT", "SUPPORT")
_OWNERS = ("poss", "by", "from")
_TELLING_APART = ("amod", "compound", "nmod", "prep", "relcl", "acl")
_DEFINITE = ("the", "this", "that", "these", "those")


def owners_told_before(
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    relations: pl.DataFrame,
    tokens: pl.DataFrame,
    stands_for: pl.DataFrame,
) -> pl.DataFrame:
    """Recipients (PARTICIPANTS) of judgements on a definite thing without an owner of its own.

    `triggers`: TRIGGERS. `relations`: RELATIONS. `tokens`: TOKENS. `stands_for`: `mention_of_words`.
    """
    judging = triggers.filter(pl.col("event_type").is_in(_JUDGING) & ~pl.col("is_noun")).select("t")
    objects = relations.filter(pl.col("role") == "obj").select(t="pred", thing="arg")
    definite = pick(tokens, pl.col("lower").is_in(_DEFINITE) & (pl.col("dep") == "det"), thing="head")
    # "the tax reform" is not the pension reform of before
    own = pick(tokens, pl.col("dep").is_in(_TELLING_APART), thing="head").unique()
    definite = definite.join(own, on="thing", how="anti")
    open_ones = lacking("recipient", judging, participants).join(objects, on="t")
    open_ones = look_up(open_ones.join(definite, on="thing", how="semi"), "thing", tokens, lemma="lemma", doc="doc")
    if open_ones.is_empty():
        return pl.DataFrame(schema=PARTICIPANTS)
    owned = relations.filter(pl.col("role").is_in(_OWNERS)).select(noun="pred", word="arg")
    owned = look_up(owned.join(stands_for, on="word"), "noun", tokens, lemma="lemma", doc="doc", pos="pos")
    owned = owned.filter(pl.col("pos") == "NOUN").select("doc", "lemma", "noun", "m", "first", "actor_key")
    before = open_ones.join(owned, on=["doc", "lemma"]).filter(pl.col("noun") < pl.col("thing"))
    nearest = before.filter(pl.col("noun") == pl.col("noun").max().over("t"))
    nearest = nearest.join(concerned(participants, stands_for), on=["t", "actor_key"], how="anti")
    return as_participants(first_by(nearest, ["t", "actor_key"], "first", "m"), "recipient", "whose it was before")
