"""Who stands behind an article or a telling, so that one source counts once however many print it.

Covers: copies (their original's), an agency credited in the dateline or at the end ("CAIRO (Reuters) -", "-AFP"), a
medium that the text names for an event ("Xinhua reported"), else the publisher, else the article itself.
Does not cover: articles reworded from an agency's without credit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transforms.merge.rules import MergeRules

_HEAD, _TAIL = 300, 40


def sources(tables: Mapping[str, pl.DataFrame], rules: MergeRules) -> pl.DataFrame:
    """event_mention_id, source: a name or an id that tellings of one source share.

    `tables`: articles, event_mentions, attributions, actors.
    """
    names = "|".join(sorted(rules.agencies, key=lambda credit: (-len(credit), credit)))
    text = pl.col("text")
    credit = pl.coalesce(
        text.str.slice(0, _HEAD).str.extract(rf"\(({names})\)"),
        text.str.tail(_TAIL).str.extract(rf"[-–—(/] ?({names})\W*$"),
    )
    articles = tables["articles"].select(
        "article_id",
        source=pl.coalesce(
            credit.replace_strict(rules.agencies, default=None, return_dtype=pl.String),
            "publisher",
            "duplicate_of",
            "article_id",
        ),
    )
    media = tables["actors"].filter(pl.col("kind") == "media").select("actor_id", medium="name")
    quoted = (
        tables["attributions"].filter(pl.col("event_mention_id").is_not_null()).join(media, on="actor_id")
        .group_by("event_mention_id").agg(pl.col("medium").min())
    )  # fmt: skip
    rows = tables["event_mentions"].select("event_mention_id", "article_id").join(articles, on="article_id", how="left")
    rows = rows.join(quoted, on="event_mention_id", how="left")
    return rows.select("event_mention_id", source=pl.coalesce("medium", "source"))
