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

from transforms.frames import look_up, look_up_known, pick

RELATIONS = pl.Schema({"pred": pl.UInt32, "role": pl.String, "arg": pl.UInt32, "rule": pl.String})

_CLAUSES = ("xcomp", "ccomp")
_MODIFIERS = ("amod", "compound", "nmod", "npadvmod")
_RELATIVE_TAGS = ("WDT", "WP", "WP$")
_AIMS = ("against", "on", "at", "toward", "towards", "from", "of", "to", "for", "with")
_PARTICLES = ("up", "down", "back", "out", "off", "away", "aside", "over", "forward", "together")
# Verbs that nobody undergoes, and verbs whose passive keeps an object ("a man denied bail")
_INTRANSITIVE = tuple(
    (
        "protest demonstrate march rally complain resign flee escape arrive talk clash die respond react apologise "
        "apologize emerge disagree surrender defect vow"
    ).split()
)
_DITRANSITIVE = tuple(
    (
        "give grant award offer send pay show deny tell teach ask promise hand fine allow refuse call name elect make "
        "lend owe bring cost leave guarantee assign allot charge serve"
    ).split()
)
_SPANS_OF_TIME = ("minute", "hour", "day", "night", "week", "month", "round")
_CIRCUMSTANCES = ("in", "during", "after", "amid", "following", "on", "for", "at", "under")
_TO_CLAUSE = 4  # steps from "whose ..." up to the clause
_ROUNDS = 3  # how far a subject is handed on along conjoined and controlled verbs


def relations(
    tokens: pl.DataFrame, *, light_verbs: list[str], partitives: list[str], statives: list[str], clipped: list[str]
) -> pl.DataFrame:
    """All relations of a batch, schema RELATIONS, each once.

    `tokens`: schema TOKENS. `light_verbs`: verbs whose subject acts in the noun they govern. `partitives`: nouns that
    only measure out what follows their "of". `statives`: participles that describe their subject ("is opposed to").
    `clipped`: verbs whose participle is passive even without an auxiliary ("ten arrested").
    """
    direct = _direct(tokens)
    surface = _surface_subjects(tokens, direct)
    passive = _passive(tokens, statives, clipped)
    logical = surface.join(passive, on="pred", how="left").select(
        "pred", pl.when(pl.col("passive")).then(pl.lit("obj")).otherwise(pl.lit("subj")).alias("role"), "arg", "rule"
    )
    found = pl.concat([direct.filter(pl.col("role") != "surface"), logical, _reduced_objects(tokens, direct)])
    found = pl.concat([found, _noun_heads(tokens)])
    found = _drop_relative_pronouns(found, tokens)
    found = pl.concat([found, _infinitives(found, tokens)])
    found = pl.concat(
        [found, _through_light_verbs(found, tokens, light_verbs, partitives), _through_objects(found, tokens)]
    )
    found = pl.concat([found, _circumstances(found, tokens)])
    found = _expand(found, tokens, partitives)
    return found.unique(["pred", "role", "arg"], keep="first", maintain_order=True)


def _edges(tokens: pl.DataFrame) -> pl.DataFrame:
    return tokens.filter(pl.col("t") != pl.col("head")).pipe(
        look_up, "head", tokens, head_dep="dep", head_pos="pos", head_lower="lower", head_head="head"
    )


def _rows(frame: pl.DataFrame, role: pl.Expr | str, rule: str, *, pred: str = "head", arg: str = "t") -> pl.DataFrame:
    role_of = pl.lit(role) if isinstance(role, str) else role
    return frame.select(pred=pred, role=role_of.cast(pl.String), arg=arg, rule=pl.lit(rule)).cast(RELATIONS)


def _direct(tokens: pl.DataFrame) -> pl.DataFrame:
    edges = _edges(tokens)
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
    """A name behind a verb that has no object, taken for an apposition to it: "Chad defends Kim Jong Un"."""
    has_object = pick(edges, pl.col("dep").is_in(("dobj", "ccomp", "xcomp", "nsubjpass")), "head")
    misread = edges.filter(
        (pl.col("dep") == "appos")
        & (pl.col("pos") == "PROPN")
        & (pl.col("head_pos") == "VERB")
        & (pl.col("t") > pl.col("head"))
    )
    return _rows(misread.join(has_object, on="head", how="anti"), "obj", "object read as an apposition")


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
    infinitives = clauses.filter((pl.col("dep") == "ccomp") & (pl.col("tag") == "VB")).join(to, on="t", how="semi")
    inner = pl.concat([adjectives.filter(pl.col("dep") == "ccomp"), infinitives]).select(clause="t", verb="head")
    has_object = pick(edges, pl.col("dep") == "dobj", verb="head")
    subjects = (
        edges.filter(pl.col("dep") == "nsubj")
        .join(inner, left_on="head", right_on="clause")
        .join(has_object, on="verb", how="anti")
    )
    return [attributes, _rows(subjects, "obj", "subject of a small clause", pred="verb")]


def _passive(tokens: pl.DataFrame, statives: list[str], clipped: list[str]) -> pl.DataFrame:
    """Verbs whose surface subject is their logical object: pred, passive."""
    edges = _edges(tokens)
    agents = pick(edges, pl.col("dep") == "agent", t="head")
    states = tokens.filter(pl.col("lower").is_in(statives)).join(agents, on="t", how="anti").select(pred="t")
    marked = pick(edges, pl.col("dep").is_in(("auxpass", "nsubjpass", "agent")), pred="head")
    participles = tokens.filter((pl.col("tag") == "VBN") & pl.col("dep").is_in(("acl", "amod", "advcl", "relcl")))
    with_aux = edges.filter(
        (pl.col("dep") == "aux") & pl.col("lower").is_in(("have", "has", "had", "having", "'ve", "’ve"))
    )
    bare = participles.join(with_aux.select(t="head"), on="t", how="anti").select(pred="t")
    bare = bare.join(
        _misread_as_passive(edges, tokens).join(agents, left_on="pred", right_on="t", how="anti"), on="pred", how="anti"
    )
    # "was seized and burned": a participle conjoined to a passive, with no auxiliary of its own
    own = pick(edges, pl.col("dep").is_in(("aux", "auxpass")), t="head")
    has_object = pick(edges, pl.col("dep") == "dobj", t="head")
    # "was arrested and deported": a past tense only by the look of it, for a verb that needs an object
    misread = (pl.col("tag") == "VBD") & pl.col("lemma").is_in(clipped)
    conjoined = edges.filter((pl.col("dep") == "conj") & ((pl.col("tag") == "VBN") | misread))
    conjoined = conjoined.join(own, on="t", how="anti")
    conjoined = pl.concat(
        [conjoined.filter(pl.col("tag") == "VBN"), conjoined.filter(misread).join(has_object, on="t", how="anti")]
    )
    conjoined = conjoined.join(marked, left_on="head", right_on="pred", how="semi").select(pred="t")
    # "1,200 protesters arrested": a participle with a subject, no auxiliary and no object, as headlines have it
    subjected = pick(edges, pl.col("dep") == "nsubj", t="head").unique()
    headlined = tokens.filter((pl.col("tag") == "VBN") & pl.col("lemma").is_in(clipped)).join(
        subjected, on="t", how="semi"
    )
    headlined = headlined.join(own, on="t", how="anti").join(has_object, on="t", how="anti").select(pred="t")
    found = pl.concat([marked, bare, conjoined, headlined]).unique()
    return found.join(states, on="pred", how="anti").with_columns(passive=pl.lit(True))


def _misread_as_passive(edges: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Past tenses that the parse takes for participles of the noun before: pred.

    "A rights group protested on Monday": verbs that nobody undergoes. "Doctors from Peru donated medicine": in a
    sentence that is left without a verb, those with an object of their own or of the verb joined to them.
    """
    behind = tokens.filter((pl.col("dep") == "acl") & (pl.col("tag") == "VBN"))
    intransitive = behind.filter(pl.col("lemma").is_in(_INTRANSITIVE)).select(pred="t")
    roots = pick(tokens, (pl.col("t") == pl.col("head")) & pl.col("pos").is_in(("NOUN", "PROPN")), "sent")
    objects = pick(edges, (pl.col("dep") == "dobj") & (pl.col("pos") != "PRON"), owner="head")
    joined = pick(edges, pl.col("dep") == "conj", pred="head", owner="t")
    of_own = behind.select(pred="t", owner="t")
    heading = behind.filter(~pl.col("lemma").is_in(_DITRANSITIVE)).join(roots, on="sent", how="semi").select(pred="t")
    with_object = pl.concat([of_own, joined.select(of_own.columns)]).join(objects, on="owner", how="semi")
    return pl.concat([intransitive, heading.join(with_object, on="pred", how="semi")]).unique()


def _surface_subjects(tokens: pl.DataFrame, direct: pl.DataFrame) -> pl.DataFrame:
    """Each verb's grammatical subject, its own or handed on: pred, arg, rule."""
    words = tokens.select("t", "pos", "tag", "dep", "head")
    own = direct.filter(pl.col("role") == "surface").select("pred", "arg", "rule")
    own = pl.concat([own, _names_before(tokens, own), _in_a_row(tokens, own)])
    # a relative pronoun stands for the noun that its clause modifies
    clauses = pick(words, pl.col("dep") == "relcl", pred="t", noun="head")
    pronouns = pick(words, pl.col("tag").is_in(_RELATIVE_TAGS), arg="t", relative=pl.lit(True))
    own = (
        own.join(clauses, on="pred", how="left")
        .join(pronouns, on="arg", how="left")
        .select(
            "pred",
            pl.when(pl.col("relative") & pl.col("noun").is_not_null()).then("noun").otherwise("arg").alias("arg"),
            pl.when(pl.col("relative") & pl.col("noun").is_not_null())
            .then(pl.lit("relative clause"))
            .otherwise("rule")
            .alias("rule"),
        )
    )
    is_verb = pl.col("pos").is_in(("VERB", "AUX"))
    participles = pick(
        words,
        ((pl.col("dep") == "acl") & pl.col("tag").is_in(("VBN", "VBG", "VBD")))
        | ((pl.col("dep") == "amod") & pl.col("tag").is_in(("VBN", "VBG"))),
        pred="t",
        arg="head",
        rule=pl.lit("participle"),
    )
    found = pl.concat([own, participles.join(own, on="pred", how="anti")])
    objects = direct.filter(pl.col("role") == "obj").select(head="pred", controller="arg")
    objects = objects.unique("head", keep="first", maintain_order=True)
    # "accused X of killing", "an offensive to retake": the verb above gives the subject
    inner = ((pl.col("dep") == "acl") & (pl.col("tag") == "VB")) | (pl.col("dep") == "pcomp")
    governed = words.filter(is_verb & (pl.col("dep").is_in(("conj", "xcomp", "advcl")) | inner))
    governed = _climb_to_verb(look_up(governed, "head", tokens, near="head", preposition="lower"), words)
    for _ in range(_ROUNDS):
        open_verbs = governed.join(found, left_on="t", right_on="pred", how="anti")
        handed = open_verbs.join(objects, on="head", how="left", maintain_order="left").join(
            found.select(head="pred", subject="arg"), on="head", how="left", maintain_order="left_right"
        )
        # an object controls ("urged X to leave", "accused X of killing") unless the verb is only beside it
        beside = pl.col("near") == pl.col("head")
        # "accused the army of gassing": also where the parse hangs it on the army
        beside |= (pl.col("near") == pl.col("controller")) & pl.col("preposition").is_in(("of", "from"))
        controlled = pl.col("dep").is_in(("xcomp",)) | ((pl.col("dep") == "pcomp") & beside)
        arg = pl.when(controlled).then(pl.coalesce("controller", "subject")).otherwise("subject")
        rule = pl.when(controlled).then(pl.lit("control")).otherwise(pl.lit("shared subject"))
        new = handed.select(pred="t", arg=arg, rule=rule).drop_nulls("arg")
        if new.is_empty():
            break
        found = pl.concat([found, new.unique("pred", keep="first", maintain_order=True)])
    return found


def _names_before(tokens: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """A name taken for an adverb of the verb behind it ("Tonga on Tuesday appealed"): pred, arg, rule."""
    misread = tokens.filter(
        (pl.col("pos") == "PROPN")
        & pl.col("dep").is_in(("advmod", "npadvmod", "dep", "nmod"))
        & ~pl.col("ent_type").is_in(("DATE", "TIME"))
        & (pl.col("head") > pl.col("t"))
    )
    verbs = pick(tokens, (pl.col("pos") == "VERB") & ~pl.col("tag").is_in(("VBG", "VBN")), pred="t")
    found = misread.select(pred="head", arg="t", rule=pl.lit("subject read as an adverb"))
    found = found.join(verbs, on="pred", how="semi").join(own, on="pred", how="anti")
    return found.sort("pred", "arg").unique("pred", keep="last", maintain_order=True)


def _in_a_row(tokens: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """A name at the head of a sentence, with a comma for "and" ("Chad, Niger agree"): pred, arg, rule."""
    names = tokens.filter((pl.col("pos") == "PROPN") & ~pl.col("ent_type").is_in(("DATE", "TIME")))
    opening = tokens.group_by("sent", maintain_order=True).agg(arg=pl.first("t"), opens=pl.first("ent_type"))
    opening = opening.filter(~pl.col("opens").is_in(("DATE", "TIME"))).drop("opens")
    commas = pick(tokens, pl.col("lower") == ",", "sent", arg=pl.col("t") - 1, second=pl.col("t") + 1)
    first = opening.join(commas, on=["sent", "arg"])
    second = names.join(own.select(t="arg", pred="pred"), on="t").select("sent", "pred", second="t")
    return first.join(second, on=["sent", "second"]).select("pred", "arg", rule=pl.lit("names in a row"))


def _climb_to_verb(governed: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """Replace the head of each verb by the nearest verb above it ("a strategy of raising the cost by attacking")."""
    for _ in range(_ROUNDS):
        stepped = look_up(governed, "head", words, above="head", head_pos="pos")
        is_verb = pl.col("head_pos").is_in(("VERB", "AUX"))
        governed = stepped.with_columns(head=pl.when(is_verb).then("head").otherwise("above")).drop("above", "head_pos")
    return governed


def _reduced_objects(tokens: pl.DataFrame, direct: pl.DataFrame) -> pl.DataFrame:
    """The noun of a relative clause that has a subject of its own and no object: "the town they shelled"."""
    clauses = pick(tokens, pl.col("dep") == "relcl", pred="t", arg="head")
    pronouns = pick(tokens, pl.col("tag").is_in(_RELATIVE_TAGS), arg="t")
    subjects = direct.filter(pl.col("role") == "surface").join(pronouns, on="arg", how="anti").select("pred")
    objects = direct.filter(pl.col("role") == "obj")
    by_pronoun = objects.join(pronouns, on="arg", how="semi").select("pred")
    none = clauses.join(subjects, on="pred", how="semi").join(objects.select("pred"), on="pred", how="anti")
    passive = direct.filter(pl.col("rule") == "agent").select("pred")
    found = pl.concat([none.join(passive, on="pred", how="anti"), clauses.join(by_pronoun, on="pred", how="semi")])
    return found.select("pred", role=pl.lit("obj"), arg="arg", rule=pl.lit("relative clause"))


def _noun_heads(tokens: pl.DataFrame) -> pl.DataFrame:
    edges = _edges(tokens).filter(pl.col("head_pos").is_in(("VERB", "AUX")))
    governed = edges.filter(pl.col("dep").is_in(("nsubj", "nsubjpass", "dobj", "attr")))
    return governed.select(pred="t", role=pl.lit("head"), arg="head", rule=pl.lit("governor"))


def _drop_relative_pronouns(found: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Relations without relative pronouns; "whose" is whoever the clause describes ("X, whose ouster shocked Y")."""
    pronouns = pick(tokens, pl.col("tag").is_in(_RELATIVE_TAGS), arg="t")
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
    for _ in range(_ROUNDS):
        frontier = frontier.join(steps, on="arg").select(
            "pred", "role", arg="other", rule=pl.col("rule") + ", " + pl.col("step")
        )
        near = found.filter(pl.col("pred").is_in(frontier["pred"].implode()))
        frontier = frontier.join(near, on=["pred", "role", "arg"], how="anti")
        if frontier.is_empty():
            break
        found = pl.concat([found, frontier])
    return found
