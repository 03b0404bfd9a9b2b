"""What each number counts: the noun that it belongs to, and single persons and things that count one.

Covers: the noun behind the number ("33 Turkish troops", "dozens of soldiers", "200 of its targets", "most of them were
children"), lone numbers ("two on Thursday"), one person or thing ("a soldier", "another woman", "the bakery where she
worked"; in a headline also "man" without an article).
Does not cover: single persons named ("the mayor"), counts without a number.
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, look_up, pick

_SHORT = 25  # tokens of a headline
_ONE = ("a", "an", "one", "another")
#: Words for those told of before, of whom a part is counted.
THEM = ("them", "whom", "which", "these", "those")
_WHOSE = ("his", "her", "their", "my", "our")
#: Single persons who only tell ("a source said") are not counted.
_TELLERS = (
    "source",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "witness",
    "report",
    "statement",
    "hostage",
    "captive",
)


def numbers_in_text(
    quantities: pl.DataFrame, dates: pl.DataFrame, names: pl.DataFrame, tokens: pl.DataFrame
) -> pl.DataFrame:
    """Quantities with their tokens, without those inside dates and names."""
    counted = pl.col("sent").is_in(quantities["sent"].implode())
    inside = (
        quantities.with_row_index("q")
        .join(pick(tokens, counted, "sent", "t", s="start_char", e="end_char", lower="lower"), on="sent")
        .filter((pl.col("s") >= pl.col("number_start")) & (pl.col("e") <= pl.col("number_end")))
    )
    spans = inside.group_by("q").agg(q_first=pl.col("t").min(), q_last=pl.col("t").max())
    numbers = quantities.with_row_index("q").join(spans, on="q")
    in_date = numbers.join(dates.select("sent", d_start="start_char", d_end="end_char"), on="sent").filter(
        (pl.col("number_start") < pl.col("d_end")) & (pl.col("d_start") < pl.col("number_end"))
    )
    named = (
        names.filter(pl.col("last") > pl.col("first"))
        .select(t=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32))
        .explode("t")
    )
    in_name = inside.join(named, on="t", how="semi")
    return numbers.join(in_date.select("q").unique(), on="q", how="anti").join(
        in_name.select("q").unique(), on="q", how="anti"
    )


def counted_nouns(numbers: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The noun that each number counts: up from the number while the parse calls it a modifier."""
    state = numbers.with_columns(node="q_last", t=pl.lit(None, dtype=pl.UInt32))
    # leave the number phrase upwards
    for _ in range(4):
        state = look_up(state, "node", tokens, head="head", dep="dep", pos="pos", lower="lower")
        within = (
            (pl.col("head") >= pl.col("q_first"))
            & (pl.col("head") <= pl.col("q_last"))
            & (pl.col("head") != pl.col("node"))
        )
        state = state.with_columns(node=pl.when(within).then("head").otherwise("node")).drop(
            "head", "dep", "pos", "lower"
        )
    state = look_up(state, "node", tokens, head="head", dep="dep", pos="pos", lower="lower")
    modifies = pl.col("dep").is_in(
        ("nummod", "amod", "compound", "quantmod", "nmod", "advmod", "det", "predet", "npadvmod")
    )
    state = look_up(state, "head", tokens, head_pos="pos", head_lemma="lemma")
    # "two YPG and union positions": the number hangs on the name in between
    through = pick(
        tokens,
        (pl.col("pos") == "PROPN") & pl.col("dep").is_in(("nmod", "compound")) & (pl.col("tag") == "NNP"),
        head="t",
        beyond="head",
    )
    plurals = pick(tokens, (pl.col("tag") == "NNS") & (pl.col("pos") == "NOUN"), beyond="t")
    through = through.join(plurals, on="beyond", how="semi")
    state = state.join(through, on="head", how="left").with_columns(head=pl.coalesce("beyond", "head")).drop("beyond")
    state = state.drop("head_pos", "head_lemma").pipe(look_up, "head", tokens, head_pos="pos", head_lemma="lemma")
    noun_above = modifies & pl.col("head_pos").is_in(("NOUN", "PROPN", "ADJ", "SYM"))
    # "eleven of the 30 wounded" are not eleven 30; "380 of them children" are children
    of_what = (
        pick(tokens, (pl.col("dep") == "pobj") & (pl.col("tag") != "CD"), noun="t", prep="head")
        .join(pick(tokens, pl.col("lower") == "of", prep="t", node="head"), on="prep")
        .pipe(first_by, ["node"], "noun")
        .select("node", "noun")
    )
    whom = pick(tokens, pl.col("lower").is_in(("them", "whom")), noun="t").with_columns(next=pl.col("noun") + 1)
    whom = whom.join(pick(tokens, pl.col("tag") == "NNS", "sent", next="t"), on="next").select("noun", "next")
    whom = pl.concat([whom, _said_to_be(tokens)]).pipe(first_by, ["noun"], "next")
    of_what = of_what.join(whom, on="noun", how="left").select("node", noun=pl.coalesce("next", "noun"))
    state = state.join(of_what, on="node", how="left")
    # "hundreds of thousands have fled": a word of the number is no noun
    state = state.with_columns(noun=pl.when(pl.col("noun") > pl.col("q_last")).then("noun"))
    # "33 killed": a participle right behind a lone number is what it counts by
    state = state.with_columns(
        t=pl.when(noun_above)
        .then("head")
        .when(pl.col("noun").is_not_null() & (pl.col("form") != "ordinal"))
        .then("noun")
        .otherwise("node"),
        is_alone=~noun_above & pl.col("noun").is_null(),
        number_t="q_last",
        number_text="text",
    )
    ordinal = pl.col("form") == "ordinal"
    # "the fifth to be killed"
    verbs = pick(tokens, pl.col("dep").is_in(("relcl", "acl")), t="head", has_verb=pl.lit(value=True)).unique()
    state = state.join(verbs, on="t", how="left")
    state = _marked(state.filter(~ordinal | noun_above | pl.col("has_verb")), tokens)
    return state.select(
        "doc",
        "sent",
        "start_char",
        "end_char",
        "t",
        "number_t",
        "q_first",
        "q_last",
        "value",
        "low",
        "high",
        "qualifier",
        "currency",
        "form",
        "is_alone",
        "number_text",
        "is_definite",
        "is_rate",
    )


def _named_first(nouns: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Nouns that no word of their article names before: t."""
    words = tokens.join(nouns.select("doc", "lemma").unique(), on=["doc", "lemma"], how="semi")
    return words.group_by("doc", "lemma").agg(pl.col("t").min()).select("t")


def _said_to_be(tokens: pl.DataFrame) -> pl.DataFrame:
    """What those are that a part is of: "12 of them were children", "half of the victims were farmers": noun, next."""
    verbs = pick(tokens, pl.col("dep").is_in(("nsubj", "nsubjpass")), part="t", verb="head")
    kinds = pick(tokens, (pl.col("dep") == "attr") & (pl.col("tag") == "NNS"), next="t", verb="head")
    of = pick(tokens, pl.col("lower") == "of", prep="t", part="head").join(verbs.join(kinds, on="verb"), on="part")
    whom = pick(tokens, pl.col("lower").is_in((*THEM, "victims")) & (pl.col("dep") == "pobj"), noun="t", prep="head")
    return whom.join(of, on="prep").select("noun", "next")


def _marked(state: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Add is_definite ("these two leaders") and is_rate ("$1 = 0.86 euros")."""
    definite = pick(
        tokens,
        pl.col("dep").is_in(("det", "poss"))
        & pl.col("lower").is_in(("the", "these", "those", "both", "its", "his", "her", "their", "our")),
        t="head",
        is_definite=pl.lit(value=True),
    )
    equals = pick(tokens, pl.col("text") == "=", "sent", is_rate=pl.lit(value=True))
    joined = state.join(definite.unique(), on="t", how="left").join(equals.unique(), on="sent", how="left")
    return joined.with_columns(pl.col("is_definite", "is_rate").fill_null(value=False))


def single_ones(tokens: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    """Single persons and things: "a soldier", "one woman", "man" in a headline (the measure decides what counts)."""
    articles = pick(
        tokens,
        pl.col("lower").is_in(_ONE) & pl.col("dep").is_in(("det", "nummod")),
        t="head",
        det="t",
        d_start="start_char",
    )
    nouns = tokens.filter(
        (pl.col("tag") == "NN")
        & pl.col("dep").is_in(("nsubj", "nsubjpass", "dobj", "conj", "pobj"))
        & ~pl.col("lemma").is_in(_TELLERS)
    )
    nouns = nouns.join(counted.select("t"), on="t", how="anti")
    owned = pick(
        tokens, (pl.col("dep") == "poss") & pl.col("lower").is_in(_WHOSE), t="head", det="t", d_start="start_char"
    )
    # "the bakery where she worked was bombed": nobody told of it before
    told = pick(tokens, pl.col("dep") == "relcl", t="head").unique()
    new = pick(tokens, (pl.col("dep") == "det") & (pl.col("lower") == "the"), t="head", det="t", d_start="start_char")
    new = new.join(told, on="t", how="semi").join(_named_first(nouns, tokens), on="t", how="semi")
    articles = pl.concat([articles, owned, new]).unique("t", keep="first", maintain_order=True)
    titles = tokens.group_by("doc", "sent").agg(size=pl.len()).sort("sent").group_by("doc").first()
    modified = pick(tokens, pl.col("dep").is_in(("det", "poss", "nummod", "predet")), t="head")
    bare = (
        nouns.join(titles.filter(pl.col("size") <= _SHORT), on=["doc", "sent"], how="semi")
        .join(modified, on="t", how="anti")
        .with_columns(det="t", d_start="start_char")
    )
    single = pl.concat([nouns.join(articles, on="t"), bare], how="diagonal")
    definite = single["t"].is_in(new["t"].implode())
    return single.select(
        "doc", "sent", start_char="d_start", end_char="end_char", t="t", number_t="t", q_first="det", q_last="det",
        value=pl.lit(1.0), low=pl.lit(1.0), high=pl.lit(1.0), qualifier=pl.lit("exact"),
        currency=pl.lit(None, dtype=pl.String),
        form=pl.lit("one"), is_alone=pl.lit(value=False), number_text=pl.lit(""), is_definite=definite,
        is_rate=pl.lit(value=False),
    )  # fmt: skip
