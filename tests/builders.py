"""Whole, consistent tables for tests: articles (one a copy) that tell of an attack, with a figure and a claimant."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from warehouse.tables import CORE
from warehouse.tables.ids import content_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Row = dict[str, Any]
Tables = dict[str, pl.DataFrame]

HEADLINE = "Shelling hits Belmont."
ATTACK = "Northland forces killed 12 civilians in Belmont on Monday, the Red Lantern group said."
VISIT = "Northland forces left Belmont a day later."
TEXT = f"{HEADLINE}\n\n{ATTACK} {VISIT}"
RECIPE = content_id("recipe of the tests")


def frame(name: str, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows as the declared table `name`; a column not given is NULL, an empty list or, for a flag, true.

    Columns that the table does not declare are left out, so that one row serves while a declaration changes.
    """
    table = CORE[name]
    defaults: Row = {
        column: [] if isinstance(dtype, pl.List) else True if dtype == pl.Boolean else None
        for column, dtype in pl.Schema(table).items()
    }
    return pl.DataFrame([{c: row.get(c, default) for c, default in defaults.items()} for row in rows], pl.Schema(table))


def span(phrase: str, *, text: str = TEXT, after: str = "") -> Row:
    """Where `phrase` first stands in `text`, looking from the start of `after` on: start_char, end_char and text."""
    start = text.index(phrase, text.index(after))
    return {"start_char": start, "end_char": start + len(phrase), "text": phrase}


def actor(name: str, kind: str, country: str | None, sector: str) -> Row:
    """One row of `actors`."""
    return {
        "actor_id": content_id(name, kind, country),
        "name": name,
        "kind": kind,
        "country": country,
        "sector": sector,
        "is_resolved": True,
    }


def article(source_name: str, *, text: str = TEXT, **changes: Any) -> Row:
    """One row of `articles`."""
    article_id = content_id(source_name, text)
    row: Row = {
        "article_id": article_id,
        "source_uri": f"articles/{source_name}",
        "source_name": source_name,
        "publisher": "The Test Courier",
        "title": HEADLINE,
        "published_on": date(2020, 3, 4),
        "published_rule": "record",
        "language": "en",
        "text": text,
        "text_id": content_id(text),
        "repairs": 0,
        "story_id": content_id(article_id),
        "recipe": RECIPE,
    }
    row |= changes
    return {"copy_kind": "exact", "copy_similarity": 1.0} | row if row.get("duplicate_of") else row


FORCES = actor("Armed forces of Northland", "military", "XNL", "MIL")
CIVILIANS = actor("Civilians of Belmont", "population", None, "CVL")
LANTERN = actor("Red Lantern group", "ngo", None, "NGO")
BELMONT: Row = {
    "place_id": content_id("Belmont", "XNL"),
    "name": "Belmont",
    "country": "XNL",
    "feature": "city",
    "latitude": 52.5,
    "longitude": 5.5,
    "is_resolved": True,
}


def coded(source_name: str, *, event_id: str) -> dict[str, list[Row]]:
    """One article and every row that is read out of it; its event, actors and place are shared and not in it."""
    source = article(source_name)
    article_id = source["article_id"]

    def row(phrase: str, after: str = "", **values: Any) -> Row:
        return {"article_id": article_id} | span(phrase, after=after) | values

    def with_id(column: str, parts: tuple[str, ...], **values: Any) -> Row:
        return values | {column: content_id(article_id, *(values[part] for part in parts))}

    offsets = ("start_char", "end_char")
    sentences = [
        with_id("sentence_id", offsets, sentence_index=i, paragraph_index=paragraph, kind=kind, **row(sentence))
        for i, (sentence, paragraph, kind) in enumerate(
            [(HEADLINE, 0, "headline"), (ATTACK, 1, "body"), (VISIT, 1, "body")]
        )
    ]
    told_in = {"sentence_id": sentences[1]["sentence_id"]}

    def mention(phrase: str, who: Row) -> Row:
        values = row(phrase, ATTACK) | told_in | {"actor_id": who["actor_id"], "rule": "alias", "confidence": 0.9}
        values["is_acting"] = False
        return with_id("actor_mention_id", (*offsets, "actor_id"), **values)

    forces, civilians = mention("Northland forces", FORCES), mention("civilians", CIVILIANS)
    lantern = mention("Red Lantern group", LANTERN)
    place = with_id(
        "place_mention_id",
        (*offsets, "place_id"),
        **row("Belmont", ATTACK, place_id=BELMONT["place_id"], rule="gazetteer", confidence=0.9),
        **told_in,
    )
    event = with_id(
        "event_mention_id",
        (*offsets, "event_type"),
        **row("killed", ATTACK, event_id=event_id, event_type="ASSAULT", quad_code=4, intensity=-10.0),
        **told_in,
        contexts=["military"],
        status="actual",
        status_rule="indicative",
        date_start=date(2020, 3, 2),
        date_end=date(2020, 3, 2),
        date_precision="day",
        date_text="Monday",
        date_rule="weekday before publication",
        place_id=BELMONT["place_id"],
        place_mention_id=place["place_mention_id"],
        place_precision="city",
        lexicon_entry="kill",
        confidence=0.8,
    )
    told_of = {"event_mention_id": event["event_mention_id"]}

    def participant(role: str, who: Row, path: str) -> Row:
        named = {c: who[c] for c in ("article_id", *offsets, "text", "actor_id", "actor_mention_id")}
        values = named | told_of | {"role": role, "position": 0, "rule": path}
        return with_id("event_participant_id", ("event_mention_id", "role", "actor_mention_id"), **values)

    figure = with_id(
        "statistic_id",
        (*offsets, "measure"),
        **row("12", ATTACK, measure="killed", value=12.0, low=12.0, high=12.0, qualifier="exact", unit="civilian"),
        **told_of,
        **told_in,
        subject="civilians",
        subject_actor_id=CIVILIANS["actor_id"],
        by_actor_ids=[FORCES["actor_id"]],
        place_id=BELMONT["place_id"],
        period_start=date(2020, 3, 2),
        period_end=date(2020, 3, 2),
        kind="flow",
        rule="number and noun",
        confidence=0.9,
    )
    figure["figure_id"] = figure["statistic_id"]

    def claim(position: int, **claimed: str) -> Row:
        named = {c: lantern[c] for c in ("article_id", *offsets, "text", "actor_id", "actor_mention_id")}
        (what,) = claimed
        values = named | claimed | {"position": position, "verb": "say", "rule": "clause with a reporting verb"}
        return with_id("attribution_id", (what, "actor_mention_id"), **values)

    return {
        "articles": [source],
        "sentences": sentences,
        "actor_mentions": [forces, civilians, lantern],
        "place_mentions": [place],
        "event_mentions": [event],
        "event_participants": [participant("actor", forces, "subject"), participant("recipient", civilians, "object")],
        "statistics": [figure],
        "attributions": [claim(0, **told_of), claim(0, statistic_id=figure["statistic_id"])],
        "stories": [
            {"story_id": source["story_id"], "first_article_id": article_id, "title": HEADLINE},
        ],
    }


def valid_tables(articles: int = 2, *, copy: bool = True, name: str = "article") -> Tables:
    """Every core table, consistent in itself: `articles` articles that tell of one attack, and a copy of the first.

    Each article gives 3 sentences, 3 actor mentions, a place mention, an event mention with 2 participants, a statistic
    and 2 attributions; together they give 3 actors, a place and an event.
    """
    event_id = content_id("ASSAULT", FORCES["actor_id"], CIVILIANS["actor_id"], "2020-03-02", BELMONT["place_id"])
    rows: dict[str, list[Row]] = {name: [] for name in CORE}
    for i in range(articles):
        for table, more in coded(f"{name}-{i}.txt", event_id=event_id).items():
            rows[table] += more
    if copy:
        first = rows["articles"][0]
        rows["articles"].append(
            article("copy.txt", duplicate_of=first["article_id"], story_id=first["story_id"], publisher="A Reprint")
        )
    rows["actors"] = [FORCES, CIVILIANS, LANTERN]
    rows["places"] = [BELMONT]
    rows["events"] = [
        {
            "event_id": event_id,
            "event_type": "ASSAULT",
            "status": "actual",
            "date_start": date(2020, 3, 2),
            "date_end": date(2020, 3, 2),
            "date_precision": "day",
            "place_id": BELMONT["place_id"],
            "rule": "evidence of its mentions",
            "article_count": articles,
            "source_count": 1,
        }
    ]
    return {name: frame(name, rows[name]) for name in CORE}


def changed(tables: Tables, name: str, row: int = 0, **values: Any) -> Tables:
    """The same tables with other values in one row of table `name`."""
    rows = tables[name].to_dicts()
    rows[row] |= values
    return tables | {name: pl.DataFrame(rows, tables[name].schema)}


def added(tables: Tables, name: str, *rows: Mapping[str, Any]) -> Tables:
    """The same tables with more rows in table `name`."""
    return tables | {name: pl.concat([tables[name], frame(name, rows)])}


def without(tables: Tables, name: str, row: int = 0) -> Tables:
    """The same tables without one row of table `name`."""
    return tables | {name: pl.concat([tables[name][:row], tables[name][row + 1 :]])}
