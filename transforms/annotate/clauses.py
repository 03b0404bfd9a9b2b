"""Relations that stand across clauses: "called for troops to withdraw" (called: for troops, comp withdraw).

Covers: an infinitive with "for" and a subject, below a verb or a noun ("a call for parties to talk"); what a copula
says of its subject ("the law is unjust": unjust has the law as subj); what somebody undergoes ("drew criticism from
the union": criticism from the union, against the subject); what a noun announces ("a threat to expel": comp
expel); what an object is taken for ("regard the move as an attack": as attack); what stands behind an adverb
("walked away from talks": from talks).
Does not cover: purposes without a subject of their own ("called to complain").
"""

from __future__ import annotations

import polars as pl

from transforms.annotate.relations import RELATIONS
from transforms.frames import pick

_UNDERGOING = (
    "face",
    "draw",
    "receive",
    "attract",
    "incur",
    "suffer",
    "spark",
    "provoke",
    "trigger",
    "prompt",
    "elicit",
)


def across_clauses(relations: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The relations with those that stand across clauses, each once. Both schema RELATIONS."""
    found = [for_clauses(tokens), announced(tokens), taken_as(relations, tokens)]
    found += [copular(relations, tokens), undergone(relations, tokens), behind_adverbs(tokens)]
    further = pl.concat(found).unique(["pred", "role", "arg"], keep="first", maintain_order=True)
    near = relations.filter(pl.col("pred").is_in(further["pred"].implode()))
    new = further.join(near, on=["pred", "role", "arg"], how="anti", maintain_order="left")
    return pl.concat([relations, new])


def undergone(relations: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """What is done to the subject of a verb that only undergoes, schema RELATIONS. Both frames as in `across_clauses`.

    Its object has the verb's prepositions, and the subject behind "against" and "to".
    """
    verbs = pick(tokens, pl.col("lemma").is_in(_UNDERGOING) & (pl.col("pos") == "VERB"), pred="t")
    objects = relations.filter(pl.col("role") == "obj").join(verbs, on="pred", how="semi").select("pred", noun="arg")
    nouns = pick(tokens, pl.col("pos") == "NOUN", noun="t")
    objects = objects.join(nouns, on="noun", how="semi")
    handed = relations.filter(pl.col("role").is_in(("from", "over", "for", "by", "about", "subj")))
    roles = pl.when(pl.col("role") == "subj").then(pl.lit(["against", "to"])).otherwise(pl.concat_list("role"))
    found = objects.join(handed, on="pred").with_columns(role=roles).explode("role")
    return found.select(pred="noun", role="role", arg="arg", rule=pl.lit("undergone")).cast(RELATIONS)


def for_clauses(tokens: pl.DataFrame) -> pl.DataFrame:
    """Schema RELATIONS. `tokens`: TOKENS."""
    marks = pick(tokens, (pl.col("lower") == "for") & (pl.col("dep") == "mark"), clause="head")
    to = pick(tokens, (pl.col("lower") == "to") & (pl.col("dep") == "aux"), clause="head")
    clauses = (
        pick(tokens, pl.col("dep").is_in(("advcl", "ccomp", "xcomp", "acl", "relcl")), clause="t", above="head")
        .join(marks, on="clause", how="semi")
        .join(to, on="clause", how="semi")
    )
    subjects = pick(tokens, pl.col("dep").is_in(("nsubj", "nsubjpass")), subject="t", clause="head")
    rule = pl.lit("clause with for")
    who = clauses.join(subjects, on="clause").select(pred="above", role=pl.lit("for"), arg="subject", rule=rule)
    what = clauses.select(pred="above", role=pl.lit("comp"), arg="clause", rule=rule)
    return pl.concat([who, what]).cast(RELATIONS).unique(maintain_order=True)


def announced(tokens: pl.DataFrame) -> pl.DataFrame:
    """The infinitive or that-clause of a noun as its `comp`, schema RELATIONS. `tokens`: TOKENS."""
    marks = pick(
        tokens,
        ((pl.col("lower") == "to") & (pl.col("dep") == "aux"))
        | ((pl.col("lower") == "that") & (pl.col("dep") == "mark")),
        t="head",
    )
    nouns = pick(tokens, pl.col("pos") == "NOUN", head="t")
    clauses = tokens.filter(pl.col("dep") == "acl").join(marks, on="t", how="semi").join(nouns, on="head", how="semi")
    rule = pl.lit("clause of a noun")
    return (
        clauses.select(pred="head", role=pl.lit("comp"), arg="t", rule=rule).cast(RELATIONS).unique(maintain_order=True)
    )


def behind_adverbs(tokens: pl.DataFrame) -> pl.DataFrame:
    """What stands behind an adverb's preposition ("walked away from talks"), schema RELATIONS. `tokens`: TOKENS."""
    adverbs = pick(tokens, pl.col("dep").is_in(("advmod", "prt")), adverb="t", pred="head")
    preps = pick(tokens, pl.col("dep") == "prep", prep="t", adverb="head", role="lower")
    objects = pick(tokens, pl.col("dep") == "pobj", arg="t", prep="head")
    verbs = pick(tokens, pl.col("pos") == "VERB", pred="t")
    found = objects.join(preps, on="prep").join(adverbs, on="adverb").join(verbs, on="pred", how="semi")
    return found.select("pred", "role", "arg", rule=pl.lit("behind an adverb")).cast(RELATIONS)


def taken_as(relations: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """What "as" says of an object, the verb has too, schema RELATIONS."""
    verbs = pick(tokens, pl.col("pos") == "VERB", pred="t")
    objects = relations.filter(pl.col("role") == "obj").join(verbs, on="pred", how="semi").select("pred", noun="arg")
    named = pick(relations, pl.col("role") == "as", noun="pred", arg="arg")
    found = objects.join(named, on="noun")
    return found.select("pred", role=pl.lit("as"), arg="arg", rule=pl.lit("through the object")).cast(RELATIONS)


def copular(relations: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The subject of a copula as that of its adjective, schema RELATIONS; conjoined adjectives too.

    Where there is an object, it is the object that is so: "the blast left nine people wounded", "shot dead a judge".

    `relations`: RELATIONS. `tokens`: TOKENS.
    """
    adjectives = tokens.filter(
        (pl.col("dep").is_in(("acomp", "oprd")) & pl.col("pos").is_in(("ADJ", "VERB")))
        | ((pl.col("dep") == "attr") & (pl.col("pos") == "NOUN"))
    )
    said = adjectives.select(pred="t", verb="head")
    others = pick(tokens, (pl.col("dep") == "conj") & (pl.col("pos") == "ADJ"), pred="t", first="head")
    said = pl.concat([said, others.join(said, left_on="first", right_on="pred").select("pred", "verb")])
    subjects = pick(relations, (pl.col("role") == "subj") & (pl.col("rule") == "subject"), verb="pred", arg="arg")
    objects = pick(relations, (pl.col("role") == "obj") & (pl.col("rule") == "object"), verb="pred", arg="arg")
    participles = pick(tokens, (pl.col("dep") == "oprd") & (pl.col("tag") == "VBN"), pred="t")
    undergone_by = said.join(objects, on="verb").join(participles, on="pred", how="semi")
    undergone_by = undergone_by.select("pred", role=pl.lit("obj"), arg="arg", rule=pl.lit("copula")).cast(RELATIONS)
    # "found the mayor guilty", "shot dead a judge"
    subjects = pl.concat([objects, subjects.join(objects, on="verb", how="anti")])
    found = (
        said.join(subjects, on="verb")
        .join(pick(relations, pl.col("role") == "subj", "pred"), on="pred", how="anti")
        .join(undergone_by, on="pred", how="anti")
    )
    copulas = (
        found.select("pred", role=pl.lit("subj"), arg="arg", rule=pl.lit("copula"))
        .cast(RELATIONS)
        .unique(maintain_order=True)
    )
    return pl.concat([copulas, undergone_by])
