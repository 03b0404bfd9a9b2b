"""Quotations: where they stand and who speaks in them.

Covers: “ ”, " and `` '' marks, also mixed and with blanks around them; a quotation over several sentences; the speaker
beside it ("...," X said; X said: "..."), in the sentence before it (X was defiant. "We will ...") and of the quotation
before it ("...," X said. "...").
Does not cover: single quotation marks, words in quotation marks within a sentence (they are claimed as their sentence
is).
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by

#: Tokens inside quotations. `q`: number of the quotation; `is_full`: it has sentences of its own.
QUOTED = pl.Schema({"t": pl.UInt32, "q": pl.UInt32, "sent": pl.UInt32, "doc": pl.UInt32, "is_full": pl.Boolean})
_OPEN, _CLOSE = ("“", "``"), ("”", "''")
_LONGEST = 8  # sentences: a quotation that goes on longer has lost its mark
_BESIDE = 8  # tokens between a quotation and the verb of its speaker
_REACH = 2  # sentences between a quotation and the speech it goes on from


def find_quotations(tokens: pl.DataFrame, paragraphs: pl.DataFrame) -> pl.DataFrame:
    """Tokens inside quotation marks, schema QUOTED. `paragraphs`: sent, paragraph_index."""
    words = tokens.select("t", "sent", "doc", "text", "tag", "start_char", "end_char")
    placed = words.join(paragraphs, on="sent", how="left", maintain_order="left")
    opens_doc = (pl.col("doc") != pl.col("doc").shift(1)).fill_null(value=True)
    ends_doc = (pl.col("doc") != pl.col("doc").shift(-1)).fill_null(value=True)
    breaks = pl.col("text").str.contains("\n", literal=True)
    before = opens_doc | (pl.col("end_char").shift(1) < pl.col("start_char")) | breaks.shift(1)
    behind = ends_doc | (pl.col("start_char").shift(-1) > pl.col("end_char")) | breaks.shift(-1)
    # "`" "`": the tokenizer parts what some texts write for an opening mark
    ticks = (pl.col("text") == "`") & (pl.col("text").shift(-1) == "`")
    straight = pl.col("text") == '"'
    # a plan works out once what stands in it several times
    plan = placed.lazy().with_columns(
        mark=pl.when(pl.col("text").is_in(_OPEN) | ticks)
        .then(1)
        .when(pl.col("text").is_in(_CLOSE))
        .then(0)
        .when(straight & before & ~behind)
        .then(1)
        .when(straight & behind & ~before)
        .then(0),
        unclear=(straight & (before == behind)).cast(pl.Int32),
        paragraph=(opens_doc | (pl.col("paragraph_index") != pl.col("paragraph_index").shift(1))).cum_sum(),
    )
    marked = plan.collect(engine="in-memory").with_columns(
        last_mark=pl.col("mark").forward_fill().over("paragraph").fill_null(0),
        run=pl.col("mark").is_not_null().cum_sum() + pl.col("paragraph"),
    )
    turns = pl.col("unclear").cum_sum().over("run")
    marked = marked.with_columns(is_in=(pl.col("last_mark") + turns) % 2 == 1)
    is_mark = pl.col("mark").is_not_null() | (pl.col("unclear") == 1) | (pl.col("text") == "`")
    opens = (pl.col("is_in") & ~pl.col("is_in").shift(1).fill_null(value=False)) | (
        pl.col("is_in") & (pl.col("mark") == 1).fill_null(value=False)
    )
    inside = marked.with_columns(q=opens.cum_sum().cast(pl.UInt32), is_mark=is_mark).filter(
        pl.col("is_in") & ~pl.col("is_mark")
    )
    begins = tokens.group_by("sent").agg(s_first=pl.col("t").min())
    spans = (
        inside.join(begins, on="sent")
        .group_by("q")
        .agg(
            sents=pl.col("sent").n_unique(),
            size=pl.len(),
            at_start=(pl.col("t").min() <= pl.col("s_first").first() + 2),
            verbs=pl.col("tag").is_in(("VBD", "VBZ", "VBP", "MD", "VB")).any(),
        )
    )
    full = (pl.col("sents") > 1) | (pl.col("at_start") & pl.col("verbs") & (pl.col("size") > 3))
    spans = spans.filter(pl.col("sents") <= _LONGEST).select("q", is_full=full)
    return inside.join(spans, on="q").select(QUOTED.names()).cast(QUOTED)


def speakers_of_quotations(
    quoted: pl.DataFrame, tokens: pl.DataFrame, speakers: pl.DataFrame, subjects: pl.DataFrame
) -> pl.DataFrame:
    """Who speaks in each full quotation: q, m, actor_key, first, verb, distance.

    `quoted`: QUOTED. `speakers`: SPEAKERS. `subjects`: sent, m, actor_key, first of persons that sentences are about.
    """
    spans = (
        quoted.filter("is_full")
        .group_by("q")
        .agg(
            pl.first("doc"),
            q_first=pl.col("t").min(),
            q_last=pl.col("t").max(),
            from_sent=pl.col("sent").min(),
            to_sent=pl.col("sent").max(),
        )
    )
    outside = speakers.filter(~pl.col("kind").is_in(("count", "put"))).join(
        quoted.select(verb_t="t"), on="verb_t", how="anti"
    )
    told = spans.join(outside, on="doc", how="inner")
    behind = (pl.col("sent") == pl.col("to_sent")) & (pl.col("begin") > pl.col("q_last"))
    gap_behind = pl.col("begin").cast(pl.Int64) - pl.col("q_last").cast(pl.Int64)
    ahead = (pl.col("sent") == pl.col("from_sent")) & (pl.col("verb_t") < pl.col("q_first"))
    gap_ahead = pl.col("q_first").cast(pl.Int64) - pl.col("verb_t").cast(pl.Int64)
    beside = told.with_columns(
        gap=pl.when(behind & (gap_behind <= _BESIDE))
        .then(gap_behind)
        .when(ahead & (gap_ahead <= 3 * _BESIDE))
        .then(gap_ahead + 1)
    ).drop_nulls("gap")
    nearest = beside.group_by("q").agg(best=pl.col("gap").min())
    beside = beside.join(nearest, on="q").filter(pl.col("gap") == pl.col("best"))
    beside = beside.select("q", "m", "actor_key", "first", "verb", distance=pl.lit(0, dtype=pl.Int64))
    rest = spans.join(beside.select("q"), on="q", how="anti")
    # the speech that the quotation goes on from, or whom the sentence before is about; nearer sentences first
    back = pl.col("from_sent").cast(pl.Int64) - pl.col("sent").cast(pl.Int64)
    earlier = (
        rest.join(outside.filter("is_speech"), on="doc")
        .with_columns(back=2 * back)
        .filter((pl.col("verb_t") < pl.col("q_first")) & (pl.col("back") <= 2 * _REACH))
    )
    about = rest.join(subjects, on="doc").with_columns(back=2 * back + 1, verb=pl.lit("quotation"), verb_t="first")
    about = about.filter(pl.col("back") == 3)
    columns = ["q", "m", "actor_key", "first", "verb", "verb_t", "back"]
    candidates = pl.concat([earlier.select(columns), about.select(columns)])
    best = first_by(candidates, ["q"], "back", "verb_t", descending=[False, True]).select("q", "back", "verb_t")
    going_on = candidates.join(best, on=["q", "back", "verb_t"], how="semi")
    going_on = going_on.select("q", "m", "actor_key", "first", "verb", distance="back")
    return pl.concat([beside, going_on])
