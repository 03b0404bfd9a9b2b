"""Doers told beside the act: whoever is arrested for it, whoever is at work as people die or flee.

Covers: suspects ("police arrested a man after an attack on a shop": the man); violence and flight told with what armed
people do meanwhile ("villagers were killed as the army moved in", "fled since the rebels took the town"); whose part
in an act the text speaks of ("Chad's role in the abduction", "rebels took part in the raid").
Does not cover: who did it by another sentence (that is `retell`); what police come to after it has happened.
"""

from __future__ import annotations

import polars as pl

from transforms.annotate.ancestors import ancestors
from transforms.code.parties import as_participants, concerned, lacking
from transforms.frames import first_by, pick

_ARRESTING = tuple("arrest detain charge indict convict jail imprison sentence suspect apprehend hold".split())
_SUSPECTED = ("after", "over", "following", "for", "in", "with", "of")
_PATH = ("prep", "pobj", "pcomp", "compound")
_ARMED = ("MIL", "REB", "COP", "UAF", "SPY", "PRM")
_MEANWHILE = ("as", "when", "since", "while", "where")
_DEEDS = ("ASSAULT", "COERCE", "MOBILIZE", "PROTEST")
_PART = ("role", "part", "involvement", "complicity", "participation", "hand")
_TAKING = ("take", "play", "have")
_PARTAKING = ("participate", "partake", "engage")
_DRIVING = ("ASSAULT", "MOBILIZE")


def suspects(
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    relations: pl.DataFrame,
    tokens: pl.DataFrame,
    stands_for: pl.DataFrame,
    mentions: pl.DataFrame,
) -> pl.DataFrame:
    """Actors (PARTICIPANTS) of violence after which somebody is arrested or charged. All frames as in `find_sides`."""
    violence = triggers.filter((pl.col("event_type") == "ASSAULT") & pl.col("is_noun"))
    none = lacking("actor", violence.select("t"), participants)
    arresting = pick(tokens, pl.col("lemma").is_in(_ARRESTING) & (pl.col("pos") == "VERB"), ancestor="t")
    clear = _clear(none["t"], tokens, _PATH)
    preps = pick(tokens, (pl.col("dep") == "prep") & pl.col("lower").is_in(_SUSPECTED), below="t")
    clear = clear.join(preps, on="below", how="semi").join(arresting, on="ancestor")
    objects = pick(relations, pl.col("role") == "obj", ancestor="pred", word="arg")
    # headlines: "Man charged after attack"
    bare = pick(relations, (pl.col("role") == "subj") & (pl.col("rule") == "subject"), ancestor="pred", word="arg")
    bare = bare.join(objects, on="ancestor", how="anti")
    people = mentions.filter(pl.col("kind").is_in(("person", "population", "armed_group"))).select("m")
    found = (
        clear.join(pl.concat([objects, bare]), on="ancestor")
        .join(stands_for, on="word")
        .join(people, on="m", how="semi")
        .join(concerned(participants, stands_for), on=["t", "actor_key"], how="anti")
        .pipe(first_by, ["t", "actor_key"], "depth", "first", "m")
    )
    return as_participants(found, "actor", "suspected of it")


def meanwhile(
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    relations: pl.DataFrame,
    tokens: pl.DataFrame,
    stands_for: pl.DataFrame,
    mentions: pl.DataFrame,
) -> pl.DataFrame:
    """Actors (PARTICIPANTS) of violence and flight beside what armed people do. All frames as in `find_sides`."""
    violence = triggers.filter((pl.col("event_type") == "ASSAULT") & ~pl.col("is_noun"))
    flight = triggers.filter((pl.col("event_type") == "SANCTION") & (pl.col("event_mode") == "expel"))
    none = lacking("actor", pl.concat([violence, flight]).select("t", "sent"), participants)
    marks = pick(tokens, pl.col("dep").is_in(("mark", "advmod")) & pl.col("lower").is_in(_MEANWHILE), clause="head")
    clauses = pick(tokens, pl.col("dep") == "advcl", clause="t", t="head").join(marks.unique(), on="clause", how="semi")
    # "they were shot as they sat in their car"
    named = ~pl.col("rule").str.starts_with("reference: pronoun")
    armed = mentions.filter(pl.col("sector").is_in(_ARMED) & named).select("m")
    subjects = pick(
        relations, (pl.col("role") == "subj") & (pl.col("rule") != "shared subject"), clause="pred", word="arg"
    )
    beside = (
        none.join(clauses, on="t")
        .join(subjects, on="clause")
        .join(stands_for, on="word")
        .join(armed, on="m", how="semi")
        .select("t", "m", "actor_key", "first")
    )
    driving = (
        triggers.filter(pl.col("event_type").is_in(_DRIVING))
        .select("sent", by="t")
        .join(participants.filter(pl.col("role") == "actor").select(by="t", m="m"), on="by")
        .join(first_by(stands_for.select("m", "actor_key", "first"), ["m"], "first", "actor_key"), on="m")
    )
    driven = (
        none.filter(pl.col("t").is_in(flight["t"].implode()))
        .join(driving, on="sent")
        .with_columns(apart=(pl.col("by").cast(pl.Int64) - pl.col("t")).abs())
    )
    nearest = first_by(driven, ["t"], "apart", "by").select("t", "by")
    driven = driven.join(nearest, on=["t", "by"], how="semi").select("t", "m", "actor_key", "first")
    found = (
        pl.concat([beside, driven.join(beside, on="t", how="anti")])
        .join(concerned(participants, stands_for), on=["t", "actor_key"], how="anti")
        .pipe(first_by, ["t", "actor_key"], "first", "m")
    )
    return as_participants(found, "actor", "at work meanwhile")


def involved(
    triggers: pl.DataFrame,
    participants: pl.DataFrame,
    relations: pl.DataFrame,
    tokens: pl.DataFrame,
    stands_for: pl.DataFrame,
) -> pl.DataFrame:
    """Actors (PARTICIPANTS) of acts in which somebody is told to have had a part. All frames as in `find_sides`."""
    acts = triggers.filter(pl.col("is_noun") & pl.col("event_type").is_in(_DEEDS))
    none = lacking("actor", acts.select("t"), participants)
    nouns = pick(tokens, pl.col("lemma").is_in(_PART) & (pl.col("pos") == "NOUN"), part="t")
    verbs = pick(tokens, pl.col("lemma").is_in(_PARTAKING), part="t")
    owned = pick(relations, pl.col("role").is_in(("poss", "of", "mod", "by")), part="pred", word="arg")
    owned = owned.join(nouns, on="part", how="semi")
    taking = pick(tokens, pl.col("lemma").is_in(_TAKING), verb="t")
    taken = pick(relations, pl.col("role") == "obj", verb="pred", part="arg").join(nouns, on="part", how="semi")
    taken = taken.join(taking, on="verb", how="semi")
    subjects = pick(relations, pl.col("role") == "subj", verb="pred", word="arg")
    doing = subjects.rename({"verb": "part"}).join(verbs, on="part", how="semi").select("part", "word")
    held = pl.concat([owned, taken.join(subjects, on="verb").select("part", "word"), doing])
    inside = pick(relations, pl.col("role") == "in", part="pred", t="arg")
    # "took part in the raid": hung on the verb
    beside = taken.join(pick(relations, pl.col("role") == "in", verb="pred", t="arg"), on="verb").select("part", "t")
    found = (
        pl.concat([inside, beside])
        .join(none, on="t", how="semi")
        .join(held, on="part")
        .join(stands_for, on="word")
        .join(concerned(participants, stands_for), on=["t", "actor_key"], how="anti")
        .pipe(first_by, ["t", "actor_key"], "first", "m")
    )
    return as_participants(found, "actor", "had a part in it")


def _clear(words: pl.Series, tokens: pl.DataFrame, path: tuple[str, ...]) -> pl.DataFrame:
    """The steps above each word that only lead along `path`: t, ancestor, depth, below, via."""
    steps = ancestors(words, tokens).filter(pl.col("depth") > 0).sort("t", "depth")
    shut = (~pl.col("via").is_in(path)).cast(pl.Int32).cum_sum().over("t")
    return steps.with_columns(shut=shut).filter(pl.col("shut") == 0)
