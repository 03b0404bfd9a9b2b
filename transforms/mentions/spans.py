"""Finding seed phrases in token tables: n-grams of surface text joined to a table of phrases."""

from __future__ import annotations

import polars as pl

MAX_TOKENS = 9
SPANS = pl.Schema({"first": pl.UInt32, "last": pl.UInt32, "sent": pl.UInt32, "phrase": pl.String})


def fold(column: pl.Expr) -> pl.Expr:
    """A string without case, diacritics and kinds of apostrophe or dash, so that spellings meet."""
    return column.map_batches(_folded, return_dtype=pl.String, is_elementwise=True)


def _folded(words: pl.Series) -> pl.Series:
    """Most words are plain and only lose their case; the others are taken apart."""
    folded = words.str.to_lowercase()
    odd = words.str.contains(r"[^\x00-\x7F]|`").fill_null(value=False)
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
    spelt = words.filter(odd).alias("word").to_frame().select(apart).to_series()
    return folded.scatter(odd.arg_true(), spelt)


def with_gap(tokens: pl.DataFrame) -> pl.DataFrame:
    """Add `gap`: a blank where white space follows a token inside its sentence, else nothing."""
    follows = (pl.col("start_char").shift(-1) > pl.col("end_char")) & (pl.col("sent").shift(-1) == pl.col("sent"))
    return tokens.with_columns(gap=pl.when(follows).then(pl.lit(" ")).otherwise(pl.lit("")))


def find_phrases(
    words: pl.DataFrame, phrases: pl.Series, *, last: str = "word", at: pl.Series | None = None
) -> pl.DataFrame:
    """Every place where consecutive words make up one of `phrases`; schema SPANS, overlaps and all.

    `words`: t, sent, gap and the column `word` (and the column `last`, used for the final word in its place, so that a
    plural can meet its lemma), in order of t without holes. `phrases`: strings in the same folding. `at`: where a
    phrase may begin (t); anywhere if not given.
    """
    phrases = phrases.unique()
    longest = min(MAX_TOKENS, max(phrases.str.count_matches(r"[\s'-]|\w+").to_list(), default=1))
    # a phrase can only begin with a word that some phrase begins with
    first_words = phrases.str.extract(r"^([^\s'-]*)").unique()
    starts = words.with_row_index("row").filter(
        pl.col("word").str.extract(r"^([^\s'-]*)").is_in(first_words.implode())
        | pl.col(last).str.extract(r"^([^\s'-]*)").is_in(first_words.implode())
    )
    if at is not None:
        starts = starts.filter(pl.col("t").is_in(at.implode()))
    columns = {name: words[name] for name in ("t", "sent", "gap", "word", last)}
    known = phrases.to_frame("phrase")
    found = []
    rows = starts["row"]
    before = pl.Series([""] * len(rows), dtype=pl.String)
    origin = columns["t"].gather(rows)
    sent = columns["sent"].gather(rows)
    for n in range(longest):
        inside = (rows + n) < len(words)
        if n:
            inside &= columns["sent"].gather((rows + n).clip(upper_bound=len(words) - 1)) == sent
        rows, before, origin, sent = (
            rows.filter(inside),
            before.filter(inside),
            origin.filter(inside),
            sent.filter(inside),
        )
        if rows.is_empty():
            break
        at = rows + n
        end = columns["t"].gather(at)
        for variant in {"word", last}:
            candidate = pl.DataFrame(
                {"first": origin, "last": end, "sent": sent, "phrase": before + columns[variant].gather(at)}
            )
            found.append(candidate.join(known, on="phrase", how="semi"))
        before = before + columns["word"].gather(at) + columns["gap"].gather(at)
    if not found:
        return SPANS.to_frame()
    return pl.concat(found).cast(SPANS).unique().sort("first", "last")


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
        .join(tokens.select("t", "head"), on="t", how="left")
    )
    outside = (pl.col("head") < pl.col("first")) | (pl.col("head") > pl.col("last")) | (pl.col("head") == pl.col("t"))
    heads = inside.filter(outside).group_by("first", "last").agg(head_t=pl.col("t").max())
    return spans.join(heads, on=["first", "last"], how="left", maintain_order="left").with_columns(
        head_t=pl.coalesce("head_t", "last")
    )
