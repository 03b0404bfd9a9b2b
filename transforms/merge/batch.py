"""Events and stories of one batch on its own.

Covers: all that its articles tell alike ("the attack in Goma" in two of them).
Does not cover: what a warehouse holds already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.merge.events import link_events
from transforms.merge.stories import link_stories

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transforms.merge.rules import MergeRules


def merge_batch(tables: Mapping[str, pl.DataFrame], rules: MergeRules) -> dict[str, pl.DataFrame]:
    """Join what the articles of a batch tell alike.

    `tables`: the core tables but events and stories; an event_id of event_mentions and a story_id of articles are made
    anew. Returns event_mentions, events, articles and stories.
    """
    linked = link_events(tables, rules)
    ids = linked.links.select("event_mention_id", "event_id")
    bare = tables["event_mentions"].drop("event_id", strict=False)
    mentions = bare.join(ids, on="event_mention_id", how="left", maintain_order="left")
    told = link_stories(tables, rules, ids)
    articles = (
        tables["articles"]
        .drop("story_id", strict=False)
        .join(told.select("article_id", "story_id"), on="article_id", how="left", maintain_order="left")
    )
    return {
        "event_mentions": mentions,
        "events": linked.events,
        "articles": articles,
        "stories": stories_of(articles),
    }


def stories_of(articles: pl.DataFrame) -> pl.DataFrame:
    """Rows of stories: each named by its first article that is no copy. `articles`: with story_id."""
    own = articles.filter(pl.col("duplicate_of").is_null()).sort("published_on", "article_id", nulls_last=True)
    return own.unique("story_id", keep="first", maintain_order=True).select(
        "story_id", "title", first_article_id="article_id"
    )
