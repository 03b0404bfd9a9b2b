"""Which column or key of a record is what; the names are data, in seeds/sources/columns.csv."""

from __future__ import annotations

import datetime as dt
import math
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import polars as pl

from flows.sources.base import Blob, RawArticle, Record, Reject, SourceSettings, admit, shortened
from seeds.loading import ROOT, read_csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BETWEEN_WORDS = re.compile(r"[\s_-]+")
WEB = re.compile(r"https?://\S+", re.IGNORECASE)
NAMES_SHOWN = 12


@cache
def known() -> dict[str, tuple[str, ...]]:
    """Map each field (`id, published, publisher, text, title, url`) to the columns that hold it, best first."""
    rows = read_csv(ROOT / "sources" / "columns.csv").sort("field", pl.col("rank").cast(pl.Int64))
    grouped = rows.group_by("field", maintain_order=True).agg("column")
    return {field: tuple(columns) for field, columns in grouped.iter_rows()}


@lru_cache(maxsize=256)
def mapping(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Map each field to those of the names that can be it, best first: case, spaces and other marks don't matter."""
    plain = {_plain(name): name for name in reversed(names)}
    keys = {field: dict.fromkeys(map(_plain, columns)) for field, columns in known().items()}
    found = {field: tuple(plain[key] for key in order if key in plain) for field, order in keys.items()}
    return {field: columns for field, columns in found.items() if columns}


def record(values: Mapping[str, object], blob: Blob, row: int | None, settings: SourceSettings) -> Record:
    """Return the article that a record holds; `row` is its place in the blob, from 1; None if it is alone in it."""
    uri, name = numbered(blob, row)
    fields = mapping(tuple(values))
    text = _value(values, fields.get("text", ()))
    if text is None:
        return without_text(uri, values)
    url = _value(values, fields.get("url", ()))
    article = RawArticle(
        source_uri=url.strip() if url and WEB.fullmatch(url.strip()) else uri,
        source_name=(_value(values, fields.get("id", ())) or name).strip(),
        text=text,
        title=_value(values, fields.get("title", ())),
        published=_value(values, fields.get("published", ())),
        publisher=_value(values, fields.get("publisher", ())),
    )
    return admit(article, settings)


def numbered(blob: Blob, row: int | None) -> tuple[str, str]:
    """Return where and under what name a row of a blob is: `uri#row`, `name#row`."""
    tail = "" if row is None else f"#{row}"
    return blob.uri + tail, blob.name + tail


def without_text(uri: str, values: Mapping[str, object]) -> Reject:
    """Return the reject for a record whose text is missing or empty."""
    present = mapping(tuple(values)).get("text", ())
    if present:
        reason = f"{uri} has no text in {listed(present)}: fill it in or leave the record out."
    else:
        reason = f"{uri} has no text: it has {listed(values)}, none of {listed(known()['text'])}; rename one."
    return Reject(rule="no_text", source_uri=uri, reason=reason, evidence=_shown(values))


def listed(names: Iterable[str]) -> str:
    """Return names for a sentence, the first dozen of them."""
    shown = [shortened(name[:40]) or "''" for name in names]
    more = f" and {len(shown) - NAMES_SHOWN} more" if len(shown) > NAMES_SHOWN else ""
    return ", ".join(shown[:NAMES_SHOWN]) + more if shown else "no columns"


def _shown(values: Mapping[str, object]) -> str | None:
    pairs = list(values.items())[:NAMES_SHOWN]
    return shortened("; ".join(f"{name}: {as_text(value)}" for name, value in pairs))


def _plain(name: str) -> str:
    return BETWEEN_WORDS.sub("", name).lower()


def _value(values: Mapping[str, object], names: Iterable[str]) -> str | None:
    texts = (as_text(values[name]) for name in names)
    return next((text for text in texts if text and text.strip()), None)


def as_text(value: object) -> str | None:
    """Return a cell as text: numbers as digits, days and instants in ISO form, a list of strings as lines.

    Of a nested record only its `name` is taken, as in `{"source": {"id": ..., "name": ...}}`. Anything else is None.
    """
    result: str | None = None
    match value:
        case str():
            result = value
        case int() | float() if not isinstance(value, bool) and not math.isnan(value):
            result = str(value)
        case dt.date():
            result = value.isoformat()
        case list() if all(isinstance(item, str) for item in value):
            result = "\n".join(value)
        case {"name": str(name)}:
            result = name
    return result
