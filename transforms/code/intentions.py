"""What somebody says they will do: "Oslo said it would free him" is AGREE, "said it would ban the party" THREATEN.

The act has not happened; what has is the statement. Covers: acts with will, would or shall, or that somebody is ready,
willing or prepared to do, where the actor of the act is who says it: the same actor, a pronoun, or the state that an
official or ministry speaks for. Acts that help or yield become AGREE, acts that harm THREATEN with the mode of what is
threatened; refusing to help or yield ("said it would not sign") becomes REJECT. A threat may also be told with may;
what will be done "unless" is a threat. An act told by a noun ("would carry out attacks") is read by its verb.
Judgements ("it is an outrage") need somebody who passes them.
Does not cover: meetings (they stay CONSULT, to come), aid that will be given (AID, to come), moving troops, plans told
by others, conditions ("if it bans").
"""

from __future__ import annotations

import polars as pl

from transforms.annotate.relations import RELATIONS
from transforms.frames import first_by, look_up, look_up_known, pick
from transforms.mentions.triggers import TRIGGERS

STATED = "a stated intention"
_KIND = ("AGREE", "SUPPORT", "AID", "RETREAT", "CONCEDE", "COOPERATE")
_UNKIND = ("SANCTION", "COERCE", "ASSAULT", "PROTEST")
# what is only said anyway is said by saying that one will
_SPOKEN = ("REJECT", "REQUEST", "ACCUSE", "THREATEN")
_REFUSABLE = (*_KIND, "CONSULT")
_WILL = ("will", "would", "shall", "'ll", "’ll", "wo", "'d", "’d")
_MAY = ("may", "might")
_READY = ("ready", "willing", "prepared")
_OFFICIAL = ("GOV", "MIL", "LEG", "COP", "SPY")
_PRONOUNS = ("it", "they", "we", "he", "she", "i")
# verbs that do what their object says: "would carry out more attacks"
_DOING = tuple("carry launch conduct stage mount undertake commit impose resume continue wage perpetrate begin".split())
# what is refused, by the type of the act
_REFUSED = {"RETREAT": "yield", "CONCEDE": "yield", "AID": "assist", "COOPERATE": "assist", "CONSULT": "meet"}
# what is threatened, by the type and mode of the act
_MODES = {
    "COERCE arrest": "arrest",
    "COERCE deport": "expel",
    "COERCE seize": "territory",
    "COERCE": "restrict",
    "SANCTION expel": "expel",
    "SANCTION withdraw": "relations",
    "SANCTION convict": "arrest",
    "SANCTION": "restrict",
    "PROTEST": "restrict",
    "ASSAULT": "violence",
}


def as_statements(
    triggers: pl.DataFrame,
    status: pl.DataFrame,
    claims: pl.DataFrame,
    relations: pl.DataFrame,
    stands_for: pl.DataFrame,
    mentions: pl.DataFrame,
    tokens: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Triggers (TRIGGERS) and their status (STATUS) with stated intentions read as what they are.

    `claims`: CLAIMS of the triggers. `stands_for`: `mention_of_words`.
    """
    own = _own_intentions(triggers, claims, relations, stands_for, mentions, tokens)
    key = pl.concat_str("event_type", pl.lit(" "), "event_mode", ignore_nulls=True).str.strip_chars()
    by_type = pl.col("event_type").replace_strict(_MODES, default=None, return_dtype=pl.String)
    threat = pl.coalesce(key.replace_strict(_MODES, default=None, return_dtype=pl.String), by_type)
    is_aid = pl.col("event_type") == "AID"
    is_kind, is_unkind = pl.col("event_type").is_in(_KIND), pl.col("event_type").is_in(_UNKIND)
    read = (
        triggers.join(own, on="t")
        .with_columns(
            stated=pl.when(pl.col("is_negated") & pl.col("event_type").is_in(_REFUSABLE) & ~pl.col("is_may"))
            .then(pl.lit("REJECT"))
            .when(pl.col("is_threat") & ~pl.col("is_negated"))
            .then(pl.lit("THREATEN"))
            .when(is_kind & ~pl.col("is_negated") & ~pl.col("is_may") & (pl.col("is_ready") | ~is_aid))
            .then(pl.lit("AGREE"))
            .when(is_unkind & ~pl.col("is_negated"))
            .then(pl.lit("THREATEN")),
            threat=threat,
        )
        .drop_nulls("stated")
        .with_columns(refused=pl.col("event_type").replace_strict(_REFUSED, default=None, return_dtype=pl.String))
        .select(
            "t",
            "stated",
            mode=pl.when(pl.col("stated") == "THREATEN")
            .then("threat")
            .when(pl.col("stated") == "REJECT")
            .then("refused"),
        )
    )
    changed = triggers.join(read, on="t", how="left", maintain_order="left").with_columns(
        event_type=pl.coalesce("stated", "event_type"),
        event_mode=pl.when(pl.col("stated").is_null()).then("event_mode").otherwise("mode"),
    )
    spoken = triggers.filter(pl.col("event_type").is_in(_SPOKEN)).join(
        own.filter(~pl.col("is_negated") & ~pl.col("is_may")), on="t", how="semi"
    )
    is_read = pl.col("t").is_in(pl.concat([read["t"], spoken["t"]]).implode())
    status = status.with_columns(
        status=pl.when(is_read).then(pl.lit("actual")).otherwise("status"),
        status_rule=pl.when(is_read).then(pl.lit(STATED)).otherwise("status_rule"),
    )
    return changed.select(TRIGGERS.names()), status


def with_speakers(triggers: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Triggers without judgements ("it is an outrage") that nobody is said to pass. `claims`: CLAIMS."""
    judging = pl.col("actor_roles").list.first() == "speaker"
    return triggers.filter(~judging.fill_null(value=False) | pl.col("t").is_in(claims["t"].implode()))


def speakers(claims: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Who says it, as an argument of the word (role `speaker`), schema RELATIONS."""
    heads = mentions.select("m", arg="head_t")
    said = claims.filter(pl.col("position") == 0).join(heads, on="m")
    return said.select(pred="t", role=pl.lit("speaker"), arg="arg", rule=pl.lit("who says it")).cast(RELATIONS)


def _own_intentions(
    triggers: pl.DataFrame,
    claims: pl.DataFrame,
    relations: pl.DataFrame,
    stands_for: pl.DataFrame,
    mentions: pl.DataFrame,
    tokens: pl.DataFrame,
) -> pl.DataFrame:
    """Acts that who does them says they will do: t, is_negated, is_threat, is_ready, is_may."""
    carried = _carried(triggers, relations, tokens)
    flags = _intended(carried.select(t="verb").unique(), tokens)
    verbs = carried.join(flags, left_on="verb", right_on="t").sort("t")
    who = mentions.select("m", "country", official=pl.col("sector").is_in(_OFFICIAL))
    keys = first_by(pick(stands_for, pl.col("step") == "", "m", key="actor_key"), ["m"], "key")
    known = who.join(keys, on="m", how="left")
    speakers = claims.select("t", "m").join(known, on="m", how="left")
    subjects = pick(relations, pl.col("role") == "subj", verb="pred", word="arg")
    subjects = subjects.join(verbs.select("t", "verb"), on="verb").drop("verb")
    doers = subjects.join(stands_for.select("word", "m").unique(), on="word").join(known, on="m", how="left")
    both = speakers.join(doers, on="t", suffix="_doer")
    same = both.filter(
        (pl.col("key") == pl.col("key_doer"))
        | ((pl.col("country") == pl.col("country_doer")) & pl.col("official") & pl.col("official_doer"))
    ).select("t")
    # "said it would": a pronoun that nobody else resolves is the speaker
    pronouns = pick(tokens, pl.col("lower").is_in(_PRONOUNS), word="t")
    open_pronouns = subjects.join(pronouns, on="word", how="semi").join(
        stands_for.select("word").unique(), on="word", how="anti"
    )
    spoken = open_pronouns.join(claims.select("t").unique(), on="t", how="semi").select("t")
    return verbs.drop("verb").join(pl.concat([same, spoken]).unique(), on="t", how="semi")


def _carried(triggers: pl.DataFrame, relations: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Each trigger with the verb that has its auxiliaries: t, verb; for a noun the one that it is done by, if any."""
    own = triggers.filter(~pl.col("is_noun")).select("t", verb="t")
    doing = pick(tokens, pl.col("lemma").is_in(_DOING) & (pl.col("pos") == "VERB"), verb="t")
    done = pick(relations, pl.col("role") == "obj", t="arg", verb="pred").join(doing, on="verb", how="semi")
    nouns = triggers.filter("is_noun").select("t").join(done, on="t").pipe(first_by, ["t"], "verb")
    return pl.concat([own, nouns.select("t", "verb")])


def _intended(verbs: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Verbs under will, would or may, or that somebody is ready to do: the flags of `_own_intentions`.

    A verb conjoined to another has its auxiliaries, if it has none of its own.
    """
    at = look_up_known(verbs, "t", tokens, dep="dep", head="head", pos="pos", lower="lower")
    aux = pick(
        tokens, pl.col("dep").is_in(("aux", "auxpass", "neg")), at="head", lower="lower", is_neg=pl.col("dep") == "neg"
    )
    unless = pick(tokens, (pl.col("lower") == "unless") & (pl.col("dep") == "mark"), clause="head")
    unless = tokens.filter(pl.col("dep") == "advcl").join(unless, left_on="t", right_on="clause", how="semi")
    conditions = pick(
        tokens, (pl.col("dep") == "mark") & pl.col("lower").is_in(("if", "unless", "whether", "until")), at="head"
    )
    at = look_up(at, "head", tokens, head_lower="lower", above="head", head_dep="dep")
    own_aux = pick(tokens, pl.col("dep") == "aux", t="head").unique().with_columns(has_aux=pl.lit(value=True))
    at = at.join(own_aux, on="t", how="left")
    is_ready = (pl.col("dep") == "xcomp") & pl.col("head_lower").is_in(_READY)
    shares = (pl.col("dep") == "conj") & pl.col("has_aux").is_null()
    carried = at.select(
        "t",
        at=pl.when(is_ready)
        .then(pl.when(pl.col("head_dep") == "acomp").then("above").otherwise("head"))
        .when(shares).then("head").otherwise("t"),
        is_ready=is_ready,
    )  # fmt: skip
    flags = (
        carried.join(aux, on="at", how="left")
        .group_by("t")
        .agg(
            is_ready=pl.col("is_ready").any(),
            will=pl.col("lower").is_in(_WILL).any(),
            is_may=pl.col("lower").is_in(_MAY).any(),
            is_negated=pl.col("is_neg").fill_null(value=False).any(),
            at=pl.col("at").first(),
            is_threat=pl.col("at").is_in(unless["head"].implode()).any(),
        )
        .join(conditions.unique(), on="at", how="anti")
    )
    flags = flags.filter(pl.col("is_ready") | pl.col("will") | pl.col("is_may"))
    return flags.select("t", "is_negated", "is_threat", "is_ready", is_may=pl.col("is_may") & ~pl.col("is_ready")).sort(
        "t"
    )
