"""When a row of the warehouse tells the same as a gold record: comparisons of words, names, sides and claims."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Record = Mapping[str, Any]

#: Types of acts that all parties do alike, so that it does not matter on which side one is listed.
MUTUAL_TYPES = frozenset({"CONSULT", "AGREE", "COOPERATE"})
COARSE = frozenset({"week", "month", "year"})
_EMPTY_WORDS = frozenset({
    "the", "a", "an", "of", "in", "on", "at", "to", "and", "or", "for", "by", "with", "from", "as", "that", "it", "its",
    "his", "her", "their", "was", "were", "is", "are", "be", "been", "has", "have", "had", "s",
})  # fmt: skip
_AMERICAN = {"defence": "defense", "organisation": "organization", "centre": "center", "labour": "labor"}
_BROKEN_QUOTES = (",quot;", "&quot;")
_NO_WORD = re.compile(r"[^a-z0-9.%]+")
# A sentence this much longer than the gold one, or this long at all, holds nearly every clause by chance.
_LONG, _MUCH_LONGER = 90, 3
_SHARED, _SHARED_WORDS = 0.6, 3
_STEM = 4
_SAME_NAME = 0.5


def normal(text: str | None) -> str:
    """Lower case without accents and punctuation, in American spelling."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text or "") if not unicodedata.combining(c)).lower()
    for quote in _BROKEN_QUOTES:
        plain = plain.replace(quote, " ")
    return " ".join(_AMERICAN.get(word, word) for word in _NO_WORD.sub(" ", plain).split())


def words(text: str | None) -> list[str]:
    """The words of a text in normal form, without the full stops around them."""
    return [bare for word in normal(text).split() if (bare := word.strip("."))]


def name_key(text: str | None) -> str:
    """A name without articles and the like, so that "the Kremlin" is "kremlin"."""
    return " ".join(word for word in words(text) if word not in _EMPTY_WORDS)


def overlaps(gold: str, sentence: str) -> bool:
    """Whether the sentence is the gold one, or the one that holds the gold clause, or a part of it."""
    told, read = Counter(words(gold)), Counter(words(sentence))
    n_told, n_read = told.total(), read.total()
    if not n_told or not n_read or n_read > max(_LONG, _MUCH_LONGER * n_told):
        return False
    common = (told & read).total()
    return common >= _SHARED * min(n_told, n_read) and common >= min(_SHARED_WORDS, n_told, n_read)


def shares_word(gold: str, text: str) -> bool:
    """Whether two short phrases have a word in common, up to its ending."""
    left, right = (name_key(phrase).split() for phrase in (gold, text))
    return any(a == b or (min(len(a), len(b)) >= _STEM and a[:_STEM] == b[:_STEM]) for a in left for b in right)


def actor_keys(actor: Record) -> set[str]:
    """What a row may call a gold actor: its country, its name, any of its mentions."""
    country = {actor["country"]} if actor["country"] else set()
    return country | {name_key(actor["name"])} | {name_key(mention) for mention in actor["mentions"]}


def side(row: Record, role: str) -> list[set[str]]:
    """The participants of one side of a row, each as its country and its name."""
    names, countries = row[f"{role}_names"] or [], row[f"{role}_countries"] or []
    padded = [*countries, *[None] * (len(names) - len(countries))]
    return [{key for key in (country, name_key(name)) if key} for name, country in zip(names, padded, strict=False)]


def side_matches(gold: Sequence[set[str]], row: Sequence[set[str]], *, told: bool, at_least: int = 1) -> bool:
    """Whether enough gold participants are in the row and at least half of the row's are gold.

    `told` is false where the gold names nobody; then the row must not either.
    """
    if not told:
        return not row
    found = sum(any(keys & participant for participant in row) for keys in gold)
    right = sum(any(keys & participant for keys in gold) for participant in row)
    return found >= at_least and 2 * right >= len(row)


def is_mutual(event: Record) -> bool:
    """Whether the gold event is an act of all its parties alike."""
    several = len(event["actors"]) + len(event["recipients"]) >= 2
    one_sided = len(event["actors"]) >= 2 and not event["recipients"]
    return several and (event["type"] in MUTUAL_TYPES or one_sided)


def participants_match(actors: Mapping[str, Record], event: Record, row: Record) -> tuple[bool, bool]:
    """Whether actor and recipient of a row are those of the gold event."""

    def gold(ids: Iterable[str]) -> list[set[str]]:
        return [actor_keys(actors[i]) for i in ids if i in actors]

    if is_mutual(event):
        everyone = gold([*event["actors"], *event["recipients"]])
        both = [*side(row, "actor"), *side(row, "recipient")]
        fit = side_matches(everyone, both, told=True, at_least=min(2, len(everyone)))
        return fit, fit
    actor, recipient = (
        side_matches(gold(event[ids]), side(row, role), told=bool(event[ids]))
        for ids, role in (("actors", "actor"), ("recipients", "recipient"))
    )
    return actor, recipient


def claimant_matches(actors: Mapping[str, Record], ids: Sequence[str], names: Sequence[str] | None) -> bool:
    """Whether some claimant of the row is one of the gold; none must be named where the gold names none."""
    read = [set(key.split()) for name in names or [] if (key := name_key(name))]
    if not ids:
        return not read
    forms = (form for i in ids if i in actors for form in (actors[i]["name"], *actors[i]["mentions"]))
    told = [set(key.split()) for form in forms if (key := name_key(form))]
    return any(t <= r or len(t & r) / len(t | r) >= _SAME_NAME for t in told for r in read)


def date_matches(event: Record, row: Record) -> bool:
    """Whether the day fits: any where the gold has none, one within it where the gold is coarse."""
    if event["date_start"] is None:
        return True
    start = None if row["date_start"] is None else str(row["date_start"])[:10]
    if start is None:
        return False
    first = event["date_start"][:10]
    if event.get("date_precision") in COARSE and event.get("date_end"):
        return bool(first <= start <= event["date_end"][:10])
    return bool(start == first)


def place_matches(event: Record, row: Record) -> bool:
    """Whether the row's place is the gold one or names it."""
    if event.get("place") is None:
        return True
    told, read = normal(event["place"]), normal(row["place_name"])
    return told == read or bool(row["place_name"] and told in read)
