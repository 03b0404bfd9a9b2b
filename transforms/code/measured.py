"""By what measure a number counts: the words that govern it.

Covers: "33 troops were killed", "killed 33 troops", "the death of 33 troops", "33 dead", "claimed 33 lives", "the toll
rose to 33", "12 people were killed and 30 wounded", "Kills 33 Soldiers" (a headline in capitals), parts of what is
counted before ("killed 30 people, including 12 children"; "1,100 people, 380 of them children"; "casualties, including
two on Thursday"), both ends of a change ("deaths rose from 40 to 55").
Does not cover: measures told in another sentence.
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, look_up, look_up_known, pick
from transforms.mentions.spans import fold, fold_lower

_TITLED_ORDER = 8  # the order of the path of a headline in capitals
_INCLUDING = ("including", "among", "comprising", "include", "includes", "included")
_AMONG = 4  # tokens between "among" and whom it names
_REACH = 9  # tokens between "including" and the number
# What hardly anything else outdoes: "three women killed while attending a funeral" are killed
_WEAK = {"other": 2, "participants": 1}
_PREPOSITIONS = ("in", "on")
_PARTICLES = ("out", "over", "up", "down", "back", "off", "away")
_ONESELF = ("himself", "herself", "itself", "themselves", "oneself")
# What rises as a total does: "deaths rose from 40 to 55"
_COUNTED_EVENTS = ("death", "fatality", "casualty", "injury", "killing", "arrest", "abduction", "kidnapping")
_CHANGES = tuple(
    "rise climb grow increase jump soar swell surge mount fall drop decline decrease shrink double triple".split()
)
_NUMBERING = ("number", "numbers", "numbered", "numbering", "total", "totals", "totaled", "totalled")
_VERBAL = ("VBD", "VBG", "VBZ", "VBP", "VBN", "VB")
_THEM = ("them", "whom", "which", "these", "those")
_TOTALS = ("toll", "number", "total", "count", "tally", "crowd")
_COUNTING = ("put", "count", "estimate", "place", "set", "tally", "list", "record", "register", "report", "confirm")
_GROUPS = tuple("team group convoy column contingent force delegation batch crew flotilla fleet unit party".split())
_PEOPLE = ("person", "force")
_BROAD = ("person", "force", "household", "object", "place", "attack", "money")


def _totals(base: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """Numbers that a total reaches: "the toll rose to 17", "the number of people killed stands at 12".

    And from where: "deaths climbed from 40 to 55".
    """
    verbs = base.join(
        relations.filter(pl.col("role").is_in(("to", "at", "in", "obj"))), left_on="number_t", right_on="arg"
    )
    columns = ["t", "number_t", "unit_class", "pred"]
    verbs = pl.concat([verbs.select(columns), _changed(base, tokens).select(columns)]).unique()
    totals = pick(tokens, pl.col("lemma").is_in((*_TOTALS, *_COUNTED_EVENTS)), total="t")
    ends = pick(relations, pl.col("role").is_in(("subj", "obj")), verb="pred", total="arg").join(totals, on="total")
    reached = verbs.select("t", "number_t", "unit_class", verb="pred").join(ends, on="verb")
    reached = reached.filter(pl.col("total") != pl.col("t"))
    plain = reached.select("t", "number_t", "unit_class", pred="total", role=pl.lit("of"))
    counted = pick(relations, pl.col("role") == "of", total="pred", who="arg")
    governed = relations.select(who="arg", pred="pred", role="role")
    inner = reached.join(counted, on="total").join(governed, on="who").select(plain.columns)
    # "the number of dead stands at 12"
    whom = reached.join(counted, on="total").select("t", "number_t", "unit_class", pred="who", role=pl.lit("of"))
    # "the number of people displaced stands at 12", where the parse hangs the participle on the total
    behind = (pl.col("dep") == "acl") & pl.col("tag").is_in(("VBN", "VBD"))
    participles = pick(tokens, behind, total="head", participle="t")
    done = reached.join(participles, on="total").select(
        "t", "number_t", "unit_class", pred="participle", role=pl.lit("obj")
    )
    return pl.concat([plain, inner, whom, done])


def _changed(base: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Both ends of a change, with its verb: "rose from 12 to 19" (the parse hangs "to" on "from"), "to 19 from 12"."""
    verbs = pick(tokens, pl.col("lemma").is_in(_CHANGES) & pl.col("pos").is_in(("VERB", "AUX")), pred="t")
    preps = pick(tokens, pl.col("lower").is_in(("from", "to")) & (pl.col("dep") == "prep"), prep="t", above="head")
    direct = preps.join(verbs, left_on="above", right_on="pred", how="semi").select("prep", pred="above")
    inner = preps.join(direct.rename({"prep": "above"}), on="above").select("prep", "pred")
    ends = pick(tokens, pl.col("dep") == "pobj", number_t="t", prep="head")
    return base.join(ends, on="number_t").join(pl.concat([direct, inner]), on="prep")


def _numbered(base: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Whom a verb of counting right before the number gives it to: "the dead numbered 40"."""
    verbs = pick(tokens, pl.col("lower").is_in(_NUMBERING) & pl.col("tag").is_in(_VERBAL), "sent", verb="t")
    whom = pick(tokens, pl.col("pos").is_in(("NOUN", "ADJ", "VERB", "ADV")), "sent", "pos", pred="t")
    near = verbs.with_columns(pred=pl.col("verb") - 1).join(whom, on=["sent", "pred"])
    near = near.with_columns(role=pl.when(pl.col("pos") == "NOUN").then(pl.lit("of")).otherwise(pl.lit("mod")))
    counted = base.with_columns(verb=pl.col("q_first") - 1)
    lone = counted.filter(pl.col("t") == pl.col("number_t")).join(near, on="verb")
    return lone.select("t", "number_t", "unit_class", "pred", "role")


def by_trigger(
    counted: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame, triggers: pl.DataFrame
) -> pl.DataFrame:
    """The measure that a governing word gives: t, number_t, pred, trigger_measure, trigger_kind, trigger_rule."""
    base = counted.select("t", "number_t", "unit_class", "q_first")
    governed = base.join(relations, left_on="t", right_on="arg").select("t", "number_t", "unit_class", "pred", "role")
    governed = governed.join(_with_object(tokens), on=["t", "pred"], how="anti")
    # "a gunman shot dead a judge": not the gunman is dead
    doers = _doers(tokens)
    results = pick(tokens, pl.col("dep").is_in(("acomp", "oprd")), verb="head", pred="t")
    results = doers.rename({"pred": "verb"}).join(results, on="verb").select("t", "pred")
    governed = governed.join(results, on=["t", "pred"], how="anti")
    governed = governed.join(_of_inner_number(tokens), on=["t", "pred"], how="anti")
    # "two were killed", "a quarter of a million farmers were killed": any word of the number may be governed
    figures = counted.select("t", "number_t", "unit_class", word=pl.int_ranges("q_first", pl.col("q_last") + 1))
    lone = figures.explode("word").cast({"word": pl.UInt32}).join(relations, left_on="word", right_on="arg")
    lone = lone.select("t", "number_t", "unit_class", "pred", "role")
    totals = _totals(base, tokens, relations)
    # "33 dead", "missing people": the adjective is the noun itself or stands before it
    itself = base.select("t", "number_t", "unit_class", pred="t", role=pl.lit("mod"))
    modified = base.join(relations.filter(pl.col("role") == "mod"), left_on="t", right_on="pred").select(
        "t", "number_t", "unit_class", pred="arg", role=pl.lit("mod")
    )
    # "three people are dead": the subject of "be" has what "be" says
    # but "shot dead by police" says it of whoever is shot
    objects = pick(relations, pl.col("role") == "obj", be="pred", t="arg")
    subjects = pick(relations, pl.col("role") == "subj", be="pred", t="arg")
    subjects = pl.concat([objects, subjects.join(objects, on="be", how="anti")])
    said = pick(relations, pl.col("role") == "attr", be="pred", pred="arg")
    told = (
        base.join(subjects, on="t")
        .join(said, on="be")
        .select("t", "number_t", "unit_class", "pred", role=pl.lit("subj"))
    )
    # "12 people were killed and 30 wounded": a participle right behind the number
    behind = (
        base.with_columns(pred=pl.max_horizontal("t", "number_t") + 1)
        .join(pick(tokens, pl.col("tag").is_in(("VBN", "VBD", "JJ")), pred="t"), on="pred", how="semi")
        .select("t", "number_t", "unit_class", "pred", role=pl.lit("obj"))
    )
    # "A gunman shot dead a judge": a verb with an object of its own is no participle
    finite = pick(tokens, pl.col("tag") == "VBD", pred="t")
    acting = pick(tokens, pl.col("dep") == "dobj", pred="head").join(finite, on="pred", how="semi")
    behind = behind.join(acting, on="pred", how="anti")
    behind = pl.concat([behind, _behind_adverb(base, tokens)])
    behind = behind.join(doers, on=["t", "pred"], how="anti")
    # "killing a sergeant and eight recruits": a noun that the parse joined to the verb
    verbs = pick(tokens, pl.col("pos") == "VERB", pred="t")
    loose = pick(tokens, (pl.col("dep") == "conj") & pl.col("pos").is_in(("NOUN", "PROPN")), "t", pred="head")
    loose = loose.join(verbs, on="pred", how="semi")
    joined_to = base.join(loose, on="t").select("t", "number_t", "unit_class", "pred", role=pl.lit("obj"))
    paths = pl.concat(
        [
            f.with_columns(order=pl.lit(i))
            for i, f in enumerate(
                (
                    pl.concat([_joined_verb(base, tokens), _numbered(base, tokens), governed]),
                    told,
                    modified,
                    itself,
                    lone,
                    behind,
                    totals,
                    joined_to,
                    _titled(base, tokens),
                    _along_with(base, tokens),
                    _by_group(base, tokens, relations),
                    _right_before(counted, tokens),
                )
            )
        ]
    )
    words = look_up_known(
        paths, "pred", tokens, word="lemma", form="lower", pos="pos", left="left", right="right", tag="tag"
    ).with_columns(
        word=fold_lower(pl.col("word")),
        pos=pl.col("pos")
        .cast(pl.String)
        .replace({"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}),
    )
    is_titled = pl.col("order") == _TITLED_ORDER
    named = words.filter(is_titled).with_columns(
        word=pl.when(pl.col("pos") == "noun").then(pl.col("form").str.replace(r"(?:s|ed)$", "")).otherwise("word"),
        pos=pl.lit("verb"),
    )
    words = pl.concat([words.filter(~is_titled), named])
    matched = words.join(triggers, on=["word", "pos", "role"], suffix="_seed")
    matched = matched.join(_counted_before(counted), on=["t", "number_t"], how="left")
    # what nobody knows ("seven memos handed over") may be people or things, not arms
    broad = pl.any_horizontal(pl.col("classes").list.contains(c) for c in _BROAD)
    fits = (
        (pl.col("classes").list.len() == 0)
        | (pl.col("unit_class").is_null() & broad)
        | pl.col("classes").list.contains(pl.col("unit_class"))
    )
    # "destroyed 50 houses and damaged 140": a lone number may be of what was counted before
    other = (~fits & pl.col("classes").list.contains(pl.col("class_before"))).fill_null(value=False)
    matched = matched.with_columns(unit_before=pl.when(other).then("unit_before"))
    fits = fits | other
    matched = matched.filter(
        fits & ((pl.col("measure") == "money") == (pl.col("unit_class") == "money").fill_null(value=False))
    )
    matched = matched.join(_without_rest(matched, tokens), on=["pred", "order_seed"], how="anti")
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
    met = pl.concat(
        [
            matched.filter(pl.col("complement").list.len() == 0),
            needing.join(inside, on=["pred", "order_seed"], how="semi"),
        ]
    )
    ranked = met.with_columns(
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


def _titled(base: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The verb of a headline in capitals ("Kills 33 Soldiers"), taken for a name."""
    capitals = (pl.col("pos") == "PROPN") & pl.col("text").str.contains(r"^[A-Z][a-z]")
    names = pick(tokens, capitals, "sent", pred="t")
    titled = look_up_known(base, "q_first", tokens, sent="sent").join(names, on="sent")
    titled = titled.filter((pl.col("q_first").cast(pl.Int64) - pl.col("pred").cast(pl.Int64)).is_between(1, 3))
    return titled.select("t", "number_t", "unit_class", "pred", role=pl.lit("obj"))


def _counted_before(counted: pl.DataFrame) -> pl.DataFrame:
    """What was counted last before each lone number in its sentence: t, number_t, unit_before, class_before."""
    lone = counted.filter(pl.col("is_alone") & pl.col("form").is_in(("cardinal", "vague")))
    told = counted.filter(~pl.col("is_alone") & (pl.col("form") != "one"))
    told = told.select("sent", at="number_t", unit_before="unit", class_before="unit_class")
    pairs = lone.select("sent", "t", "number_t").join(told, on="sent").filter(pl.col("at") < pl.col("number_t"))
    best = first_by(pairs, ["t", "number_t"], "at", descending=[True])
    return best.select("t", "number_t", "unit_before", "class_before")


def _with_object(tokens: pl.DataFrame) -> pl.DataFrame:
    """Participles behind a noun that have an object of their own ("killed ten people, wounded a dozen"): pred, t."""
    objects = pick(tokens, pl.col("dep") == "dobj", pred="head")
    participles = pick(tokens, (pl.col("dep") == "acl") & (pl.col("tag") == "VBN"), pred="t", t="head")
    return participles.join(objects.unique(), on="pred", how="semi")


def _of_inner_number(tokens: pl.DataFrame) -> pl.DataFrame:
    """Participles behind a second number, which they belong to ("eleven of the 30 wounded died"): pred, t."""
    numbers = pick(tokens, pl.col("tag") == "CD", pred=pl.col("t") + 1, inner="t")
    participles = pick(tokens, (pl.col("dep") == "acl") & (pl.col("tag") == "VBN"), pred="t", t="head")
    return participles.join(numbers, on="pred").filter(pl.col("inner") > pl.col("t")).select("t", "pred")


def _doers(tokens: pl.DataFrame) -> pl.DataFrame:
    """Active subjects with the verb that has somebody else for its object ("A gunman killed the mayor"): t, pred.

    The object may be that of a verb joined to it ("shot and killed the mayor"); who kills himself is killed, too.
    """
    others = (pl.col("dep") == "dobj") & ~pl.col("lower").is_in(_ONESELF)
    verbs = pick(tokens, others, pred="head").unique()
    subjects = pick(tokens, pl.col("dep") == "nsubj", "t", pred="head")
    joined = pick(tokens, (pl.col("dep") == "conj") & (pl.col("pos") == "VERB"), first="head", pred="t")
    joined = joined.join(subjects, on="pred", how="anti").join(verbs, on="pred", how="semi")
    verbs = pl.concat([verbs, joined.select(pred="first")]).unique()
    return subjects.join(verbs, on="pred", how="semi")


def _joined_verb(base: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """A verb before a lone number, parsed as its adjective: "... and displaced millions", "and injured scores"."""
    tagged = pl.col("tag").is_in(("VBD", "VBN", "JJ"))
    verbs = pick(tokens, (pl.col("dep") == "amod") & tagged, pred="t", t="head", tag="tag")
    lone = base.filter(pl.col("t") == pl.col("number_t")).join(verbs, on="t")
    near = pl.col("q_first") == pl.col("pred") + 1
    lone = lone.filter((pl.col("tag") == "VBD") | near)
    role = pl.when(pl.col("tag") == "JJ").then(pl.lit("mod")).otherwise(pl.lit("obj"))
    return lone.select("t", "number_t", "unit_class", "pred", role=role)


def _right_before(counted: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The verb right before the number, whatever the parse makes of the two: "... there killed at least 27 people".

    Of "the fifth to be killed" it is the verb behind.
    """
    verbs = pick(tokens, pl.col("tag").is_in(_VERBAL), pred="t")
    starts = pick(tokens, pl.col("sent").is_in(counted["sent"].implode()), "doc", "start_char", at="t")
    near = counted.join(starts, on=["doc", "start_char"]).with_columns(pred=pl.col("at") - 1)
    near = near.join(verbs, on="pred", how="semi")
    passive = pick(tokens, pl.col("dep") == "auxpass", pred="head", role=pl.lit("obj")).unique()
    ranked = counted.filter((pl.col("form") == "ordinal") & pl.col("is_alone"))
    after = pick(tokens, pl.col("dep").is_in(("relcl", "acl")), t="head", pred="t")
    after = (
        ranked.join(after, on="t").join(passive, on="pred", how="left").with_columns(pl.col("role").fill_null("subj"))
    )
    columns = ["t", "number_t", "unit_class", "pred", "role"]
    return pl.concat([near.with_columns(role=pl.lit("obj")).select(columns), after.select(columns)])


def _behind_adverb(base: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """A participle behind a number and an adverb: "the 410 already stationed there"."""
    adverbs = pick(tokens, pl.col("tag") == "RB", adverb="t")
    participles = pick(tokens, pl.col("tag") == "VBN", pred="t")
    near = base.with_columns(adverb=pl.max_horizontal("t", "number_t") + 1).join(adverbs, on="adverb", how="semi")
    near = near.with_columns(pred=pl.col("adverb") + 1).join(participles, on="pred", how="semi")
    return near.select("t", "number_t", "unit_class", "pred", role=pl.lit("obj"))


def _along_with(base: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Who shares what befalls or does the subject: "killed along with four other climbers"."""
    along = tokens.filter(pl.col("lower").is_in(("along", "together"))).select(before="t")
    withs = pick(tokens, pl.col("lower") == "with", prep="t", above="head").with_columns(before=pl.col("prep") - 1)
    withs = withs.join(along, on="before", how="semi")
    # the parse may hang "with" on "along"
    withs = withs.pipe(look_up_known, "above", tokens, above_lower="lower", above_head="head")
    inner = pl.col("above_lower").is_in(("along", "together"))
    withs = withs.select("prep", pred=pl.when(inner).then("above_head").otherwise("above"))
    behind = pick(tokens, pl.col("dep") == "pobj", t="t", prep="head").join(withs, on="prep")
    passive = pick(tokens, pl.col("dep").is_in(("auxpass", "nsubjpass")), pred="head", role=pl.lit("obj")).unique()
    found = base.join(behind, on="t").join(passive, on="pred", how="left")
    return found.select("t", "number_t", "unit_class", "pred", pl.col("role").fill_null("subj"))


def _by_group(base: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """What governs the group that is counted ("a team of 35 doctors arrived"), and the noun of an "of" that hangs on
    a word of time ("the abduction a day earlier of two engineers").
    """
    of = pick(tokens, pl.col("lower") == "of", of="t", above="head")
    inside = pick(tokens, pl.col("dep") == "pobj", t="t", of="head").join(of, on="of")
    placed = base.join(inside, on="t").pipe(
        look_up_known, "above", tokens, lemma="lemma", dep="dep", head="head", pos="pos"
    )
    groups = placed.filter(pl.col("lemma").is_in(_GROUPS)).select("t", "number_t", "unit_class", "above")
    groups = groups.join(relations, left_on="above", right_on="arg")
    timed = placed.filter(pl.col("dep").is_in(("advmod", "npadvmod")))
    columns = ["t", "number_t", "unit_class", "pred", "role"]
    return pl.concat(
        [groups.select(columns), timed.select("t", "number_t", "unit_class", pred="head", role=pl.lit("of"))]
    )


def told_again(measured: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """Give a lone number that somebody counts or puts something at the measure of the figure before it.

    "Organisers spoke of 20,000 marchers; police counted 5,000", "One report put it at 1,300", "by one report 1,300".
    `measured`: the counted with trigger_measure, trigger_kind, trigger_rule, unit, unit_class.
    """
    rows = measured.with_row_index("row")
    verbs = pick(tokens, pl.col("lemma").is_in(_COUNTING), pred="t")
    counts = relations.filter(pl.col("role").is_in(("obj", "at", "in", "subj"))).join(verbs, on="pred", how="semi")
    known = pl.coalesce("trigger_measure", "noun_measure").fill_null("other") != "other"
    lone = rows.filter(~known & pl.col("is_alone") & pl.col("form").is_in(("cardinal", "vague")))
    counted = lone.join(counts.select(number_t="arg"), on="number_t", how="semi")
    # "by one report as many as 1,300"
    report = tokens.filter(pl.col("lower").is_in(("report", "estimate", "account", "count", "estimates", "reports")))
    near = lone.join(report.select("sent", at="t"), on="sent").filter(
        (pl.col("at") < pl.col("q_first")) & (pl.col("q_first") - pl.col("at") <= 5) & (pl.col("value") > 1)
    )
    open_ones = pl.concat(
        [counted.select("row", "doc", "sent", "q_first"), near.select("row", "doc", "sent", "q_first")]
    )
    told = rows.filter(known & pl.col("unit_class").is_in(_PEOPLE)).select(
        "doc", told_sent="sent", at="number_t", new_measure=pl.coalesce("trigger_measure", "noun_measure"),
        new_kind=pl.coalesce("trigger_kind", "noun_kind"), new_unit="unit", new_class="unit_class",
    )  # fmt: skip
    pairs = open_ones.unique("row").join(told, on="doc")
    back = pl.col("sent").cast(pl.Int64) - pl.col("told_sent").cast(pl.Int64)
    pairs = pairs.filter(back.is_between(0, 1) & (pl.col("at") < pl.col("q_first")))
    best = first_by(pairs, ["row"], "at", descending=[True])
    best = best.select("row", "new_measure", "new_kind", "new_unit", "new_class")
    joined = rows.join(best, on="row", how="left", maintain_order="left")
    hit = pl.col("new_measure").is_not_null()
    return joined.with_columns(
        trigger_measure=pl.coalesce("new_measure", "trigger_measure"),
        trigger_kind=pl.coalesce("new_kind", "trigger_kind"),
        trigger_rule=pl.when(hit).then(pl.lit("counted as told before")).otherwise("trigger_rule"),
        unit=pl.coalesce("new_unit", "unit"),
        unit_class=pl.coalesce("new_class", "unit_class"),
    ).drop("row", "new_measure", "new_kind", "new_unit", "new_class")


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


def parts(measured: pl.DataFrame, tokens: pl.DataFrame, nouns: pl.DataFrame) -> pl.DataFrame:
    """Give a number behind "including" or "among them", and one right before a measured one, their measure.

    Adds is_part.

    `measured`: the counted with trigger_measure, trigger_kind, trigger_rule. `nouns`: nouns that are measures.
    """
    rows = measured.with_row_index("row")
    weak = pl.coalesce("trigger_measure", "noun_measure").fill_null("other").eq("other") & ~pl.col("form").is_in(
        ("money", "percent", "ordinal")
    )
    open_ones = rows.filter(weak).select("row", "sent", "q_first", "q_last", "t", "is_alone", "form", "unit_class")
    cues = pick(tokens, pl.col("lower").is_in(_INCLUDING), "sent", cue="t")
    behind = open_ones.join(cues, on="sent").filter(
        (pl.col("cue") < pl.col("q_first")) & (pl.col("q_first") - pl.col("cue") <= _REACH)
    )
    told = rows.filter(~weak & (pl.col("form") != "money")).select(
        "sent",
        "unit",
        "unit_class",
        "pred",
        at="number_t",
        new_measure=pl.coalesce("trigger_measure", "noun_measure"),
        new_kind=pl.coalesce("trigger_kind", "noun_kind"),
    )
    others = rows.filter(weak & ~pl.col("form").is_in(("money", "percent", "one"))).select(
        "sent", "unit", "unit_class", at="number_t", pred=pl.lit(None, dtype=pl.UInt32), new_measure=pl.lit("other"),
        new_kind=pl.lit("stock"),
    )  # fmt: skip
    # "military casualties, including two", "those killed included six soldiers"
    whom = pick(tokens, pl.col("lower").is_in(("those", "these", "people", "victims")), head="t")
    participles = tokens.filter((pl.col("dep") == "acl") & (pl.col("tag") == "VBN")).join(whom, on="head", how="semi")
    heads = tokens.filter(~pl.col("dep").is_in(("compound", "amod", "nmod")) & (pl.col("pos") == "NOUN"))
    worded = pl.concat([heads.with_columns(noun="lemma"), participles.with_columns(noun="lower")])
    bare = worded.with_columns(noun=fold(pl.col("noun"))).join(nouns, on="noun").select(
        "sent", "unit", unit_class=pl.lit("person"), pred=pl.lit(None, dtype=pl.UInt32), at="t", new_measure="measure",
        new_kind="kind",
    )  # fmt: skip
    whole = pl.concat(
        [
            f.with_columns(rank=pl.lit(i))
            for i, f in enumerate((told, bare.select(told.columns), others.select(told.columns)))
        ]
    )
    including = behind.join(whole, on="sent", suffix="_whole").filter(
        (pl.col("at") < pl.col("cue")) | ((pl.col("rank") == 1) & (pl.col("at") < pl.col("q_first")))
    )
    people = pl.col("unit_class").is_in(("person", "force")) | pl.col("is_alone")
    including = including.filter((pl.col("new_measure") == "other") | people)
    including = including.filter((pl.col("form") != "one") | (pl.col("rank") == 0))
    # "22 children, 6 teachers killed"
    beside = open_ones.join(
        told.join(rows.select("sent", "q_first", at="number_t"), on=["sent", "at"]), on="sent", suffix="_whole"
    )
    beside = beside.filter(
        pl.col("q_first_whole").cast(pl.Int64).sub(pl.col("t").cast(pl.Int64)).is_between(1, 2)
        & pl.col("unit_class").is_in(("person", "force"))
        & ~pl.col("is_alone")
    ).with_columns(rank=pl.lit(9), cue="at")
    # but "three gunmen killed a judge" are two things
    between = pick(tokens, ~pl.col("lower").is_in((",", ";", "and", "or", "plus", "&", "/")), next="t")
    between = between.with_columns(t=pl.col("next") - 1, q_first_whole=pl.col("next") + 1)
    beside = beside.join(between, on=["t", "q_first_whole"], how="anti")
    columns = ["row", "new_measure", "new_kind", "unit_whole", "unit_class_whole", "pred", "rank", "at"]
    columns[3:5] = ["unit", "unit_class_whole"]
    # "31 civilians were among those killed"
    among = (
        open_ones.join(cues.join(pick(tokens, pl.col("lower") == "among", cue="t"), on="cue"), on="sent")
        .filter((pl.col("q_first") < pl.col("cue")) & people)
        .join(bare, on="sent", suffix="_whole")
        .filter((pl.col("at") > pl.col("cue")) & (pl.col("at") - pl.col("cue") <= _AMONG))
        .with_columns(rank=pl.lit(9))
    )
    # "three nurses were among the 19 killed"
    others = told.filter(pl.col("unit_class").is_in(_PEOPLE)).with_columns(rank=pl.lit(9))
    of_them = (
        open_ones.join(cues.join(pick(tokens, pl.col("lower") == "among", cue="t"), on="cue"), on="sent")
        .filter((pl.col("q_first") < pl.col("cue")) & people)
        .join(others, on="sent", suffix="_whole")
        .filter((pl.col("at") > pl.col("cue")) & (pl.col("at") - pl.col("cue") <= _AMONG + 2))
    )
    # "1,100 people, 380 of them children"
    of = pick(tokens, pl.col("lower") == "of", of="t").with_columns(whom=pl.col("of") + 1)
    of = of.join(pick(tokens, pl.col("lower").is_in(_THEM), whom="t"), on="whom", how="semi").select("of")
    of_those = open_ones.with_columns(of=pl.col("q_last") + 1).join(of, on="of", how="semi")
    of_those = of_those.join(whole.filter(pl.col("rank") != 1), on="sent", suffix="_whole")
    of_those = of_those.filter((pl.col("at") < pl.col("q_first")) & (pl.col("form") != "one"))
    found = pl.concat([frame.select(columns) for frame in (including, beside, among, of_them, of_those)])
    best = first_by(found, ["row"], "rank", "at", descending=[False, True])
    best = best.select("row", "new_measure", "new_kind", new_unit="unit", new_class="unit_class_whole", new_pred="pred")
    joined = rows.join(best, on="row", how="left", maintain_order="left")
    hit = pl.col("new_measure").is_not_null()
    unnamed = pl.col("is_alone") | pl.col("tag").is_in(("WDT", "WP", "PRP"))
    return joined.with_columns(
        trigger_measure=pl.coalesce("new_measure", "trigger_measure"),
        trigger_kind=pl.coalesce("new_kind", "trigger_kind"),
        trigger_rule=pl.when(hit).then(pl.lit("part of what is counted")).otherwise("trigger_rule"),
        pred=pl.coalesce("new_pred", "pred"),
        unit=pl.when(hit & unnamed).then(pl.coalesce("new_unit", "unit")).otherwise("unit"),
        unit_class=pl.when(hit & unnamed).then(pl.coalesce("new_class", "unit_class")).otherwise("unit_class"),
        is_part=hit,
    ).drop("row", "new_measure", "new_kind", "new_unit", "new_class", "new_pred")
