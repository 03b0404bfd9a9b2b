"""Where the parse joins clauses and phrases in the wrong place.

Covers: a preposition said again ("condemned by Chile and by Peru"): the second one does as the first; a clause before a
semicolon that was taken for what the verb behind it says ("Chile condemned the raid; Peru demanded an inquiry"); two
countries that share a word ("North and South Korea" are two).
Does not cover: another preposition behind "and" ("in and around Kabul"), quotations that end with a semicolon.
"""

from __future__ import annotations

import polars as pl

from transforms.annotate.tokens import with_edges
from transforms.frames import look_up, pick, rows_of

_HALVES = ("north", "south", "east", "west")
_SAYING = ("say", "tell", "add", "ask", "write", "warn")


def mend_joints(tokens: pl.DataFrame) -> pl.DataFrame:
    """Tokens (TOKENS, before codes) with such joints mended."""
    again = pick(tokens, (pl.col("dep") == "conj") & (pl.col("pos") == "ADP"), "t", "head", "lower")
    again = look_up(again, "head", tokens, up_dep="dep", up="head", word="lower")
    again = again.filter(pl.col("up_dep").is_in(("prep", "agent")) & (pl.col("lower") == pl.col("word")))
    changes = [again.select("t", head="up", dep="up_dep")]
    stops = pick(tokens, pl.col("lower") == ";", stop="t", head="head")
    before = pick(tokens, (pl.col("dep") == "ccomp") & (pl.col("pos") == "VERB"), "t", "head")
    before = look_up(before.join(stops, on="head"), "head", tokens, up_dep="dep", lemma="lemma")
    before = before.filter(
        (pl.col("up_dep") == "ROOT") & pl.col("stop").is_between("t", "head") & ~pl.col("lemma").is_in(_SAYING)
    )
    subjects = pick(tokens, pl.col("dep").is_in(("nsubj", "nsubjpass")), t="head", subject="t")
    own = before.join(subjects.select("t"), on="t", how="semi")
    # whose subject stands behind the semicolon
    behind = subjects.rename({"t": "head"}).join(own, on="head").filter(pl.col("subject") > pl.col("stop"))
    own = behind.unique("head", keep="first", maintain_order=True)
    changes.append(own.select("t", head="t", dep=pl.lit("ROOT")))
    changes.append(own.select(t="head", head="t", dep=pl.lit("conj")))
    changes += _halves(tokens)
    changed = pl.concat([one.cast({"dep": pl.String}) for one in changes])
    if changed.is_empty():
        return tokens
    rows = rows_of(changed["t"], tokens)
    dep = tokens["dep"].cast(pl.String).scatter(rows, changed["dep"]).cast(tokens.schema["dep"])
    return with_edges(tokens.with_columns(head=tokens["head"].scatter(rows, changed["head"]), dep=dep))


def _halves(tokens: pl.DataFrame) -> list[pl.DataFrame]:
    """The first of two countries that share a word as the first of a list of two: t, head, dep."""
    half = pl.col("lower").is_in(_HALVES) & pl.col("text").str.contains(r"^\p{Lu}")
    first = pick(tokens, half & pl.col("dep").is_in(("compound", "amod", "nmod")), "sent", "head", t="t")
    joint = pick(tokens, pl.col("lower").is_in(("and", "&")), t=pl.col("t") - 1)
    second = pick(tokens, half, t=pl.col("t") - 2)
    pairs = first.join(joint.cast({"t": pl.UInt32}), on="t", how="semi")
    pairs = pairs.join(second.cast({"t": pl.UInt32}), on="t", how="semi").rename({"head": "name"})
    pairs = look_up(pairs, "name", tokens, pos="pos", up="head", up_dep="dep")
    pairs = pairs.filter((pl.col("pos") == "PROPN") & (pl.col("name") == pl.col("t") + 3))
    firsts = pairs.select("t", head="up", dep="up_dep")
    return [firsts, pairs.select(t="name", head="t", dep=pl.lit("conj"))]
