"""What lost its evidence with articles that are removed: now, or when they were withdrawn before they are forgotten.

Reads the table `leaving` (article_id), and of `ops.changes` what withdrew them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from warehouse.tables import ARTICLE_SCOPED

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from warehouse.merge import TableCounts

Kind = Literal["withdrawn", "forgotten"]
_VERBS: dict[Kind, str] = {"withdrawn": "Withdrew", "forgotten": "Forgot"}
_SCOPED = ", ".join(f"'{name}'" for name in ARTICLE_SCOPED)
#: Rows that went when the articles were withdrawn, and rows that articles share and to which only those referred.
_BEFORE = f"""
WITH own AS (
    SELECT c.run_id, c.table_name, c.row_id, c.before
    FROM ops.changes AS c
    JOIN ops.removals AS r ON r.run_id = c.run_id AND r.article_id = (c.before ->> '$.article_id')
    WHERE c.action = 'delete' AND c.table_name IN ({_SCOPED}) AND r.article_id IN (FROM leaving)
),
named AS (
    SELECT DISTINCT run_id, unnest(regexp_extract_all(before, '"([0-9a-f]{{16}})"', 1)) AS row_id FROM own
)
SELECT table_name, row_id, before FROM own
UNION ALL
SELECT c.table_name, c.row_id, c.before FROM ops.changes AS c SEMI JOIN named USING (run_id, row_id)
WHERE c.action = 'delete' AND c.table_name NOT IN ({_SCOPED})
"""
_EVENTS = f"""
SELECT row_id AS event_id, before ->> '$.event_type' AS event_type, (before ->> '$.date_start')::DATE AS date_start
FROM ({_BEFORE}) WHERE table_name = 'events' AND row_id NOT IN (SELECT event_id FROM events)
ORDER BY date_start NULLS LAST, event_id
"""
_ACTORS = f"""
SELECT DISTINCT before ->> '$.name' AS name FROM ({_BEFORE})
WHERE table_name = 'actors' AND name NOT IN (SELECT name FROM actors) ORDER BY name
"""


@dataclass(frozen=True)
class Lost:
    """What is gone with the articles, and is still gone.

    `rows`: of the core tables, of which `earlier` went when the articles were withdrawn. `events`: event_id,
    event_type, date_start of those that no other article tells. `actors`: names of those that nothing mentions any
    more.
    """

    rows: int
    earlier: int
    figures: int
    events: pl.DataFrame
    actors: tuple[str, ...]

    def message(self, kind: Kind, articles: int) -> str:
        """One sentence on it."""
        rows = _counted(self.rows, "row")
        when = "gone"
        if self.earlier:
            all_of = self.earlier == self.rows
            when = "gone when withdrawn" if all_of else f"gone ({self.earlier:,} of them when withdrawn)"
        return (
            f"{_VERBS[kind]} {_counted(articles, 'article')}: {rows} {when}, with them the only evidence of "
            f"{_counted(self.events.height, 'event')} and {_counted(len(self.actors), 'actor')}, and "
            f"{_counted(self.figures, 'figure')}."
        )


def lost(
    con: duckdb.DuckDBPyConnection, rows: Mapping[str, TableCounts], events: pl.DataFrame, actors: set[str]
) -> Lost:
    """Join what went now (`rows` by table, `events`, `actors`) with what went when some of them were withdrawn."""
    before = dict(con.execute(f"SELECT table_name, count(*) FROM ({_BEFORE}) GROUP BY table_name").fetchall())
    earlier = sum(before.values())
    gone_before = con.execute(_EVENTS).pl()
    names = {str(name) for (name,) in con.execute(_ACTORS).fetchall()}
    return Lost(
        rows=sum(count.deleted for count in rows.values()) + earlier,
        earlier=earlier,
        figures=rows["statistics"].deleted + before.get("statistics", 0),
        events=pl.concat([events, gone_before.cast(events.schema)]).unique("event_id", maintain_order=True),
        actors=tuple(sorted(actors | names)),
    )


def _counted(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"
