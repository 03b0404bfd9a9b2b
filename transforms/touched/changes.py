"""What an article must hold to be touched by the difference of two states of the seeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

import polars as pl

from transforms.link.compose import fill_template
from transforms.link.offices import GOVERNS, term_ends, term_starts
from transforms.mentions.spans import fold
from transforms.touched.index import Touch, words_in
from transforms.touched.lines import EverythingTouched, Line, changed_lines, forms_of, items_of
from transforms.touched.tables import (
    BODIES,
    COUNTRIES,
    EXECUTIVES,
    LEADERS,
    NOT_CODED_BY,
    OFFICES,
    ROLES,
    SHORTS,
    TABLES,
    TERMS,
)

#: A seed file by its name, as `seeds.loading.read_csv` reads it.
Tables = Callable[[str], pl.DataFrame]

#: More than so many forms are not looked up one by one.
MOST = 2_000
_GOVERNING = "head_of_government"
_SEATED = "European Union"


def touching(before: Tables, after: Tables, changed: Iterable[str]) -> frozenset[Touch] | None:
    """What an article must hold to be touched by the files that changed; None where every article is."""
    try:
        found = _Changes(before, after).touches(sorted(set(changed) - {*NOT_CODED_BY}))
    except EverythingTouched:
        return None
    return found if len(found) <= MOST else None


class _Changes:
    """Two states of the seeds."""

    def __init__(self, before: Tables, after: Tables) -> None:
        self._states = (before, after)

    def touches(self, changed: Iterable[str]) -> frozenset[Touch]:
        found: set[Touch] = set()
        for name in changed:
            found |= self._of_file(name)
        return frozenset(found)

    def _of_file(self, name: str) -> set[Touch]:
        table = TABLES.get(name)
        if table is None:
            raise EverythingTouched
        lines, forms = changed_lines(table, *(read(name).drop(table.unread, strict=False) for read in self._states))
        if name == COUNTRIES:
            self._same_adjectives()
        if table.only_items and lines:
            raise EverythingTouched
        forms |= {form for line in lines for form in forms_of(table, line)}
        found = {Touch(words) for form in forms for words in _alternatives(form, apart=table.apart)}
        if name in BODIES:
            if any(line["name"] == _SEATED for line in lines):
                raise EverythingTouched
            found |= self._composed(forms) | self._shorts({line["name"] for line in lines})
        if name == LEADERS:
            found |= self._terms(pl.col("person").is_in({str(line["name"]) for line in lines}))
        if name == TERMS:
            found |= self._of_terms(lines)
        if name == EXECUTIVES:
            found |= {
                Touch(_words(word) | {place})
                for word in GOVERNS
                for line in lines
                for place in (f"@{line['country']}", "@")
            }
        return found

    def _same_adjectives(self) -> None:
        """The first adjective of a country names what is composed with it."""
        first = pl.col("adjectives").str.split("|").list.first()
        one, other = (read(COUNTRIES).select("country", first).sort("country") for read in self._states)
        if not one.equals(other):
            raise EverythingTouched

    def _shorts(self, names: set[str | None]) -> set[Touch]:
        """The short names of bodies."""
        shorts = pl.concat([read(SHORTS) for read in self._states], how="diagonal")
        return {Touch(_words(short)) for short, name in shorts.select("short", "name").iter_rows() if name in names}

    def _composed(self, forms: set[str]) -> set[Touch]:
        """The role nouns with which the forms can be composed, for any country."""
        found: set[Touch] = set()
        spelt = pl.DataFrame({"form": sorted(forms)}, {"form": pl.String}).select(form=fold(pl.col("form"))).unique()
        for read in self._states:
            countries = read(COUNTRIES).select(
                "country",
                country_name="name",
                adjective=pl.coalesce(pl.col("adjectives").str.split("|").list.first(), "name"),
                government="government",
            )
            parts = [fold(pl.col(name)) for name in ("country_name", "adjective", "government")]
            named = spelt.join(countries, how="cross").filter(
                pl.any_horizontal(pl.col("form").str.contains(part, literal=True) for part in parts)
            )
            roles = read(ROLES).select("noun", template="name")
            told = named.join(roles, how="cross").filter(fold(fill_template(pl.col("template"))) == pl.col("form"))
            found |= {Touch(_words(noun) | {f"@{code}"}) for noun, code in told.select("noun", "country").iter_rows()}
        return found

    def _terms(self, which: pl.Expr) -> set[Touch]:
        return self._of_terms([line for read in self._states for line in read(TERMS).filter(which).to_dicts()])

    def _of_terms(self, lines: list[Line]) -> set[Touch]:
        found: set[Touch] = set()
        if not lines:
            return found
        titles: dict[str, set[str]] = {}
        holders: dict[str, set[str]] = {}
        governing = {_GOVERNING}
        for read in self._states:
            for office, named in read(OFFICES).select("office", "titles").iter_rows():
                titles.setdefault(office, set()).update(items_of(named))
            for person, named in read(LEADERS).select("name", "aliases").iter_rows():
                holders.setdefault(person, {person}).update(items_of(named))
            governing |= set(read(EXECUTIVES)["office"].drop_nulls())
        days = pl.DataFrame(lines).select(since=term_starts(pl.col("start")), until=term_ends(pl.col("end")))
        for line, (since, until) in zip(lines, days.iter_rows(), strict=True):
            office, person = str(line["office"]), str(line["person"])
            if since is None:  # no term then
                continue
            found |= {Touch(_words(form), since, until, dated=True) for form in holders.get(person, {person})}
            spoken = titles.get(office, set()) | (set(GOVERNS) if office in governing else set())
            found |= {
                Touch(_words(form) | {place}, since, until, dated=True)
                for form in spoken
                for place in (f"@{line['of'] or ''}", "@")
            }
        return found


def _alternatives(form: str, *, apart: bool) -> Iterable[frozenset[str]]:
    words = _words(form)
    return [frozenset((word,)) for word in words] if apart else [words]


@lru_cache(maxsize=10_000)
def _words(form: str) -> frozenset[str]:
    """The words of a form. Raises where it has none to look for."""
    found = frozenset(pl.select(words_in(pl.lit(form))).item())
    if not found:
        raise EverythingTouched
    return found
