"""Which articles of the warehouse a new one could be a copy of, found by the bands of their fingerprints.

One join of the new articles' bands with all that are stored: time grows with the size of the warehouse only as fast as
reading 512 bytes an article does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse import migrations
from warehouse.connect import change, read
from warehouse.ddl import duckdb_type
from warehouse.merge import overwrite
from warehouse.tables import OPS

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb
    import polars as pl

    from warehouse.place import Place

_AT_ONCE = 5_000

_CANDIDATES = """
WITH new_bands AS (
    SELECT article_id AS new_id, fingerprint_version, unnest(bands) AS band FROM new_articles
), stored AS (
    SELECT article_id, fingerprint_version, unnest(bands) AS band FROM ops.fingerprints
), alike AS (
    SELECT article_id FROM stored JOIN new_bands USING (fingerprint_version, band)
    GROUP BY article_id, new_id HAVING count(*) >= $shared_bands
), met AS (
    SELECT article_id FROM alike
    UNION SELECT article_id FROM new_articles
    UNION SELECT article_id FROM articles WHERE text_id IN (SELECT text_id FROM new_articles)
), wanted AS (
    SELECT article_id FROM met
    UNION SELECT duplicate_of FROM articles WHERE article_id IN (SELECT article_id FROM met)
)
SELECT a.article_id, a.text_id, a.duplicate_of, a.published_on, a.text, f.fingerprint_version,
    f.signature::{signature} AS signature, f.bands::{bands} AS bands
FROM articles AS a SEMI JOIN wanted USING (article_id) LEFT JOIN ops.fingerprints AS f USING (article_id)
ORDER BY a.article_id
"""
_LACKING = """
SELECT article_id, text FROM articles ANTI JOIN (
    SELECT article_id FROM ops.fingerprints WHERE fingerprint_version = $version
) USING (article_id) ORDER BY article_id LIMIT $limit
"""


def complete(path: Place, version: str, make: Callable[[pl.DataFrame], pl.DataFrame]) -> int:
    """Give every stored article a fingerprint of this version, where it has none; how many lacked one.

    `make`: from article_id, text to `ops.fingerprints`. A warehouse of an earlier version is brought to today's first.
    Nothing is written where nothing is lacking. Raises what `connect.read` and `connect.change` raise.
    """
    with read(path) as con:
        is_old = migrations.version_of(con, path) < migrations.VERSION
        if not is_old and not lacking(con, version, limit=1).height:
            return 0

    def fill(con: duckdb.DuckDBPyConnection) -> int:
        made = 0
        while (articles := lacking(con, version, limit=_AT_ONCE)).height:
            overwrite(con, "fingerprints", make(articles))
            made += articles.height
        return made

    return change(path, fill)


def candidates(con: duckdb.DuckDBPyConnection, new: pl.DataFrame, *, shared_bands: int) -> pl.DataFrame:
    """The stored articles that new ones could be copies of, the originals of those, and the new ones that are stored.

    `new`: article_id, text_id, fingerprint_version, bands. Returns article_id, text_id, duplicate_of, published_on,
    text, fingerprint_version, signature, bands; the last three NULL where an article has no fingerprint yet.
    """
    table = OPS["fingerprints"].columns()
    types = {name: duckdb_type(table[name].dtype) for name in ("signature", "bands")}
    con.register("new_articles", new.select("article_id", "text_id", "fingerprint_version", "bands"))
    found = con.execute(_CANDIDATES.format(**types), {"shared_bands": shared_bands}).pl()
    con.unregister("new_articles")
    return found


def lacking(con: duckdb.DuckDBPyConnection, version: str, *, limit: int) -> pl.DataFrame:
    """Stored articles (article_id, text) without a fingerprint of this version, at most `limit`, by id."""
    return con.execute(_LACKING, {"version": version, "limit": limit}).pl()
