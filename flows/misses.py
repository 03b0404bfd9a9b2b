"""Each difference between the gold and the rows, with the rule or the missing seed behind it.

Covers: events missed, of another type, with another mode, side, status, day, place or claimant; figures missed or with
another measure, claimant, qualifier or country; actors missed or with another country or sector; rows that no gold
record asks for. Example: `missed event ASSAULT 'torching'`, `lexicon: no line: no line in seeds/lexicon for 'torch'`.
Does not cover: optional records, and whether the gold itself is right.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from flows import likeness
from flows.blame import Cause, entry_of, of_claim, of_figure, of_missing_actor, of_side, quoted, word_of
from flows.readings import readings
from flows.recorded import Recorded, recorded
from seeds.loading import load as load_seeds
from warehouse import connect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flows.likeness import Record
    from flows.readings import Readings
    from flows.score import Compared, Facts, Score
    from warehouse.place import Place

_ARTICLES = (
    "SELECT article_id, title, text, published_on, recipe FROM articles "
    "WHERE article_id IN (SELECT unnest($ids)) ORDER BY article_id"
)
_SHOWN = 160
_COMMONEST = 8


class Miss(NamedTuple):
    """One difference: the article, what is wrong (`missed event`, `wrong actor`, ...), the record, and why."""

    article: str
    what: str
    record: str
    cause: Cause


def explain(result: Score, warehouse: Place, model: str) -> list[str]:
    """The differences by article and their causes, as lines; the articles are parsed once more.

    Raises WarehouseError, SeedError, and ModelMissing where the spaCy package `model` is not installed.
    """
    from transforms.pipeline import load_model, recipe_of  # noqa: PLC0415 - brings spaCy along

    ids = [key for compared in result.compared for key in compared.ids]
    with connect.read(warehouse) as con:
        articles = con.execute(_ARTICLES, {"ids": ids}).pl()
        found = [recorded(con, compared.ids) for compared in result.compared]
    seeds = load_seeds()
    read = readings(articles, model=load_model(model), seeds=seeds, today=datetime.now(UTC).date())
    every = [
        miss for compared, rules in zip(result.compared, found, strict=True) for miss in misses(compared, rules, read)
    ]
    stale = articles.filter(pl.col("recipe") != recipe_of(model, seeds)).height
    note = (
        f"{stale} of these articles were loaded with other rules than today's, so causes may mislead; load them again."
    )
    return [*listing(every), "", *causes(every), *([note] if stale else [])]


def misses(compared: Compared, found: Recorded, read: Readings) -> list[Miss]:
    """All differences of one article."""
    article = compared.gold["article"]
    if not compared.ids:
        return [Miss(article, "missed article", "all its records", Cause("article: not in the warehouse", article))]
    parts = (_events, _statistics, _actors)
    return [Miss(article, *difference) for part in parts for difference in part(compared, found, read)]


_Difference = tuple[str, str, Cause]


def _events(compared: Compared, found: Recorded, read: Readings) -> Iterator[_Difference]:
    matched = compared.events
    for event in compared.gold["events"]:
        if event.get("optional"):
            continue
        said = f"{event['type']} '{event['trigger']}' in: {short(event['sentences'][0])}"
        if event["event_id"] in matched.pairs:
            number, facts = matched.pairs[event["event_id"]]
            differences = _of_event(compared, event, matched.rows[number], facts, found)
            yield from ((what, said, cause) for what, cause in differences)
        else:
            why = read.why_no_event(compared.ids[0], event["sentences"], event["trigger"], event["type"])
            yield "missed event", said, why
    used = {number for number, _ in matched.pairs.values()} | matched.retold
    for number, row in enumerate(matched.rows):
        if number not in used:
            entry = found.entry[row["event_mention_id"]]
            said = f"{row['event_type']} '{row['text']}' in: {short(row['sentence_text'])}"
            yield "further event", said, Cause("lexicon: makes an event of it", word_of(entry), entry_of(entry))


def _of_event(
    compared: Compared, event: Record, row: Record, facts: Facts, found: Recorded
) -> Iterator[tuple[str, Cause]]:
    """What is wrong with an event that was found; with another type, nothing else is compared."""
    actors = {actor["actor_id"]: actor for actor in compared.gold["actors"]}
    key = row["event_mention_id"]
    entry = found.entry[key]
    if not facts["type"]:
        read_as = f"'{row['text']}' read as {row['event_type']} by {entry_of(entry)}"
        yield "wrong type", Cause("lexicon: another reading", word_of(entry), read_as)
        return
    # of an act that all do alike, both sides are one
    mutual = likeness.is_mutual(event)
    for role in ("actor",) if mutual else ("actor", "recipient"):
        if not facts[role]:
            yield "wrong parties" if mutual else f"wrong {role}", of_side(actors, event, row, role, found)
    if not facts["mode"]:
        modes = f"{event.get('mode')}, got {row['event_mode']} by {entry_of(entry)}"
        yield "wrong mode", Cause("lexicon: another mode", word_of(entry), modes)
    if not facts["status"]:
        rule = found.status[key]
        yield "wrong status", Cause("status rule", rule, f"{event['status']}, got {row['status']} by {rule}")
    if not facts["date"]:
        days = f"{event['date_start']}, got {row['date_start']} from '{row['date_text'] or ''}' by {row['date_rule']}"
        yield "wrong date", Cause("date rule", row["date_rule"], days)
    if not facts["place"]:
        kind = "place: none found" if row["place_name"] is None else "place: another one"
        yield "wrong place", Cause(kind, event["place"], f"{event['place']}, got {row['place_name']}")
    if not facts["claim"]:
        yield "wrong claimant", of_claim(actors, event, row, key, found)


def _statistics(compared: Compared, found: Recorded, read: Readings) -> Iterator[_Difference]:
    matched = compared.statistics
    for told in compared.gold["statistics"]:
        if told.get("optional"):
            continue
        said = f"{told['measure']} {told['value']:g} '{told['text']}' in: {short(told['sentence'])}"
        if told["stat_id"] in matched.pairs:
            number, facts = matched.pairs[told["stat_id"]]
            differences = _of_statistic(compared, told, matched.rows[number], facts, found)
            yield from ((what, said, cause) for what, cause in differences)
        else:
            yield "missed statistic", said, of_figure(compared.ids[0], told, matched.rows, found, read)
    used = {number for number, _ in matched.pairs.values()}
    for number, row in enumerate(matched.rows):
        if number not in used:
            rule = found.figures[row["statistic_id"]]
            said = f"{row['measure']} {row['value']} '{row['text']}' in: {short(row['sentence_text'])}"
            yield "further statistic", said, Cause("figure rule", rule, f"counts '{row['unit']}' by {rule}")


def _of_statistic(
    compared: Compared, told: Record, row: Record, facts: Facts, found: Recorded
) -> Iterator[tuple[str, Cause]]:
    """What is wrong with a figure that was found."""
    actors = {actor["actor_id"]: actor for actor in compared.gold["actors"]}
    key = row["statistic_id"]
    rule = found.figures[key]
    if not facts["measure"]:
        measures = f"{told['measure']}, got {row['measure']} of '{row['unit']}' by {rule}"
        yield "wrong measure", Cause("figure rule", rule, measures)
    if not facts["claim"]:
        yield "wrong claimant", of_claim(actors, told, row, key, found)
    for respect in ("qualifier", "subject_country"):
        if not facts[respect]:
            both = f"{told.get(respect)}, got {row[respect]}"
            yield (
                f"wrong {respect.replace('_', ' ')}",
                Cause("figure", both, f"{both} for '{row['subject'] or row['text']}'"),
            )


def _actors(compared: Compared, found: Recorded, read: Readings) -> Iterator[_Difference]:
    matched = compared.actors
    for actor in compared.gold["actors"]:
        if actor.get("optional"):
            continue
        said = f"{actor['name']} ({actor['kind']}, {actor['country']}, {actor['sector']})"
        if actor["actor_id"] not in matched.pairs:
            yield "missed actor", f"{said}: {quoted(actor['mentions'])}", of_missing_actor(actor, found, read)
            continue
        number, facts = matched.pairs[actor["actor_id"]]
        row = matched.rows[number]
        for respect in ("country", "sector"):
            if not facts[respect]:
                rule = found.rule_of(row["name"])
                both = f"{actor[respect]}, got {row[respect]} of {row['name']} by {rule}"
                yield f"wrong {respect}", said, Cause("link rule", rule, both)
    used = {number for number, _ in matched.pairs.values()}
    for number, row in enumerate(matched.rows):
        if number not in used:
            rule = found.rule_of(row["name"])
            yield "further actor", f"{row['name']}: {quoted(row['mentions'])}", Cause("link rule", rule)


def listing(found: Iterable[Miss]) -> list[str]:
    """All differences, by article."""
    lines: list[str] = []
    article = None
    for miss in found:
        if miss.article != article:
            article = miss.article
            lines += ["", article]
        lines += [f"  {miss.what} {miss.record}", f"      {miss.cause}"]
    return lines


def causes(found: Sequence[Miss]) -> list[str]:
    """The causes, commonest first, each with what it spoils and the rules and seeds most often behind it."""
    lines = ["causes, commonest first"]
    for (what, kind), n in Counter((miss.what, miss.cause.kind) for miss in found).most_common():
        keys = Counter(miss.cause.key for miss in found if (miss.what, miss.cause.kind) == (what, kind))
        common = [f"{key} ({m})" if m > 1 else key for key, m in keys.most_common(_COMMONEST) if key]
        more = [f"and {len(keys) - _COMMONEST} more"] if len(keys) > _COMMONEST else []
        lines.append(f"{n:5}  {what}: {kind}")
        lines += [f"         {', '.join([*common, *more])}"] if common else []
    return lines


def short(text: str) -> str:
    """The beginning of a text, on one line."""
    plain = " ".join((text or "").split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN].rstrip()} ..."
