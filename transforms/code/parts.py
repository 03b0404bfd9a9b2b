"""Numbers that count by what was counted before: parts of a whole, and the same counted again.

Covers: "killed 30 people, including 12 children", "1,100 people, 380 of them children", "military casualties, including
two on Thursday", "22 children, 6 teachers killed", "three nurses were among the 19 killed"; "Organisers spoke of 20,000
marchers; police counted 5,000".
Does not cover: parts told in another sentence than their whole.
"""

from __future__ import annotations

import polars as pl

from transforms.code.counted import THEM
from transforms.code.units import PRONOUNS
from transforms.frames import first_by, pick
from transforms.mentions.spans import fold

_INCLUDING = ("including", "among", "comprising", "include", "includes", "included")
_AMONG = 4  # tokens between "among" and whom it names
_REACH = 9  # tokens between "including" and the number
_ACCOUNT = 5  # tokens between "by one report" and the number
_HARMED = ("those", "these", "people", "victims")  # of whom a participle tells what befell them
_NAMED = 2  # tokens from "of" to the participle in "half of those killed"
_COUNTING = (
    "put",
    "count",
    "estimate",
    "place",
    "set",
    "tally",
    "list",
    "record",
    "register",
    "report",
    "confirm",
    "claim",
)
_COUNTERS = ("police", "organisers", "organizers", "authorities", "officials", "unions")
_ACCOUNTS = ("report", "estimate", "account", "count", "estimates", "reports")
_PEOPLE = ("person", "force")
_THINGS = ("building", "installation", "vehicle", "weapon", "munition", "object", "supplies")
_DONE_TO_THINGS = ("destroyed", "damaged", "attacked", "captured", "deployed")
_JOINING = (",", ";", "and", "or", "plus", "&", "/")
_MEASURE = pl.coalesce("trigger_measure", "noun_measure")
_KIND = pl.coalesce("trigger_kind", "noun_kind")
_OPEN = _MEASURE.fill_null("other") == "other"
_BARE = 1  # rank of a whole without a number
_FOUND = ["row", "new_measure", "new_kind", "unit", "unit_class_whole", "pred", "rank", "at"]
_LAST = 9  # rank of a whole that stands behind its part, or right beside it


def told_again(measured: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """Give a lone number that somebody counts or puts something at the measure of the figure before it.

    "Organisers spoke of 20,000 marchers; police counted 5,000", "One report put it at 1,300", "by one report 1,300".
    `measured`: the counted with trigger_measure, trigger_kind, trigger_rule, unit, unit_class.
    """
    rows = measured.with_row_index("row")
    lone = rows.filter(_OPEN & pl.col("is_alone") & pl.col("form").is_in(("cardinal", "vague")))
    verbs = pick(tokens, pl.col("lemma").is_in(_COUNTING), pred="t")
    counts = relations.filter(pl.col("role").is_in(("obj", "at", "in", "subj"))).join(verbs, on="pred", how="semi")
    counted = lone.join(counts.select(number_t="arg"), on="number_t", how="semi")
    # "by one report as many as 1,300"
    accounts = pick(tokens, pl.col("lower").is_in(_ACCOUNTS), "sent", account="t")
    near = lone.join(accounts, on="sent").filter(
        (pl.col("account") < pl.col("q_first"))
        & (pl.col("q_first") - pl.col("account") <= _ACCOUNT)
        & (pl.col("value") > 1)
    )
    retold = (counted, near, _sourced(rows.filter(_OPEN), tokens))
    open_ones = pl.concat([frame.select("row", "doc", "sent", "q_first") for frame in retold]).unique("row")
    told = rows.filter(~_OPEN & pl.col("unit_class").is_in(_PEOPLE)).select(
        "doc", told_sent="sent", at="number_t", new_pred="pred", new_measure=_MEASURE, new_kind=_KIND, new_unit="unit",
        new_class="unit_class",
    )  # fmt: skip
    back = pl.col("sent").cast(pl.Int64) - pl.col("told_sent").cast(pl.Int64)
    pairs = open_ones.join(told, on="doc").filter(back.is_between(0, 1) & (pl.col("at") < pl.col("q_first")))
    best = first_by(pairs, ["row"], "at", descending=[True])
    best = best.select("row", "new_measure", "new_kind", "new_unit", "new_class", "new_pred")
    joined = rows.join(best, on="row", how="left", maintain_order="left")
    hit = pl.col("new_measure").is_not_null()
    return joined.with_columns(
        trigger_measure=pl.coalesce("new_measure", "trigger_measure"),
        trigger_kind=pl.coalesce("new_kind", "trigger_kind"),
        trigger_rule=pl.when(hit).then(pl.lit("counted as told before")).otherwise("trigger_rule"),
        unit=pl.coalesce("new_unit", "unit"),
        unit_class=pl.coalesce("new_class", "unit_class"),
        pred=pl.coalesce("new_pred", "pred"),
    ).drop("row", "new_measure", "new_kind", "new_unit", "new_class", "new_pred")


def _sourced(rows: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Numbers of people with a source right behind them: "10,000 according to organisers", "10,000 by organisers"."""
    according = pick(tokens, pl.col("lower") == "according", cue="t")
    counters = pick(tokens, pl.col("lower").is_in(_COUNTERS), cue=pl.col("t") - 1)
    by = pick(tokens, pl.col("lower") == "by", cue="t").join(counters, on="cue", how="semi")
    people = rows.filter(pl.col("unit_class").is_in(_PEOPLE) & pl.col("form").is_in(("cardinal", "vague")))
    behind = people.with_columns(cue=pl.max_horizontal("q_last", "t") + 1)
    return behind.join(pl.concat([according, by]), on="cue", how="semi").drop("cue")


def parts(measured: pl.DataFrame, tokens: pl.DataFrame, nouns: pl.DataFrame) -> pl.DataFrame:
    """Give a part of what is counted in its sentence the measure of the whole; adds is_part.

    `measured`: the counted with trigger_measure, trigger_kind, trigger_rule. `nouns`: nouns that are measures.
    """
    rows = measured.with_row_index("row")
    is_open = _OPEN & ~pl.col("form").is_in(("money", "percent", "ordinal"))
    open_ones = rows.filter(is_open).select("row", "sent", "t", "q_first", "q_last", "form", "is_alone", "unit_class")
    told = rows.filter(~is_open & (pl.col("form") != "money")).select(
        "sent", "unit", "unit_class", "pred", "q_first", at="number_t", new_measure=_MEASURE, new_kind=_KIND,
        rank=pl.lit(0),
    )  # fmt: skip
    bare = _bare_wholes(tokens, nouns)
    others = rows.filter(is_open & (pl.col("form") != "one")).select(
        "sent", "unit", "unit_class", pl.lit(None, dtype=pl.UInt32).alias("pred"), at="number_t",
        new_measure=pl.lit("other"), new_kind=pl.lit("stock"), rank=pl.lit(2),
    )  # fmt: skip
    counted = told.drop("q_first")
    found = (
        _including(open_ones, tokens, pl.concat([counted, bare, others], how="diagonal")),
        _beside(open_ones, tokens, told),
        _among(open_ones, tokens, bare, counted),
        _of_those(open_ones, tokens, pl.concat([counted, others], how="diagonal"), bare),
    )
    best = first_by(pl.concat(found), ["row"], "rank", "at", descending=[False, True])
    best = best.select("row", "new_measure", "new_kind", new_unit="unit", new_class="unit_class_whole", new_pred="pred")
    joined = rows.join(best, on="row", how="left", maintain_order="left")
    hit = pl.col("new_measure").is_not_null()
    unnamed = hit & (pl.col("is_alone") | pl.col("tag").is_in(PRONOUNS))
    return joined.with_columns(
        trigger_measure=pl.coalesce("new_measure", "trigger_measure"),
        trigger_kind=pl.coalesce("new_kind", "trigger_kind"),
        trigger_rule=pl.when(hit).then(pl.lit("part of what is counted")).otherwise("trigger_rule"),
        pred=pl.coalesce("new_pred", "pred"),
        unit=pl.when(unnamed).then(pl.coalesce("new_unit", "unit")).otherwise("unit"),
        unit_class=pl.when(unnamed).then(pl.coalesce("new_class", "unit_class")).otherwise("unit_class"),
        is_part=hit,
    ).drop("row", "new_measure", "new_kind", "new_unit", "new_class", "new_pred")


def _bare_wholes(tokens: pl.DataFrame, nouns: pl.DataFrame) -> pl.DataFrame:
    """Wholes that nobody counted: "military casualties, including two", "those killed included six soldiers"."""
    whom = pick(tokens, pl.col("lower").is_in(_HARMED), head="t")
    participles = tokens.filter((pl.col("dep") == "acl") & (pl.col("tag") == "VBN")).join(whom, on="head", how="semi")
    # "among the killed farmers"
    before = tokens.filter((pl.col("dep") == "amod") & (pl.col("tag") == "VBN"))
    heads = tokens.filter(~pl.col("dep").is_in(("compound", "amod", "nmod")) & (pl.col("pos") == "NOUN"))
    words = pl.concat(
        [heads.with_columns(noun="lemma"), *(w.with_columns(noun="lower") for w in (participles, before))]
    )
    return words.with_columns(noun=fold(pl.col("noun"))).join(nouns, on="noun").select(
        "sent", "unit", unit_class=pl.lit("person"), pred=pl.lit(None, dtype=pl.UInt32), at="t", new_measure="measure",
        new_kind="kind", rank=pl.lit(_BARE),
    )  # fmt: skip


def _including(open_ones: pl.DataFrame, tokens: pl.DataFrame, wholes: pl.DataFrame) -> pl.DataFrame:
    """Parts behind "including": "killed 30 people, including 12 children"."""
    cues = pick(tokens, pl.col("lower").is_in(_INCLUDING), "sent", cue="t")
    behind = open_ones.join(cues, on="sent").filter(
        (pl.col("cue") < pl.col("q_first")) & (pl.col("q_first") - pl.col("cue") <= _REACH)
    )  # fmt: skip
    pairs = behind.join(wholes, on="sent", suffix="_whole")
    is_bare = (pl.col("rank") == _BARE) & (pl.col("at") < pl.col("q_first"))
    pairs = pairs.filter((pl.col("at") < pl.col("cue")) | is_bare)
    pairs = pairs.filter((pl.col("new_measure") == "other") | _may_be_people() | _of_things())
    return pairs.filter((pl.col("form") != "one") | (pl.col("rank") == 0)).select(_FOUND)


def _beside(open_ones: pl.DataFrame, tokens: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Those counted right before the measured: "22 children, 6 teachers killed"."""
    pairs = open_ones.join(told.with_columns(rank=pl.lit(_LAST)), on="sent", suffix="_whole")
    gap = pl.col("q_first_whole").cast(pl.Int64) - pl.col("t").cast(pl.Int64)
    is_people = pl.col("unit_class").is_in(_PEOPLE) & ~pl.col("is_alone")
    pairs = pairs.filter(gap.is_between(1, 2) & is_people)
    # but "three gunmen killed a judge" are two things
    between = pick(tokens, ~pl.col("lower").is_in(_JOINING), next="t")
    between = between.with_columns(t=pl.col("next") - 1, q_first_whole=pl.col("next") + 1)
    return pairs.join(between, on=["t", "q_first_whole"], how="anti").select(_FOUND)


def _among(open_ones: pl.DataFrame, tokens: pl.DataFrame, bare: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    """Parts before "among": "31 civilians were among those killed", "three nurses were among the 19 killed"."""
    cues = pick(tokens, pl.col("lower") == "among", "sent", cue="t")
    ahead = open_ones.join(cues, on="sent")
    ahead = ahead.filter((pl.col("q_first") < pl.col("cue")) & _may_be_people())
    people = counted.filter(pl.col("unit_class").is_in(_PEOPLE))
    wholes = pl.concat([bare.with_columns(within=_AMONG), people.with_columns(within=_AMONG + 2)], how="diagonal")
    pairs = ahead.join(wholes.with_columns(rank=pl.lit(_LAST)), on="sent", suffix="_whole")
    near = (pl.col("at") > pl.col("cue")) & (pl.col("at") - pl.col("cue") <= pl.col("within"))
    return pairs.filter(near).select(_FOUND)


def _of_those(open_ones: pl.DataFrame, tokens: pl.DataFrame, wholes: pl.DataFrame, bare: pl.DataFrame) -> pl.DataFrame:
    """Parts of what was just counted: "1,100 people, 380 of them children", "... 31 people. Most of them were women".

    And of those that the part itself says it is of: "half of those killed were soldiers".
    """
    of = pick(tokens, pl.col("lower") == "of", "sent", of="t").with_columns(whom=pl.col("of") + 1)
    those = pick(tokens, pl.col("lower").is_in(THEM), whom="t")
    victims = pick(tokens, pl.col("lower") == "victims", "t").select(whom=pl.col("t") - 1)
    of = of.join(pl.concat([those, victims.cast(those.schema)]), on="whom", how="semi").select("of")
    counted = open_ones.filter(pl.col("form") != "one").with_columns(of=pl.col("q_last") + 1).join(of, on="of")
    # "half of them in their homes" tells no number of anybody
    kinds = counted.filter((pl.col("form") != "fraction") | (pl.col("t") > pl.col("of") + 1))
    inside = kinds.join(wholes, on="sent", suffix="_whole").filter(pl.col("at") < pl.col("q_first"))
    named = counted.join(bare.with_columns(rank=pl.lit(-1)), on="sent", suffix="_whole")
    named = named.filter(pl.col("at").cast(pl.Int64) - pl.col("of") == _NAMED)
    return pl.concat([frame.select(_FOUND) for frame in (inside, named, _before(counted, wholes))])


def _before(counted: pl.DataFrame, wholes: pl.DataFrame) -> pl.DataFrame:
    """Parts of what the sentence before counted last, where they are said to be people of some kind."""
    last = wholes.filter((pl.col("rank") == 0) & pl.col("unit_class").is_in(_PEOPLE))
    last = first_by(last, ["sent"], "at", descending=[True]).with_columns(sent=pl.col("sent") + 1, rank=pl.lit(_LAST))
    kinds = counted.filter(pl.col("unit_class").is_in(_PEOPLE) & (pl.col("t") > pl.col("of") + 1))
    return kinds.join(last, on="sent", suffix="_whole").select(_FOUND)


def _of_things() -> pl.Expr:
    """Whether a part are things of a whole that is told of things: "destroyed 20 buildings, including two schools"."""
    return pl.col("unit_class").is_in(_THINGS) & pl.col("new_measure").is_in(_DONE_TO_THINGS)


def _may_be_people() -> pl.Expr:
    return pl.col("unit_class").is_in(_PEOPLE) | pl.col("is_alone")
