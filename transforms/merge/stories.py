"""Articles about one course of events over days become one story.

Covers: articles that share an event, or the actors, places and words that tell the course of events, within a few
days of each other ("quake in Izmir", "Izmir rescue goes on"); copies belong with their original. Articles compared
and found too unlike are never in one story, so a long war is many stories.
Does not cover: articles without a date of publication, but for their shared events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from transforms.merge.blocks import pairs_within
from transforms.merge.clusters import clustered, together
from transforms.merge.features import words_of
from transforms.merge.names import named
from transforms.merge.pairs import sides_of
from transforms.merge.units import units
from warehouse.tables.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transforms.merge.rules import MergeRules

#: How many days apart two articles of one story are published at most; each may have another that long after it.
DAYS = 10
#: The least score of two articles that are joined; under the second they are held apart.
THRESHOLD, APART = 4.0, 2.0
#: With how many articles of its block an article is compared.
CAP = 30
_FAR = 10**6
_CHUNK = 100_000


def link_stories(
    tables: Mapping[str, pl.DataFrame], rules: MergeRules, events: pl.DataFrame, *, known: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The story of each article: article_id, story_id, score and reason (NULL for the article that begins it).

    `tables`: core tables of the new articles and of the stored ones they may belong with. `events`: event_mention_id,
    event_id. `known`: article_id, story_id of the stored articles, and is_loose where some are to be placed anew; a
    story keeps its id, two that turn out to be one have the older's. Copies have the story of their original.
    """
    articles = tables["articles"].filter(pl.col("duplicate_of").is_null()).sort("article_id")
    rows = articles.select("article_id", published="published_on").with_row_index("i")
    told = _tellings(tables, rules, events, rows)
    nothing = pl.DataFrame(schema={"article_id": pl.String, "story_id": pl.String, "is_loose": pl.Boolean})
    given = nothing if known is None else pl.concat([nothing, known], how="diagonal")
    stored = rows.join(given, on="article_id", how="left", maintain_order="left")
    stored = stored.with_columns(pl.col("is_loose").fill_null(value=False))
    is_new = stored.select(pl.col("story_id").is_null() | pl.col("is_loose")).to_series()
    good, bad = _judged(told, rows, tables["articles"].select("article_id", "text"), rules, is_new)
    kept = stored.filter(pl.col("story_id").is_not_null() & ~pl.col("is_loose"))
    firsts = kept.with_columns(first=pl.col("i").min().over("story_id"))
    same = list(firsts.filter(pl.col("first") != pl.col("i")).select("first", "i").sort("first", "i").iter_rows())
    links = pl.concat([good.select("one", "two"), pl.DataFrame(same, bad.schema, orient="row")])
    bad = bad.filter(together(links, bad, rows.height))
    stands = clustered(
        np.full(rows.height, -_FAR),
        np.full(rows.height, _FAR),
        good.select("one", "two").iter_rows(),
        bad.iter_rows(),
        same,
    )
    placed = stored.with_columns(cluster=pl.Series(stands, dtype=pl.UInt32)).sort(
        "published", "article_id", nulls_last=True
    )
    names = named(placed.select("cluster", "is_loose", id="article_id", stored="story_id"))
    placed = placed.join(names.rename({"name": "story"}), on="cluster", maintain_order="left").with_columns(
        nth=pl.int_range(pl.len()).over("cluster")
    )
    return _links(placed, good, tables["articles"])


def _links(placed: pl.DataFrame, good: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    cluster = placed.select("i", "cluster", "nth")
    turned = good.select(one="two", two="one", score="score", reason="reason")
    ways = pl.concat([good.select(turned.columns), turned]).join(cluster, left_on="one", right_on="i")
    ways = ways.join(cluster.select(two="i", other="cluster"), on="two")
    ways = ways.filter((pl.col("cluster") == pl.col("other")) & (pl.col("nth") > 0))
    best = ways.sort("one", "score", "two", descending=[False, True, False]).unique(
        "one", keep="first", maintain_order=True
    )
    told = placed.join(best.select("score", "reason", i="one"), on="i", how="left").select(
        "article_id", "score", "reason", story_id="story"
    )
    copies = articles.filter(pl.col("duplicate_of").is_not_null()).select("article_id", original="duplicate_of")
    found = copies.join(told.select(original="article_id", story_id="story_id"), on="original", how="left")
    found = found.select(
        "article_id",
        score=pl.lit(None, dtype=pl.Float64),
        reason=pl.lit("copy"),
        story_id=pl.coalesce("story_id", id_of("original")),
    )
    return pl.concat([told, found]).select("article_id", "story_id", "score", "reason").sort("article_id")


def _tellings(
    tables: Mapping[str, pl.DataFrame], rules: MergeRules, events: pl.DataFrame, rows: pl.DataFrame
) -> pl.DataFrame:
    """What an article tells, a row each: i, kind (event, actor, place, country, word), what (UInt64)."""
    number = rows.select("i", "article_id")
    shared = tables["event_mentions"].select("event_mention_id", "article_id").join(events, on="event_mention_id")
    who = units(tables["actors"], rules.vague).join(tables["actors"].select("actor_id", "kind"), on="actor_id")
    named = who.filter(pl.col("is_telling") & (pl.col("kind") != "media"))
    noun = who.filter(~pl.col("is_telling") & ~pl.col("is_vague"))
    places = tables["places"]
    fine = places.filter(pl.col("feature") != "country")
    mentions = tables["actor_mentions"].select("article_id", "actor_id")
    at = tables["place_mentions"].select("article_id", "place_id")
    parts = {
        "event": shared.select("article_id", what=pl.col("event_id").hash()),
        "actor": mentions.join(named.select("actor_id", what="actor"), on="actor_id").select("article_id", "what"),
        "body": mentions.join(noun.select("actor_id", what="actor"), on="actor_id").select("article_id", "what"),
        "place": at.join(fine.select("place_id"), on="place_id", how="semi").select(
            "article_id", what=pl.col("place_id").hash()
        ),
        "country": at.join(places.select("place_id", "country"), on="place_id").select(
            "article_id", what=pl.col("country").hash()
        ),
    }
    kinds = [frame.with_columns(kind=pl.lit(kind)).unique() for kind, frame in parts.items()]
    return pl.concat(kinds).join(number, on="article_id").select("i", "kind", "what")


def _words(texts: pl.DataFrame, rows: pl.DataFrame, asked: pl.Series, rules: MergeRules) -> pl.DataFrame:
    """The words of the articles `asked` (their numbers): i, kind, what."""
    own = rows[asked.unique()].select("i", "article_id").join(texts, on="article_id")
    told = words_of(own, "i", rules).filter("is_word")
    return told.select("i", kind=pl.lit("word"), what=pl.col("stem").hash()).unique()


def _judged(
    told: pl.DataFrame, rows: pl.DataFrame, texts: pl.DataFrame, rules: MergeRules, is_new: pl.Series
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The pairs that may be joined, the best first (one, two, score, reason), and those held apart (one, two)."""
    pairs = _pairs(told, rows, is_new)
    told = pl.concat([told, _words(texts, rows, pl.concat([pairs["one"], pairs["two"]]), rules)])
    sets = told.group_by("i").agg(pl.col("what").filter(pl.col("kind") == kind).alias(kind) for kind in _KINDS)
    known = rows.select("i", "published").join(sets, on="i", how="left", maintain_order="left").drop("i")
    good, bad = [], []
    for at in range(0, max(pairs.height, 1), _CHUNK):
        part = _scored(sides_of(pairs.slice(at, _CHUNK), known), rules)
        good.append(part.filter(pl.col("score") >= THRESHOLD))
        bad.append(part.filter(pl.col("score") < APART).select("one", "two"))
    return pl.concat(good).sort("score", "one", "two", descending=[True, False, False]), pl.concat(bad)


def _pairs(told: pl.DataFrame, rows: pl.DataFrame, is_new: pl.Series) -> pl.DataFrame:
    """Pairs of articles within DAYS that share something telling: one, two."""
    keyed = told.filter(pl.col("kind").is_in(("event", "actor", "body", "place"))).join(
        rows.select("i", "published"), on="i"
    )
    keyed = keyed.sort("kind", "what", "published", "i", nulls_last=True)
    block = keyed.select(pl.struct("kind", "what").rle_id()).to_series().to_numpy()
    i, day = keyed["i"].to_numpy(), keyed["published"].to_physical().fill_null(_FAR).cast(pl.Int64).to_numpy()
    free = (keyed["kind"] == "event").to_numpy()
    new = is_new.to_numpy()

    def fits(one: np.ndarray, two: np.ndarray) -> np.ndarray:
        fitting: np.ndarray = (free[two] | (day[two] - day[one] <= DAYS)) & (new[i[one]] | new[i[two]])
        return fitting

    return pairs_within(block, i, CAP, fits)


def _scored(pairs: pl.DataFrame, rules: MergeRules) -> pl.DataFrame:
    """Score pairs: one, two, score, reason. `pairs`: one, two; of each side published, and what it tells by kind."""
    apart = (pl.col("published_1") - pl.col("published_2")).dt.total_days().abs()
    shared = {
        kind: pl.col(f"{kind}_1").list.set_intersection(pl.col(f"{kind}_2")).list.len().fill_null(0) for kind in _KINDS
    }
    # shares, not counts: long articles have much in common with all others
    least = {kind: pl.min_horizontal(pl.col(f"{kind}_{side}").list.len() for side in (1, 2)) for kind in _MORE}
    shares = {f"{kind}_share": (shared[kind] / (least[kind] + more)).fill_null(0) for kind, more in _MORE.items()}
    pairs = pairs.with_columns(**shared, **shares, apart=apart)
    weight = rules.weights
    score = (
        pl.sum_horizontal(
            (pl.col(f"{kind}_share") * (1 + more)).clip(0, 1) * weight[f"story_{kind}"] for kind, more in _MORE.items()
        )
        + pl.col("apart").fill_null(DAYS) * weight["story_day"]
    )
    reason = pl.concat_str(
        *(
            pl.when(pl.col(kind) > 0).then(pl.format("{} {} in common", kind, pl.lit(words)))
            for kind, words in _KINDS.items()
        ),
        separator="; ",
        ignore_nulls=True,
    )
    return pairs.select("one", "two", score=score, reason=reason)


#: What is added to the number of things of a kind that the shorter article tells, before it divides those in common.
_MORE = {"event": 1, "actor": 1, "body": 1, "place": 1, "country": 1, "word": 5}
_KINDS = {
    "event": "events", "actor": "named actors", "body": "other actors", "place": "places", "country": "countries",
    "word": "words",
}  # fmt: skip
