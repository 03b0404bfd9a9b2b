"""Which event a figure belongs to.

Covers: the event that the word tells which measures it ("killed 12 people"), or the counted noun itself ("four air
strikes"), or a word that hangs together with it: the attack that 12 were also injured in ("three were killed and 12
injured", "fired shells, injuring 12"), that took the lives ("the death of 12 people in an attack", "the toll of the
raid rose to 12"); a toll told in a sentence of its own belongs to the attack before it.
Does not cover: figures of the doing of somebody else in the same sentence ("a flood killed 12 and rebels attacked").
"""

from __future__ import annotations

import polars as pl

from transforms.annotate.ancestors import along, ancestors
from transforms.code.totals import TOLLS
from transforms.frames import first_by, look_up_known, pick

_HARM = ("killed", "injured", "casualties", "destroyed", "damaged", "attacked", "strikes")
#: The types of event that a measure may be of.
_TYPES = {"detained": "COERCE", "abducted": "ASSAULT", "participants": "PROTEST"} | dict.fromkeys(_HARM, "ASSAULT")
_INSIDE = tuple("prep pobj pcomp acl compound amod nmod agent dobj attr appos relcl dep".split())
_AROUND = (*_INSIDE, "conj", "advcl", "xcomp", "nsubj", "nsubjpass", "oprd")
_BACK = 3  # sentences from a toll to its attack


def events_of(figures: pl.DataFrame, told: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """f, event_mention_id of the figures that belong to an event.

    `figures`: FIGURES. `told`: t, event_mention_id, event_type of every word that tells an event.
    """
    by_word = figures.select("f", x="pred", rank=pl.lit(0), depth=pl.lit(0, pl.Int64))
    wanted = figures.with_columns(event_type=pl.col("measure").replace_strict(_TYPES, default=None)).drop_nulls(
        "event_type"
    )
    itself = wanted.select("f", x="t", rank=pl.lit(1), depth=pl.lit(0, pl.Int64))
    typed = wanted.select("f", "event_type")
    wanted = wanted.with_columns(p=pl.coalesce("pred", "t"))
    mine = wanted.join(_of_another(wanted, told, tokens), on="f", how="anti")
    near = pl.concat([itself, _above(mine, told, tokens), _below(mine, told, tokens), _before(wanted, told, tokens)])
    named = told.select("event_mention_id", x="t")
    suited = near.join(typed, on="f").join(told.rename({"t": "x"}), on=["x", "event_type"])
    found = [
        by_word.join(named, on="x"),
        suited.select(*by_word.columns, "event_mention_id"),
    ]
    return first_by(pl.concat(found), ["f"], "rank", "depth", "x").select("f", "event_mention_id")


def _of_another(wanted: pl.DataFrame, told: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Figures of a verb that has a subject of its own, which is neither what is counted nor an event: f."""
    subjects = pick(tokens, pl.col("dep").is_in(("nsubj", "csubj")), p="head", subject="t")
    subjects = subjects.join(told.select(subject="t"), on="subject", how="anti")
    verbs = pick(tokens, pl.col("pos") == "VERB", p="t")
    own = wanted.join(subjects.join(verbs, on="p", how="semi"), on="p")
    return own.filter((pl.col("subject") != pl.col("t")) & (pl.col("subject") != pl.col("number_t"))).select("f")


def _above(wanted: pl.DataFrame, told: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Words over the measuring word, and the subjects of these and of itself: f, x, rank, depth."""
    paths = ancestors(wanted["p"], tokens)
    clean = paths.with_columns(bad=along((pl.col("depth") > 0) & ~pl.col("via").is_in(_AROUND)))
    up = clean.filter(pl.col("bad") == 0).select("depth", p="t", x="ancestor")
    subjects = pick(tokens, pl.col("dep").is_in(("nsubj", "nsubjpass")), "t", x="head")
    sides = up.join(subjects, on="x").select("depth", "p", x="t")
    found = [frame.with_columns(rank=pl.lit(rank)) for rank, frame in ((2, up), (4, sides))]
    near = pl.concat([frame.select("p", "x", "rank", "depth") for frame in found])
    near = near.join(told.select(x="t").unique(), on="x", how="semi")
    return wanted.select("f", "p").join(near, on="p").select("f", "x", "rank", "depth")


def _below(wanted: pl.DataFrame, told: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Words under the measuring word ("injured in an attack"): f, x, rank, depth."""
    near = told.select("t").unique().pipe(look_up_known, "t", tokens, sent="sent")
    near = near.join(wanted.select("sent").unique(), on="sent", how="semi")
    paths = ancestors(near["t"], tokens)
    clean = paths.with_columns(bad=along((pl.col("depth") > 0) & ~pl.col("via").is_in(_INSIDE)))
    down = clean.filter((pl.col("bad") == 0) & (pl.col("depth") > 0)).select("depth", x="t", p="ancestor")
    return wanted.select("f", "p").join(down, on="p").select("f", "x", pl.lit(3).alias("rank"), "depth")


def _before(wanted: pl.DataFrame, told: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The last attack told before a toll, and the last protest before a turnout: f, x, rank, depth.

    "The toll rose to 17", "Organisers said 10,000 took part".
    """
    words = pick(tokens, pl.col("lemma").is_in(TOLLS), p="t")
    totals = [wanted.join(words, on="p", how="semi"), wanted.filter(pl.col("event_type") == "PROTEST")]
    events = look_up_known(told.select("event_type", x="t"), "x", tokens, doc="doc", told_in="sent")
    pairs = pl.concat(totals).join(events, on=["doc", "event_type"]).filter(pl.col("told_in") < pl.col("sent"))
    back = (pl.col("sent") - pl.col("told_in")).cast(pl.Int64)
    near = pairs.with_columns(depth=back).filter(pl.col("depth") <= _BACK)
    return near.select("f", "x", pl.lit(5).alias("rank"), "depth")
