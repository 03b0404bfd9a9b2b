"""Who shares bands of fingerprints with whom, one article after another, so that nobody holds all pairs at once.

Texts that are copied a thousand times make a million pairs; here are only the groups that share a band, as numbers:
at most 16 bytes for each of an article's bands.
"""

from __future__ import annotations

import numpy as np
import polars as pl


class Sharing:
    """The rows of a frame that share at least `least` bands of the same version with another row.

    `prints`: fingerprint_version String, bands List(UInt64), either NULL where a row has none. What stands at different
    places of `bands` is never the same, so that the places are looked at one by one.
    """

    def __init__(self, prints: pl.DataFrame, least: int) -> None:
        self._least = least
        told = prints.select(
            "bands", version=pl.col("fingerprint_version").rank("dense"), row=pl.int_range(pl.len(), dtype=pl.UInt32)
        ).drop_nulls()
        places = told["bands"].list.len().max() or 0
        found = [_groups(told, place) for place in range(int(str(places)))]
        groups = pl.concat([pl.DataFrame(schema={"row": pl.List(pl.UInt32)}), *found])
        #: The rows of each group, one group after the other; where each begins.
        self._members = groups["row"].explode(empty_as_null=False).to_numpy()
        lengths = groups["row"].list.len().to_numpy()
        self._begins = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
        #: The groups of each row, one row after the other; where those of each row begin.
        numbers = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
        self._groups = numbers[np.argsort(self._members, kind="stable")]
        self._firsts = np.concatenate([[0], np.cumsum(np.bincount(self._members, minlength=prints.height))])

    def any(self) -> np.ndarray:
        """The rows that may share so many: those that share so many with anyone, each with another perhaps."""
        return np.flatnonzero(np.diff(self._firsts) >= self._least)

    def of(self, row: int) -> list[int]:
        """The other rows that share so many with this one, in order."""
        groups = self._groups[self._firsts[row] : self._firsts[row + 1]]
        if len(groups) < self._least:
            return []
        met = np.concatenate([self._members[self._begins[group] : self._begins[group + 1]] for group in groups])
        rows, shared = np.unique(met, return_counts=True)
        return [other for other in rows[shared >= self._least].tolist() if other != row]


def _groups(told: pl.DataFrame, place: int) -> pl.DataFrame:
    """The rows that have the same at one place of `bands`, where these are several: a list a group."""
    at = told.select("row", "version", band=pl.col("bands").list.get(place, null_on_oob=True)).drop_nulls()
    return at.group_by("version", "band").agg("row").select("row").filter(pl.col("row").list.len() > 1)
