"""What stands in a sentence without being told as an act.

Covers: purposes ("fired shots to disperse", "a push to retake") unless a word plans or achieves them ("plans to",
"managed to"), participles before a noun that name no doer ("the captured town") or stand for people ("the
wounded"), nouns that only qualify another ("detention facilities"), acts that are only
judged ("banning them is a mistake"), what merely can be done or ought to ("could seize",
"should not be denied") or is not done at any time ("does not violate the pact", "a pact that bans
missiles"), what is only asked ("determines whether they struck") or talked about ("met them about
sharing intelligence"), what a ban forbids ("a ban on marches"), what the reader does ("by
signing up you agree"), means that are only supposed ("by banning them we would lose").
Does not cover: gerunds ("accused of killing"), what is said for a purpose ("gathered to demand").
"""

from __future__ import annotations

import polars as pl

from transforms.frames import pick

# what is said, not done: "gathered to demand", "flew in to meet" tell of it
_VERBAL = ("REQUEST", "ACCUSE", "PROTEST", "CONSULT")
_POSSIBLE = tuple(
    "could can ca able capable free allow permit enable let should ought".split()
)  # what merely can or ought to be done
_UNREAL = ("would", "could", "might", "'d", "’d")
_IMAGINED = (*_UNREAL, "will", "may", "can", "wo", "'ll", "’ll")
_TIMELESS = ("do", "does", "can", "ca", "could", "should", "may", "might", "to")  # with "not"
_DECIDING = ("choose", "decide", "opt", "vote", "decision")  # "decided not to"
_OWN_READING = r"\.aux in "
# what a text or a thing does is no news each time it is named
_RULING = ("COERCE", "SANCTION", "AID", "SUPPORT", "THREATEN", "RETREAT", "CONCEDE", "AGREE", "COOPERATE", "REQUEST")
_THINGS = tuple(
    "law rule bill act measure treaty pact agreement accord deal convention charter constitution clause article policy "
    "regulation protection provision statute crime offence offense code model system scheme program programme plan "
    "issue problem thing factor idea approach strategy principle tradition culture practice technology product "
    "device tool app software platform website book film movie show game".split()
)
_MAKING = ("pass", "adopt", "enact", "approve", "introduce", "issue", "impose")
_CONFERRING = tuple("meet confer consult negotiate talk discussion conversation negotiation meeting approach".split())
# verbs that hand on what governs them: what "to help fund" is for, "fund" is for
_CARRYING = tuple("help try attempt force compel oblige get make begin start continue cause lead prompt drive".split())
_WH = ("whether", "if", "who", "what", "which")


def untold(triggers: pl.DataFrame, cues: pl.DataFrame, achieved: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Why a trigger tells of no act: t, no_event; only those.

    `triggers`: TRIGGERS. `cues`: t, depth, order, status_rule: the deciding cue of status. `achieved`: t, achieved: how
    many steps above them purposes are said to have come about. `tokens`: TOKENS.
    """
    known = _with_acts(triggers, tokens).join(cues, on="t", how="left")
    known = known.join(purposes(tokens).rename({"t": "act"}), on="act", how="left")
    known = known.join(achieved, on="t", how="left")
    known = known.join(_descriptions(triggers, tokens), on="t", how="left")
    governed = (pl.col("order") == 2) & (pl.col("depth") - pl.col("up") <= pl.col("reach"))
    is_purpose = (
        pl.col("purpose")
        & (pl.col("achieved") - pl.col("up") <= pl.col("handed")).fill_null(value=True)
        & (pl.col("is_means") | ~governed.fill_null(value=False))
    )
    # "a panel to look into the deaths" says what it is for
    is_inquiry = (pl.col("event_mode") == "investigate").fill_null(value=False)
    possible = pl.col("status_rule").str.extract(r"^(?:\w+: |governed by )(\w+)$").is_in(_POSSIBLE)
    is_own = pl.col("lexicon_entry").str.contains(_OWN_READING)
    never = (pl.col("order") == 0) & (pl.col("depth") == 0) & (pl.col("event_type") != "CONSULT") & ~is_own
    return (
        known.select(
            "t",
            no_event=pl.when(is_purpose & (~pl.col("event_type").is_in(_VERBAL) | is_inquiry))
            .then(pl.lit("only a purpose"))
            .when(pl.col("t").is_in(_supposed(tokens)["t"].implode()))
            .then(pl.lit("only supposed"))
            .when(pl.col("t").is_in(_judged(tokens)["t"].implode()))
            .then(pl.lit("only judged"))
            .when(pl.col("t").is_in(_asked(tokens)["t"].implode()) & pl.col("lexicon_entry").str.contains(r" comp:"))
            .then(pl.lit("only asked"))
            .when(never & pl.col("t").is_in(_timeless(tokens)["t"].implode()))
            .then(pl.lit("not done at any time"))
            .when(pl.col("t").is_in(_lasting(tokens)["t"].implode()) & pl.col("event_type").is_in(_RULING))
            .then(pl.lit("what something does at all times"))
            .when((pl.col("event_type") == "PROTEST") & pl.col("t").is_in(_forbidden(tokens)["t"].implode()))
            .then(pl.lit("only forbidden"))
            .when(pl.col("t").is_in(_topics(tokens)["t"].implode()))
            .then(pl.lit("only talked about"))
            .when(pl.col("describes"))
            .then(pl.lit("only describes"))
            .when(possible & (pl.col("event_type") != "CONSULT") & ~is_own)
            .then(pl.lit("merely possible")),
        )
        .drop_nulls("no_event")
        .unique("t", keep="first", maintain_order=True)
    )


def _with_acts(triggers: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Add act, the word that says what is done, and up, the steps to it: the verb of "lift the blockade".

    Not where the verb says what a noun is there for: "ships to deliver aid" tell of aid.
    """
    verbs = pick(tokens, pl.col("dep") == "dobj", "t", verb="head")
    verbs = verbs.join(pick(tokens, pl.col("dep") == "acl", verb="t"), on="verb", how="anti")
    by_verb = pl.col("is_noun") & pl.col("lexicon_entry").str.contains(r" head:") & pl.col("verb").is_not_null()
    return (
        triggers.join(verbs, on="t", how="left", maintain_order="left")
        .with_columns(act=pl.when(by_verb).then("verb").otherwise("t"), up=by_verb.cast(pl.Int64))
        .drop("verb")
    )


def _asked(tokens: pl.DataFrame) -> pl.DataFrame:
    """Verbs whose clause is a question: t ("determines whether they struck", "says what planes struck")."""
    words = pick(tokens, pl.col("lower").is_in(_WH), word="t", above="head", dep="dep")
    marks = words.filter(pl.col("dep").is_in(("mark", "nsubj", "dobj"))).select(clause="above")
    nouns = words.filter(pl.col("dep") == "det").join(tokens.select(above="t", clause="head"), on="above")
    clauses = pick(tokens, pl.col("dep") == "ccomp", clause="t", t="head")
    return clauses.join(pl.concat([marks, nouns.select("clause")]), on="clause", how="semi").select("t")


def _timeless(tokens: pl.DataFrame) -> pl.DataFrame:
    """Verbs with "does", "can" or "to": t; but not what somebody decides not to do."""
    decided = pick(tokens, pl.col("lemma").is_in(_DECIDING), head="t")
    infinitives = tokens.filter(pl.col("dep").is_in(("xcomp", "acl"))).join(decided, on="head", how="semi").select("t")
    verbs = pick(tokens, (pl.col("dep") == "aux") & pl.col("lower").is_in(_TIMELESS), t="head").unique()
    return verbs.join(infinitives, on="t", how="anti")


def _lasting(tokens: pl.DataFrame) -> pl.DataFrame:
    """Verbs in the present of which a thing is the subject in a clause about it ("the pact, which bans missiles"): t.

    Whoever acts is somebody: a name, or a noun that stands for persons or bodies, is none of these things.
    """
    present = pick(tokens, (pl.col("dep") == "relcl") & pl.col("tag").is_in(("VBZ", "VBP")), "t", thing="head")
    led = pick(tokens, pl.col("dep").is_in(("aux", "auxpass")), t="head")
    by_it = pick(tokens, (pl.col("dep") == "nsubj") & pl.col("lower").is_in(("which", "that")), t="head")
    things = pick(tokens, (pl.col("pos") == "NOUN") & pl.col("lemma").is_in(_THINGS), thing="t")
    # "signed a law that bans adoptions": that is the news
    making = pick(tokens, pl.col("lemma").is_in(_MAKING) & pl.col("tag").is_in(("VBD", "VBN")), head="t")
    made = pick(tokens, pl.col("dep").is_in(("dobj", "nsubjpass")), "head", thing="t").join(
        making, on="head", how="semi"
    )
    things = things.join(made, on="thing", how="anti")
    plain = present.join(led, on="t", how="anti").join(by_it, on="t", how="semi")
    return plain.join(things, on="thing", how="semi").select("t")


def _topics(tokens: pl.DataFrame) -> pl.DataFrame:
    """Gerunds behind "about" of those who meet or talk ("met them about sharing intelligence"): t."""
    about = pick(tokens, (pl.col("lower") == "about") & (pl.col("dep") == "prep"), prep="t", above="head")
    noun_only = (pl.col("lemma") != "talk") | (pl.col("pos") == "NOUN")
    conferring = pick(tokens, pl.col("lemma").is_in(_CONFERRING) & noun_only, above="t")
    gerunds = pick(tokens, (pl.col("tag") == "VBG") & (pl.col("dep") == "pcomp"), "t", prep="head")
    own = pick(tokens, pl.col("dep") == "nsubj", t="head")
    talked = gerunds.join(about.join(conferring, on="above", how="semi"), on="prep", how="semi")
    return talked.join(own, on="t", how="anti").select("t")


def _forbidden(tokens: pl.DataFrame) -> pl.DataFrame:
    """What a ban is on ("a ban on marches", "banned all rallies"), and what is joined to it: t.

    Not what a clause of its own tells of: "banned a march that students plan to hold".
    """
    told_of = pick(tokens, pl.col("dep") == "relcl", t="head")
    noun = pick(tokens, pl.col("lemma").is_in(("ban", "prohibition", "moratorium")), above="t")
    behind = pick(
        tokens, pl.col("lower").is_in(("on", "against", "of")) & (pl.col("dep") == "prep"), p="t", above="head"
    )
    on = pick(tokens, pl.col("dep") == "pobj", "t", p="head").join(behind.join(noun, on="above"), on="p", how="semi")
    verb = pick(tokens, pl.col("lemma").is_in(("ban", "prohibit", "outlaw", "forbid")), above="t")
    direct = pick(tokens, pl.col("dep").is_in(("dobj", "nsubjpass")), "t", above="head").join(
        verb, on="above", how="semi"
    )
    first = pl.concat([on.select("t"), direct.select("t")])
    joined = pick(tokens, pl.col("dep") == "conj", "t", first="head")
    banned = pl.concat([first, joined.join(first, left_on="first", right_on="t", how="semi").select("t")])
    return banned.join(told_of, on="t", how="anti")


def _supposed(tokens: pl.DataFrame) -> pl.DataFrame:
    """Gerunds behind "by" in a clause with would, could or might, and those joined to them: t."""
    unreal = pick(tokens, pl.col("lower").is_in(_UNREAL) & (pl.col("dep") == "aux"), clause="head")
    by = pick(tokens, (pl.col("lower") == "by") & (pl.col("dep") == "prep"), prep="t", clause="head")
    by = by.join(unreal, on="clause", how="semi")
    gerunds = pick(tokens, (pl.col("tag") == "VBG") & (pl.col("dep") == "pcomp"), "t", prep="head")
    means = gerunds.join(by, on="prep", how="semi").select("t")
    joined = pick(tokens, (pl.col("dep") == "conj") & (pl.col("tag") == "VBG"), "t", first="head")
    return pl.concat([means, joined.join(means, left_on="first", right_on="t", how="semi").select("t")])


def _judged(tokens: pl.DataFrame) -> pl.DataFrame:
    """Gerunds and infinitives that are the subject of what something is or would do, and those joined to them: t."""
    being = pick(tokens, (pl.col("lemma") == "be") & (pl.col("tag") != "VBD"), clause="t")
    unreal = pick(tokens, pl.col("lower").is_in(_IMAGINED) & (pl.col("dep") == "aux"), clause="head")
    subjects = pick(tokens, (pl.col("dep") == "csubj") & pl.col("tag").is_in(("VBG", "VB")), "t", clause="head")
    judged = subjects.join(pl.concat([being, unreal]).unique(), on="clause", how="semi").select("t")
    joined = pick(tokens, (pl.col("dep") == "conj") & pl.col("tag").is_in(("VBG", "VB")), "t", first="head")
    return pl.concat([judged, joined.join(judged, left_on="first", right_on="t", how="semi").select("t")])


def purposes(tokens: pl.DataFrame) -> pl.DataFrame:
    """Infinitives that may tell what something is for: t, purpose, reach (steps up to what governs them), is_means.

    `is_means`: behind "in order". `handed`: steps up to the infinitive that they belong to ("to help fund": 1), else 0.
    """
    to = pick(tokens, (pl.col("lower") == "to") & (pl.col("dep") == "aux"), t="head")
    verbs = tokens.filter(pl.col("dep").is_in(("advcl", "acl", "relcl", "xcomp", "conj")) & (pl.col("tag") == "VB"))
    order = pick(tokens, (pl.col("lower") == "order") & (pl.col("dep") == "pobj"), noun="t", prep="head")
    in_order = order.join(pick(tokens, pl.col("lower") == "in", prep="t"), on="prep", how="semi")
    marked = verbs.select("t", "head", "dep").with_columns(is_means=pl.col("head").is_in(in_order["noun"].implode()))
    with_to = marked.join(to, on="t", how="semi").select("t", "is_means", reach=pl.lit(1), handed=pl.lit(0))
    carrying = with_to.join(pick(tokens, pl.col("lemma").is_in(_CARRYING), "t"), on="t", how="semi")
    carrying = carrying.rename({"t": "head"})
    below = pick(tokens, pl.col("dep").is_in(("xcomp", "ccomp")) & (pl.col("tag") == "VB"), "t", "head")
    handed = below.join(carrying, on="head").select("t", "is_means", reach=pl.lit(2), handed=pl.lit(1))
    with_to = pl.concat([handed, with_to.join(handed, on="t", how="anti")])
    conjoined = (
        marked.filter(pl.col("dep") == "conj")
        .join(with_to.select(head="t", means="is_means"), on="head")
        .join(with_to, on="t", how="anti")
        .select("t", is_means="means", reach=pl.lit(2), handed=pl.lit(0))
    )
    return pl.concat([with_to, conjoined]).with_columns(purpose=pl.lit(value=True))


def _descriptions(triggers: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Participles that name no doer, nouns before another, verbs done by "you": t, describes."""
    # "Turkish-backed forces": who does it stands before the participle
    named = tokens.filter(pl.col("dep").is_in(("compound", "npadvmod", "amod", "agent", "nmod", "punct")))
    # "a heavily-funded campaign": only how, not who
    how = pick(tokens, (pl.col("dep") == "advmod") & (pl.col("tag") == "RB"), "head")
    named = named.filter(pl.col("dep") != "punct").vstack(
        named.filter(pl.col("dep") == "punct").join(how, on="head", how="anti")
    )
    participle = tokens.filter((pl.col("dep") == "amod") & pl.col("tag").is_in(("VBN", "VBD", "VBG")))
    as_noun = tokens.filter((pl.col("tag") == "VBN") & pl.col("dep").is_in(("pobj", "dobj", "nsubj", "nsubjpass")))
    reader = tokens.filter((pl.col("lower") == "you") & (pl.col("dep") == "nsubj"))
    addressed = triggers.filter(pl.col("event_type") != "REQUEST").join(
        reader, left_on="t", right_on="head", how="semi"
    )
    people = triggers.join(as_noun, on="t", how="semi")
    bare = triggers.join(participle, on="t", how="semi").join(named, left_on="t", right_on="head", how="anti")
    compound = pick(tokens, pl.col("dep") == "compound", "t", "head")
    heads = compound.join(pick(tokens, pl.col("pos") == "NOUN", head="t"), on="head", how="semi")
    heads = heads.join(triggers.select(head="t"), on="head", how="anti")
    nouns = triggers.filter("is_noun").join(heads, on="t", how="semi")
    return (
        pl.concat([frame.select("t") for frame in (bare, nouns, people, addressed)])
        .unique()
        .with_columns(describes=pl.lit(value=True))
    )
