"""What linking compares of each statistic, as one flat row.

Covers: who or what is counted ("12 children": a part of people), whose they are, when (a day, since a day, a closed
span, now), where, by whom, of what cause ("floods"), how many at least and at most, who says so, its event and story.
Does not cover: what other sentences say of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.merge.features import words_of
from transforms.merge.units import units

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transforms.figures.rules import FigureRules

#: The columns that linking reads, by table; of sentences, mentions and attributions those of statistics are enough.
READS: dict[str, tuple[str, ...]] = {
    "articles": ("article_id", "story_id", "published_on"),
    "sentences": ("sentence_id", "sentence_index", "text"),
    "statistics": (
        "statistic_id", "article_id", "sentence_id", "start_char", "event_mention_id", "measure", "value", "low",
        "high", "qualifier", "unit", "subject", "subject_country", "place_id", "period_start", "period_end", "kind",
        "by_actor_ids",
    ),
    "attributions": ("statistic_id", "actor_id"),
    "event_mentions": ("event_mention_id", "event_id"),
    "actors": ("actor_id", "name", "kind", "country", "sector", "is_resolved"),
    "actor_mentions": ("sentence_id", "actor_id"),
    "places": ("place_id", "name", "country", "feature", "latitude", "longitude"),
    "place_mentions": ("sentence_id", "place_id"),
}  # fmt: skip
#: A span of up to this many days is one of an event, not of a course of events.
SHORT = 3
#: A span that ends this many days before publication or later goes on.
_RECENT = 2
_LEVELS = {"country": 1, "region": 2, "landform": 2, "water": 2, "city": 3, "facility": 3, "other": 3}
_IRREGULAR = {"men": "man", "women": "woman", "children": "child", "people": "people", "lives": "life"}
_NO_WORDS = pl.lit([], dtype=pl.List(pl.UInt64))


def features(tables: Mapping[str, pl.DataFrame], rules: FigureRules) -> pl.DataFrame:
    """One row a statistic, in order of statistic_id. `tables`: READS.

    Returns statistic_id, article_id, sentence_id, nth (of its sentence), start_char, published (Date), story_id,
    event_id; measure, value, least, most (the bounds that its words allow, NULL = open), qualifier; group, stands,
    is_bare (says nothing of who, where or when), is_named (the words say whose), subject_country; time (stock, day,
    since, closed, open), start, end (Date; of a stock the day of publication); is_capital (of
    those counted); place_id, place_name, level (0 to 3),
    place_country, latitude, longitude; authors, author_likes, sayers, words (lists of UInt64), causes (list), lands
    (countries that the sentence names, but that of those counted).
    """
    told = tables["statistics"].select(READS["statistics"])
    articles = tables["articles"].select("article_id", "story_id", published="published_on")
    nth = tables["sentences"].select("sentence_id", nth="sentence_index")
    events = tables["event_mentions"].select("event_mention_id", "event_id").unique("event_mention_id")
    rows = (
        told.join(articles, on="article_id", how="left")
        .join(nth, on="sentence_id", how="left")
        .join(events, on="event_mention_id", how="left")
        .join(_places(tables["places"]), on="place_id", how="left")
        .with_columns(pl.col("level").fill_null(0))
    )
    rows = rows.join(rules.capitals, left_on="subject_country", right_on="country", how="left")
    rows = _rest(_counted(_timed(_bounded(rows, rules)), rules))
    for part in (_authors(rows, tables, rules), _sayers(tables)):
        rows = rows.join(part, on="statistic_id", how="left")
    for part in (_causes(tables, rules), _words(tables, rules), _lands(tables)):
        rows = rows.join(part, on="sentence_id", how="left")
    bare = (pl.col("stands") == "any") & pl.col("subject").is_null()
    return (
        rows.with_columns(
            pl.col("authors", "author_likes", "sayers", "words").fill_null(_NO_WORDS),
            pl.col("causes").fill_null([]),
            lands=pl.col("lands").fill_null([]).list.set_difference(pl.concat_list("subject_country")),
            is_capital=(
                (pl.col("place_country") == pl.col("subject_country"))
                & pl.col("capitals").list.contains(pl.col("place_name"))
            ).fill_null(value=False),
            is_bare=bare & pl.col("place_id").is_null() & (pl.col("time") == "open"),
        )
        .drop("event_mention_id", "low", "high", "unit", "subject", "by_actor_ids", "kind", "capitals")
        .sort("statistic_id")
    )


def _places(places: pl.DataFrame) -> pl.DataFrame:
    return places.select(
        "place_id",
        "latitude",
        "longitude",
        place_name="name",
        place_country="country",
        level=pl.col("feature").replace_strict(_LEVELS, default=0, return_dtype=pl.Int8),
    ).unique("place_id")


def _bounded(rows: pl.DataFrame, rules: FigureRules) -> pl.DataFrame:
    """Add `least` and `most`: bounds as told, else as far off the value as the qualifier lets it be."""
    known = rows.join(rules.qualifiers, on="qualifier", how="left", maintain_order="left")
    return known.with_columns(
        value=pl.coalesce("value", "low", "high"),
        least=pl.coalesce("low", pl.col("value") * (1 - pl.col("below"))),
        most=pl.coalesce("high", pl.col("value") * (1 + pl.col("above"))),
    ).drop("below", "above")


def _timed(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `time`, `start` and `end`. A span that had not ended at publication is one since its start until then."""
    published = pl.col("published")
    start, end = pl.coalesce("period_start", "period_end"), pl.coalesce("period_end", "period_start")
    days = (end - start).dt.total_days() + 1
    stock = (pl.col("kind") == "stock") & start.is_null()
    goes_on = (days > SHORT) & (published >= start) & (end >= published - pl.duration(days=_RECENT)).fill_null(
        value=False
    )  # fmt: skip
    time = (
        pl.when(stock & published.is_not_null()).then(pl.lit("stock"))
        .when(start.is_null()).then(pl.lit("open"))
        .when(days <= SHORT).then(pl.lit("day"))
        .when(goes_on.fill_null(value=False)).then(pl.lit("since"))
        .otherwise(pl.lit("closed"))
    )  # fmt: skip
    return rows.with_columns(
        time=time,
        start=pl.when(stock).then(published).otherwise(start),
        end=pl.when(stock).then(published).when(time == "since").then(pl.min_horizontal(end, published)).otherwise(end),
    ).drop("period_start", "period_end")


def _counted(rows: pl.DataFrame, rules: FigureRules) -> pl.DataFrame:
    """Add `group`, `stands`, `is_named`: by the last word of the subject that is of a known group.

    A word that tells more than "people" goes first: "military death". An unknown noun is a group of its own.
    """
    words = (
        rows.select("statistic_id", word=pl.coalesce("subject", "unit").str.extract_all(r"[\p{L}-]+"))
        .explode("word").drop_nulls()
        .with_columns(nth=pl.int_range(pl.len()).over("statistic_id"), word=_singular(pl.col("word")))
    )  # fmt: skip
    known = words.join(rules.groups, left_on="word", right_on="noun").sort(
        "statistic_id", pl.col("stands") == "any", "nth", descending=[False, False, True]
    )
    known = known.unique("statistic_id", keep="first", maintain_order=True).select("statistic_id", "group", "stands")
    last = words.sort("nth").group_by("statistic_id", maintain_order=True).agg(noun=pl.col("word").last())
    rows = rows.join(known, on="statistic_id", how="left").join(last, on="statistic_id", how="left")
    return rows.with_columns(
        group=pl.coalesce("group", "noun", pl.lit("people")),
        stands=pl.when(pl.col("group").is_null() & pl.col("noun").is_null()).then(pl.lit("any"))
        .otherwise(pl.col("stands").fill_null("own")),
        is_named=pl.col("subject").str.contains(r"\p{Lu}").fill_null(value=False),
    ).drop("noun")  # fmt: skip


def _rest(rows: pl.DataFrame) -> pl.DataFrame:
    """Those counted beside others of the same measure are a group of their own: "six more", "... and seven others"."""
    subject = pl.col("subject").str.to_lowercase()
    nth = pl.int_range(pl.len()).over("sentence_id", "measure", order_by="start_char")
    is_rest = subject.str.contains(r"\b(?:more|further|additional|another)\b") | (
        subject.str.contains(r"\bothers?\b") & (nth > 0)
    )
    is_rest = is_rest.fill_null(value=False)
    return rows.with_columns(
        group=pl.when(is_rest).then("other " + pl.col("group")).otherwise("group"),
        stands=pl.when(is_rest).then(pl.lit("part")).otherwise("stands"),
    )


def _singular(word: pl.Expr) -> pl.Expr:
    low = word.str.to_lowercase().replace(_IRREGULAR)
    return (
        pl.when(low.str.ends_with("men")).then(low.str.replace("men$", "man"))
        .otherwise(low.str.replace("ies$", "y").str.replace("([^s])s$", "$1"))
    )  # fmt: skip


def _authors(rows: pl.DataFrame, tables: Mapping[str, pl.DataFrame], rules: FigureRules) -> pl.DataFrame:
    each = rows.select("statistic_id", actor_id="by_actor_ids").explode("actor_id").drop_nulls()
    who = each.join(units(tables["actors"], rules.merging.vague), on="actor_id")
    return who.group_by("statistic_id").agg(
        authors=pl.col("actor").filter(~pl.col("is_vague")).unique(),
        author_likes=pl.concat([pl.col("likes").explode().drop_nulls(), pl.col("party").drop_nulls()]).unique(),
    )


def _sayers(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    said = tables["attributions"].filter(pl.col("statistic_id").is_not_null())
    return said.group_by("statistic_id").agg(sayers=pl.col("actor_id").hash().unique())


def _causes(tables: Mapping[str, pl.DataFrame], rules: FigureRules) -> pl.DataFrame:
    """sentence_id, causes: what the words of the sentence tell of what did it."""
    forms = pl.concat([rules.causes.with_columns(word=pl.col("word") + ending) for ending in ("", "s", "es")]).unique(
        "word", keep="first", maintain_order=True
    )
    alternatives = "|".join(sorted(forms["word"].str.escape_regex(), key=lambda word: (-len(word), word)))
    used = tables["sentences"].join(tables["statistics"], on="sentence_id", how="semi")
    found = used.select(
        "sentence_id", word=pl.col("text").str.to_lowercase().str.extract_all(rf"\b(?:{alternatives})\b")
    )
    told = found.explode("word").drop_nulls().join(forms, on="word")
    return told.group_by("sentence_id").agg(causes=pl.col("cause").unique().sort())


def _words(tables: Mapping[str, pl.DataFrame], rules: FigureRules) -> pl.DataFrame:
    used = tables["sentences"].join(tables["statistics"], on="sentence_id", how="semi")
    told = words_of(used.select("sentence_id", "text"), "sentence_id", rules.merging)
    return told.group_by("sentence_id").agg(words=pl.col("stem").hash().unique())


def _lands(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """sentence_id, lands: countries of the places and actors that the sentence names."""
    where = tables["place_mentions"].select("sentence_id", "place_id").join(
        tables["places"].select("place_id", "country").unique("place_id"), on="place_id"
    )  # fmt: skip
    who = tables["actor_mentions"].select("sentence_id", "actor_id").join(
        tables["actors"].select("actor_id", "country").unique("actor_id"), on="actor_id"
    )  # fmt: skip
    named = pl.concat([frame.select("sentence_id", "country") for frame in (where, who)]).drop_nulls()
    used = named.join(tables["statistics"], on="sentence_id", how="semi")
    return used.group_by("sentence_id").agg(lands=pl.col("country").unique().sort())
