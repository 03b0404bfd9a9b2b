"""Taking an article out of the warehouse: withdrawn, its rows stay in the log; forgotten, no word does.

Either way it is one transaction and a run, and the article is not loaded again. A forgotten text is not in the file
afterwards either: the file is written anew from its rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl

from warehouse import errors, macros
from warehouse.connect import read, write
from warehouse.ddl import key_of
from warehouse.evidence import Kind, lost
from warehouse.merge import Rewritten, TableCounts, append, merge
from warehouse.neighbours import stored_rows
from warehouse.publish import Counts, moment, run_row
from warehouse.tables import ARTICLE_SCOPED, CORE, OPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from warehouse.place import Place

#: The recipe of an article that has to be coded when its source is read again.
UNCODED = "0" * 16
#: Columns of shared rows that repeat the words of one article.
_QUOTING = {"stories": ("title",)}

_EVENTS = """
SELECT e.event_id, e.event_type, e.date_start, bool_and(m.article_id IN (SELECT article_id FROM leaving)) AS gone
FROM events AS e JOIN event_mentions AS m USING (event_id)
WHERE e.event_id IN (SELECT event_id FROM event_mentions SEMI JOIN leaving USING (article_id))
GROUP BY ALL ORDER BY e.date_start NULLS LAST, e.event_id
"""
#: Stories that go on without the article that began them, as the next one would have begun them.
_STORIES = """
SELECT s.* REPLACE (a.article_id AS first_article_id, a.title AS title)
FROM stories AS s JOIN articles AS a USING (story_id)
WHERE s.first_article_id IN (SELECT article_id FROM leaving) AND a.article_id NOT IN (SELECT article_id FROM leaving)
QUALIFY row_number() OVER (PARTITION BY s.story_id ORDER BY a.published_on NULLS LAST, a.article_id) = 1
"""
#: Its copies were never coded: now they are to be, as nothing else tells what they tell.
_COPIES = f"""
SELECT * REPLACE (NULL AS duplicate_of, NULL AS copy_kind, NULL AS copy_similarity, '{UNCODED}' AS recipe)
FROM articles
WHERE duplicate_of IN (SELECT article_id FROM leaving) AND article_id NOT IN (SELECT article_id FROM leaving)
"""

#: Their texts, of which those that were there once are in the log.
_TEXTS = """
SELECT text FROM articles SEMI JOIN leaving USING (article_id)
UNION
SELECT before ->> '$.text' FROM ops.changes
WHERE table_name = 'articles' AND row_id IN (FROM leaving) AND (before ->> '$.text') IS NOT NULL
"""


@dataclass(frozen=True)
class Removed:
    """What a removal did: rows gone, by table; and what lost its evidence.

    `events_gone`: event_id, event_type, date_start of events that no other article tells; `events_left`: how many are
    still told. `actors_gone`: names of actors that nothing mentions any more. `copies`: article_ids of its copies,
    which are articles of their own now.
    """

    run_id: str
    message: str
    rows: dict[str, TableCounts]
    events_gone: pl.DataFrame
    events_left: int
    actors_gone: tuple[str, ...]
    copies: tuple[str, ...]
    #: The texts that are gone, for whoever has to find what else was made of them.
    texts: tuple[str, ...] = field(repr=False)
    #: Keys of all rows that ever were made of them.
    row_ids: tuple[str, ...] = field(repr=False)


#: What changes in the rows that stay: links to mentions that go, and of how many articles an event is told.
_LEFT = {
    "event_mentions": """
        SELECT m.event_mention_id, NULL::VARCHAR AS linked_to, NULL::DOUBLE AS link_score, NULL::VARCHAR AS link_reason
        FROM event_mentions AS m JOIN event_mentions AS gone ON gone.event_mention_id = m.linked_to
        WHERE gone.article_id IN (FROM leaving) AND m.article_id NOT IN (FROM leaving)
    """,
    "events": """
        WITH left_over AS (
            SELECT m.event_id, count(DISTINCT a.article_id) FILTER (a.duplicate_of IS NULL) AS article_count
            FROM event_mentions AS m JOIN articles AS a USING (article_id)
            WHERE a.article_id NOT IN (FROM leaving)
                AND m.event_id IN (SELECT event_id FROM event_mentions WHERE article_id IN (FROM leaving))
            GROUP BY m.event_id
        )
        SELECT event_id, l.article_count, least(e.source_count, l.article_count) AS source_count
        FROM events AS e JOIN left_over AS l USING (event_id) WHERE l.article_count < e.article_count
    """,
}


def remove(path: Place, articles: Sequence[str], *, kind: Kind, reason: str, run_id: str) -> Removed:
    """Take articles out, by article_id; what was withdrawn before can be forgotten, too.

    Raises ArticleUnknown, ArticleRemoved where one was so removed already, and what `connect.read` and `connect.write`
    raise.
    """
    with read(path):  # a warehouse that is not there is not made
        pass
    with write(path, rewritten=kind == "forgotten") as con:
        return remove_within(con, path, articles, kind=kind, reason=reason, run_id=run_id)


def remove_within(
    con: duckdb.DuckDBPyConnection, path: Place, articles: Sequence[str], *, kind: Kind, reason: str, run_id: str
) -> Removed:
    """Take articles out in a transaction of `connect.write`; see `remove`."""
    started, now = datetime.now(UTC), moment(con)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE leaving AS SELECT DISTINCT unnest(?::VARCHAR[]) AS article_id", [list(articles)]
    )
    traces = _traces(con, path, articles, kind)
    texts = tuple(str(text) for (text,) in con.execute(_TEXTS).fetchall())
    events = con.execute(_EVENTS).pl()
    actors = _names(con)
    copies = _as_declared(con, "articles", _COPIES)
    tables: dict[str, pl.DataFrame] = {name: table.create_empty() for name, table in CORE.items()}
    tables |= {"articles": copies, "stories": _as_declared(con, "stories", _STORIES)}
    leaving = con.table("leaving").pl()
    why = f"Article {', '.join(articles)} was {kind}: {reason}"
    told_on = [Rewritten(name, stored_rows(con, name, con.execute(sql).pl()), why) for name, sql in _LEFT.items()]
    rows = merge(con, tables, run_id=run_id, now=now, replaced=leaving, why=why, retold=why, rewritten=told_on)
    gone_now = events.filter("gone").drop("gone")
    gone = lost(con, rows, gone_now, actors - _names(con))
    con.execute("DELETE FROM ops.fingerprints WHERE article_id IN (SELECT article_id FROM leaving)")
    con.execute("DELETE FROM ops.removals WHERE article_id IN (SELECT article_id FROM leaving)")
    told = {"kind": kind, "removed_at": now, "run_id": run_id, "reason": reason}
    append(con, "removals", traces.with_columns(pl.lit(value).alias(name) for name, value in told.items()))
    row_ids = _own_rows(con)
    if kind == "forgotten":
        _purge(con)
        con.execute("DROP SCHEMA IF EXISTS fts_main_articles CASCADE")  # its words; `sitrep index` makes it anew
        macros.create(con)
    message = gone.message(kind, len(articles))
    counts = Counts(
        updated=sum(count.updated for count in rows.values()), deleted=sum(count.deleted for count in rows.values())
    )
    run = {
        "run_id": run_id, "started_at": started, "status": "removed", "message": message, "articles_read": 0,
        "sources": [str(uri) for uri in traces["source_uri"]], "articles_new": 0,
    }  # fmt: skip
    append(con, "runs", run_row(run, counts, now))
    return Removed(
        run_id=run_id,
        message=message,
        rows=rows,
        events_gone=gone.events,
        events_left=events.height - gone_now.height,
        actors_gone=gone.actors,
        copies=tuple(copies["article_id"]),
        texts=texts,
        row_ids=row_ids,
    )


def readmit(path: Place, articles: Sequence[str], *, kind: Kind, reason: str, run_id: str) -> str:
    """Let articles be loaded again that were withdrawn or forgotten, when their source is read; a sentence on it.

    Raises ArticleRemoved where one was not, and what `connect.read` and `connect.write` raise.
    """
    started = datetime.now(UTC)
    with read(path):  # as for `remove`
        pass
    with write(path) as con:
        found = con.execute("SELECT article_id FROM ops.removals WHERE kind = ?", [kind]).pl()["article_id"].to_list()
        for article_id in articles:
            if article_id not in found:
                raise errors.not_removed(path, article_id, kind)
        con.execute("DELETE FROM ops.removals WHERE article_id IN (SELECT unnest(?::VARCHAR[]))", [list(articles)])
        which = f"Article {articles[0]}" if len(articles) == 1 else f"Articles {', '.join(articles)}"
        message = f"{which} may be loaded again ({reason}), which the next run does that reads the source."
        run = {
            "run_id": run_id, "started_at": started, "status": "readmitted", "message": message, "articles_read": 0,
            "sources": list(articles), "articles_new": 0,
        }  # fmt: skip
        append(con, "runs", run_row(run, Counts(), moment(con)))
    return message


def removed(path: Place) -> pl.DataFrame:
    """The articles that are not to be loaded again: `ops.removals`; none where there is no warehouse yet."""
    try:
        with read(path) as con:
            # one of an earlier release is brought forward only when something is loaded
            known = con.execute("SELECT 1 FROM duckdb_tables() WHERE schema_name = 'ops' AND table_name = 'removals'")
            if known.fetchone():
                return con.table("ops.removals").pl()
    except errors.WarehouseMissing:
        pass
    return OPS["removals"].create_empty()


def _traces(con: duckdb.DuckDBPyConnection, path: Place, articles: Sequence[str], kind: Kind) -> pl.DataFrame:
    """article_id, source_uri, source_name, published_on, text_id. Raises ArticleUnknown or ArticleRemoved."""
    columns = "article_id, source_uri, source_name, published_on, text_id"
    found = con.execute(
        f"""
        SELECT {columns} FROM articles SEMI JOIN leaving USING (article_id)
        UNION ALL SELECT {columns} FROM ops.removals SEMI JOIN leaving USING (article_id) WHERE kind = 'withdrawn'
        """
    ).pl()
    before = con.execute(
        "SELECT article_id, kind, removed_at, reason FROM ops.removals SEMI JOIN leaving USING (article_id)"
    ).fetchall()
    for article_id, how, removed_at, reason in before:
        if how in ("forgotten", kind):
            raise errors.removed_before(path, article_id, how, removed_at, reason)
    for article_id in articles:
        if article_id not in found["article_id"]:
            raise errors.unknown_article(path, article_id)
    return found


def _as_declared(con: duckdb.DuckDBPyConnection, name: str, sql: str) -> pl.DataFrame:
    return con.execute(f"SELECT {', '.join(CORE[name].columns())} FROM ({sql})").pl().cast(pl.Schema(CORE[name]))


def _names(con: duckdb.DuckDBPyConnection) -> set[str]:
    return {str(name) for (name,) in con.execute("SELECT name FROM actors").fetchall()}


def _own_rows(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Keys of all rows that were ever made of the articles; all of them are in the log by now, as deleted."""
    scoped = ", ".join(f"'{name}'" for name in ARTICLE_SCOPED)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE own AS
        SELECT DISTINCT row_id FROM ops.changes
        WHERE table_name IN ({scoped}) AND (before ->> '$.article_id') IN (SELECT article_id FROM leaving)
        """
    )
    return tuple(str(key) for (key,) in con.execute("FROM own").fetchall())


def _purge(con: duckdb.DuckDBPyConnection) -> None:
    """Leave no word of the articles in the log and the rejects, but keys."""
    con.execute(
        """
        CREATE OR REPLACE TEMP TABLE named AS
        SELECT DISTINCT unnest(regexp_extract_all(before || coalesce(after, ''), '"([0-9a-f]{16})"', 1)) AS row_id
        FROM ops.changes SEMI JOIN own USING (row_id)
        """
    )
    for name, table in CORE.items():
        key = key_of(table)
        if name in ARTICLE_SCOPED:
            which = "row_id IN (FROM own)"
        else:  # what the articles shared with others that are still there is no word of theirs
            which = f"row_id IN (FROM named) AND row_id NOT IN (SELECT {key} FROM {name})"
        bare = f"json_object('{key}', row_id)::VARCHAR"
        con.execute(
            f"""
            UPDATE ops.changes SET before = {bare}, after = CASE WHEN after IS NOT NULL THEN {bare} END
            WHERE table_name = '{name}' AND {which}
            """
        )
        for column in _QUOTING.get(name, ()):
            none = f"json_object('{column}', NULL)"
            con.execute(
                f"""
                UPDATE ops.changes
                SET before = json_merge_patch(before, {none})::VARCHAR, after = json_merge_patch(after, {none})::VARCHAR
                WHERE table_name = '{name}' AND row_id IN (FROM named)
                """
            )
    con.execute(
        """
        UPDATE ops.rejects SET evidence = NULL, reason = 'Its article was forgotten.'
        WHERE article_id IN (SELECT article_id FROM leaving) OR row_id IN (FROM own)
            OR source_uri IN (SELECT source_uri FROM ops.removals SEMI JOIN leaving USING (article_id))
        """
    )
