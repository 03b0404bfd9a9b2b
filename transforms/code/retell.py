"""One act told several times in an article: what one telling leaves open, another one tells.

Two triggers of one article tell the same act where type and mode agree, nobody on a side that both tell contradicts,
and the later one refers back: a noun with "the" or "this", or a day before it ("Thursday's attack"), the headline, or
a word of the same stem with somebody in common.
Covers: "A gunman killed five people in Oslo on Friday. ... The killing ..." gives "the killing" its author and dead.
"They agreed to meet again" and "a summit is possible" are of those who last met or agreed, where nobody else is named.
Does not cover: the same act in other words of another type, acts told in several articles (that is `merge`).
"""

from __future__ import annotations

import polars as pl

from transforms.frames import first_by, look_up_known, pick

RETOLD = pl.Schema({"t": pl.UInt32, "by": pl.UInt32, "distance": pl.Int64})
_POINTING = ("the", "this", "that", "these", "those", "such")
_STEM = 5
_MEETINGS = ("CONSULT", "AGREE", "COOPERATE")
_PARTIES = 2
_NEAR = 5  # sentences


def retellings(
    triggers: pl.DataFrame,
    same: pl.DataFrame,
    participants: pl.DataFrame,
    tokens: pl.DataFrame,
    sentences: pl.DataFrame,
    keys: pl.DataFrame,
    when: pl.DataFrame,
) -> pl.DataFrame:
    """Pairs of triggers that tell one act, schema RETOLD: t leaves open what `by` may tell.

    `triggers`: TRIGGERS. `same`: t, into (`same_act`). `participants`: PARTICIPANTS. `keys`: m, actor_key.
    `sentences`: sent, doc, kind. `when`: WHEN.
    """
    pointing = pick(
        tokens,
        (pl.col("lower").is_in(_POINTING) & (pl.col("dep") == "det")) | (pl.col("dep") == "poss"),
        member="head",
        points=pl.lit(value=True),
    )
    # "killed in the attack": the noun of the act points, whichever word tells it
    pointing = same.rename({"t": "member"}).join(pointing.unique(), on="member").select(t="into", points="points")
    asked = pl.col("t").is_in(triggers["t"].implode())
    acts = (
        triggers.select("t", "sent", "event_type", "event_mode", "is_noun")
        .join(pick(tokens, asked, "t", "doc", stem=pl.col("lower").cast(pl.String).str.slice(0, _STEM)), on="t")
        .join(pointing.unique(), on="t", how="left")
        .join(sentences.select("sent", headline=pl.col("kind") == "headline"), on="sent", how="left")
        .with_columns(pl.col("points").fill_null(value=False), pl.col("headline").fill_null(value=False))
    )
    sides = (
        participants.join(keys, on="m")
        .group_by("t")
        .agg(
            actors=pl.col("actor_key").filter(pl.col("role") == "actor").unique(),
            recipients=pl.col("actor_key").filter(pl.col("role") == "recipient").unique(),
        )
    )
    acts = acts.join(sides, on="t", how="left").with_columns(
        pl.col("actors", "recipients").fill_null(pl.lit([], dtype=pl.List(pl.String)))
    )
    acts = acts.join(_days(when), on="t", how="left")
    others = acts.rename({c: f"{c}_b" for c in acts.columns if c not in ("doc", "event_type")})
    pairs = acts.join(others, on=["doc", "event_type"]).filter(pl.col("t") != pl.col("t_b"))
    same_mode = (
        pl.col("event_mode").is_null()
        | pl.col("event_mode_b").is_null()
        | (pl.col("event_mode") == pl.col("event_mode_b"))
    )

    def shared(side: str) -> pl.Expr:
        return pl.col(side).list.set_intersection(f"{side}_b").list.len() > 0

    def told(side: str) -> pl.Expr:
        return (pl.col(side).list.len() > 0) & (pl.col(f"{side}_b").list.len() > 0)

    contradicts = (told("actors") & ~shared("actors")) | (told("recipients") & ~shared("recipients"))
    # an attack of another day is another one
    another_day = (pl.col("since") > pl.col("until_b")) | (pl.col("until") < pl.col("since_b"))
    contradicts |= another_day.fill_null(value=False)
    common = shared("actors") | shared("recipients")
    same_stem = pl.col("stem") == pl.col("stem_b")
    refers = (
        (pl.col("points") & (pl.col("t_b") < pl.col("t")))
        | (pl.col("headline") & ~pl.col("headline_b"))
        | (common & same_stem)
    )
    return (
        pairs.filter(same_mode & ~contradicts & refers)
        .select(
            "t",
            by="t_b",
            distance=(pl.col("sent_b").cast(pl.Int64) - pl.col("sent").cast(pl.Int64)).abs(),
        )
        .cast(RETOLD)
    )


def _days(when: pl.DataFrame) -> pl.DataFrame:
    """The days that the words of each trigger's own sentence tell: t, since, until."""
    return when.filter(pl.col("date_text").is_not_null()).select("t", since="date_start", until="date_end")


def share_participants(participants: pl.DataFrame, retold: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """`participants` (PARTICIPANTS) with the sides that a trigger leaves open and another telling fills.

    `keys`: m, actor_key; who is on one side is not put on the other.
    """
    own = participants.join(keys, on="m").select("t", "actor_key")
    filled = [participants]
    for role in ("actor", "recipient"):
        side = participants.filter(pl.col("role") == role)
        nearest = (
            retold.join(side.select("t"), on="t", how="anti")
            .join(side.select(by="t").unique(), on="by", how="semi")
            .pipe(first_by, ["t"], "distance", "by")
        )
        given = nearest.select("t", "by").join(side.rename({"t": "by"}), on="by").join(keys, on="m")
        given = given.join(own, on=["t", "actor_key"], how="anti")
        filled.append(given.with_columns(rule=pl.lit("told elsewhere in the article")).select(participants.columns))
    return pl.concat(filled)


def share_parties(
    participants: pl.DataFrame, triggers: pl.DataFrame, tokens: pl.DataFrame, mentions: pl.DataFrame
) -> pl.DataFrame:
    """`participants` (PARTICIPANTS) with the parties of the last meeting for acts of "they", or of nobody.

    `triggers`: TRIGGERS. `tokens`: TOKENS. `mentions`: MENTIONS.
    """
    placed = triggers.filter(pl.col("event_type").is_in(_MEETINGS)).pipe(look_up_known, "t", tokens, doc="doc")
    they = mentions.join(
        pick(tokens, pl.col("lower").is_in(("they", "both", "sides", "leaders")), head_t="t"),
        on="head_t",
        how="semi",
    )
    told = participants.join(they.select("m", plural=pl.lit(value=True)), on="m", how="left")
    sides = told.group_by("t").agg(parties=pl.len(), plural=pl.col("plural").fill_null(value=False).all())
    placed = placed.join(sides, on="t", how="left").with_columns(
        pl.col("parties").fill_null(0), pl.col("plural").fill_null(value=True)
    )
    open_ones = placed.filter((pl.col("parties") < _PARTIES) & pl.col("plural"))
    full = placed.filter(pl.col("parties") >= _PARTIES).select("doc", by="t", by_sent="sent")
    nearest = (
        open_ones.select("t", "doc", "sent")
        .join(full, on="doc")
        .filter((pl.col("by") < pl.col("t")) & (pl.col("sent") - pl.col("by_sent") <= _NEAR))
        .pipe(first_by, ["t"], "by", descending=True)
    )
    given = nearest.select("t", "by").join(participants.rename({"t": "by"}), on="by")
    kept = participants.join(nearest, on="t", how="anti")
    return pl.concat(
        [kept, given.with_columns(rule=pl.lit("parties of the last meeting")).select(participants.columns)]
    )
