"""Whether it happened: actual, future, hypothetical or negated.

Covers: the path from the trigger upwards, read until a clause begins that says or tells: auxiliaries, negation,
governing verbs and nouns ("plan to", "failed to", "the possibility of"), conditions. The cue nearest to the trigger
decides; negation of something that was only planned stays negated. What stands only as a condition or as something
averted is no event (status `-`), nor is what `untold` finds. A cue with status `actual` says that what an infinitive
tells did come about ("managed to").
Does not cover: irony, "nearly", counterfactual tenses without a modal.
"""

from __future__ import annotations

import polars as pl

from transforms.annotate.ancestors import along
from transforms.code.cues import STATUS_CUE, cues_beside, governing_cues
from transforms.code.negations import left_undone, negated, nor, waiting, with_nobody
from transforms.code.plans import infinitives, planned, pledged, reported_will
from transforms.code.untold import untold
from transforms.frames import first_by, look_up, pick

STATUS = pl.Schema({"t": pl.UInt32, "status": pl.String, "status_rule": pl.String})
_STOPS = ("relcl", "parataxis", "advcl")
_OUTSIDE = tuple("after before during since amid following despite because".split())
_PASSES = ("aux", "auxpass", "neg", "advmod", "mark", "amod", "det", "preconj")
_FINITE = ("VBD", "VBZ", "VBP")
_LEAVING_OPEN = ("rule_out", "exclude")  # not done, an act may come
_ONLY = ("only", "just", "merely", "simply")
_SUBJECTS = ("nsubj", "nsubjpass")
# what is told of the one who "had not attacked" as a new act
_SAID = ("ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT")
# past tenses that are no participles
_PAST_ONLY = tuple(
    "was were gave took went began broke came drove fell flew knew rose ran saw spoke stole threw wrote withdrew "
    "overthrew chose became shook swore tore wore drew".split()
)


def find_status(
    triggers: pl.DataFrame,
    paths: pl.DataFrame,
    tokens: pl.DataFrame,
    cues: pl.DataFrame,
    *,
    light: list[str],
    saying: list[str],
) -> pl.DataFrame:
    """The status of each trigger, schema STATUS.

    `triggers`: TRIGGERS. `paths`: ANCESTORS of the triggers. `cues`: `status_cues`. `light`: verbs that add nothing of
    their own to the noun they govern. `saying`: verbs below which a new claim begins.
    """
    steps = _within_reach(triggers, paths, tokens, light=light, saying=saying)
    above, beside = _doubly_negated(_above(steps, cues, tokens), _beside(steps, tokens))
    beside = beside.filter(~pl.col("foreign"))
    beside_cues = reported_will(cues_beside(beside, cues, tokens), tokens, saying)
    to_do = infinitives(steps, tokens)
    found = pl.concat(
        [
            with_nobody(steps.filter(~pl.col("foreign")), triggers, tokens),
            left_undone(triggers, tokens),
            negated(beside),
            _named(beside_cues, pl.col("cue_pos") + ": ", order=1),
            _named(above, pl.lit("governed by "), order=2),
            waiting(to_do, tokens),
            planned(to_do, tokens),
            pledged(triggers),
        ]
    )
    first = first_by(_without_own(found, triggers), ["t"], "depth", "order")
    achieved = above.filter(pl.col("status") == "actual").group_by("t").agg(achieved=pl.col("depth").max())
    told = (
        triggers.select("t")
        .join(first, on="t", how="left")
        .join(untold(triggers, first, achieved, tokens), on="t", how="left")
    )
    none = pl.when(pl.col("no_event").is_not_null()).then(pl.lit("-"))
    return told.select(
        "t",
        status=pl.coalesce(none, "status", pl.lit("actual")),
        status_rule=pl.coalesce("no_event", "status_rule", pl.lit("no cue")),
    ).cast(STATUS)


def _within_reach(
    triggers: pl.DataFrame, paths: pl.DataFrame, tokens: pl.DataFrame, *, light: list[str], saying: list[str]
) -> pl.DataFrame:
    """The steps up from each trigger whose words may tell its status.

    Gives: t, depth, ancestor, below, via, lemma and pos (of the ancestor), is_noun (of the trigger), foreign: at or
    above a verb that merely has something to do with the noun ("could harm the talks"), whose status is its own.
    """
    steps = (
        look_up(paths, "ancestor", tokens, lemma="lemma", pos="pos")
        .join(triggers.select("t", "is_noun"), on="t", how="left")
        .sort("t", "depth")
    )
    stop = pl.col("via").is_in(_STOPS) | ((pl.col("via") == "ccomp") & pl.col("lemma").is_in(saying))
    steps = steps.with_columns(stop=(stop | _apart(triggers, tokens)).fill_null(value=False))
    steps = steps.filter(along(pl.col("stop")) == 0)
    is_verb = pl.col("pos").is_in(("VERB", "AUX")) & (pl.col("depth") > 0)
    foreign = pl.col("is_noun") & is_verb & ~pl.col("lemma").is_in(light)
    return steps.with_columns(foreign=along(foreign) > 0).drop("stop")


def _apart(triggers: pl.DataFrame, tokens: pl.DataFrame) -> pl.Expr:
    """Whether a step leads out of a clause that stands for itself; columns via, below, ancestor.

    So does a clause with a subject of its own, what a participle tells of a noun, and what follows "but". No auxiliary
    reaches a finite verb: "the share could end up with banks, and criticised the measures". Below a participle most
    past tenses are participles, too ("had not met and spoken"), but not "gave" nor what is said ("and blamed rebels").
    """
    own_subject = tokens.filter(pl.col("dep").is_in(_SUBJECTS))["head"].unique().implode()
    participles = tokens.filter(pl.col("tag").is_in(("VBN", "VBD")))["t"].implode()
    finite = tokens.filter(pl.col("tag").is_in(_FINITE))
    bare = tokens.filter(pl.col("tag") == "VB")["t"].implode()
    led = tokens.filter(pl.col("tag") == "VBN")["t"].implode()
    said = triggers.filter(pl.col("event_type").is_in(_SAID))["t"].implode()
    plain = finite.filter((pl.col("tag") != "VBD") | pl.col("lower").is_in(_PAST_ONLY) | pl.col("t").is_in(said))
    joins = _joined_by(tokens)
    either = joins.filter(pl.col("word").is_in(("or", "nor")))["t"].implode()
    but = joins.filter(pl.col("word") == "but")["t"].implode()
    below = pl.col("below")
    finite_below_bare = below.is_in(finite["t"].implode()) & pl.col("ancestor").is_in(bare)
    finite_below_led = below.is_in(plain["t"].implode()) & pl.col("ancestor").is_in(led)
    out_of_reach = (finite_below_bare | finite_below_led) & ~below.is_in(either)
    joined = (pl.col("via") == "conj") & (below.is_in(own_subject) | below.is_in(but) | out_of_reach)
    return joined | ((pl.col("via") == "acl") & below.is_in(participles))


def _joined_by(tokens: pl.DataFrame) -> pl.DataFrame:
    """The conjunction that stands last before each conjoined word: t, word."""
    words = pick(tokens, pl.col("dep") == "cc", "t", "sent", word="lower", cc="t").sort("t")
    second = pick(tokens, pl.col("dep") == "conj", "t", "sent", "head").sort("t")
    found = second.join_asof(words, on="t", by="sent", strategy="backward", check_sortedness=False)
    return found.filter(pl.col("cc") > pl.col("head")).select("t", pl.col("word").cast(pl.String))


def _beside(steps: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """`steps` with each word beside their ancestor: child, child_dep, word, child_lemma."""
    children = pick(
        tokens,
        pl.col("dep").is_in(_PASSES),
        ancestor="head",
        child="t",
        child_dep="dep",
        word="lower",
        child_lemma="lemma",
    )
    beside = steps.join(pl.concat([children, nor(tokens)]), on="ancestor")
    # "not only attacked": did
    only = pick(tokens.with_columns(before=pl.col("t").shift(1)), pl.col("lower").is_in(_ONLY), child="before")
    beside = beside.join(only, on="child", how="anti")
    return beside.filter(pl.col("child") != pl.col("below")).with_columns(pl.col("word").cast(pl.String))


def _above(steps: pl.DataFrame, cues: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The cues that govern a trigger: columns of `steps`, word, cue_pos, status."""
    above = governing_cues(steps.filter(pl.col("depth") > 0), cues, tokens)
    # "was able to flee": did so
    was = pick(tokens, (pl.col("lemma") == "be") & pl.col("tag").is_in(("VBD", "VBN")), "t")
    could = tokens.filter(pl.col("lower") == "able").join(was, left_on="head", right_on="t", how="semi")["t"].implode()
    did = (pl.col("cue_pos") == "adj") & pl.col("ancestor").is_in(could)
    above = above.with_columns(status=pl.when(did).then(pl.lit("actual")).otherwise("status"))
    clause = pl.col("via").is_in(("xcomp", "ccomp", "acl", "pcomp", "advcl"))
    nominal = pl.col("via").is_in(("dobj", "prep", "pobj", "dative", "nsubjpass", "compound", "amod"))
    scoped = (clause & pl.col("scope").str.contains("comp")) | (
        nominal & (pl.col("scope").str.contains("noun") | ~pl.col("is_noun"))
    )
    is_adjective = (pl.col("cue_pos") != "adj") | pl.col("pos").is_in(("ADJ", "ADV", "VERB"))
    return above.filter(scoped & is_adjective).join(_beside_the_matter(steps, tokens), on=["t", "depth"], how="anti")


def _doubly_negated(above: pl.DataFrame, beside: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`above` and `beside`, affirmed where "not" stands beside what negates.

    "Will not rule out talks" leaves them open, whatever stands beside; "has not stopped shelling it" tells of shelling.
    """
    on = ["t", "depth"]
    twice = beside.filter(pl.col("child_dep") == "neg").select(*on, twice=pl.lit(value=True)).unique()
    joined = above.join(twice, on=on, how="left", maintain_order="left")
    hit = (pl.col("twice") & (pl.col("status") == "negated")).fill_null(value=False)
    is_open = pl.col("word").is_in(_LEAVING_OPEN)
    meant = pl.when(is_open).then(pl.lit("hypothetical")).otherwise(pl.lit("actual"))
    affirmed = joined.filter(hit)
    beside = beside.join(affirmed.filter(is_open), on=on, how="anti")
    negations = pl.col("child_dep") == "neg"
    rest = pl.concat([beside.filter(~negations), beside.filter(negations).join(affirmed, on=on, how="anti")])
    return joined.with_columns(status=pl.when(hit).then(meant).otherwise("status")).drop("twice"), rest


def _named(cues: pl.DataFrame, rule: pl.Expr, *, order: int) -> pl.DataFrame:
    """STATUS_CUE of words from the seeds, whose status is their own: `rule` and the word."""
    named = cues.select("t", "depth", order=pl.lit(order), status="status", status_rule=rule + pl.col("word"))
    return named.cast(STATUS_CUE)


def _without_own(found: pl.DataFrame, triggers: pl.DataFrame) -> pl.DataFrame:
    """STATUS_CUE without what makes nothing of it, and without what a reading needs ("will not tolerate")."""
    entry = pl.col("lexicon_entry")
    own = triggers.select("t", has_neg=entry.str.contains(r" neg\b|[:|]no_"), has_aux=entry.str.contains(r" aux:"))
    found = found.filter(pl.col("status") != "actual").join(own, on="t")
    needed = ((pl.col("status") == "negated") & pl.col("has_neg")) | ((pl.col("order") == 1) & pl.col("has_aux"))
    return found.filter(~needed).select(STATUS_CUE.names())


def _beside_the_matter(steps: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Steps above "after" and the like, which lead out of the words' reach ("called it off after talks"): t, depth."""
    words = tokens.filter(pl.col("lower").is_in(_OUTSIDE) & (pl.col("dep") == "prep"))["t"].implode()
    left = along((pl.col("via") == "prep") & pl.col("below").is_in(words))
    return steps.with_columns(left=left).filter(pl.col("left") > 0).select("t", "depth")
