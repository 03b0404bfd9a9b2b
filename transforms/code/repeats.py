"""What an article prints twice is coded once, at its first telling.

Covers: a sentence that comes again word for word (a title above and below the picture), and a headline with the
sentence of the lead that says the same ("Oslo frees editor / OSLO - Oslo freed the editor on Monday"): same type, same
word, no mode, actor or recipient against it. Who claims it in the later telling is claimed of the first.
Does not cover: one act told again further down in other words (that is `retell`).
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by

#: A telling (`t`) that only repeats an earlier one (`by`).
REPEATS = pl.Schema({"t": pl.UInt32, "by": pl.UInt32})
_LEAD = 3  # how many sentences behind the headline it may sum up
_STEM = 4
_LONG = 20  # letters of a sentence that nobody writes twice by chance


def find_repeats(
    triggers: pl.DataFrame, retold: pl.DataFrame, tokens: pl.DataFrame, texts: pl.DataFrame
) -> pl.DataFrame:
    """Schema REPEATS. `triggers`: TRIGGERS. `retold`: RETOLD (`retellings`). `texts`: sent, doc, kind, text."""
    spoken = pl.col("sent").is_in(triggers["sent"].implode())
    told = texts.filter(spoken).select("sent", "doc", "kind", words=_plain(pl.col("text")))
    place = pl.int_range(pl.len()).over("sent").cast(pl.Int64)
    acts = (
        triggers.select("t", "sent", "event_type")
        .join(
            tokens.filter(spoken).select("t", stem=pl.col("lower").cast(pl.String).str.slice(0, _STEM), place=place),
            on="t",
        )
        .join(told, on="sent")
    )
    earlier = acts.rename({name: f"{name}_b" for name in acts.columns if name not in ("doc", "event_type", "stem")})
    pairs = acts.join(earlier, on=["doc", "event_type", "stem"]).filter(pl.col("t_b") < pl.col("t"))
    # a title without a full stop runs on into the next sentence
    begins_alike = pl.col("words").str.starts_with(pl.col("words_b")) & (pl.col("words_b").str.len_chars() >= _LONG)
    word_for_word = (
        begins_alike & (pl.col("sent") != pl.col("sent_b")) & (pl.col("place") - pl.col("place_b")).abs().le(1)
    )
    is_lead = (pl.col("sent") - pl.col("sent_b")).is_between(1, _LEAD)
    summed_up = pairs.filter((pl.col("kind_b") == "headline") & (pl.col("kind") == "body") & is_lead).join(
        retold.select(t_b="t", t="by").unique(), on=["t", "t_b"], how="semi"
    )
    found = pl.concat([pairs.filter(word_for_word), summed_up])
    return found.select("t", by="t_b").pipe(first_by, ["t"], "by").select(REPEATS.names()).cast(REPEATS)


def claims_of_both(claims: pl.DataFrame, repeats: pl.DataFrame) -> pl.DataFrame:
    """`claims` (CLAIMS), those of a repetition given to the first telling where it has none."""
    open_ = repeats.join(claims.select(by="t").unique(), on="by", how="anti")
    given = claims.join(open_.pipe(first_by, ["by"], "t"), on="t").with_columns(t="by").select(claims.columns)
    return pl.concat([claims, given])


def _plain(text: pl.Expr) -> pl.Expr:
    return text.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
