"""Events dated by their distance from another event of the sentence.

Covers: "a day after X", "two weeks before X", "hours after X", "the day after X", with X a clause or a noun: whichever
of the two has a day gives the other its own. "... since X began": what goes on since then begins there.
"On the third day of X": X began two days before.
Where the clause itself tells no event ("coming a day after ..."), what was told last, here or in the sentence before,
is meant.
Does not cover: "days after" without a number, distances in months or years.
"""

from __future__ import annotations

import polars as pl

from transforms.code.when import WHEN
from transforms.frames import first_by, look_up_known, pick
from transforms.mentions.spans import matches

_DAYS = {"hour": 0, "minute": 0, "day": 1, "week": 7}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "the": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
            "eight": 8, "nine": 9, "ten": 10}  # fmt: skip
_JOINTS = ("after", "before", "following")
_CLAUSE = ("advcl", "ccomp", "acl", "relcl", "xcomp", "conj")
_HOPS = 3
_DAY_REACH = 6  # how many sentences back the day may stand that "on the third day of" means
_ORDINALS = {"second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8",
             "ninth": "9", "tenth": "10"}  # fmt: skip


def at_distance(when: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Fill WHEN of undated triggers that stand at a told distance from a dated one. `tokens`: TOKENS."""
    steps = _steps(tokens)
    sides = _events_of(steps, when, tokens)
    one_day = (pl.col("date_precision") == "day") & (pl.col("date_start") == pl.col("date_end"))
    days = when.filter(one_day).select("t", "date_start", "date_text")
    bare = when.filter(pl.col("date_start").is_null() & pl.col("date_text").is_null()).select("t")
    both = sides.join(sides, on="step", suffix="_base").filter(pl.col("side") != pl.col("side_base"))
    known = both.join(days, left_on="t_base", right_on="t").join(bare, on="t", how="semi")
    # "a day after X": X is earlier by a day; seen from X, what is told is later
    sign = pl.when(pl.col("side") == "other").then(-pl.col("shift")).otherwise(pl.col("shift"))
    rule = pl.lit("distance from another event: ") + pl.col("words")
    shifted = known.with_columns(new=pl.col("date_start") + pl.duration(days=sign), rule=rule)
    chosen = first_by(shifted.select("t", "new", "rule", "date_text", "t_base"), ["t"], "t_base")
    return _fill(when, chosen)


def since_begun(when: pl.DataFrame, tokens: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Fill WHEN of what has gone on since a dated act ("have fled since rebels attacked in May"): up to publication.

    `sentences`: sent, published_on.
    """
    marks = pick(tokens, (pl.col("lower") == "since") & (pl.col("dep") == "mark"), clause="head")
    clauses = look_up_known(marks, "clause", tokens, sent="sent", t="head")
    inner = pick(tokens, pl.col("dep").is_in(("dobj", "nsubj", "nsubjpass")), clause="head", event="t")
    own = clauses.select("clause", event="clause").unique()
    events = pl.concat([own, inner.join(own.select("clause"), on="clause")])
    began = events.join(when.drop_nulls("date_start"), left_on="event", right_on="t")
    began = first_by(began, ["clause"], "date_start", "event")
    bare = when.filter(pl.col("date_start").is_null() & pl.col("date_text").is_null()).select("t")
    found = (
        clauses.join(bare, on="t", how="semi")
        .join(began, on="clause")
        .join(sentences.select("sent", "published_on"), on="sent")
        .filter(pl.col("date_start") <= pl.col("published_on"))
        .select("t", "clause", "date_start", "date_precision", "date_text", date_end="published_on",
                date_rule=pl.lit("since another event"))
        .pipe(first_by, ["t"], "clause")
    )  # fmt: skip
    rest = when.join(found, on="t", how="anti", maintain_order="left")
    return pl.concat([rest, found.select(WHEN.names()).cast(WHEN)])


def nth_days(when: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Give what is in its n-th day the span that this says ("on the third day of protests", "on its third day").

    The day meant is the last one told in the article up to there, a few sentences back at most.
    """
    words = tokens.select("t", "sent", "doc", "head", "dep", "lower", "tag")
    is_nth = matches("lower", r"^\d{1,2}(?:st|nd|rd|th)$")
    ordinal = pick(words, pl.col("lower").is_in(list(_ORDINALS)) | is_nth, "t", day="head", ordinal="lower")
    ordinal = first_by(ordinal, ["day"], "t").drop("t")
    days = pick(words, pl.col("lower") == "day", "sent", "doc", day="t", prep="head").join(ordinal, on="day")
    days = days.join(pick(words, pl.col("lower").is_in(("on", "for", "in")), prep="t", verb="head"), on="prep")
    of = pick(words, pl.col("lower") == "of", of="t", day="head")
    of = of.join(pick(words, pl.col("dep") == "pobj", of="head", thing="t"), on="of").select("day", "thing")
    its = pick(words, (pl.col("lower") == "its") & (pl.col("dep") == "poss"), day="head")
    verbs = days.join(its, on="day", how="semi")
    subjects = words.filter(
        pl.col("dep").is_in(("nsubj", "nsubjpass")) & ~pl.col("tag").cast(pl.String).str.starts_with("W")
    )
    clauses = pick(words, pl.col("dep") == "relcl", verb="t", thing="head")
    direct = verbs.join(subjects.select(verb="head", thing="t"), on="verb").select("day", "thing")
    nearest = _trigger_near(verbs.join(clauses, on="verb").select("day", "thing"), when, words)
    things = pl.concat([of, direct, nearest]).unique()
    one_day = (pl.col("date_precision") == "day") & (pl.col("date_start") == pl.col("date_end"))
    told = when.filter(one_day).join(words.select("t", "doc", t_sent="sent"), on="t")
    number = pl.col("ordinal").replace(_ORDINALS).str.replace(r"(?:st|nd|rd|th)$", "").cast(pl.Int64, strict=False)
    counted = (
        days.join(things, on="day")
        .join(told.select("doc", "t_sent", "date_start", "date_text", base="t"), on="doc")
        .filter((pl.col("base") < pl.col("day")) & (pl.col("sent") - pl.col("t_sent") <= _DAY_REACH))
        .sort("thing", "day", "base", descending=[False, False, True])
        .unique("thing", keep="first", maintain_order=True)
        .select(t="thing", new=pl.col("date_start") - pl.duration(days=number - 1), new_end="date_start",
                new_text="date_text", new_rule=pl.concat_str(pl.lit("day of it: "), "ordinal"))
        .drop_nulls("new")
    )  # fmt: skip
    joined = when.join(counted, on="t", how="left", maintain_order="left")
    hit = pl.col("new").is_not_null() & (pl.col("date_start").is_null() | (pl.col("date_start") == pl.col("new_end")))
    return joined.with_columns(
        date_start=pl.when(hit).then("new").otherwise("date_start"),
        date_end=pl.when(hit).then("new_end").otherwise("date_end"),
        date_precision=pl.when(hit).then(pl.lit("day")).otherwise("date_precision"),
        date_text=pl.when(hit).then("new_text").otherwise("date_text"),
        date_rule=pl.when(hit).then("new_rule").otherwise("date_rule"),
    ).select(WHEN.names())


def _trigger_near(things: pl.DataFrame, when: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """The event that a relative clause goes on about: its noun, or the last event before it in the sentence."""
    events = when.select(event="t").join(words.select(event="t", sent="sent"), on="event")
    near = things.join(words.select(thing="t", sent="sent"), on="thing").join(events, on="sent")
    near = near.filter(pl.col("event") < pl.col("day"))
    own = near.with_columns(far=(pl.col("event") != pl.col("thing")).cast(pl.Int8))
    return first_by(own, ["day"], "far", "event", descending=[False, True]).select("day", thing="event")


def _fill(when: pl.DataFrame, chosen: pl.DataFrame) -> pl.DataFrame:
    joined = when.join(
        chosen.drop("t_base").rename({"date_text": "new_text"}), on="t", how="left", maintain_order="left"
    )
    hit = pl.col("new").is_not_null()
    return joined.with_columns(
        date_start=pl.when(hit).then("new").otherwise("date_start"),
        date_end=pl.when(hit).then("new").otherwise("date_end"),
        date_precision=pl.when(hit).then(pl.lit("day")).otherwise("date_precision"),
        date_text=pl.when(hit).then("new_text").otherwise("date_text"),
        date_rule=pl.when(hit).then("rule").otherwise("date_rule"),
    ).select(WHEN.names())


def _steps(tokens: pl.DataFrame) -> pl.DataFrame:
    """Told distances: step, words, shift (days that the main event is later), main, other (words of the clauses)."""
    units = pick(
        tokens, pl.col("lemma").is_in(list(_DAYS)), "sent", step="t", unit="lemma", above="head", unit_text="lower"
    )
    is_number = matches("lower", r"^\d{1,2}$")
    number = pick(tokens, pl.col("lower").is_in(list(_NUMBERS)) | is_number, "t", step="head", number="lower")
    number = first_by(number, ["step"], "t", descending=True)
    words = tokens.select("t", "sent", "head", "dep", "lower")
    joints = pick(
        words,
        pl.col("lower").is_in(("after", "before", "following")) & pl.col("dep").is_in(("mark", "prep")),
        "sent",
        mark="t",
        joint="lower",
        joint_dep="dep",
        joint_head="head",
    )
    joined = units.with_columns(mark=pl.col("step") + 1).join(joints, on=["mark", "sent"])
    clause = joined.filter(pl.col("joint_dep") == "mark").pipe(look_up_known, "joint_head", tokens, main_above="head")
    clause = clause.with_columns(other="joint_head", main="main_above")
    objects = pick(words, pl.col("dep").is_in(("pobj", "pcomp")), other="t", mark="head")
    phrase = joined.filter(pl.col("joint_dep") == "prep").join(objects, on="mark")
    own_head = pl.col("joint_head") == pl.col("step")
    phrase = phrase.with_columns(main=pl.when(own_head).then("above").otherwise("joint_head"))
    columns = ["sent", "step", "unit", "unit_text", "mark", "joint", "main", "other"]
    found = pl.concat([clause.select(columns), phrase.select(columns)])
    count = pl.col("number").replace(_NUMBERS).cast(pl.Int64, strict=False)
    vague_hours = pl.col("unit").is_in(("hour", "minute"))
    days = pl.when(vague_hours).then(0).otherwise(count * pl.col("unit").replace_strict(_DAYS, return_dtype=pl.Int64))
    sign = pl.when(pl.col("joint") == "before").then(-1).otherwise(1)
    told = pl.concat_str(pl.col("number").fill_null(""), pl.lit(" "), "unit_text", pl.lit(" "), "joint")
    return (
        found.join(number.drop("t"), on="step", how="left")
        .with_columns(shift=days * sign, words=told.str.strip_chars())
        .drop_nulls("shift")
        .select("sent", "step", "words", "shift", "main", "other")
    )


def _events_of(steps: pl.DataFrame, when: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The triggers that each side of a distance tells: step, side, t, shift, words."""
    events = when.select("t").pipe(look_up_known, "t", tokens, head="head", dep="dep", sent="sent", doc="doc")
    told = steps.select("step", "words", "shift")
    sides = []
    for side in ("main", "other"):
        spots = steps.select("step", word=side, rank=pl.lit(0))
        own = spots.join(events.select("t"), left_on="word", right_on="t").select("step", t="word", rank="rank")
        under = spots.join(
            events.filter(pl.col("dep").is_in(("nsubj", "nsubjpass", "dobj", "compound"))).select("t", word="head"),
            on="word",
        ).select("step", "t", rank=pl.lit(1))
        found = pl.concat([own, under])
        if side == "main":
            dated = events.join(when.filter(pl.col("date_start").is_not_null()), on="t", how="semi")
            found = pl.concat([found, _above(steps, dated, tokens), _before(steps, dated, tokens)])
        best = first_by(found, ["step"], "rank", "t")
        sides.append(best.select("step", "t", side=pl.lit(side)))
    return pl.concat(sides).join(told, on="step")


def _above(steps: pl.DataFrame, events: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The event of a clause above the main word ("..., coming a day after")."""
    edges = pick(tokens, pl.col("dep").is_in(_CLAUSE), word="t", above="head")
    reach = steps.select("step", word="main")
    found = []
    for hop in range(_HOPS):
        reach = reach.join(edges, on="word").select("step", word="above")
        own = reach.join(events.select(word="t"), on="word")
        found.append(own.select("step", t="word", rank=pl.lit(2 + hop)))
    return pl.concat(found)


def _before(steps: pl.DataFrame, events: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """What was told last before the distance, in its sentence or the one before."""
    same = steps.select("step", pl.col("sent").cast(pl.Int64)).pipe(look_up_known, "step", tokens, doc="doc")
    spots = pl.concat([same, same.with_columns(pl.col("sent") - 1)])
    told = events.select("t", "doc", pl.col("sent").cast(pl.Int64))
    near = spots.join(told, on=["doc", "sent"]).filter(pl.col("t") < pl.col("step"))
    last = first_by(near.select("step", "t"), ["step"], "t", descending=True)
    return last.select("step", "t", rank=pl.lit(9))
