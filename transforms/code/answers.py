"""Who stands on the other side of a demand: whoever has to hear it, and whom somebody answers who refuses or yields.

Covers: a demand, charge or threat told by a noun beside what was done about it ("provides arms despite pleas from
Oslo": the pleas are to whoever provides; "ignored a call by Chad"); a refusal or a concession in a clause with such a
noun ("resigned under pressure from the unions": to the unions); a refusal or a concession behind a demand, charge or
protest that was aimed at whoever refuses, or at the state it speaks for ("Students urged the rector to resign. He
refused to step down": to the students); a denial, to whoever alleges what is denied ("..., as X alleged").
Does not cover: demands told only after the answer, demands that were aimed at nobody, or at somebody else.
"""

from __future__ import annotations

import polars as pl

from transforms.code.parties import as_participants, concerned, lacking
from transforms.frames import first_by, look_up_known, pick

ALLEGES = "who alleges it"
_ASKING = ("REQUEST", "ACCUSE", "THREATEN")
_ASKED = (*_ASKING, "PROTEST")
_ANSWERS = ("REJECT", "CONCEDE")
_BESIDE = ("despite", "amid", "under", "after", "following", "over", "before")
_HEEDING = tuple(
    "ignore reject defy heed resist dismiss answer refuse accept rebuff disregard meet sidestep withstand shun "
    "brush shrug flout override bow yield cave".split()
)
_ALLEGING = ("alleged", "alleges", "claimed", "claims", "charged", "charges", "asserted", "asserts", "contended")
_STATE = ("government", "military")
_REACH = 6  # sentences


def find_answers(
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    relations: pl.DataFrame,
    tokens: pl.DataFrame,
    stands_for: pl.DataFrame,
    mentions: pl.DataFrame,
    claims: pl.DataFrame,
) -> pl.DataFrame:
    """Recipients (PARTICIPANTS) of demands told by nouns, and of refusals and concessions, that have none.

    `triggers`: TRIGGERS. `relations`: RELATIONS. `tokens`: TOKENS. `stands_for`: `mention_of_words`. `mentions`:
    MENTIONS. `claims`: CLAIMS.
    """
    asked = _asked_beside(triggers, participants, relations, tokens, stands_for)
    charged = _charged(triggers, participants, claims, stands_for)
    both = pl.concat([participants, asked, charged])
    return pl.concat([asked, charged, _answered(triggers, both, relations, tokens, stands_for, mentions)])


def _beside(relations: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Nouns and the verbs that they are circumstances of ("left despite a plea"), or objects of ("ignored a plea")."""
    verbs = pick(tokens, pl.col("pos").is_in(("VERB", "AUX")), verb="t")
    prepositions = pick(relations, pl.col("role").is_in(_BESIDE), verb="pred", noun="arg")
    heeding = pick(tokens, pl.col("lemma").is_in(_HEEDING), verb="t")
    objects = pick(relations, pl.col("role").is_in(("obj", "to")), verb="pred", noun="arg")
    found = pl.concat([prepositions.join(verbs, on="verb", how="semi"), objects.join(heeding, on="verb", how="semi")])
    return found.unique(maintain_order=True)


def _asked_beside(
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    relations: pl.DataFrame,
    tokens: pl.DataFrame,
    stands_for: pl.DataFrame,
) -> pl.DataFrame:
    """Recipients of demands told by nouns: whoever does the act that they stand beside."""
    asking = triggers.filter(pl.col("event_type").is_in(_ASKING) & pl.col("is_noun")).select("t")
    nouns = lacking("recipient", asking, participants)
    own = concerned(participants.filter(pl.col("role") == "actor"), stands_for)
    subjects = pick(relations, pl.col("role") == "subj", verb="pred", who="arg")
    found = (
        nouns.join(own.select("t").unique(), on="t", how="semi")
        .join(_beside(relations, tokens), left_on="t", right_on="noun")
        .join(subjects, on="verb")
        .join(stands_for, left_on="who", right_on="word")
        .join(own, on=["t", "actor_key"], how="anti")
    )
    return _as_recipients(found, "who does it all the same")


def _charged(
    triggers: pl.DataFrame, participants: pl.DataFrame, claims: pl.DataFrame, stands_for: pl.DataFrame
) -> pl.DataFrame:
    """Recipients of denials beside whose content somebody is told to allege it ("denied it, as X alleged")."""
    denials = lacking("recipient", triggers.filter(pl.col("event_type") == "REJECT").select("t"), participants)
    alleging = claims.filter(pl.col("verb").is_in(_ALLEGING) & (pl.col("rule") == "reporting clause beside it"))
    keys = stands_for.select("m", "actor_key", "first").unique()
    found = denials.join(alleging.select("t", "m"), on="t").join(keys, on="m")
    return _as_recipients(found.join(concerned(participants, stands_for), on=["t", "actor_key"], how="anti"), ALLEGES)


def _answered(
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    relations: pl.DataFrame,
    tokens: pl.DataFrame,
    stands_for: pl.DataFrame,
    mentions: pl.DataFrame,
) -> pl.DataFrame:
    """Recipients of refusals and concessions: whoever asked, in the same clause or in the sentences before.

    What is asked of a state, any of its bodies may answer.
    """
    state = mentions.filter(pl.col("kind").is_in(_STATE)).select("m", state="country")
    keys = stands_for.select("m", "actor_key").unique().join(state, on="m", how="left")
    docs = tokens.select("t", "doc")
    sides = participants.join(keys, on="m").select("t", "role", "m", "actor_key", "state")
    actors = sides.filter(pl.col("role") == "actor").drop("role")
    open_ones = lacking("recipient", triggers.filter(pl.col("event_type").is_in(_ANSWERS)), participants)
    open_ones = open_ones.select("t", "sent", "event_type").pipe(look_up_known, "t", tokens, doc="doc")
    answering = open_ones.join(actors.select("t", key="actor_key", state="state"), on="t")
    asked = triggers.filter(pl.col("event_type").is_in(_ASKED)).select(by="t", by_sent="sent", asked="event_type")
    asked = asked.join(docs.rename({"t": "by"}), on="by")
    heard = sides.filter(pl.col("role") == "recipient").select(by="t", key="actor_key", state="state")
    by_key = heard.select("by", "key", aimed=pl.lit(value=True)).unique()
    by_state = heard.drop_nulls("state").select("by", "state", at_state=pl.lit(value=True)).unique()
    within = _beside(relations, tokens).select(t="verb", by="noun", near=pl.lit(value=True))
    pairs = (
        answering.join(asked, on="doc")
        .filter((pl.col("by") != pl.col("t")) & (pl.col("sent") - pl.col("by_sent") <= _REACH))
        .join(within, on=["t", "by"], how="left")
        .join(by_key, on=["by", "key"], how="left")
        .join(by_state, on=["by", "state"], how="left")
        .with_columns(aimed=pl.coalesce("aimed", "at_state"))
        .filter(pl.col("near").is_not_null() | (pl.col("aimed").is_not_null() & (pl.col("by") < pl.col("t"))))
    )
    # who refuses asks for nothing himself
    own = actors.select(by="t", key="actor_key")
    pairs = pairs.join(own, on=["by", "key"], how="anti").join(actors.select(by="t").unique(), on="by", how="semi")
    nearest = first_by(pairs.with_columns(far=pl.col("near").is_null()), ["t"], "far", "by", descending=[False, True])
    found = nearest.select("t", "by").join(actors.rename({"t": "by"}), on="by").with_columns(first="m")
    return _as_recipients(found, "who asked for it")


def _as_recipients(found: pl.DataFrame, rule: str) -> pl.DataFrame:
    return as_participants(first_by(found, ["t", "actor_key"], "first", "m"), "recipient", rule)
