"""Frames that pass between stages but are not stored in the warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_T = TypeVar("_T")

#: What a source yields, as it is: decoded, nothing repaired. `published` is the date as the source writes it.
RAW_ARTICLES = pl.Schema(
    {
        "source_uri": pl.String,
        "source_name": pl.String,
        "text": pl.String,
        "title": pl.String,
        "published": pl.String,
        "publisher": pl.String,
    }
)

#: What a stage refuses; `ops.rejects` without run and id.
REJECTS = pl.Schema(
    {
        "stage": pl.String,
        "table_name": pl.String,
        "rule": pl.String,
        "source_uri": pl.String,
        "article_id": pl.String,
        "row_id": pl.String,
        "reason": pl.String,
        "evidence": pl.String,
    }
)

#: `pick` needs no more: to plan all that Polars can costs twice what the work does.
_PLAN = pl.QueryOptFlags.none(predicate_pushdown=True, projection_pushdown=True)
_FEW = 16  # how many times fewer rows than tokens are worth a search each


def in_pool(work: Callable[[], _T]) -> _T:
    """What `work` gives, done on one of the threads that Polars computes in. Raises what `work` raises.

    From any other thread, Polars hands most computations over to these and waits: up to ten switches a call, which on
    small frames take longer than the computation. From within, each call is done on the spot.
    """
    done: list[_T] = []
    failed: list[BaseException] = []

    def run(frame: pl.DataFrame) -> pl.DataFrame:
        try:
            done.append(work())
        except BaseException as error:
            failed.append(error)
        return frame

    one = pl.LazyFrame({"one": [1]})
    # several plans at once are run by the pool, a single one by the thread that asks
    pl.collect_all([one.map_batches(run), one], engine="in-memory")
    if failed:
        raise failed[0]
    return done[0]


def first_by(
    frame: pl.DataFrame, keys: Sequence[str], *order: str, descending: Sequence[bool] | bool = False
) -> pl.DataFrame:
    """One row for each value of `keys`: the first by `order`, and where that ties by all other columns.

    So the choice never depends on how rows came together, in which batch, on how many threads. Sorted by keys.
    """
    chosen = {*keys, *order}
    rest = [c for c, t in frame.schema.items() if c not in chosen and not isinstance(t, pl.List)]
    down = [descending] * len(order) if isinstance(descending, bool) else list(descending)
    flags = [False] * len(keys) + down + [False] * len(rest)
    ordered = frame.sort([*keys, *order, *rest], descending=flags, nulls_last=True)
    return ordered.unique(list(keys), keep="first", maintain_order=True)


def rows_of(numbers: pl.Series, tokens: pl.DataFrame) -> pl.Series:
    """The row of each token number in `tokens` (TOKENS, in order of t), NULL where there is none."""
    own = tokens["t"].to_numpy()
    absent = numbers.is_null().to_numpy() if numbers.null_count() else None
    wanted = (numbers if absent is None else numbers.fill_null(0)).to_numpy()
    if not len(own):
        return pl.Series([None] * len(numbers), dtype=pl.UInt32)
    if len(wanted) < len(own) // _FEW:
        rows = np.minimum(np.searchsorted(own, wanted), len(own) - 1)
    else:  # a table of all numbers is quicker than as many searches
        places = np.zeros(int(own[-1]) + 1, dtype=np.uint32)
        places[own] = np.arange(len(own), dtype=np.uint32)
        rows = places[np.minimum(wanted, own[-1])]
    missed = own[rows] != wanted
    if absent is not None:
        missed |= absent
    found = pl.Series(rows.astype(np.uint32, copy=False))
    return found.set(pl.Series(missed), None) if missed.any() else found


def pick(frame: pl.DataFrame, where: pl.Expr | str, /, *columns: str | pl.Expr, **named: str | pl.Expr) -> pl.DataFrame:
    """Columns of the rows that meet a condition, as `filter` and `select` give; nothing else is copied.

    Words that `frame` keeps as codes (Categorical) are strings again.
    """
    # on frames as small as these, the streaming engine costs as much to set up as the work itself
    found = frame.lazy().filter(where).select(*columns, **named).collect(engine="in-memory", optimizations=_PLAN)
    coded = [name for name, dtype in found.schema.items() if dtype == pl.Categorical]
    return found.with_columns(pl.col(coded).cast(pl.String)) if coded else found


def look_up(frame: pl.DataFrame, on: str, tokens: pl.DataFrame, /, **columns: str) -> pl.DataFrame:
    """Add columns of `tokens` by the token number in the column `on`: a left join on t, without its cost.

    `columns`: new name = name in TOKENS. Rows keep their order; a number that is no token has NULL. Words that `tokens`
    keeps as codes are strings again.
    """
    rows = rows_of(frame[on], tokens)
    found = {name: tokens[column][rows] for name, column in columns.items()}
    coded = {name: column.cast(pl.String) for name, column in found.items() if column.dtype == pl.Categorical}
    return frame.with_columns(**found | coded)


def look_up_known(frame: pl.DataFrame, on: str, tokens: pl.DataFrame, /, **columns: str) -> pl.DataFrame:
    """The same without the rows whose number is no token, as an inner join gives."""
    rows = rows_of(frame[on], tokens)
    if rows.null_count():
        frame = frame.filter(rows.is_not_null())
    return look_up(frame, on, tokens, **columns)
