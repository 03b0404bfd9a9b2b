"""What a run says of itself, in a sentence each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.outcome import Outcome
    from warehouse.publish import Counts


def what_was_loaded(articles: int, copies: int, counts: Counts, untouched: int) -> str:
    """How many articles a run loaded, how many of them are copies, and what that changed."""
    what = f"{articles:,} {'article' if articles == 1 else 'articles'}"
    if copies:
        what += f", {copies:,} of them {'a copy of another' if copies == 1 else 'copies of others'}"
    rows = "row" if counts.inserted == 1 else "rows"
    told = f"Loaded {what}: {counts.inserted:,} {rows} new, {counts.updated:,} changed, {counts.deleted:,} gone."
    return f"{told} {proven_same(untouched, ' more')}." if untouched else told


def proven_same(untouched: int, more: str = "") -> str:
    """How many articles were left alone, as changed seeds don't touch them."""
    which = "article is" if untouched == 1 else "articles are"
    return f"{untouched:,}{more} {which} in the warehouse just as the changed seeds code them"


def warned(outcome: Outcome, what: str) -> Outcome:
    """The outcome with a warning of what failed after the run was written down."""
    told = "the articles are loaded" if outcome.status == "loaded" else "the run itself is over and written down"
    return replace(outcome, warnings=(*outcome.warnings, f"{what}, but {told}."))


def words(error: Exception) -> str:
    """What an error says, in one line."""
    return " ".join(str(error).split()) or type(error).__name__
