"""When it happened: the expression of time that belongs to the trigger's own clause.

An expression belongs to the nearest verb or trigger above it; "said on Friday" dates the saying, not what was said.
Covers: the trigger's own expressions, those of the verb it hangs on, captions (their date covers all of them).
An undated statement has the day on which its speaker is said to have spoken elsewhere in the article.
Does not cover: other dates carried over from the sentence before, "a day after X".
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by

WHEN = pl.Schema(
    {
        "t": pl.UInt32,
        "date_start": pl.Date,
        "date_end": pl.Date,
        "date_precision": pl.String,
        "date_text": pl.String,
        "date_rule": pl.String,
    }
)
_THROUGH = tuple("conj xcomp pobj prep dobj nsubj nsubjpass agent attr pcomp advcl acl compound amod oprd".split())


def place_dates(dates: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Add `date_t`: the token an expression of time begins with; `dates`: DATES."""
    starts = tokens.select("sent", "start_char", date_t="t")
    return dates.join(starts, on=["sent", "start_char"], how="inner")


def find_when(
    targets: pl.DataFrame,
    paths: pl.DataFrame,
    dates: pl.DataFrame,
    date_paths: pl.DataFrame,
    tokens: pl.DataFrame,
    sentences: pl.DataFrame,
    saying: list[str],
) -> pl.DataFrame:
    """The time of each target, schema WHEN; no row has a day without the words and the rule that gave it.

    `targets`: t, status. `paths`, `date_paths`: ANCESTORS of targets and of dates. `dates`: DATES with date_t.
    """
    verbs = tokens.select(ancestor="t", pos="pos", lemma="lemma")
    stops = pl.concat([targets.select("t"), tokens.filter(pl.col("pos") == "VERB").select("t")]).unique()
    # what an expression hangs on; behind a reporting verb ("said on Friday") it dates the report
    governed = (
        date_paths.filter(pl.col("depth") > 0)
        .join(stops, left_on="ancestor", right_on="t", how="semi")
        .pipe(first_by, ["t"], "depth")
        .select(date_t="t", governor="ancestor")
    )
    reports = tokens.filter(pl.col("lemma").is_in(saying) & (pl.col("pos") == "VERB")).select(report="t")
    near = dates.select("date_t").with_columns(report=pl.col("date_t") - 2).join(reports, on="report", how="semi")
    direct = dates.select("date_t").with_columns(report=pl.col("date_t") - 1).join(reports, on="report", how="semi")
    behind = pl.concat([near, direct]).unique("date_t", keep="any")
    governed = (
        governed.join(behind, on="date_t", how="left")
        .with_columns(governor=pl.coalesce("report", "governor"))
        .drop("report")
    )
    dated = dates.join(governed, on="date_t", how="inner")
    up = (
        paths.with_columns(blocked=(~pl.col("via").is_in(_THROUGH) & (pl.col("depth") > 0)).cast(pl.Int32))
        .sort("t", "depth")
        .with_columns(blocked=pl.col("blocked").cum_sum().over("t"))
        .filter(pl.col("blocked") == 0)
    )
    sayers = verbs.filter(pl.col("lemma").is_in(saying)).select("ancestor")
    up = pl.concat(
        [up.filter(pl.col("depth") == 0), up.filter(pl.col("depth") > 0).join(sayers, on="ancestor", how="anti")]
    )
    # "shells killed 14 and wounded 38 on Tuesday": what dates the last of conjoined verbs dates them all
    conjoined = tokens.filter((pl.col("dep") == "conj") & (pl.col("pos") == "VERB")).select(ancestor="head", later="t")
    below = (
        up.filter(pl.col("depth") == 0)
        .join(conjoined, on="ancestor")
        .with_columns(ancestor="later", depth=pl.lit(20, dtype=pl.Int64))
    )
    up = pl.concat([up, below.select(up.columns)])
    own = up.join(dated, left_on="ancestor", right_on="governor").select(
        "t", "depth", distance=(pl.col("date_t").cast(pl.Int64) - pl.col("t").cast(pl.Int64)).abs(),
        date_start="date_start", date_end="date_end", date_precision="date_precision", date_text="date_text",
        date_rule="date_rule", next_start="next_start",
    )  # fmt: skip
    captions = sentences.filter(pl.col("kind") == "caption").select("sent")
    in_caption = (
        targets.join(tokens.select("t", "sent"), on="t")
        .join(captions, on="sent", how="semi")
        .join(dates, on="sent")
        .select(
            "t", "date_start", "date_end", "date_precision", "date_text", "next_start",
            depth=pl.lit(50, dtype=pl.Int64), distance=pl.lit(0, dtype=pl.Int64),
            date_rule=pl.col("date_rule") + ", caption",
        )
        .select(own.columns)
    )  # fmt: skip
    found = first_by(pl.concat([own, in_caption]), ["t"], "depth", "distance", "date_start")
    coming = (pl.col("status").is_in(("future",))) & pl.col("next_start").is_not_null()
    timed = (
        targets.select("t", "status")
        .join(found, on="t", how="left")
        .with_columns(
            date_start=pl.when(coming).then("next_start").otherwise("date_start"),
            date_end=pl.when(coming).then("next_start").otherwise("date_end"),
            date_rule=pl.when(coming).then(pl.lit("coming: ") + pl.col("date_rule")).otherwise("date_rule"),
        )
    )
    return (
        timed.with_columns(
            date_rule=pl.col("date_rule").fill_null("no expression of time in the clause"),
            date_precision=pl.when(pl.col("date_start").is_null()).then(pl.lit("unknown")).otherwise("date_precision"),
            date_end=pl.when(pl.col("date_start").is_not_null()).then("date_end"),
        )
        .select(WHEN.names())
        .cast(WHEN)
    )


def date_statements(when: pl.DataFrame, verbal: pl.DataFrame, speech: pl.DataFrame) -> pl.DataFrame:
    """Date statements without a day of their own by what else their speaker said.

    `when`: WHEN. `verbal`: t, doc, actor_key of verbal acts that happened. `speech`: doc, actor_key, t and the
    columns of WHEN for dated statements. The nearest earlier one is taken, else the first.
    """
    days = speech.filter((pl.col("date_precision") == "day") & (pl.col("date_start") == pl.col("date_end"))).sort("t")
    open_ones = when.filter(pl.col("date_start").is_null()).select("t").join(verbal, on="t").sort("t")
    columns = ["date_start", "date_end", "date_precision", "date_text"]
    once = first_by(days, ["doc", "actor_key", "t"], "date_start").sort("t")
    given = once.select("doc", "actor_key", "t", *[pl.col(c).alias(f"new_{c}") for c in columns])
    earlier = open_ones.join_asof(given, on="t", by=["doc", "actor_key"], check_sortedness=False).drop_nulls(
        "new_date_start"
    )
    first = first_by(given, ["doc", "actor_key"], "t").drop("t")
    later = open_ones.join(earlier, on="t", how="anti").join(first, on=["doc", "actor_key"])
    found = pl.concat(
        [earlier.select("t", *[f"new_{c}" for c in columns]), later.select("t", *[f"new_{c}" for c in columns])]
    )
    found = first_by(found, ["t"])
    joined = when.join(found, on="t", how="left", maintain_order="left")
    hit = pl.col("new_date_start").is_not_null()
    return joined.with_columns(
        *[pl.when(hit).then(pl.col(f"new_{c}")).otherwise(pl.col(c)).alias(c) for c in columns],
        date_rule=pl.when(hit).then(pl.lit("day of the speaker's other statement")).otherwise("date_rule"),
    ).select(WHEN.names())
