"""Words that tell of an event, by the lexicon of `seeds/lexicon`.

Covers: every line of the lexicon. A line is a word, what it needs and what blocks it, in terms of relations: `needs`
"obj:talk|meeting" holds where an object has one of these lemmas, "against:@actor" where an actor stands behind
"against". Among the lines whose terms hold, the one with the longest word and then with the most terms wins; a winner
of type `-` says: no event.
Does not cover: events told only by several sentences together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from transforms.frames import look_up, pick
from transforms.mentions.spans import Phrases, are_among, find_phrases, fold, fold_lower, folded_codes, with_gap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seeds.loading import Seeds

TRIGGERS = pl.Schema(
    {
        "t": pl.UInt32(),  # the trigger word (the last one of a compound)
        "first": pl.UInt32(),  # its span: compound words before, a particle or object behind
        "last": pl.UInt32(),
        "sent": pl.UInt32(),
        "event_type": pl.String(),
        "event_mode": pl.String(),
        "actor_roles": pl.List(pl.String()),
        "recipient_roles": pl.List(pl.String()),
        "lexicon_entry": pl.String(),
        "n_terms": pl.Int64(),
        "is_noun": pl.Boolean(),
    }
)
_POS = {"verb": ("VERB", "AUX"), "noun": ("NOUN", "PROPN"), "adj": ("ADJ", "VERB")}
# What is demanded, promised or threatened concerns somebody
_OPEN_TYPES = ("REQUEST", "THREATEN", "AGREE", "CONCEDE", "REJECT")
_PHRASAL = ("on", "under", "into", "attr")
_DEFAULT_ACTOR = {"verb": "subj", "noun": "by|poss|subj|mod", "adj": "subj"}
_DEFAULT_RECIPIENT = {"verb": "obj", "noun": "against|on|to|of|with", "adj": "obj"}


@dataclass(frozen=True)
class Lexicon:
    """`entries`: entry UInt32 (order), word, pos, event_type, event_mode, actor_roles, recipient_roles, n_terms,
    n_words, lexicon_entry. `terms`: entry, term UInt32, is_block, role, value ("*" = anything).
    """

    entries: pl.DataFrame
    terms: pl.DataFrame

    @cached_property
    def questions(self) -> pl.DataFrame:
        """What terms ask for, each once: question (its number), role, value."""
        return self.terms.select("role", "value").unique(maintain_order=True).with_row_index("question")

    @cached_property
    def numbered(self) -> pl.DataFrame:
        """The terms by the number of their question: entry, number, is_block, question."""
        numbers = self.terms.join(self.questions, on=["role", "value"])
        return numbers.select("entry", "number", "is_block", "question")

    @cached_property
    def compounds(self) -> pl.DataFrame:
        """The entries of several words: phrase, entry, n_terms, n_words."""
        return self.entries.filter(pl.col("n_words") > 1).select("phrase", "entry", "n_terms", "n_words")

    @cached_property
    def single(self) -> pl.DataFrame:
        """The entries of one word, once for each part of speech a parser may give it: also spoken_as."""
        pos_of = pl.DataFrame(
            [(name, tag) for name, tags in _POS.items() for tag in tags], schema=["pos", "spoken_as"], orient="row"
        )
        words = self.entries.filter(pl.col("n_words") == 1).join(pos_of, on="pos")
        return words.select("phrase", "spoken_as", "entry", "n_terms", "n_words")

    @cached_property
    def phrases(self) -> Phrases:
        """What they are looked up by."""
        return Phrases.of(self.compounds["phrase"])


def lexicon(seeds: Seeds) -> Lexicon:
    """Compile the lexicon files into tables."""
    lines = seeds.tables("lexicon/*.csv").filter(pl.col("type").is_not_null() & pl.col("pos").is_in(tuple(_POS)))
    lines = lines.with_row_index("entry")
    cell = pl.col("needs").fill_null("")
    entries = lines.select(
        "entry",
        phrase=fold(pl.col("word")),
        pos="pos",
        event_type="type",
        event_mode="mode",
        actor_roles=_with_fallback(pl.coalesce("actor", pl.col("pos").replace_strict(_DEFAULT_ACTOR)).str.split("|")),
        recipient_roles=_with_aim(
            pl.coalesce("recipient", pl.col("pos").replace_strict(_DEFAULT_RECIPIENT)).str.split("|")
        ),
        n_terms=cell.str.split(" ").list.eval(pl.element().filter(pl.element() != "")).list.len().cast(pl.Int64),
        n_words=pl.col("word").str.count_matches(" ") + 1,
        lexicon_entry=pl.concat_str(
            pl.col("word"),
            pl.lit("."),
            pl.col("pos").str.slice(0, 1),
            pl.when(cell != "").then(pl.lit(" ") + cell).otherwise(pl.lit("")),
        ),
    )
    terms = pl.concat([_terms(lines, "needs", is_block=False), _terms(lines, "blocks", is_block=True)])
    return Lexicon(entries, terms)


def _with_fallback(roles: pl.Expr) -> pl.Expr:
    """Whoever owns or qualifies an event noun is its last resort as actor ("the NATO meeting", "Hamas rocket fire")."""
    is_open = (pl.col("pos") == "noun") & (roles.list.first() != "-")
    return pl.when(is_open).then(pl.concat_list(roles, pl.lit(["by", "poss", "mod"]))).otherwise(roles)


def _with_aim(roles: pl.Expr) -> pl.Expr:
    """Whom a verb is aimed at is its last resort as recipient ("launched rockets at the town").

    Troops move against somebody only where the text says so.
    """
    is_open = (pl.col("pos") == "verb") & (roles.list.first() != "-") & (pl.col("type") != "MOBILIZE")
    aims = pl.when(pl.col("type").is_in(_OPEN_TYPES)).then(pl.lit(["against", "on", "at", "to", "comp", "obj"]))
    return (
        pl.when(is_open)
        .then(pl.concat_list(roles, aims.otherwise(pl.lit(["against", "on", "at", "obj"]))))
        .otherwise(roles)
    )


def _terms(lines: pl.DataFrame, column: str, *, is_block: bool) -> pl.DataFrame:
    exploded = (
        lines.select("entry", term=pl.col(column).fill_null("").str.split(" "))
        .with_columns(number=pl.int_ranges(0, pl.col("term").list.len(), dtype=pl.UInt32))
        .explode("term", "number")
        .filter(pl.col("term") != "")
    )
    parts = exploded.with_columns(
        role=pl.col("term").str.extract(r"^([^:]+)"),
        value=pl.col("term").str.extract(r"^[^:]+:(.+)$").fill_null("*").str.split("|"),
    )
    return parts.explode("value").select("entry", "number", pl.lit(is_block).alias("is_block"), "role", "value")


def find_triggers(
    candidates: pl.DataFrame, relations: pl.DataFrame, facts: pl.DataFrame, lexicon: Lexicon
) -> pl.DataFrame:
    """The triggers of a batch, schema TRIGGERS, at most one reading a word.

    `candidates`: `find_candidates`. `relations`: RELATIONS. `facts`: pred UInt32, role, value: what holds of each
    word's relations (see `facts_of`).
    """
    known = facts.join(lexicon.questions, on=["role", "value"]).select("question", t="pred")
    # one number to look up is quicker than two
    asked = pl.col("t").cast(pl.UInt64) * 2**32 + pl.col("question")
    # most of what terms ask for stands nowhere in a batch
    answered = lexicon.numbered.join(known.select("question").unique(), on="question", how="semi")
    terms = candidates.select("t", "entry").join(answered, on="entry")
    held = terms.with_columns(asked=asked).join(known.select(asked=asked), on="asked", how="semi")
    blocked = held.filter("is_block").select("t", "entry").unique()
    met = held.filter(~pl.col("is_block")).group_by("t", "entry").agg(met=pl.col("number").n_unique().cast(pl.Int64))
    ready = (
        candidates.join(blocked, on=["t", "entry"], how="anti")
        .join(met, on=["t", "entry"], how="left")
        .filter(pl.col("met").fill_null(0) == pl.col("n_terms"))
    )
    best = ready.sort(["t", "n_words", "n_terms", "entry"], descending=[False, True, True, False]).unique(
        "t", keep="first", maintain_order=True
    )
    best = best.join(lexicon.entries.drop("n_words", "n_terms"), on="entry", how="left", maintain_order="left")
    # the words of a longer phrase tell nothing more by themselves
    inside = (
        best.filter(pl.col("n_words") > 1)
        .select(t=pl.int_ranges("first", "last", dtype=pl.UInt32))
        .explode("t")
        .drop_nulls()
    )
    events = best.join(inside, on="t", how="anti").filter(pl.col("event_type") != "-")
    events = events.join(_in_phrases(events, relations, lexicon), on="t", how="anti", maintain_order="left")
    particles = relations.filter(pl.col("role") == "prt").group_by("pred").agg(particle=pl.col("arg").max())
    return (
        events.join(particles, left_on="t", right_on="pred", how="left")
        .with_columns(
            last=pl.when((pl.col("particle") == pl.col("last") + 1).fill_null(value=False))
            .then("particle")
            .otherwise("last"),
            is_noun=pl.col("pos") == "noun",
        )
        .select(TRIGGERS.names())
        .cast(TRIGGERS)
        .sort("t")
    )


def _in_phrases(events: pl.DataFrame, relations: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Words that tell an event only together with the verb above them: t.

    A verb's line that needs a word said of somebody ("held responsible") is about both words; so is one that needs a
    noun behind "on", "under" or "into", where the noun alone would be something else ("went on strike" is no attack),
    and one that needs a noun with "no" ("reached no deal").
    """
    phrasal = pl.col("role").is_in(_PHRASAL) | pl.col("value").str.starts_with("no_")
    terms = lexicon.terms.filter(~pl.col("is_block") & phrasal).select("entry", "role").unique()
    phrases = events.filter(pl.col("pos") == "verb").join(terms, on="entry").select("event_type", "role", pred="t")
    governed = phrases.join(relations.select("pred", "role", t="arg"), on=["pred", "role"])
    inside = events.filter(pl.col("pos") != "verb").select("t", own="event_type").join(governed, on="t")
    another = (pl.col("own") != pl.col("event_type")) | (pl.col("role") == "attr")
    return inside.filter(another).select("t").unique()


def find_candidates(tokens: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Words and phrases with each line of the lexicon that may mean them.

    t, sent, first, last, entry, n_terms, n_words.
    """
    words = _spoken(tokens, lexicon.single["phrase"])
    one = words.join(lexicon.single, on=["phrase", "spoken_as"]).with_columns(first="t", last="t")
    # "cease-fire", "air-strike": a hyphen is as good as a blank here
    hyphens = pl.arg_where(tokens["lower"] == "-", eager=True)
    word = folded_codes(tokens["lower"]).scatter(hyphens, pl.Series([" "], dtype=pl.Categorical))
    surface = with_gap(tokens).with_columns(word=word, lemma=folded_codes(tokens["lemma"]))
    spans = find_phrases(surface, lexicon.phrases, last="lemma")
    heads = spans.join(lexicon.compounds, on="phrase").with_columns(t="last")
    # "the court ordered" is no "court order", "they sit in the yard" no "sit-in"
    finite = pick(tokens, pl.col("tag").is_in(("VBD", "VBP", "VBZ", "VB", "IN")), "t")
    heads = heads.join(finite, on="t", how="anti", maintain_order="left")
    columns = ["t", "sent", "first", "last", "entry", "n_terms", "n_words"]
    return pl.concat([one.select(columns), heads.select(columns)])


def _spoken(tokens: pl.DataFrame, listed: pl.Series) -> pl.DataFrame:
    """Words as the lexicon may list them, of those that are `listed`: t, sent, phrase, spoken_as.

    A gerund or an adjective in the place of a noun ("the bombing of", "the offensive") is one, in its own form; so is
    a gerund without subject, auxiliary and object whose doer stands behind "by" ("is under shelling by the rebels").
    """
    nominal = pl.col("dep").is_in(("nsubj", "nsubjpass", "dobj", "pobj", "attr", "appos"))
    by = pick(tokens, (pl.col("lower") == "by") & pl.col("dep").is_in(("prep", "agent")), t="head")
    clausal = pick(tokens, pl.col("dep").is_in(("nsubj", "dobj", "aux", "auxpass")), t="head")
    nominal |= (pl.col("tag") == "VBG") & pl.col("t").is_in(by.join(clausal, on="t", how="anti")["t"].implode())
    as_noun = nominal & ((pl.col("tag") == "VBG") | (pl.col("pos") == "ADJ"))
    lemma, lower = (folded_codes(tokens[name]) for name in ("lemma", "lower"))
    words = tokens.select("t", "sent", "tag", "pos", "dep", lemma=lemma, lower=lower)
    words = words.with_columns(is_lemma=are_among(lemma, listed), is_form=are_among(lower, listed))
    plain = pick(words, "is_lemma", "t", "sent", phrase="lemma", spoken_as="pos")
    gerunds = pick(words, as_noun & pl.col("is_form"), "t", "sent", phrase="lower", spoken_as=pl.lit("NOUN"))
    return pl.concat([plain, gerunds])


def facts_of(
    tokens: pl.DataFrame,
    relations: pl.DataFrame,
    *,
    asked: pl.Series | None = None,
    actor_heads: pl.DataFrame,
    place_heads: pl.DataFrame,
    politician_heads: pl.DataFrame | None = None,
    currencies: Sequence[str] = (),
) -> pl.DataFrame:
    """What terms of the lexicon can ask about the words `asked` (t; all if not given): pred, role, value.

    A value is the argument's lemma (a pronoun's own form, too: "him"), its compound and lemma joined by `_`, a class
    (@actor @place @politician @money @number), or `*`.
    `actor_heads`, `place_heads`, `politician_heads`: head_t of the mentions. `currencies`: nouns that are money, too.
    """
    base = relations.select("pred", "role", "arg")
    if asked is not None:
        base = base.filter(pl.col("pred").is_in(asked.implode()))
    base = look_up(base, "arg", tokens, lemma="lemma", lower="lower", ent_type="ent_type", pos="pos")
    base = base.with_columns(lemma=fold_lower(pl.col("lemma")))
    is_part = pl.col("dep").is_in(("compound", "amod")) | ((pl.col("lower") == "no") & (pl.col("dep") == "det"))
    compounds = pick(tokens, is_part, arg="head", part=fold_lower(pl.col("lemma")))
    joined = base.join(compounds, on="arg").with_columns(value=pl.col("part") + "_" + pl.col("lemma"))
    names = ["pred", "role", "value"]
    politicians = actor_heads.clear() if politician_heads is None else politician_heads
    classes = [
        base.with_columns(value=pl.col("lemma")).select(names),
        base.filter(pl.col("pos") == "PRON").with_columns(value=fold_lower(pl.col("lower"))).select(names),
        base.with_columns(value=pl.lit("*")).select(names),
        joined.select(names),
        base.join(actor_heads.unique(), left_on="arg", right_on="head_t", how="semi")
        .with_columns(value=pl.lit("@actor"))
        .select(names),
        base.join(place_heads.unique(), left_on="arg", right_on="head_t", how="semi")
        .with_columns(value=pl.lit("@place"))
        .select(names),
        base.join(politicians.unique(), left_on="arg", right_on="head_t", how="semi")
        .with_columns(value=pl.lit("@politician"))
        .select(names),
        base.filter((pl.col("ent_type") == "MONEY") | pl.col("lemma").is_in(currencies))
        .with_columns(value=pl.lit("@money"))
        .select(names),
        base.filter(pl.col("pos") == "NUM").with_columns(value=pl.lit("@number")).select(names),
    ]
    return pl.concat([*classes, *_auxiliaries(tokens, relations)])


def _auxiliaries(tokens: pl.DataFrame, relations: pl.DataFrame) -> list[pl.DataFrame]:
    """Facts of the words around a verb: `aux` (will, may), `neg` (not, never, no longer), `pass`, `comp:@to`."""
    helps = tokens.filter(pl.col("dep").is_in(("aux", "auxpass")))
    denies = tokens.filter((pl.col("dep") == "neg") | ((pl.col("lower") == "longer") & (pl.col("dep") == "advmod")))
    # "is not responsible": what the copula has, its adjective has
    copular = pick(tokens, pl.col("dep").is_in(("acomp", "attr", "oprd")), "head", adjective="t")
    denies = pl.concat(
        [
            denies.select("head", "lower"),
            denies.join(copular, on="head").select(head="adjective", lower="lower"),
        ]
    )
    every = pl.lit("*")
    passive = tokens.filter(pl.col("dep") == "auxpass")
    to = pick(tokens, (pl.col("lower") == "to") & (pl.col("dep") == "aux"), arg="head")
    infinitives = relations.filter(pl.col("role") == "comp").join(to, on="arg", how="semi")
    return [
        passive.select(pred="head", role=pl.lit("pass"), value=every),
        infinitives.select("pred", "role", value=pl.lit("@to")),
        helps.select(pred="head", role=pl.lit("aux"), value=pl.col("lower").cast(pl.String)),
        helps.select(pred="head", role=pl.lit("aux"), value=every),
        denies.select(pred="head", role=pl.lit("neg"), value=pl.col("lower").cast(pl.String)),
        denies.select(pred="head", role=pl.lit("neg"), value=every),
    ]
