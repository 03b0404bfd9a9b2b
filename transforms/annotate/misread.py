"""Clauses around a verb that the parse often gets wrong in the same way.

Covers: infinitives that stand behind the day ("declined on Friday to meet him"); objects hung on what is said of them
("shot dead the mayor", "called the U.S. weak"); a past tense taken for a participle of its subject, where two things
behind it show that it is none ("Chavez called Bush a devil"), or a subject and "that" do ("the statement that the men
signed"); nouns joined over a dash ("Ten die in Peru - army"); subjects taken for one name with the day before them
("in a letter on Friday Iran accused Israel").
Does not cover: sentences that read either way ("the town called Hope").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.annotate.tokens import with_edges
from transforms.frames import look_up

if TYPE_CHECKING:
    from collections.abc import Iterable

Changes = dict[str, dict[int, str | int]]  # column: t: value
# verbs of which an infinitive is what is refused, promised, tried; behind others it may be a purpose
_GOVERNING = tuple(
    "decline refuse agree decide vow pledge promise threaten plan offer fail manage try attempt want ask seek "
    "prepare hope expect choose opt intend swear hesitate volunteer undertake resolve".split()
)
_SAID = ("acomp", "oprd", "attr")
_NOUNS = ("NOUN", "PROPN")
_DAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
_FINITE = ("VBD", "VBZ", "VBP")


def mend_verbs(tokens: pl.DataFrame) -> pl.DataFrame:
    """Tokens (TOKENS, before codes) with such clauses put right."""
    changes: Changes = {"head": {}, "dep": {}, "tag": {}}
    _governed(tokens, changes)
    _objects(tokens, changes)
    _called(tokens, changes)
    _clauses(tokens, changes)
    _dashes(tokens, changes)
    _days(tokens, changes)
    if not any(changes.values()):
        return tokens
    mended = tokens
    for column, values in changes.items():
        kind = tokens.schema[column]
        new = pl.DataFrame(
            {"t": pl.Series(list(values), dtype=pl.UInt32), "new": pl.Series(list(values.values()), dtype=kind)}
        )
        mended = mended.join(new, on="t", how="left", maintain_order="left")
        mended = mended.with_columns(pl.coalesce("new", column).alias(column)).drop("new")
    return with_edges(mended)


def _set(changes: Changes, column: str, rows: Iterable[tuple[int, str | int]]) -> None:
    changes[column].update(dict(rows))


def _governed(tokens: pl.DataFrame, changes: Changes) -> None:
    """Let "declined on Friday to meet him" be governed as "declined to meet him" is."""
    to = tokens.filter((pl.col("lower") == "to") & (pl.col("dep") == "aux")).select(t="head")
    found = tokens.filter((pl.col("dep") == "advcl") & (pl.col("tag") == "VB")).join(to, on="t", how="semi")
    taken = tokens.filter(pl.col("dep").is_in(("dobj", "xcomp", "ccomp"))).select("head")
    found = look_up(found.join(taken, on="head", how="anti"), "head", tokens, verb="lemma", verb_pos="pos")
    found = found.filter(pl.col("verb").is_in(_GOVERNING) & (pl.col("verb_pos") == "VERB"))
    found = found.filter(pl.col("t") > pl.col("head"))
    _set(changes, "dep", ((t, "xcomp") for t in found["t"]))


def _objects(tokens: pl.DataFrame, changes: Changes) -> None:
    """Give the verb the object that hangs on the adjective said of it."""
    placed = look_up(tokens, "head", tokens, verb_pos="pos")
    said = placed.filter(pl.col("dep").is_in(_SAID) & (pl.col("pos") == "ADJ") & (pl.col("verb_pos") == "VERB")).select(
        at="t", verb="head"
    )
    taken = tokens.filter(pl.col("dep").is_in(("dobj", "nsubjpass", "auxpass"))).select(verb="head")
    free = said.join(taken, on="verb", how="anti")
    hung = tokens.filter(
        (pl.col("dep") == "dobj") | (pl.col("dep").is_in(("compound", "nmod")) & (pl.col("pos") == "PROPN"))
    ).join(free, left_on="head", right_on="at")
    inside = hung.filter(pl.col("dep") != "dobj").sort("t").unique("head", keep="last")
    hung = pl.concat([hung.filter(pl.col("dep") == "dobj"), inside]).sort("t")
    # "the U.S. hypocritical": its article comes along
    articles = tokens.filter(pl.col("dep").is_in(("det", "compound", "nmod"))).join(
        inside.select("head", noun="t"), on="head"
    )
    articles = articles.filter(pl.col("t") < pl.col("noun"))
    _set(changes, "head", hung.select("t", "verb").iter_rows())
    _set(changes, "dep", ((t, "dobj") for t in hung["t"]))
    _set(changes, "head", articles.select("t", "noun").iter_rows())


def _called(tokens: pl.DataFrame, changes: Changes) -> None:
    """Make "called" the verb of "Chavez called Bush a devil"."""
    roots = tokens.filter((pl.col("t") == pl.col("head")) & pl.col("pos").is_in(_NOUNS)).select(subject="t")
    verbs = tokens.filter((pl.col("dep") == "acl") & (pl.col("tag") == "VBN"))
    verbs = verbs.join(roots, left_on="head", right_on="subject", how="semi").select(verb="t", subject="head")
    things = tokens.filter(pl.col("dep").is_in(("oprd", "dobj"))).select(verb="head", thing="t")
    whom = things.group_by("verb").agg(whom=pl.col("thing").min(), things=pl.len()).filter(pl.col("things") == 2)
    found = verbs.join(whom, on="verb").filter(pl.col("whom") > pl.col("verb"))
    behind = tokens.join(found.select("verb", head="subject"), on="head")
    behind = behind.filter((pl.col("t") > pl.col("verb")) & (pl.col("t") != pl.col("head")))
    _set(changes, "head", behind.select("t", "verb").iter_rows())
    for verb, subject, whom_t in found.select("verb", "subject", "whom").sort("verb").iter_rows():
        _set(changes, "head", ((verb, verb), (subject, verb)))
        _set(changes, "dep", ((verb, "ROOT"), (subject, "nsubj"), (whom_t, "dobj")))
        _set(changes, "tag", ((verb, "VBD"),))


def _clauses(tokens: pl.DataFrame, changes: Changes) -> None:
    """Make a relative clause of "that the men signed", where "that" is the object of a participle."""
    that = tokens.filter((pl.col("lower") == "that") & (pl.col("dep") == "dobj")).select("t", verb="head")
    subjects = tokens.filter((pl.col("dep") == "nsubj") & (pl.col("lower") != "that")).select(verb="head")
    clauses = tokens.filter((pl.col("dep") == "acl") & pl.col("tag").is_in(("VBN", "VBD"))).select(verb="t")
    found = that.join(subjects, on="verb", how="semi").join(clauses, on="verb", how="semi")
    _set(changes, "tag", [*((t, "WDT") for t in found["t"]), *((t, "VBD") for t in found["verb"])])
    _set(changes, "dep", ((t, "relcl") for t in found["verb"]))


def _dashes(tokens: pl.DataFrame, changes: Changes) -> None:
    """Part two nouns that a dash between blanks stands between: the first has the place of the second."""
    spaced = tokens.select(
        "t", "text", from_char="start_char", to_char="end_char", end=pl.col("end_char").shift(1),
        start=pl.col("start_char").shift(-1), before=pl.col("t").shift(1), behind=pl.col("t").shift(-1),
        one_sent=pl.col("sent").shift(1) == pl.col("sent").shift(-1),
    )  # fmt: skip
    alone = (pl.col("end") < pl.col("from_char")) & (pl.col("to_char") < pl.col("start")) & pl.col("one_sent")
    dashes = spaced.filter(pl.col("text").is_in(("-", "–", "—")) & alone).select(t="before", head="behind")
    joined = tokens.filter(pl.col("dep").is_in(("compound", "nmod", "amod"))).join(dashes, on=["t", "head"], how="semi")
    parted = look_up(joined.select("sent", "t", "head"), "head", tokens, above="head", dep="dep")
    parted = parted.filter(pl.col("above") < pl.col("t"))
    ahead = (
        tokens.select("head", word="t").join(parted.select("t", "head"), on="head").filter(pl.col("word") < pl.col("t"))
    )
    roots = tokens.filter(pl.col("t") == pl.col("head")).select("sent", root="t").unique("sent", keep="first")
    _set(changes, "head", ahead.select("word", "t").iter_rows())
    _set(changes, "head", parted.select("t", "above").iter_rows())
    _set(changes, "dep", parted.select("t", "dep").iter_rows())
    _set(changes, "head", parted.join(roots, on="sent").select("head", "root").iter_rows())
    _set(changes, "dep", ((t, "dep") for t in parted["head"]))


def _days(tokens: pl.DataFrame, changes: Changes) -> None:
    """Part "on Friday Iran" before a verb that lacks a subject: the day stands behind "on", Iran is the subject."""
    on = tokens.filter((pl.col("lower") == "on") & (pl.col("dep") == "prep")).select(on="t")
    names = tokens.filter((pl.col("dep") == "pobj") & (pl.col("pos") == "PROPN")).select(name="t", on="head")
    days = tokens.filter((pl.col("dep") == "compound") & pl.col("lower").is_in(_DAYS)).select(day="t", name="head")
    verbs = tokens.filter(pl.col("tag").is_in(_FINITE))
    subjects = tokens.filter(pl.col("dep").is_in(("nsubj", "nsubjpass", "csubj", "expl"))).select(verb="head")
    verbs = verbs.select(verb="t").with_columns(name=pl.col("verb") - 1).join(subjects, on="verb", how="anti")
    found = days.filter(pl.col("day") < pl.col("name")).join(names, on="name").join(on, on="on").join(verbs, on="name")
    _set(changes, "head", found.select("name", "verb").iter_rows())
    _set(changes, "dep", ((name, "nsubj") for name in found["name"]))
    _set(changes, "head", found.select("day", "on").iter_rows())
    _set(changes, "dep", ((day, "pobj") for day in found["day"]))
