"""The cases of tests/examples: short articles with the rows that they must give, read and coded.

A case is a folder with `article.txt` (its date in front, as in the sample articles) and `expected.toml`:

    about = "what the case is about"
    [[events]]                          # every event, with trigger (words of the text) and type
    trigger = "shelled"
    type = "ASSAULT"
    mode = "heavy-weapons"              # "" says: none
    actors = ["SYR|Syrian troops"]      # one string a participant: a name, words of the text or a country; any will do
    recipients = []
    status = "actual"
    date = "2020-03-02"                 # and date_end, precision; "" says: none
    place = "Idlib"
    claim = ["TUR|defence ministry"]    # [] says: the article's own voice
    optional = true                     # may be missing, too; so for statistics
    [[statistics]]                      # every figure: text, measure, value, low, high, qualifier, kind, claim
    [[actors]]                          # some of those that take part: name (alternatives), country, sector

What an event or a figure leaves out is not compared. All cases are coded in one batch, as the parse is what costs.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from flows.sources.raw import HEADER
from transforms.frames import RAW_ARTICLES
from transforms.pipeline import transform

EXAMPLES = Path(__file__).parent / "examples"
PUBLISHED = "2020-03-04"
TODAY = date(2030, 1, 1)  # no case is later
RECIPE = "0123456789abcdef"
LISTS = ("events", "statistics", "actors")
Row = dict[str, Any]


class CaseError(Exception):
    """A case that can't be read, or that expects what its text can't give."""


@dataclass(frozen=True)
class Case:
    """One article with what it must give; `events`, `statistics` and `actors` as the file has them."""

    name: str
    text: str
    published: str
    events: list[Row] = field(default_factory=list)
    statistics: list[Row] = field(default_factory=list)
    actors: list[Row] = field(default_factory=list)

    @property
    def prefix(self) -> str:
        """What the name begins with: the kind of case."""
        return self.name.replace("-", "_").split("_")[0]

    @property
    def is_silent(self) -> bool:
        """Whether it must give no event."""
        return not any(not event.get("optional") for event in self.events)


@dataclass(frozen=True)
class Got:
    """What the pipeline made of one article, flat, in text order.

    `events` and `statistics`: the columns of their tables, and under `actors`, `recipients` and `claimants` lists of
    participants (name, country, sector, text); `place`. `actors`: those that take part, with their `mentions` here.
    """

    language: str | None
    events: list[Row]
    statistics: list[Row]
    actors: list[Row]


def cases(root: Path = EXAMPLES) -> list[Case]:
    """Every case, by name. Raises CaseError."""
    return [read(folder) for folder in sorted(root.glob("*/")) if not folder.name.startswith(("_", "."))]


def read(folder: Path) -> Case:
    """One case. Raises CaseError, which names the file and what is wrong."""
    raw = (folder / "article.txt").read_text(encoding="utf-8")
    try:
        told = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, OSError) as error:
        raise CaseError(f"{folder.name}/expected.toml can't be read: {error}") from error
    header = HEADER.match(raw)
    published = header[1] if header else str(told.get("published", PUBLISHED))
    case = Case(folder.name, raw[header.end() :] if header else raw, published, *(told.get(name, []) for name in LISTS))
    for event in case.events:
        if "trigger" not in event or "type" not in event:
            raise CaseError(f"{folder.name}: an event lacks trigger or type: {event}")
    for words in [*(e["trigger"] for e in case.events), *(s["text"] for s in case.statistics)]:
        if words not in case.text:
            raise CaseError(f"{folder.name}: its text has no '{words}'")
    return case


def coded(given: list[Case], model: Any, seeds: Any) -> dict[str, Got]:
    """Code all cases in one batch: name of the case -> what it gave."""
    rows = [
        {"source_uri": f"{c.name}.txt", "source_name": f"{c.name}.txt", "text": c.text, "published": c.published}
        for c in given
    ]
    tables = transform(pl.DataFrame(rows, RAW_ARTICLES), model=model, seeds=seeds, recipe=RECIPE, today=TODAY).tables
    articles = {row["source_name"].removesuffix(".txt"): row for row in tables["articles"].iter_rows(named=True)}
    found = _flat(tables)
    return {
        name: Got(article["language"], *(found[kind].get(article["article_id"], []) for kind in LISTS))
        for name, article in articles.items()
    }


def _flat(tables: dict[str, pl.DataFrame]) -> dict[str, dict[str, list[Row]]]:
    """The rows of each list by article."""
    actors = {row["actor_id"]: row for row in tables["actors"].iter_rows(named=True)}
    places = {row["place_id"]: row for row in tables["places"].iter_rows(named=True)}
    sentences = dict(tables["sentences"].select("sentence_id", "text").iter_rows())
    people: dict[tuple[str, str], list[Row]] = {}
    taking_part: dict[str, set[str]] = {}

    def add(key: str | None, role: str, row: Row) -> None:
        if key is not None:
            who = actors[row["actor_id"]]
            people.setdefault((key, role), []).append(
                {name: who[name] for name in ("name", "country", "sector", "kind")}
                | {"text": row["text"], "rule": row.get("rule")}
            )
            taking_part.setdefault(row["article_id"], set()).add(row["actor_id"])

    for row in tables["event_participants"].sort("position").iter_rows(named=True):
        add(row["event_mention_id"], f"{row['role']}s", row)
    for row in tables["attributions"].sort("position").iter_rows(named=True):
        add(row["event_mention_id"] or row["statistic_id"], "claimants", row)
    called: dict[tuple[str, str], set[str]] = {}
    for key, article, text in tables["place_mentions"].select("place_id", "article_id", "text").iter_rows():
        called.setdefault((key, article), set()).add(text)
    found: dict[str, dict[str, list[Row]]] = {name: {} for name in LISTS}
    for table, kind, key in (
        ("event_mentions", "events", "event_mention_id"),
        ("statistics", "statistics", "statistic_id"),
    ):
        for row in tables[table].sort("start_char").iter_rows(named=True):
            sides = {side: people.get((row[key], side), []) for side in ("actors", "recipients", "claimants")}
            place = places.get(row["place_id"])
            place = place and place | {"mentions": sorted(called.get((row["place_id"], row["article_id"]), ()))}
            flat = row | sides | {"place": place, "sentence_text": sentences[row["sentence_id"]]}
            found[kind].setdefault(row["article_id"], []).append(flat)
            if kind == "statistics":
                counted = {row["subject_actor_id"], *row["by_actor_ids"]} - {None}
                taking_part.setdefault(row["article_id"], set()).update(counted)
    for article, actor in tables["actor_mentions"].filter("is_acting").select("article_id", "actor_id").iter_rows():
        taking_part.setdefault(article, set()).add(actor)
    mentions = tables["actor_mentions"].group_by("article_id", "actor_id").agg("text")
    texts = {(a, k): sorted(set(t)) for a, k, t in mentions.select("article_id", "actor_id", "text").iter_rows()}
    for article, keys in taking_part.items():
        found["actors"][article] = [actors[k] | {"mentions": texts.get((article, k), [])} for k in sorted(keys)]
    return found
