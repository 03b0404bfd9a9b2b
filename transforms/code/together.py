"""Events of one sentence that happened together, where another sentence tells the day of one of them.

Covers: clauses with "as", "when" or "while" ("The blast happened as talks resumed"), what is done in or during an act
("killed in a gunfight during the raid", "had “urged calm” during the call"), an answer in kind ("responded to the
raid by shelling the town"), the act that a verb says took place. "The blast" is one told before with its
day. What somebody says of an act of the day of publication ("praised the bombing") was said on that day.
Does not cover: what "had" happened by then, clauses with days of their own, what is said of an act of an earlier day.
"""

from __future__ import annotations

import polars as pl

from transforms.code.when import ABOUT, WHEN
from transforms.frames import first_by, look_up_known, pick

_HAPPEN = ("happen", "occur", "come", "take", "erupt", "unfold", "follow")
_HAD = ("had", "'d", "’d", "has", "have", "will", "would", "could", "may", "might", "can", "should")
_HOPS = 3
_DAY = ("date_start", "date_end", "date_precision", "date_text")


def find_references(acts: pl.DataFrame, found: pl.DataFrame, told: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Nouns with "the" or "this" that tell no event of their own: t, into (the event they are part of), event_type.

    `acts`: t, into. `found`, `told`: triggers before and after those that only refer were dropped.
    """
    definite = pick(tokens, (pl.col("dep") == "det") & pl.col("lower").is_in(("the", "this", "that")), t="head")
    nouns = tokens.filter(pl.col("pos") == "NOUN").join(definite, on="t", how="semi").select("t")
    parts = acts.filter(pl.col("t") != pl.col("into")).join(found.select("event_type", into="t"), on="into")
    dropped = found.join(told.select("t"), on="t", how="anti").select("t", "event_type", into="t")
    both = pl.concat([parts.select("t", "into", "event_type"), dropped.select("t", "into", "event_type")])
    return first_by(both.join(nouns, on="t", how="semi"), ["t"], "into", "event_type")


def days_of_references(
    references: pl.DataFrame, triggers: pl.DataFrame, when: pl.DataFrame, tokens: pl.DataFrame
) -> pl.DataFrame:
    """The day of what "the attack" refers to: that of the tellings of its type before it, where they tell one day.

    `references`: `find_references`. `triggers`: those that tell. Returns t and the day's columns.
    """
    told = (
        one_day(when)
        .join(triggers.select("t", "event_type"), on="t")
        .pipe(look_up_known, "t", tokens, doc="doc")
        .rename({"t": "d"})
    )
    references = pl.concat([references.select("t", "into", "event_type"), _named_again(references, triggers, tokens)])
    pairs = look_up_known(references, "t", tokens, doc="doc").join(told, on=["doc", "event_type"])
    pairs = pairs.filter((pl.col("d") < pl.col("t")) & (pl.col("d") != pl.col("into")))
    agreed = pairs.group_by("t").agg(days=pl.col("date_start").n_unique(), d=pl.col("d").max())
    agreed = agreed.filter(pl.col("days") == 1).select("t", "d")
    return agreed.join(pairs.select("t", "d", *_DAY), on=["t", "d"]).select("t", *_DAY)


def _named_again(references: pl.DataFrame, triggers: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Nouns with "the" that say in which act something was done, by the word of an event told before: as `references`.

    "during the call" means the call; which word tells events of which type, the article itself has said.
    """
    known = pl.concat([references.select("t"), triggers.select("t")])
    the = pick(tokens, (pl.col("dep") == "det") & (pl.col("lower") == "the"), t="head").unique()
    during = pick(tokens, (pl.col("dep") == "prep") & (pl.col("lower") == "during"), head="t")
    nouns = tokens.filter(pl.col("dep") == "pobj").join(during, on="head", how="semi").join(the, on="t", how="semi")
    nouns = nouns.join(known, on="t", how="anti").select("t", "doc", pl.col("lemma").cast(pl.String))
    events = triggers.filter("is_noun").pipe(look_up_known, "t", tokens, doc="doc", lemma="lemma")
    again = nouns.join(events.select("doc", "lemma", "event_type", before="t"), on=["doc", "lemma"])
    again = again.filter(pl.col("before") < pl.col("t")).unique(["t", "event_type"], keep="any")
    return again.select("t", "event_type", into="t").select("t", "into", "event_type")


def one_day(when: pl.DataFrame) -> pl.DataFrame:
    """The rows of WHEN that tell one day: t and the day's columns."""
    return when.filter((pl.col("date_precision") == "day") & (pl.col("date_start") == pl.col("date_end"))).select(
        "t", *_DAY
    )


def happened_together(
    when: pl.DataFrame, status: pl.DataFrame, referred: pl.DataFrame, references: pl.DataFrame, tokens: pl.DataFrame,
    sentences: pl.DataFrame,
) -> pl.DataFrame:  # fmt: skip
    """Fill WHEN of events without any expression of time from those that happened with them.

    `referred`: `days_of_references`. `status`: t, status. `sentences`: sent, published_on.
    """
    actual = status.filter(pl.col("status") == "actual").select("t")
    own = one_day(when).join(actual, on="t", how="semi")
    known = pl.concat([own, referred.join(own, on="t", how="anti")])
    bare = when.filter(pl.col("date_start").is_null() & pl.col("date_text").is_null()).select("t")
    bare = bare.join(actual, on="t", how="semi")
    part = references.select("t", near="into").filter(pl.col("t") != pl.col("near"))
    links = pl.concat([_together(tokens), part])
    when = _fill(when, _spread(known, bare, when, links), "together with another event")
    return _fill(when, _said_of(known, bare, tokens, sentences), "said of an event of the day of publication")


def _spread(known: pl.DataFrame, bare: pl.DataFrame, when: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Days carried along links, the shortest way first; words with a time of their own pass none on."""
    timed = when.filter(pl.col("date_text").is_not_null()).select("t")
    reach, found = known, known.clear().with_columns(hops=pl.lit(0))
    for hop in range(1, _HOPS + 1):
        reach = (
            reach.join(links, on="t")
            .select(*_DAY, t="near")
            .unique()
            .join(timed, on="t", how="anti")
            .join(found, on="t", how="anti")
        )
        found = pl.concat([found, reach.select("t", *_DAY).with_columns(hops=pl.lit(hop, dtype=pl.Int32))])
    return _agreed(found.drop("hops").join(bare, on="t", how="semi"))


def _agreed(found: pl.DataFrame) -> pl.DataFrame:
    one = found.group_by("t").agg(days=pl.col("date_start").n_unique(), date_text=pl.col("date_text").min())
    one = one.filter(pl.col("days") == 1).select("t", "date_text")
    return first_by(found.join(one, on=["t", "date_text"]), ["t"], "date_start")


def _together(tokens: pl.DataFrame) -> pl.DataFrame:
    """Words of which one's day is the other's, both ways: t, near."""
    words = tokens.select("t", "dep", "head", "lower", "tag", "lemma")
    had = pick(words, (pl.col("dep") == "aux") & pl.col("lower").is_in(_HAD), t="head").unique()
    when = words.filter((pl.col("dep") == "advmod") & (pl.col("lower") == "when"))
    as_ = words.filter((pl.col("dep") == "mark") & pl.col("lower").is_in(("as", "while")))
    marked = pl.concat([when.select(t="head"), as_.select(t="head")]).unique()
    past = pl.col("tag").is_in(("VBD", "VBN", "VBG"))
    clauses = words.filter((pl.col("dep") == "advcl") & past).join(marked, on="t", how="semi")
    clauses = clauses.join(had, on="t", how="anti").select("t", near="head")
    happening = pick(words, pl.col("lemma").is_in(_HAPPEN) & (pl.col("tag") == "VBD"), head="t")
    subjects = words.filter(pl.col("dep") == "nsubj").join(happening, on="head", how="semi").select("t", near="head")
    again = words.filter(pl.col("lemma").is_in(("resume", "continue", "stage", "hold", "launch", "conduct")))
    objects = words.filter(pl.col("dep") == "dobj").join(again.select(head="t"), on="head", how="semi")
    preps = pick(words, (pl.col("dep") == "prep") & pl.col("lower").is_in(("in", "during")), head="t", near="head")
    inside = words.filter(pl.col("dep") == "pobj").join(preps, on="head").select("t", "near")
    inside = inside.join(pick(words, past | (pl.col("tag") == "NN"), near="t"), on="near", how="semi")
    pairs = pl.concat([clauses, subjects, objects.select("t", near="head"), inside])
    pairs = pairs.join(had.rename({"t": "near"}), on="near", how="anti")
    pairs = pl.concat([pairs, _quoted_in(tokens), _answered(words)])
    about = pick(words, pl.col("lemma").is_in(ABOUT), near="t")
    pairs = pairs.join(about, on="near", how="anti")
    return pl.concat([pairs, pairs.select(t="near", near="t")]).unique()


def _quoted_in(tokens: pl.DataFrame) -> pl.DataFrame:
    """Acts in which words were quoted ("had “urged calm” during the call"), with the quote's first verb: t, near."""
    quotes = pick(tokens, pl.col("tag").is_in(("``", "''")), "sent", mark="t", tag="tag")
    closing = quotes.filter(pl.col("tag") == "''").select("sent", t=pl.col("mark") + 1, close="mark")
    preps = tokens.filter((pl.col("dep") == "prep") & pl.col("lower").is_in(("in", "during", "at")))
    preps = preps.join(closing, on=["sent", "t"]).select("sent", "close", prep="t")
    opening = quotes.filter(pl.col("tag") == "``").select("sent", verb=pl.col("mark") + 1)
    said = pick(tokens, pl.col("tag").is_in(("VBD", "VBN")), "sent", verb="t")
    pairs = preps.join(opening.join(said, on=["sent", "verb"]), on="sent").filter(pl.col("verb") < pl.col("close"))
    pairs = first_by(pairs, ["prep"], "verb", descending=[True])
    nouns = pick(tokens, pl.col("dep") == "pobj", "t", prep="head")
    return nouns.join(pairs, on="prep").select("t", near="verb")


def _answered(words: pl.DataFrame) -> pl.DataFrame:
    """Acts and those that answered them in kind ("responded to the raid by shelling the town"): t, near."""
    answers = pick(words, pl.col("lemma").is_in(("respond", "retaliate", "react")), head="t")
    preps = words.filter(pl.col("dep") == "prep").join(answers, on="head", how="semi")
    to = preps.filter(pl.col("lower").is_in(("to", "for", "against"))).select(head="t", answer="head")
    by = preps.filter(pl.col("lower") == "by").select(head="t", answer="head")
    acts = words.filter(pl.col("dep") == "pobj").join(to, on="head").select("answer", t="t")
    doing = words.filter((pl.col("dep") == "pcomp") & (pl.col("tag") == "VBG")).join(by, on="head")
    return acts.join(doing.select("answer", near="t"), on="answer").select("t", "near")


def _said_of(known: pl.DataFrame, bare: pl.DataFrame, tokens: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """What is said in the simple past of an act of the day of publication."""
    days = sentences.select("sent", "published_on")
    today = look_up_known(known, "t", tokens, sent="sent").join(days, on="sent")
    today = today.filter(pl.col("date_start") == pl.col("published_on")).select("t", *_DAY)
    verbs = pick(tokens, pl.col("lemma").is_in(ABOUT) & (pl.col("tag") == "VBD"), head="t")
    objects = tokens.filter(pl.col("dep") == "dobj").join(verbs, on="head").join(today, on="t")
    return _agreed(objects.select(*_DAY, t="head").join(bare, on="t", how="semi"))


def _fill(when: pl.DataFrame, found: pl.DataFrame, rule: str) -> pl.DataFrame:
    given = found.select("t", **{f"new_{c}": c for c in _DAY}, hit=pl.lit(value=True))
    joined = when.join(given, on="t", how="left", maintain_order="left")
    return joined.with_columns(
        *[pl.when("hit").then(pl.col(f"new_{c}")).otherwise(pl.col(c)).alias(c) for c in _DAY],
        date_rule=pl.when("hit").then(pl.lit(rule)).otherwise("date_rule"),
    ).select(WHEN.names())
