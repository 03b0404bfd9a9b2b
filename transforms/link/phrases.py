"""What the text calls an actor: the noun phrase around a role noun.

Covers: modifiers before the noun, numbers and what bounds them ("at least 15 people", "Powerful al Qaeda-linked
extremists", "Puerto Rico's governor"); the name of an actor that nothing else names is its phrase without articles,
numbers, words of amount and owners ("factory workers", "military sources").
A short phrase with "of" belongs to the name ("opponents of the bill").
Does not cover: what else stands behind the noun ("people familiar with the matter").
"""

from __future__ import annotations

import polars as pl

from transforms.frames import look_up, pick
from transforms.mentions.spans import with_gap

_NAMED = ("person", "leader", "surname")  # persons carry the noun of their title
_UNNAMED = ("role noun", "reference: where it is set")
_VAGUE = tuple(
    "people person persons man men woman women child children individual individuals official officials source sources "
    "victim victims group groups member members leader leaders resident residents civilian civilians".split()
)
_REACH = 12  # how many tokens before the noun a phrase may begin
_BEHIND = 6  # how many tokens a phrase with "of" may take in
_AMOUNTS = (
    "some several many few most other another more such various numerous certain much half dozens hundreds "
    "thousands millions first second third"
).split()
_BOUND = ("at", "least", "most", "more", "less", "than", "over", "under", "nearly", "about", "around", "almost", "some")
_FACELESS = ("people", "person", "individual", "dead", "wounded", "injured")
_ACCUSING = tuple("accuse suspect convict acquit clear rob strip warn remind deprive inform relieve".split())
_WHOLE = ("all", "both")
_WITHIN = ("amod", "compound", "nmod", "nummod", "quantmod", "poss", "case", "npadvmod", "advmod", "punct", "neg")


def noun_phrases(mentions: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The phrase of each role mention: m, np_first (where it begins), words (what it calls the actor).

    `mentions`: MENTIONS. `tokens`: TOKENS.
    """
    roles = mentions.filter(pl.col("noun").is_not_null() & ~pl.col("rule").is_in(_NAMED))
    reach = look_up(roles, "head_t", tokens, left="left").select(
        "m",
        "first",
        "last",
        "head_t",
        start=pl.max_horizontal(
            pl.min_horizontal("left", "first").cast(pl.Int64), pl.col("first").cast(pl.Int64) - _REACH
        ),
    )
    before = (
        reach.with_columns(t=pl.int_ranges("start", pl.col("first").cast(pl.Int64), dtype=pl.Int64))
        .explode("t")
        .drop_nulls("t")
        .with_columns(pl.col("t").cast(pl.UInt32))
    )
    own = roles.select("m", t=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32)).explode("t")
    kinds = _kinds(tokens, pl.concat([before["t"], own["t"]]).unique().sort())
    before = before.join(kinds, on="t", how="left", maintain_order="left")
    blocked = before.filter(~pl.col("within")).group_by("m").agg(block=pl.col("t").max())
    inside = before.join(blocked, on="m", how="left").filter(
        pl.col("block").is_null() | (pl.col("t") > pl.col("block"))
    )
    # a phrase begins with a word of content or a number
    np_first = inside.filter("opens").group_by("m").agg(np_first=pl.col("t").min())
    owners = inside.filter("ends_owner").group_by("m").agg(owner_end=pl.col("t").max())
    modifiers = (
        inside.join(np_first, on="m").join(owners, on="m", how="left")
        .filter(pl.col("t") >= pl.col("np_first"))
        .filter(pl.col("owner_end").is_null() | (pl.col("t") > pl.col("owner_end")))
        .select("m", "t")
    )  # fmt: skip
    words = (
        pl.concat([modifiers, own])
        .unique()
        .join(kinds, on="t", how="left")
        .join(roles.select("m", "last", faceless=pl.col("noun").is_in(_FACELESS)), on="m")
        # "ten people" and "two people" are not the same people
        .filter(~pl.col("counts") | (pl.col("faceless") & pl.col("is_count")))
        # the noun itself is no name, save where the whole phrase is written as one
        .with_columns(named=(pl.col("capital").all() & (pl.len() > 1)).over("m"))
        .with_columns(told=pl.when((pl.col("t") == pl.col("last")) & ~pl.col("named")).then("common").otherwise("told"))
        .sort("m", "t")
        .group_by("m", maintain_order=True)
        .agg(words=pl.col("told").str.join("").str.strip_chars(" ,-–\"'`“”‘’").str.replace_all(r"\s+", " "))
    )
    behind = _behind(roles, tokens)
    return (
        roles.select("m", "first")
        .join(np_first, on="m", how="left")
        .join(words, on="m", how="left")
        .join(behind, on="m", how="left")
        .select(
            "m",
            np_first=pl.coalesce("np_first", "first"),
            words=pl.col("words") + pl.coalesce(pl.lit(" ") + pl.col("behind"), pl.lit("")),
        )
    )


def _behind(roles: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """The words of a short "of" phrase right behind the noun ("opponents of the bill"): m, behind."""
    of = pick(tokens, (pl.col("lower") == "of") & (pl.col("dep") == "prep"), t="t", head_t="head", right="right")
    spans = roles.select("m", "head_t", t=pl.col("last") + 1).join(of, on=["t", "head_t"])
    spans = spans.filter(pl.col("right") - pl.col("t") <= _BEHIND)
    # "accused the army of torture": what somebody is accused of is not part of the name
    objects = pick(tokens, pl.col("dep").is_in(("dobj", "nsubjpass")), head_t="t", verb="head")
    accusing = pick(tokens, pl.col("lemma").is_in(_ACCUSING) & (pl.col("pos") == "VERB"), verb="t")
    spans = spans.join(objects.join(accusing, on="verb", how="semi"), on="head_t", how="anti", maintain_order="left")
    cells = spans.select("m", t=pl.int_ranges("t", pl.col("right") + 1, dtype=pl.UInt32)).explode("t")
    spoken = with_gap(tokens).filter(pl.col("t").is_in(cells["t"].implode()))
    words = cells.join(spoken, on="t", how="left", maintain_order="left")
    clause = pl.col("pos").is_in(("VERB", "AUX", "PRON")) | pl.col("tag").is_in(("WDT", "WP", "WP$", "WRB"))
    broken = pick(words, clause | pl.col("lower").is_in((",", ";", ":", "(", "–", "—")), "m").unique()
    told = pl.when((pl.col("pos") == "PROPN") | (pl.col("ent_type") != "")).then("text").otherwise("lower")
    return (
        words.join(broken, on="m", how="anti", maintain_order="left")
        .sort("m", "t")
        .group_by("m", maintain_order=True)
        .agg(behind=(told + pl.col("gap")).str.join("").str.strip_chars(" ,.-–\"'`“”‘’"))
    )


def _kinds(tokens: pl.DataFrame, asked: pl.Series) -> pl.DataFrame:
    """What each token of `asked` (t, sorted) may be in a noun phrase: t, within, opens, counts, capital, ends_owner,
    told (the word as a name has it), common (as a common noun).
    """
    placed = with_gap(tokens).with_columns(word_before=pl.col("lower").shift(1), word_behind=pl.col("lower").shift(-1))
    near = placed.filter(pl.col("t").is_in(asked.implode())).pipe(
        look_up, "head", tokens, head_pos="pos", head_head="head"
    )
    near = look_up(near, "head_head", tokens, above_pos="pos")
    bounds = (
        (pl.col("dep") == "quantmod")
        | (pl.col("lower").is_in(_BOUND) & ((pl.col("head_pos") == "NUM") | (pl.col("above_pos") == "NUM")))
    )  # fmt: skip
    number = (pl.col("pos") == "NUM") | bounds | (pl.col("lower") == "dozen")
    # corpora that part words also part "Obama ' s"
    owner_mark = (pl.col("tag") == "POS") | ((pl.col("lower") == "s") & pl.col("word_before").is_in(("'", "’")))
    plain = pl.col("pos").is_in(("NOUN", "PROPN", "ADJ")) | pl.col("tag").is_in(("VBN", "VBG", "JJ"))
    dashes = pl.col("lower").is_in(("-", "–", "``", "''", '"'))
    adverb = (pl.col("pos") == "ADV") & pl.col("head_pos").is_in(("ADJ", "VERB"))
    amount = pl.col("lower").is_in(_AMOUNTS)
    return near.select(
        "t",
        within=(pl.col("dep").is_in(_WITHIN) & (plain | dashes | adverb | owner_mark))
        | number
        | owner_mark
        | dashes
        | pl.col("lower").is_in(_WHOLE),
        opens=(plain & ~amount) | number | (adverb & ~amount) | pl.col("lower").is_in(_WHOLE),
        is_count=number,
        # the 17 of "17-year" counts years, not what the phrase is about
        counts=amount | (number & (pl.col("word_behind") != "-")),
        capital=pl.col("text").str.contains(r"^\p{Lu}"),
        ends_owner=owner_mark,
        told=pl.when((pl.col("pos") == "PROPN") | (pl.col("ent_type") != "")).then("text").otherwise("lower")
        + pl.col("gap"),
        common=pl.when(pl.col("ent_type") == "NORP").then("text").otherwise("lower") + pl.col("gap"),
    )


def share_phrases(mentions: pl.DataFrame) -> pl.DataFrame:
    """Let a bare noun be the one longer phrase of the article that ends with it ("workers" the "factory workers").

    `mentions`: MENTIONS, named. Where the article tells two such phrases apart, or the noun says nothing of its own
    ("people"), it stays what it is.
    """
    # "Ohio's legislature ... the legislature"
    of_part = (pl.col("rule") == "of a place") & (pl.col("sector") == "LEG")
    openly = ~pl.col("is_resolved") & (pl.col("rule").is_in(_UNNAMED) | of_part)
    own = mentions.filter(openly).with_columns(tail=pl.col("name").str.split(" ").list.last().str.to_lowercase())
    # "an intelligence official ... the official"
    one_official = (pl.col("kind") == "person") & (pl.col("tail") == "official")
    own = own.filter(~pl.col("tail").is_in(_VAGUE) | one_official)
    bare = own.filter(pl.col("name").str.to_lowercase() == pl.col("tail")).select("m", "doc", "tail", "country", "kind")
    longer = own.filter(pl.col("name").str.contains(" ")).select("doc", "tail", "country", "kind", longer="name")
    longer = longer.unique().filter(~pl.struct("doc", "tail", "country", "kind").is_duplicated())
    shared = bare.join(longer, on=["doc", "tail", "country", "kind"], nulls_equal=True).select("m", "longer")
    joined = mentions.join(shared, on="m", how="left", maintain_order="left")
    return joined.with_columns(name=pl.coalesce("longer", "name")).select(mentions.columns)


def widen(mentions: pl.DataFrame, phrases: pl.DataFrame) -> pl.DataFrame:
    """Let the span of each role mention be its phrase. `phrases`: as `noun_phrases` gives."""
    joined = mentions.join(phrases.select("m", "np_first"), on="m", how="left", maintain_order="left")
    return joined.with_columns(first=pl.min_horizontal("first", "np_first")).select(mentions.columns)
