"""Every way from a number to a word that may say by what it is measured; `code.measured` chooses among them.

Covers: what the counted is to a verb or a noun ("33 troops were killed", "the death of 33 troops"), what is said of it
("33 were dead", "33 dead"), and what the parse hangs elsewhere: the second of two clauses ("12 people were killed and
30 wounded"), headlines in capitals ("Kills 33 Soldiers"), who is hit along with others, groups ("a team of 35
doctors").
Does not cover: totals (`code.totals`), parts of what was counted before (`code.parts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from transforms.code.totals import COLUMNS, VERBAL, numbered, totals
from transforms.frames import look_up_known, pick

if TYPE_CHECKING:
    from collections.abc import Callable

#: The relation of a whole to what only its part does or suffers.
PARTITIVE = "partitive"
_ONESELF = ("himself", "herself", "itself", "themselves", "oneself")
_HURT = ("injured", "wounded", "hurt", "missing")
_GROUPS = tuple(
    "team group convoy column contingent force delegation batch crew flotilla fleet unit party total".split()
)


@dataclass(frozen=True)
class Given:
    """What a path goes over.

    `counted`: t, number_t, q_first, q_last, doc, sent, start_char, form, is_alone, unit_class. `relations`: RELATIONS.
    """

    counted: pl.DataFrame
    tokens: pl.DataFrame
    relations: pl.DataFrame

    @cached_property
    def doers(self) -> pl.DataFrame:
        """Who does something to somebody else: t, pred."""
        return _doers(self.tokens)


def _governed(given: Given) -> pl.DataFrame:
    """The word that the counted is subject, object or complement of, and what the parse takes for its adjective."""
    found = given.counted.join(given.relations, left_on="t", right_on="arg").select(COLUMNS)
    found = found.join(_with_object(given.tokens), on=["t", "pred"], how="anti")
    # "a gunman shot dead a judge": not the gunman is dead
    results = pick(given.tokens, pl.col("dep").is_in(("acomp", "oprd")), verb="head", pred="t")
    results = given.doers.rename({"pred": "verb"}).join(results, on="verb").select("t", "pred")
    found = found.join(results, on=["t", "pred"], how="anti")
    found = found.join(_of_inner_number(given.tokens), on=["t", "pred"], how="anti")
    return pl.concat([_joined_verb(given.counted, given.tokens), numbered(given.counted, given.tokens), found])


def _said(given: Given) -> pl.DataFrame:
    """What "be" says of its subject ("three people are dead"); "shot dead by police" says it of whoever is shot."""
    objects = pick(given.relations, pl.col("role") == "obj", be="pred", t="arg")
    subjects = pick(given.relations, pl.col("role") == "subj", be="pred", t="arg")
    subjects = pl.concat([objects, subjects.join(objects, on="be", how="anti")])
    said = pick(given.relations, pl.col("role") == "attr", be="pred", pred="arg", role=pl.lit("subj"))
    return given.counted.join(subjects, on="t").join(said, on="be").select(COLUMNS)


def _modified(given: Given) -> pl.DataFrame:
    """The adjective before the noun: "missing people"."""
    modifiers = pick(given.relations, pl.col("role") == "mod", "role", t="pred", pred="arg")
    return given.counted.join(modifiers, on="t").select(COLUMNS)


def _itself(given: Given) -> pl.DataFrame:
    """The counted itself: "33 dead"."""
    return given.counted.with_columns(pred="t", role=pl.lit("mod")).select(COLUMNS)


def _of_any_word(given: Given) -> pl.DataFrame:
    """What governs any word of the number: "two were killed", "a quarter of a million farmers were killed"."""
    words = pl.int_ranges("q_first", pl.col("q_last") + 1, dtype=pl.UInt32)
    # of "eleven of the 30 wounded died" only the eleven died
    whole = given.relations.filter(~pl.col("rule").str.contains(PARTITIVE))
    return (
        given.counted.with_columns(word=words)
        .explode("word")
        .join(whole, left_on="word", right_on="arg")
        .select(COLUMNS)
    )


def _behind(given: Given) -> pl.DataFrame:
    """A participle right behind the number: "12 people were killed and 30 wounded"."""
    participles = pick(given.tokens, pl.col("tag").is_in(("VBN", "VBD", "JJ")), pred="t", role=pl.lit("obj"))
    found = given.counted.with_columns(pred=pl.max_horizontal("t", "number_t") + 1).join(participles, on="pred")
    # "A gunman shot dead a judge": a verb with an object of its own is no participle
    finite = pick(given.tokens, pl.col("tag") == "VBD", pred="t")
    acting = pick(given.tokens, pl.col("dep") == "dobj", pred="head").join(finite, on="pred", how="semi")
    found = found.select(COLUMNS).join(acting, on="pred", how="anti")
    return pl.concat([found, _behind_adverb(given.counted, given.tokens)]).join(
        given.doers, on=["t", "pred"], how="anti"
    )


def _total(given: Given) -> pl.DataFrame:
    """What a total that reaches the number counts: "the toll rose to 17"."""
    return totals(given.counted, given.tokens, given.relations)


def _joined_to(given: Given) -> pl.DataFrame:
    """The verb that the parse joined a noun to: "killing a sergeant and eight recruits"."""
    verbs = pick(given.tokens, pl.col("pos") == "VERB", pred="t", role=pl.lit("obj"))
    joined = pick(given.tokens, (pl.col("dep") == "conj") & pl.col("pos").is_in(("NOUN", "PROPN")), "t", pred="head")
    return given.counted.join(joined.join(verbs, on="pred"), on="t").select(COLUMNS)


def _titled(given: Given) -> pl.DataFrame:
    """The verb of a headline in capitals ("Kills 33 Soldiers"), taken for a name."""
    capitals = (pl.col("pos") == "PROPN") & pl.col("text").str.contains(r"^[A-Z][a-z]")
    names = pick(given.tokens, capitals, "sent", pred="t", role=pl.lit("obj"))
    gap = pl.col("q_first").cast(pl.Int64) - pl.col("pred").cast(pl.Int64)
    return given.counted.join(names, on="sent").filter(gap.is_between(1, 3)).select(COLUMNS)


def _along_with(given: Given) -> pl.DataFrame:
    """Who shares what befalls or does the subject: "killed along with four other climbers"."""
    along = given.tokens.filter(pl.col("lower").is_in(("along", "together"))).select(before="t")
    withs = pick(given.tokens, pl.col("lower") == "with", prep="t", above="head").with_columns(
        before=pl.col("prep") - 1
    )
    withs = withs.join(along, on="before", how="semi")
    # the parse may hang "with" on "along"
    withs = withs.pipe(look_up_known, "above", given.tokens, above_lower="lower", above_head="head")
    inner = pl.col("above_lower").is_in(("along", "together"))
    withs = withs.select("prep", pred=pl.when(inner).then("above_head").otherwise("above"))
    behind = pick(given.tokens, pl.col("dep") == "pobj", t="t", prep="head").join(withs, on="prep")
    found = given.counted.join(behind, on="t").join(
        _passive(given.tokens, "auxpass", "nsubjpass"), on="pred", how="left"
    )
    return found.with_columns(pl.col("role").fill_null("subj")).select(COLUMNS)


def _by_group(given: Given) -> pl.DataFrame:
    """What governs the group that is counted ("a team of 35 doctors arrived", "a total of 35"), and the noun of an "of"
    that hangs on a word of time ("the abduction a day earlier of two engineers").
    """
    of = pick(given.tokens, pl.col("lower") == "of", of="t", above="head")
    inside = pick(given.tokens, pl.col("dep") == "pobj", t="t", of="head").join(of, on="of")
    placed = given.counted.select("t", "number_t", "unit_class").join(inside, on="t")
    placed = look_up_known(placed, "above", given.tokens, lemma="lemma", dep="dep", head="head", pos="pos")
    groups = placed.filter(pl.col("lemma").is_in(_GROUPS)).join(given.relations, left_on="above", right_on="arg")
    timed = placed.filter(pl.col("dep").is_in(("advmod", "npadvmod"))).with_columns(pred="head", role=pl.lit("of"))
    return pl.concat([groups.select(COLUMNS), timed.select(COLUMNS)])


def _right_before(given: Given) -> pl.DataFrame:
    """The verb right before the number, whatever the parse makes of the two: "... there killed at least 27 people".

    Of "the fifth to be killed" it is the verb behind.
    """
    verbs = pick(given.tokens, pl.col("tag").is_in(VERBAL), pred="t", role=pl.lit("obj"))
    starts = pick(given.tokens, pl.col("sent").is_in(given.counted["sent"].implode()), "doc", "start_char", at="t")
    near = given.counted.join(starts, on=["doc", "start_char"]).with_columns(pred=pl.col("at") - 1)
    near = near.join(verbs, on="pred")
    ranked = given.counted.filter((pl.col("form") == "ordinal") & pl.col("is_alone"))
    after = pick(given.tokens, pl.col("dep").is_in(("relcl", "acl")), t="head", pred="t")
    after = ranked.join(after, on="t").join(_passive(given.tokens, "auxpass"), on="pred", how="left")
    after = after.with_columns(pl.col("role").fill_null("subj"))
    return pl.concat([near.select(COLUMNS), after.select(COLUMNS)])


def _clipped(given: Given) -> pl.DataFrame:
    """Who was killed in a headline that reads as if they had done it: "20 farmers killed 30 others injured"."""
    hurt = pick(given.tokens, pl.col("lower").is_in(_HURT), whom=pl.col("t") - 1)
    objects = pick(given.tokens, pl.col("dep") == "dobj", whom="t", pred="head").join(hurt, on="whom", how="semi")
    subjects = pick(given.tokens, pl.col("dep") == "nsubj", "t", pred="head").join(objects, on="pred", how="semi")
    return given.counted.join(subjects, on="t").with_columns(role=pl.lit("obj")).select(COLUMNS)


#: The paths by name, each from what is Given to COLUMNS; where several lead to a measure the first counts.
PATHS: tuple[tuple[str, Callable[[Given], pl.DataFrame]], ...] = (
    ("governed", _governed),
    ("said of it", _said),
    ("modified", _modified),
    ("itself", _itself),
    ("any word of the number", _of_any_word),
    ("behind", _behind),
    ("total", _total),
    ("joined to a verb", _joined_to),
    ("headline in capitals", _titled),
    ("along with", _along_with),
    ("by group", _by_group),
    ("right before", _right_before),
    ("clipped", _clipped),
)


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


def _joined_verb(counted: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """A verb before a lone number, parsed as its adjective: "... and displaced millions", "and injured scores"."""
    tagged = pl.col("tag").is_in(("VBD", "VBN", "JJ"))
    verbs = pick(tokens, (pl.col("dep") == "amod") & tagged, pred="t", t="head", tag="tag")
    lone = counted.filter(pl.col("t") == pl.col("number_t")).select("t", "number_t", "unit_class", "q_first")
    near = pl.col("q_first") == pl.col("pred") + 1
    lone = lone.join(verbs, on="t").filter((pl.col("tag") == "VBD") | near)
    role = pl.when(pl.col("tag") == "JJ").then(pl.lit("mod")).otherwise(pl.lit("obj"))
    return lone.with_columns(role=role).select(COLUMNS)


def _behind_adverb(counted: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """A participle behind a number and an adverb: "the 410 already stationed there"."""
    adverbs = pick(tokens, pl.col("tag") == "RB", adverb="t")
    participles = pick(tokens, pl.col("tag") == "VBN", pred="t", role=pl.lit("obj"))
    near = counted.with_columns(adverb=pl.max_horizontal("t", "number_t") + 1).join(adverbs, on="adverb", how="semi")
    return near.with_columns(pred=pl.col("adverb") + 1).join(participles, on="pred").select(COLUMNS)


def _passive(tokens: pl.DataFrame, *marks: str) -> pl.DataFrame:
    """Verbs in the passive, by the words that mark it: pred, and role, which is what is done to their subject."""
    return pick(tokens, pl.col("dep").is_in(marks), pred="head", role=pl.lit("obj")).unique()
