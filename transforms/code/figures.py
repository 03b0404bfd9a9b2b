"""What a number counts and by what measure.

Covers: the noun behind the number ("33 Turkish troops", "dozens of soldiers"), lone numbers ("two on Thursday"),
nouns that are measures ("16th military death", "299 deaths"), governing words ("33 troops were killed", "killed 33
troops", "the death of 33 troops", "33 dead", "claimed 33 lives", "forced a million people to flee"), one person ("a
soldier was killed" counts 1).
A part of those harmed ("two-thirds of the houses were destroyed", "killed 200 people, more than half of them
children") is a figure without a value.
Does not cover: values to be computed ("half of them" is no 100), counts without a number.
"""

from __future__ import annotations

import polars as pl

from transforms.code.counted import counted_nouns, numbers_in_text, single_ones
from transforms.code.measured import by_trigger
from transforms.code.parts import parts, told_again
from transforms.code.units import BEFALLEN, PRONOUNS, SUFFERED, Measures, with_units
from transforms.frames import first_by, look_up_known, pick

#: A number with its noun and measure. `t` = the noun (or the number where it stands alone), `pred` = what measures it,
#: `holder` = whose it is: who has, sends, gives or loses it.
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
        "holder": pl.UInt32,
        "is_got": pl.Boolean,  # the holder gets it from somebody else, or owes it
    }
)
_SKIPPED_CLASSES = ("time", "measure")
_THINGS = ("building", "installation", "vehicle", "weapon", "munition")
_NO_BODIES = ("organisation", "place", "building", "installation", "object", "other")
# Two of these are rather spoken of than counted
_PAIRS = tuple(
    "leader side country nation party man woman stage phase part way thing reason neighbor neighbour".split()
)
_MONTHS = tuple("jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july".split())
_HELD = ("deployed", "present", "money")
_GETTING = tuple(
    (
        "receive get obtain win earn raise collect accept owe face lose save make have take inherit borrow secure gain "
        "pocket net reap recoup recover steal own carry hold"
    ).split()
)
_STATES = ("have", "be", "remain", "live", "include", "own", "contain", "cover", "hold", "know", "plan", "need")
_PLURAL = ("staff", "personnel", "police", "people", "cattle", "aircraft", "livestock", "clergy", "crew", "troop")
_COINS = ("dollar", "euro", "pound", "rupee", "ruble", "rouble", "yen", "yuan", "dinar", "naira", "peso", "lira")
_UP = 6  # steps from what is counted to its verb
_SAYING = ("say", "tell", "report", "add", "claim", "confirm", "testify")
_NEARLY = ("nearly", "almost", "narrowly")


def find_figures(
    quantities: pl.DataFrame,
    dates: pl.DataFrame,
    names: pl.DataFrame,
    tokens: pl.DataFrame,
    relations: pl.DataFrame,
    known: Measures,
) -> pl.DataFrame:
    """Figures of a batch, schema FIGURES. `quantities`: QUANTITIES. `dates`: DATES. `names`: NAMES."""
    numbers = numbers_in_text(quantities, dates, names, tokens)
    counted = counted_nouns(numbers, tokens)
    counted = pl.concat([counted, single_ones(tokens, counted)], how="diagonal")
    counted = with_units(counted, tokens, names, known)
    measured = _held(_measure(counted, tokens, relations, known), tokens, relations)
    return (
        first_by(measured, ["doc", "start_char", "end_char"], "t")
        .drop("f", strict=False)
        .with_row_index("f")
        .select(FIGURES.names())
        .cast(FIGURES)
    )


def _measure(counted: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame, known: Measures) -> pl.DataFrame:
    found = by_trigger(counted, tokens, relations, known.triggers)
    joined = counted.join(found, on=["t", "number_t"], how="left")
    joined = joined.with_columns(
        unit=pl.coalesce("unit_before", "unit"), unit_class=pl.coalesce("class_before", "unit_class")
    )
    joined = joined.join(_missed(tokens), on="pred", how="anti").join(
        _known(joined, tokens), on=["t", "pred"], how="anti"
    )
    joined = _with_tellers(joined, tokens)
    joined = parts(told_again(joined, tokens, relations), tokens, known.nouns)
    money = (pl.col("form") == "money") | (pl.col("lemma").is_in(_COINS) & (pl.col("form") != "one"))
    percent = pl.col("form") == "percent"
    strong = pl.col("noun_measure").is_in(("killed", "injured", "casualties", "strikes", "missing"))
    # "eight of the wounded died"
    strong &= ~(
        pl.col("noun_measure").is_in(("injured", "missing"))
        & (pl.col("trigger_measure") == "killed").fill_null(value=False)
    )
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
        .when(
            (
                (pl.col("is_alone") & pl.col("unit_before").is_null() | pl.col("tag").is_in(PRONOUNS))
                & ~pl.col("is_part")
            )
            & ~money
        )
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
    return ruled.filter(_is_figure(money, percent))


def _missed(tokens: pl.DataFrame) -> pl.DataFrame:
    """Verbs of what did not come about ("nearly sank a ferry"): pred."""
    nearly = tokens.filter(pl.col("lower").is_in(_NEARLY)).select(pred=pl.col("t") + 1)
    verbs = tokens.filter(pl.col("pos") == "VERB")
    return nearly.join(verbs.select(pred="t"), on="pred", how="semi")


def _known(joined: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Single ones that only what befell them tells apart ("the man who was killed is her brother"): t, pred."""
    clauses = pick(tokens, pl.col("dep") == "relcl", "left", "right", t="head")
    single = joined.filter((pl.col("form") == "one") & pl.col("is_definite")).join(clauses, on="t")
    return single.filter(pl.col("pred").is_between("left", "right")).select("t", "pred")


def _with_tellers(joined: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Add is_teller: the counted are who says something."""
    saying = pick(tokens, pl.col("lemma").is_in(_SAYING), head="t")
    tellers = tokens.filter(pl.col("dep") == "nsubj").join(saying, on="head", how="semi")
    told = tellers.select("t", is_teller=pl.lit(value=True)).unique()
    return joined.join(told, on="t", how="left", maintain_order="left").with_columns(
        pl.col("is_teller").fill_null(value=False)
    )


def _held(measured: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """Add holder ("Turkey sent thousands of troops", "lost 16 men", "has 12 posts"); what is done once is a flow."""
    subjects = pick(relations, pl.col("role") == "subj", "pred", holder="arg")
    losing = pick(tokens, pl.col("lemma").is_in(("lose", "suffer")), pred="t", is_loss=pl.lit(value=True))
    objects = pick(relations, pl.col("role") == "obj", "pred", t="arg")
    getting = pick(tokens, pl.col("lemma").is_in(_GETTING), pred="t", is_got=pl.lit(value=True))
    verbs = objects.join(subjects, on="pred").join(losing, on="pred", how="left").join(getting, on="pred", how="left")
    verbs = first_by(verbs, ["t"], "holder", "pred").select("t", "is_loss", "is_got", "holder")
    # "45 buses left", "served five papers with a subpoena"
    acts = tokens.filter(
        pl.col("tag").is_in(("VBD", "VBN")) & (pl.col("pos") == "VERB") & ~pl.col("lemma").is_in(_STATES)
    )
    done = _verb_above(measured, tokens).join(acts.select(pred="t"), on="pred", how="semi")
    either = pick(relations, pl.col("role").is_in(("subj", "obj")), "pred", t="arg")
    either = either.join(acts.select(pred="t"), on="pred", how="semi").select("t")
    done = pl.concat([done.select("t"), either]).unique().with_columns(is_done=pl.lit(value=True))
    joined = measured.join(verbs, on="t", how="left").join(done, on="t", how="left")
    held = pl.col("measure").is_in(_HELD) | pl.col("is_loss").fill_null(value=False)
    once = (pl.col("measure") == "other") & pl.col("is_done").fill_null(value=False) & ~pl.col("is_definite")
    return joined.with_columns(
        pl.col("is_got").fill_null(value=False),
        holder=pl.when(held).then("holder"),
        kind=pl.when(once).then(pl.lit("flow")).otherwise("kind"),
    )


def _verb_above(measured: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The nearest verb over what is counted: t, pred."""
    state = measured.select("t", pred="t").unique()
    found = []
    for _ in range(_UP):
        state = look_up_known(state, "pred", tokens, pos="pos", head="head")
        found.append(state.filter(pl.col("pos") == "VERB").select("t", "pred"))
        state = state.filter((pl.col("pos") != "VERB") & (pl.col("head") != pl.col("pred"))).select("t", pred="head")
    return pl.concat(found)


def _is_figure(money: pl.Expr, percent: pl.Expr) -> pl.Expr:
    """Whether a number with its noun and measure counts anything."""
    unit_class, value = pl.col("unit_class"), pl.col("value").fill_null(0)
    skipped = pl.col("lemma").is_in(_MONTHS)
    skipped |= unit_class.is_in(_SKIPPED_CLASSES).fill_null(value=False) & ~money & ~percent
    people = pl.col("measure").is_in(SUFFERED) & unit_class.is_in(("person", "force")).fill_null(value=False)
    things = (pl.col("measure") == "destroyed") & unit_class.is_in(_THINGS).fill_null(value=False)
    unclear = (pl.col("form") == "one") & ~(people | things)
    # "the 16th death" counts, "the second strike" does not
    nth = pl.coalesce(pl.when("is_alone").then("trigger_measure"), "noun_measure")
    ranked = (pl.col("form") == "ordinal") & ~nth.is_in(SUFFERED).fill_null(value=False)
    unmeasured = pl.col("trigger_measure").is_null()
    alone = pl.col("is_alone") & unmeasured & ~money & ~percent
    # a bare 1950 or 2016 is a year, unless it counts people
    year = (
        (pl.col("form") == "cardinal")
        & value.is_between(1900, 2100)
        & (pl.col("number_text").str.contains(r"(?i)^(?:the )?\d{4}$"))
    )
    year &= ~unit_class.is_in(("person", "force")).fill_null(value=False)
    # "one", "one of his aides" only refer
    nobody = pl.col("number_text").str.contains(r"(?i)^(?:only |just )?one$") & (
        pl.col("is_alone") | (pl.col("tag").is_in(("NNS", "NNPS", "PRP", "WDT", "DT")))
    )
    # but "shot one of them dead"
    hurt = pl.col("measure").is_in(("killed", "injured", "abducted"))
    nobody &= pl.col("is_alone") | ~hurt | (pl.col("tag") == "DT")
    # "Amendment 4", "Task Force 50": a number behind a name numbers it
    numbering = (pl.col("t") < pl.col("q_first")) & ~pl.col("form").is_in(("money", "percent", "one"))
    # "a several block radius", "a 12 nation bloc": many of a singular noun that nobody counts by
    qualifies = (
        (pl.col("tag") == "NN")
        & ~pl.col("lemma").is_in(_PLURAL)
        & (value > 1)
        & unit_class.is_null()
        & ~pl.col("is_alone")
        & ~money
        & ~percent
    )
    qualifies &= pl.col("form") != "ordinal"
    # economies and markets are hurt, too
    unhurt = pl.col("measure").is_in(("killed", "injured")) & unit_class.is_in(_NO_BODIES).fill_null(value=False)
    # without a measure only a plain plural counts; "the two leaders", "one of them" only refer
    plural = (pl.col("tag").is_in(("NNS", "NNPS")) | pl.col("lemma").is_in(_PLURAL)) & unit_class.is_not_null()
    refers = (value == 1) | (
        (value <= 12) & (pl.col("number_text").str.contains(r"(?i)^the\b") | pl.col("is_definite"))
    )
    lone = pl.col("is_alone") & (value > 1) & pl.col("trigger_measure").is_not_null()
    weak = (pl.col("measure") == "other") & ~lone & ~percent & ~pl.col("is_part") & (~plural | refers)
    pair = (value == 2) & pl.col("lemma").is_in(_PAIRS)
    few = (pl.col("form") == "vague") & (value <= 3)
    weak |= (pl.col("measure") == "other") & ~percent & ~pl.col("is_part") & pair
    # "100 percent certain"; "three others" of what the text does not count
    rate = (money & pl.col("is_rate")) | (percent & pl.col("tag").is_in(("JJ", "RB", "JJR", "RBR")))
    rate |= (pl.col("measure") == "other") & (pl.col("lemma") == "other") & ~pl.col("is_part")
    # "two aid workers said" counts who tells it
    weak |= (pl.col("measure") == "other") & pl.col("is_teller")
    # how many "half of the voters" are nobody says; "half of the houses were destroyed" tells what befell them
    unsaid = (pl.col("form") == "fraction") & ~(
        pl.col("measure").is_in(BEFALLEN) & (unit_class.is_not_null() | pl.col("noun_measure").is_not_null())
    )
    # "at least one" of what is left open, "several", "10" in "nine in 10"
    open_one = pl.col("is_alone") & (value == 1) & (pl.col("form") == "cardinal") & ~people
    dropped = (
        unsaid,
        few,
        open_one,
        skipped,
        unclear,
        ranked,
        alone,
        year,
        numbering,
        qualifies,
        unhurt,
        weak,
        nobody,
        rate,
    )
    return ~pl.any_horizontal(*dropped)
