"""Who a verb has for its grammatical subject, and which verbs turn that into their logical object.

Covers: subjects handed on along conjoined and controlled verbs, relative clauses and participles; names that the parse
takes for adverbs; passives with and without an auxiliary ("ten arrested"), past tenses misread as participles.
Does not cover: subjects in other sentences.
"""

from __future__ import annotations

import polars as pl

from transforms.frames import look_up, pick

RELATIVE_TAGS = ("WDT", "WP", "WP$")
ROUNDS = 3  # how far a subject is handed on along conjoined and controlled verbs
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


def edges_of(tokens: pl.DataFrame) -> pl.DataFrame:
    """TOKENS below another, with what is above them: head_dep, head_pos, head_lower, head_head."""
    return tokens.filter(pl.col("t") != pl.col("head")).pipe(
        look_up, "head", tokens, head_dep="dep", head_pos="pos", head_lower="lower", head_head="head"
    )


def surface_subjects(tokens: pl.DataFrame, direct: pl.DataFrame) -> pl.DataFrame:
    """Each verb's grammatical subject, its own or handed on: pred, arg, rule.

    `direct`: RELATIONS as the parse has them, grammatical subjects as the role "surface".
    """
    words = tokens.select("t", "pos", "tag", "dep", "head")
    own = direct.filter(pl.col("role") == "surface").select("pred", "arg", "rule")
    own = pl.concat([own, _names_before(tokens, own), _in_a_row(tokens, own)])
    # a relative pronoun stands for the noun that its clause modifies
    clauses = pick(words, pl.col("dep") == "relcl", pred="t", noun="head")
    pronouns = pick(words, pl.col("tag").is_in(RELATIVE_TAGS), arg="t", relative=pl.lit(True))
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
    for _ in range(ROUNDS):
        open_verbs = governed.join(found, left_on="t", right_on="pred", how="anti")
        handed = open_verbs.join(objects, on="head", how="left", maintain_order="left").join(
            found.select(head="pred", subject="arg"), on="head", how="left", maintain_order="left_right"
        )
        # an object controls ("urged X to leave", "accused X of killing") unless the verb is only beside it
        beside = pl.col("near") == pl.col("head")
        # "accused the army of gassing": also where the parse hangs it on the army
        beside |= (pl.col("near") == pl.col("controller")) & pl.col("preposition").is_in(("of", "from"))
        controlled = pl.col("dep").is_in(("xcomp",)) | (
            # "instead of meeting Trump, she visited Paris": nothing behind it controls it
            (pl.col("dep") == "pcomp") & beside & (pl.col("t") > pl.col("controller"))
        )
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
    for _ in range(ROUNDS):
        stepped = look_up(governed, "head", words, above="head", head_pos="pos")
        is_verb = pl.col("head_pos").is_in(("VERB", "AUX"))
        governed = stepped.with_columns(head=pl.when(is_verb).then("head").otherwise("above")).drop("above", "head_pos")
    return governed


def passive_verbs(edges: pl.DataFrame, tokens: pl.DataFrame, statives: list[str], clipped: list[str]) -> pl.DataFrame:
    """Verbs whose surface subject is their logical object: pred, passive. `edges`: `edges_of`; lists: `relations`."""
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
    # "was found murdered": whoever is found did nothing
    finding = pick(tokens, (pl.col("lemma") == "find") & (pl.col("tag") == "VBN"), head="t")
    seen = tokens.filter((pl.col("tag") == "VBN") & pl.col("dep").is_in(("xcomp", "oprd", "ccomp")))
    seen = seen.join(finding, on="head", how="semi").join(own, on="t", how="anti").select(pred="t")
    found = pl.concat([marked, bare, conjoined, headlined, seen]).unique()
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
