"""Recipients that no listed relation finds: whoever stands nearest inside what the trigger governs.

Covers: somebody deep inside the phrase that the trigger heads ("agreed to provide a loan of two million euros for
Peru": Peru; "sorties targeting hideouts of ISIL": ISIL; "rejected a plan to tighten EU rules": the EU), by the length
of the path, then by the order of the words.
Does not cover: circumstances ("in Chile", "during the visit of the king"), relative clauses, whoever already acts, and
people named only in other sentences (that is `retell`).
"""

from __future__ import annotations

import polars as pl

from transforms.annotate.ancestors import ancestors
from transforms.code.participants import PARTICIPANTS
from transforms.frames import first_by

_DOWN = tuple("dobj pobj prep xcomp ccomp acl pcomp poss compound nmod amod conj dative attr oprd nsubj prt".split())
_APART = tuple(
    (
        "in at near during since after before under amid by as because despite without per until outside inside across "
        "within throughout following around through via than like including"
    ).split()
)
_UP = tuple("conj xcomp advcl acl pcomp prep pobj dobj acomp ccomp attr".split())
_CONDITIONS = ("if", "unless", "until")
_PARTIES = 2
_DEPTH = 6


def reach_inside(
    triggers: pl.DataFrame, participants: pl.DataFrame, tokens: pl.DataFrame, stands_for: pl.DataFrame, types: list[str]
) -> pl.DataFrame:
    """Recipients (PARTICIPANTS) for triggers of `types` that have none.

    `triggers`: TRIGGERS. `tokens`: TOKENS. `stands_for`: `mention_of_words`.
    """
    none = triggers.filter(pl.col("event_type").is_in(types)).join(
        participants.filter(pl.col("role") == "recipient"), on="t", how="anti"
    )
    heads = stands_for.filter(pl.col("step") == "").select("word", "m", "actor_key", "first")
    up = ancestors(heads["word"].unique(), tokens).filter(pl.col("depth") <= _DEPTH)
    words = tokens.select(below="t", lower="lower", pos="pos", below_dep="dep")
    # what somebody threatens or demands unless others do something concerns those
    conditional = tokens.filter((pl.col("dep") == "mark") & pl.col("lower").is_in(_CONDITIONS)).select(
        below="head", conditional=pl.lit(value=True)
    )
    steps = up.join(words, on="below", how="left").join(conditional.unique(), on="below", how="left")
    steps = steps.with_columns(
        conditional=pl.col("conditional").fill_null(value=False) & (pl.col("via") == "advcl")
    ).with_columns(
        closed=(pl.col("depth") > 0)
        & (~pl.col("via").is_in(_DOWN) | ((pl.col("via") == "prep") & pl.col("lower").is_in(_APART)))
    )
    clear = (
        steps.sort("t", "depth")
        .with_columns(shut=pl.col("closed").cast(pl.Int32).cum_sum().over("t"))
        .filter((pl.col("shut") == 0) & (pl.col("depth") > 0))
    )
    # the trigger's own subject does it; only that of a clause below it is concerned
    own_subject = (pl.col("via") == "nsubj") & (pl.col("depth") <= 1)
    acting = participants.join(stands_for.select("m", "actor_key").unique(), on="m").select("t", "actor_key")
    found = (
        clear.join(none.select(ancestor="t"), on="ancestor", how="semi")
        .filter(~own_subject & (pl.col("via") != "nsubj"))
        .select("depth", word="t", t="ancestor")
        .join(heads, on="word")
        .join(acting, on=["t", "actor_key"], how="anti")
        .filter(pl.col("word") > pl.col("t"))
    )
    nearest = first_by(found, ["t"], "depth", "first", "m")
    return nearest.select(
        "t",
        role=pl.lit("recipient"),
        position=pl.lit(0, dtype=pl.Int64),
        m="m",
        rule=pl.lit("nearest inside the phrase"),
    ).cast(PARTICIPANTS)


def reach_outside(
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    tokens: pl.DataFrame,
    relations: pl.DataFrame,
    stands_for: pl.DataFrame,
) -> pl.DataFrame:
    """Actors (PARTICIPANTS) for verbs without a subject of their own: that of the nearest verb above which has one.

    "The bank said a large share could be lost and criticised the measures": the bank criticised. A passive stays
    without author.
    """
    own_subject = tokens.filter(pl.col("dep").is_in(("nsubj", "nsubjpass", "auxpass"))).select(t="head")
    participles = tokens.filter((pl.col("tag") == "VBN") & pl.col("dep").is_in(("acl", "amod", "advcl"))).select("t")
    verbs = tokens.filter(pl.col("pos").is_in(("VERB", "ADJ"))).select("t")
    none = (
        triggers.filter(~pl.col("is_noun") & (pl.col("actor_roles").list.first() == "subj"))
        .select("t")
        .join(verbs, on="t", how="semi")
        .join(participants.filter(pl.col("role") == "actor"), on="t", how="anti")
        .join(own_subject, on="t", how="anti")
        .join(participles, on="t", how="anti")
    )
    subjects = (
        relations.filter(pl.col("role") == "subj")
        .join(stands_for, left_on="arg", right_on="word")
        .select(ancestor="pred", m="m", actor_key="actor_key", first="first")
    )
    steps = ancestors(none["t"], tokens).with_columns(
        shut=(~pl.col("via").is_in(_UP) & (pl.col("depth") > 0)).cast(pl.Int32).cum_sum().over("t")
    )
    concerned = participants.join(stands_for.select("m", "actor_key").unique(), on="m").select("t", "actor_key")
    found = (
        steps.filter((pl.col("shut") == 0) & (pl.col("depth") > 0))
        .join(subjects, on="ancestor")
        .join(concerned, on=["t", "actor_key"], how="anti")
    )
    nearest = found.group_by("t").agg(best=pl.col("depth").min())
    found = (
        found.join(nearest, on="t").filter(pl.col("depth") == pl.col("best")).pipe(first_by, ["t", "actor_key"], "m")
    )
    return (
        found.sort("t", "first", "m")
        .with_columns(position=pl.int_range(pl.len()).over("t").cast(pl.Int64))
        .select("t", "position", "m", role=pl.lit("actor"), rule=pl.lit("subject of the verb above"))
        .select(PARTICIPANTS.names())
        .cast(PARTICIPANTS)
    )


def reach_around(
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    relations: pl.DataFrame,
    stands_for: pl.DataFrame,
    types: list[str],
) -> pl.DataFrame:
    """Actors (PARTICIPANTS) for nouns of mutual `types` that name less than two parties: whoever goes there.

    "The president arrived in Amman on a visit", "the delegations returned to Geneva for talks".
    """
    told = participants.group_by("t").agg(parties=pl.len())
    few = (
        triggers.filter(pl.col("is_noun") & pl.col("event_type").is_in(types))
        .select("t")
        .join(told, on="t", how="left")
        .filter(pl.col("parties").fill_null(0) < _PARTIES)
    )
    acting = participants.join(stands_for.select("m", "actor_key").unique(), on="m").select("t", "actor_key")
    found = (
        few.join(relations.filter(pl.col("role") == "around"), left_on="t", right_on="pred")
        .join(stands_for, left_on="arg", right_on="word")
        .join(acting, on=["t", "actor_key"], how="anti")
        .pipe(first_by, ["t", "actor_key"], "first", "m")
    )
    return (
        found.sort("t", "first", "m")
        .with_columns(position=(pl.int_range(pl.len()).over("t") + pl.col("parties").fill_null(0)).cast(pl.Int64))
        .select("t", "position", "m", role=pl.lit("actor"), rule=pl.lit("around: circumstance"))
        .select(PARTICIPANTS.names())
        .cast(PARTICIPANTS)
    )
