"""Object pronouns that were taken for the subject of their own verb.

Covers: "Trump called Assad an animal and warned him": "him" and "it" are not whoever acts in the clause (that would be
"himself"), so they are the one named last before, in the sentence or the sentences just before.
Does not cover: "them", possessives ("his backers"), clauses below another ("said they would arrest him").
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, look_up, pick
from transforms.link.compose import actor_key

_PERSONAL = ("him", "her")
_IMPERSONAL = ("it",)
_OBJECTS = ("dobj", "dative")
_CARRIED = ("name", "kind", "country", "sector", "wikidata_id", "is_resolved")
_BACK = 2  # sentences
_SUBJECTS = ("nsubj", "nsubjpass")
_NAMED = ("person", "leader", "surname", "entity", "country", "capital", "short name", "composed", "office on the day")


def unbind(mentions: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """MENTIONS with such pronouns as somebody else, where somebody else is named. `relations`: RELATIONS."""
    words = pick(
        tokens,
        pl.col("lower").is_in((*_PERSONAL, *_IMPERSONAL)) & (pl.col("tag") == "PRP") & pl.col("dep").is_in(_OBJECTS),
        "sent", head_t="t", pred="head", personal=pl.col("lower").is_in(_PERSONAL),
    )  # fmt: skip
    keyed = mentions.with_columns(key=actor_key())
    pronouns = keyed.filter(pl.col("rule").str.starts_with("reference")).select("m", "doc", "head_t", "key")
    pronouns = pronouns.join(words, on="head_t")
    acting = pick(relations, pl.col("role") == "subj", "pred", who="arg").join(
        keyed.select(who="head_t", subject="key"), on="who"
    )
    bound = pronouns.join(acting.select("pred", "subject"), on="pred").filter(pl.col("key") == pl.col("subject"))
    bound = bound.select("m", "doc", "sent", "head_t", "personal", "key").unique("m", keep="first", maintain_order=True)
    if bound.is_empty():
        return mentions
    others = look_up(keyed.filter(pl.col("rule").is_in(_NAMED)), "head_t", tokens, dep="dep", at="sent").select(
        "doc", "at", "dep", other="key", other_t="head_t", person=pl.col("kind") == "person",
        **{f"new_{column}": pl.col(column) for column in _CARRIED},
    )  # fmt: skip
    meant = (
        bound.join(others, on="doc")
        .filter(
            (pl.col("other_t") < pl.col("head_t"))
            & (pl.col("at") + _BACK >= pl.col("sent"))
            & (pl.col("other") != pl.col("key"))
            & (pl.col("person") == pl.col("personal"))
            & ~pl.col("dep").is_in(("compound", "amod", "poss"))
        )
        .with_columns(leads=((pl.col("at") < pl.col("sent")) & pl.col("dep").is_in(_SUBJECTS)).cast(pl.Int8))
        .pipe(first_by, ["m"], "at", "leads", "other_t", descending=True)
    )
    joined = mentions.join(
        meant.select("m", *(f"new_{column}" for column in _CARRIED)), on="m", how="left", maintain_order="left"
    )
    hit = pl.col("new_kind").is_not_null()
    return joined.with_columns(
        *[pl.when(hit).then(pl.col(f"new_{c}")).otherwise(pl.col(c)).alias(c) for c in _CARRIED]
    ).select(mentions.columns)
