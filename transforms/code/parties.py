"""What the families of rules share that find whoever no listed relation names.

Covers: which acts lack a side, who already has a part in an act and can't be its other side ("the army shelled its own
posts" was not done to the army), the rows of those who are found, in the order of the text.
Does not cover: who is found; that is for each family to say.
"""

from __future__ import annotations

import polars as pl

from transforms.code.participants import PARTICIPANTS

#: Rules that take somebody from another clause or sentence: an event owes them less confidence.
FAR = (
    r"^(?:told elsewhere in the article|the other side in the article|the only one in the article|"
    r"parties of the last meeting|author of what it reacts to|who asked for it|pays back what it did|"
    r"whose it was before|nearest inside the phrase|condition or reason|called by the act|subject of the verb above)"
)


def lacking(role: str, triggers: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """The rows of `triggers` without anybody in that role. `participants`: PARTICIPANTS."""
    return triggers.join(participants.filter(pl.col("role") == role), on="t", how="anti", maintain_order="left")


def concerned(participants: pl.DataFrame, stands_for: pl.DataFrame) -> pl.DataFrame:
    """Who has a part in each act, in any role: t, actor_key. `stands_for`: `mention_of_words`."""
    keys = stands_for.select("m", "actor_key").join(participants, on="m", how="semi").unique()
    return participants.join(keys, on="m").select("t", "actor_key")


def as_participants(found: pl.DataFrame, role: str, rule: str | None = None) -> pl.DataFrame:
    """PARTICIPANTS of `found`: t, m, first (where the text has them), and rule where `rule` is not one for all."""
    ruled = found if rule is None else found.with_columns(rule=pl.lit(rule))
    return (
        ruled.sort("t", "first", "m")
        .with_columns(position=pl.int_range(pl.len()).over("t").cast(pl.Int64), role=pl.lit(role))
        .select(PARTICIPANTS.names())
        .cast(PARTICIPANTS)
    )
