"""Whether it happened: actual, future, hypothetical or negated.

The path from the trigger upwards is read until a clause begins that says or tells: auxiliaries, negation, governing
verbs and nouns ("plan to", "failed to", "the possibility of"), conditions. The cue nearest to the trigger decides;
negation of something that was only planned stays negated. What stands only as a condition or as something averted is
no event (status `-`). Nor is what an act is only meant for ("fired shots to disperse"), what merely can be done, nor a
participle that only describes ("the captured town") and does not say who did it.
Does not cover: irony, "nearly", counterfactual tenses without a modal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.frames import first_by

if TYPE_CHECKING:
    from seeds.loading import Seeds

STATUS = pl.Schema({"t": pl.UInt32, "status": pl.String, "status_rule": pl.String})
_STOPS = ("relcl", "parataxis", "advcl")
# what is said, not done: "gathered to demand", "flew in to meet" tell of it
_VERBAL = ("REQUEST", "ACCUSE", "PROTEST", "CONSULT")
_POSSIBLE = (
    "aux: could",
    "aux: can",
    "aux: ca",
    "adj: able",
    "governed by allow",
    "governed by permit",
    "governed by enable",
)
_PASSES = ("aux", "auxpass", "neg", "advmod", "mark", "amod", "det")


def status_cues(seeds: Seeds) -> pl.DataFrame:
    """The cues of seeds/lexicon/status.csv: word, pos, status, scope."""
    return seeds.table("lexicon/status.csv").select("word", cue_pos="pos", status="status", scope="scope")


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
    words = tokens.select(ancestor="t", lemma="lemma", pos="pos")
    steps = (
        paths.join(words, on="ancestor", how="left")
        .join(triggers.select("t", "is_noun"), on="t", how="left")
        .sort("t", "depth")
    )
    steps = steps.with_columns(
        stop=pl.col("via").is_in(_STOPS) | (pl.col("via").is_in(("ccomp",)) & pl.col("lemma").is_in(saying))
    ).with_columns(stopped=pl.col("stop").cast(pl.Int32).cum_sum().over("t") > 0)
    # a noun keeps its own status below a verb that merely has something to do with it ("could harm the talks")
    foreign_verb = (
        pl.col("is_noun") & pl.col("pos").is_in(("VERB", "AUX")) & (pl.col("depth") > 0) & ~pl.col("lemma").is_in(light)
    )
    governing = steps.filter(~pl.col("stopped")).with_columns(
        foreign=foreign_verb.cast(pl.Int32).cum_sum().over("t") > 0
    )
    children = tokens.filter(pl.col("dep").is_in(_PASSES)).select(
        ancestor="head", child="t", child_dep="dep", word="lower", child_lemma="lemma"
    )
    below = governing.filter(~pl.col("foreign")).join(children, on="ancestor")
    below = below.filter(pl.col("child") != pl.col("below"))
    modal = below.join(cues.filter(pl.col("cue_pos").is_in(("aux", "adv", "adj", "mark"))), on="word")
    negated = below.filter((pl.col("child_dep") == "neg") | ((pl.col("word") == "no") & (pl.col("child_dep") == "det")))
    above = governing.filter(pl.col("depth") > 0).join(
        cues.filter(pl.col("cue_pos").is_in(("verb", "noun"))), left_on="lemma", right_on="word"
    )
    nobody = tokens.filter(
        pl.col("dep").is_in(("nsubj", "nsubjpass"))
        & pl.col("lower").is_in(("nobody", "none", "neither", "noone", "nothing"))
    ).select(t="head", word="lower")
    no_subject = (
        tokens.filter((pl.col("lower") == "no") & (pl.col("dep") == "det"))
        .select(subject="head", word="lower")
        .join(tokens.filter(pl.col("dep").is_in(("nsubj", "nsubjpass"))).select(subject="t", t="head"), on="subject")
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
    clause = pl.col("via").is_in(("xcomp", "ccomp", "acl", "pcomp", "advcl"))
    nominal = pl.col("via").is_in(("dobj", "prep", "pobj", "dative", "nsubjpass", "compound", "amod"))
    scoped = (clause & pl.col("scope").str.contains("comp")) | (
        nominal & (pl.col("scope").str.contains("noun") | ~pl.col("is_noun"))
    )
    above = above.filter(scoped & ((pl.col("cue_pos") == "verb") == pl.col("pos").is_in(("VERB", "AUX"))))
    found = pl.concat(
        [
            absent,
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
                "t", "depth", order=pl.lit(2), status="status", status_rule=pl.lit("governed by ") + pl.col("lemma")
            ),
        ]
    )
    found = found.filter(pl.col("status") != "actual")
    # "Turkish-backed forces": who does it stands before the participle
    named = tokens.filter(pl.col("dep").is_in(("compound", "npadvmod", "amod", "agent", "nmod", "punct")))
    agents = named.select(t="head").unique()
    first = first_by(found, ["t"], "depth", "order").select("t", "status", "status_rule")
    achieved = above.filter(pl.col("status") == "actual").select("t").unique()
    told = triggers.join(first, on="t", how="left").join(_purposes(tokens, achieved), on="t", how="left")
    told = told.join(_descriptions(triggers, tokens, agents), on="t", how="left")
    is_act = ~pl.col("event_type").is_in(_VERBAL)
    return (
        told.with_columns(
            no_event=pl.when(pl.col("status").is_null() & pl.col("purpose") & is_act)
            .then(pl.lit("only a purpose"))
            .when(pl.col("describes"))
            .then(pl.lit("only describes"))
            .when(pl.col("status_rule").is_in(_POSSIBLE) & (pl.col("event_type") != "CONSULT"))
            .then(pl.lit("merely possible"))
        )
        .select(
            "t",
            status=pl.when(pl.col("no_event").is_null())
            .then(pl.col("status").fill_null("actual"))
            .otherwise(pl.lit("-")),
            status_rule=pl.coalesce("no_event", "status_rule", pl.lit("no cue")),
        )
        .cast(STATUS)
    )


def _purposes(tokens: pl.DataFrame, achieved: pl.DataFrame) -> pl.DataFrame:
    """Infinitives that tell what something is for: t, purpose. `achieved`: t of those that did come about."""
    to = tokens.filter((pl.col("lower") == "to") & (pl.col("dep") == "aux")).select(t="head")
    verbs = tokens.filter(pl.col("dep").is_in(("advcl", "acl", "relcl", "xcomp", "conj")) & (pl.col("tag") == "VB"))
    with_to = verbs.join(to, on="t", how="semi").select("t")
    conjoined = (
        verbs.filter(pl.col("dep") == "conj").join(with_to, left_on="head", right_on="t", how="semi").select("t")
    )
    found = pl.concat([with_to, conjoined]).unique().join(achieved, on="t", how="anti")
    return found.with_columns(purpose=pl.lit(value=True))


def _descriptions(triggers: pl.DataFrame, tokens: pl.DataFrame, agents: pl.DataFrame) -> pl.DataFrame:
    """Participles before a noun, and nouns before another, that name no doer: t, describes."""
    participle = tokens.filter((pl.col("dep") == "amod") & pl.col("tag").is_in(("VBN", "VBD", "VBG"))).select("t")
    return (
        triggers.select("t")
        .join(participle, on="t", how="semi")
        .join(agents, on="t", how="anti")
        .with_columns(describes=pl.lit(value=True))
    )
