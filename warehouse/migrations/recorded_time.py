"""The migration that gives every row of a core table the time at which it was recorded.

Of rows written before it only that is known for certain that they were there after the last run: so that is their time.
"""

from __future__ import annotations

_TABLES = (
    "articles", "sentences", "actors", "actor_mentions", "places", "place_mentions", "events", "event_mentions",
    "event_participants", "statistics", "attributions", "stories",
)  # fmt: skip
_LAST = "(SELECT coalesce(max(finished_at), now() AT TIME ZONE 'UTC') FROM ops.runs)"

STATEMENTS = (
    *(f"ALTER TABLE {table} ADD COLUMN recorded_at TIMESTAMP" for table in _TABLES),
    *(f"UPDATE {table} SET recorded_at = {_LAST}" for table in _TABLES),
    "ALTER TABLE ops.runs ADD COLUMN recorded_at TIMESTAMP",
    "UPDATE ops.runs SET recorded_at = coalesce(finished_at, started_at)",
    "CREATE TABLE ops.removals (article_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, source_uri VARCHAR NOT NULL,"
    " source_name VARCHAR NOT NULL, published_on DATE, text_id VARCHAR NOT NULL, removed_at TIMESTAMP NOT NULL,"
    " run_id VARCHAR NOT NULL, reason VARCHAR NOT NULL)",
)
