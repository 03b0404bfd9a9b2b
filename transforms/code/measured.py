"""By what measure a number counts: of the words that may govern it, the one that the seeds know.

Covers: "33 troops were killed", "killed 33 troops", "the death of 33 troops", "33 dead", "claimed 33 lives", triggers
of several words ("go back") or with a complement in their clause ("took 12 people hostage").
Does not cover: measures told in another sentence; parts of what was counted before are in `code.parts`.
"""

from __future__ import annotations

import polars as pl

from transforms.code.governing import PARTITIVE, PATHS, Given
from transforms.frames import first_by, look_up, look_up_known, pick
from transforms.mentions.spans import fold_lower

_TITLED = [name for name, _ in PATHS].index("headline in capitals")
_GOVERNED, _WORD = ([name for name, _ in PATHS].index(name) for name in ("governed", "any word of the number"))
# What hardly anything else outdoes: "three women killed while attending a funeral" are killed
_WEAK = {"other": 2, "participants": 1}
_HAVING = ("have", "keep", "maintain", "operate", "boast", "build", "establish")
_PREPOSITIONS = ("in", "on")
_PARTICLES = ("out", "over", "up", "down", "back", "off", "away")
_BROAD = ("person", "force", "household", "object", "place", "attack", "money")
_GIVEN = ("doc", "sent", "start_char", "t", "number_t", "q_first", "q_last", "form", "is_alone", "unit_class")
_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}


def by_trigger(
    counted: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame, triggers: pl.DataFrame
) -> pl.DataFrame:
    """The measure that a governing word gives.

    Columns: t, number_t, pred, unit_before, class_before, trigger_measure, trigger_kind, trigger_rule.
    """
    given = Given(counted.select(_GIVEN), tokens, relations)
    paths = pl.concat([find(given).with_columns(order=pl.lit(i)) for i, (_, find) in enumerate(PATHS)])
    paths = paths.join(_behind_passive(paths, counted, tokens), on=["t", "pred"], how="anti")
    matched = _words(paths, tokens).join(triggers, on=["word", "pos", "role"], suffix="_seed")
    matched = _fitting(matched, counted)
    matched = matched.join(_without_rest(matched, tokens), on=["pred", "order_seed"], how="anti")
    # "eight of the wounded died", "four people who were wounded have died": the last that befell them
    itself = relations.filter(~pl.col("rule").str.contains(PARTITIVE)).select(
        "pred", t="arg", itself=pl.lit(value=True)
    )
    matched = matched.join(itself.unique(), on=["t", "pred"], how="left")
    fate = (pl.col("order") == _WORD) | ((pl.col("order") == _GOVERNED) & pl.col("itself").fill_null(value=False))
    # but "killed 20, 30 others injured"
    dies = fate & (pl.col("measure") == "killed") & (pl.col("pred") > pl.col("t"))
    ranked = _complemented(matched, tokens).with_columns(
        order=pl.when(dies).then(-1).otherwise("order"),
        weak=pl.col("measure").replace_strict(_WEAK, default=0, return_dtype=pl.Int8),
        bare=(pl.col("complement").list.len() == 0) & (pl.col("rest").list.len() == 0),
        gap=(pl.col("pred").cast(pl.Int64) - pl.col("t").cast(pl.Int64)).abs(),
    )
    return first_by(ranked, ["t", "number_t"], "weak", "bare", "order", "gap", "order_seed").select(
        "t",
        "number_t",
        "pred",
        "unit_before",
        class_before=pl.when(pl.col("unit_before").is_not_null()).then("class_before"),
        trigger_measure="measure",
        trigger_kind="kind",
        trigger_rule=pl.concat_str("word", pl.lit(" "), "role"),
    )


def _behind_passive(paths: pl.DataFrame, counted: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Passive verbs before a part, which is not what they are done to ("25 were hurt, most of them badly"): t, pred."""
    passive = pick(tokens, pl.col("dep") == "auxpass", pred="head").unique()
    shares = counted.filter(pl.col("form") == "fraction").select("t").unique()
    behind = paths.filter(pl.col("pred") < pl.col("t")).join(shares, on="t", how="semi")
    return behind.join(passive, on="pred", how="semi").select("t", "pred").unique()


def _words(paths: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Add the governing word as the seeds spell it (word, pos) and the span of its clause (left, right)."""
    words = look_up_known(paths, "pred", tokens, word="lemma", form="lower", pos="pos", left="left", right="right")
    words = words.with_columns(word=fold_lower(pl.col("word")), pos=pl.col("pos").replace(_POS))
    is_titled = pl.col("order") == _TITLED
    stem = pl.when(pl.col("pos") == "noun").then(pl.col("form").str.replace(r"(?:s|ed)$", "")).otherwise("word")
    return words.with_columns(
        word=pl.when(is_titled).then(stem).otherwise("word"),
        pos=pl.when(is_titled).then(pl.lit("verb")).otherwise("pos"),
    )


def _fitting(matched: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    """Matches whose trigger can measure what is counted; adds unit_before and class_before.

    "destroyed 50 houses and damaged 140": a lone number may be of what was counted before.
    """
    matched = matched.join(_counted_before(counted), on=["t", "number_t"], how="left")
    # what nobody knows ("seven memos handed over") may be people or things, not arms
    broad = pl.any_horizontal(pl.col("classes").list.contains(c) for c in _BROAD)
    # nor is all that somebody has ("thousands of leads") a force
    broad &= ~((pl.col("measure") == "present") & pl.col("word").is_in(_HAVING))
    fits = (
        (pl.col("classes").list.len() == 0)
        | (pl.col("unit_class").is_null() & broad)
        | pl.col("classes").list.contains(pl.col("unit_class"))
    )
    other = (~fits & pl.col("classes").list.contains(pl.col("class_before"))).fill_null(value=False)
    matched = matched.with_columns(unit_before=pl.when(other).then("unit_before"))
    is_money = (pl.col("unit_class") == "money").fill_null(value=False)
    return matched.filter((fits | other) & ((pl.col("measure") == "money") == is_money))


def _complemented(matched: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Matches that need no complement, or have it in their clause ("took 12 people hostage")."""
    needing = matched.filter(pl.col("complement").list.len() > 0)
    inside = (
        needing.select("pred", "left", "right", "order_seed", "complement")
        .unique(["pred", "order_seed"])
        # the parse may leave the last word of a clause out of it
        .with_columns(t=pl.int_ranges("left", pl.col("right") + 2, dtype=pl.UInt32))
        .explode("t")
        .pipe(look_up, "t", tokens, lemma="lemma")
        .explode("complement")
        .filter(fold_lower(pl.col("lemma")) == pl.col("complement"))
        .select("pred", "order_seed")
        .unique()
    )
    plain = matched.filter(pl.col("complement").list.len() == 0)
    return pl.concat([plain, needing.join(inside, on=["pred", "order_seed"], how="semi")])


def _counted_before(counted: pl.DataFrame) -> pl.DataFrame:
    """What was counted last before each lone number in its sentence: t, number_t, unit_before, class_before."""
    lone = counted.filter(pl.col("is_alone") & pl.col("form").is_in(("cardinal", "vague")))
    told = counted.filter(~pl.col("is_alone") & (pl.col("form") != "one"))
    told = told.select("sent", at="number_t", unit_before="unit", class_before="unit_class")
    pairs = lone.select("sent", "t", "number_t").join(told, on="sent").filter(pl.col("at") < pl.col("number_t"))
    best = first_by(pairs, ["t", "number_t"], "at", descending=[True])
    return best.select("t", "number_t", "unit_before", "class_before")


def _without_rest(matched: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Matches of a trigger of several words ("go back") that lack one of its words: pred, order_seed."""
    longer = matched.filter(pl.col("rest").list.len() > 0)
    wanted = longer.select("pred", "left", "right", "order_seed", "rest").unique(["pred", "order_seed"]).explode("rest")
    wanted = wanted.join(
        longer.select("pred", "order_seed", n=pl.col("rest").list.len()).unique(), on=["pred", "order_seed"]
    )
    wanted = look_up(wanted, "pred", tokens, sent="sent")
    near = pick(tokens, pl.col("sent").is_in(wanted["sent"].unique().implode()), "t", "sent", "head", "dep", "lemma")
    near = near.select("t", "sent", "head", "dep", rest=fold_lower(pl.col("lemma")))
    near = wanted.join(near, on=["sent", "rest"]).filter(pl.col("t").is_between("left", "right"))
    # "took in 300 people" is no "took 300 people in May"
    hangs = pl.col("head") == pl.col("pred")
    near = near.filter(
        pl.when(pl.col("rest").is_in(_PREPOSITIONS) & (pl.col("n") == 1))
        .then(hangs & pl.col("dep").is_in(("prt", "advmod")))
        .when(pl.col("rest").is_in(_PARTICLES))
        .then(hangs)
        .otherwise(pl.lit(value=True))
    )
    told = near.select("pred", "order_seed", "rest").unique()
    return wanted.join(told, on=["pred", "order_seed", "rest"], how="anti").select("pred", "order_seed").unique()
