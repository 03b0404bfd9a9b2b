"""Relations that stand in a clause of its own: "called for troops to withdraw" (called: for troops, comp withdraw).

Covers: an infinitive with "for" and a subject, below a verb or a noun ("a call for parties to talk").
Does not cover: purposes without a subject of their own ("called to complain").
"""

from __future__ import annotations

import polars as pl

from transforms.annotate.relations import RELATIONS


def for_clauses(tokens: pl.DataFrame) -> pl.DataFrame:
    """Schema RELATIONS. `tokens`: TOKENS."""
    marks = tokens.filter((pl.col("lower") == "for") & (pl.col("dep") == "mark")).select(clause="head")
    to = tokens.filter((pl.col("lower") == "to") & (pl.col("dep") == "aux")).select(clause="head")
    clauses = (
        tokens.filter(pl.col("dep").is_in(("advcl", "ccomp", "xcomp", "acl", "relcl")))
        .select(clause="t", above="head")
        .join(marks, on="clause", how="semi")
        .join(to, on="clause", how="semi")
    )
    subjects = tokens.filter(pl.col("dep").is_in(("nsubj", "nsubjpass"))).select(subject="t", clause="head")
    rule = pl.lit("clause with for")
    who = clauses.join(subjects, on="clause").select(pred="above", role=pl.lit("for"), arg="subject", rule=rule)
    what = clauses.select(pred="above", role=pl.lit("comp"), arg="clause", rule=rule)
    return pl.concat([who, what]).cast(RELATIONS).unique(maintain_order=True)
