"""What people do to events: see why mentions are one, part them, join them, and apply the file of corrections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import polars as pl

import seeds
from flows import corrections
from flows.errors import UsageError
from flows.messages import counted
from warehouse.connect import read
from warehouse.publish import publish
from warehouse.query import query
from warehouse.tables import ARTICLE_SCOPED, CORE, OPS
from warehouse.tables.ids import content_id, id_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from flows.settings import Settings
    from transforms.corrections import Corrections
    from warehouse.place import Place
    from warehouse.publish import Counts, Link, Linked

_EVENT = """
SELECT e.event_type, e.event_mode, e.status, e.date_start, e.date_end, p.name AS place, e.article_count, e.source_count,
    (SELECT count(*) FROM event_mentions AS m WHERE m.event_id = e.event_id) AS mentions
FROM events AS e LEFT JOIN places AS p USING (place_id) WHERE e.event_id = $event
"""
_MENTIONS = r"""
SELECT m.event_mention_id, a.published_on, a.source_name, m.text, m.linked_to, round(m.link_score, 1) AS score,
    m.link_reason AS reason, regexp_replace(s.text, '\s+', ' ', 'g') AS sentence
FROM event_mentions AS m JOIN articles AS a USING (article_id) JOIN sentences AS s USING (sentence_id)
WHERE m.event_id = $event ORDER BY m.linked_to IS NOT NULL, a.published_on, m.article_id, m.start_char
"""
_WENT_INTO = """
SELECT m.event_id FROM ops.changes AS c JOIN event_mentions AS m ON m.event_mention_id = c.row_id
WHERE c.table_name = 'event_mentions' AND (c.before->>'event_id') = $event
ORDER BY c.changed_at DESC, m.event_id LIMIT 1
"""
_OF_EVENTS = (
    "SELECT event_mention_id, event_id, linked_to FROM event_mentions WHERE event_id IN (SELECT unnest($events))"
)


@dataclass(frozen=True)
class Applied:
    """What the file of corrections came to.

    `counts`: rows changed. `remarks`: a sentence for each correction that did nothing. `elsewhere`: how many are of
    articles that the warehouse does not hold.
    """

    counts: Counts
    remarks: tuple[str, ...]
    elsewhere: int


def explain(warehouse: Place, event: str) -> tuple[str, pl.DataFrame]:
    """A sentence on an event, and its mentions with the links that make them one. Raises UsageError."""
    found = query(warehouse, _EVENT, {"event": event})
    if found.is_empty():
        raise _no_event(warehouse, event)
    row = found.row(0, named=True)
    days = " to ".join(dict.fromkeys(str(row[day]) for day in ("date_start", "date_end") if row[day]))
    what = ", ".join(part for part in (row["event_mode"], row["status"], days or "no day told", row["place"]) if part)
    nouns = (("mentions", "mention"), ("article_count", "article"), ("source_count", "source"))
    many, articles, sources = (counted(row[name], word) for name, word in nouns)
    told = f"{many} in {articles} from {sources}"
    return f"Event {event}: {row['event_type']} ({what}), {told}.", query(warehouse, _MENTIONS, {"event": event})


def split(settings: Settings, mentions: Sequence[str], reason: str) -> str:
    """Part mentions from the others of their event: they are one event of their own. Raises UsageError.

    What is of the event only through them is parted from nothing: it goes where its evidence is best.
    """
    given = list(dict.fromkeys(mentions))
    sql = "SELECT event_mention_id, event_id FROM event_mentions WHERE event_mention_id IN (SELECT unnest($ids))"
    found = dict(query(settings.warehouse, sql, {"ids": given}).iter_rows())
    if missing := [one for one in given if one not in found]:
        raise UsageError(
            f"There is no event mention {missing[0]}; `sitrep merge --explain EVENT_ID` lists those of one."
        )
    if len(set(found.values())) > 1:
        raise UsageError("These mentions are of several events already; name some of one event.")
    event = found[given[0]]
    every = query(settings.warehouse, _OF_EVENTS, {"events": [event]})
    others = _not_through(every, given)
    if not others:
        raise UsageError(f"Event {event} has no other mention to part these from.")
    _correct(settings, {"action": "split", "mentions": given, "apart_from": others, "reason": reason})
    events = dict(query(settings.warehouse, sql, {"ids": every["event_mention_id"].to_list()}).iter_rows())
    told = [f"{one} is of event {events[one]}" for one in [*given, *(one for one in events if one not in given)]]
    return f"Split: {', '.join(told)}."


def join(settings: Settings, events: Sequence[str], reason: str) -> str:
    """Make one event of several. Raises UsageError."""
    given = list(dict.fromkeys(events))
    if len(given) < 2:
        raise UsageError("Joining takes two events or more; name them.")
    every = query(settings.warehouse, _OF_EVENTS, {"events": given})
    firsts = []
    for event in given:
        mentions = every.filter(event_id=event).sort("event_mention_id")
        if mentions.is_empty():
            raise _no_event(settings.warehouse, event)
        own = mentions.filter(pl.Series([content_id(one) == event for one in mentions["event_mention_id"]]))
        unlinked = mentions.filter(pl.col("linked_to").is_null())
        firsts.append(pl.concat([own, unlinked, mentions])["event_mention_id"][0])
    _correct(settings, {"action": "join", "mentions": firsts, "reason": reason})
    sql = "SELECT event_id FROM event_mentions WHERE event_mention_id = $id"
    return f"Joined: {' and '.join(given)} are event {query(settings.warehouse, sql, {'id': firsts[0]}).item()}."


def apply(settings: Settings, command: str = "sitrep merge --apply") -> Applied:
    """Make the warehouse as the file of corrections says; `command` is what the run is called by.

    What the file has no more is undone: events are linked as if it had never been, articles whose rows it changed are
    coded anew by the next run that is given them. Raises UsageError.
    """
    from flows.merging import linker  # noqa: PLC0415 - brings spaCy's stop words along, not needed to explain
    from transforms.corrections.apply import corrected  # noqa: PLC0415 - as above
    from transforms.corrections.intensities import intensities  # noqa: PLC0415 - as above

    corrections.check(settings)
    found = corrections.read(settings.corrections)
    known = seeds.load()
    run_id, started_at = token_hex(8), datetime.now(UTC)
    with read(settings.warehouse) as con:
        tables = _of_articles(con, sorted({one.article for one in found.of_rows}))
        in_force = con.execute("SELECT correction_id FROM ops.corrections WHERE is_needed").pl()["correction_id"]
    done = corrected(tables, found.of_rows, intensities(known), in_force=set(in_force))
    good = _gated(done.tables, tables["articles"], settings.corrections)
    link = linker(known, found, run_id, done.told, is_coded=False)
    counts = publish(
        settings.warehouse,
        run={
            "run_id": run_id, "started_at": started_at, "message": "Corrections applied.", "sources": [command],
            "articles_read": 0, "articles_new": 0,
        },
        tables=good,
        rejects=done.rejects,
        validations=pl.DataFrame(schema=pl.Schema(OPS["validations"])),
        link=_unchanged(link),
        why="A correction: " + "; ".join(dict.fromkeys(done.told["reason"])),
    )  # fmt: skip
    held = set(tables["articles"]["article_id"])
    remarks = (*done.rejects["reason"], *_of_nothing(settings.warehouse, found))
    return Applied(counts, remarks, sum(one.article not in held for one in found.of_rows))


def _of_nothing(warehouse: Place, found: Corrections) -> Iterator[str]:
    """A sentence for each correction of events that names a mention which is not there."""
    sql = "SELECT event_mention_id FROM event_mentions WHERE event_mention_id IN (SELECT unnest($ids))"
    named = [name for one in found.of_events for name in one.named]
    known = set(query(warehouse, sql, {"ids": named})["event_mention_id"])
    for one in found.of_events:
        unknown = [name for name in one.named if name not in known]
        if unknown:
            does = "" if one.is_of(known) else ", and so does nothing"
            yield (
                f"The correction ({one.action}) names what is no event mention here: {', '.join(unknown)}{does}; "
                "load the article that has it, mend the id, or remove the correction."
            )


def _not_through(mentions: pl.DataFrame, parted: list[str]) -> list[str]:
    """The mentions of an event that don't hang on parted ones; all others where the first of the event is parted."""
    others = mentions.filter(~pl.col("event_mention_id").is_in(parted)).sort("event_mention_id")
    hanging = set(parted)
    for _ in range(others.height):
        hanging.update(others.filter(pl.col("linked_to").is_in(list(hanging)))["event_mention_id"])
    free = [one for one in others["event_mention_id"] if one not in hanging]
    return free or others["event_mention_id"].to_list()


def lines(applied: Applied) -> list[str]:
    """What applying the corrections came to."""
    counts = applied.counts
    said = [f"Applied: {counted(counts.inserted, 'row')} new, {counts.updated:,} changed, {counts.deleted:,} gone."]
    said += applied.remarks
    if applied.elsewhere:
        which = "correction is" if applied.elsewhere == 1 else "corrections are"
        said.append(f"{applied.elsewhere} {which} of articles that the warehouse does not hold.")
    return said


def _correct(settings: Settings, correction: Mapping[str, Any]) -> None:
    """Add a correction to the file and apply it; where that fails, the file is as it was."""
    before = corrections.add(settings.corrections, correction)
    try:
        apply(settings, f"sitrep merge --{correction['action']}")
    except BaseException:
        corrections.put(settings.corrections, before)
        raise


def _of_articles(con: duckdb.DuckDBPyConnection, ids: list[str]) -> dict[str, pl.DataFrame]:
    """The core tables of some articles, before linking: each event mention is an event of its own."""
    from transforms.merge.single import each_alone  # noqa: PLC0415 - as in `apply`

    tables: dict[str, pl.DataFrame] = {}
    for name in ARTICLE_SCOPED:
        columns = ", ".join(CORE[name].columns())
        sql = f"SELECT {columns} FROM {name} WHERE article_id IN (SELECT unnest($ids))"
        tables[name] = con.execute(sql, {"ids": ids}).pl()
    for name in ("actors", "places", "stories"):
        (key,) = CORE[name].primary_key()
        used = [frame[c] for frame in tables.values() for c in frame.columns if c.endswith(key) and c != "geonames_id"]
        if name == "actors":
            used.append(tables["statistics"]["by_actor_ids"].explode())
        con.register("used_ids", pl.DataFrame({key: pl.concat([one.rename(key) for one in used]).unique()}))
        sql = f"SELECT {', '.join(CORE[name].columns())} FROM {name} SEMI JOIN used_ids USING ({key})"
        tables[name] = con.execute(sql).pl()
        con.unregister("used_ids")
    unlinked = {"linked_to": pl.String, "link_score": pl.Float64, "link_reason": pl.String}
    tables["event_mentions"] = tables["event_mentions"].with_columns(
        event_id=id_of("event_mention_id"), **{name: pl.lit(None, dtype) for name, dtype in unlinked.items()}
    )
    return tables | {"events": each_alone(tables["event_mentions"])}


def _gated(tables: Mapping[str, pl.DataFrame], stored: pl.DataFrame, path: Path) -> dict[str, pl.DataFrame]:
    """The tables, where no row breaks a rule. Raises UsageError."""
    from expectations import rows  # noqa: PLC0415 - not needed to explain

    known = {"articles": stored["duplicate_of"].drop_nulls(), "stories": stored["story_id"].drop_nulls()}
    known["articles"] = pl.concat([known["articles"], tables["stories"]["first_article_id"]]).unique()
    good, refused = rows.gate(tables, known=known)
    if refused.height:
        raise UsageError(
            f"A correction in {path} makes a row that can't be: {refused['reason'][0]} Nothing was changed."
        )
    return good


def _unchanged(link: Link) -> Link:
    """Link only if the articles are as they were read; they may have been coded anew meanwhile."""

    def checked(con: duckdb.DuckDBPyConnection, batch: Mapping[str, pl.DataFrame]) -> Linked:
        articles = batch["articles"].select("article_id", "recipe")
        con.register("corrected_articles", articles)
        same = con.execute("SELECT * FROM articles SEMI JOIN corrected_articles USING (article_id, recipe)").pl().height
        con.unregister("corrected_articles")
        if same != articles.height:
            raise UsageError("Another run coded a corrected article anew meanwhile; run `sitrep merge --apply` again.")
        return link(con, batch)

    return checked


def _no_event(warehouse: Place, event: str) -> UsageError:
    went = query(warehouse, _WENT_INTO, {"event": event})
    if went.height:
        return UsageError(f"There is no event {event} any more; its mentions are of event {went.item()} now.")
    return UsageError(f"There is no event {event}; event_records has the events of all mentions.")
