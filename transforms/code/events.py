"""Triggers with all that belongs to them: one row for each event that a sentence tells.

Covers: two words that tell one act are one event ("killed in a bomb attack": the verb gives the victim, the noun author
and mode), acts by or upon different people stay apart; what is only demanded, ordered, threatened, agreed or refused
is part of the demand, not an event of its own; a noun that only refers back ("the attack") tells nothing new.
Does not cover: one event told in several sentences (`tolls`, `retell`) or articles (`merge`).
"""

from __future__ import annotations

import polars as pl

from transforms.annotate.ancestors import along
from transforms.code.undone import undone
from transforms.frames import first_by, look_up, pick

_ABSORBING = ("REQUEST", "THREATEN", "REJECT", "AGREE", "CONCEDE")
# what somebody is only blamed for, unless it does harm: "accused him of paying a ransom"
_BLAMED = ("REQUEST", "ACCUSE", "REJECT", "AGREE", "CONCEDE", "SUPPORT", "THREATEN", "CONSULT", "COOPERATE")
_DECREEING = r"^(?:order\.v|vote\.v comp)"  # what is ordered or voted for is what the order or the vote is about
_COMPLEMENTS = tuple("xcomp ccomp pobj dobj pcomp acl prep conj compound advcl dative agent nsubj relcl".split())
_ONE_ACT = tuple(
    "prep pobj dobj agent nsubj nsubjpass xcomp advcl pcomp acl compound conj dative amod attr relcl".split()
)
_SAME_ACT_REACH = 4
_OTHER_TIME = ("after", "before", "since", "until", "once")
_APART_BY_MODE = ("COERCE", "SANCTION", "RETREAT")
_TOLLS = ("kill", "wound", "injure", "hurt", "maim", "leave", "die")  # one blast "killed six and wounded nine"
_MEETINGS = ("CONSULT",)
# verbs that say of what their subject names that it happened
_HAPPEN = tuple(
    "erupt resume continue rage escalate intensify flare occur happen begin start follow ensue spread end stop cease "
    "hold fail collapse underway ongoing".split()
)


def absorbed(triggers: pl.DataFrame, paths: pl.DataFrame, status: pl.DataFrame) -> pl.DataFrame:
    """Triggers that only say what another one demands, threatens, agrees or refuses: t, by."""
    ordered = pl.col("lexicon_entry").str.contains(_DECREEING) & ~pl.col("event_type").is_in(("MOBILIZE", "ASSAULT"))
    by_type = pl.when(ordered).then(pl.lit("REQUEST")).otherwise("event_type")
    typed = triggers.select(ancestor="t", by_type=by_type)
    clean = paths.sort("t", "depth").with_columns(
        bad=((pl.col("depth") > 0) & ~pl.col("via").is_in(_COMPLEMENTS)).cast(pl.Int32).cum_sum().over("t"),
        reason=along(pl.col("via") == "pcomp"),
        aside=along(pl.col("via").is_in(("relcl", "advcl"))),
    )
    up = clean.filter((pl.col("depth") > 0) & (pl.col("bad") == 0)).join(typed, on="ancestor")
    up = up.join(triggers.select("t", "event_type", "is_noun"), on="t")
    blamed = (pl.col("by_type") == "ACCUSE") & pl.col("event_type").is_in(_BLAMED) & ~pl.col("is_noun")
    blamed &= (pl.col("reason") > 0) & (pl.col("aside") == 0)
    up = up.filter(pl.col("by_type").is_in(_ABSORBING) | blamed)
    # only what the demanding word itself takes as its complement; its subject and its own circumstances stand apart
    direct = up.filter(pl.col("via").is_in(("xcomp", "ccomp", "prep", "dobj", "acl", "dative", "pobj", "pcomp")))
    return (
        direct.join(status, on="t")
        .filter(
            (pl.col("status") != "actual")
            | (pl.col("by_type") == "ACCUSE")
            | pl.col("via").is_in(("xcomp", "dobj", "dative", "acl"))
            # "denied that it had bombed the town" tells of no bombing
            | ((pl.col("by_type") == "REJECT") & (pl.col("via") == "ccomp"))
        )
        .select("t")
        .unique()
    )


def anchored(
    triggers: pl.DataFrame, participants: pl.DataFrame, when: pl.DataFrame, where: pl.DataFrame, tokens: pl.DataFrame
) -> pl.DataFrame:
    """Triggers that tell who, when or where; a bare noun ("the violence", "the war") only refers to something.

    `when`, `where`: frames with t and date_start or p. A verb always tells, and so does a noun of which a verb says
    that it happens ("clashes continue").
    """
    told = pl.concat(
        [
            participants.select("t"),
            _happening(tokens),
            when.filter(pl.col("date_start").is_not_null()).select("t"),
            where.drop_nulls("p").select("t"),
        ]
    )
    return triggers.filter(~pl.col("is_noun") | pl.col("t").is_in(told["t"].unique().implode()))


def _happening(tokens: pl.DataFrame) -> pl.DataFrame:
    """Subjects of verbs of happening, or of what is under way: t."""
    subjects = pick(tokens, pl.col("dep").is_in(("nsubj", "nsubjpass")), "t", verb="head")
    verbs = pick(tokens, pl.col("lemma").is_in(_HAPPEN) & (pl.col("pos") == "VERB"), verb="t")
    states = pick(tokens, pl.col("lower").is_in(("underway", "ongoing")), verb="head")
    return subjects.join(pl.concat([verbs, states]).unique(), on="verb", how="semi").select("t")


def without_references(
    triggers: pl.DataFrame, tokens: pl.DataFrame, participants: pl.DataFrame, when: pl.DataFrame
) -> pl.DataFrame:
    """Triggers without those that only refer back: "the attack" after an attack of the same type in the article.

    A noun with a definite article or "this" refers back unless it tells a day or names both sides itself.
    """
    definite = pick(
        tokens,
        pl.col("lower").is_in(("the", "this", "that", "these", "those", "such")) & (pl.col("dep") == "det"),
        t="head",
    )
    placed = look_up(triggers, "t", tokens, doc="doc")
    first = placed.group_by("doc", "event_type").agg(earliest=pl.col("t").min())
    sides = participants.group_by("t").agg(sides=pl.col("role").n_unique())
    dated = when.filter(pl.col("date_start").is_not_null()).select("t")
    referring = (
        placed.filter("is_noun")
        .join(definite.unique(), on="t", how="semi")
        .join(first, on=["doc", "event_type"])
        .filter(pl.col("earliest") < pl.col("t"))
        .join(sides, on="t", how="left")
        .filter(pl.col("sides").fill_null(0) < 2)
        .join(dated, on="t", how="anti")
    )
    return triggers.join(referring.select("t"), on="t", how="anti", maintain_order="left")


def same_act(
    triggers: pl.DataFrame, paths: pl.DataFrame, participants: pl.DataFrame, keys: pl.DataFrame, tokens: pl.DataFrame
) -> pl.DataFrame:
    """Which trigger each one is told by: t, into (itself where it stands alone). `keys`: m, actor_key."""
    typed = triggers.select("t", "event_type", mode=pl.when(~pl.col("is_noun")).then("event_mode"))
    clean = paths.sort("t", "depth").with_columns(
        bad=along(
            (pl.col("depth") > 0) & (~pl.col("via").is_in(_ONE_ACT) | _in_its_own_time(tokens))
            | pl.col("t").is_in(undone(tokens)["t"].implode()) & (pl.col("depth") == 1)
        ),
        actor_apart=along(pl.col("via").is_in(("conj", "advcl"))),
        recipient_apart=along(pl.col("via") == "conj"),
    )
    tolls = pick(tokens, pl.col("lemma").is_in(_TOLLS), "t", toll="lemma")
    up = (
        clean.filter((pl.col("depth") > 0) & (pl.col("depth") <= _SAME_ACT_REACH) & (pl.col("bad") == 0))
        .join(typed, on="t")
        .join(typed.rename({"t": "ancestor", "event_type": "above_type", "mode": "above_mode"}), on="ancestor")
        .filter(pl.col("event_type") == pl.col("above_type"))
        .join(tolls, on="t", how="left")
        .join(tolls.rename({"t": "ancestor", "toll": "above_toll"}), on="ancestor", how="left")
        .sort("t", "depth")
    )
    # conjoined acts by, or upon, different people are two events
    keyed = participants.join(keys, on="m")
    # "arrested in May and deported in June": so are those of two kinds that are not ways of doing the same
    kinds = pl.col("event_type").is_in(_APART_BY_MODE) & (pl.col("recipient_apart") > 0)
    differ = kinds & (pl.col("mode") != pl.col("above_mode")).fill_null(value=False)
    for role in ("actor", "recipient"):
        side = keyed.filter(pl.col("role") == role).group_by("t").agg(pl.col("actor_key").unique().alias(role))
        up = up.join(side, on="t", how="left").join(
            side.rename({"t": "ancestor", role: f"above_{role}"}), on="ancestor", how="left"
        )
        apart = pl.col(role).list.set_intersection(f"above_{role}").list.len() == 0
        if role == "recipient":
            apart &= ~(pl.col("toll") != pl.col("above_toll")).fill_null(value=False)
        else:  # "meet the ministers on Monday and the king on Tuesday"
            others = pl.col(role).list.set_difference(f"above_{role}").list.len()
            above = pl.col(f"above_{role}").list.set_difference(role).list.len()
            apart |= pl.col("event_type").is_in(_MEETINGS) & (others > 0) & (above > 0)
        differ |= (pl.col(f"{role}_apart") > 0) & apart.fill_null(value=False)
    direct = first_by(up.filter(~differ), ["t"], "depth").select("t", into="ancestor")
    outcomes = _outcomes(triggers, tokens)
    direct = pl.concat([direct, outcomes.join(direct, on="t", how="anti")])
    found = triggers.select("t").join(direct, on="t", how="left").with_columns(into=pl.coalesce("into", "t"))
    for _ in range(3):  # chains end at their first word
        found = found.join(found.select(into="t", further="into"), on="into", how="left").select(
            "t", into=pl.coalesce("further", "into")
        )
    return found


def _in_its_own_time(tokens: pl.DataFrame) -> pl.Expr:
    """Whether a step leads up from a clause of another time: "burned down after a man was shot"."""
    marks = pick(tokens, pl.col("lower").is_in(_OTHER_TIME) & (pl.col("dep") == "mark"), t="head")
    subjected = pick(tokens, pl.col("dep").is_in(("nsubj", "nsubjpass")), t="head")
    clauses = marks.join(subjected, on="t", how="semi")["t"].implode()
    return (pl.col("via") == "advcl") & pl.col("below").is_in(clauses)


def _outcomes(triggers: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """What violence led to, told beside the verb that its noun is the object of: t, into.

    "The army carried out strikes, killing nine".
    """
    violence = triggers.filter(pl.col("event_type") == "ASSAULT").select("t", "is_noun").join(tokens, on="t")
    ing = violence.filter(~pl.col("is_noun") & (pl.col("tag") == "VBG") & (pl.col("dep") == "advcl"))
    nouns = violence.filter(pl.col("is_noun") & (pl.col("dep") == "dobj")).select(into="t", head="head")
    return ing.join(nouns, on="head").pipe(first_by, ["t"], "into").select("t", "into")


def join_acts(
    acts: pl.DataFrame, triggers: pl.DataFrame, participants: pl.DataFrame, mentions: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One trigger an act, with the mode any of its words gives and the participants of all of them.

    Returns triggers (TRIGGERS) and participants (PARTICIPANTS), both keyed by the surviving t.
    """
    keys = mentions.select(
        "m", actor_key=pl.concat_str(pl.col("name"), pl.col("kind"), pl.col("country").fill_null(""))
    )
    moved = participants.join(acts, on="t").join(keys, on="m")
    own = (pl.col("t") == pl.col("into")).cast(pl.Int8)
    joined = (
        moved.with_columns(own=own)
        .pipe(first_by, ["into", "actor_key"], "own", "position", "t", descending=[True, False, False])
        .sort("into", "role", "own", "position", "t", "m", descending=[False, False, True, False, False, False])
        .with_columns(t="into", position=pl.int_range(pl.len()).over("into", "role").cast(pl.Int64))
        .select(participants.columns)
    )
    modes = (
        triggers.join(acts, on="t")
        .with_columns(own=own, known=pl.col("event_mode").is_not_null().cast(pl.Int8))
        .pipe(first_by, ["into"], "known", "n_terms", "own", "t", descending=[True, True, True, False])
        .select(t="into", best_mode="event_mode")
    )
    kept = triggers.join(acts.filter(pl.col("t") == pl.col("into")), on="t", how="semi")
    kept = kept.join(modes, on="t", how="left").with_columns(event_mode="best_mode").drop("best_mode")
    return kept, joined


def inherit(found: pl.DataFrame, acts: pl.DataFrame, key: str) -> pl.DataFrame:
    """What any word of an act tells (when, where), the first word's own first; `found`: t, `key`, ..."""
    own = (pl.col("t") == pl.col("into")).cast(pl.Int8)
    return (
        found.join(acts, on="t")
        .with_columns(own=own, told=pl.col(key).is_not_null().cast(pl.Int8))
        .pipe(first_by, ["into"], "told", "own", "t", descending=[True, True, False])
        .with_columns(t="into")
        .select(found.columns)
    )
