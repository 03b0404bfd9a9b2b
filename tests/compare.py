"""What is wrong with the rows that a case gave, in a few readable lines.

Covers: events (missed, further ones, type, mode, each participant, status, date, precision, place, claim), statistics
(missed, further ones, measure, value, low, high, qualifier, kind, claim), actors (missed, country, sector). Example:
`event 'shelled' (ASSAULT): recipient: expected residents, got SYR Government of Syria`.
Does not cover: what the case leaves out of an expected row (it is not compared), except the rows themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from flows.likeness import MUTUAL_TYPES, name_key, normal, shares_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.cases import Case, Got, Row

_ISO3 = re.compile(r"[A-Z]{3}")
_VALUE_TOLERANCE = 0.005


@dataclass(frozen=True)
class Fault:
    """One difference: its kind (`actor`, `missed event`, ...) and the words for it."""

    kind: str
    what: str

    def __str__(self) -> str:
        return f"{self.what}"


def faults(case: Case, got: Got) -> list[Fault]:
    """All that differs; none where the case is passed."""
    if got.language != "en":
        return [Fault("language", f"taken for language {got.language}, so not coded")]
    return [*_events(case, got), *_statistics(case, got), *_actors(case, got)]


def means(told: str, participant: Row) -> bool:
    """Whether a participant is one of the alternatives `told`: by country, name, or the words that name it here.

    Of words, the end is enough: "protesters" is "hundreds of protesters".
    """
    name = name_key(participant["name"])
    texts = [name_key(text) for text in participant.get("mentions") or [participant.get("text")]]
    for alternative in told.split("|"):
        wanted = alternative.strip()
        if _ISO3.fullmatch(wanted) and participant["country"] == wanted:
            return True
        key = name_key(wanted)
        if key and (key == name or any(_ends_alike(key, text) for text in texts)):
            return True
    return False


def _ends_alike(left: str, right: str) -> bool:
    return bool(left and right) and (f" {left}".endswith(f" {right}") or f" {right}".endswith(f" {left}"))


def _events(case: Case, got: Got) -> Iterable[Fault]:
    def like(told: Row, row: Row) -> float:
        trigger = _same_words(case, told["trigger"], row)
        same_type = told["type"] == row["event_type"]
        if not (trigger or (same_type and _stands_in(told["trigger"], row))):
            return 0
        sides = sum(not _side_faults(told, row, side) for side in ("actors", "recipients"))
        return 4 * same_type + 3 * trigger + sides + 0.01 * (not told.get("optional"))

    pairs, missed, extra = _pairs(case.events, got.events, like)
    for told in missed:
        if not told.get("optional"):
            yield Fault("missed event", f"missed {told['type']} '{told['trigger']}'")
    for told, row in pairs:
        if not told.get("optional"):
            yield from _event_faults(told, row)
    for row in extra:
        sides = f"{_people(row['actors'])} -> {_people(row['recipients'])}"
        yield Fault(
            "further event",
            f"further {row['event_type']} '{row['text']}' by [{row['lexicon_entry']}], {row['status']}: {sides}",
        )


def _event_faults(told: Row, row: Row) -> Iterable[Fault]:
    start = f"{told['type']} '{told['trigger']}'"

    def fault(kind: str, expected: object, found: object, rule: object = None) -> Fault:
        by = f" [{rule}]" if rule else ""
        return Fault(kind, f"{start}: {kind}: expected {_plain(expected)}, got {_plain(found)}{by}")

    if told["type"] != row["event_type"]:
        yield fault("type", told["type"], f"{row['event_type']} '{row['text']}'", row["lexicon_entry"])
    elif "mode" in told and (told["mode"] or None) != row["event_mode"]:
        yield fault("mode", told["mode"], row["event_mode"], row["lexicon_entry"])
    for side in ("actors", "recipients"):
        if _side_faults(told, row, side):
            rules = ", ".join(str(person["rule"]) for person in row[side])
            yield fault(side[:-1], " + ".join(told.get(side, [])), _people(row[side]), rules)
    if told.get("status", "actual") != row["status"]:
        yield fault("status", told.get("status", "actual"), row["status"], row["status_rule"])
    if "date" in told:
        start_day, end_day = str(told["date"]), str(told.get("date_end", told["date"]))
        found = (str(row["date_start"] or ""), str(row["date_end"] or ""))
        if (start_day != found[0]) or ("date_end" in told and end_day != found[1]):
            yield fault("date", f"{start_day}/{end_day}", "/".join(found), row["date_rule"])
        elif told.get("precision", row["date_precision"]) != row["date_precision"]:
            yield fault("precision", told["precision"], row["date_precision"], row["date_rule"])
    if "place" in told and not _same_place(told["place"], row["place"]):
        yield fault("place", told["place"], row["place"] and row["place"]["name"])
    yield from _claim_faults(told, row, fault)


def _claim_faults(told: Row, row: Row, fault: Callable[..., Fault]) -> Iterable[Fault]:
    if "claim" in told:
        expected = [told["claim"]] if isinstance(told["claim"], str) else told["claim"]
        if _unlike([words for words in expected if words], row["claimants"]):
            yield fault("claim", " + ".join(expected), _people(row["claimants"]))


def _side_faults(told: Row, row: Row, side: str) -> bool:
    """Whether a side differs; in acts that all parties do alike, both sides are one."""
    actors, recipients = told.get("actors", []), told.get("recipients", [])
    if len(actors) + len(recipients) >= 2 and (told["type"] in MUTUAL_TYPES or not recipients):
        return side == "actors" and _unlike([*actors, *recipients], [*row["actors"], *row["recipients"]])
    return _unlike(told.get(side, []), row[side])


def _unlike(told: list[str], people: list[Row]) -> bool:
    met = all(any(means(words, person) for person in people) for words in told)
    return not (met and all(any(means(words, person) for words in told) for person in people))


def _statistics(case: Case, got: Got) -> Iterable[Fault]:
    def like(told: Row, row: Row) -> float:
        if not _same_words(case, told["text"], row):
            return 0
        return 2 + 2 * _near(told.get("value"), row["value"]) + (told.get("measure") == row["measure"])

    pairs, missed, extra = _pairs(case.statistics, got.statistics, like)
    for told in missed:
        if not told.get("optional"):
            yield Fault("missed statistic", f"missed statistic {told.get('measure')} '{told['text']}'")
    for told, row in pairs:
        if not told.get("optional"):
            yield from _statistic_faults(told, row)
    for row in extra:
        yield Fault(
            "further statistic", f"further statistic {row['measure']} {row['value']} '{row['text']}' by [{row['rule']}]"
        )


def _statistic_faults(told: Row, row: Row) -> Iterable[Fault]:
    def fault(kind: str, expected: object, found: object) -> Fault:
        said = f"statistic '{told['text']}': {kind}: expected {_plain(expected)}, got {_plain(found)} [{row['rule']}]"
        return Fault(f"statistic {kind}", said)

    for name in ("value", "low", "high"):
        if name in told and not _near(told[name], row[name]):
            yield fault(name, told[name], row[name])
    for name in ("measure", "qualifier", "kind", "unit"):
        if name in told and told[name] != row[name]:
            yield fault(name, told[name], row[name])
    if "place" in told and not _same_place(told["place"], row["place"]):
        yield fault("place", told["place"], row["place"] and row["place"]["name"])
    yield from _claim_faults(told, row, fault)


def _actors(case: Case, got: Got) -> Iterable[Fault]:
    for told in case.actors:
        named = [actor for actor in got.actors if means(told["name"], actor)]
        if not named and not told.get("optional"):
            yield Fault("missed actor", f"missed actor {told['name']}")
            continue
        wrong = [
            [name for name in ("country", "sector", "kind") if name in told and (told[name] or None) != actor[name]]
            for actor in named
        ]
        if wrong and all(wrong) and not told.get("optional"):
            fewest = min(range(len(wrong)), key=lambda i: len(wrong[i]))
            for name in wrong[fewest]:
                said = f"actor {told['name']}: {name}: expected {told[name]}, got {named[fewest][name]}"
                yield Fault(f"actor's {name}", f"{said} ({named[fewest]['name']})")


def _pairs(
    told: list[Row], rows: list[Row], like: Callable[[Row, Row], float]
) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """One-to-one pairs with the highest likeness in all, what is expected and not there, what is there besides."""
    if not told or not rows:
        return [], list(told), list(rows)
    matrix: Any = np.array([[like(a, b) for b in rows] for a in told])
    chosen = [
        (int(i), int(j)) for i, j in zip(*linear_sum_assignment(matrix, maximize=True), strict=True) if matrix[i, j] > 0
    ]
    left, right = {i for i, _ in chosen}, {j for _, j in chosen}
    return (
        [(told[i], rows[j]) for i, j in chosen],
        [record for i, record in enumerate(told) if i not in left],
        [row for j, row in enumerate(rows) if j not in right],
    )


def _same_words(case: Case, words: str, row: Row) -> bool:
    """Whether the row's words are (part of) one of the places where the case's words stand, or share a word with it."""
    if not _stands_in(words, row):
        return False
    sentence, text = row["sentence_text"], row["text"]
    spans = [range(m.start(), m.end()) for m in re.finditer(re.escape(words), sentence)]
    own = [range(m.start(), m.end()) for m in re.finditer(re.escape(text), sentence)]
    return any(a.start < b.stop and b.start < a.stop for a, b in product(spans, own)) or shares_word(words, text)


def _stands_in(words: str, row: Row) -> bool:
    return words in row["sentence_text"]


def _near(told: float | None, found: float | None) -> bool:
    if told is None or found is None or told == "":
        return (told in {None, ""}) and found is None
    return abs(float(told) - float(found)) <= _VALUE_TOLERANCE * max(1.0, abs(float(told)))


def _same_place(told: str, place: Row | None) -> bool:
    """Whether a name of the place, canonical or in the text, holds an alternative: "Hakkari" is "Hakkari Province"."""
    if not told or not place:
        return not told and not place
    names = [f" {normal(name)} " for name in (place["name"], *place.get("mentions", ()))]
    return any(f" {normal(words)} " in name for words in told.split("|") for name in names)


def _people(people: list[Row]) -> str:
    return " + ".join(f"{p['name']} ({p['country'] or '-'}, '{p['text']}')" for p in people)


def _plain(value: object) -> str:
    return str(value) if value not in {None, "", "/"} else "none"
