"""Events out of scored pairs: a cluster holds no two mentions that exclude each other.

Covers: any number of mentions of an event; of "killed on Monday", "killed on Tuesday" and "killed this week" the last
is joined to one of the others, and never makes the three one.
Does not cover: what a pair weighs, which is told by its score.

Pairs are taken from the best score down, ties by the mentions' ids, so the order of rows doesn't matter. Two clusters
are joined unless a pair across them is vetoed, the days told in them have none in common, or a correction parts them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable


class Clusters:
    """Mentions by number, each first alone. `start`, `end`: the days told (ordinals), wide open where none is."""

    def __init__(self, start: np.ndarray, end: np.ndarray) -> None:
        self.parent = list(range(len(start)))
        self.start, self.end = start.tolist(), end.tolist()
        self.apart: dict[int, set[int]] = {}

    def find(self, one: int) -> int:
        """The mention that stands for a cluster."""
        parent = self.parent
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    def part(self, one: int, two: int) -> None:
        """Two mentions are not to be in one cluster."""
        for a, b in ((one, two), (two, one)):
            self.apart.setdefault(self.find(a), set()).add(b)

    def may_join(self, one: int, two: int) -> bool:
        """Whether two clusters (by what stands for them) hold nothing that excludes each other."""
        if max(self.start[one], self.start[two]) > min(self.end[one], self.end[two]):
            return False
        small, large = sorted((one, two), key=lambda c: len(self.apart.get(c, ())))
        excluded = self.apart.get(small)
        return not excluded or all(self.find(other) != large for other in excluded)

    def join(self, one: int, two: int, *, forced: bool = False) -> bool:
        """Make one cluster of those of two mentions; False where they can't be. `forced`: whatever speaks against."""
        one, two = self.find(one), self.find(two)
        if one == two:
            return True
        if not forced and not self.may_join(one, two):
            return False
        one, two = min(one, two), max(one, two)
        self.parent[two] = one
        self.start[one], self.end[one] = max(self.start[one], self.start[two]), min(self.end[one], self.end[two])
        if two in self.apart:
            self.apart.setdefault(one, set()).update(self.apart.pop(two))
        return True


def clustered(
    start: np.ndarray,
    end: np.ndarray,
    links: Iterable[tuple[int, int]],
    parted: Iterable[tuple[int, int]],
    joined: Iterable[tuple[int, int]] = (),
) -> list[int]:
    """What stands for the cluster of each mention.

    `links`: pairs to join, the best first. `parted`: pairs that exclude each other. `joined`: pairs that are one
    before all else: those of stored events and corrections.
    """
    clusters = Clusters(start, end)
    for one, two in joined:
        clusters.join(one, two, forced=True)
    for one, two in parted:
        clusters.part(one, two)
    for one, two in links:
        clusters.join(one, two)
    return [clusters.find(one) for one in range(len(start))]


def together(links: pl.DataFrame, asked: pl.DataFrame, many: int) -> pl.Series:
    """Whether links, all taken, would bring each pair of `asked` together. Frames: one, two; `many`: of mentions."""
    wide = np.zeros(many)
    stands = pl.Series(clustered(wide, wide, links.iter_rows(), ()), dtype=pl.UInt32)
    return stands.gather(asked["one"]) == stands.gather(asked["two"])
