"""The rules that hold for every row of every warehouse, each a query that gives the rows that break it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.ddl import DECLARED, key_of
from warehouse.tables import CORE

if TYPE_CHECKING:
    import duckdb
    import polars as pl

_SPAN = ("article_id", "start_char", "end_char", "text")
_EVIDENCE = [name for name, table in CORE.items() if set(_SPAN) <= set(table.columns())]
_KEYED = [name for name, table in DECLARED.items() if table.primary_key()]


def _points_to_its_text(name: str) -> str:
    return f"""
        SELECT t.* FROM {name} AS t LEFT JOIN articles AS a USING (article_id)
        WHERE substr(a.text, t.start_char + 1, t.end_char - t.start_char) IS DISTINCT FROM t.text"""


def _has_one_key(name: str) -> str:
    key = key_of(DECLARED[name])
    return f"SELECT {key} FROM {name} GROUP BY ALL HAVING count(*) > 1"


def _references() -> dict[str, str]:
    rules = {}
    for name, table in CORE.items():
        for column, declared in table.columns().items():
            told = declared.metadata or {}
            items = f"SELECT unnest({column}) AS k FROM {name}" if "item_references" in told else None
            items = f"SELECT {column} AS k FROM {name}" if "references" in told else items
            if items:
                target = told.get("references") or told.get("item_references")
                key = key_of(CORE[target])
                rules[f"{name}.{column} is in {target}"] = (
                    f"SELECT k FROM ({items}) WHERE k IS NOT NULL AND k NOT IN (SELECT {key} FROM {target})"
                )
    return rules


def _is_in_order(name: str, group: str) -> str:
    return f"""
        SELECT {group}, list(position ORDER BY position) AS places FROM {name} GROUP BY ALL
        HAVING places <> list_transform(range(len(places)), lambda i: i)"""


def _are_aligned(view: str, *lists: str) -> str:
    return f"SELECT * FROM {view} WHERE " + " OR ".join(f"len({lists[0]}) <> len({other})" for other in lists[1:])


RULES: dict[str, str] = {
    **{f"{name} points to its text": _points_to_its_text(name) for name in _EVIDENCE},
    **{f"{name} has each key once": _has_one_key(name) for name in _KEYED},
    **_references(),
    "every coded article has sentences, or a reject says why not": """
        SELECT article_id FROM articles
        WHERE language = 'en' AND duplicate_of IS NULL
          AND article_id NOT IN (SELECT article_id FROM sentences)
          AND article_id NOT IN (SELECT article_id FROM ops.rejects WHERE article_id IS NOT NULL)""",
    "an event or statistic stands in the article of its sentence": """
        SELECT sentence_id FROM (
            SELECT sentence_id, article_id FROM event_mentions UNION SELECT sentence_id, article_id FROM statistics)
        ANTI JOIN sentences USING (sentence_id, article_id)""",
    "an event without a date says so": """
        SELECT * FROM event_mentions
        WHERE (date_start IS NULL) <> (date_precision = 'unknown') OR (date_start IS NULL) <> (date_end IS NULL)""",
    "a span of days is in order": """
        SELECT date_start, date_end FROM event_mentions WHERE date_start > date_end
        UNION ALL SELECT date_start, date_end FROM events WHERE date_start > date_end
        UNION ALL SELECT period_start, period_end FROM statistics WHERE period_start > period_end""",
    "a value lies within its bounds": "SELECT * FROM statistics WHERE value < low OR value > high OR low > high",
    "an attribution claims one thing": """
        SELECT * FROM attributions WHERE (event_mention_id IS NULL) = (statistic_id IS NULL)""",
    "an event's mentions have its type": """
        SELECT m.* FROM event_mentions AS m JOIN events AS e USING (event_id) WHERE m.event_type <> e.event_type""",
    "participants are numbered from 0": _is_in_order("event_participants", "event_mention_id, role"),
    "claimants are numbered from 0": _is_in_order("attributions", "event_mention_id, statistic_id"),
    "actor lists are aligned": _are_aligned("event_records", "actor_names", "actor_countries", "actor_sectors"),
    "recipient lists are aligned": _are_aligned(
        "event_records", "recipient_names", "recipient_countries", "recipient_sectors"
    ),
    "event_records has each event mention": """
        (SELECT event_mention_id FROM event_mentions EXCEPT ALL SELECT event_mention_id FROM event_records)
        UNION ALL
        (SELECT event_mention_id FROM event_records EXCEPT ALL SELECT event_mention_id FROM event_mentions)""",
    "statistic_records has each statistic": """
        (SELECT statistic_id FROM statistics EXCEPT ALL SELECT statistic_id FROM statistic_records)
        UNION ALL
        (SELECT statistic_id FROM statistic_records EXCEPT ALL SELECT statistic_id FROM statistics)""",
    "every shared row is used": """
        SELECT actor_id FROM actors WHERE actor_id NOT IN (SELECT actor_id FROM actor_mentions)
        UNION ALL SELECT event_id FROM events WHERE event_id NOT IN (SELECT event_id FROM event_mentions)""",
    "a change is told by a run": "SELECT change_id FROM ops.changes ANTI JOIN ops.runs USING (run_id)",
    "a reject is told by a run": "SELECT reject_id FROM ops.rejects ANTI JOIN ops.runs USING (run_id)",
}


def broken(con: duckdb.DuckDBPyConnection) -> dict[str, pl.DataFrame]:
    """The rows that break a rule, by rule; empty where all hold."""
    found = {rule: con.execute(sql).pl() for rule, sql in RULES.items()}
    return {rule: rows for rule, rows in found.items() if rows.height}
