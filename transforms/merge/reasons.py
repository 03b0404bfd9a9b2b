"""Why two mentions are one event, in words: "same day; same place; both killed 12; al-Shabaab = militants".

Covers: every evidence of `seeds/merging/weights.csv` that held.
Does not cover: what spoke against it and was outweighed, but for its weight in the score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transforms.merge.rules import MergeRules

#: Evidence that is told by the names or figures themselves.
_SHOWN = {"like_actor": "actor", "loose_actor": "actor", "like_recipient": "recipient", "loose_recipient": "recipient"}
_FIGURES = ("same_figure", "near_figure")


def reasons(
    links: pl.DataFrame, rows: pl.DataFrame, tables: Mapping[str, pl.DataFrame], rules: MergeRules
) -> pl.Series:
    """A reason for each link. `links`: one, two (numbers of `rows`), evidence."""
    ids = rows["event_mention_id"]
    one, two = ids.gather(links["one"]).to_list(), ids.gather(links["two"]).to_list()
    used = pl.Series([*one, *two], dtype=pl.String).unique().implode()
    names = _names(tables, used)
    figures = _figures(tables, used)
    told = [
        _reason(evidence, (a, b), names, figures, rules)
        for a, b, evidence in zip(one, two, links["evidence"].to_list(), strict=True)
    ]
    return pl.Series("reason", told, dtype=pl.String)


def _names(tables: Mapping[str, pl.DataFrame], used: pl.Series) -> dict[tuple[str, str], str]:
    who = tables["event_participants"].filter(pl.col("event_mention_id").is_in(used))
    who = who.sort("event_mention_id", "role", "position", "actor_id").join(
        tables["actors"].select("actor_id", "name"), on="actor_id", maintain_order="left"
    )
    first = who.unique(["event_mention_id", "role"], keep="first", maintain_order=True)
    return {(key, role): name for key, role, name in first.select("event_mention_id", "role", "name").iter_rows()}


def _figures(tables: Mapping[str, pl.DataFrame], used: pl.Series) -> dict[str, dict[str, float]]:
    told = tables["statistics"].filter(pl.col("event_mention_id").is_in(used) & pl.col("value").is_not_null())
    found: dict[str, dict[str, float]] = {}
    for key, measure, value in told.select("event_mention_id", "measure", "value").sort(pl.all()).iter_rows():
        found.setdefault(key, {}).setdefault(measure, value)
    return found


def _reason(
    evidence: list[str],
    both: tuple[str, str],
    names: dict[tuple[str, str], str],
    figures: dict[str, dict[str, float]],
    rules: MergeRules,
) -> str:
    one, two = both
    pro: list[str] = []
    con: list[str] = []
    for name in evidence:
        role = _SHOWN.get(name)
        left, right = (names.get((key, role)) for key in both) if role else (None, None)
        shared = [
            f"both {measure} {value:g}" if value == figures.get(two, {}).get(measure) else
            f"{measure} {value:g} and {figures[two][measure]:g}"
            for measure, value in figures.get(one, {}).items() if measure in figures.get(two, {})
        ]  # fmt: skip
        if left and right and left != right:
            pro.append(f"{role} {left} = {right}")
        elif name in _FIGURES and shared:
            pro += shared
        else:
            (con if rules.weights.get(name, 0) < 0 else pro).append(rules.words[name])
    return "; ".join(pro) + (f"; but {', '.join(con)}" if con else "")
