"""What the warehouse holds that statistics of a batch may be of one figure with: found by what they share, never by
reading it all.

Statistics of one measure that share an event, or a country together with the weeks of publication, a day told or the
day since which is counted; with them all statistics of their figures. This is as wide as what linking compares
(`transforms.figures.blocks`) or wider; it never is narrower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb
    import polars as pl

# What a statistic is found by: measure, country, and a span of 15 days, a day, or a span of 8 days (`nth`). `around` is
# how many spans off another may be.
_HANDLES = """
WITH told AS (
    SELECT f.statistic_id, f.figure_id, f.measure, a.published_on - DATE '1970-01-01' AS published,
        coalesce(f.period_start, f.period_end) - DATE '1970-01-01' AS first_day,
        coalesce(f.period_end, f.period_start) - DATE '1970-01-01' AS last_day,
        unnest(list_distinct([coalesce(f.subject_country, ''), coalesce(p.country, f.subject_country, '')])) AS country
    FROM {statistics} AS f JOIN {articles} AS a USING (article_id) LEFT JOIN {places} AS p USING (place_id)
    WHERE f.measure <> 'other'
)
SELECT figure_id, measure, country, 'told' AS what, published // 15 AS nth, 4 AS around FROM told
UNION ALL BY NAME
SELECT figure_id, measure, country, 'day' AS what, unnest(range(first_day, last_day + 1)) AS nth, 0 AS around FROM told
WHERE last_day - first_day < 3
UNION ALL BY NAME
SELECT figure_id, measure, country, 'since' AS what, first_day // 8 AS nth, 2 AS around FROM told
"""
_FIGURES = """
WITH asked AS (
    SELECT DISTINCT measure, country, what, unnest(range(nth - around, nth + around + 1)) AS nth FROM ({batch_handles})
)
SELECT figure_id FROM ({stored_handles}) SEMI JOIN asked USING (measure, country, what, nth)
UNION
SELECT f.figure_id
FROM statistics AS f JOIN event_mentions AS m USING (event_mention_id)
SEMI JOIN batch_event_mentions AS b ON b.event_id = m.event_id
"""


def figures_beside(
    con: duckdb.DuckDBPyConnection, batch: Mapping[str, pl.DataFrame], reads: Mapping[str, tuple[str, ...]]
) -> dict[str, pl.DataFrame]:
    """The stored rows that a batch is to be linked beside, without those of its own articles.

    `batch`: articles, statistics, places, event_mentions, with the event_id that they have by now. `reads`: the columns
    to read, by table (`features.READS`). Returns these, and figure_id in statistics.
    """
    named = ("articles", "statistics", "places", "event_mentions")
    for name in named:
        con.register(f"batch_{name}", batch[name].to_arrow())
    try:
        asked = _HANDLES.format(**{name: f"batch_{name}" for name in named[:3]})
        stored = _HANDLES.format(**{name: name for name in named[:3]})
        con.execute(f"""
            CREATE OR REPLACE TEMP TABLE beside AS SELECT f.* FROM statistics AS f
            SEMI JOIN ({_FIGURES.format(batch_handles=asked, stored_handles=stored)}) AS met USING (figure_id)
            ANTI JOIN batch_articles AS b ON b.article_id = f.article_id
        """)
        return {name: _read(con, name, columns) for name, columns in reads.items()}
    finally:
        con.execute("DROP TABLE IF EXISTS beside")
        for name in named:
            con.unregister(f"batch_{name}")


def _read(con: duckdb.DuckDBPyConnection, name: str, columns: tuple[str, ...]) -> pl.DataFrame:
    """Rows of a table that those statistics refer to, or that say something of them."""
    told = ", ".join(columns)
    if name == "statistics":
        return con.execute(f"SELECT {told}, figure_id FROM beside").pl()
    actors = """
        (SELECT unnest(by_actor_ids) FROM beside UNION SELECT actor_id FROM attributions SEMI JOIN beside
        USING (statistic_id) UNION SELECT actor_id FROM actor_mentions SEMI JOIN beside USING (sentence_id))
    """
    places = """
        (SELECT place_id FROM beside UNION SELECT place_id FROM place_mentions SEMI JOIN beside USING (sentence_id))
    """
    where = {"actors": f"actor_id IN {actors}", "places": f"place_id IN {places}"}
    if name in where:
        return con.execute(f"SELECT {told} FROM {name} WHERE {where[name]}").pl()
    key = {
        "articles": "article_id", "attributions": "statistic_id", "event_mentions": "event_mention_id",
    }.get(name, "sentence_id")  # fmt: skip
    return con.execute(f"SELECT {told} FROM {name} AS t SEMI JOIN beside AS b ON b.{key} = t.{key}").pl()
