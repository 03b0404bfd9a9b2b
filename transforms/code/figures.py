"""What a number counts and by what measure.

Covers: the noun behind the number ("33 Turkish troops", "dozens of soldiers"), lone numbers ("two on Thursday"),
nouns that are measures ("16th military death", "299 deaths"), governing words ("33 troops were killed", "killed 33
troops", "the death of 33 troops", "33 dead", "claimed 33 lives", "forced a million people to flee"), one person ("a
soldier was killed" counts 1).
Does not cover: numbers to be computed ("half of them"), counts without a number.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from seeds.loading import Seeds, items
from transforms.frames import first_by
from transforms.mentions.spans import fold

#: A number with its noun and measure. `t` = the noun (or the number where it stands alone), `pred` = what measures it.
FIGURES = pl.Schema(
    {
        "f": pl.UInt32,
        "doc": pl.UInt32,
        "sent": pl.UInt32,
        "start_char": pl.Int64,
        "end_char": pl.Int64,
        "t": pl.UInt32,
        "number_t": pl.UInt32,
        "pred": pl.UInt32,
        "measure": pl.String,
        "kind": pl.String,
        "value": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "qualifier": pl.String,
        "unit": pl.String,
        "unit_class": pl.String,
        "rule": pl.String,
    }
)
_SKIPPED_CLASSES = ("time", "measure")
_TOTALS = ("toll", "number", "total", "count", "tally")
_ONE = ("a", "an", "one", "another")
_COUNTED_ALONE = ("killed", "injured", "abducted", "detained", "missing")


@dataclass(frozen=True)
class Measures:
    """`nouns`: noun, measure, unit, kind. `triggers`: word, pos, role, measure, kind, classes, complement.
    `units`: noun, unit, unit_class.
    """

    nouns: pl.DataFrame
    triggers: pl.DataFrame
    units: pl.DataFrame


def measures(seeds: Seeds) -> Measures:
    """Load the measure seeds."""
    triggers = seeds.table("measures/triggers.csv").with_row_index("order")
    return Measures(
        seeds.table("measures/nouns.csv").with_columns(noun=fold(pl.col("noun"))),
        triggers.select(
            "order",
            "pos",
            "role",
            "measure",
            "kind",
            word=fold(pl.col("word")),
            classes=items("classes"),
            complement=items("complement"),
        ),
        seeds.table("measures/units.csv")
        .select(noun=fold(pl.col("noun")), unit="unit", unit_class="class")
        .unique("noun", keep="first", maintain_order=True),
    )


def find_figures(
    quantities: pl.DataFrame,
    dates: pl.DataFrame,
    names: pl.DataFrame,
    tokens: pl.DataFrame,
    relations: pl.DataFrame,
    known: Measures,
) -> pl.DataFrame:
    """Figures of a batch, schema FIGURES. `quantities`: QUANTITIES. `dates`: DATES. `names`: first, last of names."""
    numbers = _numbers(quantities, dates, names, tokens)
    counted = _counted(numbers, tokens)
    counted = pl.concat([counted, _ones(tokens, counted)], how="diagonal")
    counted = _with_units(counted, tokens, known)
    measured = _measure(counted, tokens, relations, known)
    return (
        first_by(measured, ["doc", "start_char", "end_char"], "t")
        .drop("f", strict=False)
        .with_row_index("f")
        .select(FIGURES.names())
        .cast(FIGURES)
    )


def _numbers(quantities: pl.DataFrame, dates: pl.DataFrame, names: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Quantities with their tokens, without those inside dates and names."""
    inside = (
        quantities.with_row_index("q")
        .join(tokens.select("sent", "t", s="start_char", e="end_char", lower="lower"), on="sent")
        .filter((pl.col("s") >= pl.col("number_start")) & (pl.col("e") <= pl.col("number_end")))
    )
    spans = inside.group_by("q").agg(q_first=pl.col("t").min(), q_last=pl.col("t").max())
    numbers = quantities.with_row_index("q").join(spans, on="q")
    in_date = numbers.join(dates.select("sent", d_start="start_char", d_end="end_char"), on="sent").filter(
        (pl.col("number_start") < pl.col("d_end")) & (pl.col("d_start") < pl.col("number_end"))
    )
    named = (
        names.filter(pl.col("last") > pl.col("first"))
        .select(t=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32))
        .explode("t")
    )
    in_name = inside.join(named, on="t", how="semi")
    return numbers.join(in_date.select("q").unique(), on="q", how="anti").join(
        in_name.select("q").unique(), on="q", how="anti"
    )


def _counted(numbers: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The noun that each number counts: up from the number while the parse calls it a modifier."""
    words = tokens.select(node="t", head="head", dep="dep", pos="pos", lower="lower")
    state = numbers.with_columns(node="q_last", t=pl.lit(None, dtype=pl.UInt32))
    # leave the number phrase upwards
    for _ in range(4):
        state = state.join(words, on="node", how="left")
        within = (
            (pl.col("head") >= pl.col("q_first"))
            & (pl.col("head") <= pl.col("q_last"))
            & (pl.col("head") != pl.col("node"))
        )
        state = state.with_columns(node=pl.when(within).then("head").otherwise("node")).drop(
            "head", "dep", "pos", "lower"
        )
    state = state.join(words, on="node", how="left")
    modifies = pl.col("dep").is_in(
        ("nummod", "amod", "compound", "quantmod", "nmod", "advmod", "det", "predet", "npadvmod")
    )
    heads = tokens.select(head="t", head_pos="pos", head_lemma="lemma")
    state = state.join(heads, on="head", how="left")
    noun_above = modifies & pl.col("head_pos").is_in(("NOUN", "PROPN", "ADJ", "SYM"))
    of_what = (
        tokens.filter(pl.col("dep") == "pobj")
        .select(noun="t", prep="head")
        .join(tokens.filter(pl.col("lower") == "of").select(prep="t", node="head"), on="prep")
        .pipe(first_by, ["node"], "noun")
        .select("node", "noun")
    )
    state = state.join(of_what, on="node", how="left")
    # "33 killed": a participle right behind a lone number is what it counts by
    state = state.with_columns(
        t=pl.when(noun_above)
        .then("head")
        .when(pl.col("noun").is_not_null() & (pl.col("form") != "ordinal"))
        .then("noun")
        .otherwise("node"),
        is_alone=~noun_above & pl.col("noun").is_null(),
        number_t="q_last",
        number_text="text",
    )
    ordinal = pl.col("form") == "ordinal"
    return state.filter(~ordinal | noun_above).select(
        "doc",
        "sent",
        "start_char",
        "end_char",
        "t",
        "number_t",
        "q_first",
        "q_last",
        "value",
        "low",
        "high",
        "qualifier",
        "currency",
        "form",
        "is_alone",
        "number_text",
    )


def _ones(tokens: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    """Single persons: "a soldier", "one woman" (what counts is decided by the measure)."""
    articles = tokens.filter(pl.col("lower").is_in(_ONE) & pl.col("dep").is_in(("det", "nummod"))).select(
        t="head", det="t", d_start="start_char"
    )
    nouns = tokens.filter(
        pl.col("tag").is_in(("NN",)) & pl.col("dep").is_in(("nsubj", "nsubjpass", "dobj", "conj", "pobj"))
    )
    single = nouns.join(articles, on="t").join(counted.select("t"), on="t", how="anti")
    return single.select(
        "doc", "sent", start_char="d_start", end_char="end_char", t="t", number_t="t", q_first="det", q_last="det",
        value=pl.lit(1.0), low=pl.lit(1.0), high=pl.lit(1.0), qualifier=pl.lit("exact"),
        currency=pl.lit(None, dtype=pl.String),
        form=pl.lit("one"), is_alone=pl.lit(value=False), number_text=pl.lit(""),
    )  # fmt: skip


def _with_units(counted: pl.DataFrame, tokens: pl.DataFrame, known: Measures) -> pl.DataFrame:
    words = tokens.select("t", lemma=fold(pl.col("lemma")), pos="pos", tag="tag")
    compounds = (
        tokens.filter(pl.col("dep").is_in(("compound", "amod")))
        .select(t="head", part=fold(pl.col("lemma")), part_t="t")
        .sort("part_t")
        .group_by("t", maintain_order=True)
        .agg(part=pl.last("part"))
    )
    named = counted.join(words, on="t", how="left").join(compounds, on="t", how="left")
    named = named.with_columns(long_noun=pl.col("part") + " " + pl.col("lemma"))
    for noun, suffix in (("long_noun", "_long"), ("lemma", "_short")):
        named = named.join(
            known.units.rename({"unit": f"unit{suffix}", "unit_class": f"class{suffix}"}),
            left_on=noun,
            right_on="noun",
            how="left",
        )
        named = named.join(
            known.nouns.rename({"measure": f"nm{suffix}", "unit": f"nu{suffix}", "kind": f"nk{suffix}"}),
            left_on=noun,
            right_on="noun",
            how="left",
        )
    return named.with_columns(
        unit=pl.coalesce("currency", "nu_long", "nu_short", "unit_long", "unit_short", "lemma"),
        unit_class=pl.when(pl.col("currency").is_not_null())
        .then(pl.lit("money"))
        .when("is_alone")
        .then(pl.lit("person"))
        .otherwise(pl.coalesce("class_long", "class_short")),
        noun_measure=pl.coalesce("nm_long", "nm_short"),
        noun_kind=pl.coalesce("nk_long", "nk_short"),
    ).select(pl.exclude("^.*_(long|short)$", "long_noun", "part"))


def _measure(counted: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame, known: Measures) -> pl.DataFrame:
    by_trigger = _by_trigger(counted, tokens, relations, known.triggers)
    joined = counted.join(by_trigger, on=["t", "number_t"], how="left")
    money = pl.col("form") == "money"
    percent = pl.col("form") == "percent"
    strong = pl.col("noun_measure").is_in(("killed", "injured", "casualties", "strikes", "missing"))
    measure = (
        pl.when(percent)
        .then(pl.lit("other"))
        .when(money)
        .then(pl.lit("money"))
        .when(strong)
        .then("noun_measure")
        .otherwise(pl.coalesce("trigger_measure", "noun_measure", pl.lit("other")))
    )
    kind = (
        pl.when(percent | money)
        .then(pl.lit("flow"))
        .when(strong | pl.col("trigger_measure").is_null())
        .then(pl.coalesce("noun_kind", pl.lit("stock")))
        .otherwise("trigger_kind")
    )
    ruled = joined.with_columns(
        measure=measure,
        kind=kind,
        unit=pl.when(percent)
        .then(pl.lit("percent"))
        .when(pl.col("is_alone") & pl.col("currency").is_null())
        .then(pl.lit("person"))
        .otherwise("unit"),
        rule=pl.when(percent)
        .then(pl.lit("percentage"))
        .when(money)
        .then(pl.lit("money"))
        .when(strong | (pl.col("trigger_measure").is_null() & pl.col("noun_measure").is_not_null()))
        .then(pl.lit("noun: ") + pl.col("lemma"))
        .when(pl.col("trigger_measure").is_not_null())
        .then("trigger_rule")
        .otherwise(pl.lit("number and noun")),
    )
    skipped = pl.col("unit_class").is_in(_SKIPPED_CLASSES).fill_null(value=False) & ~money & ~percent
    unclear = (pl.col("form") == "one") & ~(
        pl.col("measure").is_in(_COUNTED_ALONE) & pl.col("unit_class").is_in(("person", "force")).fill_null(value=False)
    )
    ranked = (pl.col("form") == "ordinal") & pl.col("noun_measure").is_null()
    alone = pl.col("is_alone") & pl.col("trigger_measure").is_null() & ~money & ~percent
    # a bare 1950 or 2016 is a year, unless what it counts is measured
    year = (
        (pl.col("form") == "cardinal")
        & pl.col("value").is_between(1900, 2100)
        & (pl.col("number_text").str.contains(r"^\d{4}$"))
    )
    nobody = pl.col("number_text").str.contains(r"(?i)^one$") & pl.col("is_alone")
    year &= pl.col("trigger_measure").is_null() & pl.col("noun_measure").is_null()
    # "Amendment 4", "Task Force 50": a number behind a name numbers it
    numbering = (pl.col("t") < pl.col("number_t")) & ~pl.col("form").is_in(("money", "percent", "one"))
    # without a measure only a plain plural counts; "the two leaders", "one of them" only refer
    plural = pl.col("tag").is_in(("NNS", "NNPS")) & pl.col("unit_class").is_not_null()
    refers = pl.col("value").is_between(1, 3) | (
        (pl.col("value") <= 12) & pl.col("number_text").str.contains(r"(?i)^the\b")
    )
    weak = (pl.col("measure") == "other") & ~percent & (~plural | refers)
    return ruled.filter(~skipped & ~unclear & ~ranked & ~alone & ~year & ~numbering & ~weak & ~nobody)


def _totals(base: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """Numbers that a total reaches: "the toll rose to 17", "the number of people killed stands at 12"."""
    verbs = base.join(
        relations.filter(pl.col("role").is_in(("to", "at", "in", "obj"))), left_on="number_t", right_on="arg"
    )
    totals = tokens.filter(pl.col("lemma").is_in(_TOTALS)).select(total="t")
    ends = (
        relations.filter(pl.col("role").is_in(("subj", "obj")))
        .select(verb="pred", total="arg")
        .join(totals, on="total")
    )
    reached = verbs.select("t", "number_t", "unit_class", verb="pred").join(ends, on="verb")
    reached = reached.filter(pl.col("total") != pl.col("t"))
    plain = reached.select("t", "number_t", "unit_class", pred="total", role=pl.lit("of"))
    counted = relations.filter(pl.col("role") == "of").select(total="pred", who="arg")
    governed = relations.select(who="arg", pred="pred", role="role")
    inner = reached.join(counted, on="total").join(governed, on="who").select(plain.columns)
    return pl.concat([plain, inner])


def _by_trigger(
    counted: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame, triggers: pl.DataFrame
) -> pl.DataFrame:
    """The measure that a governing word gives: t, number_t, pred, trigger_measure, trigger_kind, trigger_rule."""
    words = tokens.select(
        pred="t",
        word=fold(pl.col("lemma")),
        pos=pl.col("pos").replace({"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}),
        left="left",
        right="right",
        tag="tag",
    )
    base = counted.select("t", "number_t", "unit_class", "q_first")
    governed = base.join(relations, left_on="t", right_on="arg").select("t", "number_t", "unit_class", "pred", "role")
    lone = base.join(relations, left_on="number_t", right_on="arg").select(
        "t", "number_t", "unit_class", "pred", "role"
    )
    totals = _totals(base, tokens, relations)
    # "33 dead", "missing people": the adjective is the noun itself or stands before it
    itself = base.select("t", "number_t", "unit_class", pred="t", role=pl.lit("mod"))
    modified = base.join(relations.filter(pl.col("role") == "mod"), left_on="t", right_on="pred").select(
        "t", "number_t", "unit_class", pred="arg", role=pl.lit("mod")
    )
    # "three people are dead": the subject of "be" has what "be" says
    subjects = relations.filter(pl.col("role") == "subj").select(be="pred", t="arg")
    said = relations.filter(pl.col("role") == "attr").select(be="pred", pred="arg")
    told = (
        base.join(subjects, on="t")
        .join(said, on="be")
        .select("t", "number_t", "unit_class", "pred", role=pl.lit("subj"))
    )
    # "12 people were killed and 30 wounded": a participle right behind the number
    behind = (
        base.with_columns(pred=pl.max_horizontal("t", "number_t") + 1)
        .join(tokens.filter(pl.col("tag").is_in(("VBN", "VBD", "JJ"))).select(pred="t"), on="pred", how="semi")
        .select("t", "number_t", "unit_class", "pred", role=pl.lit("obj"))
    )
    paths = pl.concat(
        [
            f.with_columns(order=pl.lit(i))
            for i, f in enumerate((governed, told, modified, itself, lone, behind, totals))
        ]
    )
    matched = paths.join(words, on="pred").join(triggers, on=["word", "pos", "role"], suffix="_seed")
    fits = (
        (pl.col("classes").list.len() == 0)
        | pl.col("unit_class").is_null()
        | pl.col("classes").list.contains(pl.col("unit_class"))
    )
    matched = matched.filter(
        fits & ((pl.col("measure") == "money") == (pl.col("unit_class") == "money").fill_null(value=False))
    )
    needing = matched.filter(pl.col("complement").list.len() > 0)
    inside = (
        needing.select("pred", "left", "right", "order_seed", "complement")
        .unique(["pred", "order_seed"])
        .explode("complement")
        .join(tokens.select("t", complement=fold(pl.col("lemma"))), on="complement")
        .filter((pl.col("t") >= pl.col("left")) & (pl.col("t") <= pl.col("right")))
        .select("pred", "order_seed")
        .unique()
    )
    met = pl.concat(
        [
            matched.filter(pl.col("complement").list.len() == 0),
            needing.join(inside, on=["pred", "order_seed"], how="semi"),
        ]
    )
    ranked = met.with_columns(
        weak=(pl.col("measure") == "other").cast(pl.Int8),
        gap=(pl.col("pred").cast(pl.Int64) - pl.col("t").cast(pl.Int64)).abs(),
    )
    return first_by(ranked, ["t", "number_t"], "weak", "order", "gap", "order_seed").select(
        "t",
        "number_t",
        "pred",
        trigger_measure="measure",
        trigger_kind="kind",
        trigger_rule=pl.concat_str("word", pl.lit(" "), "role"),
    )
