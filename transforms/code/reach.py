"""Participants that no listed relation finds: whoever stands nearest inside, around or above the trigger.

Covers: somebody deep inside the phrase that the trigger heads ("agreed to provide a loan of two million euros for
Peru": Peru; "sorties targeting hideouts of ISIL": ISIL); the other party of a mutual act ("shared data on the case with
Spain"); whose doing is the condition or the reason of a threat or a sanction ("will cut ties unless Chad withdraws",
"imposed a fine after Chad withdrew"); whoever somebody talks with while demanding ("urged restraint in talks with
Chad"). The shortest path wins, then the first word.
Does not cover: other circumstances ("in Chile", "during the visit of the king"), relative clauses, whoever already
acts, and people named only in other sentences (that is `retell`).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.annotate.ancestors import along, ancestors
from transforms.code.participants import PARTICIPANTS, REACTING, by_a_thing, harms
from transforms.code.parties import as_participants, concerned, lacking
from transforms.frames import first_by, look_up, pick

_DOWN = tuple("dobj pobj prep xcomp ccomp acl pcomp poss compound nmod amod conj dative attr oprd nsubj prt".split())
_APART = tuple(
    (
        "in at near during since after before under amid by as because despite without per until outside inside across "
        "within throughout following around through via than like including according"
    ).split()
)
_REPORTING = ("reporter", "journalist", "analyst", "investor", "press", "media", "correspondent")
_TELLING = ("tell", "ask", "inform", "assure", "warn", "urge", "brief", "thank", "congratulate", "remind")
_OWNING = ("compound", "poss", "nmod", "amod")
_UP = tuple("conj xcomp advcl acl pcomp prep pobj dobj acomp ccomp attr".split())
_SPEECH = ("REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE", "CONSULT")
_PARTIES = 2
_DEPTH = 6
_FAR = 8
_STEM = 4
_NEAR = 4  # sentences


@dataclass(frozen=True)
class Way:
    """A way down from a trigger to a participant that it leaves open.

    `marks`: clauses behind these words are open. `preps`: these prepositions too, though they begin a circumstance.
    `last`: only what stands behind one of these prepositions; empty: anything. `mutual`: the actors' side of mutual
    acts.
    """

    rule: str
    types: tuple[str, ...]
    marks: tuple[str, ...] = ()
    preps: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    mutual: bool = False


_UPON = tuple("AGREE REQUEST THREATEN CONCEDE REJECT ACCUSE SUPPORT AID SANCTION COERCE ASSAULT RETREAT".split())
#: Tried in this order, each where the ones before found nobody.
WAYS = (
    Way("with, inside the phrase", ("CONSULT", "AGREE", "COOPERATE"), last=("with", "between", "among"), mutual=True),
    Way(
        "whom one talks with", ("REQUEST", "THREATEN", "ACCUSE", "SUPPORT", "REJECT", "CONCEDE"),
        preps=("in", "at", "during", "after"), last=("with",),
    ),
    Way("nearest inside the phrase", _UPON),
    Way(
        "condition or reason", ("THREATEN", "SANCTION", "REJECT", "REQUEST", "ACCUSE"),
        marks=("if", "unless", "until", "after", "because", "since"), preps=("after", "over", "despite", "until"),
    ),
)  # fmt: skip


def reach_inside(
    triggers: pl.DataFrame, participants: pl.DataFrame, tokens: pl.DataFrame, stands_for: pl.DataFrame
) -> pl.DataFrame:
    """`participants` (PARTICIPANTS) and, for triggers that leave a side open, whoever one of the WAYS leads to.

    `triggers`: TRIGGERS. `tokens`: TOKENS. `stands_for`: `mention_of_words`.
    """
    heads = pick(stands_for, pl.col("step") == "", "word", "m", "actor_key", "first")
    up = ancestors(heads["word"].unique(), tokens).filter((pl.col("depth") <= _FAR) & (pl.col("depth") > 0))
    # only paths that lead past a trigger
    asked = triggers.filter(pl.col("event_type").is_in([kind for way in WAYS for kind in way.types]))
    passing = up.filter(pl.col("ancestor").is_in(asked["t"].implode()))
    up = up.join(passing, on="t", how="semi", maintain_order="left")
    up = look_up(up, "below", tokens, lower="lower", pos="pos", head="head").pipe(
        look_up, "head", tokens, head_pos="pos"
    )
    up = up.with_columns(of_noun=pl.col("head_pos").is_in(("NOUN", "PROPN"))).drop("head", "head_pos")
    # "threatened on Monday to cut ties": hung beside the verb, and still what is threatened
    to = pick(tokens, (pl.col("dep") == "aux") & (pl.col("lower") == "to"), below="head", mark="lower")
    marked = pl.concat([pick(tokens, pl.col("dep") == "mark", below="head", mark="lower"), to])
    marked = first_by(marked, ["below"], "mark")
    steps = up.join(marked, on="below", how="left").sort("t", "depth")
    prepositions = steps.filter(pl.col("via") == "prep").pipe(first_by, ["t"], "depth").select("t", behind="lower")
    harm = pl.col("below").is_in(harms(triggers)["t"].implode())
    steps = steps.join(prepositions, on="t", how="left", maintain_order="left").with_columns(
        harmed=along(harm),
        favoured=along(
            (pl.col("via") == "prep") & (pl.col("lower") == "for") & pl.col("of_noun").fill_null(value=False)
        ),
    )
    keys = stands_for.select("m", "actor_key").unique()
    for way in WAYS:
        found = _reached(way, triggers, participants, steps, heads, keys)
        participants = pl.concat([participants, found])
    return participants


def _reached(
    way: Way,
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    steps: pl.DataFrame,
    heads: pl.DataFrame,
    keys: pl.DataFrame,
) -> pl.DataFrame:
    side = participants if way.mutual else participants.filter(pl.col("role") == "recipient")
    told = side.group_by("t").agg(told=pl.len())
    none = (
        triggers.filter(pl.col("event_type").is_in(way.types) & (way.mutual | ~_at_nobody()))
        .join(told, on="t", how="left")
        .filter(pl.col("told").fill_null(0) < (_PARTIES if way.mutual else 1))
        .select("event_type", "is_noun", ancestor="t", told=pl.col("told").fill_null(0).cast(pl.Int64))
    )
    via = pl.col("via")
    clause = (via == "advcl") & pl.col("mark").is_in(("to", *way.marks)).fill_null(value=False)
    apart = (via == "prep") & pl.col("lower").is_in([p for p in _APART if p not in way.preps])
    # "despite pressure by Chad", "condemned the killing by Chad": whose doing a noun is
    apart &= ~((pl.col("lower") == "by") & pl.col("of_noun").fill_null(value=False))
    sentence = (via == "conj") & ~pl.col("pos").is_in(("NOUN", "PROPN"))
    closed = (~via.is_in(_DOWN) & ~clause) | apart | sentence
    passing = steps.filter(pl.col("ancestor").is_in(none["ancestor"].implode()))
    clear = steps.filter(pl.col("t").is_in(passing["t"].unique().implode()))
    clear = clear.with_columns(shut=along(closed)).filter(
        (pl.col("shut") == 0) & (pl.col("depth") <= (_FAR if way.marks else _DEPTH))
    )
    if way.last:
        clear = clear.filter(pl.col("behind").is_in(way.last))
    acting = participants.join(keys, on="m").select("t", "actor_key")
    # "under attack by the air force of President X": whoever stands inside the author's phrase is on their side
    bodies = participants.filter(pl.col("role") == "actor").join(heads.select("m", inner="word"), on="m")
    owning = steps.filter((pl.col("depth") == 1) & via.is_in(_OWNING)).select(word="t", inner="ancestor")
    beyond = owning.join(bodies.select("inner", t="t"), on="inner")
    favoured = (pl.col("favoured") > 0) & (pl.col("behind") == "for").fill_null(value=False)
    # the trigger's own subject does it; only that of a clause below it is concerned
    found = (
        clear.filter(via != "nsubj")
        .join(none, on="ancestor")
        # "condemned the killing of X": X is not to blame
        .filter((pl.col("harmed") == 0) | ~pl.col("event_type").is_in(REACTING))
        # "demanded action for the miners": not of them
        .filter(~favoured | (pl.col("event_type") != "REQUEST") | pl.col("is_noun"))
        .select("depth", "told", word="t", t="ancestor")
        .join(beyond.select("t", "word").unique(), on=["t", "word"], how="anti")
        .join(heads, on="word")
        .join(acting, on=["t", "actor_key"], how="anti")
        .filter(pl.col("word") > pl.col("t"))
    )
    nearest = first_by(found, ["t"], "depth", "first", "m")
    return nearest.select(
        "t",
        role=pl.lit("actor" if way.mutual else "recipient"),
        position=pl.col("told") if way.mutual else pl.lit(0, dtype=pl.Int64),
        m="m",
        rule=pl.lit(way.rule),
    ).cast(PARTICIPANTS)


def _at_nobody() -> pl.Expr:
    """Whether the lexicon says that nobody in the clause is concerned: what is denied is not whom one contradicts."""
    denies = (pl.col("event_type") == "REJECT") & ~pl.col("is_noun")
    return denies & (pl.col("recipient_roles").list.first() == "-").fill_null(value=False)


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
    own_subject = pick(tokens, pl.col("dep").is_in(("nsubj", "nsubjpass", "auxpass")), t="head")
    participles = pick(tokens, (pl.col("tag") == "VBN") & pl.col("dep").is_in(("acl", "amod", "advcl")), "t")
    verbs = pick(tokens, pl.col("pos").is_in(("VERB", "ADJ")), "t")
    none = (
        # what a line says is done by a thing has its subject
        triggers.filter(~pl.col("is_noun") & (pl.col("actor_roles").list.first() == "subj") & ~by_a_thing())
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
    finite = pick(tokens, pl.col("tag").is_in(("VBD", "VBP", "VBZ")), below="t", finite=pl.lit(value=True))
    said = triggers.filter(pl.col("event_type").is_in(_SPEECH)).select("t", speech=pl.lit(value=True))
    subjected = own_subject.unique().select(ancestor="t", has_subject=pl.lit(value=True))
    steps = (
        ancestors(none["t"], tokens)
        .join(finite, on="below", how="left")
        .join(said, on="t", how="left")
        .join(subjected, on="ancestor", how="left")
    )
    closed = (
        ~pl.col("via").is_in(_UP)
        | ((pl.col("via") == "ccomp") & pl.col("finite").is_not_null() & pl.col("speech").is_null())
        # "a blast killed two and injured five, the army said": the blast has a subject's place, the army has not;
        # but what was said beside another statement may have been hung on the wrong verb
        | ((pl.col("via") == "conj") & pl.col("speech").is_null() & pl.col("has_subject").is_not_null())
    )
    steps = steps.sort("t", "depth").with_columns(
        shut=((pl.col("depth") > 0) & closed).cast(pl.Int32).cum_sum().over("t")
    )
    found = (
        steps.filter((pl.col("shut") == 0) & (pl.col("depth") > 0))
        .join(subjects, on="ancestor")
        .join(concerned(participants, stands_for), on=["t", "actor_key"], how="anti")
    )
    nearest = found.group_by("t").agg(best=pl.col("depth").min())
    found = (
        found.join(nearest, on="t").filter(pl.col("depth") == pl.col("best")).pipe(first_by, ["t", "actor_key"], "m")
    )
    return as_participants(found, "actor", "subject of the verb above")


def reach_around(
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    relations: pl.DataFrame,
    stands_for: pl.DataFrame,
    types: list[str],
    tokens: pl.DataFrame,
) -> pl.DataFrame:
    """Actors (PARTICIPANTS) for nouns of mutual `types` that name less than two parties: whoever goes there.

    "The president arrived in Amman on a visit", "the delegations returned to Geneva for talks"; also who is told
    something there ("told the king in a phone call").
    """
    told = participants.group_by("t").agg(parties=pl.len(), acting=(pl.col("role") == "actor").sum())
    known = pl.col("parties", "acting").fill_null(0)
    few = (
        triggers.filter(pl.col("is_noun") & pl.col("event_type").is_in([*types, "PROTEST"]))
        .join(told, on="t", how="left")
        .with_columns(known)
        .filter(
            pl.when(pl.col("event_type") == "PROTEST")
            .then(pl.col("acting") == 0)
            .otherwise(pl.col("parties") < _PARTIES)
        )
        .select("t", "parties")
    )
    found = (
        few.join(
            pl.concat([pick(relations, pl.col("role") == "around", "pred", "arg"), _told_there(relations, tokens)]),
            left_on="t",
            right_on="pred",
        )
        .join(stands_for, left_on="arg", right_on="word")
        .join(concerned(participants, stands_for), on=["t", "actor_key"], how="anti")
        .pipe(first_by, ["t", "actor_key"], "first", "m")
    )
    return (
        found.sort("t", "first", "m")
        .with_columns(position=(pl.int_range(pl.len()).over("t") + pl.col("parties").fill_null(0)).cast(pl.Int64))
        .select("t", "position", "m", role=pl.lit("actor"), rule=pl.lit("around: circumstance"))
        .select(PARTICIPANTS.names())
        .cast(PARTICIPANTS)
    )


def _told_there(relations: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Whom somebody tells something in a call or a meeting, but for those who report it: pred (its noun), arg."""
    telling = pick(tokens, pl.col("lemma").is_in(_TELLING), verb="t")
    meetings = pick(
        relations, pl.col("role").is_in(("in", "during", "at", "on", "over", "by")), verb="pred", pred="arg"
    )
    hearers = pick(relations, pl.col("role").is_in(("obj", "iobj")), verb="pred", arg="arg")
    hearers = hearers.join(pick(tokens, pl.col("lemma").is_in(_REPORTING), arg="t"), on="arg", how="anti")
    return meetings.join(telling, on="verb", how="semi").join(hearers, on="verb").select("pred", "arg").unique()


def reach_partitive(
    triggers: pl.DataFrame, participants: pl.DataFrame, tokens: pl.DataFrame, stands_for: pl.DataFrame
) -> pl.DataFrame:
    """Actors (PARTICIPANTS) of clauses about some of those before them: "militants, some of whom are fighting X"."""
    verbs = lacking("actor", triggers.filter(~pl.col("is_noun")).select("t"), participants)
    parts = pick(tokens, pl.col("dep") == "nsubj", part="t", t="head").join(verbs, on="t", how="semi")
    of = pick(tokens, (pl.col("dep") == "prep") & (pl.col("lower") == "of"), of="t", part="head")
    whom = pick(tokens, (pl.col("dep") == "pobj") & pl.col("lower").is_in(("whom", "which")), of="head")
    clauses = pick(tokens, pl.col("dep") == "relcl", t="t", word="head")
    found = (
        parts.join(of, on="part")
        .join(whom, on="of", how="semi")
        .join(clauses, on="t")
        .join(stands_for, on="word")
        .join(concerned(participants, stands_for), on=["t", "actor_key"], how="anti")
        .pipe(first_by, ["t", "actor_key"], "first", "m")
    )
    return as_participants(found, "actor", "some of those before")


def reach_hosts(
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    relations: pl.DataFrame,
    stands_for: pl.DataFrame,
    mentions: pl.DataFrame,
) -> pl.DataFrame:
    """Recipients (PARTICIPANTS) of visits and talks of one party: the government of the country that it goes to.

    "The president arrived in Amman on an official visit", "flew to Cairo for talks"; not the country's own people.
    """
    described = mentions.select("m", "country", "kind", "rule")
    told = participants.join(described.select("m", "country"), on="m")
    lone = told.filter(pl.len().over("t") == 1).filter(pl.col("role") == "actor").drop_nulls("country")
    visiting = triggers.filter(
        pl.col("is_noun") & (pl.col("event_type") == "CONSULT") & pl.col("event_mode").is_in(("visit",)).fill_null(True)
    ).join(lone.select("t", guest="country"), on="t")
    placed = relations.filter(pl.col("role").is_in(("to", "in")))
    circumstances = relations.filter(pl.col("role").is_in(("on", "for", "during", "in")))
    above = visiting.join(circumstances.select(verb="pred", t="arg"), on="t")
    above = above.join(placed.select(verb="pred", word="arg", role="role"), on="verb")
    own = visiting.join(placed.select(t="pred", word="arg", role="role"), on="t").filter(pl.col("role") == "to")
    states = described.filter(pl.col("rule").is_in(("country", "capital"))).select("m", host="country")
    found = (
        pl.concat([above.select("t", "guest", "word"), own.select("t", "guest", "word")])
        .join(stands_for.filter(pl.col("step") == ""), on="word")
        .join(states, on="m")
        .filter(pl.col("guest") != pl.col("host"))
        .pipe(first_by, ["t"], "first", "m")
    )
    return as_participants(found, "recipient", "host of a visit")


def reach_victims(
    triggers: pl.DataFrame, participants: pl.DataFrame, relations: pl.DataFrame, stands_for: pl.DataFrame
) -> pl.DataFrame:
    """Recipients (PARTICIPANTS) of violence told as a circumstance: "sites of the group were hit in air strikes"."""
    violence = triggers.filter(pl.col("is_noun") & (pl.col("event_type") == "ASSAULT")).select("t")
    found = (
        lacking("recipient", violence, participants)
        .join(relations.filter(pl.col("role") == "befalls"), left_on="t", right_on="pred")
        .join(stands_for, left_on="arg", right_on="word")
        .join(concerned(participants, stands_for), on=["t", "actor_key"], how="anti")
        .pipe(first_by, ["t", "actor_key"], "first", "m")
    )
    return as_participants(found, "recipient", "befalls: circumstance")


def reach_blamed(
    triggers: pl.DataFrame, participants: pl.DataFrame, relations: pl.DataFrame, stands_for: pl.DataFrame
) -> pl.DataFrame:
    """Actors (PARTICIPANTS) of acts that somebody is accused of or punished for: "blamed rebels for the abduction"."""
    harm = triggers.filter(pl.col("is_noun") & pl.col("event_type").is_in(("ASSAULT", "COERCE", "SANCTION")))
    accusing = triggers.filter(pl.col("event_type").is_in(("ACCUSE", "SANCTION", "COERCE")) & ~pl.col("is_noun"))
    objects = relations.filter(pl.col("role") == "obj").join(accusing.select(pred="t"), on="pred", how="semi")
    found = (
        lacking("actor", harm.select("t"), participants)
        .join(relations.filter(pl.col("role") == "blamed"), left_on="t", right_on="pred")
        .join(objects.select("arg").unique(), on="arg", how="semi")
        .join(stands_for, left_on="arg", right_on="word")
        .join(concerned(participants, stands_for), on=["t", "actor_key"], how="anti")
        .pipe(first_by, ["t", "actor_key"], "first", "m")
    )
    return as_participants(found, "actor", "blamed for it")


def reach_agents(
    triggers: pl.DataFrame, participants: pl.DataFrame, mentions: pl.DataFrame, tokens: pl.DataFrame
) -> pl.DataFrame:
    """Actors (PARTICIPANTS) of acts whose doers the article calls by the act: "the protest ... protesters".

    The word for the doers begins as the act does and ends in -er, -or or -ist; the nearest within a few sentences.
    """
    of_triggers = pl.col("t").is_in(triggers["t"].implode())
    none = lacking("actor", triggers.select("t", "sent"), participants).join(
        pick(tokens, of_triggers, "t", "doc", stem=pl.col("lower").cast(pl.String).str.slice(0, _STEM)), on="t"
    )
    noun = pl.col("noun").str.split(" ").list.last()
    doers = mentions.filter(noun.str.contains(r"(?:er|or|ist)$")).select(
        "doc", "m", "first", by_sent="sent", stem=noun.str.slice(0, _STEM)
    )
    found = none.join(doers, on=["doc", "stem"]).with_columns(
        apart=(pl.col("by_sent").cast(pl.Int64) - pl.col("sent").cast(pl.Int64)).abs()
    )
    nearest = first_by(found.filter(pl.col("apart") <= _NEAR), ["t"], "apart", "first", "m")
    return as_participants(nearest, "actor", "called by the act")
