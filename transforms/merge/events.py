"""Event mentions that tell the same event become one event, each link with its score and reason.

Covers: mentions of one article and of many ("gunmen killed ten in Goma", "the attack in Goma"), new ones beside
stored ones. An event keeps its id as mentions come and go: it is made from the mention that founded it. Corrections
(`join`, `split`) come before all scores.
Does not cover: an act and what follows from it, which stay two events; plans and what became of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from transforms.merge.blocks import candidates
from transforms.merge.clusters import clustered, together
from transforms.merge.features import features, with_words
from transforms.merge.links import CORRECTED, SCORED, STORED, tree
from transforms.merge.names import named
from transforms.merge.pairs import judged
from transforms.merge.reasons import reasons
from transforms.merge.sources import sources
from warehouse.tables.ids import id_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transforms.merge.rules import MergeRules

#: Links: event_id is set for all, the others are NULL for a mention that is alone or the first of its event.
LINKS = pl.Schema(
    {
        "event_mention_id": pl.String,
        "event_id": pl.String,
        "linked_to": pl.String,
        "link_score": pl.Float64,
        "link_reason": pl.String,
    }
)
#: What is known of stored mentions: their links, and whether these are open, so that they are found anew.
KNOWN = pl.Schema([*LINKS.items(), ("is_loose", pl.Boolean())])
_FOUNDED = ("published", "article_id", "start_char", "event_mention_id")
_FAR = 10**6  # days


@dataclass(frozen=True)
class Linked:
    """`links`: schema LINKS, one row a mention. `events`: rows of the table with article_count and source_count.

    `compared`: how many pairs of mentions were compared.
    """

    links: pl.DataFrame
    events: pl.DataFrame
    compared: int


def link_events(
    tables: Mapping[str, pl.DataFrame],
    rules: MergeRules,
    *,
    known: pl.DataFrame | None = None,
    join: pl.DataFrame | None = None,
    split: pl.DataFrame | None = None,
) -> Linked:
    """Find the event of every mention in `tables`.

    `tables`: core tables (`features.READS`), of new mentions and of the stored ones they may belong with; every stored
    event that is there has all its mentions there. `known`: of the stored mentions, schema KNOWN (or its first columns,
    at least two). `join`, `split`: one, two: event_mention_ids that are one event, or never are; those that are not
    there are passed over.
    Stored mentions stay together and keep their links. Loose ones and what hangs on them are linked as if new, and only
    lend their event's id to what they are linked with. The id of a stored event changes only where it turns out to be
    one with an older stored event.
    """
    rows = features(tables, rules)
    number = rows.with_row_index("i").select("i", "event_mention_id")
    stored = _stored(number, known)
    joined, parted = _numbers(join, number), _numbers(split, number)
    stored = _loosened(stored, parted)
    pairs = candidates(rows, is_new=stored.select(pl.col("event_id").is_null() | pl.col("is_loose")).to_series())
    rows = with_words(rows, pl.concat([pairs["one"], pairs["two"]]), tables, rules)
    good, bad = judged(pairs, rows, figures_of(tables, number), rules)
    told = pl.col("is_dated")
    days = [
        rows.select(pl.when(told).then(pl.col(name).to_physical()).fill_null(far)).to_series().to_numpy()
        for name, far in (("start", -_FAR), ("end", _FAR))
    ]
    first = [*_same_event(stored), *joined]
    bad = _within(bad, good, first, rows.height)
    stands = clustered(
        days[0],
        days[1],
        good.select("one", "two").iter_rows(),
        [*parted, *bad.select("one", "two").iter_rows()],
        first,
    )
    placed = stored.with_columns(cluster=pl.Series(stands, dtype=pl.UInt32))
    placed = _named(placed.join(rows.select(*_FOUNDED), on="event_mention_id", maintain_order="left"))
    links = _links(placed, good, joined, rows, tables, rules)
    return Linked(links, events_of(rows, placed, sources(tables, rules)), pairs.height)


def figures_of(tables: Mapping[str, pl.DataFrame], number: pl.DataFrame) -> pl.DataFrame:
    """Figures that hang on a mention: i, measure, value, low, high."""
    told = tables["statistics"].filter(pl.col("event_mention_id").is_not_null())
    return told.join(number, on="event_mention_id").select("i", "measure", "value", "low", "high")


def _stored(number: pl.DataFrame, known: pl.DataFrame | None) -> pl.DataFrame:
    """All mentions (i, event_mention_id) with what is known of them: the columns of KNOWN."""
    given = KNOWN.to_frame() if known is None else pl.concat([KNOWN.to_frame(), known], how="diagonal")
    stored = number.join(given, on="event_mention_id", how="left", maintain_order="left")
    return stored.with_columns(pl.col("is_loose").fill_null(value=False))


def _loosened(stored: pl.DataFrame, parted: list[tuple[int, int]]) -> pl.DataFrame:
    """Loosen the second of two mentions that are stored as one event and not to be, and all that hangs on loose ones.

    What hangs on a mention that is gone is loose, too.
    """
    events = stored["event_id"].to_list()
    parting = [two for one, two in parted if events[one] is not None and events[one] == events[two]]
    hanging = pl.col("linked_to").is_not_null()
    gone = hanging & ~pl.col("linked_to").is_in(stored["event_mention_id"].implode())
    stored = stored.with_columns(pl.col("is_loose") | gone | pl.col("i").is_in(parting))
    while True:
        loose = stored.filter("is_loose")["event_mention_id"].implode()
        more = stored.with_columns(pl.col("is_loose") | (hanging & pl.col("linked_to").is_in(loose)))
        if more["is_loose"].sum() == stored["is_loose"].sum():
            return stored
        stored = more


def _numbers(pairs: pl.DataFrame | None, number: pl.DataFrame) -> list[tuple[int, int]]:
    if pairs is None:
        return []
    found = pairs.select(one="one", two="two")
    for side in ("one", "two"):
        found = found.join(number.rename({"i": f"{side}_i"}), left_on=side, right_on="event_mention_id")
    return sorted(found.select("one_i", "two_i").iter_rows())


def _within(bad: pl.DataFrame, good: pl.DataFrame, first: list[tuple[int, int]], many: int) -> pl.DataFrame:
    """The pairs to hold apart that links could bring together at all."""
    links = pl.concat([good.select("one", "two"), pl.DataFrame(first, good.select("one", "two").schema, orient="row")])
    return bad.filter(together(links, bad, many))


def _same_event(stored: pl.DataFrame) -> list[tuple[int, int]]:
    """Each stored mention with the first of its event; loose ones go alone."""
    kept = stored.filter(pl.col("event_id").is_not_null() & ~pl.col("is_loose"))
    firsts = kept.with_columns(first=pl.col("i").min().over("event_id")).filter(pl.col("first") != pl.col("i"))
    return list(firsts.select("first", "i").sort("first", "i").iter_rows())


def _named(placed: pl.DataFrame) -> pl.DataFrame:
    """Add `event`, the id of the cluster, and `nth`, the place in it: first the mention that the id is made of."""
    ordered = placed.sort(*_FOUNDED, nulls_last=True)
    names = named(ordered.select("cluster", "is_loose", id="event_mention_id", stored="event_id"))
    found = ordered.join(names.rename({"name": "event"}), on="cluster", maintain_order="left")
    many = found.filter(pl.len().over("event") > 1).with_columns(own=id_of("event_mention_id"))
    many = many.sort(pl.col("own") != pl.col("event"), *_FOUNDED, nulls_last=True)
    many = many.select("i", nth=pl.int_range(pl.len()).over("event"))
    return found.join(many, on="i", how="left", maintain_order="left").with_columns(pl.col("nth").fill_null(0))


def _links(
    placed: pl.DataFrame, good: pl.DataFrame, joined: list[tuple[int, int]], rows: pl.DataFrame,
    tables: Mapping[str, pl.DataFrame], rules: MergeRules,
) -> pl.DataFrame:  # fmt: skip
    """Each mention but the first of its event with the one it hangs on; stored links stay."""
    edges = _within_events(
        pl.concat(
            [
                _stored_links(placed),
                pl.DataFrame(joined, {"one": pl.UInt32, "two": pl.UInt32}, orient="row").with_columns(
                    kind=CORRECTED, evidence=["corrected"]
                ),
                good.select("one", "two", "score", "evidence", kind=SCORED),
            ],
            how="diagonal_relaxed",
        ),
        placed,
    )
    roots = placed.filter(pl.col("nth") == 0).join(edges, on="event", how="semi")["i"]
    hung = tree(edges, roots).join(edges.with_row_index("edge"), on="edge", suffix="_told", maintain_order="left")
    fresh = hung.filter(pl.col("kind") != STORED)
    words = fresh.select("one", reason_now=reasons(fresh.select("one", "two", "evidence"), rows, tables, rules))
    hung = hung.join(words, on="one", how="left")
    ids = rows["event_mention_id"]
    told = placed.select("i", "event_mention_id", event_id="event").join(
        hung.select(
            pl.col("one").alias("i"),
            linked_to=ids.gather(hung["two"]),
            link_score="score",
            link_reason=pl.coalesce("reason_now", "reason"),
        ),
        on="i",
        how="left",
    )
    return told.select(LINKS.names()).sort("event_mention_id")


def _stored_links(placed: pl.DataFrame) -> pl.DataFrame:
    """The links of stored mentions that aren't loose, as edges: one, two, kind, score, reason."""
    kept = placed.filter(~pl.col("is_loose") & pl.col("linked_to").is_not_null())
    to = placed.select(two="i", linked_to="event_mention_id")
    return kept.join(to, on="linked_to").select("two", one="i", kind=STORED, score="link_score", reason="link_reason")


def _within_events(edges: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """Of edges those between two mentions of one event, in a fixed order, with `event`."""
    event = placed.select("i", "event")
    found = edges.join(event, left_on="one", right_on="i").join(
        event.rename({"event": "other"}), left_on="two", right_on="i"
    )
    return found.filter(pl.col("event") == pl.col("other")).drop("other").sort("kind", "one", "two")


def events_of(rows: pl.DataFrame, placed: pl.DataFrame, source: pl.DataFrame) -> pl.DataFrame:
    """Rows of events, with article_count and source_count (independent sources).

    The type that most mentions tell and the mode that most of them tell; the days that all agree on; the most precise
    place. Ties go to the mention that founded the event, then to the next.
    """
    told = placed.select("event_mention_id", "event", "nth").join(rows, on="event_mention_id").join(
        source, on="event_mention_id", how="left"
    ).sort("event", "nth")  # fmt: skip
    told = told.with_columns(pl.len().over("event", "event_type").alias("votes")).with_columns(
        pl.col("votes").max().over("event").alias("most")
    )
    typed = told.filter(pl.col("votes") == pl.col("most")).group_by("event", maintain_order=True).agg(
        pl.col("event_type").first()
    )  # fmt: skip
    modes = (
        told.join(typed, on=["event", "event_type"]).filter(pl.col("event_mode").is_not_null())
        .group_by("event", "event_mode").agg(n=pl.len(), nth=pl.col("nth").min())
        .sort("event", "n", "nth", descending=[False, True, False])
        .group_by("event", maintain_order=True).agg(pl.col("event_mode").first())
    )  # fmt: skip
    dates = _agreed_days(told.filter("is_dated"))
    places = (
        told.filter(pl.col("place_id").is_not_null()).sort("event", "level", "nth", descending=[False, True, False])
        .group_by("event", maintain_order=True).agg(pl.col("place_id").first())
    )  # fmt: skip
    counted = told.group_by("event", maintain_order=True).agg(
        pl.col("status").first(),
        n=pl.len(),
        article_count=pl.col("article_id").n_unique().cast(pl.Int64),
        source_count=pl.col("source").n_unique().cast(pl.Int64),
    )
    found = counted
    for part in (typed, modes, dates, places):
        found = found.join(part, on="event", how="left")
    return found.select(
        "event_type", "event_mode", "status", "date_start", "date_end",
        pl.col("date_precision").fill_null("unknown"), "place_id", "article_count", "source_count",
        event_id="event",
        rule=pl.when(pl.col("n") == 1).then(pl.lit("single mention")).otherwise(pl.lit("evidence of its mentions")),
    ).sort("event_id")  # fmt: skip


def _agreed_days(told: pl.DataFrame) -> pl.DataFrame:
    """event, date_start, date_end, date_precision: what all days told have in common, else the narrowest of them."""
    narrow = told.sort("event", "span", "nth").group_by("event", maintain_order=True).agg(
        pl.col("start", "end", "date_precision").first(), low=pl.col("start").max(), high=pl.col("end").min()
    )  # fmt: skip
    agree = pl.col("low") <= pl.col("high")
    one_day = agree & (pl.col("low") == pl.col("high"))
    return narrow.select(
        "event",
        date_start=pl.when(agree).then("low").otherwise("start"),
        date_end=pl.when(agree).then("high").otherwise("end"),
        date_precision=pl.when(one_day).then(pl.lit("day")).otherwise("date_precision"),
    )
