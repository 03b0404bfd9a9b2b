"""Through which other mention each mention is of its event: the links of an event are a tree.

Covers: links that are stored, which stay, and new ones, the strongest first ("Goma attack" through "ten killed in Goma"
rather than through a vague one).
Does not cover: what may be linked at all.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

#: How sure a pair is, the surest first: a stored link, a correction, a score.
STORED, CORRECTED, SCORED = range(3)
_Edge = tuple[int, float, int, int, int]


def tree(edges: pl.DataFrame, roots: Iterable[int]) -> pl.DataFrame:
    """one, two, edge: each mention with the one that it hangs on, nearest to its event's first.

    `edges`: one, two (UInt32, of one event), kind, score (NULL for a correction). `roots`: the first of each event.
    `edge`: the number of the row of `edges`. A mention without a way to the first of its event has no row.
    """
    beside: dict[int, list[_Edge]] = defaultdict(list)
    for n, (one, two, kind, score) in enumerate(edges.select("one", "two", "kind", "score").iter_rows()):
        for a, b in ((one, two), (two, one)):
            beside[a].append((kind, -(score or 0.0), b, a, n))
    found: list[tuple[int, int, int]] = []
    for root in roots:
        found += _from(root, beside)
    return pl.DataFrame(found, {"one": pl.UInt32, "two": pl.UInt32, "edge": pl.UInt32}, orient="row")


def _from(root: int, beside: dict[int, list[_Edge]]) -> Iterable[tuple[int, int, int]]:
    """Prim's algorithm: from the root on, always the best pair that reaches a mention not reached yet."""
    reached = {root}
    open_edges: list[_Edge] = []
    for edge in beside.get(root, ()):
        heappush(open_edges, edge)
    while open_edges:
        _, _, mention, through, n = heappop(open_edges)
        if mention in reached:
            continue
        reached.add(mention)
        yield mention, through, n
        for edge in beside[mention]:
            heappush(open_edges, edge)
