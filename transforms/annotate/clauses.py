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
    return pl.concat([relations, *found]).unique(["pred", "role", "arg"], keep="first", maintain_order=True)


def undergone(relations: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """What is done to the subject of a verb that only undergoes, schema RELATIONS. Both frames as in `across_clauses`.

    Its object has the verb's prepositions, and the subject behind "against" and "to".
    """
    verbs = tokens.filter(pl.col("lemma").is_in(_UNDERGOING) & (pl.col("pos") == "VERB")).select(pred="t")
    objects = relations.filter(pl.col("role") == "obj").join(verbs, on="pred", how="semi").select("pred", noun="arg")
    nouns = tokens.filter(pl.col("pos") == "NOUN").select(noun="t")
    objects = objects.join(nouns, on="noun", how="semi")
    handed = relations.filter(pl.col("role").is_in(("from", "over", "for", "by", "about", "subj")))
    roles = pl.when(pl.col("role") == "subj").then(pl.lit(["against", "to"])).otherwise(pl.concat_list("role"))
    found = objects.join(handed, on="pred").with_columns(role=roles).explode("role")
    return found.select(pred="noun", role="role", arg="arg", rule=pl.lit("undergone")).cast(RELATIONS)


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


def announced(tokens: pl.DataFrame) -> pl.DataFrame:
    """The infinitive or that-clause of a noun as its `comp`, schema RELATIONS. `tokens`: TOKENS."""
    marks = tokens.filter(
        ((pl.col("lower") == "to") & (pl.col("dep") == "aux"))
        | ((pl.col("lower") == "that") & (pl.col("dep") == "mark"))
    ).select(t="head")
    nouns = tokens.filter(pl.col("pos") == "NOUN").select(head="t")
    clauses = tokens.filter(pl.col("dep") == "acl").join(marks, on="t", how="semi").join(nouns, on="head", how="semi")
    rule = pl.lit("clause of a noun")
    return (
        clauses.select(pred="head", role=pl.lit("comp"), arg="t", rule=rule).cast(RELATIONS).unique(maintain_order=True)
    )


def behind_adverbs(tokens: pl.DataFrame) -> pl.DataFrame:
    """What stands behind an adverb's preposition ("walked away from talks"), schema RELATIONS. `tokens`: TOKENS."""
    adverbs = tokens.filter(pl.col("dep").is_in(("advmod", "prt"))).select(adverb="t", pred="head")
    preps = tokens.filter(pl.col("dep") == "prep").select(prep="t", adverb="head", role="lower")
    objects = tokens.filter(pl.col("dep") == "pobj").select(arg="t", prep="head")
    verbs = tokens.filter(pl.col("pos") == "VERB").select(pred="t")
    found = objects.join(preps, on="prep").join(adverbs, on="adverb").join(verbs, on="pred", how="semi")
    return found.select("pred", "role", "arg", rule=pl.lit("behind an adverb")).cast(RELATIONS)


def taken_as(relations: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """What "as" says of an object, the verb has too, schema RELATIONS."""
    verbs = tokens.filter(pl.col("pos") == "VERB").select(pred="t")
    objects = relations.filter(pl.col("role") == "obj").join(verbs, on="pred", how="semi").select("pred", noun="arg")
    named = relations.filter(pl.col("role") == "as").select(noun="pred", arg="arg")
    found = objects.join(named, on="noun")
    return found.select("pred", role=pl.lit("as"), arg="arg", rule=pl.lit("through the object")).cast(RELATIONS)


def copular(relations: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The subject of a copula as that of its adjective, schema RELATIONS; conjoined adjectives too.

    Where there is an object, it is the object that is so: "the blast left nine people wounded".

    `relations`: RELATIONS. `tokens`: TOKENS.
    """
    adjectives = tokens.filter(
        (pl.col("dep").is_in(("acomp", "oprd")) & pl.col("pos").is_in(("ADJ", "VERB")))
        | ((pl.col("dep") == "attr") & (pl.col("pos") == "NOUN"))
    )
    said = adjectives.select(pred="t", verb="head")
    others = tokens.filter((pl.col("dep") == "conj") & (pl.col("pos") == "ADJ")).select(pred="t", first="head")
    said = pl.concat([said, others.join(said, left_on="first", right_on="pred").select("pred", "verb")])
    subjects = relations.filter((pl.col("role") == "subj") & (pl.col("rule") == "subject")).select(
        verb="pred", arg="arg"
    )
    objects = relations.filter((pl.col("role") == "obj") & (pl.col("rule") == "object")).select(verb="pred", arg="arg")
    participles = tokens.filter((pl.col("dep") == "oprd") & (pl.col("tag") == "VBN")).select(pred="t")
    undergone_by = said.join(objects, on="verb").join(participles, on="pred", how="semi")
    undergone_by = undergone_by.select("pred", role=pl.lit("obj"), arg="arg", rule=pl.lit("copula")).cast(RELATIONS)
    found = (
        said.join(subjects, on="verb")
        .join(relations.filter(pl.col("role") == "subj").select("pred"), on="pred", how="anti")
        .join(undergone_by, on="pred", how="anti")
    )
    copulas = (
        found.select("pred", role=pl.lit("subj"), arg="arg", rule=pl.lit("copula"))
        .cast(RELATIONS)
        .unique(maintain_order=True)
    )
    return pl.concat([copulas, undergone_by])
