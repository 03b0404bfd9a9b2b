"""What a run says of itself, in a sentence each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from warehouse.tables.values import REMOVALS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.outcome import Outcome
    from warehouse.publish import Counts


def what_was_loaded(articles: int, copies: int, counts: Counts, untouched: int) -> str:
    """How many articles a run loaded, how many of them are copies, and what that changed."""
    if not articles:
        return "Nothing loaded: every new article was refused."
    what = counted(articles, "article")
    if copies:
        what += f", {copies:,} of them {'a copy of another' if copies == 1 else 'copies of others'}"
    told = f"Loaded {what}: {counted(counts.inserted, 'row')} new, {counts.updated:,} changed, {counts.deleted:,} gone."
    return f"{told} {proven_same(untouched, ' more')}." if untouched else told


def nothing_new(read: int, unchanged: int, proven: int, rules: Sequence[str]) -> str:
    """Why a run had nothing to load.

    `read`, `unchanged`: how many articles, and how many pages that are as they were; `proven`: how many of the articles
    changed seeds leave alone; `rules`: those by which something was refused.
    """
    if not read:
        is_old = "Nothing new: what was asked for has not changed since it was loaded."
        return is_old if unchanged else "No source could be read, so nothing was loaded."
    removed = sum(rule in REMOVALS for rule in rules)
    if removed >= read:
        every = "the article" if read == 1 else "every article"
        return f"Nothing loaded: {every} read was withdrawn or forgotten before."
    other = "other " if removed else ""
    told = f"every {other}article read is in the warehouse already, coded by the same rules"
    was = "was" if removed == 1 else "were"
    beside = f"; {removed:,} of {read:,} {was} withdrawn or forgotten before" if removed else ""
    return f"Nothing new: {proven_same(proven) if proven else told}{beside}."


def proven_same(untouched: int, more: str = "") -> str:
    """How many articles were left alone, as changed seeds don't touch them."""
    which = "article is" if untouched == 1 else "articles are"
    return f"{untouched:,}{more} {which} in the warehouse just as the changed seeds code them"


def counted(number: int, one: str, many: str = "") -> str:
    """A number and its noun: 1 event, 1,200 events."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def warned(outcome: Outcome, what: str) -> Outcome:
    """The outcome with a warning of what failed after the run was written down."""
    told = "the articles are loaded" if outcome.status == "loaded" else "the run itself is over and written down"
    return replace(outcome, warnings=(*outcome.warnings, f"{what}, but {told}."))


def words(error: Exception) -> str:
    """What an error says, in one line."""
    return " ".join(str(error).split()) or type(error).__name__
