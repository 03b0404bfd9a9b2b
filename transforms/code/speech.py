"""Who speaks in which clause: reporting verbs with their speakers.

Covers: the subject of a reporting verb ("X said", "said X", "X's spokesman told Y": Y only hears), a participle beside
the speech ("X said ..., adding that": X), a pronoun behind a speech ("... He said" is whoever spoke just before),
a speaker that stands directly beside the verb where the parse lost the subject ("..., the Observatory said").
Does not cover: verbs of thought with no clause below them, "is said to" (nobody is named), infinitives ("declined to
say").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.frames import first_by, look_up_known, pick

if TYPE_CHECKING:
    from transforms.code.sources import Reporting

#: A reporting verb and one of its speakers. `begin`: where the reporting clause begins; `has_content`: a clause that
#: tells what is said, or a thing that something is done to, follows the verb; `is_speech`: it tells something at all;
#: `first`: where the speaker is named.
SPEAKERS = pl.Schema(
    {
        "verb_t": pl.UInt32,
        "sent": pl.UInt32,
        "doc": pl.UInt32,
        "verb": pl.String,
        "kind": pl.String,
        "begin": pl.UInt32,
        "has_content": pl.Boolean,
        "is_speech": pl.Boolean,
        "m": pl.UInt32,
        "actor_key": pl.String,
        "first": pl.UInt32,
    }
)
_FINITE = ("VBD", "VBZ", "VBP", "VB", "VBN")
_PERSONS = ("he", "she")
_SAME_SPEAKER = (*_PERSONS, "they")
_TELLING = ("tell", "inform", "assure", "reassure", "remind", "advise", "warn", "notify", "brief", "alert")
_NAMELESS = tuple(
    "source official spokesman spokeswoman spokesperson diplomat witness activist resident analyst expert aide".split()
)
_BETWEEN = ("also", "later", "then", "has", "have", "had", "earlier", "previously", "officially", "recently", ")")
_SKIPPED = 2  # of these words beside each other: ") has said"


def find_speakers(
    tokens: pl.DataFrame, relations: pl.DataFrame, heard: pl.DataFrame, sources: pl.DataFrame, known: Reporting
) -> pl.DataFrame:
    """Reporting verbs with their speakers, schema SPEAKERS.

    `heard`: VOICES. `sources`: `named_sources`.
    """
    told = _reporting(tokens, known.verbs)
    parsed = relations.filter(pl.col("role") == "subj").join(told, left_on="pred", right_on="verb_t")
    parsed = parsed.select(verb_t="pred", arg="arg")
    behind = _right_behind(told, tokens, heard)
    parsed = pl.concat([parsed.join(behind, on="verb_t", how="anti"), behind])
    beside = _subject_above(told, tokens, parsed)
    parsed = pl.concat([parsed.join(beside, on="verb_t", how="anti"), beside])
    near = _adjacent(
        told.join(parsed.join(heard, left_on="arg", right_on="word"), on="verb_t", how="anti"), tokens, heard
    )
    # "a blast hit the town the Centre said": the parse has the blast say it
    papers = pick(tokens, pl.col("lemma").is_in(known.documents), arg="t")
    lost = parsed.join(near, on="verb_t", how="semi").join(papers, on="arg", how="anti")
    args = pl.concat([parsed.join(lost, on=["verb_t", "arg"], how="anti"), near]).unique()
    starts = tokens.select(
        arg="t",
        arg_left="left",
        arg_lower="lower",
        arg_lemma="lemma",
        arg_sent="sent",
        is_paper=pl.col("lemma").is_in(known.documents),
    )
    found = told.join(args, on="verb_t").join(starts, on="arg")
    begin = pl.when(pl.col("arg_sent") == pl.col("sent")).then(pl.min_horizontal("verb_t", "arg_left"))
    found = found.with_columns(begin=begin.otherwise("verb_t").min().over("verb_t"))
    # "the report said": a document of nobody is whoever told before
    voiced = found.join(heard, left_on="arg", right_on="word", how="left")
    voiced = voiced.filter(pl.col("m").is_not_null() | pl.col("is_paper"))
    voiced = _same_noun(voiced, tokens)
    voiced = _same_speaker(_of_content(voiced, tokens, relations, heard), sources, tokens)
    voiced = _told_before(voiced).drop_nulls("m")
    return first_by(voiced.select(SPEAKERS.names()), ["verb_t", "actor_key"], "first", "m").cast(SPEAKERS)


def _reporting(tokens: pl.DataFrame, verbs: pl.DataFrame) -> pl.DataFrame:
    """Reporting verbs in the text: verb_t, sent, doc, verb, kind, has_content, dep, head, tag."""
    to = pick(tokens, (pl.col("lower") == "to") & (pl.col("dep") == "aux"), verb_t="head", is_to=pl.lit(value=True))
    content = pick(
        tokens,
        pl.col("dep").is_in(("ccomp", "xcomp", "dobj", "oprd", "parataxis")),
        verb_t="head",
        content="t",
        content_dep="dep",
    )
    hearing = pick(tokens, pl.col("lemma").is_in(_TELLING), verb_t="t", is_telling=pl.lit(value=True))
    content = content.join(hearing, on="verb_t", how="left").filter(
        (pl.col("content_dep") != "dobj") | pl.col("is_telling").is_null()
    )
    clause = pl.col("content_dep").is_in(("ccomp", "parataxis"))
    content = content.group_by("verb_t").agg(content=pl.col("content").max(), clause=clause.any())
    # "the alleged attack" says nothing
    spoken = tokens.filter((pl.col("pos") == "VERB") & ~pl.col("dep").is_in(("amod", "compound")))
    found = spoken.join(verbs.cast({"verb": tokens.schema["lemma"]}), left_on="lemma", right_on="verb")
    found = found.select("sent", "doc", "kind", "dep", "head", "tag", "left", verb_t="t", verb="lower")
    found = found.join(to.unique(), on="verb_t", how="left").join(content, on="verb_t", how="left")
    # "declined to say", "did not say whether": nothing is said
    negated = pick(tokens, pl.col("dep") == "neg", verb_t="head")
    found = found.join(negated, on="verb_t", how="anti", maintain_order="left")
    return found.filter(pl.col("is_to").is_null()).with_columns(
        has_content=(pl.col("content") > pl.col("verb_t")).fill_null(value=False),
        is_speech=(pl.col("clause").fill_null(value=False) | (pl.col("dep") == "parataxis"))
        & ~pl.col("kind").is_in(("count", "put", "ask", "expect")),
    )


def _subject_above(told: pl.DataFrame, tokens: pl.DataFrame, parsed: pl.DataFrame) -> pl.DataFrame:
    """A participle behind a comma ("..., adding that") has the speaker of the verb of speech before it, else of the
    verb that it hangs on: verb_t, arg.
    """
    commas = pick(tokens, pl.col("text").is_in((",", "—", "–", "-")), verb_t=pl.col("t") + 1)
    adding = pick(tokens, pl.col("lower") == "adding", verb_t="t")  # often without its comma
    commas = pl.concat([commas.cast({"verb_t": pl.UInt32}), adding])
    participles = told.filter(pl.col("tag") == "VBG").join(commas, on="verb_t", how="semi")
    earlier = told.filter(pl.col("tag").is_in(_FINITE)).join(parsed, on="verb_t").select("sent", "arg", above="verb_t")
    pairs = participles.select("verb_t", "sent").join(earlier, on="sent").filter(pl.col("above") < pl.col("verb_t"))
    nearest = pairs.group_by("verb_t").agg(above=pl.col("above").max())
    return (
        pairs.join(nearest, on=["verb_t", "above"], how="semi")
        .select("verb_t", "arg")
        .cast({"verb_t": pl.UInt32, "arg": pl.UInt32})
    )


def _right_behind(told: pl.DataFrame, tokens: pl.DataFrame, heard: pl.DataFrame) -> pl.DataFrame:
    """Whoever is named right behind "said" and hangs on it has said it, whatever the parse takes for the subject."""
    said = pick(tokens, pl.col("lower").is_in(("said", "says", "added", "adds")), verb_t="t")
    named = look_up_known(heard.select("word").unique(), "word", tokens, verb_t="head", left="left", dep="dep")
    named = named.filter(~pl.col("dep").is_in(("ccomp", "npadvmod")))
    found = told.select("verb_t").join(said, on="verb_t", how="semi").join(named, on="verb_t")
    found = found.filter(pl.col("left") == pl.col("verb_t") + 1)
    return (
        first_by(found, ["verb_t"], "word").select("verb_t", arg="word").cast({"verb_t": pl.UInt32, "arg": pl.UInt32})
    )


def _adjacent(told: pl.DataFrame, tokens: pl.DataFrame, heard: pl.DataFrame) -> pl.DataFrame:
    """The actor named directly before a finite reporting verb, or directly behind it: verb_t, arg."""
    finite = pick(told, pl.col("tag").is_in(_FINITE) & ~pl.col("has_content"), "verb_t", "sent")
    words = heard.select("word").unique().sort("word")
    named = look_up_known(words, "word", tokens, sent="sent", dep="dep", left="left", right="right", lower="lower")
    skipped = pick(tokens, pl.col("lower").is_in(_BETWEEN), "t", is_between=pl.lit(value=True))
    before = finite.with_columns(t=(pl.col("verb_t") - 1).cast(pl.UInt32))
    for _ in range(_SKIPPED):
        before = before.join(skipped, on="t", how="left")
        before = before.select(
            "verb_t", "sent", t=pl.when(pl.col("is_between")).then(pl.col("t") - 1).otherwise("t").cast(pl.UInt32)
        )
    # "the Centre for Peace said" ends with another word than the one that stands for it
    ends = pl.concat([named.select("word", "sent", t="word"), named.select("word", "sent", t="right")]).unique()
    ends = ends.join(_located(tokens), on="word", how="anti")
    before = first_by(before.join(ends, on=["sent", "t"]), ["verb_t"], "word", descending=True)
    behind = finite.with_columns(low=pl.col("verb_t") + 1, high=pl.col("verb_t") + 6).join(named, on="sent")
    behind = behind.filter(pl.col("word").is_between("low", "high") & (pl.col("left") <= pl.col("low")))
    first = before.select("verb_t", arg="word")
    second = first_by(behind.join(first, on="verb_t", how="anti"), ["verb_t"], "word").select("verb_t", arg="word")
    return pl.concat([first, second]).cast({"verb_t": pl.UInt32, "arg": pl.UInt32})


def _located(tokens: pl.DataFrame) -> pl.DataFrame:
    """Where somebody is ("a group in Lima said"): word."""
    inside = pick(tokens, pl.col("lower").is_in(("in", "at", "near")) & (pl.col("dep") == "prep"), prep="t")
    return (
        pick(tokens, pl.col("dep") == "pobj", word="t", prep="head").join(inside, on="prep", how="semi").select("word")
    )


def _same_speaker(voiced: pl.DataFrame, sources: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Let "he said" be whoever spoke, or was the source, in the sentence before: so a chain of speeches has one
    speaker. Behind a quotation the speech before may be a sentence further up.

    `sources`: doc, sent, at, m, actor_key, first.
    """
    is_pronoun = pl.col("arg_lower").is_in(_SAME_SPEAKER)
    marks = pick(tokens, pl.col("text").is_in(("”", '"', "''")), before="t", behind_quote=pl.lit(value=True))
    speeches = voiced.with_columns(is_pronoun=is_pronoun, before=(pl.col("begin") - 1).cast(pl.UInt32))
    speeches = speeches.join(marks, on="before", how="left").filter(pl.col("is_speech") | pl.col("is_pronoun"))
    speeches = speeches.select("doc", "sent", "m", "actor_key", "first", "is_pronoun", "behind_quote", at="verb_t")
    named = sources.select("doc", "sent", "m", "actor_key", "first", is_pronoun=pl.lit(value=False), at="at")
    links = first_by(pl.concat([speeches, named], how="diagonal"), ["at"], "is_pronoun", "first", "m").sort("at")
    reach = pl.when(pl.col("behind_quote").fill_null(value=False)).then(2).otherwise(1)
    gap = pl.col("sent").cast(pl.Int64) - pl.col("sent").cast(pl.Int64).shift(1).over("doc")
    links = links.with_columns(chain=(~pl.col("is_pronoun") | (gap > reach).fill_null(value=True)).cum_sum())
    heads = links.filter(~pl.col("is_pronoun")).select("chain", new_m="m", new_key="actor_key", new_first="first")
    same = links.filter("is_pronoun").join(heads, on="chain").select("new_m", "new_key", "new_first", verb_t="at")
    joined = voiced.join(same, on="verb_t", how="left")
    return joined.with_columns(
        pl.when(is_pronoun).then(pl.coalesce(new, old)).otherwise(old).alias(old)
        for new, old in (("new_m", "m"), ("new_key", "actor_key"), ("new_first", "first"))
    ).drop("new_m", "new_key", "new_first")


def _told_before(voiced: pl.DataFrame) -> pl.DataFrame:
    """Let a document of nobody ("the report said") speak for whoever told something in the sentences before."""
    nobody = pl.col("m").is_null()
    open_ones = voiced.filter(nobody).select("verb_t", "doc", "sent").unique()
    named = voiced.filter(~nobody & pl.col("is_speech"))
    named = named.select("doc", s_sent="sent", at="verb_t", new_m="m", new_key="actor_key", new_first="first")
    gap = pl.col("sent").cast(pl.Int64) - pl.col("s_sent").cast(pl.Int64)
    near = open_ones.join(named, on="doc").filter(gap.is_between(1, 2))
    near = first_by(near, ["verb_t"], "at", "new_first", "new_m", descending=[True, False, False])
    joined = voiced.join(near.select("verb_t", "new_m", "new_key", "new_first"), on="verb_t", how="left")
    return joined.with_columns(
        pl.coalesce(old, new).alias(old)
        for new, old in (("new_m", "m"), ("new_key", "actor_key"), ("new_first", "first"))
    ).drop("new_m", "new_key", "new_first")


def _same_noun(voiced: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Let "the sources added" be the sources who spoke before ("two military sources said")."""
    articles = tokens.filter(
        (pl.col("dep") == "det") & pl.col("lower").is_in(("the", "this", "that", "these", "those"))
    )
    definite = articles.select(arg="head", is_definite=pl.lit(value=True)).unique()
    marked = voiced.join(definite, on="arg", how="left", maintain_order="left").sort("verb_t", "arg", "m")
    nameless = pl.col("arg_lemma").is_in(_NAMELESS)
    introduced = marked.filter(nameless & pl.col("is_definite").is_null() & pl.col("m").is_not_null())
    introduced = first_by(introduced, ["doc", "arg_lemma", "verb_t"], "first", "m").sort("verb_t")
    introduced = introduced.select("doc", "arg_lemma", "verb_t", new_m="m", new_key="actor_key", new_first="first")
    joined = marked.join_asof(
        introduced, on="verb_t", by=["doc", "arg_lemma"], strategy="backward", check_sortedness=False,
        allow_exact_matches=False,
    )  # fmt: skip
    again = nameless & pl.col("is_definite").fill_null(value=False)
    return joined.with_columns(
        pl.when(again).then(pl.coalesce(new, old)).otherwise(old).alias(old)
        for new, old in (("new_m", "m"), ("new_key", "actor_key"), ("new_first", "first"))
    ).drop("new_m", "new_key", "new_first", "is_definite")


def _of_content(
    voiced: pl.DataFrame, tokens: pl.DataFrame, relations: pl.DataFrame, heard: pl.DataFrame
) -> pl.DataFrame:
    """Let "it" in "X will do so, it said" be the subject of what is said, where that is an actor."""
    its = voiced.filter((pl.col("arg_lower") == "it") & ~pl.col("has_content")).select("verb_t").unique()
    clauses = pick(tokens, pl.col("dep") == "ccomp", pred="t", verb_t="head").join(its, on="verb_t", how="semi")
    subjects = (
        relations.filter(pl.col("role") == "subj")
        .join(clauses, on="pred")
        .filter(pl.col("pred") < pl.col("verb_t"))
        .join(heard, left_on="arg", right_on="word")
        .pipe(first_by, ["verb_t"], "first", "m")
        .select("verb_t", new_m="m", new_key="actor_key", new_first="first")
    )
    joined = voiced.join(subjects, on="verb_t", how="left")
    return joined.with_columns(
        pl.coalesce(new, old).alias(old)
        for new, old in (("new_m", "m"), ("new_key", "actor_key"), ("new_first", "first"))
    ).drop("new_m", "new_key", "new_first")
