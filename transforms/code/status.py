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
from transforms.code.cues import cues_beside, governing_cues
from transforms.code.undone import undone
from transforms.code.untold import untold
from transforms.frames import first_by, look_up, pick

STATUS = pl.Schema({"t": pl.UInt32, "status": pl.String, "status_rule": pl.String})
_STOPS = ("relcl", "parataxis", "advcl")
_AIMS = tuple("aim goal purpose plan idea intention job task point role mission way thing what".split())
_PLEDGES = ("pledge", "promise", "vow", "offer", "commit", "earmark")  # aid is still to come
_OUTSIDE = tuple("after before during since amid following despite because".split())
_PASSES = ("aux", "auxpass", "neg", "advmod", "mark", "amod", "det", "preconj")


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
    steps = (
        look_up(paths, "ancestor", tokens, lemma="lemma", pos="pos")
        .join(triggers.select("t", "is_noun"), on="t", how="left")
        .sort("t", "depth")
    )
    # a clause with a subject of its own, and what a participle tells of a noun, stand for themselves
    own_subject = tokens.filter(pl.col("dep").is_in(("nsubj", "nsubjpass")))["head"].unique().implode()
    participles = tokens.filter(pl.col("tag").is_in(("VBN", "VBD")))["t"].implode()
    apart = ((pl.col("via") == "conj") & pl.col("below").is_in(own_subject)) | (
        (pl.col("via") == "acl") & pl.col("below").is_in(participles)
    )
    # "the share could end up with banks, and criticised the measures": no auxiliary reaches a finite verb
    finite = tokens.filter(pl.col("tag").is_in(("VBD", "VBZ", "VBP")))["t"].implode()
    bare = tokens.filter(pl.col("tag") == "VB")["t"].implode()
    apart |= (pl.col("via") == "conj") & pl.col("below").is_in(finite) & pl.col("ancestor").is_in(bare)
    steps = steps.with_columns(
        stop=pl.col("via").is_in(_STOPS)
        | (pl.col("via").is_in(("ccomp",)) & pl.col("lemma").is_in(saying))
        | apart.fill_null(value=False)
    ).with_columns(stopped=pl.col("stop").cast(pl.Int32).cum_sum().over("t") > 0)
    # a noun keeps its own status below a verb that merely has something to do with it ("could harm the talks")
    foreign_verb = (
        pl.col("is_noun") & pl.col("pos").is_in(("VERB", "AUX")) & (pl.col("depth") > 0) & ~pl.col("lemma").is_in(light)
    )
    governing = steps.filter(~pl.col("stopped")).with_columns(
        foreign=foreign_verb.cast(pl.Int32).cum_sum().over("t") > 0
    )
    children = pick(
        tokens,
        pl.col("dep").is_in(_PASSES),
        ancestor="head",
        child="t",
        child_dep="dep",
        word="lower",
        child_lemma="lemma",
    )
    below = governing.filter(~pl.col("foreign")).join(pl.concat([children, _nor(tokens)]), on="ancestor")
    below = below.filter(pl.col("child") != pl.col("below"))
    modal = cues_beside(below.with_columns(pl.col("word").cast(pl.String)), cues, tokens)
    modal = _reported_will(modal, tokens, saying)
    negated = below.filter((pl.col("child_dep") == "neg") | ((pl.col("word") == "no") & (pl.col("child_dep") == "det")))
    above = governing_cues(governing.filter(pl.col("depth") > 0), cues, tokens)
    # "was able to flee": did so
    was = pick(tokens, (pl.col("lemma") == "be") & pl.col("tag").is_in(("VBD", "VBN")), "t")
    could = tokens.filter(pl.col("lower") == "able").join(was, left_on="head", right_on="t", how="semi")["t"].implode()
    did = (pl.col("cue_pos") == "adj") & pl.col("ancestor").is_in(could)
    above = above.with_columns(status=pl.when(did).then(pl.lit("actual")).otherwise("status"))
    # "the ministers are to meet", "is going to meet": what is to be, is to come; "has yet to meet": has not
    to_be = governing.filter((pl.col("via") == "xcomp") & pl.col("below").is_in(_infinitives(tokens)))
    going = tokens.filter(pl.col("lower") == "going")["t"].implode()
    planned = to_be.filter((pl.col("lemma") == "be") | pl.col("ancestor").is_in(going))
    waiting = pick(tokens, (pl.col("lower") == "yet") & (pl.col("dep") == "advmod"), ancestor="head")
    waiting = to_be.filter(pl.col("lemma").is_in(("be", "have"))).join(waiting, on="ancestor", how="semi")
    nobody = pick(
        tokens,
        pl.col("dep").is_in(("nsubj", "nsubjpass"))
        & pl.col("lower").is_in(("nobody", "none", "neither", "noone", "nothing")),
        t="head",
        word="lower",
    )
    no_subject = pick(tokens, (pl.col("lower") == "no") & (pl.col("dep") == "det"), subject="head", word="lower").join(
        pick(tokens, pl.col("dep").is_in(("nsubj", "nsubjpass")), subject="t", t="head"), on="subject"
    )
    nobody = pl.concat([nobody, no_subject.select("t", "word")])
    absent = (
        triggers.select("t")
        .join(nobody, on="t")
        .select(
            "t",
            depth=pl.lit(0, dtype=pl.Int64),
            order=pl.lit(0),
            status=pl.lit("negated"),
            status_rule=pl.lit("negation: ") + pl.col("word"),
        )
    )
    # "without signing" did not; what is only set beside what was done ("instead of signing") is no event
    instead = undone(tokens).select(
        "t",
        depth=pl.lit(0, dtype=pl.Int64),
        order=pl.lit(0),
        status=pl.when(pl.col("word") == "without").then(pl.lit("negated")).otherwise(pl.lit("-")),
        status_rule=pl.lit("negation: ") + pl.col("word"),
    )
    is_pledge = pl.col("lexicon_entry").str.contains(rf"^(?:{'|'.join(_PLEDGES)})\.")
    pledged = triggers.filter((pl.col("event_type") == "AID") & is_pledge)
    clause = pl.col("via").is_in(("xcomp", "ccomp", "acl", "pcomp", "advcl"))
    nominal = pl.col("via").is_in(("dobj", "prep", "pobj", "dative", "nsubjpass", "compound", "amod"))
    scoped = (clause & pl.col("scope").str.contains("comp")) | (
        nominal & (pl.col("scope").str.contains("noun") | ~pl.col("is_noun"))
    )
    is_adjective = (pl.col("cue_pos") != "adj") | pl.col("pos").is_in(("ADJ", "ADV", "VERB"))
    above = above.filter(scoped & is_adjective).join(
        _beside_the_matter(governing, tokens), on=["t", "depth"], how="anti"
    )
    found = pl.concat(
        [
            absent,
            triggers.select("t").join(instead, on="t").select(absent.columns),
            negated.select(
                "t",
                "depth",
                order=pl.lit(0),
                status=pl.lit("negated"),
                status_rule=pl.lit("negation: ") + pl.col("word"),
            ),
            modal.select(
                "t",
                "depth",
                order=pl.lit(1),
                status="status",
                status_rule=pl.col("cue_pos") + pl.lit(": ") + pl.col("word"),
            ),
            above.select(
                "t", "depth", order=pl.lit(2), status="status", status_rule=pl.lit("governed by ") + pl.col("word")
            ),
            waiting.select("t", "depth", order=pl.lit(1), status=pl.lit("negated"), status_rule=pl.lit("yet to")),
            planned.select("t", "depth", order=pl.lit(2), status=pl.lit("future"), status_rule=pl.lit("what is to be")),
            pledged.select(
                "t",
                depth=pl.lit(0, dtype=pl.Int64),
                order=pl.lit(3),
                status=pl.lit("future"),
                status_rule=pl.lit("only pledged"),
            ),
        ]
    )
    # a reading that needs its negation or its auxiliary ("will not tolerate") holds as it stands
    entry = pl.col("lexicon_entry")
    own = triggers.select("t", has_neg=entry.str.contains(r" neg\b"), has_aux=entry.str.contains(r" aux:"))
    found = found.filter(pl.col("status") != "actual").join(own, on="t")
    found = found.filter(
        ~(((pl.col("status") == "negated") & pl.col("has_neg")) | ((pl.col("order") == 1) & pl.col("has_aux")))
    )
    first = first_by(found, ["t"], "depth", "order").select("t", "depth", "order", "status", "status_rule")
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


def _beside_the_matter(steps: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Steps above "after" and the like, which lead out of the words' reach ("called it off after talks"): t, depth."""
    words = tokens.filter(pl.col("lower").is_in(_OUTSIDE) & (pl.col("dep") == "prep"))["t"].implode()
    left = along((pl.col("via") == "prep") & pl.col("below").is_in(words))
    return steps.with_columns(left=left).filter(pl.col("left") > 0).select("t", "depth")


def _nor(tokens: pl.DataFrame) -> pl.DataFrame:
    """The "nor" of a second verb ("neither defend nor criticise"), as a word beside it."""
    nor = pick(tokens, (pl.col("lower") == "nor") & (pl.col("dep") == "cc"), "head", child="t", word="lower")
    second = pick(tokens, pl.col("dep") == "conj", "head", ancestor="t").join(nor, on="head")
    return second.filter(pl.col("child") < pl.col("ancestor")).select(
        "ancestor", "child", child_dep=pl.lit("neg"), word="word", child_lemma="word"
    )


def _infinitives(tokens: pl.DataFrame) -> pl.Expr:
    """Verbs with "to" whose subject may be somebody who has it planned, not "the aim is to meet"."""
    to = pick(tokens, (pl.col("lower") == "to") & (pl.col("dep") == "aux"), t="head")
    verbs = tokens.filter((pl.col("dep") == "xcomp") & (pl.col("tag") == "VB")).join(to, on="t", how="semi")
    aims = pick(tokens, (pl.col("dep") == "nsubj") & pl.col("lemma").is_in(_AIMS), "head")
    return pl.lit(verbs.join(aims, on="head", how="anti")["t"].implode())


def _reported_will(modal: pl.DataFrame, tokens: pl.DataFrame, saying: list[str]) -> pl.DataFrame:
    """Cues, with "would" as future where it only reports a "will" in the past ("said he would meet her on Friday").

    Not where the clause has a condition. `modal`: ancestor (the verb), word, status.
    """
    said = pick(tokens, pl.col("lemma").is_in(saying) & (pl.col("tag") == "VBD"), head="t")
    reported = tokens.filter(pl.col("dep") == "ccomp").join(said, on="head", how="semi").select(ancestor="t")
    conditions = pick(tokens, (pl.col("dep") == "mark") & pl.col("lower").is_in(("if", "unless")), clause="head")
    conditional = tokens.filter(pl.col("dep") == "advcl").join(conditions, left_on="t", right_on="clause", how="semi")
    plain = reported.join(conditional, left_on="ancestor", right_on="head", how="anti").with_columns(
        is_reported=pl.lit(value=True)
    )
    return (
        modal.join(plain.unique(), on="ancestor", how="left")
        .with_columns(
            status=pl.when((pl.col("word") == "would") & pl.col("is_reported").fill_null(value=False))
            .then(pl.lit("future"))
            .otherwise("status")
        )
        .drop("is_reported")
    )
