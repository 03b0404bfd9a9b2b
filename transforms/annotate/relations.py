"""Who stands in which relation to which word: the parse, read as predicates with logical arguments.

Everything after the parse asks this table instead of walking trees. A row says: `arg` stands in `role` to `pred`.

Roles: subj and obj are logical (the subject of a passive is obj, its by-agent subj); iobj; prt; comp (verb of a
complement clause); attr; poss; mod (adjective, compound or participle before a noun); of, to, with, against, ... (any
preposition by its own word); head (the verb that a noun is subject or object of); around and befalls
(subject and object of the verb that a noun is a circumstance of); blamed (the object of a verb with "for", "of" or
"with" and the noun: "accused X of the attack").

Covers: active and passive, agents, conjoined verbs and arguments, control ("agreed to withdraw"), relative clauses,
participles ("forces backed by Moscow", "Russian-backed forces"), light verbs ("launched an attack on X": the attack's
subj and on), partitives ("thousands of troops", "members of the group").
Does not cover: arguments in other sentences (that is reference, `link`), ellipsis, subjects of verbal nouns far away.
"""

from __future__ import annotations

import polars as pl

from transforms.annotate.subjects import RELATIVE_TAGS, ROUNDS, edges_of, passive_verbs, surface_subjects
from transforms.frames import look_up_known, pick

RELATIONS = pl.Schema({"pred": pl.UInt32, "role": pl.String, "arg": pl.UInt32, "rule": pl.String})

_CLAUSES = ("xcomp", "ccomp")
_MODIFIERS = ("amod", "compound", "nmod", "npadvmod")
_AIMS = ("against", "on", "at", "toward", "towards", "from", "of", "to", "for", "with")
_PARTICLES = ("up", "down", "back", "out", "off", "away", "aside", "over", "forward", "together")
_SPANS_OF_TIME = ("minute", "hour", "day", "night", "week", "month", "round")
_CIRCUMSTANCES = ("in", "during", "after", "amid", "following", "on", "for", "at", "under")
_TO_CLAUSE = 4  # steps from "whose ..." up to the clause


def relations(
    tokens: pl.DataFrame, *, light_verbs: list[str], partitives: list[str], statives: list[str], clipped: list[str]
) -> pl.DataFrame:
    """All relations of a batch, schema RELATIONS, each once.

    `tokens`: schema TOKENS. `light_verbs`: verbs whose subject acts in the noun they govern. `partitives`: nouns that
    only measure out what follows their "of". `statives`: participles that describe their subject ("is opposed to").
    `clipped`: verbs whose participle is passive even without an auxiliary ("ten arrested").
    """
    edges = edges_of(tokens)
    direct = _direct(edges, tokens)
    surface = surface_subjects(tokens, direct)
    passive = passive_verbs(edges, tokens, statives, clipped)
    logical = surface.join(passive, on="pred", how="left").select(
        "pred", pl.when(pl.col("passive")).then(pl.lit("obj")).otherwise(pl.lit("subj")).alias("role"), "arg", "rule"
    )
    found = pl.concat([direct.filter(pl.col("role") != "surface"), logical, _reduced_objects(tokens, direct)])
    found = pl.concat([found, _noun_heads(edges)])
    found = _drop_relative_pronouns(found, tokens)
    found = pl.concat([found, _infinitives(found, tokens)])
    found = pl.concat(
        [found, _through_light_verbs(found, tokens, light_verbs, partitives), _through_objects(found, tokens)]
    )
    found = pl.concat([found, _circumstances(found, tokens)])
    found = _expand(found, tokens, partitives)
    return found.unique(["pred", "role", "arg"], keep="first", maintain_order=True).sort("pred", maintain_order=True)


def _rows(frame: pl.DataFrame, role: pl.Expr | str, rule: str, *, pred: str = "head", arg: str = "t") -> pl.DataFrame:
    role_of = pl.lit(role) if isinstance(role, str) else role
    return frame.select(pred=pred, role=role_of.cast(pl.String), arg=arg, rule=pl.lit(rule)).cast(RELATIONS)


def _direct(edges: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    dep = pl.col("dep")
    surface = _rows(edges.filter(dep.is_in(("nsubj", "nsubjpass", "csubj"))), "surface", "subject")
    objects = pl.concat([_rows(edges.filter(dep.is_in(("dobj",))), "obj", "object"), _names_behind(edges)])
    datives = _rows(edges.filter((dep == "dative") & (pl.col("pos") != "ADP")), "iobj", "dative")
    named = {"prt": "prt", "poss": "poss", "attr": "attr", "acomp": "attr", "oprd": "attr", "appos": "appos"}
    plain = _rows(edges.filter(dep.is_in(tuple(named))), dep.cast(pl.String).replace(named), "direct")
    clauses = _rows(edges.filter(dep.is_in(_CLAUSES)), "comp", "complement")
    modifiers = _rows(edges.filter(dep.is_in(_MODIFIERS)), "mod", "modifier")
    of_preps = edges.filter(dep.is_in(("pobj", "pcomp")) & pl.col("head_dep").is_in(("prep", "agent", "dative")))
    preps = _rows(of_preps, pl.col("head_lower"), "preposition", pred="head_head")
    agents = _rows(of_preps.filter(pl.col("head_dep") == "agent"), "subj", "agent", pred="head_head")
    # "out of the city": the inner preposition also belongs to the outer one's head
    outer = pick(edges, (dep == "prep") & (pl.col("head_dep") == "prep"), inner="t", above="head_head")
    nested = of_preps.join(outer, left_on="head", right_on="inner")
    nested = _rows(nested, pl.col("head_lower"), "preposition", pred="above")
    # "forces loyal to X": what an adjective behind a noun says, it says of the noun
    behind = edges.filter((pl.col("dep") == "amod") & (pl.col("pos") == "ADJ") & (pl.col("t") > pl.col("head")))
    of_adjective = of_preps.join(behind.select(head_head="t", noun="head"), on="head_head")
    nested = pl.concat([nested, _rows(of_adjective, pl.col("head_lower"), "adjective", pred="noun")])
    adverbs = _rows(edges.filter((dep == "advmod") & pl.col("head_pos").is_in(("VERB",))), "mod", "modifier")
    hyphened = _hyphened(edges, tokens)
    small = _small_clauses(edges)
    particles = _particles(edges, of_preps)
    others = [datives, plain, clauses, agents, preps, nested, modifiers, adverbs, _against(tokens)]
    return pl.concat([surface, objects, *particles, *small, *hyphened, *others])


def _names_behind(edges: pl.DataFrame) -> pl.DataFrame:
    """A name behind a verb without an object, taken for an apposition or an adverb: "Chad defends Kim Jong Un"."""
    has_object = pick(edges, pl.col("dep").is_in(("dobj", "ccomp", "xcomp", "nsubjpass")), "head")
    misread = edges.filter(
        pl.col("dep").is_in(("appos", "advmod"))
        & (pl.col("pos") == "PROPN")
        & ~pl.col("ent_type").is_in(("DATE", "TIME"))
        & (pl.col("head_pos") == "VERB")
        & (pl.col("t") > pl.col("head"))
    )
    return _rows(misread.join(has_object, on="head", how="anti"), "obj", "object read as something else")


def _against(tokens: pl.DataFrame) -> pl.DataFrame:
    """Whom a noun is against by its prefix: "anti-government protests"."""
    before = pick(tokens, pl.col("lower") == "anti", "sent", t=pl.col("t") + 2)
    words = look_up_known(before, "t", tokens, word_sent="sent", head="head", dep="dep")
    prefixed = words.filter(pl.col("word_sent") == pl.col("sent"))
    prefixed = prefixed.filter(pl.col("dep").is_in(_MODIFIERS) & (pl.col("head") > pl.col("t")))
    return _rows(prefixed, "against", "prefix")


def _hyphened(edges: pl.DataFrame, tokens: pl.DataFrame) -> list[pl.DataFrame]:
    """What a hyphen joins: the doer of a participle ("UN-brokered"), two that one noun has ("Russia-Iran talks")."""
    hyphens = pick(tokens, pl.col("lower").is_in(("-", "–")), "sent", before=pl.col("t") - 1, after=pl.col("t") + 1)
    joined = edges.filter(pl.col("dep").is_in(_MODIFIERS)).join(
        hyphens, left_on=["sent", "t"], right_on=["sent", "before"]
    )
    doers = joined.filter(
        (pl.col("head") == pl.col("after"))
        & (pl.col("head_dep") == "amod")
        & (pl.col("head_lower").cast(pl.String).str.ends_with("ed"))
    )
    # "US-South Korea talks": the name behind the hyphen may have several words
    pairs = joined.filter(
        (pl.col("head") >= pl.col("after"))
        & pl.col("head_dep").is_in(_MODIFIERS)
        & pl.col("head_pos").is_in(("PROPN", "ADJ"))
    )
    return [
        _rows(doers, "subj", "hyphened participle"),
        _rows(pairs, "mod", "hyphened modifier", pred="head_head"),
    ]


def _particles(edges: pl.DataFrame, of_preps: pl.DataFrame) -> list[pl.DataFrame]:
    """Particles taken for adverbs or prepositions ("burned down a church"), and the object behind them."""
    hung = edges.filter(
        pl.col("dep").is_in(("advmod", "prep", "advcl"))
        & pl.col("lower").is_in(_PARTICLES)
        & (pl.col("head_pos") == "VERB")
    )
    particles = _rows(hung, "prt", "particle")
    with_object = pick(edges, pl.col("dep") == "dobj", "head")
    behind = of_preps.join(hung.select(head="t", verb="head"), on="head").join(
        with_object, left_on="verb", right_on="head", how="anti"
    )
    return [particles, _rows(behind, "obj", "behind a particle", pred="verb")]


def _small_clauses(edges: pl.DataFrame) -> list[pl.DataFrame]:
    """What a verb says of its object: "found X guilty" (attr), "wants Y to leave" (Y, where there is no other)."""
    clauses = edges.filter(pl.col("dep").is_in(("ccomp", "xcomp", "advcl")))
    adjectives = clauses.filter(pl.col("pos") == "ADJ")
    attributes = _rows(adjectives, "attr", "small clause")
    to = pick(edges, (pl.col("dep") == "aux") & (pl.col("lower") == "to"), t="head")
    # "holds Russia directly and fully responsible": hung on the adverb before it
    hung = (pl.col("dep") == "conj") & (pl.col("pos") == "ADJ") & (pl.col("head_dep") == "advmod")
    hung_on = edges.filter(hung & (pl.col("head_lower").cast(pl.String).str.ends_with("ly")))
    attributes = pl.concat([attributes, _rows(hung_on, "attr", "behind an adverb", pred="head_head")])
    infinitives = clauses.filter((pl.col("dep") == "ccomp") & (pl.col("tag") == "VB")).join(to, on="t", how="semi")
    inner = pl.concat([adjectives.filter(pl.col("dep") == "ccomp"), infinitives]).select(clause="t", verb="head")
    has_object = pick(edges, pl.col("dep") == "dobj", verb="head")
    subjects = (
        edges.filter(pl.col("dep") == "nsubj")
        .join(inner, left_on="head", right_on="clause")
        .join(has_object, on="verb", how="anti")
    )
    return [attributes, _rows(subjects, "obj", "subject of a small clause", pred="verb")]


def _reduced_objects(tokens: pl.DataFrame, direct: pl.DataFrame) -> pl.DataFrame:
    """The noun of a relative clause that has a subject of its own and no object: "the town they shelled"."""
    clauses = pick(tokens, pl.col("dep") == "relcl", pred="t", arg="head")
    pronouns = pick(tokens, pl.col("tag").is_in(RELATIVE_TAGS), arg="t")
    subjects = direct.filter(pl.col("role") == "surface").join(pronouns, on="arg", how="anti").select("pred")
    objects = direct.filter(pl.col("role") == "obj")
    by_pronoun = objects.join(pronouns, on="arg", how="semi").select("pred")
    none = clauses.join(subjects, on="pred", how="semi").join(objects.select("pred"), on="pred", how="anti")
    passive = direct.filter(pl.col("rule") == "agent").select("pred")
    found = pl.concat([none.join(passive, on="pred", how="anti"), clauses.join(by_pronoun, on="pred", how="semi")])
    return found.select("pred", role=pl.lit("obj"), arg="arg", rule=pl.lit("relative clause"))


def _noun_heads(edges: pl.DataFrame) -> pl.DataFrame:
    below = edges.filter(pl.col("head_pos").is_in(("VERB", "AUX")))
    governed = below.filter(pl.col("dep").is_in(("nsubj", "nsubjpass", "dobj", "attr")))
    return governed.select(pred="t", role=pl.lit("head"), arg="head", rule=pl.lit("governor"))


def _drop_relative_pronouns(found: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Relations without relative pronouns; "whose" is whoever the clause describes ("X, whose ouster shocked Y")."""
    pronouns = pick(tokens, pl.col("tag").is_in(RELATIVE_TAGS), arg="t")
    kept = found.join(pronouns, on="arg", how="anti", maintain_order="left")
    return pl.concat([kept, _whose(tokens)])


def _whose(tokens: pl.DataFrame) -> pl.DataFrame:
    found = pick(tokens, (pl.col("tag") == "WP$") & (pl.col("dep") == "poss"), noun="head", at="head")
    reached = []
    for _ in range(_TO_CLAUSE):
        found = look_up_known(found, "at", tokens, above="head", dep="dep").filter(pl.col("at") != pl.col("above"))
        reached.append(pick(found, pl.col("dep") == "relcl", pred="noun", arg="above"))
        found = pick(found, pl.col("dep") != "relcl", "noun", at="above")
    return _rows(pl.concat(reached), "poss", "whose", pred="pred", arg="arg")


def _through_light_verbs(
    found: pl.DataFrame, tokens: pl.DataFrame, light_verbs: list[str], partitives: list[str]
) -> pl.DataFrame:
    """What a light verb has, the noun it governs has too: its subject and its prepositions."""
    light = pick(tokens, pl.col("lemma").is_in(light_verbs) & pl.col("pos").is_in(("VERB", "AUX")), verb="t")
    nouns = pick(tokens, pl.col("pos").is_in(("NOUN", "PROPN")), noun="t")
    governed = (
        pick(found, pl.col("role") == "obj", verb="pred", noun="arg")
        .join(light, on="verb", how="semi")
        .join(nouns, on="noun", how="semi")
    )
    # "held four hours of talks", "carried out a wave of arrests"
    measures = pick(tokens, pl.col("lemma").is_in([*partitives, *_SPANS_OF_TIME]), noun="t")
    measured = (
        governed.join(measures, on="noun", how="semi")
        .join(pick(found, pl.col("role") == "of", noun="pred", inner="arg"), on="noun")
        .select("verb", noun="inner")
        .join(nouns, on="noun", how="semi")
    )
    governed = pl.concat([governed, measured])
    handed = found.filter(~pl.col("role").is_in(("obj", "iobj", "prt", "comp", "attr", "mod", "poss", "head", "appos")))
    return (
        governed.join(handed, left_on="verb", right_on="pred")
        .filter(pl.col("arg") != pl.col("noun"))
        .select(pred="noun", role="role", arg="arg", rule=pl.lit("light verb"))
    )


def _infinitives(found: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """An infinitive behind an object ("forced people to flee") is the verb's complement, whatever the parse hangs it
    on.
    """
    to = pick(tokens, (pl.col("lower") == "to") & (pl.col("dep") == "aux"), arg="head")
    verbs = pick(tokens, (pl.col("tag") == "VB") & pl.col("dep").is_in(("relcl", "acl")), arg="t", noun="head")
    infinitives = verbs.join(to, on="arg", how="semi")
    # "threatened on Monday to cut ties"
    beside = tokens.filter((pl.col("tag") == "VB") & (pl.col("dep") == "advcl")).join(
        to, left_on="t", right_on="arg", how="semi"
    )
    beside = _rows(beside, "comp", "infinitive beside a verb")
    objects = pick(found, pl.col("role") == "obj", "pred", noun="arg")
    governed = infinitives.join(objects, on="noun")
    complements = governed.select("pred", role=pl.lit("comp"), arg="arg", rule=pl.lit("infinitive behind an object"))
    subjects = infinitives.join(objects, on="noun", how="semi").select(
        pred="arg", role=pl.lit("subj"), arg="noun", rule=pl.lit("infinitive behind an object")
    )
    return pl.concat([complements, subjects, beside])


def _through_objects(found: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """What is against the object, the verb is against, too: "threatened an operation against X"."""
    verbs = pick(tokens, pl.col("pos") == "VERB", pred="t")
    objects = found.filter(pl.col("role") == "obj").join(verbs, on="pred", how="semi").select("pred", noun="arg")
    aimed = found.filter(pl.col("role").is_in(_AIMS) & (pl.col("rule") == "preposition"))
    return objects.join(aimed, left_on="noun", right_on="pred").select(
        "pred", role="role", arg="arg", rule=pl.lit("through the object")
    )


def _circumstances(found: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Whoever acts in a circumstance ("lost 16 men in clashes") is `around` its noun; upon whom, it `befalls`."""
    nouns = pick(tokens, pl.col("pos") == "NOUN", noun="t")
    placed = pick(found, pl.col("role").is_in(_CIRCUMSTANCES), verb="pred", noun="arg", prep="role").join(
        nouns, on="noun", how="semi"
    )
    inside = placed.filter(pl.col("prep").is_in(("in", "during", "amid")))
    blamed = pick(
        found, pl.col("role").is_in(("for", "of", "with", "over")), verb="pred", noun="arg", prep="role"
    ).join(nouns, on="noun", how="semi")
    sides = [("subj", "around", placed), ("obj", "befalls", inside), ("obj", "blamed", blamed)]
    return pl.concat(
        [
            where.join(pick(found, pl.col("role") == side, verb="pred", who="arg"), on="verb")
            .filter(pl.col("noun") != pl.col("who"))
            .select(pred="noun", role=pl.lit(role), arg="who", rule=pl.lit("circumstance"))
            for side, role, where in sides
        ]
    )


def _expand(found: pl.DataFrame, tokens: pl.DataFrame, partitives: list[str]) -> pl.DataFrame:
    """Add conjoined arguments, and what a partitive measures out."""
    conjuncts = pick(tokens, pl.col("dep") == "conj", arg="head", other="t")
    measured = (
        found.filter(pl.col("role") == "of")
        .join(
            # "five of its directors"
            pick(tokens, pl.col("lemma").is_in(partitives) | (pl.col("tag") == "CD"), pred="t"),
            on="pred",
            how="semi",
        )
        .select(arg="pred", other="arg")
    )
    steps = pl.concat(
        [conjuncts.with_columns(step=pl.lit("conjunct")), measured.with_columns(step=pl.lit("partitive"))]
    )
    spreads = ~pl.col("role").is_in(("comp", "prt", "head"))
    frontier = found.filter(spreads)
    for _ in range(ROUNDS):
        frontier = frontier.join(steps, on="arg").select(
            "pred", "role", arg="other", rule=pl.col("rule") + ", " + pl.col("step")
        )
        near = found.filter(pl.col("pred").is_in(frontier["pred"].implode()))
        frontier = frontier.join(near, on=["pred", "role", "arg"], how="anti")
        if frontier.is_empty():
            break
        found = pl.concat([found, frontier])
    return found
