"""Finding seed phrases in token tables: n-grams of surface text joined to a table of phrases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from transforms.frames import look_up, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

MAX_TOKENS = 9
_FIRST_WORD = r"^([^\s'-]*)"
SPANS = pl.Schema({"first": pl.UInt32, "last": pl.UInt32, "sent": pl.UInt32, "phrase": pl.String})


def fold(column: pl.Expr) -> pl.Expr:
    """A string without case, diacritics and kinds of apostrophe or dash, so that spellings meet."""
    return fold_lower(column.cast(pl.String).str.to_lowercase())


def fold_lower(column: pl.Expr) -> pl.Expr:
    """The same for a string that has no capitals."""
    return column.map_batches(_folded, return_dtype=pl.String, is_elementwise=True)


def matches(column: str, pattern: str) -> pl.Expr:
    """Whether a pattern is found in the words of a column; words kept as codes are searched once each."""
    return pl.col(column).map_batches(
        lambda words: _once_each(words, lambda told: told.str.contains(pattern)),
        return_dtype=pl.Boolean,
        is_elementwise=True,
    )


def _folded(words: pl.Series) -> pl.Series:
    return _once_each(words, _folded_apart)


def _once_each(words: pl.Series, work: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """What `work` makes of strings, one by one; words kept as codes are done once each, not as often as they come."""
    if words.dtype != pl.Categorical or not len(words) or words.null_count():
        return work(words.cast(pl.String))
    distinct, rows = _distinct(words)
    return work(distinct)[rows]


def _distinct(words: pl.Series) -> tuple[pl.Series, NDArray[np.intp]]:
    """The words of a Categorical without NULL, as strings, each once; and the row of each word among them."""
    codes = words.to_physical().to_numpy()
    rows = np.full(int(codes.max()) + 1, -1)
    rows[codes] = np.arange(len(codes))  # of each code, a row that has it
    used = np.flatnonzero(rows >= 0)
    distinct = words[rows[used]].cast(pl.String)
    rows[used] = np.arange(len(used))
    return distinct, rows[codes]


def _folded_apart(folded: pl.Series) -> pl.Series:
    """Most words are plain as they are; the others are taken apart."""
    odd = (folded.str.len_bytes() != folded.str.len_chars()) | folded.str.contains("`", literal=True)
    odd = odd.fill_null(value=False)
    if not odd.any():
        return folded
    column = pl.col("word")
    apart = (
        column.str.normalize("NFKD")
        .str.replace_all(r"\p{M}", "")
        .str.replace_all("[’‘`]", "'")
        .str.replace_all("[–—‐‑]", "-")
        .str.to_lowercase()
    )
    spelt = folded.filter(odd).alias("word").to_frame().select(apart).to_series()
    return folded.scatter(odd.arg_true(), spelt)


def with_gap(tokens: pl.DataFrame) -> pl.DataFrame:
    """Add `gap`: a blank where white space follows a token inside its sentence, else nothing."""
    follows = (pl.col("start_char").shift(-1) > pl.col("end_char")) & (pl.col("sent").shift(-1) == pl.col("sent"))
    return tokens.with_columns(gap=pl.when(follows).then(pl.lit(" ")).otherwise(pl.lit("")))


def spelt(tokens: pl.DataFrame) -> pl.DataFrame:
    """Add `gap` and `word`, the folded form, kept as codes; tokens that have both stay as they are."""
    return tokens if "word" in tokens.columns else with_gap(tokens).with_columns(word=folded_codes(tokens["lower"]))


def folded_codes(words: pl.Series) -> pl.Series:
    """Words without capitals in their folded form, kept as codes."""
    return _once_each(words, lambda told: _folded_apart(told).cast(pl.Categorical))


def are_among(words: pl.Series, listed: pl.Series, *, strip: str = "") -> pl.Series:
    """Which of `words` are in a list of strings, without the characters `strip` around them.

    Words kept as codes are looked up once each.
    """
    return _once_each(words, lambda told: (told.str.strip_chars(strip) if strip else told).is_in(listed.implode()))


@dataclass(frozen=True)
class Phrases:
    """Phrases in order, so that words can be looked up while they still grow; made once for those of the seeds.

    `listed`: each phrase once, sorted. `first_words`: what they begin with. `longest`: how many words they may have.
    """

    listed: pl.Series
    first_words: pl.Series
    longest: int

    @classmethod
    def of(cls, phrases: pl.Series) -> Phrases:
        """`phrases`: folded strings."""
        listed = phrases.drop_nulls().unique().sort()
        longest = min(MAX_TOKENS, max(listed.str.count_matches(r"[\s'-]|\w+").to_list(), default=1))
        return cls(listed, listed.str.extract(_FIRST_WORD).unique(), longest)

    def nearest(self, words: pl.Series) -> pl.Series:
        """The first phrase that does not come before each of `words`: the word itself or what begins with it."""
        places = self.listed.search_sorted(words)
        return self.listed.gather(places.clip(upper_bound=len(self.listed) - 1))

    def begin_with(self, words: pl.Series) -> pl.Series:
        """Which of `words` (strings) are the beginning of a phrase."""
        pairs = pl.DataFrame({"phrase": self.nearest(words), "word": words})
        return pairs.select(pl.col("phrase").str.starts_with(pl.col("word"))).to_series()


def find_phrases(
    words: pl.DataFrame, phrases: pl.Series | Phrases, *, last: str = "word", at: pl.Series | None = None
) -> pl.DataFrame:
    """Every place where consecutive words make up one of `phrases`; schema SPANS, overlaps and all.

    `words`: t, sent, gap and the column `word` (and the column `last`, used for the final word in its place, so that a
    plural can meet its lemma), in order of t without holes. `phrases`: strings in the same folding. `at`: where a
    phrase may begin (t); anywhere if not given.
    """
    known = phrases if isinstance(phrases, Phrases) else Phrases.of(phrases)
    if not len(known.listed):
        return SPANS.to_frame()
    variants = dict.fromkeys(("word", last))
    columns = {name: words[name] for name in dict.fromkeys(("t", "sent", "gap", "word", last))}
    places = None if at is None else rows_of(at, words).drop_nulls().sort()
    rows = _may_begin([columns[name] for name in variants], known, places)
    before = pl.repeat("", len(rows), dtype=pl.String, eager=True)
    origin, sent = columns["t"].gather(rows), columns["sent"].gather(rows)
    found = []
    for n in range(known.longest):
        place = rows + n
        if n:
            inside = place < len(words)
            inside &= columns["sent"].gather(place.clip(upper_bound=len(words) - 1)) == sent
            rows, place, before, origin, sent = (part.filter(inside) for part in (rows, place, before, origin, sent))
        if rows.is_empty():
            break
        end = columns["t"].gather(place)
        for variant in variants:
            phrase = before + columns[variant][place].cast(pl.String)
            hit = known.nearest(phrase) == phrase
            parts = {"first": origin, "last": end, "sent": sent, "phrase": phrase}
            found.append(pl.DataFrame({name: part.filter(hit) for name, part in parts.items()}))
        # only what still is the beginning of a phrase goes on
        before = before + columns["word"][place].cast(pl.String) + columns["gap"][place]
        alive = known.begin_with(before)
        rows, before, origin, sent = (part.filter(alive) for part in (rows, before, origin, sent))
    if not found:
        return SPANS.to_frame()
    return pl.concat(found).cast(SPANS).unique().sort("first", "last")


def _may_begin(variants: list[pl.Series], known: Phrases, places: pl.Series | None) -> pl.Series:
    """The rows, of `places` or of all, at which a phrase may begin: with a word that some phrase begins with."""
    first_words = known.first_words.implode()
    begins = np.zeros(len(variants[0] if places is None else places), dtype=np.bool_)
    for words in variants:
        asked = words if places is None else words[places]
        fits = _once_each(asked, lambda told: told.str.extract(_FIRST_WORD).is_in(first_words))
        begins |= fits.to_numpy()
    rows = pl.Series(np.flatnonzero(begins), dtype=pl.UInt32)
    return rows if places is None else places[rows]


def keep_longest(spans: pl.DataFrame, *rank: str) -> pl.DataFrame:
    """Drop every span that overlaps one that begins before it or is longer; `rank` breaks ties, lowest first.

    `spans`: first, last and any other columns.
    """
    length = pl.col("last") - pl.col("first")
    ordered = spans.sort(pl.col("first"), -length.cast(pl.Int64), *[pl.col(c) for c in rank], maintain_order=True)
    for _ in range(3):  # a span hidden only by a dropped one comes back
        reach = pl.col("last").cum_max().shift(1)
        kept = ordered.filter(reach.is_null() | (pl.col("first") > reach))
        rest = ordered.join(kept.select("first"), on="first", how="anti", maintain_order="left")
        free = _free(rest, kept)
        if free.is_empty():
            return kept
        ordered = pl.concat([kept, free]).sort(pl.col("first"), -length.cast(pl.Int64), maintain_order=True)
    return kept


def _free(rest: pl.DataFrame, kept: pl.DataFrame) -> pl.DataFrame:
    """Spans of `rest` that overlap none of `kept` (both sorted by first)."""
    before = rest.join_asof(kept.select(k_first="first", k_last="last"), left_on="first", right_on="k_first")
    after = before.join_asof(kept.select(n_first="first"), left_on="first", right_on="n_first", strategy="forward")
    free = (pl.col("k_last").is_null() | (pl.col("k_last") < pl.col("first"))) & (
        pl.col("n_first").is_null() | (pl.col("n_first") > pl.col("last"))
    )
    return after.filter(free).drop("k_first", "k_last", "n_first")


def head_of(spans: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Add `head_t`: the token of each span whose own head lies outside it (the last such one)."""
    inside = (
        spans.select("first", "last")
        .unique()
        .with_columns(t=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.UInt32))
        .explode("t")
        .pipe(look_up, "t", tokens, head="head")
    )
    outside = (pl.col("head") < pl.col("first")) | (pl.col("head") > pl.col("last")) | (pl.col("head") == pl.col("t"))
    heads = inside.filter(outside).group_by("first", "last").agg(head_t=pl.col("t").max())
    return spans.join(heads, on=["first", "last"], how="left", maintain_order="left").with_columns(
        head_t=pl.coalesce("head_t", "last")
    )
