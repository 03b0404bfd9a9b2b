"""When it happened: the expression of time that belongs to the trigger's own clause.

An expression belongs to the nearest verb or trigger above it; "said on Friday" dates the saying, not what was said.
Covers: the trigger's own expressions, those of the verb it hangs on, captions (their date covers all of them).
Does not cover: what other sentences tell of it (`code.statements`, `code.retold`), "a day after X" (`code.distance`).
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by

WHEN = pl.Schema(
    {
        "t": pl.UInt32,
        "date_start": pl.Date,
        "date_end": pl.Date,
        "date_precision": pl.String,
        "date_text": pl.String,
        "date_rule": pl.String,
    }
)
_THROUGH = tuple("conj xcomp pobj prep dobj nsubj nsubjpass agent attr pcomp advcl acl compound amod oprd".split())
_NOMINAL = ("nsubj", "nsubjpass", "dobj", "pobj", "compound", "poss", "appos")
_BEFORE_NOUN = ("poss", "compound", "nummod", "amod", "nmod")
# with these the infinitive has the time of the verb above; "agreed to leave on Friday" tells of a later day
_SAME_TIME = tuple(
    "fail refuse decline begin start continue manage try attempt struggle force cause help seem appear".split()
)
_HELD = tuple("set schedule plan hold expect slate stage time launch carry conduct commit sign release".split())
_OCCASIONS = tuple("election vote poll race referendum ballot summit conference meeting rally ceremony result".split())
# what these verbs are about has a time of its own
_ABOUT = tuple(
    (
        "condemn denounce criticize criticise decry blame accuse praise welcome hail deny reject oppose investigate "
        "mourn commemorate mark remember discuss debate regret deplore slam blast lament describe recall probe fear"
    ).split()
)
_CHARGING = tuple("arrest charge convict sentence indict jail imprison detain try acquit sue fine execute want".split())
_PROBES = tuple("investigation probe inquiry trial".split())
_AT = ("at", "in", "during", "following")


def place_dates(dates: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Add `date_t`: the token an expression of time begins with; `dates`: DATES."""
    starts = tokens.select("sent", "start_char", date_t="t")
    return dates.join(starts, on=["sent", "start_char"], how="inner")


def find_when(
    targets: pl.DataFrame,
    paths: pl.DataFrame,
    dates: pl.DataFrame,
    date_paths: pl.DataFrame,
    tokens: pl.DataFrame,
    sentences: pl.DataFrame,
    saying: list[str],
) -> pl.DataFrame:
    """The time of each target, schema WHEN; no row has a day without the words and the rule that gave it.

    `targets`: t, status. `paths`, `date_paths`: ANCESTORS of targets and of dates. `dates`: DATES with date_t.
    """
    verbs = tokens.select(ancestor="t", pos="pos", lemma="lemma")
    # a name that the model takes for a verb governs nothing
    plain_verbs = tokens.filter((pl.col("pos") == "VERB") & ~pl.col("dep").is_in(_NOMINAL)).select("t")
    # "has been on strike since Monday"
    copulas = tokens.filter((pl.col("pos") == "AUX") & ~pl.col("dep").is_in((*_NOMINAL, "aux", "auxpass"))).select("t")
    stops = pl.concat([targets.select("t"), plain_verbs, copulas]).unique()
    # what an expression hangs on; behind a reporting verb ("said on Friday") it dates the report
    governed = (
        date_paths.filter(pl.col("depth") > 0)
        .join(stops, left_on="ancestor", right_on="t", how="semi")
        .join(copulas.select(ancestor="t", copula=pl.lit(value=True)), on="ancestor", how="left")
        .filter(pl.col("copula").is_null() | (pl.col("ancestor") < pl.col("t")))
        .pipe(first_by, ["t"], "depth")
        .select(date_t="t", governor="ancestor", hops="depth")
        .join(_owned_elsewhere(dates, date_paths, tokens), on="date_t", how="left")
        .filter(pl.col("owner_depth").is_null() | (pl.col("hops") <= pl.col("owner_depth")))
        .select("date_t", "governor")
    )
    reports = tokens.filter(pl.col("lemma").is_in(saying) & (pl.col("pos") == "VERB")).select(report="t")
    near = dates.select("date_t").with_columns(report=pl.col("date_t") - 2).join(reports, on="report", how="semi")
    direct = dates.select("date_t").with_columns(report=pl.col("date_t") - 1).join(reports, on="report", how="semi")
    owned = _owned_elsewhere(dates, date_paths, tokens)
    behind = pl.concat([near, direct]).unique("date_t", keep="any").join(owned, on="date_t", how="anti")
    governed = (
        governed.join(behind, on="date_t", how="left")
        .with_columns(governor=pl.coalesce("report", "governor"))
        .drop("report")
    )
    governed = pl.concat([governed, _when_clauses(dates, tokens)])
    dated = dates.join(governed, on="date_t", how="inner")
    up = (
        paths.join(_of_another_time(tokens), on="below", how="left")
        .with_columns(apart=pl.col("apart").fill_null(value=False) & (pl.col("depth") > 0))
        .with_columns(blocked=(~pl.col("via").is_in(_THROUGH) & (pl.col("depth") > 0)) | pl.col("apart"))
        .with_columns(pl.col("blocked").cast(pl.Int32))
        .sort("t", "depth")
        .with_columns(blocked=pl.col("blocked").cum_sum().over("t"))
        .filter(pl.col("blocked") == 0)
    )
    sayers = verbs.filter(pl.col("lemma").is_in(saying)).select("ancestor")
    up = pl.concat(
        [up.filter(pl.col("depth") == 0), up.filter(pl.col("depth") > 0).join(sayers, on="ancestor", how="anti")]
    )
    conjoined = _dating_below(tokens)
    below = (
        up.filter((pl.col("depth") == 0) | ((pl.col("depth") == 1) & (pl.col("via") == "dobj")))
        .join(conjoined, on="ancestor")
        .with_columns(ancestor="later", depth=pl.lit(20, dtype=pl.Int64))
    )
    up = pl.concat([up, below.select(up.columns)])
    own = up.join(dated, left_on="ancestor", right_on="governor").select(
        "t", "depth", distance=(pl.col("date_t").cast(pl.Int64) - pl.col("t").cast(pl.Int64)).abs(),
        date_start="date_start", date_end="date_end", date_precision="date_precision", date_text="date_text",
        date_rule="date_rule", next_start="next_start",
    )  # fmt: skip
    captions = sentences.filter(pl.col("kind") == "caption").select("sent")
    in_caption = (
        targets.join(tokens.select("t", "sent"), on="t")
        .join(captions, on="sent", how="semi")
        .join(dates, on="sent")
        .select(
            "t", "date_start", "date_end", "date_precision", "date_text", "next_start",
            depth=pl.lit(50, dtype=pl.Int64), distance=pl.lit(0, dtype=pl.Int64),
            date_rule=pl.col("date_rule") + ", caption",
        )
        .select(own.columns)
    )  # fmt: skip
    found = first_by(pl.concat([own, in_caption]), ["t"], "depth", "distance", "date_start")
    coming = (pl.col("status").is_in(("future",))) & pl.col("next_start").is_not_null()
    timed = (
        targets.select("t", "status")
        .join(found, on="t", how="left")
        .with_columns(
            date_start=pl.when(coming).then("next_start").otherwise("date_start"),
            date_end=pl.when(coming & (pl.col("date_precision") == "month"))
            .then(pl.col("next_start").dt.month_end())
            .when(coming)
            .then("next_start")
            .otherwise("date_end"),
            date_rule=pl.when(coming).then(pl.lit("coming: ") + pl.col("date_rule")).otherwise("date_rule"),
        )
    )
    return (
        timed.with_columns(
            date_rule=pl.col("date_rule").fill_null("no expression of time in the clause"),
            date_precision=pl.when(pl.col("date_start").is_null()).then(pl.lit("unknown")).otherwise("date_precision"),
            date_end=pl.when(pl.col("date_start").is_not_null()).then("date_end"),
        )
        .select(WHEN.names())
        .cast(WHEN)
    )


def _when_clauses(dates: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Verbs of clauses that hang on an expression of time ("in 2014, when war began"): date_t, governor."""
    adverbs = tokens.filter((pl.col("lower") == "when") & (pl.col("dep") == "advmod")).select(governor="head", w="t")
    inside = tokens.select(end="t", end_char="end_char", sent="sent")
    ends = dates.select("date_t", "sent", "end_char").join(inside, on=["sent", "end_char"])
    near = ends.join(adverbs.join(tokens.select(w="t", sent="sent"), on="w"), on="sent")
    gap = pl.col("w").cast(pl.Int64) - pl.col("end").cast(pl.Int64)
    return near.filter(gap.is_between(1, 2)).select("date_t", "governor")


def _of_another_time(tokens: pl.DataFrame) -> pl.DataFrame:
    """Words of clauses whose time is not that of the verb above ("a day after X", "since X"): below, apart."""
    before = tokens.filter((pl.col("dep") == "mark") & pl.col("lower").is_in(("since", "until")))
    units = tokens.filter(pl.col("lemma").is_in(("day", "week", "month", "year", "hour")))
    units = units.select("sent", t=pl.col("t") + 1)
    after = tokens.filter((pl.col("dep") == "mark") & pl.col("lower").is_in(("after", "before")))
    after = after.join(units, on=["sent", "t"], how="semi")
    prep = tokens.filter((pl.col("dep") == "prep") & pl.col("lower").is_in(("after", "before", "since")))
    below = pl.concat([before.select(below="head"), after.select(below="head"), prep.select(below="t")])
    # "condemned the attack on Friday", "was arrested on Friday for killing two": what it is about happened before
    heads = tokens.select(above="t", verb="lemma")
    hung = tokens.select("t", "dep", "lower", above="head").join(heads, on="above")
    thing = pl.col("dep").is_in(("dobj", "nsubjpass")) & pl.col("verb").is_in(_ABOUT)
    reason = (
        (pl.col("dep") == "prep")
        & pl.col("lower").is_in(("for", "of", "with", "over", "about", "against"))
        & pl.col("verb").is_in((*_ABOUT, *_CHARGING))
    )
    acts = tokens.filter((pl.col("dep") == "pcomp") & (pl.col("tag") == "VBG")).select(t="head")
    for_doing = hung.filter(pl.col("lower") == "for").join(acts, on="t", how="semi")
    about = pl.concat([hung.filter(thing | reason).select(below="t"), for_doing.select(below="t")])
    probes = hung.join(tokens.filter(pl.col("lemma").is_in(_PROBES)).select(above="t"), on="above", how="semi")
    about = pl.concat([about, probes.filter(pl.col("lower").is_in(("into", "of"))).select(below="t")])
    return pl.concat([below, about]).unique().with_columns(apart=pl.lit(value=True))


def _dating_below(tokens: pl.DataFrame) -> pl.DataFrame:
    """Verbs below another whose time is also its time: ancestor, later.

    Conjoined verbs ("killed 14 and wounded 38 on Tuesday"), participles beside it ("stormed the base, killing six on
    Sunday"), participles that say when a thing is ("a summit set for Friday") and infinitives of one time with it
    ("failed to agree last week", "launched an offensive to take the town in December"); clauses with "when" or "as",
    acts that another is done in ("conceded in a call on Friday"), and what a clause tells of the noun before it.
    """
    verbs = tokens.filter(pl.col("pos") == "VERB")
    held = (pl.col("dep") == "acl") & (pl.col("tag") == "VBN") & pl.col("lemma").is_in(_HELD)
    beside = verbs.filter((pl.col("dep") == "conj") | ((pl.col("dep") == "advcl") & (pl.col("tag") == "VBG")) | held)
    to = tokens.filter((pl.col("lower") == "to") & (pl.col("dep") == "aux")).select(t="head")
    infinitives = (
        verbs.filter(pl.col("dep").is_in(("xcomp", "advcl", "acl")))
        .join(to, on="t", how="semi")
        .join(tokens.select(head="t", above="lemma"), on="head")
        .filter((pl.col("dep") != "xcomp") | pl.col("above").is_in(_SAME_TIME))
    )
    found = [frame.select(ancestor="head", later="t") for frame in (beside, infinitives, _at_once(verbs, tokens))]
    return pl.concat([*found, _in_an_act(verbs, tokens), _told_of_a_noun(verbs, tokens)]).unique()


def _at_once(verbs: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Verbs of clauses with "when", "as" and "while" ("were hurt when a bomb went off on Monday"), rows of `verbs`."""
    when = tokens.filter((pl.col("dep") == "advmod") & (pl.col("lower") == "when"))
    as_ = tokens.filter((pl.col("dep") == "mark") & pl.col("lower").is_in(("as", "while")))
    marked = pl.concat([when.select(t="head"), as_.select(t="head")]).unique()
    return verbs.filter((pl.col("dep") == "advcl") & pl.col("tag").is_in(("VBD", "VBN", "VBG"))).join(
        marked, on="t", how="semi"
    )


def _in_an_act(verbs: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """What a verb is done in ("conceded in a call on Friday", "killed ten in a raid on Sunday"): ancestor, later."""
    preps = tokens.filter((pl.col("dep") == "prep") & pl.col("lower").is_in(("in", "during", "at")))
    preps = preps.join(verbs.select(head="t"), on="head", how="semi").select(prep="t", ancestor="head")
    return (
        tokens.filter(pl.col("dep") == "pobj")
        .join(preps, left_on="head", right_on="prep")
        .select("ancestor", later="t")
    )


def _told_of_a_noun(verbs: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """What clauses behind a noun tell of it ("a bomb that killed two on Friday"): ancestor, later."""
    that = tokens.filter(pl.col("lower").is_in(("that", "which")) & (pl.col("dep") == "nsubj")).select(t="head")
    told = verbs.filter((pl.col("dep") == "relcl") & (pl.col("tag") == "VBD")).join(that, on="t", how="semi")
    nouns = tokens.filter(pl.col("pos") == "NOUN").select(head="t")
    return told.join(nouns, on="head", how="semi").select(ancestor="head", later="t")


def _owned_elsewhere(dates: pl.DataFrame, date_paths: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Expressions that date a noun only, not the verb that is about it ("condemned Monday's attack").

    The noun's own verb has its time ("Monday's attack killed ten"), and so has what happens "at Monday's meeting".
    Returns date_t and owner_depth: how far up the noun stands.
    """
    words = tokens.select("t", "dep", "pos", "head", "lower", "start_char", "lemma")
    owned = (
        dates.select("date_t", "end_char")
        .join(words.filter(pl.col("dep").is_in(_BEFORE_NOUN)).select(date_t="t"), on="date_t")
        .join(date_paths.filter(pl.col("depth") == 1).select(date_t="t", noun="ancestor"), on="date_t")
        .join(words.select("start_char", "lemma", noun="t", noun_dep="dep", noun_pos="pos", above="head"), on="noun")
        .filter(pl.col("noun_pos").is_in(("NOUN", "PROPN")) & (pl.col("start_char") >= pl.col("end_char")))
        .join(words.select(above="t", prep="lower"), on="above")
    )
    shared = pl.col("noun_dep").is_in(("nsubj", "nsubjpass", "npadvmod")) | (
        (pl.col("noun_dep") == "pobj") & pl.col("prep").is_in(_AT)
    )
    # who disrupts an occasion does it on its day
    shared |= (pl.col("noun_dep") == "dobj") & pl.col("lemma").is_in(_OCCASIONS)
    return owned.filter(~shared).select("date_t", owner_depth=pl.lit(1, dtype=pl.Int64)).unique()
