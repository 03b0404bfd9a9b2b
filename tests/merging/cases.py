"""The cases of tests/merging/cases: a few short articles each, and what of them is one event, one figure, one story.

README.md describes the form of a file.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime

CASES = Path(__file__).parent / "cases"
SPLITS = ("tune", "held")
#: What a case is about, by family; README.md says what each kind is.
KINDS = {
    "one": (
        "two-agencies near-copy flash-then-follow-up headline-and-body retold-later both-sides "
        "arrest-then-charge protest-two-voices sanctions-retold agreement verb-and-noun"
    ).split(),
    "apart": (
        "next-day elsewhere-same-day anniversary older-background two-districts recurring planned-done "
        "threatened-done other-recipient retaliation other-year meeting-again claim-and-denial "
        "others-arrested same-toll-elsewhere"
    ).split(),
    "figures": (
        "rising-toll two-claimants vague-beside-exact range-beside-value stock since-january other-period "
        "other-subject other-place repeated-claim"
    ).split(),
    "stories": "story-over-days two-stories-one-city late-arrival".split(),
}
_REFERENCE = re.compile(r"(?P<article>\w+):(?P<title>title:)?(?P<words>[^#]+)(?:#(?P<nth>[1-9]))?")
_KEYS = {"kind", "split", "why", "hard", "stories", "articles", "events", "figures"}


class CaseError(Exception):
    """A case that can't be read, or that refers to what its articles don't hold."""


@dataclass(frozen=True)
class Article:
    """One article; `published` has a time of day where the order within a day matters."""

    id: str
    publisher: str
    published: date | datetime
    title: str
    text: str
    copy_of: str | None = None

    @property
    def full(self) -> str:
        """Title and text as the table articles has them; offsets refer to it."""
        return f"{self.title}\n\n{self.text}"


@dataclass(frozen=True)
class Reference:
    """Words of an article, as `a1:killed#2`; `start` and `end` are offsets in its `full` text, end exclusive."""

    told: str
    article: str
    start: int
    end: int


@dataclass(frozen=True)
class Event:
    """One event of the real world with all mentions of it that the case names."""

    what: str
    mentions: list[Reference]


@dataclass(frozen=True)
class Claim:
    """One telling of a figure; `claimant` is the canonical name of an actor, "" says: the article's own voice."""

    at: Reference
    value: float
    claimant: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Figure:
    """One figure with its claims in the order in which they were made.

    `contested`: claimants gainsay each other with what they said last. `best`: the value by the last claims.
    """

    what: str
    measure: str
    claims: list[Claim]
    contested: bool
    best: float | None = None


@dataclass(frozen=True)
class Case:
    """Articles with what is one and what is not: two events, figures or stories of a case are never the same one."""

    name: str
    kind: str
    split: str
    why: str
    hard: bool
    articles: list[Article]
    events: list[Event] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    stories: list[list[str]] = field(default_factory=list)

    @property
    def family(self) -> str:
        """`one`, `apart`, `figures` or `stories`."""
        return next(family for family, kinds in KINDS.items() if self.kind in kinds)

    @property
    def same(self) -> list[tuple[Reference, Reference]]:
        """Pairs of mentions that tell one event."""
        return [pair for event in self.events for pair in combinations(event.mentions, 2)]

    @property
    def apart(self) -> list[tuple[Reference, Reference]]:
        """Pairs of mentions that tell two events."""
        pairs = combinations(self.events, 2)
        return [(one, two) for a, b in pairs for one in a.mentions for two in b.mentions]

    @property
    def references(self) -> list[Reference]:
        """All mentions and claims."""
        mentions = [mention for event in self.events for mention in event.mentions]
        return mentions + [claim.at for figure in self.figures for claim in figure.claims]


def cases(root: Path = CASES) -> list[Case]:
    """Every case, by name. Raises CaseError."""
    return [read(path) for path in sorted(root.glob("*.toml"))]


def read(path: Path) -> Case:
    """One case. Raises CaseError, which names the file and what is wrong."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        return _case(path.stem, told)
    except (tomllib.TOMLDecodeError, OSError, KeyError, TypeError, CaseError) as error:
        raise CaseError(f"{path.name}: {type(error).__name__} {error}") from error


def _case(name: str, told: dict[str, Any]) -> Case:
    if told.keys() - _KEYS:
        raise CaseError(f"no such key: {sorted(told.keys() - _KEYS)}")
    articles = [Article(**row | {"text": _plain(row["text"])}) for row in told["articles"]]
    by_id = {article.id: article for article in articles}
    case = Case(
        name,
        told["kind"],
        told["split"],
        told["why"],
        told.get("hard", False),
        articles,
        [Event(row["what"], [_reference(at, by_id) for at in row["mentions"]]) for row in told.get("events", [])],
        [_figure(row, by_id) for row in told.get("figures", [])],
        told.get("stories", []),
    )
    _check(case, by_id)
    return case


def _figure(row: dict[str, Any], by_id: dict[str, Article]) -> Figure:
    claims = [Claim(**claim | {"at": _reference(claim["at"], by_id)}) for claim in row["claims"]]
    return Figure(**row | {"claims": claims})


def _plain(text: str) -> str:
    """Lines of a paragraph joined; an empty line parts paragraphs."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))


def _reference(told: str, by_id: dict[str, Article]) -> Reference:
    match = _REFERENCE.fullmatch(told)
    if not match or match["article"] not in by_id:
        raise CaseError(f"'{told}' is no reference to one of {sorted(by_id)}")
    article = by_id[match["article"]]
    within, skipped = (article.title, 0) if match["title"] else (article.text, len(article.title) + 2)
    # "12" stands neither in "12,000" nor in "2.12"
    words = re.compile(rf"(?<!\w)(?<!\d[.,]){re.escape(match['words'])}(?!\w)(?![.,]\d)")
    found = list(words.finditer(within))
    nth = int(match["nth"] or 1)
    if len(found) < nth:
        raise CaseError(f"'{told}': '{match['words']}' stands there {len(found)} times")
    if len(found) > 1 and not match["nth"]:
        raise CaseError(f"'{told}': '{match['words']}' stands there {len(found)} times; say which with #1")
    start, end = found[nth - 1].span()
    return Reference(told, article.id, skipped + start, skipped + end)


def _check(case: Case, by_id: dict[str, Article]) -> None:
    named = [article for story in case.stories for article in story]
    kinds = [kind for some in KINDS.values() for kind in some]
    for wrong, why in (
        (case.kind not in kinds, f"no such kind: {case.kind}"),
        (case.split not in SPLITS, f"no such split: {case.split}"),
        (len(by_id) != len(case.articles), "two articles have one id"),
        (not 1 < len(case.articles) < 6, "2 to 5 articles are asked for"),
        (bool(set(named) - set(by_id)), "a story names an article that is not there"),
        (len(named) != len(set(named)), "an article stands in two stories"),
        (len({at.told for at in case.references}) != len(case.references), "a reference stands there twice"),
        (bool({a.copy_of for a in case.articles} - {None, *by_id}), "a copy of an article that is not there"),
        (any(by_id[at.article].copy_of for at in case.references), "a copy is not coded, so nothing can refer to it"),
    ):
        if wrong:
            raise CaseError(why)
