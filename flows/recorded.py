"""The rules that the warehouse keeps beside its rows: which line of the lexicon, which path, which pattern."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

_OF_ARTICLES = "article_id IN (SELECT unnest($ids))"
_EVENTS = f"SELECT event_mention_id, lexicon_entry, status_rule FROM event_mentions WHERE {_OF_ARTICLES}"
_SIDES = (
    f"SELECT event_mention_id, role, text, rule FROM event_participants WHERE {_OF_ARTICLES} "
    "ORDER BY position, event_participant_id"
)
_CLAIMS = (
    "SELECT coalesce(event_mention_id, statistic_id), text, concat_ws(': ', rule, verb) FROM attributions "
    f"WHERE {_OF_ARTICLES} ORDER BY position, attribution_id"
)
_FIGURES = f"SELECT statistic_id, rule FROM statistics WHERE {_OF_ARTICLES}"
_MENTIONS = (
    "SELECT s.text, m.text, a.name, a.country, m.rule FROM actor_mentions AS m "
    f"JOIN actors AS a USING (actor_id) JOIN sentences AS s USING (sentence_id) WHERE m.{_OF_ARTICLES} "
    "ORDER BY m.start_char, m.actor_mention_id"
)


class Linked(NamedTuple):
    """Words of a sentence that were linked to an actor, and by which rule."""

    text: str
    name: str
    country: str | None
    rule: str


@dataclass(frozen=True)
class Recorded:
    """The rules behind the rows of some articles.

    `entry`, `status`: by event. `sides`: by event and role, `claims`: by event or statistic, each as words with their
    rule. `figures`: by statistic. `mentions`: with the text of their sentence.
    """

    entry: dict[str, str] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    sides: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    claims: dict[str, list[str]] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    mentions: list[tuple[str, Linked]] = field(default_factory=list)

    def near(self, sentence: str) -> list[Linked]:
        """What was linked in a sentence."""
        return [linked for text, linked in self.mentions if text == sentence]

    def rule_of(self, name: str) -> str:
        """By which rule the first mention of an actor was linked."""
        return next((linked.rule for _, linked in self.mentions if linked.name == name), "no mention")


def recorded(con: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> Recorded:
    """The rules of the articles with these ids."""
    found = Recorded()

    def rows(sql: str) -> list[tuple[Any, ...]]:
        return con.execute(sql, {"ids": list(ids)}).fetchall()

    for key, entry, status in rows(_EVENTS):
        found.entry[key], found.status[key] = entry, status
    for key, role, text, rule in rows(_SIDES):
        found.sides.setdefault((key, role), []).append(f"'{text}' by {rule}")
    for key, text, rule in rows(_CLAIMS):
        found.claims.setdefault(key, []).append(f"'{text}' by {rule}")
    found.figures.update(rows(_FIGURES))
    found.mentions.extend((sentence, Linked(*linked)) for sentence, *linked in rows(_MENTIONS))
    return found
