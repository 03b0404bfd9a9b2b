"""The situation report: what the warehouse holds, as one page to open from disk.

Plain HTML and CSS without anything from the network; all text of articles is escaped.
"""

from __future__ import annotations

import functools
import http.server
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup, escape

from expectations import site as site_of_checks
from flows.errors import UsageError
from flows.server import LOOPBACK
from warehouse import connect

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.place import Place

INDEX = "index.html"
EVENTS, FIGURES, ACTORS, REJECTS, RUNS = 100, 40, 40, 20, 10
Row = dict[str, Any]

_TOTALS = """
SELECT
    (SELECT count(*) FROM articles) AS articles,
    (SELECT count(*) FROM event_mentions) AS events,
    (SELECT count(*) FROM statistics) AS figures,
    (SELECT count(*) FROM actor_records) AS actors,
    (SELECT count(*) FROM ops.rejects) AS refused,
    (SELECT min(published_on) FROM articles) AS first_day,
    (SELECT max(published_on) FROM articles) AS last_day
"""
_TYPES = """
SELECT event_type, any_value(quad_code) AS quad_code, count(*) AS events
FROM event_mentions GROUP BY event_type ORDER BY events DESC, event_type
"""
_EVENTS = """
SELECT
    r.event_type, r.event_mode, r.quad_code, r.status, r.date_start, r.date_end, r.date_precision, r.place_name,
    r.place_country, r.actor_names, r.recipient_names, r.attributed_to, r.source_name, r.published_on,
    s.text AS sentence, r.start_char - s.start_char AS mark_start, r.end_char - s.start_char AS mark_end
FROM event_records AS r
JOIN event_mentions AS m USING (event_mention_id)
JOIN sentences AS s USING (sentence_id)
ORDER BY coalesce(r.date_start, r.published_on) DESC NULLS LAST, r.article_id, r.start_char
LIMIT $events
"""
_FIGURES = """
WITH figures AS (
    SELECT figure_id, bool_or(contested) AS differs, count(*) AS claims
    FROM figure_claims GROUP BY figure_id ORDER BY differs DESC, claims DESC, figure_id LIMIT $figures
)
SELECT
    figure_id, measure, subject_country, place_country, period_start, period_end, claimant, value, low, high,
    article_count, last_published, contested, figure_low, figure_best, figure_high
FROM figure_claims JOIN figures USING (figure_id)
ORDER BY differs DESC, claims DESC, figure_id, value DESC, claimant, last_published
"""
_ACTORS = """
WITH parts AS (
    SELECT actor_id, count(*) FILTER (role = 'actor') AS acts, count(*) FILTER (role = 'recipient') AS receives
    FROM event_participants GROUP BY actor_id
),
told AS (SELECT actor_id, count(*) AS claims FROM attributions GROUP BY actor_id)
SELECT
    a.name, a.kind, a.country, a.sector, a.article_count,
    coalesce(parts.acts, 0) AS acts, coalesce(parts.receives, 0) AS receives, coalesce(told.claims, 0) AS claims
FROM actor_records AS a
LEFT JOIN parts USING (actor_id)
LEFT JOIN told USING (actor_id)
ORDER BY a.article_count DESC, acts + receives + claims DESC, a.name, a.actor_id
LIMIT $actors
"""
_REJECTS = """
SELECT stage, rule, reason FROM ops.rejects JOIN ops.runs USING (run_id)
ORDER BY started_at DESC, rule, reason LIMIT $rejects
"""
_RUNS = """
SELECT started_at, status, articles_read, articles_new, rows_inserted, rows_updated, rows_deleted, rejects, message
FROM ops.runs ORDER BY started_at DESC, run_id LIMIT $runs
"""


@dataclass(frozen=True)
class Figure:
    """One figure and who says what of it; each claim is a row of figure_claims."""

    head: Row
    claims: list[Row]


def write(warehouse: Place, site: Path, validation: Path) -> Path:
    """Write the page into the folder `site` and return its path, and the index of the validation reports.

    Raises WarehouseError where there is no warehouse to tell of, and OSError.
    """
    with connect.read(warehouse) as con:

        def rows(sql: str, **limits: int) -> list[Row]:
            return con.execute(sql, limits).pl().to_dicts()

        content = {
            "totals": rows(_TOTALS)[0],
            "types": rows(_TYPES),
            "events": rows(_EVENTS, events=EVENTS),
            "figures": _figures(rows(_FIGURES, figures=FIGURES)),
            "actors": rows(_ACTORS, actors=ACTORS),
            "rejects": rows(_REJECTS, rejects=REJECTS),
            "runs": rows(_RUNS, runs=RUNS),
        }
        checks = site_of_checks.index(validation, con.execute("SELECT * FROM ops.runs").pl())
    page = _template().render(
        content,
        validation=os.path.relpath(checks, site),
        warehouse=warehouse.name,
    )
    site.mkdir(parents=True, exist_ok=True)
    index = site / INDEX
    draft = site / f".{INDEX}.{os.getpid()}"
    draft.write_text(page, encoding="utf-8")
    draft.replace(index)
    return index


def serve(folder: Path, port: int, say: Callable[[str], object]) -> None:
    """Serve the two report folders below `folder` on loopback until Ctrl-C. Raises UsageError for a port in use."""
    handler = functools.partial(_Reports, directory=str(folder))
    try:
        web = http.server.ThreadingHTTPServer((LOOPBACK, port), handler)
    except OSError as error:
        raise UsageError(
            f"Port {port} of {LOOPBACK} can't be used ({error.strerror}); set SITREP_REPORT_PORT to another."
        ) from error
    with web:
        say(f"on http://{LOOPBACK}:{web.server_address[1]}/report/ until Ctrl-C")
        thread = threading.Thread(target=web.serve_forever, daemon=True)
        thread.start()
        try:
            thread.join()
        except KeyboardInterrupt:
            web.shutdown()


class _Reports(http.server.SimpleHTTPRequestHandler):
    """Files of the reports and nothing else of the folder, which holds the warehouse too."""

    def translate_path(self, path: str) -> str:
        """A path outside the reports is one that does not exist."""
        target = Path(super().translate_path(path)).resolve()
        root = Path(self.directory).resolve()
        inside = any(target.is_relative_to(root / name) for name in ("report", "validation"))
        return str(target) if inside else str(root / "report" / "no-such-page")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing."""


def _figures(claims: list[Row]) -> list[Figure]:
    grouped: dict[str, list[Row]] = {}
    for claim in claims:
        grouped.setdefault(claim["figure_id"], []).append(claim)
    return [Figure(rows[0], rows) for rows in grouped.values()]


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {"number": number, "span": period, "names": names, "marked": marked}
    return environment.get_template("report.html.j2")


def number(value: float | None) -> str:
    """A count for people: 3,600,000; NULL is a dash."""
    return "–" if value is None else f"{value:,.10g}" if value % 1 else f"{value:,.0f}"


def period(row: Row, start: str, end: str) -> str:
    """The days of a row: one, from to, or nothing."""
    first, last = row[start], row[end]
    if first is None:
        return "" if last is None else f"until {last}"
    return str(first) if last in (None, first) else f"{first} to {last}"


def names(values: list[str] | None) -> str:
    """A list of names in a cell."""
    return ", ".join(values or [])


def marked(event: Row) -> Markup:
    """The sentence of an event with its trigger marked."""
    sentence, start, end = event["sentence"], event["mark_start"], event["mark_end"]
    return Markup("{}<mark>{}</mark>{}").format(sentence[:start], sentence[start:end], escape(sentence[end:]))
