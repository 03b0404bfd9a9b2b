"""Each difference between the gold and the rows, with the rule or the missing seed behind it.

Covers: events missed, of another type, with another mode, side, status, day, place or claimant; figures missed or with
another measure or claimant; actors missed or with another country or sector; rows that no gold record asks for. Example:
`missed ASSAULT 'kill': lexicon: no line: no line in seeds/lexicon for 'kill'`.
Does not cover: optional records, and whether the gold itself is right.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from flows import likeness
from flows.readings import Cause, readings
from seeds.loading import load as load_seeds
from warehouse import connect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    from flows.likeness import Record
    from flows.readings import Readings
    from flows.score import Compared, Score

_ARTICLES = (
    "SELECT article_id, title, text, published_on, recipe FROM articles "
    "WHERE article_id IN (SELECT unnest($ids)) ORDER BY article_id"
)
_SHOWN = 160
_EXAMPLES = 4


class Miss(NamedTuple):
    """One difference: the article, what is wrong (`missed event`, `wrong actor`, ...), the record, and why."""

    article: str
    what: str
    record: str
    cause: Cause


class Linked(NamedTuple):
    """Words of a sentence that were linked to an actor."""

    text: str
    name: str
    country: str | None
    rule: str


@dataclass
class Rules:
    """The rules that the warehouse holds beside the rows: by event, side of an event, claim, figure, and mentions."""

    entry: dict[str, str] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    sides: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    claims: dict[str, list[str]] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    mentions: list[tuple[str, Linked]] = field(default_factory=list)

    def near(self, sentence: str) -> list[Linked]:
        """What was linked in a sentence."""
        return [linked for text, linked in self.mentions if text == sentence]


def rules(con: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> Rules:
    """The rules behind the rows of some articles."""
    found = Rules()

    def rows(sql: str) -> list[tuple[str, ...]]:
        return con.execute(sql, {"ids": list(ids)}).fetchall()

    of_articles = "article_id IN (SELECT unnest($ids))"
    for key, entry, status in rows(
        f"SELECT event_mention_id, lexicon_entry, status_rule FROM event_mentions WHERE {of_articles}"
    ):
        found.entry[key], found.status[key] = entry, status
    for key, role, rule, text in rows(
        "SELECT event_mention_id, role, rule, text FROM event_participants "
        f"WHERE {of_articles} ORDER BY position, event_participant_id"
    ):
        found.sides.setdefault((key, role), []).append(f"'{text}' by {rule}")
    for key, rule, verb, text in rows(
        "SELECT coalesce(event_mention_id, statistic_id), rule, verb, text FROM attributions "
        f"WHERE {of_articles} ORDER BY position, attribution_id"
    ):
        found.claims.setdefault(key, []).append(f"'{text}' by {rule}{f' ({verb})' if verb else ''}")
    found.figures = dict(rows(f"SELECT statistic_id, rule FROM statistics WHERE {of_articles}"))  # type: ignore[arg-type]  # two columns are pairs
    found.mentions = [
        (sentence, Linked(*linked))
        for sentence, *linked in rows(
            "SELECT s.text, m.text, a.name, a.country, m.rule FROM actor_mentions AS m "
            f"JOIN actors AS a USING (actor_id) JOIN sentences AS s USING (sentence_id) WHERE m.{of_articles} "
            "ORDER BY m.start_char, m.actor_mention_id"
        )
    ]
    return found


def misses(compared: Compared, found: Rules, read: Readings) -> list[Miss]:
    """All differences of one article."""
    article = compared.gold["article"]
    if not compared.ids:
        return [Miss(article, "article", "all its records", Cause("the article is not in the warehouse"))]
    return [Miss(article, *rest) for part in (_events, _statistics, _actors) for rest in part(compared, found, read)]


_Rest = tuple[str, str, Cause]


def _events(compared: Compared, found: Rules, read: Readings) -> Iterator[_Rest]:
    gold, (rows, pairs) = compared.gold, (compared.events.rows, compared.events.pairs)
    actors = {actor["actor_id"]: actor for actor in gold["actors"]}
    for event in gold["events"]:
        if event.get("optional"):
            continue
        said = f"{event['type']} '{event['trigger']}' in: {_short(event['sentences'][0])}"
        if event["event_id"] not in pairs:
            why = (read.why_no_event(key, event["sentences"], event["trigger"], event["type"]) for key in compared.ids)
            yield "missed event", said, next(why)
            continue
        number, facts = pairs[event["event_id"]]
        row = rows[number]
        key = row["event_mention_id"]
        if not facts["type"]:
            entry = f"'{row['text']}' read as {row['event_type']} by [{found.entry[key]}]"
            yield "wrong type", said, Cause("lexicon: another reading", entry)
            continue
        for role in ("actor", "recipient"):
            if not facts[role]:
                yield f"wrong {role}", said, _of_side(actors, event, row, role, found)
        if not facts["mode"]:
            modes = f"{event.get('mode')}, got {row['event_mode']} by [{found.entry[key]}]"
            yield "wrong mode", said, Cause("lexicon: another mode", modes)
        if not facts["status"]:
            rule = found.status[key]
            yield "wrong status", said, Cause(f"status rule: {rule}", f"{event['status']}, got {row['status']}")
        if not facts["date"]:
            days = f"{event['date_start']}, got {row['date_start']} from '{row['date_text'] or ''}'"
            yield "wrong date", said, Cause(f"date rule: {row['date_rule']}", days)
        if not facts["place"]:
            kind = "place: none found" if row["place_name"] is None else "place: another one"
            yield "wrong place", said, Cause(kind, f"{event['place']}, got {row['place_name']}")
        if not facts["claim"]:
            yield "wrong claimant", said, _of_claim(actors, event, row, key, found)
    again = {number for number, _ in pairs.values()} | compared.events.retold
    for number, row in enumerate(rows):
        if number not in again:
            entry = found.entry[row["event_mention_id"]]
            said = f"{row['event_type']} '{row['text']}' in: {_short(row['sentence_text'])}"
            yield "further event", said, Cause("lexicon: makes an event of it", f"[{entry}]")


def _of_side(actors: Mapping[str, Record], event: Record, row: Record, role: str, found: Rules) -> Cause:
    """Why one side of an event is wrong: an actor that was not linked, or a relation that did not lead there."""
    ids = [*event["actors"], *event["recipients"]] if likeness.is_mutual(event) else event[f"{role}s"]
    got = "; ".join(found.sides.get((row["event_mention_id"], role), [])) or "nobody"
    told = [actors[i] for i in ids if i in actors]
    if not told:
        return Cause("side: filled, though the text names nobody", f"got {got}")
    side = [participant for other in ("actor", "recipient") for participant in likeness.side(row, other)]
    lost = [a for a in told if not any(likeness.actor_keys(a) & participant for participant in side)]
    if not lost:
        beside = "on the other side" if not likeness.is_mutual(event) else "with others"
        return Cause(f"side: the right one is {beside}", f"got {got}")
    return _of_actor(lost[0], row["sentence_text"], found, f"got {got}")


def _of_actor(actor: Record, sentence: str, found: Rules, got: str) -> Cause:
    """Why an actor is not where it should be: not named here, not linked, linked as another, or not reached."""
    near, keys = found.near(sentence), likeness.actor_keys(actor)
    name = actor["name"]
    for linked in near:
        if keys & {linked.country, likeness.name_key(linked.name), likeness.name_key(linked.text)}:
            return Cause("relation: linked in the sentence, not reached", f"{name} = '{linked.text}'; {got}")
    text = f" {likeness.normal(sentence)} "
    here = [m for m in actor["mentions"] if f" {likeness.normal(m)} " in text]
    if not here:
        return Cause("reference: not named in the sentence", f"{name}; {got}")
    longest = max(here, key=len)
    for linked in near:
        if likeness.shares_word(longest, linked.text):
            as_what = f"'{linked.text}' -> {linked.name} ({linked.rule}), not {name}"
            return Cause("seeds: linked to another actor", f"{as_what}; {got}")
    return Cause("seeds: not linked at all", f"no actor seed for '{longest}' ({name}); {got}")


def _of_claim(actors: Mapping[str, Record], record: Record, row: Record, key: str, found: Rules) -> Cause:
    got = "; ".join(found.claims.get(key, []))
    if not record["attributed_to"]:
        return Cause("claim: found, though the article speaks for itself", f"got {got}")
    told = next((actors[i] for i in record["attributed_to"] if i in actors), None)
    if told is None:
        return Cause("claim: the gold names nobody known", got)
    if got:
        return Cause("claim: another claimant", f"{told['name']}; got {got}")
    cause = _of_actor(told, row["sentence_text"], found, "got nobody")
    kind = "claim: linked in the sentence, no reporting rule led there"
    return (
        Cause(kind, cause.detail) if cause.kind.startswith("relation") else Cause(f"claim: {cause.kind}", cause.detail)
    )


def _statistics(compared: Compared, found: Rules, read: Readings) -> Iterator[_Rest]:
    gold, (rows, pairs) = compared.gold, (compared.statistics.rows, compared.statistics.pairs)
    actors = {actor["actor_id"]: actor for actor in gold["actors"]}
    for told in gold["statistics"]:
        if told.get("optional"):
            continue
        said = f"{told['measure']} {told['value']:g} '{told['text']}' in: {_short(told['sentence'])}"
        if told["stat_id"] not in pairs:
            yield "missed statistic", said, _of_figure(compared, told, rows, found, read)
            continue
        number, facts = pairs[told["stat_id"]]
        row = rows[number]
        rule = found.figures[row["statistic_id"]]
        if not facts["measure"]:
            measures = f"{told['measure']}, got {row['measure']} of '{row['unit']}' by {rule}"
            yield "wrong measure", said, Cause(f"measure rule: {rule}", measures)
        if not facts["claim"]:
            yield "wrong claimant", said, _of_claim(actors, told, row, row["statistic_id"], found)
        for respect in ("qualifier", "subject_country"):
            if not facts[respect]:
                both = f"{told.get(respect)}, got {row[respect]}"
                yield f"wrong {respect.replace('_', ' ')}", said, Cause(f"statistic: {respect.replace('_', ' ')}", both)
    used = {number for number, _ in pairs.values()}
    for number, row in enumerate(rows):
        if number not in used:
            rule = found.figures[row["statistic_id"]]
            said = f"{row['measure']} {row['value']} '{row['text']}' in: {_short(row['sentence_text'])}"
            yield "further statistic", said, Cause(f"figure rule: {rule}", f"counts '{row['unit']}'")


def _of_figure(compared: Compared, told: Record, rows: list[Record], found: Rules, read: Readings) -> Cause:
    """Why a figure is missing: read otherwise, told already, no unit or measure for it, or no number at all."""
    value, sentence = float(told["value"]), told["sentence"]
    for row in rows:
        if likeness.overlaps(sentence, row["sentence_text"]) and likeness.shares_word(told["text"], row["text"]):
            rule = found.figures[row["statistic_id"]]
            return Cause("number: another value", f"'{row['text']}' = {row['value']} {row['measure']} by {rule}")
    number = next((text for key in compared.ids if (text := read.number(key, sentence, value))), None)
    if number is None:
        return Cause("number: not read", f"no pattern of numbers reads '{told['text']}' as {value:g}")
    if any(row["measure"] == told["measure"] and row["value"] == value for row in rows):
        return Cause("number: taken for one told already", f"'{number}'")
    return Cause("number: read, but it counts nothing known", f"'{number}': no measure, and no unit in seeds/measures")


def _actors(compared: Compared, found: Rules, read: Readings) -> Iterator[_Rest]:
    gold, (rows, pairs) = compared.gold, (compared.actors.rows, compared.actors.pairs)
    linked = [mention for _, mention in found.mentions]
    for actor in gold["actors"]:
        if actor.get("optional"):
            continue
        said = f"{actor['name']} ({actor['kind']}, {actor['country']}, {actor['sector']})"
        if actor["actor_id"] not in pairs:
            yield "missed actor", f"{said}: {_quoted(actor['mentions'])}", _of_missed(actor, linked, read)
            continue
        number, facts = pairs[actor["actor_id"]]
        for respect in ("country", "sector"):
            if not facts[respect]:
                rule = next((m.rule for m in linked if m.name == rows[number]["name"]), "?")
                both = f"{actor[respect]}, got {rows[number][respect]} of {rows[number]['name']}"
                yield f"wrong {respect}", said, Cause(f"{respect} by {rule}", both)
    used = {number for number, _ in pairs.values()}
    for number, row in enumerate(rows):
        if number not in used:
            rule = next((m.rule for m in linked if m.name == row["name"]), "?")
            yield "further actor", f"{row['name']}: {_quoted(row['mentions'])}", Cause(f"actor by {rule}")


def _of_missed(actor: Record, linked: list[Linked], read: Readings) -> Cause:
    """Why an actor is missing: in no event, claim or figure, linked to another, or not found at all."""
    names = [actor["name"], *actor["mentions"]]
    keys = {likeness.name_key(name) for name in names}
    for mention in linked:
        if keys & {likeness.name_key(mention.text), likeness.name_key(mention.name)}:
            return Cause("actor: found, but in no event, claim or figure", f"'{mention.text}' ({mention.rule})")
    for mention in linked:
        if any(likeness.shares_word(name, mention.text) for name in actor["mentions"]):
            as_what = f"'{mention.text}' -> {mention.name} ({mention.rule})"
            return Cause("actor: its words are linked to another", as_what)
    if known := read.knows(names):
        return Cause("actor: in seeds/actors, not found in the text", f"'{known}'")
    return Cause("actor: not in seeds/actors and not found by the model", _quoted(actor["mentions"]))


def explain(result: Score, warehouse: Path, model: str) -> list[str]:
    """The differences by article and their causes, as lines; the articles are parsed once more.

    Raises WarehouseError, SeedError, and ModelMissing where the spaCy package `model` is not installed.
    """
    from transforms.pipeline import load_model, recipe_of  # noqa: PLC0415 - brings spaCy along

    ids = [key for compared in result.compared for key in compared.ids]
    with connect.read(warehouse) as con:
        articles = con.execute(_ARTICLES, {"ids": ids}).pl()
        found = {key: rules(con, [key]) for key in ids}
    seeds = load_seeds()
    read = readings(articles, model=load_model(model), seeds=seeds, today=datetime.now(UTC).date())
    every = [
        miss
        for compared in result.compared
        for miss in misses(compared, found[compared.ids[0]] if compared.ids else Rules(), read)
    ]
    stale = articles.filter(pl.col("recipe") != recipe_of(model, seeds)).height
    note = [f"{stale} of these articles were loaded with other rules than today's; run them again."] if stale else []
    return [*listing(every), "", *causes(every), *note]


def listing(found: Iterable[Miss]) -> list[str]:
    """All differences, by article."""
    lines: list[str] = []
    article = None
    for miss in found:
        if miss.article != article:
            article = miss.article
            lines += ["", article]
        why = miss.cause.kind + (f": {miss.cause.detail}" if miss.cause.detail else "")
        lines += [f"  {miss.what} {miss.record}", f"      {why}"]
    return lines


def causes(found: Iterable[Miss]) -> list[str]:
    """The causes, commonest first, each with what it spoils and its commonest particulars."""
    found = list(found)
    lines = ["causes, commonest first"]
    for (what, kind), n in Counter((miss.what, miss.cause.kind) for miss in found).most_common():
        details = Counter(miss.cause.detail for miss in found if (miss.what, miss.cause.kind) == (what, kind))
        lines.append(f"{n:5}  {what}: {kind}")
        common = [f"{detail} ({m})" if m > 1 else detail for detail, m in details.most_common(_EXAMPLES) if detail]
        if common:
            lines.append(f"         {_short('; '.join(common), 3 * _SHOWN)}")
    return lines


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words[:_EXAMPLES])


def _short(text: str, length: int = _SHOWN) -> str:
    plain = " ".join((text or "").split())
    return plain if len(plain) <= length else f"{plain[:length].rstrip()} ..."
