"""When it happened: the expression of time that belongs to the trigger's own clause.

An expression belongs to the nearest verb or trigger above it; "said on Friday" dates the saying, not what was said.
Covers: the trigger's own expressions, those of the verb it hangs on, captions (their date covers all of them).
Does not cover: what other sentences tell of it (`code.statements`, `code.retold`), "a day after X" (`code.distance`).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.code.governed import PROBES, governors
from transforms.frames import first_by, look_up, pick

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
_THROUGH = tuple(
    "csubj conj xcomp pobj prep dobj nsubj nsubjpass agent attr pcomp advcl acl compound amod oprd".split()
)
# with these the infinitive has the time of the verb above; "agreed to leave on Friday" tells of a later day
_SAME_TIME = tuple(
    "fail refuse decline begin start continue manage try attempt struggle force cause help seem appear".split()
)
_HELD = tuple("set schedule plan hold expect slate stage time launch carry conduct commit sign release".split())
# what these verbs are about has a time of its own
ABOUT = tuple(
    (
        "condemn denounce criticize criticise decry blame accuse suspect praise welcome hail deny reject oppose "
        "investigate mourn commemorate mark remember discuss debate regret deplore slam blast "
        "lament describe recall probe fear"
    ).split()
)
_CHARGING = tuple("arrest charge convict sentence indict jail imprison detain try acquit sue fine execute want".split())
_VOICING = tuple("convey express extend voice reiterate".split())
_SPOKEN_IN = tuple(
    (
        "statement speech letter tweet interview call address hearing report conference briefing message post meeting "
        "session telegram article column debate remark comment testimony memo note broadcast resolution lawsuit court"
    ).split()
)
_LOOKING = tuple("look inquire dig probe delve".split())


def place_dates(dates: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Add `date_t`: the token an expression of time begins with; `dates`: DATES."""
    starts = pick(tokens, pl.col("sent").is_in(dates["sent"].implode()), "sent", "start_char", date_t="t")
    return dates.join(starts, on=["sent", "start_char"], how="inner")


@dataclass(frozen=True)
class Clauses:
    """What the parse says of the time of clauses, whatever is asked for.

    `apart`: below, apart: words whose clause has a time of its own. `below`, `around`: ancestor, later: whose time is
    also its verb's.
    """

    apart: pl.DataFrame
    below: pl.DataFrame
    around: pl.DataFrame


def time_of_clauses(tokens: pl.DataFrame) -> Clauses:
    """How the clauses of a batch share their time."""
    return Clauses(_of_another_time(tokens), _dating_below(tokens), _amid(tokens))


def find_when(
    targets: pl.DataFrame,
    paths: pl.DataFrame,
    dates: pl.DataFrame,
    date_paths: pl.DataFrame,
    tokens: pl.DataFrame,
    sentences: pl.DataFrame,
    saying: list[str],
    clauses: Clauses,
) -> pl.DataFrame:
    """The time of each target, schema WHEN; no row has a day without the words and the rule that gave it.

    `targets`: t, status. `paths`, `date_paths`: ANCESTORS of targets and of dates. `dates`: DATES with date_t.
    `clauses`: `time_of_clauses`.
    """
    governed = governors(dates, date_paths, targets, tokens, saying)
    dated = dates.join(governed, on="date_t", how="inner")
    up = (
        paths.join(clauses.apart, on="below", how="left")
        .with_columns(apart=pl.col("apart").fill_null(value=False) & (pl.col("depth") > 0))
        .with_columns(blocked=(~pl.col("via").is_in(_THROUGH) & (pl.col("depth") > 0)) | pl.col("apart"))
        .with_columns(pl.col("blocked").cast(pl.Int32))
        .sort("t", "depth")
        .with_columns(blocked=pl.col("blocked").cum_sum().over("t"))
        .filter(pl.col("blocked") == 0)
    )
    sayers = pick(tokens, pl.col("lemma").is_in(saying), ancestor="t")
    up = pl.concat(
        [up.filter(pl.col("depth") == 0), up.filter(pl.col("depth") > 0).join(sayers, on="ancestor", how="anti")]
    )
    lasting = (pl.col("date_precision") != "day") | (pl.col("date_start") != pl.col("date_end"))
    around = dated.filter(lasting).join(clauses.around, left_on="governor", right_on="later", how="inner")
    dated = pl.concat([dated, around.with_columns(governor="ancestor").select(dated.columns)])
    below = (
        up.filter((pl.col("depth") == 0) | ((pl.col("depth") == 1) & (pl.col("via") == "dobj")))
        .join(clauses.below, on="ancestor")
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
        look_up(targets, "t", tokens, sent="sent")
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
    # only these hang on a verb as what it is about
    words = pl.col("lower").is_in(("for", "of", "with", "over", "about", "against", "into"))
    hanging = pl.col("dep").is_in(("dobj", "nsubjpass")) | words
    hung = pick(tokens, hanging, "t", "dep", "lower", above="head").pipe(look_up, "above", tokens, verb="lemma")
    thing = pl.col("dep").is_in(("dobj", "nsubjpass")) & pl.col("verb").is_in(ABOUT)
    reason = (
        (pl.col("dep") == "prep")
        & pl.col("lower").is_in(("for", "of", "with", "over", "about", "against"))
        & pl.col("verb").is_in((*ABOUT, *_CHARGING))
    )
    acts = pick(tokens, (pl.col("dep") == "pcomp") & (pl.col("tag") == "VBG"), t="head")
    for_doing = hung.filter(pl.col("lower") == "for").join(acts, on="t", how="semi")
    about = pl.concat([hung.filter(thing | reason).select(below="t"), for_doing.select(below="t")])
    probes = hung.filter(pl.col("verb").is_in(PROBES))
    about = pl.concat([about, probes.filter(pl.col("lower").is_in(("into", "of"))).select(below="t")])
    looking = hung.filter((pl.col("lower") == "into") & pl.col("verb").is_in(_LOOKING)).select(below="t")
    return pl.concat([below, about, looking]).unique().with_columns(apart=pl.lit(value=True))


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
    to = pick(tokens, (pl.col("lower") == "to") & (pl.col("dep") == "aux"), t="head")
    infinitives = (
        verbs.filter(pl.col("dep").is_in(("xcomp", "advcl", "acl")))
        .join(to, on="t", how="semi")
        .pipe(look_up, "head", tokens, above="lemma")
        .filter((pl.col("dep") != "xcomp") | pl.col("above").is_in(_SAME_TIME))
    )
    found = [frame.select(ancestor="head", later="t") for frame in (beside, infinitives, _at_once(verbs, tokens))]
    found += [_in_an_act(verbs, tokens), _told_of_a_noun(verbs, tokens), _going_on(tokens)]
    return pl.concat(found).unique()


def _at_once(verbs: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Verbs of clauses with "when", "as" and "while" ("were hurt when a bomb went off on Monday"), rows of `verbs`."""
    when = tokens.filter((pl.col("dep") == "advmod") & (pl.col("lower") == "when"))
    as_ = tokens.filter((pl.col("dep") == "mark") & pl.col("lower").is_in(("as", "while")))
    marked = pl.concat([when.select(t="head"), as_.select(t="head")]).unique()
    return verbs.filter((pl.col("dep") == "advcl") & pl.col("tag").is_in(("VBD", "VBN", "VBG"))).join(
        marked, on="t", how="semi"
    )


def _in_an_act(verbs: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """What a verb is done in ("conceded in a call on Friday", "killed ten in a raid on Sunday"): ancestor, later.

    Who accuses in a speech does it then, not who accuses somebody of killing ten in a raid.
    """
    preps = tokens.filter((pl.col("dep") == "prep") & pl.col("lower").is_in(("in", "during", "at")))
    preps = preps.join(verbs.select(head="t", verb="lemma"), on="head").select("verb", prep="t", ancestor="head")
    nouns = tokens.filter(pl.col("dep") == "pobj").join(preps, left_on="head", right_on="prep")
    apart = pl.col("verb").is_in((*ABOUT, *_CHARGING, *_VOICING)) & ~pl.col("lemma").is_in(_SPOKEN_IN)
    own = nouns.filter(~apart).select("ancestor", later="t")
    return pl.concat([own, _accused_of(nouns.filter(apart), tokens)])


def _accused_of(nouns: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """What somebody is accused of doing in an act ("accused of killing ten - all boys - in a raid on Sunday")."""
    of = tokens.filter((pl.col("dep") == "prep") & pl.col("lower").is_in(("of", "for", "with")))
    doing = tokens.filter((pl.col("dep") == "pcomp") & (pl.col("tag") == "VBG"))
    doing = doing.join(of.select(head="t", above="head"), on="head").select("above", doing="t")
    objects = pick(tokens, pl.col("dep") == "dobj", above="t", ancestor="head")
    through = doing.join(objects, on="above").select("ancestor", "doing")
    charges = pl.concat([doing.select("doing", ancestor="above").select(through.columns), through])
    told = nouns.select("ancestor", later="t").join(charges, on="ancestor").filter(pl.col("doing") < pl.col("later"))
    return told.select("later", ancestor="doing").select("ancestor", "later")


def _amid(tokens: pl.DataFrame) -> pl.DataFrame:
    """What goes on around a verb ("With fighting there in the last two days, people left"): ancestor, later."""
    preps = tokens.filter((pl.col("dep") == "prep") & pl.col("lower").is_in(("with", "amid")))
    verbs = pick(tokens, pl.col("tag") == "VBD", head="t")
    preps = preps.filter(pl.col("t") < pl.col("head")).join(verbs, on="head").select(prep="t", ancestor="head")
    nouns = tokens.filter(pl.col("dep") == "pobj").join(preps, left_on="head", right_on="prep")
    return nouns.select("ancestor", later="t")


def _told_of_a_noun(verbs: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """What clauses behind a noun tell of it ("a bomb that killed two on Friday"): ancestor, later."""
    that = pick(tokens, pl.col("lower").is_in(("that", "which")) & (pl.col("dep") == "nsubj"), t="head")
    told = verbs.filter((pl.col("dep") == "relcl") & (pl.col("tag") == "VBD")).join(that, on="t", how="semi")
    nouns = pick(tokens, pl.col("pos") == "NOUN", head="t")
    return told.join(nouns, on="head", how="semi").select(ancestor="head", later="t")


def _going_on(tokens: pl.DataFrame) -> pl.DataFrame:
    """What those were doing whom a verb meets ("fired at students who were marching on Monday"): ancestor, later."""
    who = pick(tokens, pl.col("lower").is_in(("who", "that", "which")) & (pl.col("dep") == "nsubj"), t="head")
    was = pick(tokens, (pl.col("dep") == "aux") & pl.col("lower").is_in(("was", "were")), t="head")
    doing = tokens.filter((pl.col("dep") == "relcl") & (pl.col("tag") == "VBG"))
    doing = doing.join(who, on="t", how="semi").join(was, on="t", how="semi").select(noun="head", later="t")
    objects = pick(tokens, pl.col("dep").is_in(("dobj", "nsubjpass")), noun="t", ancestor="head")
    preps = pick(tokens, pl.col("dep") == "prep", prep="t", ancestor="head")
    reached = pick(tokens, pl.col("dep") == "pobj", noun="t", prep="head").join(preps, on="prep")
    things = pl.concat([objects.select("noun", "ancestor"), reached.select("noun", "ancestor")])
    return doing.join(things, on="noun").select("ancestor", "later")
