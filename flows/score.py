"""How good the rows are: precision, recall and F1 against gold records.

Gold is one JSON file an article: its file name as `article`, and lists of `actors`, `events` and `statistics`, each
with the sentence it stands in. A gold record and a row can only be a pair where their sentences overlap; pairs are
assigned one to one so that their likeness is the highest in all. Records marked `optional` count neither as missed nor
as wrongly added, nor does a row that retells a found event in another of its sentences.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from scipy.optimize import linear_sum_assignment

from flows import likeness
from flows.errors import UsageError
from warehouse import connect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from flows.likeness import Record
    from warehouse.place import Place

Facts = dict[str, bool]
#: Gold id -> number of the row it is paired with, and in what they agree.
Pairs = dict[str, tuple[int, Facts]]

#: What each record of a list in the gold must say.
_KEYS: dict[str, frozenset[str]] = {
    "actors": frozenset({"actor_id", "name", "mentions", "kind", "country", "sector"}),
    "events": frozenset(
        {
            "event_id",
            "sentences",
            "trigger",
            "type",
            "actors",
            "recipients",
            "status",
            "date_start",
            "attributed_to",
        }
    ),
    "statistics": frozenset({"stat_id", "sentence", "text", "value", "measure", "qualifier", "attributed_to"}),
}
# Where two ways to pair the records are equally likely, the order of rows decides. Events and statistics come as the
# views give them, as the scorer that comes with the gold reads them; actors in order of their ids, as that view groups
# and gives another order each time.
_EVENTS = "SELECT * FROM event_records WHERE article_id IN (SELECT unnest($ids))"
_STATISTICS = "SELECT * FROM statistic_records WHERE article_id IN (SELECT unnest($ids))"
_ACTORS = "SELECT * FROM actor_records WHERE list_has_any(article_ids, $ids) ORDER BY actor_id"
_ARTICLES = "SELECT article_id FROM articles WHERE source_name = $name OR ends_with(source_uri, $name)"

_EVENT_LEVELS: dict[str, tuple[str, ...]] = {
    "event: type": ("type",),
    "event: type+dyad": ("type", "actor", "recipient"),
    "event: type+dyad+status+date": ("type", "actor", "recipient", "status", "date"),
}
_STATISTIC_LEVELS: dict[str, tuple[str, ...]] = {
    "statistic: value": (),
    "statistic: value+measure": ("measure",),
    "statistic: value+measure+claimant": ("measure", "claim"),
}
_ACTOR_LEVELS: dict[str, tuple[str, ...]] = {
    "actor: found": (),
    "actor: found+country": ("country",),
    "actor: found+country+sector": ("country", "sector"),
}
_VALUE_TOLERANCE = 0.005
MAX_NAMES = 3
_KINDS = {list: "a list", str: "a text", int: "a number", float: "a number"}


@dataclass
class Tally:
    """Records found, records in the gold, rows in the warehouse; optional ones left out."""

    found: int = 0
    gold: int = 0
    predicted: int = 0

    @property
    def precision(self) -> float:
        """Found of predicted, 0 to 1."""
        return self.found / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Found of gold, 0 to 1."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Share:
    """How many of the records that were found are right in one respect."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """Count one more."""
        self.right += right
        self.of += 1


@dataclass(frozen=True)
class Matched:
    """The rows and the pairs of one kind of record: `retold` are the numbers of rows that repeat a found one."""

    rows: list[Record]
    pairs: Pairs
    retold: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Compared:
    """One gold file beside the rows of its article; `ids` is empty where that is not in the warehouse."""

    gold: Record
    ids: list[str]
    events: Matched
    statistics: Matched
    actors: Matched


@dataclass
class Score:
    """F1 by level and accuracy by respect over all gold files; `missing` names those not in the warehouse."""

    articles: int
    missing: list[str] = field(default_factory=list)
    compared: list[Compared] = field(default_factory=list)
    levels: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    shares: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))

    def as_dict(self) -> dict[str, Any]:
        """The figures, rounded to three places."""
        return {
            "articles": self.articles,
            "articles_missing": self.missing,
            "f1": {
                level: {
                    "precision": round(t.precision, 3),
                    "recall": round(t.recall, 3),
                    "f1": round(t.f1, 3),
                    "gold": t.gold,
                    "predicted": t.predicted,
                }
                for level, t in self.levels.items()
            },
            "accuracy": {
                name: {"accuracy": round(s.right / s.of, 3) if s.of else None, "of": s.of}
                for name, s in sorted(self.shares.items())
            },
        }


def score(warehouse: Place, gold: Sequence[Path]) -> Score:
    """Score the articles that the gold files name.

    Raises UsageError for a gold file and where none of the articles is in the warehouse, and WarehouseError.
    """
    result = Score(len(gold))
    records = [_read(path) for path in gold]
    with connect.read(warehouse) as con:

        def rows(sql: str, **given: object) -> list[Record]:
            return list(con.execute(sql, given).pl().iter_rows(named=True))

        for record in records:
            ids = [row["article_id"] for row in rows(_ARTICLES, name=record["article"])]
            if not ids:
                result.missing.append(record["article"])
            events = _add_events(result, record, rows(_EVENTS, ids=ids) if ids else [])
            statistics = _add_statistics(result, record, rows(_STATISTICS, ids=ids) if ids else [])
            actors = _add_actors(result, record, rows(_ACTORS, ids=ids) if ids else [])
            result.compared.append(Compared(record, ids, events, statistics, actors))
    if len(result.missing) == len(records):
        raise UsageError(_nothing_to_score(result.missing, warehouse))
    return result


def table(result: Score) -> str:
    """The figures for people."""
    lines = [f"not in the warehouse: {', '.join(result.missing)}"] if result.missing else []
    lines += [
        f"{result.articles} gold {'article' if result.articles == 1 else 'articles'}",
        f"{'':40}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'rows':>7}",
    ]
    lines += [
        f"{level:40}{t.precision:7.3f}{t.recall:7.3f}{t.f1:7.3f}{t.gold:7d}{t.predicted:7d}"
        for level, t in result.levels.items()
    ]
    lines += [
        f"  {name:38}{f'{s.right / s.of:.3f}' if s.of else '-':>7}  of {s.of}"
        for name, s in sorted(result.shares.items())
    ]
    return "\n".join(lines)


def _nothing_to_score(missing: Sequence[str], warehouse: Place) -> str:
    names = ", ".join(missing[:MAX_NAMES]) + (", ..." if len(missing) > MAX_NAMES else "")
    one, several = (
        f"The gold article ({names}) is missing in",
        f"None of the {len(missing)} gold articles ({names}) is in",
    )
    return (
        f"{one if len(missing) == 1 else several} {warehouse}, so there is nothing to score; "
        f"load {'it' if len(missing) == 1 else 'them'} with `sitrep run` or name another warehouse with --warehouse."
    )


def _read(path: Path) -> Record:
    try:
        record: object = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(f"There is no gold file {path}; check the path.") from None
    except OSError as error:
        raise UsageError(f"The gold file {path} can't be opened ({error.strerror}); name JSON files.") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"The gold file {path} is no JSON ({error}); name JSON files, one an article.") from error
    if fault := _fault(record):
        raise UsageError(f"{path} is no gold record: {fault}; docs/accuracy.md describes the form.")
    return cast("Record", record)


def _fault(record: object) -> str | None:
    """What keeps JSON from being a gold record, if anything."""
    if not isinstance(record, dict):
        return f"it holds {_KINDS.get(type(record), 'a plain value')} instead of one object for one article"
    if lacking := _listed({"article", *_KEYS} - record.keys()):
        return f"it lacks {lacking}"
    if not isinstance(record["article"], str):
        return "its article is no file name"
    for name, keys in _KEYS.items():
        if not isinstance(record[name], list):
            return f"its {name} are no list"
        for number, item in enumerate(record[name], 1):
            if not isinstance(item, dict):
                return f"number {number} of its {name} is no object"
            if lacking := _listed(keys - item.keys()):
                return f"number {number} of its {name} lacks {lacking}"
    return None


def _listed(names: AbstractSet[str]) -> str:
    *first, last = sorted(names) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _add_events(result: Score, gold: Record, rows: list[Record]) -> Matched:
    actors = {actor["actor_id"]: actor for actor in gold["actors"]}

    def facts_of(event: Record, row: Record) -> Facts | None:
        return _event_facts(actors, event, row)

    pairs = _assigned(gold["events"], "event_id", rows, facts_of, _event_like)
    optional = _optional(gold["events"], "event_id")
    retold = _retold(gold, rows, pairs)
    predicted = len(rows) - len(retold)
    _tally(result, _EVENT_LEVELS, pairs, optional, gold=len(gold["events"]), predicted=predicted)
    events = {event["event_id"]: event for event in gold["events"]}
    for key, (_, facts) in pairs.items():
        if facts["type"] and key not in optional:
            for respect in ("actor", "recipient", "status", "mode"):
                result.shares[f"event {respect}"].add(facts[respect])
            event = events[key]
            told = {"date": event["date_start"], "place": event.get("place"), "claim": event["attributed_to"] or None}
            for respect, value in told.items():
                if value is not None:
                    result.shares[f"event {respect} (where told)"].add(facts[respect])
    return Matched(rows, pairs, retold)


def _event_facts(actors: Mapping[str, Record], event: Record, row: Record) -> Facts | None:
    if not any(likeness.overlaps(sentence, row["sentence_text"]) for sentence in event["sentences"]):
        return None
    same_type, trigger = event["type"] == row["event_type"], likeness.shares_word(event["trigger"], row["text"])
    if not (same_type or trigger):
        return None
    actor, recipient = likeness.participants_match(actors, event, row)
    return {
        "type": same_type,
        "trigger": trigger,
        "actor": actor,
        "recipient": recipient,
        "status": event["status"] == row["status"],
        "date": likeness.date_matches(event, row),
        "place": likeness.place_matches(event, row),
        "mode": event.get("mode") == row["event_mode"],
        "claim": likeness.claimant_matches(actors, event["attributed_to"], row["attributed_to"]),
    }


def _event_like(event: Record, facts: Facts) -> float:
    wanted = 0.01 * (not event.get("optional"))
    parts = 4 * facts["type"] + 3 * facts["trigger"] + facts["actor"] + facts["recipient"]
    return parts + 0.5 * facts["status"] + 0.3 * facts["date"] + wanted


def _retold(gold: Record, rows: list[Record], pairs: Pairs) -> set[int]:
    """Rows that repeat a found event in another of its sentences: neither right nor wrong."""
    used = {number for number, _ in pairs.values()}
    again: set[int] = set()
    for event in gold["events"]:
        if event["event_id"] in pairs and len(event["sentences"]) >= 2:
            first = rows[pairs[event["event_id"]][0]]["sentence_text"]
            again |= {
                number
                for number, row in enumerate(rows)
                if number not in used
                and row["event_type"] == event["type"]
                and row["sentence_text"] != first
                and any(likeness.overlaps(sentence, row["sentence_text"]) for sentence in event["sentences"])
            }
    return again


def _add_statistics(result: Score, gold: Record, rows: list[Record]) -> Matched:
    actors = {actor["actor_id"]: actor for actor in gold["actors"]}

    def facts_of(told: Record, row: Record) -> Facts | None:
        return _statistic_facts(actors, told, row)

    pairs = _assigned(gold["statistics"], "stat_id", rows, facts_of, _statistic_like)
    optional = _optional(gold["statistics"], "stat_id")
    _tally(result, _STATISTIC_LEVELS, pairs, optional, gold=len(gold["statistics"]), predicted=len(rows))
    claimed = {told["stat_id"] for told in gold["statistics"] if told["attributed_to"]}
    for key, (_, facts) in pairs.items():
        if key not in optional:
            for respect in ("qualifier", "subject_country"):
                result.shares[f"statistic {respect}"].add(facts[respect])
            if key in claimed:
                result.shares["statistic claim (where told)"].add(facts["claim"])
    return Matched(rows, pairs)


def _statistic_facts(actors: Mapping[str, Record], told: Record, row: Record) -> Facts | None:
    if row["value"] is None or not likeness.overlaps(told["sentence"], row["sentence_text"]):
        return None
    value = float(told["value"])
    if abs(float(row["value"]) - value) > _VALUE_TOLERANCE * max(1.0, abs(value)):
        return None
    return {
        "measure": told["measure"] == row["measure"],
        "qualifier": told["qualifier"] == row["qualifier"],
        "subject_country": told.get("subject_country") == row["subject_country"],
        "claim": likeness.claimant_matches(actors, told["attributed_to"], row["attributed_to"]),
        "text": likeness.shares_word(told["text"], row["text"]),
    }


def _statistic_like(_: Record, facts: Facts) -> float:
    return 1 + 3 * facts["measure"] + 2 * facts["text"] + 0.5 * facts["subject_country"] + 0.3 * facts["qualifier"]


def _add_actors(result: Score, gold: Record, rows: list[Record]) -> Matched:
    def names(record: Record) -> set[str]:
        return {likeness.name_key(mention) for mention in record["mentions"] or []} | {
            likeness.name_key(record["name"])
        }

    read = {id(row): names(row) for row in rows}
    common: dict[str, int] = {}

    def facts_of(actor: Record, row: Record) -> Facts | None:
        shared = len(names(actor) & read[id(row)])
        common[actor["actor_id"]] = shared
        if not shared:
            return None
        return {respect: actor[respect] == row[respect] for respect in ("country", "sector", "kind")} | {
            "wikidata": actor.get("wikidata") == row["wikidata_id"]
        }

    def like(actor: Record, facts: Facts) -> float:
        return 2 * common[actor["actor_id"]] + 3 * facts["country"] + facts["sector"] + facts["kind"]

    pairs = _assigned(gold["actors"], "actor_id", rows, facts_of, like)
    optional = _optional(gold["actors"], "actor_id")
    _tally(result, _ACTOR_LEVELS, pairs, optional, gold=len(gold["actors"]), predicted=len(rows))
    known = {actor["actor_id"] for actor in gold["actors"] if actor.get("wikidata")}
    for key, (_, facts) in pairs.items():
        if key in known:
            result.shares["actor wikidata (where told)"].add(facts["wikidata"])
    return Matched(rows, pairs)


def _optional(records: Iterable[Record], key: str) -> set[str]:
    return {record[key] for record in records if record.get("optional")}


def _tally(
    result: Score,
    levels: Mapping[str, tuple[str, ...]],
    pairs: Pairs,
    optional: set[str],
    *,
    gold: int,
    predicted: int,
) -> None:
    for level, respects in levels.items():
        tally = result.levels[level]
        tally.found += sum(key not in optional and all(facts[r] for r in respects) for key, (_, facts) in pairs.items())
        tally.gold += gold - len(optional)
        tally.predicted += predicted - sum(key in optional for key in pairs)


def _assigned(
    gold: Sequence[Record],
    key: str,
    rows: Sequence[Record],
    facts_of: Callable[[Record, Record], Facts | None],
    like: Callable[[Record, Facts], float],
) -> Pairs:
    """Pair gold records with rows, one to one, with the highest sum of likeness."""
    facts: dict[tuple[str, int], Facts] = {}
    likes: dict[tuple[str, int], float] = {}
    for record in gold:
        for number, row in enumerate(rows):
            found = facts_of(record, row)
            if found is not None:
                facts[record[key], number] = found
                likes[record[key], number] = like(record, found)
    if not facts:
        return {}
    left, right = (_places(keys) for keys in zip(*facts, strict=True))
    matrix = np.zeros((len(left), len(right)))
    for (gold_key, number), value in likes.items():
        matrix[left[gold_key], right[number]] = value
    gold_keys, numbers = list(left), list(right)
    chosen = zip(*linear_sum_assignment(matrix, maximize=True), strict=True)
    pairs = ((gold_keys[i], numbers[j]) for i, j in chosen)
    return {gold_key: (number, facts[gold_key, number]) for gold_key, number in pairs if (gold_key, number) in facts}


def _places(keys: Iterable[Any]) -> dict[Any, int]:
    return {key: place for place, key in enumerate(sorted(set(keys)))}
