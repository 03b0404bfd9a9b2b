"""Why a side, a claim, a figure or an actor is wrong or missing: the rule or the missing seed behind it.

Covers: actors that the sentence does not name, that are not linked, that are linked to another actor, that are linked
and not reached; claims found or not; numbers not read, or read and counting nothing; actors in no row. Example: where
"Sudan accuses Chad" gives nobody accused, `relation: linked in the sentence, not reached`, with the line of the lexicon
whose roles should lead there.
Does not cover: words of the trigger; that is `readings`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flows import likeness

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flows.likeness import Record
    from flows.readings import Readings
    from flows.recorded import Linked, Recorded

_SHOWN_NAMES = 4
_LONGEST_ENTRY = 90
_ONE = ("a", "an", "one", "another")


class Cause(NamedTuple):
    """Why something is missing or wrong: the kind of cause, what to count it by (a rule, a seed), its particulars."""

    kind: str
    key: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.detail or self.key}"


def entry_of(entry: str) -> str:
    """A line of the lexicon, without the tail of long ones."""
    return f"[{entry}]" if len(entry) <= _LONGEST_ENTRY else f"[{entry[:_LONGEST_ENTRY]}...]"


def word_of(entry: str) -> str:
    """The word of a line of the lexicon: `open fire.v on` -> `open fire.v`."""
    word, dot, rest = entry.partition(".")
    return f"[{word}{dot}{rest[:1]}]"


def quoted(words: Sequence[str]) -> str:
    """The first of some words, each in quotes."""
    return ", ".join(f"'{word}'" for word in words[:_SHOWN_NAMES])


def of_side(actors: Mapping[str, Record], event: Record, row: Record, role: str, found: Recorded) -> Cause:
    """Why one side of an event is wrong. `actors`: those of the gold by id. `row`: the row of the event."""
    key = row["event_mention_id"]
    entry, mutual = found.entry[key], likeness.is_mutual(event)
    roles = ("actor", "recipient") if mutual else (role,)
    got = "; ".join(words for each in roles for words in found.sides.get((key, each), [])) or "nobody"
    got = f"{entry_of(entry)} got {got}"
    ids = [*event["actors"], *event["recipients"]] if mutual else event[f"{role}s"]
    told = [actors[i] for i in ids if i in actors]
    if not told:
        return Cause("relation: somebody found, though the text names nobody", word_of(entry), got)

    def absent(*sides: str) -> list[Record]:
        there = [participant for side in sides for participant in likeness.side(row, side)]
        return [actor for actor in told if not any(likeness.actor_keys(actor) & keys for keys in there)]

    lost = absent("actor", "recipient")
    if lost:
        return _of_actor(lost[0], row["sentence_text"], found, word_of(entry), got)
    if len(absent(*roles)) == len(told):
        return Cause("relation: the right one is on the other side", word_of(entry), got)
    return Cause("relation: the right one is among too many others", word_of(entry), got)


def _of_actor(actor: Record, sentence: str, found: Recorded, entry: str, got: str) -> Cause:
    """Why an actor is not where it should be. `entry`, `got`: what should have led there, and what is there."""
    name, words = actor["name"], {likeness.name_key(mention) for mention in actor["mentions"]}
    near = found.near(sentence)
    names = {likeness.name_key(name), *words}
    own = [linked for linked in near if names & {likeness.name_key(linked.name), likeness.name_key(linked.text)}]
    for linked in own:
        if likeness.name_key(linked.name) in names or _of_its_country(actor, linked):
            return Cause("relation: linked in the sentence, not reached", entry, f"{name} = '{linked.text}'; {got}")
    text = f" {likeness.normal(sentence)} "
    here = [mention for mention in actor["mentions"] if f" {likeness.normal(mention)} " in text]
    if not here:
        return Cause("reference: not named in the sentence", name, f"{name}; {got}")
    longest = max(here, key=len)
    others = [*own, *(linked for linked in near if likeness.shares_word(longest, linked.text))]
    if others:
        first = others[0]
        other = f"'{first.text}' -> {first.name} ({first.rule}), not {name}"
        return Cause("seeds: linked to another actor", f"{first.text} -> {first.name}", f"{other}; {got}")
    return Cause("seeds: not linked at all", longest, f"no actor seed for '{longest}' ({name}); {got}")


def _of_its_country(actor: Record, linked: Linked) -> bool:
    return actor["country"] is not None and actor["country"] == linked.country


def of_claim(actors: Mapping[str, Record], record: Record, row: Record, key: str, found: Recorded) -> Cause:
    """Why the claimant of an event or a figure is wrong; `key` is the row's id."""
    got = found.claims.get(key, [])
    rule = got[0].split(" by ", 1)[-1] if got else ""
    if not record["attributed_to"]:
        return Cause("claim: found, though the article speaks for itself", rule, f"got {'; '.join(got)}")
    told = [actors[i] for i in record["attributed_to"] if i in actors]
    name = " or ".join(actor["name"] for actor in told)
    if got:
        return Cause("claim: another claimant", rule, f"{name}; got {'; '.join(got)}")
    if not told:
        return Cause("claim: the gold names nobody known", "", "")
    why = _of_actor(told[0], row["sentence_text"], found, row["attribution_verb"] or "no reporting verb", "got nobody")
    if why.kind.startswith("relation"):
        return Cause("claim: linked in the sentence, no reporting rule led there", told[0]["kind"], why.detail)
    return Cause(f"claim: {why.kind}", why.key, why.detail)


def of_figure(article: str, told: Record, rows: Sequence[Record], found: Recorded, read: Readings) -> Cause:
    """Why a figure is missing: read otherwise, told already, counting nothing known, or no number at all."""
    value, sentence, text = float(told["value"]), told["sentence"], told["text"]
    for row in rows:
        if likeness.overlaps(sentence, row["sentence_text"]) and likeness.shares_word(text, row["text"]):
            rule = found.figures[row["statistic_id"]]
            return Cause("number: another value", rule, f"'{row['text']}' = {row['value']} {row['measure']} by {rule}")
    if any(row["measure"] == told["measure"] and row["value"] == value for row in rows):
        return Cause("number: taken for one told already", told["measure"], f"'{text}'")
    if number := read.number(article, sentence, value):
        measured = f"'{number}': no measure governs it, and seeds/measures has no unit for what it counts"
        return Cause("number: read, but it counts nothing known", told.get("unit") or "", measured)
    if value == 1 and text.lower().split()[:1] and text.lower().split()[0] in _ONE:
        return Cause("number: a single one that no measure governs", told["measure"], f"'{text}'")
    return Cause("number: not read", text, f"no pattern reads '{text}' as {value:g}")


def of_missing_actor(actor: Record, found: Recorded, read: Readings) -> Cause:
    """Why an actor is missing: in no row, linked to another, or not found at all."""
    names = [actor["name"], *actor["mentions"]]
    keys = {likeness.name_key(name) for name in names}
    linked = [mention for _, mention in found.mentions]
    for mention in linked:
        if keys & {likeness.name_key(mention.text), likeness.name_key(mention.name)}:
            words = f"'{mention.text}' ({mention.rule})"
            return Cause("actor: found, but in no event, claim or figure", mention.rule, words)
    for mention in linked:
        if any(likeness.shares_word(name, mention.text) for name in actor["mentions"]):
            other = f"'{mention.text}' -> {mention.name} ({mention.rule})"
            return Cause("actor: its words are linked to another", mention.rule, other)
    if known := read.knows(names):
        return Cause("actor: in seeds/actors, not found in the text", known, f"'{known}'")
    return Cause("actor: not in seeds/actors and not found by the model", actor["name"], quoted(actor["mentions"]))
