"""The full-text index of articles, made with DuckDB's fts extension out of its package: nothing is fetched.

It is not kept by a load, which it would make several times as long: `sitrep index` makes it anew. Until it does, an
article loaded since is found by reading it (`macros/indexed/search_articles.sql`), and without an index all are.
To read the index takes plain SQL only, so a warehouse that has one is as open to others as before.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import macros
from warehouse.connect import write
from warehouse.ddl import literal
from warehouse.errors import WarehouseError, missing
from warehouse.place import Lake

if TYPE_CHECKING:
    import duckdb

    from warehouse.place import Place

#: What parts words, as in the macros; accents stay, and no word is left out or cut to its stem.
_OPTIONS = (
    r"stemmer = 'none', stopwords = 'none', ignore = '[^\p{L}\p{N}]+', strip_accents = 0, lower = 1, overwrite = 1"
)


class SearchUnfit(WarehouseError):
    """The package that makes the index is not there."""


def index(place: Place) -> int:
    """Make the index of title and text of all articles anew, and give how many those are.

    Raises SearchUnfit without the extension's package or for a lake, WarehouseMissing, and what `connect.write` raises.
    """
    if isinstance(place, Lake):
        raise SearchUnfit(f"The lake {place} can't hold a full-text index; search_articles() reads the texts there.")
    if not place.exists():
        raise missing(place)
    with write(place) as con:
        _load_extension(con)
        con.execute(f"PRAGMA create_fts_index('articles', 'article_id', 'title', 'text', {_OPTIONS})")
        # By word instead of by article, a search reads only the part of the table that holds its words.
        con.execute(
            "CREATE OR REPLACE TABLE fts_main_articles.terms AS"
            " SELECT docid, fieldid, termid FROM fts_main_articles.terms ORDER BY termid, docid"
        )
        con.execute("CREATE OR REPLACE TABLE fts_main_articles.made AS SELECT count(*) AS runs FROM ops.runs")
        macros.create(con)
        (articles,) = con.execute("SELECT num_docs FROM fts_main_articles.stats").fetchone() or (0,)
        return int(articles)


def _load_extension(con: duckdb.DuckDBPyConnection) -> None:
    (version,) = con.execute("SELECT library_version FROM pragma_version()").fetchone() or ("",)
    found = find_spec("duckdb_extension_fts")
    file = (
        Path(found.origin).parent / "extensions" / str(version) / "fts.duckdb_extension"
        if found and found.origin
        else None
    )
    if file is None or not file.is_file():
        raise SearchUnfit(
            f"An index needs the package duckdb-extension-fts for DuckDB {version}; install it, or search without one."
        )
    con.execute(f"LOAD {literal(str(file))}")
