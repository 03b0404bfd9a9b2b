"""What the warehouse holds that rows of a batch may be one with: found by what they share, never by reading it all.

Event mentions: of a kind, a status and overlapping days, that share a place, a participant, a state or a name, or a day
in one country; with them all mentions of their events. Articles: of nearby days, that share an actor or a place and
stand near each other among those that do; with them the articles of their stories, without text. This is wider than
what linking compares (`transforms.merge.blocks`), as names are folded here in SQL; it never is narrower.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from warehouse.tables import CORE
from warehouse.tables.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import duckdb

#: Columns of the tables of a batch that are looked at here.
_BATCH = {
    "articles": ("article_id", "published_on", "duplicate_of"),
    "event_mentions": (
        "event_mention_id", "article_id", "event_type", "event_mode", "status", "date_start", "date_end", "place_id",
    ),
    "event_participants": ("event_mention_id", "actor_id"),
    "actors": ("actor_id", "name", "kind", "country", "sector"),
    "places": ("place_id", "country", "feature"),
    "actor_mentions": ("article_id", "actor_id"),
    "place_mentions": ("article_id", "place_id"),
}  # fmt: skip
_LINKS = ("event_mention_id", "event_id", "linked_to", "link_score", "link_reason")

# The kind, the status and the days (a guess where none is told) of mentions, a row for each month that they touch.
_MONTHS = """
SELECT *, unnest(range(first_day // 30, last_day // 30 + 1)) AS month
FROM (
    SELECT m.event_mention_id, m.article_id, m.status, m.place_id,
        coalesce(k.kind, m.event_type || ' ' || coalesce(m.event_mode, '')) AS kind,
        coalesce(m.date_start, a.published_on - $recent) - DATE '1970-01-01' AS first_day,
        coalesce(m.date_end, a.published_on) - DATE '1970-01-01' AS last_day,
        if(m.date_start = m.date_end, m.date_start, NULL) AS only_day
    FROM {event_mentions} AS m JOIN {articles} AS a USING (article_id)
    LEFT JOIN kinds AS k ON k.event_type = m.event_type AND k.event_mode = coalesce(m.event_mode, '')
    WHERE m.date_start IS NOT NULL OR m.status = 'actual'
)
WHERE last_day - first_day <= 366
"""
# What such a row is found by: a handle.
_HANDLES = """
WITH told AS ({months}), who AS (
    SELECT t.*, w.actor_id, w.name, w.kind AS actor_kind, w.country, w.sector,
        string_split(string_split(w.name, ' of ')[1], ' ')[-1] AS last_name
    FROM told AS t JOIN {event_participants} USING (event_mention_id) JOIN {actors} AS w USING (actor_id)
), handles AS (
    SELECT told.*, 'place ' || place_id AS handle FROM told JOIN {places} AS p USING (place_id)
    WHERE p.feature <> 'country'
    UNION ALL BY NAME
    SELECT told.*, 'day ' || p.country || only_day AS handle FROM told JOIN {places} AS p USING (place_id)
    UNION ALL BY NAME
    SELECT * EXCLUDE (actor_id), 'actor ' || actor_id AS handle FROM who
    UNION ALL BY NAME
    SELECT *, 'day ' || country || only_day AS handle FROM who
    UNION ALL BY NAME
    SELECT *, 'state ' || country AS handle FROM who
    WHERE actor_kind IN ('government', 'military') OR sector IN ('GOV', 'MIL', 'COP', 'SPY', 'JUD', 'LEG', 'PRM')
    UNION ALL BY NAME
    SELECT *, 'name ' || regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        lower(last_name), '^children$', 'child'), 'men$', 'man'), 'ies$', 'y'), '([^s])s$', '\\1') AS handle
    FROM who WHERE actor_kind IN ('person', 'population') OR regexp_matches(last_name, '^[^A-Z]')
)
SELECT event_mention_id, kind, status, month, first_day, last_day, handle FROM handles WHERE handle IS NOT NULL
"""
_WANTED = """
CREATE TEMP TABLE wanted AS
SELECT kind, status, month, handle, min(first_day) AS first_day, max(last_day) AS last_day
FROM ({batch_handles}) GROUP BY ALL
"""
_SAME = "s.kind = w.kind AND s.status = w.status AND s.month = w.month"
_OVERLAPS = "s.first_day <= w.last_day AND s.last_day >= w.first_day"
# The mentions of about the days that are wanted: few in a long archive, so that handles are made for few.
_ABOUT = f"""
SELECT s.* FROM ({{stored_months}}) AS s SEMI JOIN (
    SELECT kind, status, month, min(first_day) AS first_day, max(last_day) AS last_day FROM wanted GROUP BY ALL
) AS w ON {_SAME} AND {_OVERLAPS}
WHERE s.article_id NOT IN (SELECT article_id FROM batch_articles)
"""
_MET = f"""
CREATE TEMP TABLE met AS
SELECT DISTINCT event_mention_id
FROM ({{stored_handles}}) AS s SEMI JOIN wanted AS w ON {_SAME} AND s.handle = w.handle AND {_OVERLAPS}
"""
_BESIDE = """
CREATE TEMP TABLE beside AS
WITH events_met AS (
    SELECT event_id FROM event_mentions WHERE event_mention_id IN (
        SELECT event_mention_id FROM met UNION ALL SELECT event_mention_id FROM also
    ) OR article_id IN (SELECT article_id FROM batch_articles)
    UNION SELECT event_id FROM own_events
)
SELECT event_mention_id, article_id, article_id IN (SELECT article_id FROM batch_articles) AS is_of_batch
FROM event_mentions SEMI JOIN events_met USING (event_id)
"""
# Which article tells of which actor or place (the id of either), and on which day it was published.
_TOLD = """
WITH dated AS (
    SELECT article_id, published_on - DATE '1970-01-01' AS published FROM {articles}
    WHERE duplicate_of IS NULL AND published_on IS NOT NULL AND {of_articles}
)
SELECT DISTINCT article_id, published, actor_id AS what
FROM {actor_mentions} JOIN dated USING (article_id) JOIN {actors} AS w USING (actor_id)
WHERE w.kind <> 'media' AND {of_rows}
UNION ALL BY NAME
SELECT DISTINCT article_id, published, place_id AS what
FROM {place_mentions} JOIN dated USING (article_id) JOIN {places} AS p USING (place_id)
WHERE p.feature <> 'country' AND {of_rows}
"""
_ASKED = """
CREATE TEMP TABLE asked AS
WITH own AS ({of_batch})
SELECT article_id, published, what, unnest([published // $days - 1, published // $days, published // $days + 1]) AS part
FROM own
"""
_NEAR = """
CREATE TEMP TABLE near AS
WITH lined AS (
    SELECT *, row_number() OVER (PARTITION BY what ORDER BY published, article_id) AS spot
    FROM (
        SELECT DISTINCT article_id, published, what, true AS is_own FROM asked
        UNION ALL BY NAME SELECT *, false AS is_own FROM ({of_stored})
    )
), placed AS (
    SELECT article_id, is_own,
        spot - max(if(is_own, spot, NULL)) OVER (PARTITION BY what ORDER BY spot) AS behind,
        min(if(is_own, spot, NULL)) OVER (PARTITION BY what ORDER BY spot DESC) - spot AS ahead
    FROM lined
)
SELECT DISTINCT article_id FROM placed WHERE NOT is_own AND least(behind, ahead) <= $most
UNION SELECT article_id FROM beside WHERE NOT is_of_batch
UNION SELECT duplicate_of FROM batch_articles AS b
WHERE duplicate_of IS NOT NULL AND duplicate_of NOT IN (SELECT article_id FROM batch_articles)
"""
_STORIES = """
CREATE TEMP TABLE of_stories AS
SELECT article_id FROM articles
WHERE article_id NOT IN (SELECT article_id FROM batch_articles) AND (
    article_id IN (FROM near) OR story_id IN (
        SELECT story_id FROM articles
        WHERE article_id IN (FROM near) OR article_id IN (SELECT article_id FROM batch_articles)
        UNION SELECT story_id FROM own_stories
    )
)
"""
_OF_MENTION = "event_mention_id IN (SELECT event_mention_id FROM beside WHERE NOT is_of_batch)"
_WHOSE = {
    "articles": "article_id IN (SELECT article_id FROM of_stories)",
    "event_mentions": _OF_MENTION,
    "sentences": f"sentence_id IN (SELECT sentence_id FROM event_mentions WHERE {_OF_MENTION})",
    "actor_mentions": "article_id IN (FROM near)",
    "place_mentions": "article_id IN (FROM near)",
    **dict.fromkeys(("event_participants", "statistics", "attributions"), _OF_MENTION),
}
#: The temporary tables, as they are where nothing is stored.
_NONE = {
    "wanted": "handle VARCHAR",
    "met": "event_mention_id VARCHAR",
    "beside": "event_mention_id VARCHAR, article_id VARCHAR, is_of_batch BOOLEAN",
    "asked": "what VARCHAR",
    "near": "article_id VARCHAR",
    "of_stories": "article_id VARCHAR",
}


@dataclass(frozen=True)
class Neighbours:
    """What is stored beside a batch.

    `tables`: rows of core tables, of other articles than the batch's, with the columns asked for; `articles` have no
    text but those that may be of one story with the batch's. `links`: event_mention_id, event_id, linked_to,
    link_score, link_reason of all those event mentions and of the stored ones of the batch's articles; `before`: of the
    latter the columns asked for of event_mentions, `participants` theirs (event_mention_id, role, actor_id).
    `stories`: article_id, story_id, recipe of `articles` and the batch's, as stored.
    """

    tables: dict[str, pl.DataFrame]
    links: pl.DataFrame
    before: pl.DataFrame
    participants: pl.DataFrame
    stories: pl.DataFrame


def neighbours(
    con: duckdb.DuckDBPyConnection,
    batch: Mapping[str, pl.DataFrame],
    columns: Mapping[str, tuple[str, ...]],
    *,
    kinds: pl.DataFrame,
    recent: int,
    days: int,
    most: int,
    also: pl.Series,
) -> Neighbours:
    """Find what is stored beside a batch; inside the caller's transaction.

    `columns`: what to read of which table. `kinds`: event_type, event_mode ("" for none), kind. `recent`: days before
    publication in which an act without a date is looked for. `days`, `most`: how far apart articles of one story are
    published, and with how many that share a thing an article is compared. `also`: event_mention_ids to find, too.
    """
    given = {name: batch[name].select(wanted) for name, wanted in _BATCH.items()}
    given["own_events"] = given["event_mentions"].select(event_id=id_of("event_mention_id"))
    given["own_stories"] = given["articles"].select(story_id=id_of("article_id"))
    given["kinds"] = kinds
    given["also"] = pl.DataFrame({"event_mention_id": also}, {"event_mention_id": pl.String})
    names = {name: f"batch_{name}" if name in _BATCH else name for name in given}
    for name, frame in given.items():
        con.register(names[name], frame)
    try:
        _find(con, recent=recent, days=days, most=most)
        return _read(con, columns)
    finally:
        for name in names.values():
            con.unregister(name)
        for name in _NONE:
            con.execute(f"DROP TABLE IF EXISTS temp.{name}")


def _find(con: duckdb.DuckDBPyConnection, *, recent: int, days: int, most: int) -> None:
    if con.execute("SELECT 1 FROM articles LIMIT 1").fetchone() is None:
        for name, table in _NONE.items():
            con.execute(f"CREATE TEMP TABLE {name} ({table})")
        return
    own = {name: f"batch_{name}" for name in _BATCH}
    core = {name: name for name in _BATCH}
    con.execute(_WANTED.format(batch_handles=_HANDLES.format(months=_MONTHS.format(**own), **own)), {"recent": recent})
    about = _ABOUT.format(stored_months=_MONTHS.format(**core))
    con.execute(_MET.format(stored_handles=_HANDLES.format(months=about, **core)), {"recent": recent})
    con.execute(_BESIDE)
    of_batch = _TOLD.format(**own, of_articles="true", of_rows="true")
    con.execute(_ASKED.format(of_batch=of_batch), {"days": days})
    is_other = "article_id NOT IN (SELECT article_id FROM batch_articles)"
    of_stored = _TOLD.format(
        **core,
        of_articles=f"published // $days IN (SELECT part FROM asked) AND {is_other}",
        of_rows="(what, published // $days) IN (SELECT what, part FROM asked)",
    )
    con.execute(_NEAR.format(of_stored=of_stored), {"days": days, "most": most})
    con.execute(_STORIES)


def _read(con: duckdb.DuckDBPyConnection, columns: Mapping[str, tuple[str, ...]]) -> Neighbours:
    def rows(wanted: Iterable[str], name: str, where: str) -> pl.DataFrame:
        return con.execute(f"SELECT DISTINCT {', '.join(wanted)} FROM {name} WHERE {where}").pl()

    tables = {name: rows(_told(name, columns[name]), name, where) for name, where in _WHOSE.items()}
    for name, key in (("actors", "actor_id"), ("places", "place_id")):
        used = pl.concat([frame[key] for frame in tables.values() if key in frame.columns]).unique()
        con.register("used_ids", used.to_frame())
        tables[name] = rows(columns[name], name, f"{key} IN (FROM used_ids)")
        con.unregister("used_ids")
    of_batch = "event_mention_id IN (SELECT event_mention_id FROM beside WHERE is_of_batch)"
    known = "article_id IN (SELECT article_id FROM of_stories UNION ALL SELECT article_id FROM batch_articles)"
    return Neighbours(
        tables,
        links=rows(_LINKS, "event_mentions", "event_mention_id IN (SELECT event_mention_id FROM beside)"),
        before=rows(columns["event_mentions"], "event_mentions", of_batch),
        participants=rows(("event_mention_id", "role", "actor_id"), "event_participants", of_batch),
        stories=rows(("article_id", "story_id", "recipe"), "articles", known),
    )


def _told(name: str, wanted: Iterable[str]) -> Iterator[str]:
    for column in wanted:
        is_text = (name, column) == ("articles", "text")
        yield "if(article_id IN (FROM near), text, '') AS text" if is_text else column


def stored_rows(con: duckdb.DuckDBPyConnection, name: str, changed: pl.DataFrame) -> pl.DataFrame:
    """Whole rows of core table `name` with some columns as in `changed` (the key and those columns)."""
    (key,) = CORE[name].primary_key()
    con.register("changed_rows", changed)
    told = [f"{'i' if column in changed.columns else 't'}.{column}" for column in CORE[name].columns()]
    rows = con.execute(f"SELECT {', '.join(told)} FROM {name} AS t JOIN changed_rows AS i USING ({key})").pl()
    con.unregister("changed_rows")
    return rows
