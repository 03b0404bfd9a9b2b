"""Where the parse joins clauses and phrases in the wrong place.

Covers: a preposition said again ("condemned by Chile and by Peru"): the second one does as the first; a clause before a
semicolon that was taken for what the verb behind it says ("Chile condemned the raid; Peru demanded an inquiry").
Does not cover: another preposition behind "and" ("in and around Kabul"), quotations that end with a semicolon.
"""

from __future__ import annotations

import polars as pl

from transforms.annotate.tokens import with_edges
from transforms.frames import look_up, pick, rows_of

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
    changed = pl.concat([one.cast({"dep": pl.String}) for one in changes])
    if changed.is_empty():
        return tokens
    rows = rows_of(changed["t"], tokens)
    dep = tokens["dep"].cast(pl.String).scatter(rows, changed["dep"]).cast(tokens.schema["dep"])
    return with_edges(tokens.with_columns(head=tokens["head"].scatter(rows, changed["head"]), dep=dep))
