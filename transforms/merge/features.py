"""What linking compares of each event mention, as one flat row.

Covers: the kinds of act it can be, its days (of an undated act that happened: the month before the article, as a
guess), its place with level and coordinates, its participants by role, the words and names of its sentence ("market",
"truck bomb").
Does not cover: words of other sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from transforms.merge.units import units

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transforms.merge.rules import MergeRules

#: Tables that `features` reads.
READS = (
    "articles", "sentences", "events", "event_mentions", "event_participants", "actors", "places", "statistics",
    "attributions",
)  # fmt: skip
#: How many days before publication an act without a date is looked for.
RECENT = 10
_LEVELS = {"country": 1, "region": 2, "landform": 2, "water": 2, "city": 3, "facility": 3, "other": 3}
_LISTS = ("telling", "certain", "special", "likes", "people", "party")
_WORD = r"[A-Za-zÀ-ÖØ-öø-ÿ][A-Za-zÀ-ÖØ-öø-ÿ’'-]*"
_CAPITAL = r"^\p{Lu}"
_SIDES = ("actor", "recipient")
#: Of how many mentions the words are looked at together: a bound on memory.
_CHUNK = 100_000
_DATES = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december"
).split()


def features(tables: Mapping[str, pl.DataFrame], rules: MergeRules) -> pl.DataFrame:
    """One row a mention, in order of event_mention_id. `tables`: the core tables, or the part that belongs to it.

    Returns event_mention_id, article_id, sentence_id, published (Date), start_char; event_type, event_mode, status,
    kinds (list); is_dated, start and end (Date, NULL only where nothing tells), span (days); place_id, level (0 to 3),
    place_country, latitude, longitude; trigger; for `actor` and `recipient` each {side}s (list of UInt64) and
    {side}_telling, _certain, _special, _likes, _people, _party, _countries (lists), _is and _covers (bits).
    """
    mentions = tables["event_mentions"].select(
        "event_mention_id", "article_id", "sentence_id", "start_char", "event_type", "event_mode", "status",
        "date_start", "date_end", "date_precision", "place_id", trigger=pl.col("text").str.to_lowercase(),
    )  # fmt: skip
    published = tables["articles"].select("article_id", published="published_on")
    nth = tables["sentences"].select("sentence_id", nth="sentence_index")
    rows = mentions.join(published, on="article_id", how="left").join(nth, on="sentence_id", how="left")
    rows = _dated(rows.with_columns(mode=pl.col("event_mode").fill_null("")))
    rows = rows.join(rules.kinds, left_on=["event_type", "mode"], right_on=["event_type", "event_mode"], how="left")
    own = pl.format("{} {}", "event_type", "mode")
    rows = rows.with_columns(kinds=pl.coalesce("kinds", pl.concat_list(own))).drop("mode")
    rows = rows.join(_places(tables["places"]), on="place_id", how="left").with_columns(pl.col("level").fill_null(0))
    for side, frame in _sides(tables, rules).items():
        lists = [
            f"{side}s",
            *(f"{side}_{name}" for name in _LISTS),
        ]
        rows = rows.join(frame, on="event_mention_id", how="left").with_columns(
            pl.col(lists).fill_null([]),
            pl.col(f"{side}_countries").fill_null([]),
            pl.col(f"{side}_is", f"{side}_covers").fill_null(0),
        )
    return rows.sort("event_mention_id")


def with_words(
    rows: pl.DataFrame, asked: pl.Series, tables: Mapping[str, pl.DataFrame], rules: MergeRules
) -> pl.DataFrame:
    """Add every, words and names (lists of UInt64) of the sentences; empty but for the rows `asked` (their numbers)."""
    own = rows[asked.unique()]
    parts = [_around(own.slice(at, _CHUNK), tables, rules) for at in range(0, max(own.height, 1), _CHUNK)]
    found = rows.join(pl.concat(parts), on="event_mention_id", how="left", maintain_order="left")
    return found.with_columns(pl.col("every", "words", "names").fill_null([]))


def _dated(rows: pl.DataFrame) -> pl.DataFrame:
    dated = pl.col("date_start").is_not_null()
    recent = ~dated & (pl.col("status") == "actual")
    span = (pl.col("date_end") - pl.col("date_start")).dt.total_days() + 1
    return rows.with_columns(
        is_dated=dated,
        start=pl.when(recent).then(pl.col("published") - pl.duration(days=RECENT)).otherwise("date_start"),
        end=pl.when(recent).then("published").otherwise("date_end"),
        span=span,
    ).drop("date_start", "date_end")


def _places(places: pl.DataFrame) -> pl.DataFrame:
    return places.select(
        "place_id",
        "latitude",
        "longitude",
        place_country="country",
        level=pl.col("feature").replace_strict(_LEVELS, default=0, return_dtype=pl.Int8),
    )


def _sides(tables: Mapping[str, pl.DataFrame], rules: MergeRules) -> dict[str, pl.DataFrame]:
    """Participants by role; parties of a mutual act are all actors."""
    types = tables["event_mentions"].select(
        "event_mention_id",
        is_mutual=pl.col("event_type").is_in(rules.mutual) | pl.col("event_mode").eq_missing(pl.lit("ceasefire")),
    )
    who = tables["event_participants"].select("event_mention_id", "role", "actor_id")
    who = who.join(types, on="event_mention_id").join(units(tables["actors"], rules.vague), on="actor_id")
    who = who.with_columns(role=pl.when("is_mutual").then(pl.lit("actor")).otherwise("role"))
    return {
        side: who.filter(role=side)
        .group_by("event_mention_id")
        .agg(
            pl.col("actor").unique().alias(f"{side}s"),
            pl.col("actor").filter("is_telling").unique().alias(f"{side}_telling"),
            pl.col("likes").explode().drop_nulls().unique().alias(f"{side}_likes"),
            pl.col("person").drop_nulls().unique().alias(f"{side}_people"),
            pl.col("actor").filter(~pl.col("is_vague")).unique().alias(f"{side}_certain"),
            pl.col("actor").filter(pl.col("is_special")).unique().alias(f"{side}_special"),
            pl.col("party").unique().alias(f"{side}_party"),
            pl.col("country").drop_nulls().unique().hash().alias(f"{side}_countries"),
            pl.col("is_").bitwise_or().alias(f"{side}_is"),
            pl.col("covers").bitwise_or().alias(f"{side}_covers"),
        )
        for side in _SIDES
    }


def _around(rows: pl.DataFrame, tables: Mapping[str, pl.DataFrame], rules: MergeRules) -> pl.DataFrame:
    """Words of the sentence without the trigger, as `every`; words and names without participants, place and sayers."""
    own = _own_names(rows, tables)
    sentences = tables["sentences"].join(rows.select("sentence_id"), on="sentence_id", how="semi")
    told = words_of(sentences.select("sentence_id", "text"), "sentence_id", rules)
    each = rows.select("event_mention_id", "sentence_id", "trigger").join(told, on="sentence_id")
    each = each.filter(pl.col("low") != pl.col("trigger")).join(
        own.with_columns(is_own=True), on=["event_mention_id", "low"], how="left"
    )
    other = pl.col("is_own").is_null()
    return each.group_by("event_mention_id").agg(
        every=pl.col("stem").filter("is_word").hash().unique(),
        words=pl.col("stem").filter(pl.col("is_word") & other).hash().unique(),
        names=pl.col("low").filter(pl.col("is_name") & other).hash().unique(),
    )


def words_of(texts: pl.DataFrame, key: str, rules: MergeRules) -> pl.DataFrame:
    """Words of texts that tell something, once in each spelling: `key`, low (in lower case), stem, is_name, is_word.

    `texts`: `key`, text. A name has a capital and does not begin the text; a word has none and more than 3 letters.
    """
    word = pl.col("word")
    told = texts.select(key, word=pl.col("text").str.extract_all(_WORD))
    # a capital at the beginning says nothing
    first = word.list.first()
    kept = pl.when(first.str.contains(_CAPITAL)).then(word.list.slice(1)).otherwise(word)
    each = told.select(key, kept.list.unique().alias("word")).explode("word").drop_nulls()
    # each word is looked at once, however many texts have it
    low = word.str.to_lowercase().str.replace(r"['’]s?$", "")
    known = each.select(word.unique()).with_columns(low=low, is_name=word.str.contains(_CAPITAL))
    known = known.filter(~pl.col("low").is_in([*rules.plain, *_DATES])).select(
        "word",
        "low",
        stem=pl.col("low").str.replace(r"(?:ing|ed|es|s)$", ""),
        is_name="is_name",
        is_word=~pl.col("is_name") & (pl.col("low").str.len_chars() > 3),
    )
    return each.join(known, on="word").drop("word")


def _own_names(rows: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Words of the names that a mention has anyway: event_mention_id, low."""
    own = rows.select("event_mention_id")
    sides = tables["event_participants"].join(own, on="event_mention_id", how="semi")
    who = sides.select("event_mention_id", "text")
    said = tables["attributions"].join(own, on="event_mention_id", how="semi").select("event_mention_id", "text")
    actors = sides.select("event_mention_id", "actor_id").join(
        tables["actors"].select("actor_id", text="name"), on="actor_id"
    ).select("event_mention_id", "text")  # fmt: skip
    where = rows.select("event_mention_id", "place_id").join(
        tables["places"].select("place_id", text="name"), on="place_id"
    )
    every = pl.concat([who, said, actors, where.select("event_mention_id", "text")])
    low = every.select("event_mention_id", low=pl.col("text").str.to_lowercase().str.extract_all(r"[a-zà-öø-ÿ]+"))
    return low.explode("low").drop_nulls().unique()
