"""How long it takes to link many mentions, and how much memory.

    python -m tests.merging.many [MENTIONS] [PER_DAY]

Makes up MENTIONS (100,000 if not given), PER_DAY of them (500) a day, and prints seconds, peak memory and what was
joined. Countries, places and actors are as uneven as in news: a few have most of the mentions. Three in ten mentions
have no date, four in ten no place; an article has five mentions.
"""

from __future__ import annotations

import resource
import sys
import time
from datetime import date

import numpy as np
import polars as pl

import seeds as seed_files
from transforms.merge.events import link_events
from transforms.merge.rules import merge_rules

_MODES = (None, "aerial", "heavy-weapons", "explosives", "firearms")
_TYPES = ("ASSAULT", "COERCE", "PROTEST", "CONSULT", "ACCUSE", "AID", "SANCTION", "AGREE")
_PLACES, _ACTORS, _WORDS = 4000, 6000, 5000
_COUNTRIES = 120


def tables(mentions: int, a_day: int, *, seed: int = 0) -> dict[str, pl.DataFrame]:
    """The columns of core tables that linking reads, made up."""
    rng = np.random.default_rng(seed)
    articles = mentions // 5
    days = max(mentions // a_day, 1)
    first = date(2010, 1, 1)

    def uneven(size: int, many: int) -> np.ndarray:
        return np.minimum(rng.zipf(1.3, size) - 1, many - 1)

    country = np.array([f"X{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(_COUNTRIES)])
    about = uneven(articles, _COUNTRIES)
    published = rng.integers(0, days, articles)
    article = np.sort(rng.integers(0, articles, mentions))
    nth = np.arange(mentions)
    ids = pl.Series(nth).cast(pl.String).str.zfill(16)
    names = pl.Series(np.arange(articles)).cast(pl.String).str.zfill(16)
    day = published[article] - rng.integers(0, 4, mentions)
    told = rng.random(mentions) < 0.7
    dates = pl.Series(day).cast(pl.Int32) + (first - date(1970, 1, 1)).days
    dates = pl.select(pl.when(pl.Series(told)).then(dates)).to_series().cast(pl.Date)
    # a place and an actor belong to the country that the article is about
    place = about[article] + _COUNTRIES * uneven(mentions, _PLACES // _COUNTRIES)
    placed = pl.Series(rng.random(mentions) < 0.6)
    actor = about[np.repeat(article, 2)] + _COUNTRIES * uneven(mentions * 2, _ACTORS // _COUNTRIES)
    words = np.array([f"word{n}" for n in range(_WORDS)])
    spoken = words[rng.integers(0, _WORDS, (mentions, 8))]
    kinds = np.array(["military", "armed_group", "population", "person"])[np.arange(_ACTORS) % 4]
    return {
        "articles": pl.DataFrame({"article_id": names, "published_on": published}).select(
            "article_id", published_on=pl.lit(first) + pl.duration(days="published_on"),
            publisher=pl.lit("Some Courier"), duplicate_of=pl.lit(None, dtype=pl.String), text=pl.lit("A text."),
        ),
        "sentences": pl.DataFrame({"sentence_id": ids, "sentence_index": nth % 20}).with_columns(
            text=pl.Series([" ".join(row) for row in spoken])
        ),
        "event_mentions": pl.DataFrame({
            "event_mention_id": ids, "article_id": names.gather(article), "sentence_id": ids, "start_char": nth,
            "event_type": np.array(_TYPES)[uneven(mentions, len(_TYPES))], "date_start": dates, "date_end": dates,
        }).with_columns(
            event_mode=pl.when(pl.col("event_type") == "ASSAULT").then(
                pl.Series([_MODES[n] for n in rng.integers(0, len(_MODES), mentions)], dtype=pl.String)
            ),
            status=pl.lit("actual"), text=pl.lit("attacked"),
            date_precision=pl.when(pl.col("date_start").is_null()).then(pl.lit("unknown")).otherwise(pl.lit("day")),
            place_id=pl.when(placed).then(pl.Series(place).cast(pl.String)),
        ),
        "event_participants": pl.DataFrame({
            "event_mention_id": ids.gather(np.repeat(nth, 2)), "actor_id": pl.Series(actor).cast(pl.String),
            "role": ["actor", "recipient"] * mentions,
        }).with_columns(position=pl.lit(0), text=pl.lit("they")),
        "actors": pl.DataFrame({
            "actor_id": pl.Series(np.arange(_ACTORS)).cast(pl.String), "kind": kinds,
            "country": country[np.arange(_ACTORS) % _COUNTRIES],
        }).with_columns(
            name=pl.format("Name{} Ofactor{}", "actor_id", "actor_id"), sector=pl.lit("CVL"),
            is_resolved=pl.lit(value=True),
        ),
        "places": pl.DataFrame({
            "place_id": pl.Series(np.arange(_PLACES)).cast(pl.String), "latitude": rng.uniform(-50, 50, _PLACES),
            "longitude": rng.uniform(-150, 150, _PLACES), "country": country[np.arange(_PLACES) % _COUNTRIES],
        }).with_columns(name=pl.format("Place{}", "place_id"), feature=pl.lit("city")),
        "statistics": pl.DataFrame({
            "event_mention_id": ids.gather(nth[::4]), "value": rng.integers(1, 60, len(nth[::4])).astype(float),
        }).with_columns(measure=pl.lit("killed"), low=pl.col("value"), high=pl.col("value")),
        "attributions": pl.DataFrame(schema={
            "event_mention_id": pl.String, "actor_id": pl.String, "text": pl.String}),
    }  # fmt: skip


def main(arguments: list[str]) -> None:
    """Print what the module's docstring says."""
    mentions = int(arguments[0]) if arguments else 100_000
    a_day = int(arguments[1]) if len(arguments) > 1 else 500
    rules = merge_rules(seed_files.load())
    made = tables(mentions, a_day)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, cpu = time.perf_counter(), time.process_time()
    linked = link_events(made, rules)
    took, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(
        f"{mentions} mentions: {took:.1f} s ({cpu:.1f} s of CPU), {linked.events.height} events, "
        f"peak {peak / 1e6:.2f} GB (of which the input {before / 1e6:.2f})\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
