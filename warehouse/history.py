"""What the warehouse held at an earlier time: macros made from the declarations.

A row with `recorded_at` up to that time is still as it was. What was changed later stands in `ops.changes`: the
earliest `before` after it undoes that, and tells when the state it leads to was recorded. See docs/history.md.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from warehouse import ddl, views
from warehouse.ddl import duckdb_type, key_of, literal
from warehouse.tables import CORE, STORED

if TYPE_CHECKING:
    import duckdb

#: Macros that show a view as it was, by the name of the view.
OF_VIEWS = {
    "figures_as_of": "statistic_records",
    "figure_claims_as_of": "figure_claims",
    "event_records_as_of": "event_records",
}
#: Every macro of this module, and its example.
MACROS = (*(f"{name}_as_of" for name in CORE), *OF_VIEWS)

# A day stands for its end: what was known on it is what was known when it was over.
_MOMENT = """
CASE typeof(ts)
    WHEN 'DATE' THEN ts::TIMESTAMP + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND
    WHEN 'TIMESTAMP WITH TIME ZONE' THEN make_timestamp(epoch_us(try_cast(ts::VARCHAR AS TIMESTAMPTZ)))
    ELSE ts::TIMESTAMP
END"""

_AS_OF = """
CREATE OR REPLACE MACRO {name}_as_of(ts) AS TABLE
WITH later AS (
    -- what was done to a row after that time, up to the first time it went
    SELECT row_id, changed_at, action, before::JSON AS before
    FROM ops.changes
    WHERE table_name = '{name}' AND changed_at > {moment}
    QUALIFY count(*) FILTER (action = 'delete')
        OVER (PARTITION BY row_id ORDER BY changed_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) = 0
),
undone AS (
    SELECT
        row_id,
        list(before ORDER BY changed_at DESC) AS befores,
        bool_or(action = 'delete') AS went,
        arg_min(before ->> '$.recorded_at', changed_at)::TIMESTAMP AS recorded_at
    FROM later
    GROUP BY row_id
)
SELECT {columns}
FROM {name}
WHERE recorded_at <= {moment}
UNION ALL
SELECT unnest(was)
FROM (
    SELECT from_json(
        list_reduce(
            CASE WHEN u.went THEN u.befores ELSE list_prepend(to_json(t), u.befores) END,
            lambda later_state, before: json_merge_patch(later_state, before)
        ),
        {structure}
    ) AS was
    FROM undone AS u
    LEFT JOIN {name} AS t ON t.{key} = CASE WHEN NOT u.went THEN u.row_id END  -- one condition: a hash join
    WHERE u.recorded_at <= {moment}
)
"""


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Make or replace every macro with its comment; inside the caller's transaction, after tables and views."""
    for name in CORE:
        ddl.run(con, _of_table(name))
        told = f"The rows of {name} as the warehouse had them at a time (UTC; a DATE: at the end of that day)"
        ddl.run(con, f"COMMENT ON MACRO TABLE {name}_as_of IS {literal(told)}")
    for macro, view in OF_VIEWS.items():
        ddl.run(con, _of_view(con, macro, view))
        told = f"The rows of {view} as the warehouse had them at a time (UTC; a DATE: at the end of that day)"
        ddl.run(con, f"COMMENT ON MACRO TABLE {macro} IS {literal(told)}")


def example(macro: str) -> str:
    """The query that shows how a macro is used."""
    return f"SELECT * FROM {macro}(now() - INTERVAL 7 DAY)"


def _of_table(name: str) -> str:
    columns = STORED[name].columns()
    structure = {column: _json_type(duckdb_type(told.dtype)) for column, told in columns.items()}
    return _AS_OF.format(
        name=name,
        key=key_of(CORE[name]),
        moment=_MOMENT,
        columns=", ".join(columns),
        structure=literal(json.dumps(structure)),
    )


def _json_type(kind: str) -> str | list[str]:
    """A type as from_json reads it: a list is a list of one."""
    return [kind.removesuffix("[]")] if kind.endswith("[]") else kind


def _of_view(con: duckdb.DuckDBPyConnection, macro: str, view: str) -> str:
    """The statement of a view, with every core table in it as of `ts`."""

    def as_of(found: re.Match[str]) -> str:
        keyword, table, alias = found.groups()
        return f"{keyword} {table}_as_of(ts){alias or f' AS {table}'}"

    tables = "|".join(CORE)
    query = re.sub(rf"\b(FROM|JOIN)\s+({tables})\b(\s+AS\s+\w+)?", as_of, views.query_of(con, view))
    return f"CREATE OR REPLACE MACRO {macro}(ts) AS TABLE {query}"
