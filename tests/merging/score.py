"""How well events and stories are merged, over the merging cases.

    python -m tests.merging.score [NAME...] [--faults]

For each split and family: the pairs of mentions that are one event and got one event_id (recall), how many of those
joined are one event (precision), and the pairs of two events that were joined; the same for articles and story_id.
NAME: beginnings of names of cases. --faults: each pair that is missed or wrongly joined.
Nothing of two cases is one event or one story, so `strangers` counts what was joined across cases all the same.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

import seeds as seed_files
from tests.merging.cases import SPLITS, cases
from tests.merging.coded import MODEL, coded
from transforms.pipeline import load_model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.merging.coded import CodedCase


@dataclass
class Pairs:
    """Pairs that are one (`same`) or two (`apart`), with those that were given one id."""

    same: int = 0
    same_joined: int = 0
    apart: int = 0
    apart_joined: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float | None:
        """Share of the pairs that are one and were joined; None where there are none."""
        return self.same_joined / self.same if self.same else None

    @property
    def precision(self) -> float | None:
        """Share of the joined pairs that are one; None where none was joined."""
        joined = self.same_joined + self.apart_joined
        return self.same_joined / joined if joined else None

    def add(self, name: str, one: tuple[str, str | None], two: tuple[str, str | None], *, is_same: bool) -> None:
        """Count a pair: what each is called and its id."""
        joined = one[1] is not None and one[1] == two[1]
        if is_same:
            self.same += 1
            self.same_joined += joined
        else:
            self.apart += 1
            self.apart_joined += joined
        if joined != is_same:
            self.faults.append(f"{name}: {one[0]} and {two[0]} {'missed' if is_same else 'wrongly joined'}")


def of_events(found: Iterable[CodedCase]) -> Pairs:
    """Pairs of mentions; what is not coded is left out."""
    pairs = Pairs()
    for case in found:
        rows = case.tables["event_mentions"]
        events = dict(rows.select("event_mention_id", "event_id").iter_rows())
        given = {told: events[key] for told, key in case.mentions.items()}
        for asked, is_same in ((case.case.same, True), (case.case.apart, False)):
            for one, two in asked:
                if one.told in given and two.told in given:
                    both = ((at.told, given[at.told]) for at in (one, two))
                    pairs.add(case.case.name, *both, is_same=is_same)
    return pairs


def of_stories(found: Iterable[CodedCase]) -> Pairs:
    """Pairs of articles."""
    pairs = Pairs()
    for case in found:
        stories = dict(case.tables["articles"].select("article_id", "story_id").iter_rows())
        told = [(nth, name) for nth, story in enumerate(case.case.stories) for name in story]
        for (nth_one, one), (nth_two, two) in combinations(told, 2):
            both = ((name, stories[case.articles[name]]) for name in (one, two))
            pairs.add(case.case.name, *both, is_same=nth_one == nth_two)
    return pairs


def strangers(found: Iterable[CodedCase]) -> dict[str, list[str]]:
    """Events and stories that several cases share: event_id or story_id -> names of the cases."""
    seen: dict[str, set[str]] = {}
    for case in found:
        for table, column in (("event_mentions", "event_id"), ("articles", "story_id")):
            for key in case.tables[table][column].drop_nulls():
                seen.setdefault(key, set()).add(case.case.name)
    return {key: sorted(names) for key, names in seen.items() if len(names) > 1}


def report(found: dict[str, CodedCase], *, faults: bool = False) -> list[str]:
    """The lines to print."""
    lines = [f"{'':24}{'recall':>16}{'precision':>16}{'wrongly joined':>20}"]
    for split in SPLITS:
        mine = [case for case in found.values() if case.case.split == split]
        for name, pairs in (("events", of_events(mine)), ("stories", of_stories(mine))):
            lines.append(_line(f"{split} {name}", pairs))
            lines += [f"    {fault}" for fault in pairs.faults if faults]
        families = Counter(case.case.family for case in mine)
        for family in sorted(families):
            lines.append(_line(f"  events of '{family}'", of_events(c for c in mine if c.case.family == family)))
    across = strangers(found.values())
    return [*lines, f"strangers: {len(across)}", *(f"    {', '.join(names)}" for names in across.values() if faults)]


def _line(name: str, pairs: Pairs) -> str:
    recall, precision = (" " if x is None else f"{x:.3f}" for x in (pairs.recall, pairs.precision))
    return (
        f"{name:24}{recall:>6} {f'{pairs.same_joined}/{pairs.same}':>9}{precision:>16}"
        f"{f'{pairs.apart_joined}/{pairs.apart}':>20}"
    )


def main(arguments: list[str]) -> None:
    """Print what the module's docstring says."""
    begins = tuple(word for word in arguments if not word.startswith("--")) or ("",)
    given = [case for case in cases() if case.name.startswith(begins)]
    found = coded(given, load_model(MODEL), seed_files.load())
    sys.stdout.write("\n".join([*report(found, faults="--faults" in arguments), ""]))


if __name__ == "__main__":
    main(sys.argv[1:])
