"""Every table, described once. Transforms and expectations import only this part of the warehouse."""

from __future__ import annotations

from warehouse.tables.core import (
    ActorMentions,
    Actors,
    Articles,
    Attributions,
    EventMentions,
    EventParticipants,
    Events,
    PlaceMentions,
    Places,
    Sentences,
    Statistics,
    Stories,
    Table,
)
from warehouse.tables.ops import Changes, Corrections, Fingerprints, Rejects, Removals, Repairs, Runs, Validations
from warehouse.tables.stored import stored

CORE: dict[str, type[Table]] = {
    "articles": Articles,
    "sentences": Sentences,
    "actors": Actors,
    "actor_mentions": ActorMentions,
    "places": Places,
    "place_mentions": PlaceMentions,
    "events": Events,
    "event_mentions": EventMentions,
    "event_participants": EventParticipants,
    "statistics": Statistics,
    "attributions": Attributions,
    "stories": Stories,
}
OPS: dict[str, type[Table]] = {
    "runs": Runs,
    "rejects": Rejects,
    "validations": Validations,
    "changes": Changes,
    "repairs": Repairs,
    "fingerprints": Fingerprints,
    "removals": Removals,
    "corrections": Corrections,
}

#: The core tables as the warehouse keeps them: with the time at which each row was written.
STORED: dict[str, type[Table]] = {name: stored(table) for name, table in CORE.items()}

# A row of these belongs to one article and goes when the article is coded anew; the others are shared between articles.
ARTICLE_SCOPED = tuple(name for name, table in CORE.items() if "article_id" in table.columns())

__all__ = ["ARTICLE_SCOPED", "CORE", "OPS", "STORED", "Table"]
