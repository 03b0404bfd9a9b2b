"""Events and stories of a batch, with what is stored beside it.

Covers: all that its articles tell alike ("the attack in Goma" in two of them), and alike with stored articles; articles
that were coded anew, whose mentions are linked anew.
Does not cover: finding what is stored beside a batch (`warehouse.neighbours`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from transforms.merge.events import LINKS, link_events
from transforms.merge.stories import link_stories
from warehouse.tables import CORE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transforms.merge.rules import MergeRules

_WHOSE = ("event_mention_id", "article_id", "sentence_id", "start_char", "text")
#: The columns that linking reads, by table; all but `articles` of those that events or stories are made of.
READS: dict[str, tuple[str, ...]] = {
    "articles": ("article_id", "published_on", "publisher", "title", "text", "duplicate_of"),
    "sentences": ("sentence_id", "sentence_index", "text"),
    "actors": ("actor_id", "name", "kind", "country", "sector", "is_resolved"),
    "actor_mentions": ("article_id", "actor_id"),
    "places": ("place_id", "name", "country", "feature", "latitude", "longitude"),
    "place_mentions": ("article_id", "place_id"),
    "event_mentions": (
        *_WHOSE, "event_type", "event_mode", "status", "date_start", "date_end", "date_precision", "place_id",
    ),
    "event_participants": ("event_mention_id", "role", "position", "actor_id", "text"),
    "statistics": ("event_mention_id", "measure", "value", "low", "high"),
    "attributions": ("event_mention_id", "actor_id", "text"),
}  # fmt: skip
_SHARED = {"actors": "actor_id", "places": "place_id"}


@dataclass(frozen=True)
class Beside:
    """What is stored beside a batch.

    `tables`: READS, of other articles than the batch's. `links`: schema KNOWN of `events`, of the stored mentions there
    and of the batch's articles. `stories`: article_id, story_id, is_loose of the stored articles.
    """

    tables: Mapping[str, pl.DataFrame]
    links: pl.DataFrame
    stories: pl.DataFrame


@dataclass(frozen=True)
class Merged:
    """Events and stories found.

    `tables`: event_mentions and articles of the batch, events and stories of these and of what is beside them, as
    declared. `relinked`: LINKS of stored mentions whose links change. `retold`: article_id, story_id of stored articles
    whose story changes. `compared`: how many pairs of mentions were compared.
    """

    tables: dict[str, pl.DataFrame]
    relinked: pl.DataFrame
    retold: pl.DataFrame
    compared: int


def merge_batch(
    tables: Mapping[str, pl.DataFrame],
    rules: MergeRules,
    beside: Beside | None = None,
    *,
    join: pl.DataFrame | None = None,
    split: pl.DataFrame | None = None,
) -> Merged:
    """Join what the articles of a batch tell alike, and what stored ones do.

    `tables`: the core tables but events and stories; an event_id of event_mentions and a story_id of articles are made
    anew. `join`, `split`: one, two: event_mention_ids that corrections join or part.
    """
    read = {name: tables[name].select(columns) for name, columns in READS.items()}
    all_of = read if beside is None else {name: _both(name, frame, beside.tables[name]) for name, frame in read.items()}
    known = None if beside is None else beside.links
    linked = link_events(all_of, rules, known=known, join=join, split=split)
    told = link_stories(
        all_of, rules, linked.links.select("event_mention_id", "event_id"),
        known=None if beside is None else beside.stories,
    )  # fmt: skip
    story = told.select("article_id", "story_id")
    articles = all_of["articles"].join(story, on="article_id", how="left", maintain_order="left")
    mentions = tables["event_mentions"].drop(LINKS.names()[1:], strict=False)
    merged = {
        "event_mentions": mentions.join(linked.links, on="event_mention_id", how="left", maintain_order="left"),
        "events": linked.events,
        "articles": tables["articles"].drop("story_id", strict=False).join(
            story, on="article_id", how="left", maintain_order="left"
        ),
        "stories": stories_of(articles),
    }  # fmt: skip
    relinked, retold = LINKS.to_frame(), pl.DataFrame(schema={"article_id": pl.String, "story_id": pl.String})
    if beside is not None:
        others = linked.links.join(read["event_mentions"], on="event_mention_id", how="anti")
        relinked = _changed(others, beside.links)
        retold = _changed(story.join(read["articles"], on="article_id", how="anti"), beside.stories)
    declared = {name: frame.select(list(CORE[name].columns())) for name, frame in merged.items()}
    return Merged(declared, relinked, retold, linked.compared)


def stories_of(articles: pl.DataFrame) -> pl.DataFrame:
    """Rows of stories: each with its first article that is no copy. `articles`: with story_id."""
    own = articles.filter(pl.col("duplicate_of").is_null()).sort("published_on", "article_id", nulls_last=True)
    return own.unique("story_id", keep="first", maintain_order=True).select(
        "story_id", "title", first_article_id="article_id"
    )


def loose(
    batch: Mapping[str, pl.DataFrame], before: pl.DataFrame, participants: pl.DataFrame, recipes: pl.DataFrame
) -> pl.Series:
    """The stored mentions of a batch's articles that are to be linked anew: coded by other rules, or told otherwise.

    `batch`: articles, event_mentions, event_participants. `before`: READS of the stored mentions; `participants`: their
    event_mention_id, role, actor_id; `recipes`: article_id, recipe of the stored articles.
    """
    same = batch["articles"].select("article_id", "recipe").join(recipes, on=["article_id", "recipe"])
    columns = list(READS["event_mentions"])
    rows = before.join(batch["event_mentions"].select(columns), on=columns, how="semi", nulls_equal=True)
    who = batch["event_participants"].select(participants.columns)
    other = pl.concat(
        [
            participants.join(who, on=participants.columns, how="anti"),
            who.join(participants, on=participants.columns, how="anti"),
        ]
    )
    firm = rows.join(same, on="article_id", how="semi").join(other, on="event_mention_id", how="anti")
    return before.join(firm, on="event_mention_id", how="anti")["event_mention_id"]


def _both(name: str, own: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """Rows of a batch and stored ones; a shared row as the batch tells it."""
    both = pl.concat([own, stored])
    return both.unique(_SHARED[name], keep="first", maintain_order=True) if name in _SHARED else both


def _changed(now: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Rows of `now` that are stored otherwise."""
    columns = now.columns
    return now.join(before.select(columns), on=columns, how="anti", nulls_equal=True).sort(columns[0])
